//! Decoding the JSON of a transcript, which drivers write. Nothing in it is trusted.
//!
//! The form is the one that [`step_json`](super::step_json) and [`construct_json`](super::construct_json) give. What is
//! decoded is all there is: an unknown key is an error, because whoever wrote it meant something by it.

mod fields;
mod outcome;
mod path;
mod value;

use indexmap::IndexMap;
use serde_json::Value as Json;

use super::{ImportCall, LinkerCall, ModuleStatus, SettledStep, StepRecord, Transcript};
use fields::{Fields, list, text};
use outcome::{outcome, thrown};
pub use path::TranscriptError;
use path::{Path, wrong};

/// The transcript that `json` writes down: an object of `construct` and `steps`.
///
/// In a step, `imports`, `together`, `inside`, `settled` and `errors` may be left out when they are empty.
///
/// # Errors
/// The first place that has not the form of a transcript.
pub fn transcript_from_json(json: &Json) -> Result<Transcript, TranscriptError> {
    let fields = Fields::new(json, &Path::ROOT, &["construct", "steps"])?;
    let construct = fields.map("construct", outcome)?;
    let steps = fields.list("steps", step)?;
    Ok(Transcript { construct, steps })
}

fn step(json: &Json, path: &Path<'_>) -> Result<StepRecord, TranscriptError> {
    const KEYS: [&str; 10] =
        ["step", "outcome", "status", "calls", "imports", "log", "together", "inside", "settled", "errors"];
    let fields = Fields::new(json, path, &KEYS)?;
    let settled = |key| fields.if_there(key, |json, path| list(json, path, settled_step));
    Ok(StepRecord {
        step: fields.text("step")?,
        outcome: fields.required("outcome", outcome)?,
        together: settled("together")?,
        inside: settled("inside")?,
        settled: settled("settled")?,
        status: fields.map("status", status)?,
        errors: if fields.has("errors") { fields.map("errors", thrown)? } else { IndexMap::new() },
        calls: fields.list("calls", call)?,
        imports: fields.if_there("imports", |json, path| list(json, path, import))?,
        log: fields.list("log", text)?,
    })
}

fn settled_step(json: &Json, path: &Path<'_>) -> Result<SettledStep, TranscriptError> {
    let fields = Fields::new(json, path, &["step", "outcome"])?;
    Ok(SettledStep { step: fields.text("step")?, outcome: fields.required("outcome", outcome)? })
}

fn status(json: &Json, path: &Path<'_>) -> Result<ModuleStatus, TranscriptError> {
    let known = json.as_str().and_then(ModuleStatus::from_text);
    known.ok_or_else(|| {
        wrong(path, format!("one of {}", ModuleStatus::ALL.map(ModuleStatus::as_str).join(", ")), json)
    })
}

fn call(json: &Json, path: &Path<'_>) -> Result<LinkerCall, TranscriptError> {
    let form = || wrong(path, "[specifier, referrer] or [specifier, referrer, attributes]", json);
    let (specifier, referrer, attributes) = match json.as_array().map(Vec::as_slice) {
        Some([specifier, referrer]) => (specifier, referrer, None),
        Some([specifier, referrer, attributes]) => (specifier, referrer, Some(attributes)),
        _ => return Err(form()),
    };
    let mut sorted = Vec::new();
    if let Some(attributes) = attributes {
        let path = path.item(2);
        let map = attributes.as_object().ok_or_else(|| wrong(&path, "a map of texts", attributes))?;
        for (key, value) in map {
            sorted.push((key.clone(), text(value, &path.key(key))?));
        }
        sorted.sort();
    }
    Ok(LinkerCall {
        specifier: text(specifier, &path.item(0))?,
        referrer: text(referrer, &path.item(1))?,
        attributes: sorted,
    })
}

fn import(json: &Json, path: &Path<'_>) -> Result<ImportCall, TranscriptError> {
    let LinkerCall { specifier, referrer, attributes } = call(json, path)?;
    Ok(ImportCall { specifier, referrer, attributes })
}

#[cfg(test)]
mod tests;
