//! The JSON of a transcript, which reports print one object a step.

use serde_json::{Map, Value as Json, json};

use super::{ErrorView, Observed, Outcome, SettledStep, StepRecord, ThrownView, Transcript};
use crate::program::{Value, decode::RESERVED};

/// How deep a value is written; see [`value_json`].
const MAX_DEPTH: usize = 100;

/// One step: `step`, `outcome`, `status`, `calls`, `log`, and, where there is something to say, `imports`, `together`,
/// `inside`, `settled` and `errors`.
///
/// A call, of a linker or of `importModuleDynamically`, is `[specifier, referrer]`, with the attributes as a third element when there are any.
#[must_use]
pub fn step_json(record: &StepRecord) -> Json {
    let mut object = Map::new();
    object.insert("step".to_owned(), record.step.clone().into());
    object.insert("outcome".to_owned(), outcome_json(&record.outcome));
    let status = record.status.iter().map(|(module, status)| (module.clone(), status.as_str().into()));
    object.insert("status".to_owned(), Json::Object(status.collect()));
    let calls = record.calls.iter().map(|call| call_json(&call.specifier, &call.referrer, &call.attributes));
    object.insert("calls".to_owned(), calls.collect());
    if !record.imports.is_empty() {
        let imports = record.imports.iter();
        let imports = imports.map(|call| call_json(&call.specifier, &call.referrer, &call.attributes));
        object.insert("imports".to_owned(), imports.collect());
    }
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

/// `[specifier, referrer]`, with the attributes as a third element when there are any.
fn call_json(specifier: &str, referrer: &str, attributes: &[(String, String)]) -> Json {
    let mut parts = vec![Json::from(specifier), referrer.into()];
    if !attributes.is_empty() {
        let attributes = attributes.iter().map(|(key, value)| (key.clone(), value.clone().into()));
        parts.push(Json::Object(attributes.collect()));
    }
    Json::Array(parts)
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

/// `{"ok": VALUE}`, `{"error": {…}}`, `"pending"`, `"crash"` or `{"unmodelled": {"module", "line", "column"}}`.
///
/// A namespace is `{"keys": […]}`, an error that was read is written like one that was thrown. A plain object that could
/// be taken for one of them, because its only property is `keys` or because it has a property `identity`, is written as
/// `{"object": {…}}`.
#[must_use]
pub fn outcome_json(outcome: &Outcome) -> Json {
    match outcome {
        Outcome::Ok(Observed::Value(value)) => match value_json(value) {
            Json::Object(map)
                if map.contains_key("identity") || map.len() == 1 && map.contains_key("keys") =>
            {
                json!({ "ok": { "object": map } })
            }
            value => json!({ "ok": value }),
        },
        Outcome::Ok(Observed::Thrown(thrown)) => json!({ "ok": thrown_json(thrown) }),
        Outcome::Ok(Observed::Namespace(keys)) => json!({ "ok": { "keys": keys } }),
        Outcome::Error(thrown) => json!({ "error": thrown_json(thrown) }),
        Outcome::Pending => "pending".into(),
        Outcome::Crash => "crash".into(),
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
        Value::Object(properties) => {
            let object =
                properties.iter().map(|(key, item)| (key.clone(), nested_json(item, depth + 1))).collect();
            match properties.as_slice() {
                [(only, _)] if RESERVED.contains(&only.as_str()) => json!({ "object": Json::Object(object) }),
                _ => Json::Object(object),
            }
        }
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

#[cfg(test)]
mod tests {
    use indexmap::IndexMap;

    use super::*;
    use crate::{
        program::ModuleId,
        transcript::{LinkerCall, ModuleStatus, Unmodelled},
    };

    fn error(identity: u32, code: Option<&str>, message: &str, cause: Option<ThrownView>) -> ThrownView {
        ThrownView::Error(Box::new(ErrorView {
            identity,
            name: "Error".to_owned(),
            code: code.map(str::to_owned),
            message: message.to_owned(),
            cause,
        }))
    }

    /// The step that the interface's own example shows.
    fn example() -> StepRecord {
        let cause = error(2, None, "Cannot find missing", None);
        StepRecord {
            step: "link main".to_owned(),
            outcome: Outcome::Error(error(
                1,
                Some("ERR_VM_MODULE_LINK_FAILURE"),
                "Link failure",
                Some(cause),
            )),
            together: vec![],
            inside: vec![],
            settled: vec![],
            status: IndexMap::from([("main".to_owned(), ModuleStatus::Errored)]),
            errors: IndexMap::default(),
            calls: vec![LinkerCall {
                specifier: "missing".to_owned(),
                referrer: "main".to_owned(),
                attributes: vec![],
            }],
            imports: vec![],
            log: vec![],
        }
    }

    #[test]
    fn a_step_has_the_promised_form() {
        assert_eq!(
            step_json(&example()),
            json!({
                "step": "link main",
                "outcome": { "error": {
                    "name": "Error",
                    "code": "ERR_VM_MODULE_LINK_FAILURE",
                    "message": "Link failure",
                    "cause": { "name": "Error", "message": "Cannot find missing", "identity": 2 },
                    "identity": 1,
                } },
                "status": { "main": "errored" },
                "calls": [["missing", "main"]],
                "log": [],
            })
        );
    }

    #[test]
    fn what_is_rare_has_a_key_only_where_it_is() {
        let mut record = example();
        let step = |name: &str, outcome| SettledStep { step: name.to_owned(), outcome };
        record.calls[0].attributes = vec![("type".to_owned(), "json".to_owned())];
        record.log = vec!["line".to_owned()];
        record.together = vec![step("link a", Outcome::Pending)];
        record.inside = vec![step("link b", Outcome::Ok(Observed::Value(Value::Undefined)))];
        record.settled = vec![step("link c", Outcome::Ok(Observed::Namespace(vec!["x".to_owned()])))];
        record.errors.insert("main".to_owned(), ThrownView::Value(Value::Number(1.0)));
        let json = step_json(&record);
        assert_eq!(json["calls"], json!([["missing", "main", { "type": "json" }]]));
        assert_eq!(json["log"], json!(["line"]));
        assert_eq!(json["together"], json!([{ "step": "link a", "outcome": "pending" }]));
        assert_eq!(json["inside"], json!([{ "step": "link b", "outcome": { "ok": { "undefined": true } } }]));
        assert_eq!(json["settled"], json!([{ "step": "link c", "outcome": { "ok": { "keys": ["x"] } } }]));
        assert_eq!(json["errors"], json!({ "main": { "value": 1 } }));
    }

    #[test]
    fn every_kind_of_outcome_has_its_form() {
        let place = Unmodelled { module: "main".to_owned(), line: 3, column: 9 };
        let elided = error(1, None, "x", Some(ThrownView::Elided));
        let outcomes = [
            (
                Outcome::Unmodelled(place),
                json!({ "unmodelled": { "module": "main", "line": 3, "column": 9 } }),
            ),
            (Outcome::Error(ThrownView::Value(Value::Null)), json!({ "error": { "value": null } })),
            (
                Outcome::Ok(Observed::Thrown(elided)),
                json!({ "ok": { "name": "Error", "message": "x", "cause": { "elided": true }, "identity": 1 } }),
            ),
        ];
        let construct: IndexMap<String, Outcome> = outcomes
            .iter()
            .enumerate()
            .map(|(place, (outcome, _))| (place.to_string(), outcome.clone()))
            .collect();
        let json = construct_json(&Transcript { construct, steps: vec![] });
        for (place, (outcome, expected)) in outcomes.iter().enumerate() {
            assert_eq!(&outcome_json(outcome), expected);
            assert_eq!(&json[place.to_string()], expected);
        }
    }

    #[test]
    fn values_that_json_has_not_are_objects() {
        let cases = [
            (Value::Number(1.0), json!(1)),
            (Value::Number(1.5), json!(1.5)),
            (Value::Number(1e300), json!(1e300)),
            (Value::Number(-0.0), json!({ "number": "-0" })),
            (Value::Number(f64::NAN), json!({ "number": "NaN" })),
            (Value::Number(f64::NEG_INFINITY), json!({ "number": "-Infinity" })),
            (Value::BigInt("12".to_owned()), json!({ "bigint": "12" })),
            (Value::Symbol("s".to_owned()), json!({ "symbol": "s" })),
            (Value::Function, json!({ "function": true })),
            (Value::Array(vec![Value::Undefined, Value::Bool(true)]), json!([{ "undefined": true }, true])),
            (Value::Object(vec![("a".to_owned(), Value::Null)]), json!({ "a": null })),
            (
                Value::Object(vec![("undefined".to_owned(), Value::Bool(true))]),
                json!({ "object": { "undefined": true } }),
            ),
            (Value::ProxyOf(ModuleId::new(2)), json!({ "proxyOf": 2 })),
            (Value::InheritsFrom(ModuleId::new(2)), json!({ "inheritsFrom": 2 })),
            (Value::NamespaceOf(ModuleId::new(2)), json!({ "namespaceOf": 2 })),
        ];
        for (value, expected) in cases {
            assert_eq!(value_json(&value), expected);
        }
    }

    #[test]
    fn a_value_nested_too_deep_is_cut() {
        let deep = (0..1_000).fold(Value::Null, |value, _| Value::Array(vec![value]));
        assert_eq!(value_json(&deep).to_string().matches('[').count(), MAX_DEPTH + 1);
    }
}
