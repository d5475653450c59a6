//! Values of scripts, when a body sees them.

use std::rc::Rc;

use super::{heap::Callable, heap::Key, limits::MOST_NESTED};
use crate::{
    program,
    reference::{Agent, ContextId, Value},
};

impl Agent {
    /// A value as bodies see it. What they cannot see stays as it is.
    pub(in crate::reference) fn enter(&mut self, value: Value) -> Value {
        let Value::Plain(plain) = &value else { return value };
        let plain = Rc::clone(plain);
        let address = Rc::as_ptr(&plain);
        if let Some((_, entered)) = self.machine.entered.get(&address) {
            return entered.clone();
        }
        // The driver makes them, in its own context.
        let made = self.in_context(ContextId::default(), |agent| agent.made_of(&plain, 0));
        let entered = made.unwrap_or(value);
        self.machine.entered.insert(address, (plain, entered.clone()));
        entered
    }

    fn made_of(&mut self, value: &program::Value, depth: usize) -> Option<Value> {
        if depth > MOST_NESTED {
            return None;
        }
        Some(match value {
            program::Value::Undefined => Value::Undefined,
            program::Value::Null => Value::Null,
            program::Value::Bool(value) => Value::Boolean(*value),
            program::Value::Number(number) => Value::Number(*number),
            program::Value::String(text) => Value::String(text.as_str().into()),
            program::Value::BigInt(digits) => Value::BigInt(Rc::new(digits.parse().ok()?)),
            program::Value::Symbol(description) => self.machine.new_symbol(Some(description.as_str().into())),
            program::Value::Function => self.new_builtin(Callable::Scripted, "function", 0),
            program::Value::Array(items) => {
                let mut elements = Vec::with_capacity(items.len());
                for item in items {
                    elements.push(self.made_of(item, depth + 1)?);
                }
                self.new_array(elements).ok()?
            }
            program::Value::Object(properties) => {
                let object = self.new_object();
                for (key, item) in properties {
                    let item = self.made_of(item, depth + 1)?;
                    self.define_plain(object, Key::text(key), item);
                }
                Value::Object(object)
            }
            program::Value::ProxyOf(_) | program::Value::InheritsFrom(_) | program::Value::NamespaceOf(_) => {
                return None;
            }
        })
    }
}
