//! The lines of the protocol as a JSON schema, for whoever writes a driver.

use serde_json::{Map, Value as Json, json};

use super::PROTOCOL;
use crate::{
    engines::NoticeKind,
    program::{ErrorKind, ModuleClass, Query, decode::RESERVED},
    transcript::ModuleStatus,
};

/// The schema of one line, which is checked in as `protocol.schema.json` beside `PROTOCOL.md`.
///
/// `definitions.question` is what the harness writes; the other forms are what a driver writes.
#[must_use]
pub fn schema() -> Json {
    let name = || json!({ "type": "string" });
    let mut definitions = json!({
        "hello": map(&[("hello", any_of(vec![map(&[
            ("protocol", json!({ "const": PROTOCOL })),
            ("runtime", filled()),
            ("version", filled()),
            ("engine", filled()),
            ("capabilities", list(name())),
        ], &[])]))], &[]),
        "question": map(&[("run", run()), ("program", reference("program"))], &[("trace", json!({ "const": true }))]),
        "answer": map(&[("run", run()), ("transcript", reference("transcript"))], &[("notices", list(reference("notice")))]),
        "failure": map(&[("run", run()), ("failure", name())], &[("notices", list(reference("notice")))]),
        "exit": map(&[("run", run()), ("exit", json!({ "type": "integer" }))], &[("step", any_of(vec![place(), json!({ "type": "null" })]))]),
        "progress": map(&[("run", run()), ("step", place())], &[]),
        "notice": any_of(
            NoticeKind::ALL
                .iter()
                .filter(|kind| **kind != NoticeKind::Disturbed)
                .map(|kind| map(&[(kind.as_str(), name())], &[("step", any_of(vec![place(), json!({ "type": "null" })]))]))
                .collect(),
        ),
    });
    for more in [of_programs(), of_transcripts()] {
        if let (Json::Object(all), Json::Object(more)) = (&mut definitions, more) {
            all.extend(more);
        }
    }
    let lines = ["hello", "question", "answer", "failure", "exit", "progress"].map(reference);
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A line of the vmlink driver protocol",
        "anyOf": lines,
        "definitions": definitions,
    })
}

/// What the harness sends.
fn of_programs() -> Json {
    let name = || json!({ "type": "string" });
    let synthetic =
        map(&[("exports", list(name())), ("body", name())], &[("async", json!({ "const": true }))]);
    let identity = [("identifier", name()), ("context", name())];
    let of_source = [("identifier", name()), ("context", name()), ("initializeImportMeta", name())];
    let errors = ErrorKind::ALL.iter().map(|kind| map(&[(kind.name(), name())], &[]));
    let answers = [
        ("module", name()),
        ("throws", reference("throws")),
        ("rejects", reference("throws")),
        ("returns", reference("givenValue")),
        ("never", json!({ "const": true })),
        ("linked", name()),
        ("evaluated", name()),
    ];
    let delivery = [
        ("shared", json!({ "const": true })),
        ("after", json!({ "type": "integer", "minimum": 0 })),
        ("thenable", json!({ "enum": [true, "getter"] })),
        ("first", list(reference("step"))),
    ];
    let of_module =
        ["link", "evaluate", "evaluationPromise", "evaluationState", "namespace", "error", "instantiate"];
    let of_module = of_module.into_iter().chain(Query::ALL.map(Query::name));
    let mut steps: Vec<_> = of_module.map(|step| (step, name())).collect();
    let given = || reference("givenValue");
    steps.push(("link", map(&[("module", name()), ("linker", given())], &[])));
    steps.push(("evaluate", map(&[("module", name()), ("options", given())], &[])));
    steps.push(("get", map(&[("module", name()), ("export", name())], &[])));
    let other = || map(&[("value", given())], &[]);
    let with = any_of(vec![list(any_of(vec![name(), other()])), other()]);
    steps.push(("linkRequests", map(&[("module", name()), ("with", with)], &[])));
    let classes = ModuleClass::ALL.map(ModuleClass::name);
    steps.push((
        "construct",
        map(
            &[("class", json!({ "enum": classes })), ("arguments", list(given()))],
            &[("new", json!({ "const": false }))],
        ),
    ));
    steps.push((
        "setExport",
        map(&[("module", name()), ("name", name()), ("value", reference("givenValue"))], &[]),
    ));
    steps.push(("together", list(reference("step"))));
    let linker = ("linker", reference("linker"));
    json!({
        "program": map(&[
            ("modules", list(reference("module"))),
            linker.clone(),
            ("steps", list(reference("step"))),
        ], &[("importModuleDynamically", reference("linker"))]),
        "module": any_of(vec![
            map(&[("name", name()), ("source", name())], &of_source),
            map(&[("name", name()), ("synthetic", synthetic)], &identity),
        ]),
        "linker": list(map(
            &[("specifier", name()), ("answers", json!({ "type": "array", "minItems": 1, "items": reference("linkerAnswer") }))],
            &[("referrer", name()), ("with", texts())],
        )),
        "linkerAnswer": any_of(answers.into_iter().map(|answer| map(&[answer], &delivery)).collect()),
        "throws": any_of(errors.chain([map(&[("value", reference("givenValue"))], &[])]).collect()),
        "step": any_of(steps.into_iter().map(|step| map(&[step], std::slice::from_ref(&linker))).collect()),
        "givenValue": value("givenValue", &name()),
    })
}

/// What a driver sends.
fn of_transcripts() -> Json {
    let name = || json!({ "type": "string" });
    let status: Vec<_> = ModuleStatus::ALL.iter().map(|status| status.as_str()).collect();
    let thrown = any_of(vec![
        reference("errorObject"),
        map(&[("value", reference("value"))], &[]),
        map(&[("elided", json!({ "const": true }))], &[]),
    ]);
    let number = || json!({ "type": "integer", "minimum": 1 });
    let settled = || list(reference("settled"));
    json!({
        "transcript": map(&[
            ("construct", json!({ "type": "object", "additionalProperties": reference("outcome") })),
            ("steps", list(reference("record"))),
        ], &[]),
        "record": map(&[
            ("step", name()),
            ("outcome", reference("outcome")),
            ("status", json!({ "type": "object", "additionalProperties": { "enum": status } })),
            ("calls", list(json!({
                "type": "array", "minItems": 2, "maxItems": 3, "items": [name(), name(), texts()],
            }))),
            ("log", list(name())),
        ], &[
            ("imports", list(json!({
                "type": "array", "minItems": 2, "maxItems": 3, "items": [name(), name(), texts()],
            }))),
            ("together", settled()),
            ("inside", settled()),
            ("settled", settled()),
            ("errors", json!({ "type": "object", "additionalProperties": reference("thrown") })),
        ]),
        "settled": map(&[("step", name()), ("outcome", reference("outcome"))], &[]),
        "outcome": any_of(vec![
            json!({ "const": "pending" }),
            map(&[("ok", any_of(vec![
                map(&[("keys", list(name()))], &[]), reference("errorObject"), reference("value"),
            ]))], &[]),
            map(&[("error", reference("thrown"))], &[]),
            map(&[("unmodelled", map(&[("module", name()), ("line", number()), ("column", number())], &[]))], &[]),
        ]),
        "thrown": thrown,
        "errorObject": map(
            &[("name", name()), ("message", name()), ("identity", number())],
            &[("code", name()), ("cause", reference("thrown"))],
        ),
        "value": value("value", &json!({ "type": "integer", "minimum": 0 })),
    })
}

/// A JavaScript value whose parts are values as `own` defines them, and whose modules are written as `module`.
fn value(own: &str, module: &Json) -> Json {
    let properties = || json!({ "type": "object", "additionalProperties": reference(own) });
    let special = RESERVED.iter().map(|key| {
        let inner = match *key {
            "undefined" | "function" => json!({ "const": true }),
            "symbol" => json!({ "type": "string" }),
            "bigint" => json!({ "type": "string", "pattern": "^(0|-?[1-9][0-9]*)$" }),
            "number" => json!({ "enum": ["NaN", "Infinity", "-Infinity", "-0"] }),
            "object" => properties(),
            _ => module.clone(),
        };
        map(&[(key, inner)], &[])
    });
    let plain = [
        json!({ "type": ["null", "boolean", "number", "string"] }),
        list(reference(own)),
        // A map with one of the keys above alone is not a plain object.
        json!({ "allOf": [properties(), { "not": any_of(RESERVED.iter().map(|key| map(&[(key, json!({}))], &[])).collect()) }] }),
    ];
    any_of(special.chain(plain).collect())
}

/// A map that must have the keys of `required`, may have those of `optional`, and has no others.
fn map(required: &[(&str, Json)], optional: &[(&str, Json)]) -> Json {
    let properties: Map<String, Json> =
        required.iter().chain(optional).map(|(key, schema)| ((*key).to_owned(), schema.clone())).collect();
    let required: Vec<&str> = required.iter().map(|(key, _)| *key).collect();
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}

fn reference(definition: &str) -> Json {
    json!({ "$ref": format!("#/definitions/{definition}") })
}

#[expect(clippy::needless_pass_by_value, reason = "so that schemas nest as they are written")]
fn list(items: Json) -> Json {
    json!({ "type": "array", "items": items })
}

fn any_of(schemas: Vec<Json>) -> Json {
    match <[Json; 1]>::try_from(schemas) {
        Ok([only]) => only,
        Err(schemas) => json!({ "anyOf": schemas }),
    }
}

fn texts() -> Json {
    json!({ "type": "object", "additionalProperties": { "type": "string" } })
}

fn filled() -> Json {
    json!({ "type": "string", "minLength": 1 })
}

fn run() -> Json {
    json!({ "type": "integer", "minimum": 1, "description": "The number of the program in this process, from 1." })
}

fn place() -> Json {
    json!({ "type": "integer", "minimum": 0, "description": "The place of a step in the program, from 0." })
}
