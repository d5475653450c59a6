//! `cargo xtask repro`: one case or program as a standalone script.

use std::{fs, io::Write, path::PathBuf};

use clap::Args;
use vmlink::{
    reference::ProfileName,
    repro::{profile_of_engine, reproduction},
};

use super::subject::find;
use crate::{
    exit::{Exit, Failure},
    output,
};

/// Write a case or a program as one standalone script.
///
/// The script is plain JavaScript without dependencies. It runs under `node --experimental-vm-modules`, `bun` and
/// `deno run`, prints what it sees, and ends with PASS or FAIL against what the contract of vm.Module makes of it.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The full id of a case, or the path of a `.yaml` or `.json` file with one case or program
    #[arg(value_name = "CASE|FILE")]
    subject: String,

    /// The case file or folder in which the case is looked for [default: cases/ of the project]
    #[arg(long, value_name = "PATH")]
    cases: Option<PathBuf>,

    /// Also say what this engine does instead: node@18 to node@26, bun, deno
    #[arg(long, value_name = "NAME", value_parser = engine)]
    engine: Option<ProfileName>,

    /// Write to this file instead of to standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The profile of an engine named on the command line.
pub(super) fn engine(name: &str) -> Result<ProfileName, String> {
    profile_of_engine(name).ok_or_else(|| {
        let names = ProfileName::RUNTIMES.map(|profile| profile.as_str().replacen('-', "@", 1)).join(", ");
        format!("no profile says what `{name}` does; there are profiles of {names}")
    })
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let subject = find(&arguments.subject, arguments.cases.as_deref())?;
    let script = reproduction(&subject, arguments.engine);
    if let Some(path) = &arguments.output {
        fs::write(path, script).map_err(|error| Failure::io(path.display(), &error))?;
    } else {
        let mut out = output::raw_stdout();
        let written = out.write_all(script.as_bytes()).and_then(|()| out.flush());
        written.map_err(|error| Failure::io("The output", &error))?;
    }
    Ok(Exit::AsExpected)
}
