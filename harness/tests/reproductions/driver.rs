//! The driver's side: programs in, transcripts out.

use std::time::Duration;

use vmlink::{
    corpus::Case,
    engines::{DriverCommand, DriverEngine, DriverOptions, Engine},
    runtimes::{InstalledRuntime, arguments},
    transcript::Transcript,
};

/// How long a runtime may take for one program. A quiet machine needs milliseconds, but for the few programs on which a
/// runtime calls the linker without end.
const TIMEOUT: Duration = Duration::from_mins(1);

/// What the driver sees of each of `cases`; `None` where the runtime brought no transcript.
pub(crate) fn run(runtime: &InstalledRuntime, cases: &[Case]) -> Vec<Option<Transcript>> {
    let command = DriverCommand::runtime(&runtime.path, arguments(runtime.kind));
    let options = DriverOptions { timeout: TIMEOUT, ..DriverOptions::default() };
    let engine = DriverEngine::start(&command, options).unwrap();
    cases.iter().map(|case| engine.run(&case.program).ok()).collect()
}
