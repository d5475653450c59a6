//! `Object` and `Object.prototype` — <https://tc39.es/ecma262/#sec-object-objects>.

#![expect(clippy::wrong_self_convention, reason = "abstract operations are named as in the specification")]

use super::{Intrinsic, Native, call::BuiltinCall};
use crate::reference::{
    Agent, Host, Quirk, Value, Wording,
    completion::Abrupt,
    machine::{
        errors::Quoted,
        heap::{Content, Key, Kind, TO_STRING_TAG},
        objects::is_object,
    },
};

impl Agent {
    /// ToObject, as far as the wrapper of a primitive cannot be told from the primitive.
    pub(super) fn to_object_like(&mut self, value: &Value) -> Result<Value, Abrupt> {
        match (value, self.wording()) {
            (Value::Undefined | Value::Null, Wording::V8) => {
                Err(self.throw_type_error("Cannot convert undefined or null to object"))
            }
            (Value::Undefined | Value::Null, Wording::JavaScriptCore) => Err(Abrupt::Over),
            (other, _) => Ok(other.clone()),
        }
    }

    /// Object ( value ) — <https://tc39.es/ecma262/#sec-object-value>
    pub(super) fn object_constructor(
        &mut self,
        host: &mut dyn Host,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        // 1. As the parent of a class it makes an ordinary object, whatever it is given.
        if let Some(target) = call.new_target
            && *target != self.intrinsic(Intrinsic::Object)
        {
            return self.ordinary_create_from_constructor(host, target).map(Value::Object);
        }
        match call.argument(0) {
            Value::Undefined | Value::Null => Ok(Value::Object(self.new_object())),
            value if is_object(&value) => Ok(value),
            _ => Err(Abrupt::Over),
        }
    }

    /// Object.keys, Object.values, Object.entries
    pub(super) fn object_listing(
        &mut self,
        host: &mut dyn Host,
        native: Native,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        let object = self.to_object_like(&call.argument(0))?;
        let mut list = Vec::new();
        for key in self.own_property_keys(host, &object)? {
            let Key::String(name) = &key else { continue };
            let name = Value::String(name.clone());
            let property = self.listed_property(host, native, &object, &key)?;
            if !property {
                continue;
            }
            list.push(match native {
                Native::Keys => name,
                Native::Values => self.get(host, &object, &key)?,
                _ => {
                    let value = self.get(host, &object, &key)?;
                    self.new_array(vec![name, value])?
                }
            });
        }
        self.new_array(list)
    }

    /// Whether a listing has the property.
    fn listed_property(
        &mut self,
        host: &mut dyn Host,
        native: Native,
        object: &Value,
        key: &Key,
    ) -> Result<bool, Abrupt> {
        // V8 words an export before its declaration in Object.keys as it does where the export is read.
        if let (Native::Keys, Value::Namespace(namespace)) = (native, object) {
            self.namespace_get(host, *namespace, key)?;
        }
        Ok(self.get_own_property(host, object, key)?.is_some_and(|property| property.enumerable))
    }

    pub(super) fn object_from_entries(
        &mut self,
        host: &mut dyn Host,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        let mut iteration = self.get_iterator(host, &call.argument(0), Quoted::Builtin)?;
        let object = self.new_object();
        while let Some(entry) = self.iterate(host, &mut iteration)? {
            if !is_object(&entry) {
                return Err(Abrupt::Over);
            }
            let key = self.get(host, &entry, &Key::text("0"))?;
            let value = self.get(host, &entry, &Key::text("1"))?;
            let key = self.to_property_key(host, &key)?;
            self.define_plain(object, key, value);
        }
        Ok(Value::Object(object))
    }

    pub(super) fn object_assign(
        &mut self,
        host: &mut dyn Host,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        let target = self.to_object_like(&call.argument(0))?;
        if !is_object(&target) {
            return Err(Abrupt::Over);
        }
        for source in call.arguments.iter().skip(1) {
            for key in self.own_property_keys(host, source)? {
                let own = self.get_own_property(host, source, &key)?;
                if own.is_some_and(|property| property.enumerable) {
                    let value = self.get(host, source, &key)?;
                    self.put(host, &target, &key, value)?;
                }
            }
        }
        Ok(target)
    }

    /// Object.freeze, Object.seal
    pub(super) fn set_integrity(
        &mut self,
        host: &mut dyn Host,
        call: &BuiltinCall<'_>,
        frozen: bool,
    ) -> Result<Value, Abrupt> {
        let value = call.argument(0);
        if is_object(&value) {
            self.set_integrity_level(host, &value, frozen)?;
        }
        Ok(value)
    }

    /// TestIntegrityLevel ( O, level ) — <https://tc39.es/ecma262/#sec-testintegritylevel>
    pub(super) fn test_integrity(
        &mut self,
        host: &mut dyn Host,
        call: &BuiltinCall<'_>,
        frozen: bool,
    ) -> Result<Value, Abrupt> {
        let value = call.argument(0);
        if !is_object(&value) {
            return Ok(Value::Boolean(true));
        }
        if self.is_extensible(&value)? {
            return Ok(Value::Boolean(false));
        }
        for key in self.own_property_keys(host, &value)? {
            let Some(property) = self.get_own_property(host, &value, &key)? else { continue };
            let writable = matches!(property.content, Content::Data { writable: true, .. });
            if property.configurable || (frozen && writable) {
                return Ok(Value::Boolean(false));
            }
        }
        Ok(Value::Boolean(true))
    }

    pub(super) fn object_prevent_extensions(&mut self, call: &BuiltinCall<'_>) -> Result<Value, Abrupt> {
        let value = call.argument(0);
        self.prevent_extensions(&value)?;
        Ok(value)
    }

    pub(super) fn prevent_extensions(&mut self, value: &Value) -> Result<(), Abrupt> {
        if let Some(id) = self.object_of(value)? {
            self.machine.object_mut(id).extensible = false;
        }
        Ok(())
    }

    /// Object.getOwnPropertyNames, Object.getOwnPropertySymbols
    pub(super) fn own_names(
        &mut self,
        host: &mut dyn Host,
        native: Native,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        let object = self.to_object_like(&call.argument(0))?;
        self.require_known_keys(&object)?;
        let keys = self.own_property_keys(host, &object)?.into_iter().filter_map(|key| match key {
            Key::String(name) if native == Native::OwnNames => Some(Value::String(name)),
            Key::Symbol(symbol) if native == Native::OwnSymbols => Some(Value::Symbol(symbol)),
            _ => None,
        });
        self.new_array(keys.collect())
    }

    /// Errors have own properties that are not enumerable and differ from engine to engine, and so do functions.
    pub(super) fn require_known_keys(&self, value: &Value) -> Result<(), Abrupt> {
        if matches!(value, Value::Error(_)) || self.callable(value).is_some() {
            return Err(Abrupt::Over);
        }
        Ok(())
    }

    pub(super) fn own_descriptor(
        &mut self,
        host: &mut dyn Host,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        let object = self.to_object_like(&call.argument(0))?;
        let key = self.to_property_key(host, &call.argument(1))?;
        Ok(match self.get_own_property(host, &object, &key)? {
            Some(property) => self.from_property(property),
            None => Value::Undefined,
        })
    }

    pub(super) fn object_get_prototype(&mut self, call: &BuiltinCall<'_>) -> Result<Value, Abrupt> {
        let object = self.to_object_like(&call.argument(0))?;
        Ok(self.get_prototype_of(&object)?.unwrap_or(Value::Null))
    }

    pub(super) fn object_set_prototype(&mut self, call: &BuiltinCall<'_>) -> Result<Value, Abrupt> {
        let object = call.argument(0);
        // 1.
        if matches!(object, Value::Undefined | Value::Null) {
            let message = match self.wording() {
                Wording::V8 => "Object.setPrototypeOf called on null or undefined",
                Wording::JavaScriptCore => "Cannot set prototype of undefined or null",
            };
            return Err(self.throw_type_error(message));
        }
        // 2.
        let prototype = match call.argument(1) {
            Value::Null => None,
            other if is_object(&other) => Some(other),
            other => {
                let message = self.no_prototype(&other).ok_or(Abrupt::Over)?;
                return Err(self.throw_type_error(&message));
            }
        };
        if self.set_prototype_of(&object, prototype)? {
            return Ok(object);
        }
        match (&object, self.wording()) {
            (Value::Namespace(namespace), Wording::V8) => {
                let message = format!("{} is not extensible", self.namespace_text(*namespace));
                Err(self.throw_type_error(&message))
            }
            (Value::Namespace(_), Wording::JavaScriptCore) => {
                Err(self.throw_type_error("Cannot set prototype of immutable prototype object"))
            }
            _ => Err(Abrupt::Over),
        }
    }

    /// \[\[SetPrototypeOf]]: whether it was set.
    pub(super) fn set_prototype_of(
        &mut self,
        object: &Value,
        prototype: Option<Value>,
    ) -> Result<bool, Abrupt> {
        if let Value::Namespace(namespace) = object {
            return Ok(prototype == self.namespace_prototype(*namespace));
        }
        let Some(id) = self.object_of(object)? else { return Ok(true) };
        if self.machine.object(id).prototype == prototype {
            return Ok(true);
        }
        let record = self.machine.object(id);
        if record.intrinsic.is_some() {
            return Err(Abrupt::Over);
        }
        if !record.extensible {
            return Ok(false);
        }
        let mut ancestor = prototype.clone();
        while let Some(current) = ancestor {
            self.spend(1)?;
            if current == *object {
                return Ok(false);
            }
            ancestor = self.get_prototype_of(&current)?;
        }
        self.machine.object_mut(id).prototype = prototype;
        Ok(true)
    }

    pub(super) fn object_create(
        &mut self,
        host: &mut dyn Host,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        let prototype = match call.argument(0) {
            Value::Null => None,
            other if is_object(&other) => Some(other),
            _ => return Err(Abrupt::Over),
        };
        let object = Value::Object(self.new_object_with(prototype));
        match call.argument(1) {
            Value::Undefined => Ok(object),
            properties => self.object_define_properties(host, &object, &properties),
        }
    }

    /// Object.prototype.toString ( ) — <https://tc39.es/ecma262/#sec-object.prototype.tostring>
    pub(super) fn object_to_string(&mut self, host: &mut dyn Host, this: &Value) -> Result<Value, Abrupt> {
        let builtin = match this {
            Value::Undefined => return Ok(Value::String("[object Undefined]".into())),
            Value::Null => return Ok(Value::String("[object Null]".into())),
            Value::Boolean(_) => "Boolean",
            Value::Number(_) => "Number",
            Value::String(_) => "String",
            Value::Error(_) => "Error",
            _ if self.array(this).is_some() => "Array",
            _ if self.callable(this).is_some() => "Function",
            Value::Object(id) if matches!(self.machine.object(*id).kind, Kind::Arguments) => "Arguments",
            Value::Object(id) if self.has(Quirk::ImportMetaTagged) && self.is_import_meta(*id) => {
                "ImportMeta"
            }
            _ => "Object",
        };
        if let Value::Object(id) = this
            && let Some(Intrinsic::FunctionPrototype | Intrinsic::ArrayPrototype | Intrinsic::StringPrototype) =
                self.machine.object(*id).intrinsic
        {
            return Err(Abrupt::Over);
        }
        let tag = match self.get(host, this, &Key::Symbol(TO_STRING_TAG))? {
            Value::String(tag) => tag,
            _ => builtin.into(),
        };
        self.new_text(&format!("[object {tag}]"))
    }
}
