//! What is expected of a step, as the script writes it.

use indexmap::IndexMap;

use super::{facts::Facts, literal::Js};
use crate::{
    corpus::{
        ErrorExpect, Expect, Expectations, ExpectedOutcome, Presence, SettledExpect, StepExpectation,
        ThrownExpect,
    },
    program::{Action, Program, Value},
    transcript::{ErrorView, Observed, Outcome, SettledStep, StepRecord, ThrownView, Transcript, value_json},
};

/// `transcript` as expectations: every step must bring what it brought there, until the run is over.
pub(super) fn expectations_of(transcript: &Transcript, program: &Program) -> Expectations {
    let construct = transcript.construct.iter().map(|(name, outcome)| {
        let contract = Expect { outcome: outcome_of(outcome), ..Expect::default() };
        (name.clone(), StepExpectation { contract, ..StepExpectation::default() })
    });
    let ran = transcript
        .steps
        .iter()
        .take_while(|record| !matches!(record.outcome, Outcome::Unmodelled(_) | Outcome::Crash));
    let mut steps: Vec<StepExpectation> = ran.map(step_of).collect();
    steps.resize_with(program.steps.len(), StepExpectation::default);
    Expectations { construct: construct.collect(), steps }
}

fn step_of(record: &StepRecord) -> StepExpectation {
    let calls = record.calls.iter();
    let contract = Expect {
        outcome: outcome_of(&record.outcome),
        status: record.status.clone(),
        log: Some(record.log.clone()),
        calls: Some(calls.clone().map(|call| (call.specifier.clone(), call.referrer.clone())).collect()),
        call_attributes: calls
            .clone()
            .any(|call| !call.attributes.is_empty())
            .then(|| calls.map(|call| call.attributes.clone()).collect()),
        imports: (!record.imports.is_empty()).then(|| {
            record.imports.iter().map(|call| (call.specifier.clone(), call.referrer.clone())).collect()
        }),
        import_attributes: record
            .imports
            .iter()
            .any(|call| !call.attributes.is_empty())
            .then(|| record.imports.iter().map(|call| call.attributes.clone()).collect()),
        inside: (!record.inside.is_empty())
            .then(|| record.inside.iter().filter_map(|step| outcome_of(&step.outcome)).collect()),
        settled: (!record.settled.is_empty()).then(|| record.settled.iter().filter_map(settled_of).collect()),
    };
    let part = |step: &SettledStep| {
        let contract = Expect { outcome: outcome_of(&step.outcome), ..Expect::default() };
        StepExpectation { contract, ..StepExpectation::default() }
    };
    StepExpectation { contract, under: IndexMap::new(), together: record.together.iter().map(part).collect() }
}

fn settled_of(step: &SettledStep) -> Option<SettledExpect> {
    Some(SettledExpect { step: step.step.clone(), outcome: outcome_of(&step.outcome)? })
}

fn outcome_of(outcome: &Outcome) -> Option<ExpectedOutcome> {
    Some(match outcome {
        Outcome::Ok(Observed::Value(value)) => ExpectedOutcome::Value(value.clone()),
        Outcome::Ok(Observed::Namespace(keys)) => ExpectedOutcome::Keys(keys.clone()),
        Outcome::Ok(Observed::Thrown(thrown)) => ExpectedOutcome::Thrown(thrown_of(thrown)?),
        Outcome::Error(thrown) => ExpectedOutcome::Error(thrown_of(thrown)?),
        Outcome::Pending => ExpectedOutcome::Pending,
        Outcome::Unmodelled(_) | Outcome::Crash => return None,
    })
}

/// It recurses as deep as a view shows causes.
fn thrown_of(thrown: &ThrownView) -> Option<ThrownExpect> {
    Some(match thrown {
        ThrownView::Value(value) => ThrownExpect::Value(value.clone()),
        ThrownView::Elided => return None,
        ThrownView::Error(error) => ThrownExpect::Error(Box::new(error_of(error))),
    })
}

fn error_of(error: &ErrorView) -> ErrorExpect {
    ErrorExpect {
        name: Some(error.name.clone()),
        code: Some(error.code.clone().map_or(Presence::Absent, Presence::Present)),
        message: (error.name != "SyntaxError").then(|| error.message.clone()),
        cause: match &error.cause {
            None => Some(Presence::Absent),
            Some(cause) => thrown_of(cause).map(Presence::Present),
        },
        identical_to: None,
        printed: None,
    }
}

/// What is expected of a step that does `action`, as an object; `None` when nothing is.
pub(super) fn expected(expectation: &StepExpectation, action: &Action, facts: &Facts) -> Option<Js> {
    let is_read = matches!(action, Action::Error(_));
    let mut entries = expect_entries(&expectation.contract, is_read, facts);
    if let Action::Together(steps) = action
        && expectation.together.iter().any(|part| part.contract.outcome.is_some())
    {
        let parts = expectation.together.iter().zip(steps).map(|(part, step)| {
            let is_read = matches!(step.action, Action::Error(_));
            Js::Object(
                part.contract
                    .outcome
                    .as_ref()
                    .map_or_else(Vec::new, |outcome| outcome_entries(outcome, is_read, facts)),
            )
        });
        entries.push(("together".to_owned(), Js::Array(parts.collect())));
    }
    // What a part says of status, log and calls is seen of the whole, as everything but the outcome is.
    for part in &expectation.together {
        for (name, fact) in rest_entries(&part.contract, facts) {
            if entries.iter().all(|(known, _)| *known != name) {
                entries.push((name, fact));
            }
        }
    }
    (!entries.is_empty()).then_some(Js::Object(entries))
}

/// What is expected of the construction of a module.
pub(super) fn expected_construction(expectation: &StepExpectation, facts: &Facts) -> Js {
    Js::Object(match &expectation.contract.outcome {
        Some(outcome) => outcome_entries(outcome, false, facts),
        None => vec![("ok".to_owned(), Js::raw("undefined"))],
    })
}

fn expect_entries(expect: &Expect, is_read: bool, facts: &Facts) -> Vec<(String, Js)> {
    let mut entries =
        expect.outcome.as_ref().map_or_else(Vec::new, |outcome| outcome_entries(outcome, is_read, facts));
    entries.extend(rest_entries(expect, facts));
    entries
}

/// Everything but the outcome.
fn rest_entries(expect: &Expect, facts: &Facts) -> Vec<(String, Js)> {
    let mut entries = Vec::new();
    let mut add = |name: &str, fact| entries.push((name.to_owned(), fact));
    if !expect.status.is_empty() {
        let status = expect.status.iter().map(|(name, status)| (name.clone(), Js::string(status.as_str())));
        add("status", Js::Object(status.collect()));
    }
    if let Some(calls) = &expect.calls {
        let pair = |(specifier, referrer): &(String, String)| {
            Js::Array(vec![Js::string(specifier), Js::string(referrer)])
        };
        add("calls", Js::Array(calls.iter().map(pair).collect()));
    }
    let attributes_of = |attributes: &Vec<(String, String)>| {
        let mut pairs: Vec<_> = attributes.iter().collect();
        pairs.sort();
        let pairs = pairs.into_iter().map(|(key, value)| Js::Array(vec![Js::string(key), Js::string(value)]));
        Js::Array(pairs.collect())
    };
    if let Some(calls) = &expect.call_attributes
        && facts.attributes
    {
        add("attributes", Js::Array(calls.iter().map(attributes_of).collect()));
    }
    if let Some(imports) = &expect.imports
        && facts.imports
    {
        let pair = |(specifier, referrer): &(String, String)| {
            Js::Array(vec![Js::string(specifier), Js::string(referrer)])
        };
        add("imports", some(imports.iter().map(pair).collect()));
    }
    if let Some(imports) = &expect.import_attributes
        && facts.imports
        && imports.iter().any(|attributes| !attributes.is_empty())
    {
        add("importAttributes", Js::Array(imports.iter().map(attributes_of).collect()));
    }
    // A script whose bodies log nothing has no log to compare.
    if let Some(log) = &expect.log
        && facts.log
    {
        add("log", Js::Array(log.iter().map(|line| Js::string(line)).collect()));
    }
    if let Some(inside) = &expect.inside
        && facts.in_flight
    {
        let steps = inside.iter().map(|outcome| Js::Object(outcome_entries(outcome, false, facts)));
        add("inside", some(steps.collect()));
    }
    if let Some(settled) = &expect.settled
        && facts.in_flight
    {
        let steps = settled.iter().map(|step| {
            let mut entries = vec![("step".to_owned(), Js::string(&step.step))];
            entries.extend(outcome_entries(&step.outcome, false, facts));
            Js::Object(entries)
        });
        add("settled", some(steps.collect()));
    }
    entries
}

/// A list that scripts show only where something is in it.
fn some(items: Vec<Js>) -> Js {
    if items.is_empty() { Js::raw("undefined") } else { Js::Array(items) }
}

fn outcome_entries(outcome: &ExpectedOutcome, is_read: bool, facts: &Facts) -> Vec<(String, Js)> {
    let ok = || ("ok".to_owned(), Js::raw("true"));
    let with = |value| vec![ok(), ("value".to_owned(), value)];
    match outcome {
        ExpectedOutcome::Ok => vec![ok()],
        // What `.error` gives is shown as what was thrown is.
        ExpectedOutcome::Value(value) if is_read => with(thrown(&ThrownExpect::Value(value.clone()), facts)),
        ExpectedOutcome::Value(Value::Undefined) => with(Js::raw("undefined")),
        ExpectedOutcome::Value(value) => with(exact(value)),
        ExpectedOutcome::Thrown(expected) => with(thrown(expected, facts)),
        ExpectedOutcome::Keys(keys) => with(Js::Array(keys.iter().map(|key| Js::string(key)).collect())),
        ExpectedOutcome::Pending => vec![("pending".to_owned(), Js::raw("true"))],
        ExpectedOutcome::Error(expected) => vec![("error".to_owned(), thrown(expected, facts))],
        // Whatever the reference cannot say, a runtime does.
        ExpectedOutcome::Unmodelled(_) => Vec::new(),
    }
}

fn plain(value: &Value, facts: &Facts) -> Js {
    match value {
        Value::Undefined if !facts.encodes => Js::raw("undefined"),
        value => exact(value),
    }
}

/// A value is expected as a whole, although objects are otherwise compared by what is named of them.
fn exact(value: &Value) -> Js {
    let js = Js::json(&value_json(value));
    let is_compound = matches!(value, Value::Array(_) | Value::Object(_));
    if is_compound { Js::raw(format!("exactly({})", js.flat())) } else { js }
}

/// It recurses as deep as a case nests causes, which its reader bounds.
fn thrown(expected: &ThrownExpect, facts: &Facts) -> Js {
    let error = match expected {
        ThrownExpect::Value(value) => return Js::Object(vec![("value".to_owned(), plain(value, facts))]),
        ThrownExpect::Error(error) => error,
    };
    let mut entries = Vec::new();
    let mut add = |name: &str, fact| entries.push((name.to_owned(), fact));
    if let Some(name) = &error.name {
        add("name", Js::string(name));
    }
    match &error.code {
        Some(Presence::Present(code)) => add("code", Js::string(code)),
        Some(Presence::Absent) => add("code", Js::raw("undefined")),
        None => {}
    }
    if let Some(message) = &error.message {
        add("message", Js::string(message));
    }
    match &error.cause {
        Some(Presence::Present(cause)) => add("cause", thrown(cause, facts)),
        Some(Presence::Absent) => add("cause", Js::raw("undefined")),
        None => {}
    }
    if let Some(module) = &error.identical_to {
        add("identity", Js::Object(vec![("errorOf".to_owned(), Js::string(module))]));
    }
    if let Some(printed) = &error.printed {
        add("printed", Js::string(printed.trim_end_matches('\n')));
    }
    let says_error = error.name.is_some() || error.message.is_some() || error.identical_to.is_some();
    if !says_error && !matches!(error.code, Some(Presence::Present(_))) {
        // A value that is no error has no code and no cause either.
        add("identity", Js::raw("Number.isInteger"));
    }
    Js::Object(entries)
}
