//! The schema of the driver protocol says what is really sent.

#![expect(clippy::unwrap_used, reason = "what helpers of a test do not find is a failure of the test")]

use std::{fs, path::Path};

use serde_json::{Value as Json, json};
use vmlink::{
    corpus,
    engines::{ReferenceEngine, driver::schema},
    generators::{Limits, program, seeded},
    program::{Program, to_wire},
    reference::ProfileName,
    transcript::{Transcript, construct_json, step_json},
};

/// Why `value` is not what `schema` says, or nothing. As much of JSON schema as ours uses, and a panic at anything else.
fn objection(root: &Json, schema: &Json, value: &Json) -> Option<String> {
    let rules = schema.as_object().unwrap();
    let fail = |why: &str| Some(format!("{why}: {value}"));
    for (rule, wanted) in rules {
        let result = match rule.as_str() {
            // What is a bigint is checked where transcripts are decoded.
            "description" | "$schema" | "title" | "definitions" | "pattern" => None,
            "$ref" => {
                let name = wanted.as_str().unwrap().strip_prefix("#/definitions/").unwrap();
                objection(root, &root["definitions"][name], value)
            }
            "const" => (value != wanted).then(|| format!("not {wanted}: {value}")),
            "enum" => {
                (!wanted.as_array().unwrap().contains(value)).then(|| format!("not in {wanted}: {value}"))
            }
            "type" => {
                let is = |name: &Json| match name.as_str().unwrap() {
                    "null" => value.is_null(),
                    "boolean" => value.is_boolean(),
                    "number" => value.is_number(),
                    "integer" => value.is_i64() || value.is_u64(),
                    "string" => value.is_string(),
                    "array" => value.is_array(),
                    "object" => value.is_object(),
                    other => panic!("no type {other}"),
                };
                let fits = wanted.as_array().map_or_else(|| is(wanted), |all| all.iter().any(is));
                if fits { None } else { fail(&format!("not of type {wanted}")) }
            }
            "anyOf" => {
                let objections: Vec<_> =
                    wanted.as_array().unwrap().iter().map(|one| objection(root, one, value)).collect();
                let fits = objections.iter().any(Option::is_none);
                (!fits).then(|| objections.into_iter().flatten().max_by_key(String::len).unwrap_or_default())
            }
            "allOf" => wanted.as_array().unwrap().iter().find_map(|one| objection(root, one, value)),
            "not" => {
                if objection(root, wanted, value).is_none() {
                    fail("excluded")
                } else {
                    None
                }
            }
            "minimum" => {
                if value.as_f64() < wanted.as_f64() {
                    fail("too small")
                } else {
                    None
                }
            }
            "minLength" => {
                if value.as_str() == Some("") {
                    fail("empty")
                } else {
                    None
                }
            }
            "minItems" => {
                if (value.as_array().unwrap().len() as u64) < wanted.as_u64().unwrap() {
                    fail("too short")
                } else {
                    None
                }
            }
            "maxItems" => {
                if value.as_array().unwrap().len() as u64 > wanted.as_u64().unwrap() {
                    fail("too long")
                } else {
                    None
                }
            }
            "items" => value.as_array().and_then(|items| {
                let schema = |place: usize| wanted.as_array().map_or(wanted, |all| &all[place]);
                items.iter().enumerate().find_map(|(place, item)| objection(root, schema(place), item))
            }),
            "required" => {
                let missing = |key: &&Json| value.get(key.as_str().unwrap()).is_none();
                wanted.as_array().unwrap().iter().find(missing).and_then(|key| fail(&format!("lacks {key}")))
            }
            "properties" => wanted
                .as_object()
                .unwrap()
                .iter()
                .find_map(|(key, schema)| value.get(key).and_then(|value| objection(root, schema, value))),
            "additionalProperties" => value.as_object().and_then(|map| {
                let known = schema.get("properties").and_then(Json::as_object);
                let mut others =
                    map.iter().filter(|(key, _)| known.is_none_or(|known| !known.contains_key(*key)));
                match wanted {
                    Json::Bool(false) => others.next().and_then(|(key, _)| fail(&format!("has {key}"))),
                    schema => others.find_map(|(_, value)| objection(root, schema, value)),
                }
            }),
            other => panic!("the schema uses {other}, which this test does not know"),
        };
        if result.is_some() {
            return result;
        }
    }
    None
}

fn question(program: &Program) -> Json {
    json!({ "run": 1, "program": to_wire(program) })
}

fn answer(transcript: &Transcript) -> Json {
    let steps: Vec<Json> = transcript.steps.iter().map(step_json).collect();
    json!({ "run": 1, "transcript": { "construct": construct_json(transcript), "steps": steps } })
}

#[test]
fn the_schema_that_is_checked_in_is_the_one_that_is_generated() {
    let path = "src/engines/driver/protocol.schema.json";
    let generated = format!("{}\n", serde_json::to_string_pretty(&schema()).unwrap());
    if std::env::var_os("VMLINK_WRITE_SCHEMA").is_some() {
        fs::write(path, &generated).unwrap();
    }
    assert_eq!(
        fs::read_to_string(path).unwrap_or_default(),
        generated,
        "{path} is out of date; write it anew with `VMLINK_WRITE_SCHEMA=1 cargo test --test protocol`"
    );
}

#[test]
fn every_program_and_every_transcript_is_as_the_schema_says() {
    let root = schema();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cases");
    let corpus = corpus::load(&[folder]).unwrap().into_iter().map(|case| case.program);
    let generated = (0..300).map(|n| program(&seeded(11, n, Limits::STANDARD.input_length())));
    for program in corpus.chain(generated) {
        let question = question(&program);
        assert_eq!(objection(&root, &root["definitions"]["question"], &question), None, "{question}");
        for profile in ProfileName::STANDARDS {
            let answer = answer(&ReferenceEngine::new(profile).transcript(&program));
            assert_eq!(objection(&root, &root["definitions"]["answer"], &answer), None, "{answer}");
            assert_eq!(objection(&root, &root, &answer), None, "{answer}");
        }
    }
}

#[test]
fn what_is_no_line_of_the_protocol_is_refused() {
    let root = schema();
    let fits = |value: Json| objection(&root, &root, &value).is_none();
    let hello = |protocol: u32| json!({ "hello": { "protocol": protocol, "runtime": "r", "version": "1", "engine": "e", "capabilities": [] } });
    assert!(fits(hello(1)));
    assert!(!fits(hello(0)));
    assert!(fits(json!({ "run": 1, "exit": 3, "step": null })));
    assert!(fits(json!({ "run": 1, "step": 0 })));
    assert!(fits(json!({ "run": 1, "failure": "why", "notices": [{ "leftBehind": "x", "step": 1 }] })));
    assert!(!fits(json!({ "run": 0, "step": 0 })));
    assert!(!fits(json!({ "run": 1, "failure": "why", "notices": [{ "disturbed": "x" }] })));
    let record = |key: &str, value: Json| {
        let mut record = json!({ "step": "link a", "outcome": "pending", "status": { "a": "linked" }, "calls": [], "log": [] });
        record[key] = value;
        json!({ "run": 1, "transcript": { "construct": {}, "steps": [record] } })
    };
    assert!(fits(record("outcome", json!({ "ok": { "undefined": true } }))));
    for (key, wrong) in [
        ("outcome", json!("waiting")),
        ("outcome", json!({ "ok": { "undefined": 1 } })),
        ("outcome", json!({ "error": { "name": "E", "message": "m" } })),
        ("status", json!({ "a": "ready" })),
        ("calls", json!([["a"]])),
        ("log", json!([1])),
        ("mood", json!(1)),
    ] {
        assert!(!fits(record(key, wrong.clone())), "{key}: {wrong}");
    }
}
