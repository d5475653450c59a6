//! Conversions between types — <https://tc39.es/ecma262/#sec-type-conversion>.

#![expect(clippy::wrong_self_convention, reason = "abstract operations are named as in the specification")]

use std::rc::Rc;

use super::{
    heap::{Content, Key, TO_PRIMITIVE},
    numbers::{number_to_text, text_to_number},
    objects::is_object,
};
use crate::reference::{Agent, Host, Quirk, Value, completion::Abrupt};

/// Which primitive is wanted of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hint {
    Default,
    Number,
    String,
}

impl Agent {
    /// ToPrimitive ( input, preferredType ) — <https://tc39.es/ecma262/#sec-toprimitive>
    pub(super) fn to_primitive(
        &mut self,
        host: &mut dyn Host,
        value: &Value,
        hint: Hint,
    ) -> Result<Value, Abrupt> {
        if !is_object(value) {
            return Ok(value.clone());
        }
        // 1.a.
        let exotic = self.get(host, value, &Key::Symbol(TO_PRIMITIVE))?;
        if matches!(exotic, Value::Undefined | Value::Null) {
            // 1.c. and 1.d.
            return self.ordinary_to_primitive(host, value, hint);
        }
        if self.callable(&exotic).is_none() {
            return Err(self.no_conversion_method(&exotic));
        }
        // 1.b.i.–1.b.iii.
        let hint = match hint {
            Hint::Default => "default",
            Hint::Number => "number",
            Hint::String => "string",
        };
        // 1.b.iv.
        let result = self.call(host, &exotic, value.clone(), &[Value::String(hint.into())])?;
        // 1.b.v. and 1.b.vi.
        if is_object(&result) { Err(self.converted_to_object()) } else { Ok(result) }
    }

    /// OrdinaryToPrimitive ( O, hint ) — <https://tc39.es/ecma262/#sec-ordinarytoprimitive>
    fn ordinary_to_primitive(
        &mut self,
        host: &mut dyn Host,
        value: &Value,
        hint: Hint,
    ) -> Result<Value, Abrupt> {
        if hint == Hint::String
            && self.has(Quirk::CodeInErrorText)
            && let Some(text) = self.text_of_coded_error(host, value)?
        {
            return self.new_text(&text);
        }
        // 1. and 2.
        let methods = if hint == Hint::String { ["toString", "valueOf"] } else { ["valueOf", "toString"] };
        // 3.
        for method in methods {
            let function = self.get(host, value, &Key::text(method))?;
            if self.callable(&function).is_some() {
                let result = self.call(host, &function, value.clone(), &[])?;
                if !is_object(&result) {
                    return Ok(result);
                }
            }
        }
        // 4.
        Err(self.no_primitive())
    }

    /// The text of an error with a code, where it is known. It is not when the program has changed what the text is made of.
    fn text_of_coded_error(&mut self, host: &mut dyn Host, value: &Value) -> Result<Option<String>, Abrupt> {
        let Value::Error(id) = *value else { return Ok(None) };
        let Some(code) = self.errors.get(id).code.filter(|_| !self.plain_errors.contains(&id)) else {
            return Ok(None);
        };
        let object = self.object_of_error(id);
        let properties = &self.machine.object(object).properties;
        let own_code = properties.get(&Key::text("code")).map(|property| &property.content);
        let is_changed = properties.contains_key(&Key::text("toString"))
            || !matches!(own_code, Some(Content::Data { value: Value::String(own), .. }) if **own == *code);
        if is_changed {
            return Ok(None);
        }
        let [name, message] = ["name", "message"].map(Key::text);
        let (name, message) = (self.get(host, value, &name)?, self.get(host, value, &message)?);
        let (name, message) = (self.to_text(host, &name)?, self.to_text(host, &message)?);
        Ok(Some(format!("{name} [{code}]: {message}")))
    }

    /// ToString ( argument ) — <https://tc39.es/ecma262/#sec-tostring>
    pub(in crate::reference) fn to_text(
        &mut self,
        host: &mut dyn Host,
        value: &Value,
    ) -> Result<Rc<str>, Abrupt> {
        Ok(match value {
            Value::Undefined => "undefined".into(),
            Value::Null => "null".into(),
            Value::Boolean(value) => value.to_string().into(),
            Value::Number(number) => number_to_text(*number).into(),
            Value::String(text) => Rc::clone(text),
            Value::BigInt(number) => number.to_string().into(),
            Value::Symbol(_) => return Err(self.symbol_to("string")),
            _ => {
                let primitive = self.to_primitive(host, value, Hint::String)?;
                return self.to_text(host, &primitive);
            }
        })
    }

    /// ToNumeric ( value ) — <https://tc39.es/ecma262/#sec-tonumeric>: a Number or a BigInt.
    pub(super) fn to_numeric(&mut self, host: &mut dyn Host, value: &Value) -> Result<Value, Abrupt> {
        let primitive = self.to_primitive(host, value, Hint::Number)?;
        match primitive {
            Value::BigInt(_) => Ok(primitive),
            other => self.to_number(host, &other).map(Value::Number),
        }
    }

    /// ToNumber ( argument ) — <https://tc39.es/ecma262/#sec-tonumber>
    pub(super) fn to_number(&mut self, host: &mut dyn Host, value: &Value) -> Result<f64, Abrupt> {
        Ok(match value {
            Value::Undefined => f64::NAN,
            Value::Null | Value::Boolean(false) => 0.0,
            Value::Boolean(true) => 1.0,
            Value::Number(number) => *number,
            Value::String(text) => {
                self.spend_on_bytes(text.len())?;
                text_to_number(text)
            }
            Value::Symbol(_) => return Err(self.symbol_to("number")),
            Value::BigInt(_) => return Err(self.big_to_number()),
            _ => {
                let primitive = self.to_primitive(host, value, Hint::Number)?;
                return self.to_number(host, &primitive);
            }
        })
    }

    /// ToIntegerOrInfinity ( argument ) — <https://tc39.es/ecma262/#sec-tointegerorinfinity>
    pub(super) fn to_integer(&mut self, host: &mut dyn Host, value: &Value) -> Result<f64, Abrupt> {
        let number = self.to_number(host, value)?;
        Ok(if number.is_nan() { 0.0 } else { number.trunc() + 0.0 })
    }

    /// `typeof` — <https://tc39.es/ecma262/#sec-typeof-operator>
    pub(super) fn type_of(&self, value: &Value) -> Result<Value, Abrupt> {
        Ok(Value::String(
            match value {
                Value::Undefined => "undefined",
                Value::Boolean(_) => "boolean",
                Value::Number(_) => "number",
                Value::String(_) => "string",
                Value::BigInt(_) => "bigint",
                Value::Symbol(_) => "symbol",
                Value::Object(_) if self.callable(value).is_some() => "function",
                Value::Null
                | Value::Object(_)
                | Value::Error(_)
                | Value::Promise(_)
                | Value::Namespace(_)
                | Value::Module(_)
                | Value::Like(..) => "object",
                Value::Plain(_) => return Err(Abrupt::Over),
            }
            .into(),
        ))
    }
}
