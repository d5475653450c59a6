//! `cargo xtask driver`: for whoever writes a driver.

use std::{
    io::{self, Write},
    time::Duration,
};

use anstyle::{AnsiColor, Style};
use clap::{Args, Subcommand};
use vmlink::engines::{
    DriverCommand, DriverOptions, Hello,
    driver::check::{CheckEvent, CheckOutcome, CheckResult, Complaint, check_driver},
};

use crate::{
    duration,
    exit::{Exit, Failure},
    interrupt, output,
};

const BAD: Style = AnsiColor::Red.on_default().bold();
const GOOD: Style = AnsiColor::Green.on_default().bold();
const QUIET: Style = Style::new().dimmed();

/// Work on a driver, the program that runs cases on a real runtime.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check a driver against the protocol
    ///
    /// Starts COMMAND and has it run a small suite of programs, whose transcripts do not depend on how its engine links
    /// modules. `harness/src/engines/driver/PROTOCOL.md` describes the protocol.
    Check(Check),
}

#[derive(Debug, Args)]
struct Check {
    /// How long the driver may take to say hello, and for each program
    #[arg(long, value_name = "SECONDS", default_value = "10s", value_parser = duration::parse)]
    timeout: Duration,

    /// COMMAND is a runtime with its arguments, which runs vmlink's own driver
    #[arg(long)]
    runtime: bool,

    /// The driver, and its arguments
    #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true, value_name = "COMMAND")]
    command: Vec<String>,
}

pub(crate) fn run(arguments: Arguments) -> Result<Exit, Failure> {
    match arguments.command {
        Command::Check(check) => self::check(&check),
    }
}

fn check(check: &Check) -> Result<Exit, Failure> {
    let Some((program, arguments)) = check.command.split_first() else {
        return Err(Failure::usage("Name the command of the driver."));
    };
    let command = if check.runtime {
        DriverCommand::runtime(program, arguments)
    } else {
        DriverCommand::custom(program, arguments)
    };
    let interrupt = interrupt::handled();
    let options = DriverOptions {
        timeout: check.timeout,
        start_timeout: check.timeout,
        interrupt: interrupt.clone(),
        ..DriverOptions::default()
    };
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    let mut out = output::stdout();
    let mut written = Ok(());
    let checked = check_driver(&command, options, |event| {
        if interrupt.is_raised() {
            return;
        }
        if let CheckEvent::Result(result) = event {
            *match result.outcome {
                CheckOutcome::Passed => &mut passed,
                CheckOutcome::Skipped(_) => &mut skipped,
                CheckOutcome::Failed(_) => &mut failed,
            } += 1;
        }
        if written.is_ok() {
            written = write_event(&mut out, event);
        }
    });
    if interrupt.is_raised() {
        return Err(Failure::new(Exit::Interrupted, "Interrupted; the checks above are not all of them."));
    }
    checked.map_err(|error| Failure::new(Exit::EngineMissing, error.to_string()))?;
    written
        .and_then(|()| write_end(&mut out, passed, failed, skipped))
        .map_err(|error| Failure::io("The output", &error))?;
    Ok(if failed == 0 { Exit::AsExpected } else { Exit::Findings })
}

fn write_event(out: &mut dyn Write, event: CheckEvent<'_>) -> io::Result<()> {
    match event {
        CheckEvent::Hello(hello) => write_hello(out, hello),
        CheckEvent::Result(result) => write_result(out, result),
    }
}

fn write_end(out: &mut dyn Write, passed: usize, failed: usize, skipped: usize) -> io::Result<()> {
    let all = passed + failed + skipped;
    if failed == 0 {
        write!(out, "\n{GOOD}The driver keeps to the protocol{GOOD:#}: {passed} of {all} checks pass")?;
    } else {
        write!(out, "\n{BAD}The driver does not keep to the protocol{BAD:#}: {failed} of {all} checks fail")?;
    }
    if skipped > 0 {
        write!(out, ", {skipped} cannot be seen on its engine")?;
    }
    writeln!(out, ".")?;
    out.flush()
}

fn write_hello(out: &mut dyn Write, hello: &Hello) -> io::Result<()> {
    let Hello { protocol, runtime, version, engine, capabilities } = hello;
    writeln!(out, "{runtime} {version} ({engine}) says hello in protocol {protocol}.")?;
    writeln!(out, "{QUIET}Capabilities: {}{QUIET:#}\n", capabilities.join(", "))
}

fn write_result(out: &mut dyn Write, result: &CheckResult) -> io::Result<()> {
    let CheckResult { name, why, outcome } = result;
    match outcome {
        CheckOutcome::Passed => writeln!(out, "{GOOD}pass{GOOD:#}  {name}"),
        CheckOutcome::Skipped(lacking) => {
            writeln!(out, "skip  {name}: the engine has not the capability {lacking}")
        }
        CheckOutcome::Failed(complaints) => {
            writeln!(out, "{BAD}FAIL{BAD:#}  {name}\n      {why}")?;
            for Complaint { place, expected, actual } in complaints {
                writeln!(out, "      at {place}\n        expected {expected}\n        got      {actual}")?;
            }
            Ok(())
        }
    }
}
