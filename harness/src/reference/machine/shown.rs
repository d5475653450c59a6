//! Values of bodies as transcripts show them.

use super::{
    heap::{Content, Key, Kind, Property, TO_STRING_TAG},
    limits::MOST_NESTED,
    numbers::number_to_text,
};
use crate::{
    program,
    reference::{Agent, ErrorId, Value},
};

/// How many bytes of a value are shown. The parts of one that is larger are shared, and written out they have no end that
/// anybody could wait for.
const MOST_SHOWN: usize = 16 << 20;

/// What a part of a value takes beside its text.
const PART: usize = 64;

/// What a transcript shows of an error.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownError {
    /// `error.name`
    pub name: String,
    /// `error.code`
    pub code: Option<String>,
    /// `error.message`
    pub message: String,
    /// `error.cause`, when the error has that property.
    pub cause: Option<Value>,
}

/// A message as the driver shows it: without the call that JavaScriptCore quotes of a method that `m` does not have, since
/// that may be a call of the driver.
fn without_call(mut message: String) -> String {
    if let Some((callee, call)) = message.split_once(". (In 'm.")
        && call.ends_with("' is undefined)")
        && let Some(method) =
            callee.strip_prefix("m.").and_then(|rest| rest.strip_suffix(" is not a function"))
        && DRIVER_METHODS.contains(&method)
    {
        message.truncate(callee.len());
    }
    message
}

/// The methods that the driver calls, on a variable `m`.
const DRIVER_METHODS: [&str; 8] = [
    "link",
    "evaluate",
    "instantiate",
    "linkRequests",
    "hasTopLevelAwait",
    "hasAsyncGraph",
    "createCachedData",
    "setExport",
];

impl Agent {
    /// An error as it is now; a body may have changed it. `None` when a part of it is too large to be shown.
    #[must_use]
    pub fn shown_error(&self, id: ErrorId) -> Option<ShownError> {
        let error = self.errors.get(id);
        let Some(object) = self.errors.object(id) else {
            return Some(ShownError {
                name: error.name.to_owned(),
                code: error.code.map(str::to_owned),
                message: error.message.clone(),
                cause: error.cause.clone(),
            });
        };
        let data = |key: &str| self.visible_data(&Value::Object(object), key);
        let text = |value: Option<Value>| match value {
            Some(value) => self.shown_text(&value).map(Some),
            None => Some(None),
        };
        Some(ShownError {
            name: text(data("name"))?.unwrap_or_else(|| error.name.to_owned()),
            code: text(data("code").filter(|code| *code != Value::Undefined))?,
            message: without_call(text(data("message"))?.unwrap_or_default()),
            cause: self.own_data(object, "cause").cloned(),
        })
    }

    /// A data property of an object or of what it inherits from, without running anything.
    fn visible_data(&self, object: &Value, key: &str) -> Option<Value> {
        let mut current = object.clone();
        while let Value::Object(id) = current {
            if let Some(Property { content: Content::Data { value, .. }, .. }) =
                self.machine.object(id).properties.get(&Key::text(key))
            {
                return Some(value.clone());
            }
            current = self.machine.object(id).prototype.clone()?;
        }
        None
    }

    /// `String(value)`, without running anything.
    fn shown_text(&self, value: &Value) -> Option<String> {
        Some(match value {
            Value::Symbol(symbol) => self.key_text(&Key::Symbol(*symbol)),
            Value::Number(number) => number_to_text(*number),
            Value::String(text) => text.to_string(),
            other => self.shown_value(other)?.to_string(),
        })
    }

    /// A value that is not an error, as the driver writes it down. `None` when it is too large to be written down.
    #[must_use]
    pub fn shown_value(&self, value: &Value) -> Option<program::Value> {
        self.shown_within(value, 0, &mut { MOST_SHOWN })
    }

    /// `left` is how many bytes may be shown yet.
    fn shown_within(&self, value: &Value, depth: usize, left: &mut usize) -> Option<program::Value> {
        let text = match value {
            Value::String(text) => text.len(),
            _ => 0,
        };
        *left = left.checked_sub(PART + text)?;
        if depth > MOST_NESTED {
            return Some(program::Value::Object(vec![("elided".to_owned(), program::Value::Bool(true))]));
        }
        Some(match value {
            Value::Undefined => program::Value::Undefined,
            Value::Null => program::Value::Null,
            Value::Boolean(value) => program::Value::Bool(*value),
            Value::Number(number) => program::Value::Number(*number),
            Value::String(text) => program::Value::String(text.to_string()),
            Value::BigInt(number) => program::Value::BigInt(number.to_string()),
            Value::Symbol(symbol) => {
                program::Value::Symbol(self.machine.description(*symbol).unwrap_or_default().to_string())
            }
            Value::Plain(value) => (**value).clone(),
            Value::Object(id) => {
                let object = self.machine.object(*id);
                match &object.kind {
                    Kind::Function(_) => program::Value::Function,
                    Kind::Array(array) => {
                        let items =
                            array.elements.iter().map(|item| self.shown_within(item, depth + 1, left));
                        program::Value::Array(items.collect::<Option<_>>()?)
                    }
                    Kind::Ordinary if !self.is_tagged(value, left)? => {
                        let mut shown: Vec<(Key, program::Value)> = Vec::new();
                        for (key, property) in &object.properties {
                            if let (Key::String(_), true) = (key, property.enumerable) {
                                *left = left.checked_sub(self.key_text(key).len())?;
                                let value = match &property.content {
                                    Content::Data { value, .. } => {
                                        self.shown_within(value, depth + 1, left)?
                                    }
                                    Content::Accessor { .. } => program::Value::Undefined,
                                };
                                shown.push((key.clone(), value));
                            }
                        }
                        // Array indices come first.
                        shown.sort_by_key(|(key, _)| key.index().map_or(u64::MAX, u64::from));
                        let named = shown.into_iter().map(|(key, value)| (self.key_text(&key), value));
                        program::Value::Object(named.collect())
                    }
                    _ => program::Value::Object(Vec::new()),
                }
            }
            Value::Module(_)
            | Value::Error(_)
            | Value::Like(..)
            | Value::Promise(_)
            | Value::Namespace(_) => program::Value::Object(Vec::new()),
        })
    }

    /// Whether `Object.prototype.toString` gives something else than `[object Object]`.
    fn is_tagged(&self, value: &Value, left: &mut usize) -> Option<bool> {
        let mut current = value.clone();
        while let Value::Object(id) = current {
            // Every object on the way is looked at.
            *left = left.checked_sub(1)?;
            let object = self.machine.object(id);
            if object.properties.contains_key(&Key::Symbol(TO_STRING_TAG)) {
                return Some(true);
            }
            let Some(prototype) = &object.prototype else { return Some(false) };
            current = prototype.clone();
        }
        Some(false)
    }
}
