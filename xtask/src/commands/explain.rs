//! `cargo xtask explain`: one case as a picture, and what everybody does with it.

use std::{io::Write, num::NonZeroUsize, path::PathBuf};

use clap::Args;
use vmlink::{
    engines::{DriverCommand, DriverEngine, DriverOptions, Engine},
    explain::explain,
    runtimes::{self, NameError, RuntimeName},
};

use super::subject::find;
use crate::{
    exit::{Exit, Failure},
    output, workspace,
};

/// Explain a case or a program.
///
/// Shows its modules, what they request and what the linker does about that; then, side by side and step by step, what
/// the contract, the specification and the profile of each runtime make of it, and the quirks behind the differences.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The full id of a case, or the path of a `.yaml` or `.json` file with one case or program
    #[arg(value_name = "CASE|FILE")]
    subject: String,

    /// The case file or folder in which the case is looked for [default: cases/ of the project]
    #[arg(long, value_name = "PATH")]
    cases: Option<PathBuf>,

    /// Also run it on this runtime: node@24, bun, node=./out/Release/node; repeatable
    #[arg(long, value_name = "NAME[@VERSION][=PATH]")]
    engine: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let subject = find(&arguments.subject, arguments.cases.as_deref())?;
    let engines: Vec<DriverEngine> =
        arguments.engine.iter().map(|name| engine(name)).collect::<Result<_, _>>()?;
    let engines: Vec<&dyn Engine> = engines.iter().map(|engine| engine as &dyn Engine).collect();
    let mut out = output::raw_stdout();
    let written = out.write_all(explain(&subject, &engines).as_bytes()).and_then(|()| out.flush());
    written.map_err(|error| Failure::io("The output", &error))?;
    Ok(Exit::AsExpected)
}

/// The runtime of that name, started.
fn engine(name: &str) -> Result<DriverEngine, Failure> {
    let parsed: RuntimeName = name.parse().map_err(|error: NameError| Failure::usage(format!("{error}.")))?;
    let missing = |sentence: String| Failure::new(Exit::EngineMissing, sentence);
    let runtime = runtimes::find(&workspace::root(), &parsed).map_err(|error| missing(error.to_string()))?;
    let command = DriverCommand::runtime(&runtime.path, runtimes::arguments(runtime.kind));
    let options = DriverOptions { jobs: NonZeroUsize::MIN, ..DriverOptions::default() };
    DriverEngine::start(&command, options).map_err(|error| missing(error.to_string()))
}
