//! What a standard asks of a runtime in a case.

use crate::{
    corpus::{Case, Expect, Expectations, ExpectedOutcome, Presence, StepExpectation, ThrownExpect},
    oracles::{Finding, check_expectations, check_invariants},
    reference::{ProfileName, Wording},
    transcript::{Outcome, Transcript},
};

/// The code with which the reference says that the specification leaves a step to hosts.
const LEFT_TO_HOSTS: &str = "ECMA262_PRECONDITION";

/// An invariant that speaks of codes. The specification has none, and those of hosts are their own.
const CODES: &str = "closed-code-list";

/// What of `standard`, which is `contract` or `ecma262`, a runtime does not obey in `case`: the expectations of the case
/// under that profile, and the profile's invariants, as far as they are meant for runtimes. The runtime brought
/// `transcript` and words its messages as `wording` says.
///
/// Not asked of a runtime:
/// * what the reference cannot tell (`unmodelled`). That is said of the reference alone;
/// * under `ecma262`, a step that is expected to fail with `ECMA262_PRECONDITION`: so the reference says that the
///   specification leaves the step to hosts. Neither the expectations of that step nor an invariant that objects to it
///   count, and the codes of errors count nowhere, because the specification has none;
/// * the messages of `SyntaxError`s of the parser, which belong to parsers;
/// * the messages which CONTRACT.md's section Wording calls the engine's own, of a runtime of another engine than V8.
///   Its `SyntaxError` must be one, and must come at the right place, but the text is its own.
#[must_use]
pub fn check_standard(
    case: &Case,
    standard: ProfileName,
    wording: Wording,
    transcript: &Transcript,
) -> Vec<Finding> {
    let (asked, left_to_hosts) = asked(case, standard, wording, transcript);
    let mut findings = check_expectations(&asked, standard, transcript);
    findings.extend(check_invariants(&case.program, standard, transcript).into_iter().filter(|finding| {
        standard != ProfileName::Ecma262
            || (finding.oracle != CODES && finding.step.is_none_or(|step| !left_to_hosts[step]))
    }));
    findings.sort_by_key(|finding| finding.step.unwrap_or(usize::MAX));
    findings
}

/// The case with what it asks of runtimes only, and for each step whether it is left to hosts.
fn asked(case: &Case, standard: ProfileName, wording: Wording, transcript: &Transcript) -> (Case, Vec<bool>) {
    let mut asked = case.clone();
    let Expectations { construct, steps } = &mut asked.expectations;
    construct.retain(|name, expectation| {
        let Some(expect) = expect_mut(expectation, standard) else { return true };
        if expect.outcome.as_ref().is_some_and(is_unmodelled) {
            // Whatever became of it is right.
            expect.outcome = None;
            return matches!(transcript.construct.get(name), Some(Outcome::Error(_)));
        }
        if let Some(ExpectedOutcome::Error(ThrownExpect::Error(error))) = &mut expect.outcome {
            error.message = None;
        }
        true
    });
    let mut left_to_hosts = vec![false; transcript.steps.len().max(steps.len())];
    for (step, left) in steps.iter_mut().zip(&mut left_to_hosts) {
        let mut parts = vec![&mut step.contract];
        if standard != ProfileName::Contract {
            parts = step.under.get_mut(&standard).into_iter().collect();
        }
        parts.extend(step.together.iter_mut().filter_map(|part| expect_mut(part, standard)));
        for expect in parts {
            *left |= names(expect, is_left_to_hosts);
            if names(expect, is_left_to_hosts) || names(expect, is_unmodelled) {
                *expect = Expect::default();
            } else if wording != Wording::V8 {
                outcomes_mut(expect).for_each(forget_wording);
            }
        }
    }
    (asked, left_to_hosts)
}

fn expect_mut(expectation: &mut StepExpectation, standard: ProfileName) -> Option<&mut Expect> {
    if standard == ProfileName::Contract {
        Some(&mut expectation.contract)
    } else {
        expectation.under.get_mut(&standard)
    }
}

fn outcomes_mut(expect: &mut Expect) -> impl Iterator<Item = &mut ExpectedOutcome> {
    let settled = expect.settled.iter_mut().flatten().map(|step| &mut step.outcome);
    expect.outcome.iter_mut().chain(expect.inside.iter_mut().flatten()).chain(settled)
}

/// Whether an outcome that is expected of the step, or of one inside it, is such a one.
fn names(expect: &Expect, is: fn(&ExpectedOutcome) -> bool) -> bool {
    let settled = expect.settled.iter().flatten().map(|step| &step.outcome);
    expect.outcome.iter().chain(expect.inside.iter().flatten()).chain(settled).any(is)
}

const fn is_unmodelled(outcome: &ExpectedOutcome) -> bool {
    matches!(outcome, ExpectedOutcome::Unmodelled(_))
}

fn is_left_to_hosts(outcome: &ExpectedOutcome) -> bool {
    match outcome {
        ExpectedOutcome::Error(ThrownExpect::Error(error)) => {
            error.code == Some(Presence::Present(LEFT_TO_HOSTS.to_owned()))
        }
        _ => false,
    }
}

/// Takes away the texts that are V8's.
fn forget_wording(outcome: &mut ExpectedOutcome) {
    let mut next = match outcome {
        ExpectedOutcome::Error(thrown) | ExpectedOutcome::Thrown(thrown) => Some(thrown),
        _ => None,
    };
    while let Some(ThrownExpect::Error(error)) = next {
        if error.message.as_deref().is_some_and(is_engine_wording) {
            error.message = None;
        }
        if error.printed.as_deref().is_some_and(|text| {
            text.lines().any(|line| {
                is_engine_wording(line.split_once("Error: ").map_or(line, |(_, message)| message))
            })
        }) {
            error.printed = None;
        }
        next = match &mut error.cause {
            Some(Presence::Present(cause)) => Some(cause),
            _ => None,
        };
    }
}

/// Whether CONTRACT.md's section Wording has this text as the engine's own.
fn is_engine_wording(message: &str) -> bool {
    let begins = [
        "The requested module '",
        "Detected cycle while resolving name '",
        "Cannot read properties of ",
        "Cannot access '",
        "Assignment to constant variable.",
        "Cannot destructure property '",
        "Cannot convert undefined or null to object",
        "Object.setPrototypeOf called on null or undefined",
        "Object prototype may only be an Object or null: ",
        "Result of the Symbol.",
        "Iterator result ",
        "The iterator does not provide a 'throw' method.",
        "return called on non-object",
    ];
    let ends = [" is not a function", " is not a constructor", " iterable"];
    begins.iter().any(|begin| message.starts_with(begin)) || ends.iter().any(|end| message.ends_with(end))
}
