//! The JSON of a transcript, which reports print one object a step.

use serde_json::{Map, Value as Json, json};

use super::{ErrorView, Observed, Outcome, SettledStep, StepRecord, ThrownView, Transcript};
use crate::program::Value;

/// How deep a value is written; see [`value_json`].
const MAX_DEPTH: usize = 100;

/// One step: `step`, `outcome`, `status`, `calls`, `log`, and, where there is something to say, `together`, `inside`,
/// `settled` and `errors`.
///
/// A call is `[specifier, referrer]`, with the attributes as a third element when there are any.
#[must_use]
pub fn step_json(record: &StepRecord) -> Json {
    let mut object = Map::new();
    object.insert("step".to_owned(), record.step.clone().into());
    object.insert("outcome".to_owned(), outcome_json(&record.outcome));
    let status = record.status.iter().map(|(module, status)| (module.clone(), status.as_str().into()));
    object.insert("status".to_owned(), Json::Object(status.collect()));
    let calls = record.calls.iter().map(|call| {
        let mut parts = vec![Json::from(call.specifier.clone()), call.referrer.clone().into()];
        if !call.attributes.is_empty() {
            let attributes = call.attributes.iter().map(|(key, value)| (key.clone(), value.clone().into()));
            parts.push(Json::Object(attributes.collect()));
        }
        Json::Array(parts)
    });
    object.insert("calls".to_owned(), calls.collect());
    object.insert("log".to_owned(), record.log.iter().map(String::as_str).collect());
    for (key, steps) in
        [("together", &record.together), ("inside", &record.inside), ("settled", &record.settled)]
    {
        if !steps.is_empty() {
            object.insert(key.to_owned(), steps.iter().map(settled_json).collect());
        }
    }
    if !record.errors.is_empty() {
        let errors = record.errors.iter().map(|(module, error)| (module.clone(), thrown_json(error)));
        object.insert("errors".to_owned(), Json::Object(errors.collect()));
    }
    Json::Object(object)
}

/// The constructions that failed, by the name of the module: an object of outcomes.
#[must_use]
pub fn construct_json(transcript: &Transcript) -> Json {
    Json::Object(
        transcript
            .construct
            .iter()
            .map(|(module, outcome)| (module.clone(), outcome_json(outcome)))
            .collect(),
    )
}

/// `{"ok": VALUE}`, `{"error": {…}}`, `"pending"` or `{"unmodelled": {"module", "line", "column"}}`.
///
/// A namespace is `{"keys": […]}`, an error that was read is written like one that was thrown.
#[must_use]
pub fn outcome_json(outcome: &Outcome) -> Json {
    match outcome {
        Outcome::Ok(Observed::Value(value)) => json!({ "ok": value_json(value) }),
        Outcome::Ok(Observed::Thrown(thrown)) => json!({ "ok": thrown_json(thrown) }),
        Outcome::Ok(Observed::Namespace(keys)) => json!({ "ok": { "keys": keys } }),
        Outcome::Error(thrown) => json!({ "error": thrown_json(thrown) }),
        Outcome::Pending => "pending".into(),
        Outcome::Unmodelled(place) => json!({
            "unmodelled": { "module": place.module, "line": place.line, "column": place.column }
        }),
    }
}

/// `{"name", "code", "message", "cause", "identity"}`, without `code` and `cause` where the error has none;
/// `{"value": VALUE}` for what is not an error object; `{"elided": true}` for causes too deep to be shown.
#[must_use]
pub fn thrown_json(thrown: &ThrownView) -> Json {
    // From the innermost cause outwards, so that nothing recurses.
    let mut errors: Vec<&ErrorView> = Vec::new();
    let mut inner = Some(thrown);
    let mut cause = None;
    while let Some(thrown) = inner.take() {
        match thrown {
            ThrownView::Error(error) => {
                errors.push(error);
                inner = error.cause.as_ref();
            }
            ThrownView::Value(value) => cause = Some(json!({ "value": value_json(value) })),
            ThrownView::Elided => cause = Some(json!({ "elided": true })),
        }
    }
    for error in errors.into_iter().rev() {
        let mut object = Map::new();
        object.insert("name".to_owned(), error.name.clone().into());
        if let Some(code) = &error.code {
            object.insert("code".to_owned(), code.clone().into());
        }
        object.insert("message".to_owned(), error.message.clone().into());
        if let Some(cause) = cause.take() {
            object.insert("cause".to_owned(), cause);
        }
        object.insert("identity".to_owned(), error.identity.into());
        cause = Some(Json::Object(object));
    }
    cause.unwrap_or_default()
}

/// A value: as itself when JSON has it, and as case files write it when JSON has not: `{"undefined": true}`.
///
/// What is nested deeper than a hundred levels is written as `{"elided": true}`; no case file can hold such a value.
#[must_use]
pub fn value_json(value: &Value) -> Json {
    nested_json(value, 0)
}

fn nested_json(value: &Value, depth: usize) -> Json {
    match value {
        _ if depth > MAX_DEPTH => json!({ "elided": true }),
        Value::Undefined => json!({ "undefined": true }),
        Value::Null => Json::Null,
        Value::Bool(value) => (*value).into(),
        Value::Number(number) => number_json(*number),
        Value::String(text) => text.clone().into(),
        Value::BigInt(digits) => json!({ "bigint": digits }),
        Value::Symbol(description) => json!({ "symbol": description }),
        Value::Function => json!({ "function": true }),
        Value::Array(items) => items.iter().map(|item| nested_json(item, depth + 1)).collect(),
        Value::Object(properties) => Json::Object(
            properties.iter().map(|(key, item)| (key.clone(), nested_json(item, depth + 1))).collect(),
        ),
        Value::ProxyOf(module) => json!({ "proxyOf": module.index() }),
        Value::InheritsFrom(module) => json!({ "inheritsFrom": module.index() }),
        Value::NamespaceOf(module) => json!({ "namespaceOf": module.index() }),
    }
}

/// Whole numbers without a fraction, as JavaScript's `JSON.stringify` writes them; what JSON has not by its text.
fn number_json(number: f64) -> Json {
    /// 2^53: up to here every whole number is a double of its own.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if !number.is_finite() || (number == 0.0 && number.is_sign_negative()) {
        let text = if number == 0.0 { "-0".to_owned() } else { Value::Number(number).to_string() };
        json!({ "number": text })
    } else if number.fract() == 0.0 && number.abs() <= EXACT {
        #[expect(clippy::cast_possible_truncation, reason = "it is whole and fits by the condition above")]
        let whole = number as i64;
        whole.into()
    } else {
        number.into()
    }
}

fn settled_json(settled: &SettledStep) -> Json {
    json!({ "step": settled.step, "outcome": outcome_json(&settled.outcome) })
}
