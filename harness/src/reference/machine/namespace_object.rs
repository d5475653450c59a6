//! Module Namespace Exotic Objects — <https://tc39.es/ecma262/#sec-module-namespace-exotic-objects>.

use super::heap::{Content, Key, Property, TO_STRING_TAG};
use crate::{
    program::ModuleId,
    reference::{Agent, Host, NamespaceId, Quirk, Value, completion::Abrupt, resolve::Resolution},
};

impl Agent {
    /// \[\[GetOwnProperty]] ( key )
    pub(super) fn namespace_own_property(
        &mut self,
        host: &mut dyn Host,
        namespace: NamespaceId,
        key: &Key,
    ) -> Result<Option<Property>, Abrupt> {
        let Key::String(name) = key else {
            return Ok(self.namespace_tag(namespace, key).map(|value| Property {
                content: Content::Data { value, writable: false },
                enumerable: false,
                configurable: false,
            }));
        };
        self.touch_deferred_namespace(host, namespace, Some(key))?;
        if !self.has_export(namespace, key) {
            return Ok(None);
        }
        let Some(value) = self.export_value(namespace, key)? else {
            return Err(self.uninitialized_described(name));
        };
        let content = Content::Data { value, writable: true };
        Ok(Some(Property { content, enumerable: true, configurable: false }))
    }

    /// \[\[GetPrototypeOf]]: there is none, but under a quirk.
    pub(super) fn namespace_prototype(&mut self, namespace: NamespaceId) -> Option<Value> {
        if !self.has(Quirk::NamespaceHasPrototype) || !self.namespaces.get(namespace).made_while_linking {
            return None;
        }
        if let Some(&prototype) = self.machine.namespace_prototypes.get(&namespace) {
            return Some(Value::Object(prototype));
        }
        let prototype = self.new_object_with(None);
        self.machine.namespace_prototypes.insert(namespace, prototype);
        Some(Value::Object(prototype))
    }

    fn namespace_tag(&self, namespace: NamespaceId, key: &Key) -> Option<Value> {
        (*key == Key::Symbol(TO_STRING_TAG)).then(|| Value::String(self.tag_of(namespace).into()))
    }

    fn tag_of(&self, namespace: NamespaceId) -> &'static str {
        if self.namespaces.get(namespace).is_deferred { "Deferred Module" } else { "Module" }
    }

    /// How V8 shows a namespace object in a message.
    pub(super) fn namespace_text(&self, namespace: NamespaceId) -> String {
        format!("[object {}]", self.tag_of(namespace))
    }

    /// \[\[HasProperty]] ( key )
    pub(super) fn namespace_has(
        &mut self,
        host: &mut dyn Host,
        namespace: NamespaceId,
        key: &Key,
    ) -> Result<bool, Abrupt> {
        if let Key::Symbol(symbol) = key {
            return Ok(*symbol == TO_STRING_TAG);
        }
        self.touch_deferred_namespace(host, namespace, Some(key))?;
        Ok(self.has_export(namespace, key))
    }

    /// \[\[Get]] ( key, receiver )
    pub(super) fn namespace_get(
        &mut self,
        host: &mut dyn Host,
        namespace: NamespaceId,
        key: &Key,
    ) -> Result<Value, Abrupt> {
        // 2.
        let Key::String(name) = key else {
            return Ok(self.namespace_tag(namespace, key).unwrap_or(Value::Undefined));
        };
        self.touch_deferred_namespace(host, namespace, Some(key))?;
        // 4.
        if !self.has_export(namespace, key) {
            return Ok(Value::Undefined);
        }
        // 5.–12.
        match self.export_value(namespace, key)? {
            Some(value) => Ok(value),
            None => Err(self.uninitialized(name)),
        }
    }

    /// \[\[Get]] of a namespace object that is not deferred, from outside a body.
    ///
    /// # Errors
    /// A `ReferenceError` before the export is initialized.
    pub(in crate::reference) fn read_namespace(
        &mut self,
        namespace: NamespaceId,
        name: &str,
    ) -> Result<Value, Abrupt> {
        let key = Key::text(name);
        if !self.has_export(namespace, &key) {
            return Ok(Value::Undefined);
        }
        match self.export_value(namespace, &key)? {
            Some(value) => Ok(value),
            None => Err(self.uninitialized(name)),
        }
    }

    /// \[\[Delete]] ( key )
    pub(super) fn namespace_delete(
        &mut self,
        host: &mut dyn Host,
        namespace: NamespaceId,
        key: &Key,
    ) -> Result<bool, Abrupt> {
        if let Key::Symbol(symbol) = key {
            return Ok(*symbol != TO_STRING_TAG);
        }
        self.touch_deferred_namespace(host, namespace, Some(key))?;
        Ok(!self.has_export(namespace, key))
    }

    /// \[\[OwnPropertyKeys]] ( )
    pub(super) fn namespace_keys_of(
        &mut self,
        host: &mut dyn Host,
        namespace: NamespaceId,
    ) -> Result<Vec<Key>, Abrupt> {
        self.touch_deferred_namespace(host, namespace, None)?;
        let exports = self.namespaces.get(namespace).exports.iter();
        let mut keys: Vec<Key> = exports.map(|&name| Key::from(self.names.text(name))).collect();
        keys.push(Key::Symbol(TO_STRING_TAG));
        Ok(keys)
    }

    /// \[\[DefineOwnProperty]] ( key, descriptor ), where the descriptor is given by its fields.
    pub(super) fn namespace_define(
        &mut self,
        host: &mut dyn Host,
        namespace: NamespaceId,
        key: &Key,
        wanted: &super::builtins::Descriptor,
    ) -> Result<bool, Abrupt> {
        let Some(current) = self.namespace_own_property(host, namespace, key)? else { return Ok(false) };
        let Content::Data { value, writable } = current.content else { return Ok(false) };
        let is_other = wanted.configurable == Some(true)
            || wanted.enumerable.is_some_and(|enumerable| enumerable != current.enumerable)
            || wanted.get.is_some()
            || wanted.set.is_some()
            || wanted.writable.is_some_and(|wanted| wanted != writable);
        if is_other {
            return Ok(false);
        }
        Ok(wanted.value.as_ref().is_none_or(|wanted| super::operators::same_value(wanted, &value)))
    }

    fn has_export(&self, namespace: NamespaceId, key: &Key) -> bool {
        let Some(text) = key.as_str() else { return false };
        let exports = &self.namespaces.get(namespace).exports;
        exports.iter().any(|&name| &**self.names.text(name) == text)
    }

    /// The value of an export; `None` before it is initialized.
    fn export_value(&mut self, namespace: NamespaceId, key: &Key) -> Result<Option<Value>, Abrupt> {
        let Key::String(name) = key else { return Err(Abrupt::Over) };
        let name = self.names.intern(name);
        let module: ModuleId = self.namespaces.get(namespace).module;
        let Resolution::Binding(binding) = self.resolve_export(module, name) else {
            return Err(Abrupt::Over);
        };
        self.binding_of_module(binding)
    }
}
