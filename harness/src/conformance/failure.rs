//! A program that brought no transcript, as a result like any other.

use crate::{
    engines::RunFailure,
    oracles::{Finding, Verdict},
};

/// The name in findings of what an engine does to a run as a whole.
const ORACLE: &str = "engine";

/// How a case ends whose program brought no transcript, and the finding that says why.
pub(super) fn failed(failure: &RunFailure) -> (Verdict, Finding) {
    let verdict = match failure {
        RunFailure::Crash { .. }
        | RunFailure::Restart(_)
        | RunFailure::GivenUp(_)
        | RunFailure::Interrupted => Verdict::Crash,
        RunFailure::Hang { .. } => Verdict::Hang,
        RunFailure::Protocol(_) => Verdict::Fail,
    };
    let step = match failure {
        RunFailure::Crash { death } => death.step,
        RunFailure::Hang { step, .. } => *step,
        _ => None,
    };
    let finding = Finding {
        oracle: ORACLE.to_owned(),
        step,
        expected: "a transcript".to_owned(),
        actual: failure.to_string(),
    };
    (verdict, finding)
}
