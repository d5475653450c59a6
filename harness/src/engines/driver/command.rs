//! How a driver is started.

use std::{
    env,
    ffi::{OsStr, OsString},
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

use super::DRIVER;

/// Environment variables that change what a runtime does without being seen on its command line. A runtime is started
/// without them, so that a result does not depend on whose machine it was made on.
const UNWANTED_VARIABLES: [&str; 7] = [
    "NODE_OPTIONS",
    "NODE_PATH",
    "NODE_V8_COVERAGE",
    "BUN_OPTIONS",
    "BUN_INSPECT_PRELOAD",
    "DENO_V8_FLAGS",
    "FORCE_COLOR",
];

/// The command line of a driver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DriverCommand {
    program: OsString,
    arguments: Vec<OsString>,
    environment: Vec<(OsString, Option<OsString>)>,
    is_runtime: bool,
}

impl DriverCommand {
    /// A JavaScript runtime, which is given our driver to run behind `arguments`.
    ///
    /// It runs in a folder of its own, where it finds no configuration of a project.
    #[must_use]
    pub fn runtime<A: Into<OsString>>(
        program: impl Into<PathBuf>,
        arguments: impl IntoIterator<Item = A>,
    ) -> Self {
        Self {
            program: absolute(program.into()).into(),
            arguments: arguments.into_iter().map(Into::into).collect(),
            environment: Vec::new(),
            is_runtime: true,
        }
    }

    /// A command that is a driver itself. It runs in the current folder.
    #[must_use]
    pub fn custom<A: Into<OsString>>(
        program: impl Into<OsString>,
        arguments: impl IntoIterator<Item = A>,
    ) -> Self {
        Self {
            program: program.into(),
            arguments: arguments.into_iter().map(Into::into).collect(),
            environment: Vec::new(),
            is_runtime: false,
        }
    }

    /// The same command with an environment variable set, or taken away where `value` is `None`.
    #[must_use]
    pub fn with_variable(mut self, name: impl Into<OsString>, value: Option<OsString>) -> Self {
        self.environment.push((name.into(), value));
        self
    }

    /// The command line as a person reads it, without our driver.
    #[must_use]
    pub fn shown(&self) -> String {
        let words = std::iter::once(&self.program).chain(&self.arguments);
        words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
    }

    /// Makes what is needed on disk.
    pub(super) fn prepare(&self) -> io::Result<Prepared> {
        let folder = if self.is_runtime {
            let folder = tempfile::Builder::new().prefix("vmlink-").tempdir()?;
            fs::write(folder.path().join(SCRIPT), DRIVER)?;
            Some(folder)
        } else {
            None
        };
        Ok(Prepared { command: self.clone(), folder })
    }
}

/// The file name of our driver. The ending says that it is a module, whatever a `package.json` above it says.
const SCRIPT: &str = "driver.mjs";

/// A command that can be started as often as wanted. What it needs on disk goes when it is dropped.
#[derive(Debug)]
pub(super) struct Prepared {
    command: DriverCommand,
    folder: Option<TempDir>,
}

impl Prepared {
    pub(super) fn shown(&self) -> String {
        self.command.shown()
    }

    pub(super) fn command(&self) -> Command {
        let mut command = Command::new(&self.command.program);
        command.args(&self.command.arguments);
        if let Some(folder) = &self.folder {
            command.arg(folder.path().join(SCRIPT)).current_dir(folder.path());
            for variable in UNWANTED_VARIABLES {
                command.env_remove(variable);
            }
            // What a runtime keeps for the next time goes where the driver is, and nothing is asked of a network.
            command.env("DENO_DIR", folder.path()).env("DENO_NO_UPDATE_CHECK", "1").env("NO_COLOR", "1");
        }
        for (name, value) in &self.command.environment {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command
    }
}

/// The path from the root, so that it does not depend on the folder the process runs in. A bare name is looked up in
/// `PATH` when it is started, and stays as it is.
fn absolute(program: PathBuf) -> PathBuf {
    let is_bare =
        program.parent() == Some(Path::new("")) && program.file_name() == Some(OsStr::new(&program));
    if is_bare || program.is_absolute() {
        return program;
    }
    env::current_dir().map_or(program.clone(), |folder| folder.join(program))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_runtime_is_found_from_any_folder() {
        assert_eq!(absolute("node".into()), Path::new("node"));
        assert!(absolute("./node".into()).is_absolute());
        assert!(absolute("bin/node".into()).is_absolute());
    }

    #[test]
    fn a_runtime_gets_our_driver_last_and_a_custom_driver_gets_nothing() {
        let prepared = DriverCommand::runtime("node", ["--flag"]).prepare().unwrap();
        let command = prepared.command();
        let arguments: Vec<&OsStr> = command.get_args().collect();
        assert_eq!(arguments[0], "--flag");
        assert_eq!(fs::read_to_string(arguments[1]).unwrap(), DRIVER);
        let folder = command.get_current_dir().unwrap().to_owned();
        drop(prepared);
        assert!(!folder.exists(), "the folder goes with what needed it");

        let prepared = DriverCommand::custom("drive", ["it"]).prepare().unwrap();
        assert_eq!(prepared.command().get_args().collect::<Vec<_>>(), ["it"]);
        assert_eq!(prepared.shown(), "drive it");
    }
}
