//! The internal methods of ordinary objects and arrays —
//! <https://tc39.es/ecma262/#sec-ordinary-object-internal-methods-and-internal-slots>.

use super::{
    ObjectId,
    builtins::Intrinsic,
    heap::{Content, Integrity, Key, Kind, PROPERTY_BYTES, Property},
};
use crate::reference::{Agent, Host, Quirk, Value, completion::Abrupt};

/// Why a property was not set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    ReadOnly,
    NotExtensible,
    OnlyGetter,
    Namespace,
    Primitive,
    /// The receiver, which is not the object that is written to, has the property and cannot change it.
    Receiver(ReceiverHas),
}

/// What a receiver has in the place of a property that is written through another object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReceiverHas {
    ReadOnly,
    Accessor,
    /// It is a namespace object, and this is its export with another value.
    Export,
    /// It is a namespace object without such an export.
    NoExport,
    /// It is a namespace object that is not asked.
    Unasked,
}

impl Agent {
    /// \[\[GetOwnProperty]] — <https://tc39.es/ecma262/#sec-ordinary-object-internal-methods-and-internal-slots-getownproperty-p>
    pub(super) fn get_own_property(
        &mut self,
        host: &mut dyn Host,
        object: &Value,
        key: &Key,
    ) -> Result<Option<Property>, Abrupt> {
        if let Value::Namespace(namespace) = object {
            return self.namespace_own_property(host, *namespace, key);
        }
        match self.object_of(object)? {
            Some(id) => self.own_property(id, key),
            None => self.own_property_of_primitive(object, key),
        }
    }

    pub(super) fn own_property(&mut self, id: ObjectId, key: &Key) -> Result<Option<Property>, Abrupt> {
        if let Kind::Array(array) = &self.machine.object(id).kind {
            if let Some(index) = key.index() {
                let value = array.elements.get(index as usize).cloned();
                let integrity = array.integrity;
                return Ok(value.map(|value| Property {
                    content: Content::Data { value, writable: integrity < Integrity::Frozen },
                    enumerable: true,
                    configurable: integrity < Integrity::Sealed,
                }));
            }
            if key.as_str() == Some("length") {
                #[expect(clippy::cast_precision_loss, reason = "an array has fewer than 2^32 elements")]
                let value = Value::Number(array.elements.len() as f64);
                let writable = array.integrity < Integrity::Frozen;
                let content = Content::Data { value, writable };
                return Ok(Some(Property { content, enumerable: false, configurable: false }));
            }
        }
        if let Some(property) = self.machine.object(id).properties.get(key) {
            return Ok(Some(property.clone()));
        }
        if let Some(intrinsic) = self.machine.object(id).intrinsic {
            return self.own_property_of_intrinsic(id, intrinsic, key);
        }
        self.check_unknown_own(id, key)?;
        Ok(None)
    }

    /// Own properties that engines give objects beyond the language.
    fn check_unknown_own(&self, id: ObjectId, key: &Key) -> Result<(), Abrupt> {
        match (&self.machine.object(id).kind, key.as_str()) {
            (Kind::Error(error), Some("toString"))
                if self.errors.get(*error).code.is_some()
                    && !self.plain_errors.contains(error)
                    && self.has(Quirk::CodeInErrorText) =>
            {
                Err(Abrupt::Over)
            }
            (
                Kind::Error(_),
                Some("stack" | "line" | "column" | "sourceURL" | "originalLine" | "originalColumn"),
            ) => Err(Abrupt::Over),
            _ => Ok(()),
        }
    }

    fn own_property_of_primitive(&mut self, value: &Value, key: &Key) -> Result<Option<Property>, Abrupt> {
        let Value::String(text) = value else { return Ok(None) };
        // Its code units are counted.
        self.spend_on_bytes(text.len())?;
        if key.as_str() == Some("length") {
            #[expect(clippy::cast_precision_loss, reason = "texts are shorter than 2^53")]
            let length = text.encode_utf16().count() as f64;
            let content = Content::Data { value: Value::Number(length), writable: false };
            return Ok(Some(Property { content, enumerable: false, configurable: false }));
        }
        let Some(index) = key.index() else { return Ok(None) };
        let Some(unit) = text.encode_utf16().nth(index as usize) else { return Ok(None) };
        // Half of a surrogate pair is a text that cannot be written down here.
        let Some(character) = char::from_u32(u32::from(unit)) else { return Err(Abrupt::Over) };
        let content = Content::Data { value: Value::String(character.to_string().into()), writable: false };
        Ok(Some(Property { content, enumerable: true, configurable: false }))
    }

    /// \[\[GetPrototypeOf]], of a primitive that of its wrapper.
    pub(super) fn get_prototype_of(&mut self, value: &Value) -> Result<Option<Value>, Abrupt> {
        if let Some(id) = self.object_of(value)? {
            return Ok(self.machine.object(id).prototype.clone());
        }
        Ok(match value {
            Value::String(_) => Some(self.intrinsic(Intrinsic::StringPrototype)),
            Value::Number(_) => Some(self.intrinsic(Intrinsic::NumberPrototype)),
            Value::Boolean(_) => Some(self.intrinsic(Intrinsic::BooleanPrototype)),
            Value::BigInt(_) => Some(self.intrinsic(Intrinsic::BigIntPrototype)),
            Value::Symbol(_) => Some(self.intrinsic(Intrinsic::SymbolPrototype)),
            Value::Namespace(namespace) => self.namespace_prototype(*namespace),
            _ => None,
        })
    }

    /// Get ( object, key ), and GetV for primitives — <https://tc39.es/ecma262/#sec-getv>. `undefined` and `null` have no
    /// properties; who must throw for them does so before.
    pub(in crate::reference) fn get(
        &mut self,
        host: &mut dyn Host,
        object: &Value,
        key: &Key,
    ) -> Result<Value, Abrupt> {
        self.get_with_receiver(host, object, key, object)
    }

    /// \[\[Get]] ( key, receiver )
    pub(super) fn get_with_receiver(
        &mut self,
        host: &mut dyn Host,
        object: &Value,
        key: &Key,
        receiver: &Value,
    ) -> Result<Value, Abrupt> {
        let mut current = object.clone();
        loop {
            if let Value::Namespace(namespace) = current {
                return self.namespace_get(host, namespace, key);
            }
            if matches!(current, Value::Module(_)) && key.as_str() == Some("setExport") {
                return Ok(self.set_export_method());
            }
            if let Some(property) = self.get_own_property(host, &current, key)? {
                return match property.content {
                    Content::Data { value, .. } => Ok(value),
                    Content::Accessor { get: None, .. } => Ok(Value::Undefined),
                    Content::Accessor { get: Some(getter), .. } => {
                        self.call(host, &getter, receiver.clone(), &[])
                    }
                };
            }
            match self.get_prototype_of(&current)? {
                Some(prototype) => {
                    self.spend(1)?;
                    current = prototype;
                }
                None if self.is_hidden_in_import_meta(&current, key) => return Err(Abrupt::Over),
                None => return Ok(Value::Undefined),
            }
        }
    }

    /// \[\[HasProperty]] ( key )
    pub(super) fn has_property(
        &mut self,
        host: &mut dyn Host,
        object: &Value,
        key: &Key,
    ) -> Result<bool, Abrupt> {
        let mut current = object.clone();
        loop {
            if let Value::Namespace(namespace) = current {
                return self.namespace_has(host, namespace, key);
            }
            if self.get_own_property(host, &current, key)?.is_some() {
                return Ok(true);
            }
            match self.get_prototype_of(&current)? {
                Some(prototype) => {
                    self.spend(1)?;
                    current = prototype;
                }
                None => return Ok(false),
            }
        }
    }

    /// Set ( object, key, value, true )
    pub(super) fn put(
        &mut self,
        host: &mut dyn Host,
        object: &Value,
        key: &Key,
        value: Value,
    ) -> Result<(), Abrupt> {
        match self.set(host, object, key, value)? {
            Ok(()) => Ok(()),
            Err(refusal) => Err(self.not_set(object, key, refusal)),
        }
    }

    /// Stores a property of an object that accepts it.
    pub(super) fn define(
        &mut self,
        id: ObjectId,
        key: Key,
        property: Property,
    ) -> Result<Result<(), Refusal>, Abrupt> {
        let object = self.machine.object_mut(id);
        if object.intrinsic.is_some_and(|intrinsic| intrinsic != Intrinsic::Global) {
            return Err(Abrupt::Over);
        }
        if let Kind::Array(array) = &mut object.kind {
            if key.as_str() == Some("length") {
                return self.set_array_length(id, &property);
            }
            if let Some(index) = key.index() {
                let plain = property.enumerable && property.configurable;
                let Content::Data { value, writable: true } = property.content else {
                    return Err(Abrupt::Over);
                };
                let (index, length) = (index as usize, array.elements.len());
                if index < length && array.integrity == Integrity::Sealed {
                    array.elements[index] = value;
                    return Ok(Ok(()));
                }
                if !plain || index > length {
                    return Err(Abrupt::Over);
                }
                if index < length {
                    array.elements[index] = value;
                } else {
                    array.elements.push(value);
                    self.machine.allocate(size_of::<Value>())?;
                }
                return Ok(Ok(()));
            }
        }
        self.store_property(id, key, property);
        Ok(Ok(()))
    }

    /// Puts a property where objects keep theirs.
    pub(super) fn store_property(&mut self, id: ObjectId, key: Key, property: Property) {
        if self.machine.object_mut(id).properties.insert(key, property).is_none() {
            self.machine.note(0, PROPERTY_BYTES);
        }
    }

    /// ArraySetLength for a shorter array; a longer one would have holes.
    fn set_array_length(&mut self, id: ObjectId, property: &Property) -> Result<Result<(), Refusal>, Abrupt> {
        let Content::Data { value: Value::Number(length), writable: true } = property.content else {
            return Err(Abrupt::Over);
        };
        let Kind::Array(array) = &mut self.machine.object_mut(id).kind else {
            return Err(Abrupt::Over);
        };
        let shorter = (0..=array.elements.len()).rev().find(|&shorter| {
            #[expect(clippy::cast_precision_loss, reason = "an array has fewer than 2^32 elements")]
            let shorter = shorter as f64;
            shorter.total_cmp(&length).is_eq()
        });
        match shorter {
            Some(shorter) if array.integrity == Integrity::None => {
                array.elements.truncate(shorter);
                Ok(Ok(()))
            }
            _ => Err(Abrupt::Over),
        }
    }

    /// \[\[Delete]] ( key ): whether it was deleted, or was not there.
    pub(super) fn delete(&mut self, host: &mut dyn Host, object: &Value, key: &Key) -> Result<bool, Abrupt> {
        if let Value::Namespace(namespace) = object {
            return self.namespace_delete(host, *namespace, key);
        }
        let Some(property) = self.get_own_property(host, object, key)? else { return Ok(true) };
        if !property.configurable {
            return Ok(false);
        }
        let Some(id) = self.object_of(object)? else { return Ok(false) };
        let object = self.machine.object_mut(id);
        let is_element = matches!(object.kind, Kind::Array(_)) && key.index().is_some();
        if is_element || object.intrinsic.is_some_and(|intrinsic| intrinsic.has_own(key)) {
            return Err(Abrupt::Over);
        }
        // Those behind it move up.
        let moved = object.properties.len() * PROPERTY_BYTES;
        object.properties.shift_remove(key);
        self.spend_on_bytes(moved)?;
        Ok(true)
    }

    /// \[\[IsExtensible]]
    pub(super) fn is_extensible(&mut self, object: &Value) -> Result<bool, Abrupt> {
        Ok(match self.object_of(object)? {
            Some(id) => self.machine.object(id).extensible,
            None => false,
        })
    }
}
