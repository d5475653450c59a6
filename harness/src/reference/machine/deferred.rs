//! Namespace objects of deferred imports — <https://tc39.es/proposal-defer-import-eval/>.

use super::heap::Key;
use crate::{
    program::ModuleId,
    reference::{Agent, Host, NamespaceId, Quirk, completion::Abrupt, namespace::NamespaceObject},
};

impl Agent {
    /// GetModuleNamespace ( module, defer ): another object than the ordinary namespace, without an export called `then`.
    pub(in crate::reference) fn get_deferred_namespace(&mut self, module: ModuleId) -> NamespaceId {
        if let Some(&namespace) = self.machine.deferred_namespaces.get(&module) {
            return namespace;
        }
        let ordinary = self.get_module_namespace(module);
        let mut exports = self.namespaces.get(ordinary).exports.to_vec();
        if !self.has(Quirk::DeferredThenVisible) {
            exports.retain(|&name| &**self.names.text(name) != "then");
        }
        let exports = exports.into_boxed_slice();
        let namespace = self.namespaces.add(NamespaceObject {
            module,
            exports,
            is_deferred: true,
            made_while_linking: true,
        });
        self.machine.deferred_namespaces.insert(module, namespace);
        namespace
    }

    /// Before a deferred namespace is looked into: unless the key cannot be that of an export
    /// (IsSymbolLikeNamespaceKey), the module is evaluated first.
    pub(super) fn touch_deferred_namespace(
        &mut self,
        host: &mut dyn Host,
        namespace: NamespaceId,
        key: Option<&Key>,
    ) -> Result<(), Abrupt> {
        let namespace = self.namespaces.get(namespace);
        let is_symbol_like = match key {
            None => false,
            Some(Key::Symbol(_)) => true,
            Some(Key::String(text)) => &**text == "then",
        };
        if !namespace.is_deferred || is_symbol_like {
            return Ok(());
        }
        let module = namespace.module;
        self.ensure_deferred_namespace_evaluation(host, module)
    }
}
