//! The keys of a map, each decoded in its turn.

use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::path::{Path, TranscriptError, missing, wrong};

/// A map of known keys.
pub(super) struct Fields<'j, 'p> {
    map: &'j Map<String, Json>,
    path: &'p Path<'p>,
}

impl<'j, 'p> Fields<'j, 'p> {
    /// # Errors
    /// When `json` is no map, or has a key that is not among `known`.
    pub(super) fn new(json: &'j Json, path: &'p Path<'p>, known: &[&str]) -> Result<Self, TranscriptError> {
        let map = json.as_object().ok_or_else(|| wrong(path, "a map", json))?;
        for (key, value) in map {
            if !known.contains(&key.as_str()) {
                return Err(wrong(
                    &path.key(key),
                    format!("left out; the keys are {}", known.join(", ")),
                    value,
                ));
            }
        }
        Ok(Self { map, path })
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.map.contains_key(key)
    }

    pub(super) fn required<T>(
        &self,
        key: &str,
        decode: impl FnOnce(&Json, &Path<'_>) -> Result<T, TranscriptError>,
    ) -> Result<T, TranscriptError> {
        let path = self.path.key(key);
        let json = self.map.get(key).ok_or_else(|| missing(&path, "given"))?;
        decode(json, &path)
    }

    pub(super) fn if_there<T: Default>(
        &self,
        key: &str,
        decode: impl FnOnce(&Json, &Path<'_>) -> Result<T, TranscriptError>,
    ) -> Result<T, TranscriptError> {
        if self.has(key) { self.required(key, decode) } else { Ok(T::default()) }
    }

    pub(super) fn text(&self, key: &str) -> Result<String, TranscriptError> {
        self.required(key, text)
    }

    pub(super) fn list<T>(
        &self,
        key: &str,
        item: impl Fn(&Json, &Path<'_>) -> Result<T, TranscriptError>,
    ) -> Result<Vec<T>, TranscriptError> {
        self.required(key, |json, path| list(json, path, item))
    }

    /// A map whose keys are names.
    pub(super) fn map<T>(
        &self,
        key: &str,
        item: impl Fn(&Json, &Path<'_>) -> Result<T, TranscriptError>,
    ) -> Result<IndexMap<String, T>, TranscriptError> {
        self.required(key, |json, path| {
            let map = json.as_object().ok_or_else(|| wrong(path, "a map", json))?;
            map.iter().map(|(key, value)| Ok((key.clone(), item(value, &path.key(key))?))).collect()
        })
    }
}

pub(super) fn text(json: &Json, path: &Path<'_>) -> Result<String, TranscriptError> {
    json.as_str().map(str::to_owned).ok_or_else(|| wrong(path, "a text", json))
}

pub(super) fn list<T>(
    json: &Json,
    path: &Path<'_>,
    item: impl Fn(&Json, &Path<'_>) -> Result<T, TranscriptError>,
) -> Result<Vec<T>, TranscriptError> {
    let items = json.as_array().ok_or_else(|| wrong(path, "a list", json))?;
    items.iter().enumerate().map(|(index, json)| item(json, &path.item(index))).collect()
}
