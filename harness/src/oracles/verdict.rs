//! From findings to a verdict.

use super::{Finding, Verdict};
use crate::{
    corpus::{Case, Expect, ExpectedOutcome, StepExpectation},
    reference::ProfileName,
    transcript::{Outcome, SettledStep, StepRecord, Transcript, Unmodelled},
};

/// The verdict on a run that came to its end: whether the engine could say what happens, and whether the oracles agree.
///
/// `expected_unmodelled` is what [`expects_unmodelled`] gives. An outcome the engine could not give makes no finding by
/// itself (see [`check_expectations`](super::check_expectations)), so findings beside it are problems of their own and
/// the case fails.
#[must_use]
pub fn verdict(transcript: &Transcript, findings: &[Finding], expected_unmodelled: bool) -> Verdict {
    if !findings.is_empty() {
        Verdict::Fail
    } else if !expected_unmodelled && unmodelled_at(transcript).is_some() {
        Verdict::Unmodelled
    } else {
        Verdict::Pass
    }
}

/// Whether the case says, under `profile`, that the engine cannot tell what happens at the place where it could not.
#[must_use]
pub fn expects_unmodelled(case: &Case, profile: ProfileName, transcript: &Transcript) -> bool {
    match unmodelled_at(transcript) {
        None => false,
        Some(RunPlace::Construction) => {
            case.expectations.construct.values().any(|expectation| names_unmodelled(expectation, profile))
        }
        Some(RunPlace::Step(index)) => case
            .expectations
            .steps
            .get(index)
            .is_some_and(|expectation| names_unmodelled(expectation, profile)),
    }
}

/// A place in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RunPlace {
    /// The constructions before the first step.
    Construction,
    /// A step, counted from 0.
    Step(usize),
}

/// Where the engine could not say what happens, if it came to that.
pub(super) fn unmodelled_at(transcript: &Transcript) -> Option<RunPlace> {
    if transcript.construct.values().any(is_unmodelled) {
        return Some(RunPlace::Construction);
    }
    transcript.steps.iter().position(holds_unmodelled).map(RunPlace::Step)
}

/// The step, counted from 0, at which the engine could not say what happens, and the place in the source text that it
/// names. The step is `None` for a construction.
#[must_use]
pub fn unmodelled_place(transcript: &Transcript) -> Option<(Option<usize>, &Unmodelled)> {
    let constructions = transcript.construct.values().map(|outcome| (None, outcome));
    let steps = transcript.steps.iter().enumerate().flat_map(|(index, record)| {
        let outcomes = std::iter::once(&record.outcome).chain(inner(record).map(|step| &step.outcome));
        outcomes.map(move |outcome| (Some(index), outcome))
    });
    constructions.chain(steps).find_map(|(step, outcome)| match outcome {
        Outcome::Unmodelled(place) => Some((step, place)),
        _ => None,
    })
}

/// The step, counted from 0, in which the process dies, as the reference has it.
#[must_use]
pub fn crash_step(transcript: &Transcript) -> Option<usize> {
    transcript.steps.iter().position(|record| record.outcome == Outcome::Crash)
}

/// The steps inside the step.
fn inner(record: &StepRecord) -> impl Iterator<Item = &SettledStep> {
    record.together.iter().chain(&record.inside).chain(&record.settled)
}

/// Whether the step, or a step inside it, has an outcome that the engine could not give.
pub(super) fn holds_unmodelled(record: &StepRecord) -> bool {
    is_unmodelled(&record.outcome) || inner(record).any(|step| is_unmodelled(&step.outcome))
}

fn is_unmodelled(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Unmodelled(_))
}

fn names_unmodelled(expectation: &StepExpectation, profile: ProfileName) -> bool {
    let named = |expect: &Expect| {
        let inside = expect.inside.iter().flatten();
        let settled = expect.settled.iter().flatten().map(|step| &step.outcome);
        expect
            .outcome
            .iter()
            .chain(inside)
            .chain(settled)
            .any(|outcome| matches!(outcome, ExpectedOutcome::Unmodelled(_)))
    };
    std::iter::once(expectation)
        .chain(&expectation.together)
        .filter_map(|expectation| expectation.for_profile(profile))
        .any(named)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oracles::invariants::testing::{Run, ok, unmodelled};

    fn finding() -> Finding {
        Finding { oracle: "snapshot".into(), step: None, expected: String::new(), actual: String::new() }
    }

    #[test]
    fn an_unmodelled_outcome_decides_only_when_nothing_else_is_wrong() {
        let mut run = Run::new(&["main"]);
        run.step("link main", ok(), "main linked");
        assert_eq!(verdict(&run.transcript, &[], false), Verdict::Pass);
        assert_eq!(verdict(&run.transcript, &[finding()], false), Verdict::Fail);

        run.step("evaluate main", unmodelled(1, 1), "main linked");
        assert_eq!(verdict(&run.transcript, &[], false), Verdict::Unmodelled);
        assert_eq!(verdict(&run.transcript, &[], true), Verdict::Pass);
        assert_eq!(verdict(&run.transcript, &[finding()], false), Verdict::Fail);
    }

    #[test]
    fn the_expectation_counts_at_its_own_step_and_profile_only() {
        let mut run = Run::new(&["main"]);
        run.step("evaluate main", unmodelled(1, 1), "main linked");
        let mut case = run.case();
        assert!(!expects_unmodelled(&case, ProfileName::Contract, &run.transcript));
        case.expectations.steps[0].contract.outcome = Some(ExpectedOutcome::Unmodelled(None));
        assert!(expects_unmodelled(&case, ProfileName::Contract, &run.transcript));
        assert!(!expects_unmodelled(&case, ProfileName::Ecma262, &run.transcript));
    }
}
