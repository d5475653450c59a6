//! `cargo xtask explain`: one case as a picture, and what everybody does with it.

use std::{io::Write, path::PathBuf};

use clap::Args;
use vmlink::{engines::Engine, explain::explain};

use super::subject::find;
use crate::{
    exit::{Exit, Failure},
    output,
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
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let subject = find(&arguments.subject, arguments.cases.as_deref())?;
    let mut out = output::raw_stdout();
    let written = out.write_all(explain(&subject, &engines()).as_bytes()).and_then(|()| out.flush());
    written.map_err(|error| Failure::io("The output", &error))?;
    Ok(Exit::AsExpected)
}

/// The real engines that are asked beside the profiles.
const fn engines<'e>() -> [&'e dyn Engine; 0] {
    []
}
