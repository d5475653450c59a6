//! The expectation oracle: does a run do what its case says?

use super::{
    Finding,
    lines::{Lines, actual_outcome, expected_outcome, outcome_text, quoted, word},
    verdict::{RunPlace, holds_unmodelled, unmodelled_at},
};
use crate::{
    corpus::{Case, Expect, ExpectedOutcome, StepExpectation},
    program::Value,
    reference::ProfileName,
    transcript::{ModuleStatus, Observed, Outcome, StepRecord, Transcript},
};

/// The name of this oracle in findings.
const ORACLE: &str = "expectation";

/// Compares `transcript` with what `case` expects under `profile`: one finding for each construction and each step that
/// is not as expected.
///
/// Only what the case names is compared, with two exceptions that hold for every case: a module whose construction is not
/// listed must be constructed, and every step must have been run. Where the engine could not say what happens and the
/// case did not expect that, the run ends for this oracle: nothing is compared at that step or after it, because
/// there is nothing to compare with; [`verdict`](super::verdict) makes `unmodelled` of it. The same holds where a process
/// is predicted to die. Where the case did expect it,
/// whatever the case expects of later steps is a finding: those steps are never run, so it would hold of anything.
#[must_use]
pub fn check_expectations(case: &Case, profile: ProfileName, transcript: &Transcript) -> Vec<Finding> {
    let mut findings = check_constructions(case, profile, transcript);
    if transcript.construct.values().any(|outcome| matches!(outcome, Outcome::Unmodelled(_))) {
        findings.extend(check_never_run(case, profile, transcript));
        return findings;
    }
    for (index, record) in transcript.steps.iter().enumerate() {
        let is_over = holds_unmodelled(record) && !super::expects_unmodelled(case, profile, transcript);
        if is_over || record.outcome == Outcome::Crash {
            return findings;
        }
        if let Some(expectation) = case.expectations.steps.get(index) {
            findings.extend(check_step(expectation, profile, index, record));
        }
    }
    findings.extend(check_length(case, transcript, &findings));
    findings.extend(check_never_run(case, profile, transcript));
    findings
}

/// One finding for each step of which the case expects something, although the run ended before it at a place that
/// the case itself expects to be unmodelled.
fn check_never_run(case: &Case, profile: ProfileName, transcript: &Transcript) -> Vec<Finding> {
    let end = unmodelled_at(transcript).filter(|_| super::expects_unmodelled(case, profile, transcript));
    let end = match end {
        None => return Vec::new(),
        Some(RunPlace::Construction) => "the run ended at a construction".to_owned(),
        Some(RunPlace::Step(index)) => format!("the run ended at step {}", index + 1),
    };
    let steps = case.expectations.steps.iter().enumerate().skip(transcript.steps.len());
    steps
        .filter(|(_, step)| says_anything(step, profile))
        .map(|(index, _)| Finding {
            oracle: ORACLE.to_owned(),
            step: Some(index),
            expected: "a run that reaches this step, of which something is expected".to_owned(),
            actual: format!(
                "{end}, which is unmodelled; this step was never run. Leave out what is expected of it, or put the \
                 step before the one that is unmodelled."
            ),
        })
        .collect()
}

/// Whether the case expects anything of the step, or of a part of it, under `profile`.
fn says_anything(expectation: &StepExpectation, profile: ProfileName) -> bool {
    std::iter::once(expectation)
        .chain(&expectation.together)
        .filter_map(|part| part.for_profile(profile))
        .any(|expect| *expect != Expect::default())
}

fn finding(step: Option<usize>, expected: Lines, actual: Lines) -> Option<Finding> {
    let (expected, actual) = (expected.finish(), actual.finish());
    (expected != actual).then(|| Finding { oracle: ORACLE.to_owned(), step, expected, actual })
}

fn check_constructions(case: &Case, profile: ProfileName, transcript: &Transcript) -> Vec<Finding> {
    let succeeded = Outcome::Ok(Observed::Value(Value::Undefined));
    let listed = case.expectations.construct.iter().filter_map(|(name, expectation)| {
        let expected = expectation.for_profile(profile)?.outcome.as_ref();
        let actual = transcript.construct.get(name).unwrap_or(&succeeded);
        let head = format!("construct {}: ", word(name));
        let (mut left, mut right) = (Lines::default(), Lines::default());
        match (expected, actual) {
            // The engine could not say; that is not for this oracle unless the case speaks of it.
            (None, Outcome::Unmodelled(_) | Outcome::Error(_)) => return None,
            (Some(expected), Outcome::Unmodelled(_)) if !is_unmodelled(expected) => return None,
            (None, _) => {
                left.line(&format!("{head}throws"));
                right.line(&format!("{head}{}", outcome_text(actual)));
            }
            (Some(expected), actual) => {
                expected_outcome(&mut left, &head, expected);
                actual_outcome(&mut right, &head, actual, Some(expected), None);
            }
        }
        finding(None, left, right)
    });
    let unlisted = transcript.construct.iter().filter_map(|(name, outcome)| {
        let matters = matches!(outcome, Outcome::Error(_)) && !case.expectations.construct.contains_key(name);
        let head = format!("construct {}: ", word(name));
        let (mut left, mut right) = (Lines::default(), Lines::default());
        left.line(&format!("{head}ok"));
        actual_outcome(&mut right, &head, outcome, None, None);
        if matters { finding(None, left, right) } else { None }
    });
    listed.chain(unlisted).collect()
}

fn is_unmodelled(expected: &ExpectedOutcome) -> bool {
    matches!(expected, ExpectedOutcome::Unmodelled(_))
}

/// Every step was run, and nothing else. A run that ended because a construction failed, or where the engine could not
/// say what happens, is rightly shorter: what ended it has been judged already.
fn check_length(case: &Case, transcript: &Transcript, findings: &[Finding]) -> Option<Finding> {
    let (steps, records) = (case.program.steps.len(), transcript.steps.len());
    let construction_failed = findings.iter().any(|finding| finding.step.is_none());
    if records < steps && (construction_failed || unmodelled_at(transcript).is_some()) {
        return None;
    }
    let (mut left, mut right) = (Lines::default(), Lines::default());
    left.line(&format!("steps run: {steps}"));
    right.line(&format!("steps run: {records}"));
    finding(Some(steps.min(records)).filter(|_| steps != records), left, right)
}

fn check_step(
    expectation: &StepExpectation,
    profile: ProfileName,
    index: usize,
    record: &StepRecord,
) -> Option<Finding> {
    let (mut left, mut right) = (Lines::default(), Lines::default());
    if let Some(expect) = expectation.for_profile(profile) {
        if let Some(expected) = &expect.outcome {
            expected_outcome(&mut left, "", expected);
            actual_outcome(&mut right, "", &record.outcome, Some(expected), Some(record));
        }
        compare_rest(&mut left, &mut right, expect, record);
    }
    for (place, part) in expectation.together.iter().enumerate() {
        let Some(expect) = part.for_profile(profile) else { continue };
        let settled = record.together.get(place);
        let name = settled.map_or_else(|| "no such step".to_owned(), |settled| settled.step.clone());
        let head = format!("together {}, {name}: ", place + 1);
        if let Some(expected) = &expect.outcome {
            expected_outcome(&mut left, &head, expected);
            match settled {
                Some(settled) => {
                    actual_outcome(&mut right, &head, &settled.outcome, Some(expected), Some(record));
                }
                None => right.line(&format!("{head}was not run")),
            }
        }
        // Status, log and calls of a part are those of the whole: only that is seen.
        compare_rest(&mut left, &mut right, expect, record);
    }
    finding(Some(index), left, right)
}

/// Everything but the outcome.
fn compare_rest(left: &mut Lines, right: &mut Lines, expect: &Expect, record: &StepRecord) {
    for (name, status) in &expect.status {
        let actual = record.status.get(name).copied().map_or("not constructed", ModuleStatus::as_str);
        left.line(&format!("status {}: {status}", word(name), status = status.as_str()));
        right.line(&format!("status {}: {actual}", word(name)));
    }
    if let Some(log) = &expect.log {
        list(left, "log", log.iter().map(|line| quoted(line)));
        list(right, "log", record.log.iter().map(|line| quoted(line)));
    }
    let calls: Vec<_> = record.calls.iter().map(|c| (&*c.specifier, &*c.referrer, &*c.attributes)).collect();
    compare_calls((left, right), "calls", (&expect.calls, &expect.call_attributes), &calls);
    let imports: Vec<_> =
        record.imports.iter().map(|c| (&*c.specifier, &*c.referrer, &*c.attributes)).collect();
    compare_calls((left, right), "imports", (&expect.imports, &expect.import_attributes), &imports);
    if let Some(inside) = &expect.inside {
        // The case does not name the steps, so both sides bear the names of those that were started.
        let head = |place: usize| {
            let name = record.inside.get(place).map_or("no such step", |step| step.step.as_str());
            format!("{}, {name}: ", place + 1)
        };
        left.line(&format!("inside: {}", inside.len()));
        left.nested(|left| {
            for (place, expected) in inside.iter().enumerate() {
                expected_outcome(left, &head(place), expected);
            }
        });
        right.line(&format!("inside: {}", record.inside.len()));
        right.nested(|right| {
            for (place, actual) in record.inside.iter().enumerate() {
                actual_outcome(right, &head(place), &actual.outcome, inside.get(place), Some(record));
            }
        });
    }
    if let Some(settled) = &expect.settled {
        left.line(&format!("settled: {}", settled.len()));
        left.nested(|left| {
            for expected in settled {
                expected_outcome(left, &format!("{}: ", expected.step), &expected.outcome);
            }
        });
        right.line(&format!("settled: {}", record.settled.len()));
        right.nested(|right| {
            for (place, actual) in record.settled.iter().enumerate() {
                let like = settled.get(place).map(|expected| &expected.outcome);
                actual_outcome(right, &format!("{}: ", actual.step), &actual.outcome, like, Some(record));
            }
        });
    }
}

fn list(lines: &mut Lines, name: &str, items: impl ExactSizeIterator<Item = String>) {
    lines.line(&format!("{name}: {}", items.len()));
    lines.nested(|lines| items.for_each(|item| lines.line(&item)));
}

/// A call of a function of the program: specifier, referrer, attributes.
type Call<'r> = (&'r str, &'r str, &'r [(String, String)]);

/// What is expected of calls: specifier and referrer of each, and the attributes of each.
type ExpectedCalls<'e> = (&'e Option<Vec<(String, String)>>, &'e Option<Vec<Vec<(String, String)>>>);

/// The calls, with their attributes when the case names them. Attributes named without the calls are compared alone.
fn compare_calls(
    (left, right): (&mut Lines, &mut Lines),
    what: &str,
    (expected, expected_attributes): ExpectedCalls<'_>,
    calls: &[Call<'_>],
) {
    let with = |attributes: &[(String, String)]| {
        let mut pairs: Vec<_> = attributes.iter().map(|(k, v)| format!("{}={}", word(k), word(v))).collect();
        pairs.sort();
        format!("with {{{}}}", pairs.join(", "))
    };
    let pair = |specifier: &str, referrer: &str| format!("{} from {}", quoted(specifier), word(referrer));
    if let Some(expected) = expected {
        list(left, what, expected.iter().map(|(specifier, referrer)| pair(specifier, referrer)));
        list(right, what, calls.iter().map(|(specifier, referrer, _)| pair(specifier, referrer)));
    }
    if let Some(expected) = expected_attributes {
        let what = format!("attributes of the {what}");
        list(left, &what, expected.iter().map(|attributes| with(attributes)));
        list(right, &what, calls.iter().map(|(_, _, attributes)| with(attributes)));
    }
}

#[cfg(test)]
#[path = "expectations_tests.rs"]
mod tests;
