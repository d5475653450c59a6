use indexmap::IndexMap;
use serde_json::json;

use super::*;
use crate::{
    engines::ReferenceEngine,
    generators::{Limits, program, seeded},
    program::{ModuleId, Value},
    reference::ProfileName,
    transcript::{ErrorView, Observed, Outcome, ThrownView, construct_json, step_json},
};

fn written(transcript: &Transcript) -> Json {
    let steps: Vec<Json> = transcript.steps.iter().map(step_json).collect();
    json!({ "construct": construct_json(transcript), "steps": steps })
}

/// A transcript of one step that ends with `outcome`.
fn with_outcome(outcome: &Json) -> Json {
    json!({
        "construct": {},
        "steps": [{ "step": "error a", "outcome": outcome, "status": {}, "calls": [], "log": [] }],
    })
}

#[test]
fn what_the_reference_brings_is_read_as_it_was() {
    let mut steps = 0;
    for n in 0..300 {
        let program = program(&seeded(7, n, Limits::STANDARD.input_length()));
        for profile in [ProfileName::Contract, ProfileName::Ecma262] {
            let transcript = ReferenceEngine::new(profile).transcript(&program);
            let text = written(&transcript).to_string();
            let json = serde_json::from_str(&text).expect("it was written as JSON");
            assert_eq!(transcript_from_json(&json).as_ref(), Ok(&transcript), "{text}");
            steps += transcript.steps.len();
        }
    }
    assert!(steps > 500, "{steps} steps");
}

#[test]
fn every_kind_of_outcome_is_read_as_it_was_written() {
    let error = |identity, cause| {
        ThrownView::Error(Box::new(ErrorView {
            identity,
            name: "Error".to_owned(),
            code: Some("ERR".to_owned()),
            message: "x".to_owned(),
            cause,
        }))
    };
    let deepest = (1..=16).fold(ThrownView::Elided, |cause, identity| error(identity, Some(cause)));
    let object = |key: &str, value| Value::Object(vec![(key.to_owned(), value)]);
    let values = [
        Value::Undefined,
        Value::Null,
        Value::Bool(false),
        Value::Number(-0.0),
        Value::Number(f64::NAN),
        Value::Number(f64::INFINITY),
        Value::Number(1e300),
        Value::String("\u{0}\u{ffff}é".to_owned()),
        Value::BigInt("-12".to_owned()),
        Value::Symbol("s".to_owned()),
        Value::Function,
        Value::Array(vec![Value::Undefined, Value::Array(vec![])]),
        Value::Object(vec![]),
        object("undefined", Value::Bool(true)),
        object("object", object("object", Value::Null)),
        object("keys", Value::Array(vec![Value::String("a".to_owned())])),
        object("identity", Value::Number(1.0)),
        object("value", Value::Null),
        object("elided", Value::Bool(true)),
        object("__proto__", Value::Null),
        Value::ProxyOf(ModuleId::new(2)),
        Value::InheritsFrom(ModuleId::new(0)),
        Value::NamespaceOf(ModuleId::new(1)),
    ];
    let mut outcomes = vec![
        Outcome::Pending,
        Outcome::Unmodelled(crate::transcript::Unmodelled { module: "a".to_owned(), line: 1, column: 2 }),
        Outcome::Ok(Observed::Namespace(vec!["x".to_owned()])),
        Outcome::Ok(Observed::Namespace(vec![])),
        Outcome::Ok(Observed::Thrown(error(1, None))),
        Outcome::Error(deepest),
        Outcome::Error(ThrownView::Elided),
    ];
    for value in values {
        outcomes.push(Outcome::Ok(Observed::Value(value.clone())));
        outcomes.push(Outcome::Error(ThrownView::Value(value.clone())));
        outcomes.push(Outcome::Error(error(1, Some(ThrownView::Value(value)))));
    }
    let construct: IndexMap<String, Outcome> =
        outcomes.into_iter().enumerate().map(|(place, outcome)| (place.to_string(), outcome)).collect();
    let transcript = Transcript { construct, steps: vec![] };
    assert_eq!(transcript_from_json(&written(&transcript)), Ok(transcript));
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let step = |key: &str, value: Json| {
        let mut json = with_outcome(&json!("pending"));
        json["steps"][0][key] = value;
        json
    };
    let without = |key: &str| {
        let mut json = with_outcome(&json!("pending"));
        json["steps"][0].as_object_mut().unwrap().remove(key);
        json
    };
    let cases = [
        (json!(null), "the transcript must be a map, and is null"),
        (json!({ "steps": [] }), "construct must be given, and is not there"),
        (json!({ "construct": [], "steps": [] }), "construct must be a map, and is a list of 0"),
        (json!({ "construct": {}, "steps": {} }), "steps must be a list, and is a map with the keys []"),
        (
            json!({ "construct": { "a": 1 }, "steps": [] }),
            "construct.a must be \"pending\", or a map of one key",
        ),
        (without("log"), "steps[0].log must be given, and is not there"),
        (step("logs", json!([])), "steps[0].logs must be left out; the keys are step, outcome"),
        (step("step", json!(1)), "steps[0].step must be a text, and is 1"),
        (step("status", json!({ "a": "ready" })), "steps[0].status.a must be one of unlinked, linking"),
        (step("calls", json!([["x"]])), "steps[0].calls[0] must be [specifier, referrer]"),
        (step("calls", json!([["x", null]])), "steps[0].calls[0][1] must be a text, and is null"),
        (step("calls", json!([["x", "y", { "type": 1 }]])), "steps[0].calls[0][2].type must be a text"),
        (step("inside", json!([{ "step": "a" }])), "steps[0].inside[0].outcome must be given"),
        (
            step("errors", json!({ "a": { "name": "E" } })),
            "steps[0].errors.a must be an error with `identity`",
        ),
        (with_outcome(&json!("waiting")), "steps[0].outcome must be \"pending\""),
        (with_outcome(&json!({ "ok": 1, "error": 2 })), "steps[0].outcome must be \"pending\""),
        (
            with_outcome(&json!({ "ok": { "bigint": "1x" } })),
            "steps[0].outcome.ok.bigint must be the decimal",
        ),
        (with_outcome(&json!({ "ok": { "number": "1" } })), "steps[0].outcome.ok.number must be one of NaN"),
        (with_outcome(&json!({ "ok": { "undefined": 1 } })), "steps[0].outcome.ok.undefined must be true"),
        (with_outcome(&json!({ "ok": { "proxyOf": -1 } })), "steps[0].outcome.ok.proxyOf must be the place"),
        (with_outcome(&json!({ "ok": { "keys": [1] } })), "steps[0].outcome.ok.keys[0] must be a text"),
        (
            with_outcome(&json!({ "error": { "name": "E", "message": "m", "identity": 0 } })),
            "steps[0].outcome.error.identity must be a whole number from 1, and is 0",
        ),
        (
            with_outcome(&json!({ "error": { "name": "E", "message": "m", "identity": 1, "cause": "c" } })),
            "steps[0].outcome.error.cause must be an error",
        ),
    ];
    for (json, expected) in cases {
        let error = transcript_from_json(&json).expect_err(expected).to_string();
        assert!(error.starts_with(expected), "{error}\n is not\n{expected}");
    }
}

#[test]
fn nothing_is_too_deep_to_be_refused() {
    let nested = |levels: usize| (0..levels).fold(json!(null), |inner, _| json!([inner]));
    assert!(transcript_from_json(&with_outcome(&json!({ "ok": nested(200) }))).is_ok());
    assert!(transcript_from_json(&with_outcome(&json!({ "ok": nested(300) }))).is_err());
    let causes = (0..17).fold(
        json!({ "elided": true }),
        |cause, _| json!({ "name": "E", "message": "m", "identity": 1, "cause": cause }),
    );
    let error = transcript_from_json(&with_outcome(&json!({ "error": causes }))).unwrap_err();
    assert!(error.expected.contains("below 16 errors"), "{error}");
}
