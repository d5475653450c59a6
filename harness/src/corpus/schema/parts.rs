//! The pieces the schema is put together from.

use serde_json::{Map, Value as Json, json};

use crate::corpus::decode::PATTERNS;

/// A definition, by its name.
pub(super) fn reference(name: &str) -> Json {
    json!({ "$ref": format!("#/definitions/{name}") })
}

/// The schema, with a text that editors show.
pub(super) fn described(text: &str, schema: &Json) -> Json {
    let mut schema = schema.clone();
    schema["description"] = json!(text);
    schema
}

/// Any of several schemas.
pub(super) fn any_of(schemas: &[Json]) -> Json {
    json!({ "anyOf": schemas })
}

/// The schema, or a text that a matrix replaces.
pub(super) fn filled(schema: Json) -> Json {
    any_of(&[schema, reference("placeholder")])
}

/// A text.
pub(super) fn text(description: &str) -> Json {
    json!({ "type": "string", "description": description })
}

/// A list of texts.
pub(super) fn texts(description: &str) -> Json {
    described(description, &filled(json!({ "type": "array", "items": { "type": "string" } })))
}

/// A key that can only be `true`.
pub(super) fn only_true(description: &str) -> Json {
    described(description, &filled(json!({ "const": true })))
}

/// Any value.
pub(super) fn anything(description: &str) -> Json {
    json!({ "description": description })
}

/// The keys of a map, and what stands behind them.
pub(super) type Properties = Vec<(&'static str, Json)>;

/// A map with these keys and no others.
pub(super) fn object(description: &str, properties: Properties, required: &[&str]) -> Json {
    let properties: Map<_, _> =
        properties.into_iter().map(|(key, schema)| (key.to_owned(), schema)).collect();
    filled(json!({
        "type": "object",
        "description": description,
        "additionalProperties": false,
        "required": required,
        "properties": properties,
        // A matrix fills in keys, too.
        "patternProperties": { PATTERNS.in_key: true },
    }))
}

/// A map from any name to the same kind of value.
pub(super) fn map_of(description: &str, values: &Json) -> Json {
    described(description, &filled(json!({ "type": "object", "additionalProperties": values })))
}
