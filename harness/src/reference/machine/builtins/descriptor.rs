//! Property descriptors as objects — <https://tc39.es/ecma262/#sec-property-descriptor-specification-type>.

#![expect(clippy::wrong_self_convention, reason = "abstract operations are named as in the specification")]

use crate::reference::{
    Agent, Host, Value, Wording,
    completion::Abrupt,
    machine::{
        heap::{Content, Integrity, Key, Kind, Property},
        instructions::to_boolean,
        objects::is_object,
        operators::same_value,
    },
};

/// A Property Descriptor; what is `None` is absent.
#[derive(Clone, Debug, Default)]
pub(in crate::reference::machine) struct Descriptor {
    pub(in crate::reference::machine) value: Option<Value>,
    pub(in crate::reference::machine) writable: Option<bool>,
    /// `Some(None)` is `undefined`.
    #[expect(clippy::option_option, reason = "an absent field is not one that is `undefined`")]
    pub(in crate::reference::machine) get: Option<Option<Value>>,
    #[expect(clippy::option_option, reason = "an absent field is not one that is `undefined`")]
    pub(in crate::reference::machine) set: Option<Option<Value>>,
    pub(in crate::reference::machine) enumerable: Option<bool>,
    pub(in crate::reference::machine) configurable: Option<bool>,
}

impl Agent {
    /// ToPropertyDescriptor ( object ) — <https://tc39.es/ecma262/#sec-topropertydescriptor>
    pub(super) fn to_descriptor(&mut self, host: &mut dyn Host, value: &Value) -> Result<Descriptor, Abrupt> {
        if !is_object(value) {
            return Err(match (self.wording(), value) {
                (Wording::JavaScriptCore, _) => {
                    self.throw_type_error("Property description must be an object.")
                }
                (Wording::V8, Value::Undefined) => {
                    self.throw_type_error("Property description must be an object: undefined")
                }
                _ => Abrupt::Over,
            });
        }
        let mut descriptor = Descriptor::default();
        let mut field = |agent: &mut Self, name: &str| {
            let key = Key::text(name);
            let present = agent.has_property(host, value, &key)?;
            Ok::<_, Abrupt>(if present { Some(agent.get(host, value, &key)?) } else { None })
        };
        descriptor.enumerable = field(self, "enumerable")?.map(|value| to_boolean(&value));
        descriptor.configurable = field(self, "configurable")?.map(|value| to_boolean(&value));
        descriptor.value = field(self, "value")?;
        descriptor.writable = field(self, "writable")?.map(|value| to_boolean(&value));
        for name in ["get", "set"] {
            let accessor = match field(self, name)? {
                None => continue,
                Some(Value::Undefined) => None,
                Some(function) if self.callable(&function).is_some() => Some(function),
                Some(_) => return Err(Abrupt::Over),
            };
            if name == "get" { descriptor.get = Some(accessor) } else { descriptor.set = Some(accessor) }
        }
        let is_accessor = descriptor.get.is_some() || descriptor.set.is_some();
        if is_accessor && (descriptor.value.is_some() || descriptor.writable.is_some()) {
            return Err(Abrupt::Over);
        }
        Ok(descriptor)
    }

    /// FromPropertyDescriptor ( descriptor ) — <https://tc39.es/ecma262/#sec-frompropertydescriptor>
    pub(super) fn from_property(&mut self, property: Property) -> Value {
        let object = self.new_object();
        match property.content {
            Content::Data { value, writable } => {
                self.define_plain(object, Key::text("value"), value);
                self.define_plain(object, Key::text("writable"), Value::Boolean(writable));
            }
            Content::Accessor { get, set } => {
                self.define_plain(object, Key::text("get"), get.unwrap_or(Value::Undefined));
                self.define_plain(object, Key::text("set"), set.unwrap_or(Value::Undefined));
            }
        }
        self.define_plain(object, Key::text("enumerable"), Value::Boolean(property.enumerable));
        self.define_plain(object, Key::text("configurable"), Value::Boolean(property.configurable));
        Value::Object(object)
    }

    /// \[\[DefineOwnProperty]], ValidateAndApplyPropertyDescriptor —
    /// <https://tc39.es/ecma262/#sec-validateandapplypropertydescriptor>: whether it was defined.
    pub(in crate::reference::machine) fn define_own_property(
        &mut self,
        host: &mut dyn Host,
        object: &Value,
        key: Key,
        wanted: Descriptor,
    ) -> Result<bool, Abrupt> {
        if let Value::Namespace(namespace) = object {
            return self.namespace_define(host, *namespace, &key, &wanted);
        }
        let Some(id) = self.object_of(object)? else { return Err(Abrupt::Over) };
        let is_accessor = wanted.get.is_some() || wanted.set.is_some();
        let current = self.own_property(id, &key)?;
        let Some(current) = current else {
            if !self.machine.object(id).extensible {
                return Ok(false);
            }
            let content = if is_accessor {
                Content::Accessor { get: wanted.get.flatten(), set: wanted.set.flatten() }
            } else {
                let value = wanted.value.unwrap_or(Value::Undefined);
                Content::Data { value, writable: wanted.writable.unwrap_or(false) }
            };
            let property = Property {
                content,
                enumerable: wanted.enumerable.unwrap_or(false),
                configurable: wanted.configurable.unwrap_or(false),
            };
            return self.define(id, key, property).map(|outcome| outcome.is_ok());
        };
        if !current.configurable && !is_allowed(&current, &wanted, is_accessor) {
            return Ok(false);
        }
        let content = match current.content {
            Content::Data { value, writable } if !is_accessor => Content::Data {
                value: wanted.value.unwrap_or(value),
                writable: wanted.writable.unwrap_or(writable),
            },
            Content::Accessor { get, set } if wanted.value.is_none() && wanted.writable.is_none() => {
                Content::Accessor { get: wanted.get.unwrap_or(get), set: wanted.set.unwrap_or(set) }
            }
            _ if is_accessor => Content::Accessor { get: wanted.get.flatten(), set: wanted.set.flatten() },
            _ => Content::Data {
                value: wanted.value.unwrap_or(Value::Undefined),
                writable: wanted.writable.unwrap_or(false),
            },
        };
        let property = Property {
            content,
            enumerable: wanted.enumerable.unwrap_or(current.enumerable),
            configurable: wanted.configurable.unwrap_or(current.configurable),
        };
        self.define(id, key, property).map(|outcome| outcome.is_ok())
    }

    /// SetIntegrityLevel ( O, level ) — <https://tc39.es/ecma262/#sec-setintegritylevel>
    pub(super) fn set_integrity_level(
        &mut self,
        host: &mut dyn Host,
        object: &Value,
        frozen: bool,
    ) -> Result<bool, Abrupt> {
        if !matches!(object, Value::Namespace(_)) {
            let Some(id) = self.object_of(object)? else { return Err(Abrupt::Over) };
            self.spend(self.machine.object(id).properties.len())?;
            let object = self.machine.object_mut(id);
            if object.intrinsic.is_some() {
                return Err(Abrupt::Over);
            }
            object.extensible = false;
            let level = if frozen { Integrity::Frozen } else { Integrity::Sealed };
            if let Kind::Array(array) = &mut object.kind {
                array.integrity = array.integrity.max(level);
            }
            for property in object.properties.values_mut() {
                property.configurable = false;
                if let (true, Content::Data { writable, .. }) = (frozen, &mut property.content) {
                    *writable = false;
                }
            }
            return Ok(true);
        }
        for key in self.own_property_keys(host, object)? {
            let mut wanted = Descriptor { configurable: Some(false), ..Descriptor::default() };
            if frozen && self.get_own_property(host, object, &key)?.is_some() {
                wanted.writable = Some(false);
            }
            if !self.define_own_property(host, object, key.clone(), wanted)? {
                let text = self.key_text(&key);
                let wording = self.wording();
                let message =
                    if frozen { wording.export_not_frozen(&text) } else { wording.not_redefined(&text) };
                return Err(self.throw_type_error(&message));
            }
        }
        Ok(true)
    }
}

/// Whether a property that is not configurable may be defined like this.
fn is_allowed(current: &Property, wanted: &Descriptor, is_accessor: bool) -> bool {
    if wanted.configurable == Some(true)
        || wanted.enumerable.is_some_and(|wanted| wanted != current.enumerable)
    {
        return false;
    }
    match &current.content {
        Content::Data { value, writable } => {
            !is_accessor
                && (*writable
                    || (wanted.writable != Some(true)
                        && wanted.value.as_ref().is_none_or(|wanted| same_value(wanted, value))))
        }
        Content::Accessor { get, set } => {
            wanted.value.is_none()
                && wanted.writable.is_none()
                && wanted.get.as_ref().is_none_or(|wanted| wanted == get)
                && wanted.set.as_ref().is_none_or(|wanted| wanted == set)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(value: f64, writable: bool) -> Property {
        Property {
            content: Content::Data { value: Value::Number(value), writable },
            enumerable: true,
            configurable: false,
        }
    }

    #[expect(clippy::needless_pass_by_value, reason = "the tests make one for each call")]
    fn allowed(current: &Property, wanted: Descriptor) -> bool {
        let is_accessor = wanted.get.is_some() || wanted.set.is_some();
        is_allowed(current, &wanted, is_accessor)
    }

    #[test]
    fn what_is_not_configurable_stays_what_it_is() {
        let empty = Descriptor::default;
        for current in [data(1.0, true), data(1.0, false)] {
            assert!(allowed(&current, empty()));
            assert!(allowed(&current, Descriptor { enumerable: Some(true), ..empty() }));
            assert!(!allowed(&current, Descriptor { enumerable: Some(false), ..empty() }));
            assert!(allowed(&current, Descriptor { configurable: Some(false), ..empty() }));
            assert!(!allowed(&current, Descriptor { configurable: Some(true), ..empty() }));
            assert!(allowed(&current, Descriptor { writable: Some(false), ..empty() }));
            assert!(allowed(&current, Descriptor { value: Some(Value::Number(1.0)), ..empty() }));
            assert!(!allowed(&current, Descriptor { get: Some(None), ..empty() }));
        }
    }

    #[test]
    fn only_what_is_writable_gets_another_value() {
        let other = || Descriptor { value: Some(Value::Number(2.0)), ..Descriptor::default() };
        assert!(allowed(&data(1.0, true), other()));
        assert!(!allowed(&data(1.0, false), other()));
        assert!(!allowed(&data(0.0, false), Descriptor { value: Some(Value::Number(-0.0)), ..other() }));
        assert!(!allowed(&data(1.0, false), Descriptor { writable: Some(true), ..Descriptor::default() }));
    }

    #[test]
    fn accessors_keep_their_functions() {
        let current = Property {
            content: Content::Accessor { get: Some(Value::Null), set: None },
            enumerable: false,
            configurable: false,
        };
        let empty = Descriptor::default;
        assert!(allowed(&current, Descriptor { get: Some(Some(Value::Null)), set: Some(None), ..empty() }));
        assert!(!allowed(&current, Descriptor { get: Some(None), ..empty() }));
        assert!(!allowed(&current, Descriptor { set: Some(Some(Value::Null)), ..empty() }));
        assert!(!allowed(&current, Descriptor { value: Some(Value::Null), ..empty() }));
        assert!(!allowed(&current, Descriptor { writable: Some(false), ..empty() }));
    }
}
