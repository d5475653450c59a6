//! The linker script of a case.

use serde_json::{Value as Json, json};

use super::parts::{
    Properties, any_of, anything, described, filled, map_of, object, only_true, reference, text,
};
use crate::program::{ErrorKind, document::MAX_DELAY};

pub(super) fn linker() -> Json {
    let entry = vec![
        ("specifier", text("The specifier as the importing module writes it.")),
        ("referrer", text("Only requests of this module.")),
        ("with", map_of("Only requests with exactly these attributes.", &json!({ "type": "string" }))),
        ("answer", reference("behaviours")),
    ];
    let entry = object("A linker entry.", entry, &["specifier", "answer"]);
    any_of(&[
        map_of(
            "SPECIFIER, or REFERRER -> SPECIFIER, and ` with type=json` behind it: what the linker does.",
            &reference("behaviours"),
        ),
        json!({ "type": "array", "items": entry }),
    ])
}

pub(super) fn behaviour() -> Json {
    let properties = vec![
        ("module", text("Answers with this module.")),
        ("throws", described("Throws.", &reference("thrown"))),
        ("rejects", described("Returns a promise that is rejected.", &reference("thrown"))),
        ("returns", anything("Returns this value, which is not a module.")),
        ("never", only_true("Returns a promise that never settles.")),
        ("linked", text("An async function: links this module if need be, and answers with it.")),
        (
            "evaluated",
            text("An async function: links this module if need be, evaluates it, and answers with it."),
        ),
        ("shared", only_true("Every call of `linked` or `evaluated` gives the promise of the first.")),
        (
            "after",
            described(
                "The answer is a promise that settles after this many jobs.",
                &filled(json!({ "type": "integer", "minimum": 0, "maximum": MAX_DELAY })),
            ),
        ),
        (
            "thenable",
            described(
                "The answer is an object with `then`, or with a getter of `then` that throws.",
                &filled(json!({ "enum": [true, "getter"] })),
            ),
        ),
        (
            "first",
            described(
                "Steps that are started inside the linker before it answers.",
                &filled(json!({ "type": "array", "minItems": 1, "items": reference("step") })),
            ),
        ),
    ];
    object("What the linker does in one call.", properties, &[])
}

pub(super) fn thrown() -> Json {
    let mut properties: Properties =
        ErrorKind::ALL.iter().map(|kind| (kind.name(), text("The message."))).collect();
    properties.push(("value", anything("Any value that is not an error object.")));
    object("What is thrown: `{ Error: text }` or `{ value: VALUE }`.", properties, &[])
}
