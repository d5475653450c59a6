//! Where in a transcript something is wrong.

use std::fmt;

use serde_json::Value as Json;

/// How many characters of what was found an error shows.
const SHOWN: usize = 60;

/// A transcript that has not the form of one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} must be {expected}, and is {found}", if path.is_empty() { "the transcript" } else { path })]
pub struct TranscriptError {
    /// The place: `steps[2].outcome`; empty for the whole.
    pub path: String,
    /// What must stand there.
    pub expected: String,
    /// What stands there, shortened.
    pub found: String,
}

/// The place that is being decoded. It is written out only when something is wrong there.
#[derive(Clone, Copy)]
pub(super) struct Path<'p> {
    last: Option<(&'p Path<'p>, Part<'p>)>,
}

#[derive(Clone, Copy)]
enum Part<'p> {
    Key(&'p str),
    Item(usize),
}

impl<'p> Path<'p> {
    pub(super) const ROOT: Self = Self { last: None };

    pub(super) const fn key(&'p self, key: &'p str) -> Self {
        Self { last: Some((self, Part::Key(key))) }
    }

    pub(super) const fn item(&'p self, index: usize) -> Self {
        Self { last: Some((self, Part::Item(index))) }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        let mut path = self;
        while let Some((before, part)) = &path.last {
            parts.push(*part);
            path = before;
        }
        for (place, part) in parts.iter().rev().enumerate() {
            match part {
                Part::Key(key) => write!(f, "{}{key}", if place == 0 { "" } else { "." }),
                Part::Item(index) => write!(f, "[{index}]"),
            }?;
        }
        Ok(())
    }
}

/// At `path` stands `found`, and `expected` should.
pub(super) fn wrong(path: &Path<'_>, expected: impl Into<String>, found: &Json) -> TranscriptError {
    TranscriptError { path: path.to_string(), expected: expected.into(), found: shortened(found) }
}

/// At `path` is nothing, and `expected` should be.
pub(super) fn missing(path: &Path<'_>, expected: impl Into<String>) -> TranscriptError {
    TranscriptError { path: path.to_string(), expected: expected.into(), found: "not there".to_owned() }
}

fn shortened(json: &Json) -> String {
    let shown = match json {
        Json::Array(items) => return format!("a list of {}", items.len()),
        Json::Object(map) => {
            let keys: Vec<&str> = map.keys().take(4).map(String::as_str).collect();
            let more = if map.len() > keys.len() { ", …" } else { "" };
            format!("a map with the keys [{}{more}]", keys.join(", "))
        }
        plain => plain.to_string(),
    };
    if shown.chars().count() <= SHOWN {
        return shown;
    }
    let start: String = shown.chars().take(SHOWN).collect();
    format!("{start}…")
}
