//! What the tests of this binary share.

use std::{env, num::NonZeroUsize, time::Duration};

use libtest_mimic::{Failed, Trial};
use vmlink::{
    engines::{DriverCommand, DriverEngine, DriverOptions, Engine, RunFailure},
    program::{Action, ModuleDefinition, ModuleId, Program},
};

use crate::fake;

pub(crate) fn trial(name: &'static str, test: fn()) -> Trial {
    Trial::test(name, move || {
        test();
        Ok::<(), Failed>(())
    })
}

/// This program, as a driver of that manner.
pub(crate) fn fake(manner: &str) -> DriverCommand {
    let me = env::current_exe().expect("this program has a path");
    DriverCommand::custom(me, [format!("{}{manner}", fake::ARGUMENT)])
}

/// Enough time for everything that ends, on a machine with a lot to do.
pub(crate) fn options(jobs: usize) -> DriverOptions {
    DriverOptions {
        jobs: NonZeroUsize::new(jobs).expect("at least one"),
        timeout: Duration::from_mins(1),
        start_timeout: Duration::from_mins(1),
        ..DriverOptions::default()
    }
}

/// The options of a test in which something does not end.
pub(crate) fn impatient() -> DriverOptions {
    DriverOptions { timeout: Duration::from_millis(1_500), ..options(1) }
}

pub(crate) fn start(manner: &str, options: DriverOptions) -> DriverEngine {
    DriverEngine::start(&fake(manner), options).expect("the fake driver says hello")
}

/// A program that tells the fake driver what to do.
pub(crate) fn program(what: &str) -> Program {
    Program {
        modules: vec![ModuleDefinition::source("main", what)],
        steps: vec![Action::Link(ModuleId::new(0)).into()],
        ..Program::default()
    }
}

/// The line that the fake driver logged, which the program asked for.
pub(crate) fn logged(engine: &DriverEngine, what: &str) -> String {
    engine.run(&program(what)).expect("a transcript").steps[0].log[0].clone()
}

pub(crate) fn failure(engine: &DriverEngine, what: &str) -> RunFailure {
    engine.run(&program(what)).expect_err("no transcript")
}
