//! The engines that a command line names, found and started.

use std::{num::NonZeroUsize, path::Path, time::Duration};

use vmlink::{
    engines::{DriverCommand, DriverEngine, DriverOptions, Interrupt},
    reference::ProfileName,
    runtimes::{RuntimeError, RuntimeName, RuntimeProfile, arguments, find, profile_for},
};

use crate::{
    exit::{Exit, Failure},
    output,
};

/// What stands behind `--engine`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum EngineName {
    /// The reference linker.
    Reference,
    /// A shipping runtime.
    Runtime(RuntimeName),
}

/// The name of the reference linker among the engines.
pub(crate) const REFERENCE: &str = "reference";

/// Reads what stands behind `--engine`.
pub(crate) fn engine_name(text: &str) -> Result<EngineName, String> {
    if text == REFERENCE {
        return Ok(EngineName::Reference);
    }
    let name = text.parse().map_err(|error| format!("{error}; `{REFERENCE}` is the reference linker"))?;
    Ok(EngineName::Runtime(name))
}

/// How runtimes are started.
#[derive(Clone, Debug, Default)]
pub(crate) struct StartOptions {
    /// How many programs run at once on each; one for each processor when it is `None`.
    pub(crate) jobs: Option<NonZeroUsize>,
    /// How long a runtime may take for one program; what the library thinks right when it is `None`.
    pub(crate) timeout: Option<Duration>,
    /// The profile to compare with in place of the runtime's own.
    pub(crate) profile: Option<ProfileName>,
    /// Ends all runtimes when it is raised.
    pub(crate) interrupt: Interrupt,
}

/// A runtime that has said hello.
#[derive(Debug)]
pub(crate) struct StartedRuntime {
    /// What reports call it.
    pub(crate) name: String,
    /// What was written for it behind `--engine`.
    pub(crate) given: String,
    /// What runs programs on it.
    pub(crate) engine: DriverEngine,
    /// What it is compared with.
    pub(crate) profile: RuntimeProfile,
}

/// Finds and starts every runtime that is named, each once, in the order of `names`.
///
/// # Errors
/// One of them is not there, or does not say hello.
pub(crate) fn start(
    root: &Path,
    names: &[RuntimeName],
    options: &StartOptions,
) -> Result<Vec<StartedRuntime>, Failure> {
    let mut started: Vec<StartedRuntime> = Vec::new();
    for given in names {
        let runtime = find(root, given).map_err(missing)?;
        // A binary of one's own may report the version of a release that is judged beside it.
        let name = match &given.path {
            Some(path) => format!("{}={}", runtime.release(), path.display()),
            None => runtime.release().to_string(),
        };
        if started.iter().any(|other| other.name == name) {
            continue;
        }
        let defaults = DriverOptions::default();
        let driver = DriverOptions {
            jobs: options.jobs.unwrap_or(defaults.jobs),
            timeout: options.timeout.unwrap_or(defaults.timeout),
            interrupt: options.interrupt.clone(),
            ..defaults
        };
        let command = DriverCommand::runtime(&runtime.path, arguments(runtime.kind).iter().copied());
        let engine = DriverEngine::start(&command, driver).map_err(|error| {
            Failure::new(Exit::EngineMissing, format!("The engine `{given}` cannot be used. {error}."))
        })?;
        let own = profile_for(runtime.kind, runtime.version);
        let profile = options.profile.map_or(own, |name| RuntimeProfile { name, is_nearest: false });
        if profile.is_nearest {
            say_nearest(&name, profile);
        }
        started.push(StartedRuntime { name, given: given.to_string(), engine, profile });
    }
    Ok(started)
}

/// Says that the runtime `name` is compared with the profile of another.
pub(super) fn say_nearest(name: &str, profile: RuntimeProfile) {
    output::say(format_args!(
        "{name} has no profile of its own; it is compared with {}, that of the nearest older version.",
        profile.name
    ));
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
pub(super) fn missing(error: RuntimeError) -> Failure {
    Failure::new(Exit::EngineMissing, error.to_string())
}
