//! Values of bodies as transcripts show them.

use super::{
    heap::{Content, Key, Kind, Property, TO_STRING_TAG},
    numbers::number_to_text,
};
use crate::{
    program,
    reference::{Agent, ErrorId, Value},
};

/// How deep a value is shown, as in the driver.
const MOST_SHOWN: usize = 100;

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

impl Agent {
    /// An error as it is now; a body may have changed it.
    #[must_use]
    pub fn shown_error(&self, id: ErrorId) -> ShownError {
        let error = self.errors.get(id);
        let Some(object) = self.errors.object(id) else {
            return ShownError {
                name: error.name.to_owned(),
                code: error.code.map(str::to_owned),
                message: error.message.clone(),
                cause: error.cause.clone(),
            };
        };
        let text =
            |key: &str| self.visible_data(&Value::Object(object), key).map(|value| self.shown_text(&value));
        let code = self.visible_data(&Value::Object(object), "code").filter(|code| *code != Value::Undefined);
        ShownError {
            name: text("name").unwrap_or_else(|| error.name.to_owned()),
            code: code.map(|code| self.shown_text(&code)),
            message: text("message").unwrap_or_default(),
            cause: self.own_data(object, "cause").cloned(),
        }
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
    fn shown_text(&self, value: &Value) -> String {
        match value {
            Value::Symbol(symbol) => self.key_text(&Key::Symbol(*symbol)),
            Value::Number(number) => number_to_text(*number),
            Value::String(text) => text.to_string(),
            other => self.shown_value(other).to_string(),
        }
    }

    /// A value that is not an error, as the driver writes it down.
    #[must_use]
    pub fn shown_value(&self, value: &Value) -> program::Value {
        self.shown_within(value, 0)
    }

    fn shown_within(&self, value: &Value, depth: usize) -> program::Value {
        if depth > MOST_SHOWN {
            return program::Value::Object(vec![("elided".to_owned(), program::Value::Bool(true))]);
        }
        match value {
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
                        let items = array.elements.iter().map(|item| self.shown_within(item, depth + 1));
                        program::Value::Array(items.collect())
                    }
                    Kind::Ordinary if !self.is_tagged(value) => {
                        let mut shown: Vec<(Key, program::Value)> = Vec::new();
                        for (key, property) in &object.properties {
                            if let (Key::String(_), true) = (key, property.enumerable) {
                                let value = match &property.content {
                                    Content::Data { value, .. } => self.shown_within(value, depth + 1),
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
        }
    }

    /// Whether `Object.prototype.toString` gives something else than `[object Object]`.
    fn is_tagged(&self, value: &Value) -> bool {
        let mut current = value.clone();
        while let Value::Object(id) = current {
            let object = self.machine.object(id);
            if object.properties.contains_key(&Key::Symbol(TO_STRING_TAG)) {
                return true;
            }
            let Some(prototype) = &object.prototype else { return false };
            current = prototype.clone();
        }
        false
    }
}
