//! Property keys: of values, and of objects.

use super::{conversions::Hint, heap::Key, objects::is_object};
use crate::reference::{Agent, Host, Value, completion::Abrupt};

#[expect(clippy::wrong_self_convention, reason = "abstract operations are named as in the specification")]
impl Agent {
    /// EnumerableOwnProperties ( object, key ), and with the symbols — <https://tc39.es/ecma262/#sec-enumerableownproperties>
    pub(in crate::reference) fn enumerable_keys(
        &mut self,
        host: &mut dyn Host,
        object: &Value,
        with_symbols: bool,
    ) -> Result<Vec<Key>, Abrupt> {
        let mut keys = self.own_property_keys(host, object)?;
        keys.retain(|key| with_symbols || key.as_str().is_some());
        let mut enumerable = Vec::with_capacity(keys.len());
        for key in keys {
            if self.get_own_property(host, object, &key)?.is_some_and(|property| property.enumerable) {
                enumerable.push(key);
            }
        }
        Ok(enumerable)
    }

    /// ToPropertyKey ( value ) — <https://tc39.es/ecma262/#sec-topropertykey>
    pub(super) fn to_property_key(&mut self, host: &mut dyn Host, value: &Value) -> Result<Key, Abrupt> {
        if let Value::Symbol(symbol) = value {
            return Ok(Key::Symbol(*symbol));
        }
        if is_object(value) {
            let primitive = self.to_primitive(host, value, Hint::String)?;
            if let Value::Symbol(symbol) = primitive {
                return Ok(Key::Symbol(symbol));
            }
            return Ok(Key::String(self.to_text(host, &primitive)?));
        }
        Ok(Key::String(self.to_text(host, value)?))
    }
}
