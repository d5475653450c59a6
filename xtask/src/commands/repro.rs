//! `cargo xtask repro`: one case or program as a standalone script.

use std::{fs, io::Write, path::PathBuf};

use clap::Args;
use vmlink::{
    reference::ProfileName,
    repro::{profile_of_engine, reproduction},
    runtimes::{NameError, RuntimeName, find, profile_for},
};

use super::{engines, subject};
use crate::{
    exit::{Exit, Failure},
    output, workspace,
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

    /// Also say what this engine does instead: node@18 to node@26, bun, deno, or node=PATH, whose version is asked
    #[arg(long, value_name = "NAME[=PATH]", value_parser = engine)]
    engine: Option<Engine>,

    /// Write to this file instead of to standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// An engine named on the command line.
#[derive(Clone, Debug)]
enum Engine {
    /// One whose name tells the profile.
    Known(ProfileName),
    /// A binary, which has to be asked.
    Binary(RuntimeName),
}

fn engine(name: &str) -> Result<Engine, String> {
    if name.contains('=') {
        return name.parse().map(Engine::Binary).map_err(|error: NameError| error.to_string());
    }
    profile_of_engine(name).map(Engine::Known).ok_or_else(|| {
        let names = ProfileName::RUNTIMES.map(|profile| profile.as_str().replacen('-', "@", 1)).join(", ");
        format!(
            "no profile says what `{name}` does; there are profiles of {names}, and `node=PATH` asks a binary"
        )
    })
}

impl Engine {
    /// The profile that says what the engine does.
    fn profile(&self) -> Result<ProfileName, Failure> {
        match self {
            Self::Known(profile) => Ok(*profile),
            Self::Binary(name) => {
                let runtime = find(&workspace::root(), name).map_err(engines::missing)?;
                let profile = profile_for(runtime.kind, runtime.version);
                if profile.is_nearest {
                    engines::say_nearest(&runtime.release().to_string(), profile);
                }
                Ok(profile.name)
            }
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let subject = subject::find(&arguments.subject, arguments.cases.as_deref())?;
    let profile = arguments.engine.as_ref().map(Engine::profile).transpose()?;
    let script = reproduction(&subject, profile);
    if let Some(path) = &arguments.output {
        fs::write(path, script).map_err(|error| Failure::io(path.display(), &error))?;
    } else {
        let mut out = output::raw_stdout();
        let written = out.write_all(script.as_bytes()).and_then(|()| out.flush());
        written.map_err(|error| Failure::io("The output", &error))?;
    }
    Ok(Exit::AsExpected)
}
