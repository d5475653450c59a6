//! `JSON.stringify` without a replacer and without indentation — <https://tc39.es/ecma262/#sec-json.stringify>.

use std::fmt::Write as _;

use super::call::BuiltinCall;
use crate::reference::{
    Agent, Host, Value, Wording,
    completion::Abrupt,
    machine::{heap::Key, limits::MOST_NESTED, numbers::number_to_text, objects::is_object},
};

/// What a value that is no text has beside its key, in bytes, or little more.
const SHORT_BYTES: usize = 16;

impl Agent {
    pub(super) fn json_stringify(
        &mut self,
        host: &mut dyn Host,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        if call.argument(1) != Value::Undefined || call.argument(2) != Value::Undefined {
            return Err(Abrupt::Over);
        }
        let mut text = String::new();
        let mut stack = Vec::new();
        if self.serialize(host, &call.argument(0), "", &mut text, &mut stack)? {
            Ok(Value::String(text.into()))
        } else {
            Ok(Value::Undefined)
        }
    }

    /// SerializeJSONProperty; `false` for what has no text.
    fn serialize(
        &mut self,
        host: &mut dyn Host,
        value: &Value,
        key: &str,
        text: &mut String,
        stack: &mut Vec<Value>,
    ) -> Result<bool, Abrupt> {
        let mut value = value.clone();
        // It is looked at from several sides.
        self.spend(4)?;
        if is_object(&value) || matches!(value, Value::BigInt(_)) {
            let method = self.get(host, &value, &Key::text("toJSON"))?;
            if self.callable(&method).is_some() {
                value = self.call(host, &method, value, &[Value::String(key.into())])?;
            }
        }
        match &value {
            Value::Boolean(value) => text.push_str(if *value { "true" } else { "false" }),
            Value::String(value) => quote(value, text),
            Value::Number(number) if number.is_finite() => text.push_str(&number_to_text(*number)),
            Value::Null | Value::Number(_) => text.push_str("null"),
            Value::Undefined | Value::Symbol(_) => return Ok(false),
            Value::BigInt(_) => {
                let message = match self.wording() {
                    Wording::V8 => "Do not know how to serialize a BigInt",
                    Wording::JavaScriptCore => "JSON.stringify cannot serialize BigInt.",
                };
                return Err(self.throw_type_error(message));
            }
            object if self.callable(object).is_some() => return Ok(false),
            object => {
                // V8 shows the whole way of a circle.
                if stack.len() >= MOST_NESTED || (stack.contains(object) && self.wording() == Wording::V8) {
                    return Err(Abrupt::Over);
                }
                if stack.contains(object) {
                    return Err(self.throw_type_error("JSON.stringify cannot serialize cyclic structures."));
                }
                stack.push(object.clone());
                let object = object.clone();
                self.serialize_object(host, &object, text, stack)?;
                stack.pop();
            }
        }
        let length = match &value {
            Value::String(text) => text.len(),
            _ => 0,
        };
        self.spend_on_bytes(length)?;
        self.machine.allocate(length + key.len() + SHORT_BYTES)?;
        Ok(true)
    }

    fn serialize_object(
        &mut self,
        host: &mut dyn Host,
        object: &Value,
        text: &mut String,
        stack: &mut Vec<Value>,
    ) -> Result<(), Abrupt> {
        if let Some(array) = self.array(object) {
            let length = array.elements.len();
            text.push('[');
            for index in 0..length {
                if index > 0 {
                    text.push(',');
                }
                let key = index.to_string();
                let element = self.get(host, object, &Key::text(&key))?;
                if !self.serialize(host, &element, &key, text, stack)? {
                    text.push_str("null");
                }
            }
            text.push(']');
            return Ok(());
        }
        text.push('{');
        let mut is_first = true;
        // V8 reads an export before its declaration without describing it first.
        let keys = match object {
            Value::Namespace(_) => self.own_property_keys(host, object)?,
            _ => self.enumerable_keys(host, object, false)?,
        };
        for key in keys {
            let Key::String(name) = &key else { continue };
            let value = self.get(host, object, &key)?;
            let before = text.len();
            if !is_first {
                text.push(',');
            }
            quote(name, text);
            text.push(':');
            if self.serialize(host, &value, name, text, stack)? {
                is_first = false;
            } else {
                text.truncate(before);
            }
        }
        text.push('}');
        Ok(())
    }
}

/// QuoteJSONString ( value ) — <https://tc39.es/ecma262/#sec-quotejsonstring>
fn quote(value: &str, text: &mut String) {
    text.push('"');
    for character in value.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\u{8}' => text.push_str("\\b"),
            '\u{C}' => text.push_str("\\f"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            control if control < ' ' => {
                // Writing to a text never fails.
                let _ = write!(text, "\\u{:04x}", u32::from(control));
            }
            other => text.push(other),
        }
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn texts_are_quoted_as_the_specification_lists() {
        for (text, quoted) in [
            ("", r#""""#),
            (r#"a"b\c"#, r#""a\"b\\c""#),
            ("\u{8}\u{C}\n\r\t", r#""\b\f\n\r\t""#),
            ("\0\u{1F}\u{7F}", "\"\\u0000\\u001f\u{7F}\""),
            ("\u{2028}/é𝓐", "\"\u{2028}/é𝓐\""),
        ] {
            let mut written = String::new();
            quote(text, &mut written);
            assert_eq!(written, quoted);
        }
    }
}
