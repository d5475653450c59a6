//! The differential oracle: does a runtime do what its profile predicts?

use indexmap::IndexMap;

use super::{
    Finding,
    lines::{Lines, key_list, quoted, value_text, word},
    verdict::{RunPlace, crash_step, holds_unmodelled, unmodelled_at},
};
use crate::{
    engines::Death,
    program::ModuleClass,
    transcript::{ErrorView, Observed, Outcome, SettledStep, StepRecord, ThrownView, Transcript},
};

/// The name of this oracle in findings.
const ORACLE: &str = "prediction";

/// What two transcripts of one program come to when they are held against each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Prediction {
    /// They are the same.
    Right,
    /// They differ; the finding shows the first place.
    Wrong(Finding),
    /// They are the same up to a place of which the prediction says nothing.
    Unmodelled,
}

/// Holds `actual`, which a runtime brought, against `predicted`, which the reference brought under its profile.
///
/// Everything in a transcript is compared: constructions, outcomes with the name, code, message, cause and identity of
/// every error, the steps inside a step, the status and the error of every module, the calls of the linker and
/// of `importModuleDynamically` with their attributes, the log. There is one exception: the message of a construction that fails with a `SyntaxError` is the parser's own,
/// and not compared. What stands in an object value is compared in any order, as in expectations.
///
/// Only the first difference is told, because whatever comes after it may follow from it; of a step only what differs
/// is written. Where the prediction says that it cannot tell, the comparison ends before that step.
#[must_use]
pub fn check_prediction(predicted: &Transcript, actual: &Transcript) -> Prediction {
    if let Some(finding) = differing_constructions(predicted, actual) {
        return Prediction::Wrong(finding);
    }
    if unmodelled_at(predicted) == Some(RunPlace::Construction) {
        return Prediction::Unmodelled;
    }
    for index in 0..predicted.steps.len().max(actual.steps.len()) {
        let (left, right) = (predicted.steps.get(index), actual.steps.get(index));
        if left.is_some_and(holds_unmodelled) {
            return Prediction::Unmodelled;
        }
        if left.is_some_and(|record| record.outcome == Outcome::Crash) {
            return Prediction::Wrong(Finding {
                oracle: ORACLE.to_owned(),
                step: Some(index),
                expected: "the end of the process".to_owned(),
                actual: "a transcript".to_owned(),
            });
        }
        if let Some(finding) = finding(Some(index), &sections(left), &sections(right)) {
            return Prediction::Wrong(finding);
        }
    }
    Prediction::Right
}

/// Holds the death of a runtime's process against `predicted`. It is right when the process was to die in that step;
/// what the runtime did until then died with it and is not compared. A death whose step is not known is held to be in the
/// right one.
#[must_use]
pub fn check_predicted_crash(predicted: &Transcript, death: &Death) -> Prediction {
    let is_before = |index| death.step.is_some_and(|step| step < index);
    let crash = crash_step(predicted);
    match (unmodelled_at(predicted), crash) {
        (Some(RunPlace::Construction), _) => return Prediction::Unmodelled,
        (Some(RunPlace::Step(index)), _) if !is_before(index) => return Prediction::Unmodelled,
        (None, Some(index)) if death.step.is_none_or(|step| step == index) => return Prediction::Right,
        _ => {}
    }
    let expected = match crash {
        Some(index) => format!("the end of the process in step {}", index + 1),
        None => "a transcript".to_owned(),
    };
    let actual = format!("The engine ended {death}");
    Prediction::Wrong(Finding { oracle: ORACLE.to_owned(), step: death.step, expected, actual })
}

/// What can be seen of something, each part under its name, as lines that differ exactly when the parts differ.
type Sections = IndexMap<String, String>;

/// The sections that are not the same on both sides.
fn finding(step: Option<usize>, expected: &Sections, actual: &Sections) -> Option<Finding> {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let more = actual.keys().filter(|name| !expected.contains_key(*name));
    for name in expected.keys().chain(more) {
        let (one, other) = (expected.get(name), actual.get(name));
        if one != other {
            left.extend(one.map(String::as_str));
            right.extend(other.map(String::as_str));
        }
    }
    let differs = !(left.is_empty() && right.is_empty());
    differs.then(|| Finding {
        oracle: ORACLE.to_owned(),
        step,
        expected: left.join("\n"),
        actual: right.join("\n"),
    })
}

fn differing_constructions(predicted: &Transcript, actual: &Transcript) -> Option<Finding> {
    let unknown = |name: &str| matches!(predicted.construct.get(name), Some(Outcome::Unmodelled(_)));
    let of = |transcript: &Transcript| -> Sections {
        let known = transcript.construct.iter().filter(|(name, _)| !unknown(name));
        known.map(|(name, outcome)| (name.clone(), construction(name, outcome))).collect()
    };
    // A construction that did not fail is not in a transcript, and stands here so that both sides say something.
    let (mut left, mut right) = (of(predicted), of(actual));
    for (from, to) in [(of(predicted), &mut right), (of(actual), &mut left)] {
        for name in from.into_keys() {
            to.entry(name).or_insert_with_key(|name| format!("construct {}: ok", word(name)));
        }
    }
    finding(None, &left, &right)
}

fn construction(name: &str, outcome: &Outcome) -> String {
    text(|lines| constructed(lines, &format!("construct {}: ", word(name)), outcome))
}

/// How a construction ended, without what the parser says of a text.
fn constructed(lines: &mut Lines, head: &str, outcome: &Outcome) {
    match outcome {
        Outcome::Error(ThrownView::Error(error)) if error.name == "SyntaxError" => {
            lines.line(&format!("{head}throws error #{}", error.identity));
            lines.nested(|lines| lines.line("name: SyntaxError"));
        }
        outcome => whole_outcome(lines, head, outcome),
    }
}

fn sections(record: Option<&StepRecord>) -> Sections {
    let mut sections = Sections::new();
    let mut add = |name: &str, fill: &dyn Fn(&mut Lines)| {
        sections.insert(name.to_owned(), text(fill));
    };
    let Some(record) = record else {
        add("step", &|lines| lines.line("no such step"));
        return sections;
    };
    add("step", &|lines| lines.line(&record.step));
    let constructs =
        ModuleClass::ALL.iter().any(|class| record.step == format!("construct {}", class.name()));
    if constructs {
        add("outcome", &|lines| constructed(lines, "", &record.outcome));
    } else {
        add("outcome", &|lines| whole_outcome(lines, "", &record.outcome));
    }
    for (name, steps) in
        [("together", &record.together), ("inside", &record.inside), ("settled", &record.settled)]
    {
        add(name, &|lines| inner_steps(lines, name, steps));
    }
    for (name, status) in &record.status {
        let status = status.as_str();
        add(&format!("status {name}"), &|lines| lines.line(&format!("status {}: {status}", word(name))));
    }
    for (name, error) in &record.errors {
        add(&format!("error {name}"), &|lines| thrown(lines, &format!("error of {}: ", word(name)), error));
    }
    let calls = record.calls.iter().map(|c| call(&c.specifier, &c.referrer, &c.attributes));
    add("calls", &|lines| list(lines, "calls", calls.clone()));
    let imports = record.imports.iter().map(|c| call(&c.specifier, &c.referrer, &c.attributes));
    add("imports", &|lines| list(lines, "imports", imports.clone()));
    add("log", &|lines| list(lines, "log", record.log.iter().map(|line| quoted(line))));
    sections
}

fn text(fill: impl FnOnce(&mut Lines)) -> String {
    let mut lines = Lines::default();
    fill(&mut lines);
    lines.finish()
}

fn list(lines: &mut Lines, name: &str, items: impl ExactSizeIterator<Item = String>) {
    lines.line(&format!("{name}: {}", items.len()));
    lines.nested(|lines| items.for_each(|item| lines.line(&item)));
}

fn inner_steps(lines: &mut Lines, name: &str, steps: &[SettledStep]) {
    lines.line(&format!("{name}: {}", steps.len()));
    lines.nested(|lines| {
        for step in steps {
            whole_outcome(lines, &format!("{}: ", step.step), &step.outcome);
        }
    });
}

fn call(specifier: &str, referrer: &str, attributes: &[(String, String)]) -> String {
    let mut attributes: Vec<String> =
        attributes.iter().map(|(key, value)| format!("{}={}", word(key), quoted(value))).collect();
    attributes.sort();
    let with = if attributes.is_empty() { String::new() } else { format!(" with {}", attributes.join(", ")) };
    format!("{} from {}{with}", quoted(specifier), word(referrer))
}

/// Everything that can be seen of an outcome.
fn whole_outcome(lines: &mut Lines, head: &str, outcome: &Outcome) {
    match outcome {
        // A value that was thrown and is no error object is read back as that value; the two cannot be told apart.
        Outcome::Ok(Observed::Value(value) | Observed::Thrown(ThrownView::Value(value))) => {
            lines.line(&format!("{head}ok, value {}", value_text(value)));
        }
        Outcome::Ok(Observed::Thrown(view)) => thrown(lines, &format!("{head}ok, "), view),
        Outcome::Ok(Observed::Namespace(keys)) => {
            lines.line(&format!("{head}ok, namespace {}", key_list(keys)));
        }
        Outcome::Error(view) => thrown(lines, &format!("{head}throws "), view),
        Outcome::Pending => lines.line(&format!("{head}pending")),
        Outcome::Crash => lines.line(&format!("{head}the end of the process")),
        Outcome::Unmodelled(place) => {
            lines.line(&format!("{head}unmodelled at {}:{}", place.line, place.column));
        }
    }
}

fn thrown(lines: &mut Lines, head: &str, view: &ThrownView) {
    match view {
        ThrownView::Value(value) => lines.line(&format!("{head}value {}", value_text(value))),
        ThrownView::Elided => lines.line(&format!("{head}something too deep to be shown")),
        ThrownView::Error(error) => {
            lines.line(&format!("{head}error #{}", error.identity));
            lines.nested(|lines| properties(lines, error));
        }
    }
}

fn properties(lines: &mut Lines, error: &ErrorView) {
    lines.line(&format!("name: {}", word(&error.name)));
    if let Some(code) = &error.code {
        lines.line(&format!("code: {}", word(code)));
    }
    lines.line(&format!("message: {}", quoted(&error.message)));
    if let Some(cause) = &error.cause {
        thrown(lines, "cause: ", cause);
    }
}

#[cfg(test)]
#[path = "differential_tests.rs"]
mod tests;
