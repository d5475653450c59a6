//! What arrays do with the texts of their elements — <https://tc39.es/ecma262/#sec-array.prototype.join>,
//! <https://tc39.es/ecma262/#sec-array.prototype.sort>.

use std::rc::Rc;

use super::{Native, call::BuiltinCall};
use crate::reference::{
    Agent, Host, Value,
    completion::Abrupt,
    machine::heap::{Integrity, Key, Kind},
};

impl Agent {
    pub(super) fn array_join(
        &mut self,
        host: &mut dyn Host,
        native: Native,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        // 2. The elements are read one after the other, each when its turn comes.
        let length = self.length_of_array(&call.this)?;
        let separator = match call.argument(0) {
            Value::Undefined => ",".into(),
            _ if native == Native::ArrayToString => ",".into(),
            other => self.to_text(host, &other)?,
        };
        // An array that holds itself has an empty text there, in every engine.
        if self.machine.joining.contains(&call.this) {
            return Ok(Value::String("".into()));
        }
        self.machine.joining.push(call.this.clone());
        let mut text = String::new();
        let mut outcome = Ok(());
        for index in 0..length {
            let part = self.joined_element(host, &call.this, index, &separator);
            match part {
                Ok(part) => {
                    if index > 0 {
                        text.push_str(&separator);
                    }
                    text.push_str(&part);
                }
                Err(abrupt) => {
                    outcome = Err(abrupt);
                    break;
                }
            }
        }
        self.machine.joining.pop();
        outcome?;
        Ok(Value::String(text.into()))
    }

    /// The text of an element in that of its array.
    fn joined_element(
        &mut self,
        host: &mut dyn Host,
        array: &Value,
        index: usize,
        separator: &str,
    ) -> Result<Rc<str>, Abrupt> {
        self.spend(1)?;
        let part = match self.get(host, array, &Key::text(&index.to_string()))? {
            Value::Undefined | Value::Null => "".into(),
            element => self.to_text(host, &element)?,
        };
        self.machine.allocate(part.len() + separator.len())?;
        Ok(part)
    }

    /// sort ( ) without comparison; which elements a given one is asked for differs from engine to engine.
    pub(super) fn array_sort(
        &mut self,
        host: &mut dyn Host,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        if call.argument(0) != Value::Undefined {
            return Err(Abrupt::Over);
        }
        let elements = self.elements(call)?;
        let texts = elements.iter().map(|element| match element {
            Value::String(text) => text.len(),
            _ => 1,
        });
        // Each is compared with as many others as their number has digits.
        let bytes = texts.sum::<usize>().saturating_mul(elements.len().max(1).ilog2() as usize);
        self.spend(elements.len())?;
        self.spend_on_bytes(bytes)?;
        let mut keyed: Vec<(Option<Rc<str>>, Value)> = Vec::with_capacity(elements.len());
        for element in elements {
            let text = match &element {
                Value::Undefined => None,
                Value::String(_) | Value::Number(_) | Value::Boolean(_) | Value::Null | Value::BigInt(_) => {
                    Some(self.to_text(host, &element)?)
                }
                _ => return Err(Abrupt::Over),
            };
            keyed.push((text, element));
        }
        keyed.sort_by(|(one, _), (other, _)| match (one, other) {
            (Some(one), Some(other)) => one.encode_utf16().cmp(other.encode_utf16()),
            (one, other) => one.is_none().cmp(&other.is_none()),
        });
        let Value::Object(id) = call.this else { return Err(Abrupt::Over) };
        let Kind::Array(array) = &mut self.machine.object_mut(id).kind else {
            return Err(Abrupt::Over);
        };
        if array.integrity == Integrity::Frozen {
            return Err(Abrupt::Over);
        }
        array.elements = keyed.into_iter().map(|(_, element)| element).collect();
        Ok(call.this.clone())
    }
}
