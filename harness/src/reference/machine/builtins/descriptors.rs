//! `Object.defineProperty`, `Object.defineProperties` and `Object.getOwnPropertyDescriptors`.

use super::call::BuiltinCall;
use crate::reference::{
    Agent, Host, Value, Wording,
    completion::Abrupt,
    machine::{heap::Key, objects::is_object},
};

impl Agent {
    /// Object.defineProperty ( O, P, Attributes ) — <https://tc39.es/ecma262/#sec-object.defineproperty>
    pub(super) fn object_define(
        &mut self,
        host: &mut dyn Host,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        let object = call.argument(0);
        if !is_object(&object) {
            let message = match self.wording() {
                Wording::V8 => "Object.defineProperty called on non-object",
                Wording::JavaScriptCore => "Properties can only be defined on Objects.",
            };
            return Err(self.throw_type_error(message));
        }
        let key = self.to_property_key(host, &call.argument(1))?;
        let descriptor = self.to_descriptor(host, &call.argument(2))?;
        self.define_property_or_throw(host, &object, &key, descriptor)?;
        Ok(object)
    }

    /// DefinePropertyOrThrow ( O, P, desc ) — <https://tc39.es/ecma262/#sec-definepropertyorthrow>
    pub(super) fn define_property_or_throw(
        &mut self,
        host: &mut dyn Host,
        object: &Value,
        key: &Key,
        descriptor: super::Descriptor,
    ) -> Result<(), Abrupt> {
        let is_new = self.get_own_property(host, object, key)?.is_none();
        if !self.define_own_property(host, object, key.clone(), descriptor)? {
            let text = self.key_text(key);
            let wording = self.wording();
            let message = match (object, wording) {
                (Value::Namespace(_), Wording::V8) => wording.not_redefined(&text),
                _ if is_new => wording.not_defined_on(&text),
                // JavaScriptCore says what of the property would change.
                _ if wording == Wording::JavaScriptCore => return Err(Abrupt::Over),
                _ => wording.not_redefined(&text),
            };
            return Err(self.throw_type_error(&message));
        }
        Ok(())
    }

    /// Object.defineProperties ( O, Properties ) — <https://tc39.es/ecma262/#sec-object.defineproperties>
    pub(super) fn define_properties(
        &mut self,
        host: &mut dyn Host,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        let object = call.argument(0);
        if !is_object(&object) {
            return Err(Abrupt::Over);
        }
        self.object_define_properties(host, &object, &call.argument(1))
    }

    /// ObjectDefineProperties ( O, Properties ) — <https://tc39.es/ecma262/#sec-objectdefineproperties>
    pub(super) fn object_define_properties(
        &mut self,
        host: &mut dyn Host,
        object: &Value,
        properties: &Value,
    ) -> Result<Value, Abrupt> {
        // 1.
        let properties = self.to_object_like(properties)?;
        // 2.–4. All descriptors are read before the first is used.
        let mut descriptors = Vec::new();
        for key in self.enumerable_keys(host, &properties, true)? {
            self.machine.executed += 1;
            let value = self.get(host, &properties, &key)?;
            descriptors.push((key, self.to_descriptor(host, &value)?));
        }
        // 5.
        for (key, descriptor) in descriptors {
            self.define_property_or_throw(host, object, &key, descriptor)?;
        }
        Ok(object.clone())
    }

    /// Object.getOwnPropertyDescriptors ( O ) — <https://tc39.es/ecma262/#sec-object.getownpropertydescriptors>
    pub(super) fn own_descriptors(
        &mut self,
        host: &mut dyn Host,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        let object = self.to_object_like(&call.argument(0))?;
        self.require_known_keys(&object)?;
        let descriptors = self.new_object();
        for key in self.own_property_keys(host, &object)? {
            self.machine.executed += 1;
            if let Some(property) = self.get_own_property(host, &object, &key)? {
                let descriptor = self.from_property(property);
                self.define_plain(descriptors, Key::clone(&key), descriptor);
            }
        }
        Ok(Value::Object(descriptors))
    }
}
