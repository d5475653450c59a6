//! The commands of vmlink. Each is one file, thin over the library: what it decides is what a command line means and
//! how the process ends.

mod commands;
mod duration;
mod exit;
mod interrupt;
mod output;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use exit::{Exit, Failure};

/// The commands of vmlink.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
   0  all as expected
   1  findings
   2  wrong usage, a case file that does not load, or an output that cannot be written
   3  an engine or a tool is missing
   4  nothing was selected
  70  a bug in vmlink itself
 130  interrupted; what was reported is a part";

#[derive(Debug, Subcommand)]
enum Command {
    Conformance(commands::conformance::Arguments),
    Differential(commands::differential::Arguments),
    Driver(commands::driver::Arguments),
    Fuzz(commands::fuzz::Arguments),
    Graph(commands::graph::Arguments),
    Runtimes(commands::runtimes::Arguments),
    Repro(commands::repro::Arguments),
    Explain(commands::explain::Arguments),
    Tidy(commands::tidy::Arguments),
    Readme(commands::readme::Arguments),
    #[command(hide = true, name = commands::write_snapshots::NAME)]
    WriteSnapshots,
}

impl Command {
    fn run(self) -> Result<Exit, Failure> {
        match self {
            Self::Conformance(arguments) => commands::conformance::run(arguments),
            Self::Differential(arguments) => commands::differential::run(&arguments),
            Self::Driver(arguments) => commands::driver::run(arguments),
            Self::Fuzz(arguments) => commands::fuzz::run(arguments),
            Self::Graph(arguments) => commands::graph::run(&arguments),
            Self::Runtimes(arguments) => commands::runtimes::run(arguments),
            Self::Repro(arguments) => commands::repro::run(&arguments),
            Self::Explain(arguments) => commands::explain::run(&arguments),
            Self::Tidy(arguments) => commands::tidy::run(&arguments),
            Self::Readme(arguments) => commands::readme::run(&arguments),
            Self::WriteSnapshots => commands::write_snapshots::run(),
        }
    }
}

fn main() -> ExitCode {
    let command = Arguments::parse().command;
    exit::finish(|| command.run()).into()
}
