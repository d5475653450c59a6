//! How steps end, and what is thrown.

use serde_json::Value as Json;

use super::{
    fields::{Fields, list, text},
    path::{Path, TranscriptError, wrong},
    value::value,
};
use crate::transcript::{ErrorView, Observed, Outcome, ThrownView, Unmodelled};

const FORM: &str = "\"pending\", or a map of one key: `ok`, `error` or `unmodelled`";

pub(super) fn outcome(json: &Json, path: &Path<'_>) -> Result<Outcome, TranscriptError> {
    if json == "pending" {
        return Ok(Outcome::Pending);
    }
    let mut entries = json.as_object().ok_or_else(|| wrong(path, FORM, json))?.iter();
    let (Some((key, inner)), None) = (entries.next(), entries.next()) else {
        return Err(wrong(path, FORM, json));
    };
    let path_of = path.key(key);
    match key.as_str() {
        "ok" => observed(inner, &path_of).map(Outcome::Ok),
        "error" => thrown(inner, &path_of).map(Outcome::Error),
        "unmodelled" => unmodelled(inner, &path_of).map(Outcome::Unmodelled),
        _ => Err(wrong(path, FORM, json)),
    }
}

/// What a step gave. A value that looks like a namespace or like an error is written below `object`; see
/// [`outcome_json`](crate::transcript::outcome_json).
fn observed(json: &Json, path: &Path<'_>) -> Result<Observed, TranscriptError> {
    if let Some(map) = json.as_object() {
        if map.contains_key("identity") {
            return thrown(json, path).map(Observed::Thrown);
        }
        if let (1, Some(keys)) = (map.len(), map.get("keys")) {
            return list(keys, &path.key("keys"), text).map(Observed::Namespace);
        }
    }
    value(json, path).map(Observed::Value)
}

pub(super) fn thrown(json: &Json, path: &Path<'_>) -> Result<ThrownView, TranscriptError> {
    thrown_within(json, path, ErrorView::MAX_CAUSES)
}

/// The recursion ends after `errors` errors.
fn thrown_within(json: &Json, path: &Path<'_>, errors: usize) -> Result<ThrownView, TranscriptError> {
    const FORM: &str = "an error with `identity`, `{ value }`, or `{ elided: true }`";
    let map = json.as_object().ok_or_else(|| wrong(path, FORM, json))?;
    if !map.contains_key("identity") {
        return match (map.len(), map.get("value"), map.get("elided")) {
            (1, Some(inner), _) => value(inner, &path.key("value")).map(ThrownView::Value),
            (1, _, Some(Json::Bool(true))) => Ok(ThrownView::Elided),
            _ => Err(wrong(path, FORM, json)),
        };
    }
    if errors == 0 {
        let most = format!("`{{ elided: true }}`, because it stands below {} errors", ErrorView::MAX_CAUSES);
        return Err(wrong(path, most, json));
    }
    let fields = Fields::new(json, path, &["name", "code", "message", "cause", "identity"])?;
    Ok(ThrownView::Error(Box::new(ErrorView {
        identity: fields.required("identity", identity)?,
        name: fields.text("name")?,
        code: fields.if_there("code", |json, path| text(json, path).map(Some))?,
        message: fields.text("message")?,
        cause: fields.if_there("cause", |json, path| thrown_within(json, path, errors - 1).map(Some))?,
    })))
}

fn identity(json: &Json, path: &Path<'_>) -> Result<u32, TranscriptError> {
    from_one(json).ok_or_else(|| wrong(path, "a whole number from 1", json))
}

fn from_one(json: &Json) -> Option<u32> {
    json.as_u64().and_then(|number| u32::try_from(number).ok()).filter(|number| *number > 0)
}

fn unmodelled(json: &Json, path: &Path<'_>) -> Result<Unmodelled, TranscriptError> {
    let fields = Fields::new(json, path, &["module", "line", "column"])?;
    Ok(Unmodelled {
        module: fields.text("module")?,
        line: fields.required("line", identity)?,
        column: fields.required("column", identity)?,
    })
}
