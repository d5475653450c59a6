//! The case form as a JSON schema, for editors.
//!
//! The schema helps while typing; what a case file must be is decided by the loader, which checks more (names, what can
//! never match) and says more.

mod linker;
mod parts;

use serde_json::{Value as Json, json};

use super::decode::PATTERNS;
use crate::{program::ModuleClass, reference::ProfileName, transcript::ModuleStatus};

use linker::{behaviour, linker, thrown};
use parts::{
    Properties, any_of, anything, described, filled, map_of, object, only_true, reference, text, texts,
};

/// The schema of a case file, which is checked in as `cases/schema.json`.
#[must_use]
pub fn schema() -> Json {
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A vmlink case file",
        "type": "object",
        "additionalProperties": false,
        "required": ["about", "cases"],
        "properties": {
            "about": described("One sentence that says what the cases are about.", &json!({ "type": "string" })),
            "cases": { "type": "array", "minItems": 1, "items": reference("case") },
        },
        "definitions": {
            "case": case(),
            "module": module(),
            "linker": linker(),
            "behaviour": behaviour(),
            "behaviours": any_of(&[
                reference("behaviour"),
                json!({ "type": "array", "minItems": 1, "items": reference("behaviour") }),
            ]),
            "thrown": thrown(),
            "step": step(),
            "expect": expect(),
            "outcome": object("How a step ends.", outcomes(), &[]),
            "error": error(),
            "under": under(),
            "placeholder": { "type": "string", "pattern": PATTERNS.placeholder },
        },
    })
}

fn case() -> Json {
    let source = json!({ "type": "string", "pattern": PATTERNS.source });
    let matrix = json!({ "type": ["object", "array"] });
    let properties = vec![
        ("id", json!({ "type": "string", "pattern": PATTERNS.id, "description": "Unique within the file." })),
        ("why", text("One sentence: what a reader learns from the case.")),
        (
            "source",
            described(
                "Where the expectations come from: C1 to C11, sec-…, wording, or https://….",
                &any_of(&[source.clone(), json!({ "type": "array", "minItems": 1, "items": source })]),
            ),
        ),
        ("modules", map_of("NAME: source text, or a map. Constructed in this order.", &reference("module"))),
        (
            "construct",
            map_of("NAME: how its construction fails.", &{
                let mut properties = outcomes();
                properties.retain(|(key, _)| matches!(*key, "error" | "unmodelled"));
                properties.push(("under", reference("under")));
                object("How a construction fails.", properties, &[])
            }),
        ),
        ("linker", reference("linker")),
        (
            "importModuleDynamically",
            described(
                "What import() in a body is answered with. Without the key, source text modules have no callback for it.",
                &reference("linker"),
            ),
        ),
        (
            "steps",
            described(
                "What is done, in order. May be empty beside `construct`.",
                &filled(json!({ "type": ["array", "null"], "items": reference("step") })),
            ),
        ),
        (
            "matrix",
            described(
                "AXIS: rows. The case is repeated for every combination; ${axis} and ${axis.key} are filled in.",
                &json!({ "type": "object", "minProperties": 1, "additionalProperties": matrix }),
            ),
        ),
        (
            "except",
            described(
                "Combinations of the matrix that are left out, each with a why.",
                &json!({ "type": "array", "items": { "type": "object", "required": ["why"] } }),
            ),
        ),
    ];
    object("One behaviour.", properties, &["id", "why", "source", "modules", "steps"])
}

fn module() -> Json {
    let synthetic = vec![
        ("exports", texts("The names it exports.")),
        ("body", text("The text of the function that runs when the module is evaluated.")),
        ("async", described("Whether that function is an async one.", &filled(json!({ "type": "boolean" })))),
    ];
    let properties = vec![
        ("source", text("The source text.")),
        ("synthetic", object("A synthetic module.", synthetic, &["exports"])),
        ("identifier", text("The identifier given to the constructor; the name when it is left out.")),
        ("context", text("The context the module lives in; the main one when it is left out.")),
        (
            "initializeImportMeta",
            text("The text of a function (meta, name) that fills import.meta of that module."),
        ),
    ];
    any_of(&[text("The source text."), object("A module.", properties, &[])])
}

fn step() -> Json {
    let given = object("What is no module.", vec![("value", anything("This value."))], &["value"]);
    let with = any_of(&[
        json!({ "type": "array", "items": any_of(&[json!({ "type": "string" }), given.clone()]) }),
        given,
    ]);
    let with = described(
        "One module for each of its requests; `{ value: VALUE }` for anything else.",
        &filled(with),
    );
    let link_requests = vec![("module", text("Whose requests are answered.")), ("with", with)];
    let set_export = vec![
        ("module", text("The synthetic module.")),
        ("name", text("The name of the export.")),
        ("value", anything("The value it gets.")),
    ];
    let link = vec![
        ("module", text("Which is linked.")),
        ("linker", anything("What link() gets in place of a linker function.")),
    ];
    let link = object("Calls link() with any value.", link, &["module", "linker"]);
    let evaluate =
        vec![("module", text("Which is evaluated.")), ("options", anything("What evaluate() gets."))];
    let evaluate = object("Calls evaluate() with an argument.", evaluate, &["module", "options"]);
    let get = vec![
        ("module", text("Whose namespace is read.")),
        ("export", text("The name of the export whose value is read.")),
    ];
    let classes = ModuleClass::ALL.map(ModuleClass::name);
    let construct = vec![
        ("class", described("Which constructor.", &filled(json!({ "enum": classes })))),
        (
            "arguments",
            described("The values it is given.", &filled(json!({ "type": "array", "items": true }))),
        ),
        ("new", described("`false` when it is called without `new`.", &filled(json!({ "type": "boolean" })))),
    ];
    let properties = vec![
        ("link", any_of(&[text("Calls link() on this module."), link])),
        ("evaluate", any_of(&[text("Calls evaluate() on this module."), evaluate])),
        ("evaluationPromise", text("Calls evaluate() on this module and numbers the promise.")),
        ("evaluationState", text("Calls evaluate() on this module and says what the promise is at once.")),
        ("namespace", text("Reads the namespace of this module.")),
        ("get", object("Reads the value of an export.", get, &["module", "export"])),
        ("error", text("Reads the error of this module.")),
        ("identifier", text("Reads the identifier of this module.")),
        ("hasTopLevelAwait", text("Calls hasTopLevelAwait() on this module.")),
        ("hasAsyncGraph", text("Calls hasAsyncGraph() on this module.")),
        ("moduleRequests", text("Reads the requests of this module.")),
        ("dependencySpecifiers", text("Reads the specifiers of this module's requests.")),
        (
            "createCachedData",
            text("Calls createCachedData() on this module: `{ bytes: true }` when it gives bytes."),
        ),
        ("instantiate", text("Calls instantiate() on this module.")),
        ("linkRequests", object("Calls linkRequests().", link_requests, &["module", "with"])),
        ("setExport", object("Calls setExport().", set_export, &["module", "name", "value"])),
        (
            "construct",
            object(
                "Calls a constructor; the module it makes is not kept.",
                construct,
                &["class", "arguments"],
            ),
        ),
        (
            "together",
            described(
                "Steps that are all started before any is awaited.",
                &filled(json!({ "type": "array", "minItems": 1, "items": reference("step") })),
            ),
        ),
        ("linker", described("Replaces the linker of the case for this step.", &reference("linker"))),
        ("expect", described("What must happen under the profile `contract`.", &reference("expect"))),
        ("under", reference("under")),
    ];
    object("One thing that is done.", properties, &[])
}

fn under() -> Json {
    let expect = any_of(&[reference("expect"), json!({ "const": "same" })]);
    let profiles = ProfileName::ALL.iter().filter(|profile| **profile != ProfileName::Contract);
    let properties = profiles.map(|profile| (profile.as_str(), expect.clone())).collect();
    object("What must happen under another profile; `same` repeats `expect`.", properties, &[])
}

fn outcomes() -> Properties {
    let place = json!({ "type": "integer", "minimum": 1 });
    let place = object("Where.", vec![("line", place.clone()), ("column", place)], &["line", "column"]);
    vec![
        ("ok", only_true("It succeeds.")),
        ("value", anything("It succeeds with this value.")),
        ("keys", texts("It succeeds with a namespace of exactly these keys, in this order.")),
        ("pending", only_true("It does not settle.")),
        ("error", described("It fails.", &reference("error"))),
        (
            "unmodelled",
            described("The reference says that it cannot tell.", &any_of(&[json!({ "const": true }), place])),
        ),
    ]
}

fn expect() -> Json {
    let status: Vec<_> = ModuleStatus::ALL.iter().map(|status| status.as_str()).collect();
    let call = json!({ "type": "array", "minItems": 2, "maxItems": 3 });
    let settled = [vec![("step", text("The step, as reports call it: link main."))], outcomes()].concat();
    let settled: Properties =
        settled.into_iter().filter(|(key, _)| !matches!(*key, "pending" | "keys")).collect();
    let mut properties = outcomes();
    properties.extend([
        ("status", map_of("NAME: its status after the step.", &filled(json!({ "enum": status })))),
        ("log", texts("The lines logged during the step, all of them.")),
        (
            "calls",
            described(
                "The linker calls during the step, all of them: [specifier, referrer] or [specifier, referrer, attributes].",
                &filled(json!({ "type": "array", "items": call.clone() })),
            ),
        ),
        (
            "imports",
            described(
                "The calls of importModuleDynamically during the step, all of them, in the same form.",
                &filled(json!({ "type": "array", "items": call })),
            ),
        ),
        (
            "inside",
            described(
                "How the steps ended that the linker started during this one, all of them.",
                &filled(json!({ "type": "array", "items": reference("outcome") })),
            ),
        ),
        (
            "settled",
            described(
                "The earlier steps that settled during this one, all of them.",
                &filled(json!({ "type": "array", "items": object("An earlier step.", settled, &["step"]) })),
            ),
        ),
    ]);
    object("What must happen. What is not named is not compared.", properties, &[])
}

fn error() -> Json {
    let or_null = |schema: Json| any_of(&[schema, json!({ "type": "null" })]);
    let properties = vec![
        ("name", text("error.name")),
        (
            "code",
            described("error.code; null when there must be none.", &or_null(json!({ "type": "string" }))),
        ),
        ("message", text("error.message")),
        ("cause", described("error.cause; null when there must be none.", &or_null(reference("error")))),
        ("printed", text("The error as it is shown to people, with its causes.")),
        ("identicalTo", text("It is the very object that `.error` of this module gives after the step.")),
        ("value", anything("What is thrown is this value, and no error object.")),
    ];
    object("Properties of an error, or `{ value: VALUE }` for what is not an error object.", properties, &[])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{corpus::decode, program::decode as program};

    /// The keys a definition knows, sorted.
    fn keys(schema: &Json) -> Vec<String> {
        let schema = schema["anyOf"].as_array().map_or(schema, |forms| {
            forms.iter().find(|form| form["properties"].is_object()).expect("a form that is a map")
        });
        let mut keys: Vec<_> = schema["properties"].as_object().expect("a map").keys().cloned().collect();
        keys.sort();
        keys
    }

    fn sorted(keys: &[&str]) -> Vec<String> {
        let mut keys: Vec<_> = keys.iter().map(|key| (*key).to_owned()).collect();
        keys.sort();
        keys
    }

    #[test]
    fn the_schema_knows_the_keys_that_the_loader_knows() {
        let definitions = &schema()["definitions"];
        assert_eq!(keys(&definitions["case"]), sorted(&decode::CASE_KEYS));
        assert_eq!(keys(&definitions["step"]), sorted(&program::STEP_KEYS));
        assert_eq!(keys(&definitions["behaviour"]), sorted(&program::BEHAVIOUR_KEYS));
        assert_eq!(keys(&definitions["expect"]), sorted(&decode::EXPECT_KEYS));
        assert_eq!(keys(&definitions["outcome"]), sorted(&decode::OUTCOME_KEYS));
        assert_eq!(keys(&definitions["error"]), sorted(&[&decode::ERROR_KEYS[..], &["value"]].concat()));
    }
}
