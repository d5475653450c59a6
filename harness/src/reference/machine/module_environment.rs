//! Module Environment Records — <https://tc39.es/ecma262/#sec-module-environment-records>.

use std::rc::Rc;

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use super::{
    activation::Around,
    scopes::{Binding, Environment, EnvironmentId, Place, fresh},
};
use crate::{
    program::ModuleId,
    reference::{
        Agent, Value,
        completion::Abrupt,
        record::{Export, ImportName, ModuleRecordKind},
        resolve::{BindingName, Resolution, ResolvedBinding},
    },
    syntax::{Phase, code::Code},
};

impl Agent {
    /// \[\[Environment]] of a source text module.
    ///
    /// InitializeEnvironment makes it when the module is linked. Nothing can see it before a body runs, so it is made when it
    /// is first used: steps 5 to 24 of
    /// <https://tc39.es/ecma262/#sec-source-text-module-record-initialize-environment>.
    pub(super) fn module_environment(&mut self, module: ModuleId) -> EnvironmentId {
        if let Some(&environment) = self.machine.module_environments.get(&module) {
            return environment;
        }
        let code = self.body_code(module);
        let entries = self.expect_cyclic(module).import_entries.len();
        let count = code.outermost.names.len() + entries;
        let mut bindings = IndexMap::with_capacity_and_hasher(count, FxBuildHasher);
        // 7.
        for index in 0..entries {
            let entry = self.expect_cyclic(module).import_entries[index];
            bindings.insert(self.text(entry.local_name), Binding::Import(entry));
        }
        // 21. and 24.
        for (name, kind) in &code.outermost.names {
            bindings.insert(Rc::clone(name), fresh(*kind));
        }
        let environment =
            self.machine.add_environment(Environment { outer: None, bindings, module: Some(module) });
        self.machine.module_environments.insert(module, environment);
        let around = Around::module(module);
        self.initialize_functions(&code, &code.outermost, environment, &around);
        environment
    }

    /// The code of a source text module.
    pub(super) fn body_code(&self, module: ModuleId) -> Rc<Code> {
        Rc::clone(&self.expect_cyclic(module).body)
    }

    /// What an imported name stands for, resolved once.
    pub(super) fn resolved_import(&mut self, place: Place) -> Result<ResolvedBinding, Abrupt> {
        let (id, index) = place;
        let (module, entry) = match &self.machine.environment(id).bindings[index] {
            Binding::Indirect(binding) => return Ok(*binding),
            Binding::Import(entry) => (self.machine.environment(id).module, *entry),
            Binding::Value(..) | Binding::Uninitialized(_) => return Err(Abrupt::Over),
        };
        let Some(module) = module else { return Err(Abrupt::Over) };
        let resolution = match entry.import_name {
            // 7.b.
            ImportName::NamespaceObject => {
                let imported = self.get_imported_module(module, entry.request);
                let is_deferred = self.expect_cyclic(module).request(entry.request).phase == Phase::Defer;
                let namespace = if is_deferred {
                    self.get_deferred_namespace(imported)
                } else {
                    self.get_module_namespace(imported)
                };
                let kind = crate::syntax::code::ScopeName::Constant;
                self.machine.environment_mut(id).bindings[index] =
                    Binding::Value(kind, Value::Namespace(namespace));
                return Ok(ResolvedBinding { module: imported, name: BindingName::Namespace });
            }
            // 7.c.
            ImportName::Name(name) => self.resolve_import(module, entry.request, name),
            ImportName::Source => return Err(Abrupt::Over),
        };
        // Link has seen to it that every import resolves.
        let Resolution::Binding(binding) = resolution else { return Err(Abrupt::Over) };
        self.machine.environment_mut(id).bindings[index] = Binding::Indirect(binding);
        Ok(binding)
    }

    /// The value of a module's binding; `None` before it is initialized.
    pub(super) fn binding_of_module(&mut self, binding: ResolvedBinding) -> Result<Option<Value>, Abrupt> {
        let module = binding.module;
        let name = match binding.name {
            BindingName::Name(name) => name,
            BindingName::Namespace => {
                return Ok(Some(Value::Namespace(self.get_module_namespace(module))));
            }
            BindingName::OwnNamespace(name) => {
                let Some(Export::Namespace(request)) = self.expect_cyclic(module).export(name) else {
                    return Err(Abrupt::Over);
                };
                let imported = self.get_imported_module(module, request);
                return Ok(Some(Value::Namespace(self.get_module_namespace(imported))));
            }
        };
        let text = self.text(name);
        if let ModuleRecordKind::Synthetic(_) = self.module(module).kind {
            let value = self.machine.synthetic_exports.get(&module).and_then(|exports| exports.get(&text));
            return Ok(Some(value.cloned().unwrap_or(Value::Undefined)));
        }
        let environment = self.module_environment(module);
        let Some(index) = self.machine.environment(environment).bindings.get_index_of(&text) else {
            return Err(Abrupt::Over);
        };
        // The local name of an export is an import only where that is of a namespace, which is a value once it is resolved.
        if let Binding::Import(_) = self.machine.environment(environment).bindings[index] {
            self.resolved_import((environment, index))?;
        }
        match &self.machine.environment(environment).bindings[index] {
            Binding::Value(_, value) => Ok(Some(value.clone())),
            Binding::Uninitialized(_) => Ok(None),
            Binding::Import(_) | Binding::Indirect(_) => Err(Abrupt::Over),
        }
    }
}
