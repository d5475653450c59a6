//! JavaScript values, written as [`value_json`](crate::transcript::value_json) writes them.

use serde_json::{Map, Value as Json};

use super::{
    fields::text,
    path::{Path, TranscriptError, wrong},
};
use crate::program::{ModuleId, Value, decode::RESERVED};

/// How deep a value may be nested; deeper ones are no error of a program but of whoever writes the transcript, which cuts
/// values at a hundred. It bounds the recursion.
const MAX_DEPTH: usize = 256;

pub(super) fn value(json: &Json, path: &Path<'_>) -> Result<Value, TranscriptError> {
    value_within(json, path, MAX_DEPTH)
}

fn value_within(json: &Json, path: &Path<'_>, depth: usize) -> Result<Value, TranscriptError> {
    if depth == 0 {
        return Err(wrong(
            &Path::ROOT,
            format!("a transcript whose values are nested less than {MAX_DEPTH} deep"),
            json,
        ));
    }
    Ok(match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => {
            Value::Number(number.as_f64().ok_or_else(|| wrong(path, "a number of JavaScript", json))?)
        }
        Json::String(text) => Value::String(text.clone()),
        Json::Array(items) => {
            let item = |(index, json)| value_within(json, &path.item(index), depth - 1);
            Value::Array(items.iter().enumerate().map(item).collect::<Result<_, _>>()?)
        }
        Json::Object(map) => {
            let mut entries = map.iter();
            match (entries.next(), entries.next()) {
                (Some((key, inner)), None) if RESERVED.contains(&key.as_str()) => {
                    reserved(key, inner, &path.key(key), depth - 1)?
                }
                _ => Value::Object(properties(map, path, depth)?),
            }
        }
    })
}

fn properties(
    map: &Map<String, Json>,
    path: &Path<'_>,
    depth: usize,
) -> Result<Vec<(String, Value)>, TranscriptError> {
    map.iter().map(|(key, json)| Ok((key.clone(), value_within(json, &path.key(key), depth - 1)?))).collect()
}

fn reserved(key: &str, json: &Json, path: &Path<'_>, depth: usize) -> Result<Value, TranscriptError> {
    let only_true = |value| match json {
        Json::Bool(true) => Ok(value),
        _ => Err(wrong(path, "true", json)),
    };
    match key {
        "undefined" => only_true(Value::Undefined),
        "function" => only_true(Value::Function),
        "symbol" => text(json, path).map(Value::Symbol),
        "bigint" => match json.as_str().filter(|text| is_bigint(text)) {
            Some(digits) => Ok(Value::BigInt(digits.to_owned())),
            None => Err(wrong(path, "the decimal digits of a bigint", json)),
        },
        "number" => match json.as_str() {
            Some("NaN") => Ok(Value::Number(f64::NAN)),
            Some("Infinity") => Ok(Value::Number(f64::INFINITY)),
            Some("-Infinity") => Ok(Value::Number(f64::NEG_INFINITY)),
            Some("-0") => Ok(Value::Number(-0.0)),
            _ => Err(wrong(path, "one of NaN, Infinity, -Infinity and -0", json)),
        },
        "proxyOf" => module(json, path).map(Value::ProxyOf),
        "inheritsFrom" => module(json, path).map(Value::InheritsFrom),
        "namespaceOf" => module(json, path).map(Value::NamespaceOf),
        _ => match json.as_object() {
            Some(map) if depth > 0 => properties(map, path, depth).map(Value::Object),
            _ => Err(wrong(path, "a map of properties", json)),
        },
    }
}

fn is_bigint(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    text == "0" || plain && !digits.starts_with('0')
}

fn module(json: &Json, path: &Path<'_>) -> Result<ModuleId, TranscriptError> {
    let index = json.as_u64().and_then(|number| u32::try_from(number).ok());
    let index = index.and_then(|number| usize::try_from(number).ok());
    index.map(ModuleId::new).ok_or_else(|| wrong(path, "the place of a module in the program, from 0", json))
}
