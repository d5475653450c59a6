//! Property keys: of values, and of objects.

use super::{
    conversions::Hint,
    heap::{Key, Kind},
    objects::is_object,
};
use crate::reference::{Agent, Host, Value, completion::Abrupt};

#[expect(clippy::wrong_self_convention, reason = "abstract operations are named as in the specification")]
impl Agent {
    /// \[\[OwnPropertyKeys]] — <https://tc39.es/ecma262/#sec-ordinaryownpropertykeys>
    pub(super) fn own_property_keys(
        &mut self,
        host: &mut dyn Host,
        object: &Value,
    ) -> Result<Vec<Key>, Abrupt> {
        if let Value::Namespace(namespace) = object {
            return self.namespace_keys_of(host, *namespace);
        }
        let mut keys = Vec::new();
        if let Value::String(text) = object {
            self.spend(text.len())?;
            keys.extend((0..text.encode_utf16().count()).map(|index| Key::text(&index.to_string())));
            keys.push(Key::text("length"));
        }
        let Some(id) = self.object_of(object)? else { return Ok(keys) };
        let object = self.machine.object(id);
        if object.intrinsic.is_some() {
            return Err(Abrupt::Over);
        }
        let own_count = object.properties.len();
        if let Kind::Array(array) = &object.kind {
            keys.extend((0..array.elements.len()).map(|index| Key::text(&index.to_string())));
            keys.push(Key::text("length"));
        }
        let own = object.properties.keys();
        let mut indices: Vec<&Key> = own.clone().filter(|key| key.index().is_some()).collect();
        indices.sort_by_key(|key| key.index());
        let strings = own.clone().filter(|key| key.index().is_none() && key.as_str().is_some());
        let symbols = own.filter(|key| key.as_str().is_none());
        keys.extend(indices.into_iter().chain(strings).chain(symbols).cloned());
        self.spend(own_count.max(keys.len()))?;
        Ok(keys)
    }

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

    /// EnumerableOwnProperties ( object, key+value ) — <https://tc39.es/ecma262/#sec-enumerableownproperties>: each property is
    /// looked up when those before it have been read.
    pub(in crate::reference) fn enumerable_entries(
        &mut self,
        host: &mut dyn Host,
        object: &Value,
    ) -> Result<Vec<(Key, Value)>, Abrupt> {
        let keys = self.own_property_keys(host, object)?;
        let mut entries = Vec::with_capacity(keys.len());
        for key in keys {
            if key.as_str().is_some()
                && self.get_own_property(host, object, &key)?.is_some_and(|property| property.enumerable)
            {
                let value = self.get(host, object, &key)?;
                entries.push((key, value));
            }
        }
        Ok(entries)
    }

    /// ToPropertyKey ( value ) — <https://tc39.es/ecma262/#sec-topropertykey>
    pub(super) fn to_property_key(&mut self, host: &mut dyn Host, value: &Value) -> Result<Key, Abrupt> {
        if let Value::Symbol(symbol) = value {
            return Ok(Key::Symbol(*symbol));
        }
        if let Value::String(text) = value {
            self.spend_on_bytes(text.len())?;
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
