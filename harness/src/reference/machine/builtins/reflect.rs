//! `Reflect` — <https://tc39.es/ecma262/#sec-reflect-object>.

use super::{Native, call::BuiltinCall};
use crate::reference::{
    Agent, Host, Value, Wording,
    completion::Abrupt,
    machine::{heap::Key, objects::is_object},
};

impl Agent {
    pub(super) fn reflect(
        &mut self,
        host: &mut dyn Host,
        native: Native,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        let target = call.argument(0);
        match native {
            Native::ReflectApply => {
                if self.callable(&target).is_none() {
                    return Err(self.not_applied());
                }
                let arguments = self.list_from_array_like(host, &call.argument(2))?;
                return self.call(host, &target, call.argument(1), &arguments);
            }
            Native::ReflectConstruct => {
                let new_target = call.arguments.get(2).cloned();
                if !self.is_constructor(&target) {
                    return Err(self.not_constructed(&target));
                }
                if new_target.as_ref().is_some_and(|target| !self.is_constructor(target)) {
                    return Err(Abrupt::Over);
                }
                let arguments = self.list_from_array_like(host, &call.argument(1))?;
                return self.construct_object(host, &target, arguments, new_target);
            }
            _ => {}
        }
        if !is_object(&target) {
            return Err(self.not_reflected(native));
        }
        Ok(match native {
            Native::ReflectGetPrototypeOf => self.get_prototype_of(&target)?.unwrap_or(Value::Null),
            Native::ReflectIsExtensible => Value::Boolean(self.is_extensible(&target)?),
            Native::ReflectPreventExtensions => {
                self.prevent_extensions(&target)?;
                Value::Boolean(true)
            }
            Native::ReflectSetPrototypeOf => {
                let prototype = match call.argument(1) {
                    Value::Null => None,
                    other if is_object(&other) => Some(other),
                    _ => return Err(Abrupt::Over),
                };
                Value::Boolean(self.set_prototype_of(&target, prototype)?)
            }
            Native::ReflectOwnKeys => {
                self.require_known_keys(&target)?;
                let keys = self.own_property_keys(host, &target)?.into_iter().map(|key| match key {
                    Key::String(name) => Value::String(name),
                    Key::Symbol(symbol) => Value::Symbol(symbol),
                });
                self.new_array(keys.collect())?
            }
            _ => {
                let key = self.to_property_key(host, &call.argument(1))?;
                return self.reflect_on_key(host, native, call, &target, &key);
            }
        })
    }

    fn reflect_on_key(
        &mut self,
        host: &mut dyn Host,
        native: Native,
        call: &BuiltinCall<'_>,
        target: &Value,
        key: &Key,
    ) -> Result<Value, Abrupt> {
        Ok(match native {
            Native::ReflectGet => {
                let receiver = call.arguments.get(2).cloned().unwrap_or_else(|| target.clone());
                self.get_with_receiver(host, target, key, &receiver)?
            }
            Native::ReflectHas => Value::Boolean(self.has_property(host, target, key)?),
            Native::ReflectDeleteProperty => Value::Boolean(self.delete(host, target, key)?),
            Native::ReflectOwnDescriptor => match self.get_own_property(host, target, key)? {
                Some(property) => self.from_property(property),
                None => Value::Undefined,
            },
            Native::ReflectSet => {
                let receiver = call.arguments.get(3).cloned().unwrap_or_else(|| target.clone());
                let set = self.set_with_receiver(host, target, key, call.argument(2), &receiver)?;
                Value::Boolean(set.is_ok())
            }
            Native::ReflectDefineProperty => {
                let descriptor = self.to_descriptor(host, &call.argument(2))?;
                Value::Boolean(self.define_own_property(host, target, key.clone(), descriptor)?)
            }
            _ => return Err(Abrupt::Over),
        })
    }

    /// `Reflect.apply` of something that is no function. V8's words for it change from release to release.
    fn not_applied(&mut self) -> Abrupt {
        match self.wording() {
            Wording::V8 => Abrupt::Over,
            Wording::JavaScriptCore => {
                self.throw_type_error("Reflect.apply requires the first argument be a function")
            }
        }
    }

    /// `Reflect.construct` of something that is no constructor.
    fn not_constructed(&mut self, target: &Value) -> Abrupt {
        match self.wording() {
            Wording::V8 => match self.rendered(target) {
                Some(text) => self.throw_type_error(&format!("{text} is not a constructor")),
                None => Abrupt::Over,
            },
            Wording::JavaScriptCore => {
                self.throw_type_error("Reflect.construct requires the first argument be a constructor")
            }
        }
    }

    /// A primitive was given to a function of `Reflect`.
    fn not_reflected(&mut self, native: Native) -> Abrupt {
        let name = match native {
            Native::ReflectOwnKeys => "ownKeys",
            Native::ReflectGet => "get",
            Native::ReflectHas => "has",
            _ => return Abrupt::Over,
        };
        let message = match self.wording() {
            Wording::V8 => format!("Reflect.{name} called on non-object"),
            Wording::JavaScriptCore => format!("Reflect.{name} requires the first argument be an object"),
        };
        self.throw_type_error(&message)
    }

    /// CreateListFromArrayLike ( value ), for arrays.
    pub(in crate::reference::machine) fn list_from_array(
        &mut self,
        value: &Value,
    ) -> Result<Vec<Value>, Abrupt> {
        let length = self.length_of_array(value)?;
        self.spend(length)?;
        self.array(value).map(|array| array.elements.clone()).ok_or(Abrupt::Over)
    }

    /// The length of an array.
    pub(super) fn length_of_array(&self, value: &Value) -> Result<usize, Abrupt> {
        self.array(value).map(|array| array.elements.len()).ok_or(Abrupt::Over)
    }

    pub(super) fn is_prototype_of(&mut self, call: &BuiltinCall<'_>) -> Result<Value, Abrupt> {
        let value = call.argument(0);
        if !is_object(&value) {
            return Ok(Value::Boolean(false));
        }
        let mut current = self.get_prototype_of(&value)?;
        while let Some(ancestor) = current {
            self.spend(1)?;
            if ancestor == call.this {
                return Ok(Value::Boolean(true));
            }
            current = self.get_prototype_of(&ancestor)?;
        }
        Ok(Value::Boolean(false))
    }
}
