//! `cargo xtask differential`: generated programs on real runtimes.

use std::{io::Write, num::NonZeroUsize, time::Duration};

use clap::Args;
use vmlink::{
    conformance::{SearchOptions, search},
    engines::Interrupt,
    reference::ProfileName,
    report::{Progress, write_search},
    runtimes::RuntimeName,
};

use crate::{
    commands::engines::{self, StartOptions, StartedRuntime},
    duration,
    exit::{Exit, Failure},
    interrupt, output, workspace,
};

/// Run generated programs on runtimes and hold each against what the runtime's profile predicts.
///
/// Programs are made from the seed and their number alone, half of them graphs that mostly link, half anything. The
/// smallest programs with a finding are printed in full; all are counted. Data goes to standard output, all else to
/// standard error.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The runtime to ask: `node`, `node@24`, `bun`, `deno`, `node=PATH`; can be repeated
    #[arg(long, value_name = "NAME[@VERSION][=PATH]", required = true)]
    engine: Vec<RuntimeName>,

    /// How many programs each runtime runs
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    count: u64,

    /// What the programs are made from
    #[arg(long, value_name = "S", default_value_t = 0)]
    seed: u64,

    /// The number of the first program
    #[arg(long, value_name = "N", default_value_t = 0)]
    first: u64,

    /// Begin no further program on a runtime after this time [default: run all programs]
    #[arg(long, value_name = "TIME", value_parser = duration::parse)]
    time: Option<Duration>,

    /// The profile to compare with [default: the runtime's own]
    #[arg(long, value_name = "NAME", value_parser = profile)]
    profile: Option<ProfileName>,

    /// How many programs run at once [default: one for each processor]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,

    /// How long a runtime may take for one program, in seconds [default: 10]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=3600))]
    timeout: Option<u64>,
}

fn profile(text: &str) -> Result<ProfileName, String> {
    ProfileName::from_text(text).ok_or_else(|| {
        let names = ProfileName::ALL.map(ProfileName::as_str).join(", ");
        format!("the profiles are {names}")
    })
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let interrupt = interrupt::handled();
    let start = StartOptions {
        jobs: arguments.jobs,
        timeout: arguments.timeout.map(Duration::from_secs),
        profile: arguments.profile,
        interrupt: interrupt.clone(),
    };
    let runtimes = engines::start(&workspace::root(), &arguments.engine, &start)?;
    let mut has_findings = false;
    for runtime in &runtimes {
        if !interrupt.is_raised() {
            has_findings |= on_runtime(runtime, arguments, &interrupt)?;
        }
    }
    Ok(if has_findings {
        Exit::Findings
    } else if interrupt.is_raised() {
        Exit::Interrupted
    } else {
        Exit::AsExpected
    })
}

/// Whether there is a finding.
fn on_runtime(
    runtime: &StartedRuntime,
    arguments: &Arguments,
    interrupt: &Interrupt,
) -> Result<bool, Failure> {
    let options = SearchOptions {
        seed: arguments.seed,
        first: arguments.first,
        count: arguments.count,
        time: arguments.time,
        jobs: arguments.jobs,
        interrupt: Some(interrupt),
    };
    let progress = Progress::new(usize::try_from(arguments.count).unwrap_or(usize::MAX));
    let summary = search(&runtime.engine, runtime.profile.name, &options, |_| progress.advance());
    progress.clear();
    let nearest = if runtime.profile.is_nearest { " (nearest)" } else { "" };
    let title = format!("{} as {}{nearest}", runtime.name, runtime.profile.name);
    let mut out = output::stdout();
    write_search(&mut out, &title, &summary, &|number| again(runtime, arguments, number))
        .and_then(|()| out.flush())
        .map_err(|error| Failure::io("The output", &error))?;
    Ok(!summary.findings.is_empty())
}

/// The command that runs only this program.
fn again(runtime: &StartedRuntime, arguments: &Arguments, number: u64) -> String {
    let seed = arguments.seed;
    let profile = arguments.profile.map(|profile| format!(" --profile {profile}")).unwrap_or_default();
    let given = vmlink::report::quoted(&runtime.given);
    format!("cargo xtask differential --engine {given} --seed {seed} --first {number} --count 1{profile}")
}
