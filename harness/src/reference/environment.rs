//! The environment of a module: where missing and ambiguous bindings come to light.

use super::{
    Agent, ErrorObject, Layer, Value,
    diagnosis::Site,
    marks::step,
    record::{Export, ImportEntry, ImportName},
    resolve::{BindingName, Resolution},
};
use crate::{program::ModuleId, syntax::RequestIndex};

impl Agent {
    /// InitializeEnvironment ( ) — <https://tc39.es/ecma262/#sec-source-text-module-record-initialize-environment>
    ///
    /// Bindings themselves are not made: bodies hold declarations only, so none of them can be read.
    pub(super) fn initialize_environment(&mut self, module: ModuleId) -> Result<(), Value> {
        // 1. Everything the module re-exports must resolve.
        for index in 0..self.expect_cyclic(module).indirect_names.len() {
            let name = self.expect_cyclic(module).indirect_names[index];
            // 1.b.
            step!(self, "InitializeEnvironment 1.b");
            let resolution = self.resolve_export(module, name);
            // 1.c.
            if !matches!(resolution, Resolution::Binding(_)) {
                step!(self, "InitializeEnvironment 1.c");
                return Err(self.unresolved_export(module, name, resolution));
            }
        }
        // 3.–6. The environment record.
        step!(self, "InitializeEnvironment 5");
        // 7. Everything it imports must resolve.
        for index in 0..self.expect_cyclic(module).import_entries.len() {
            let ImportEntry { request, import_name } = self.expect_cyclic(module).import_entries[index];
            match import_name {
                // 7.b. A namespace object.
                ImportName::NamespaceObject => {
                    let imported = self.get_imported_module(module, request);
                    step!(self, "InitializeEnvironment 7.b.i");
                    self.get_module_namespace(imported);
                }
                // 7.c. A binding of another module.
                ImportName::Name(name) => {
                    let imported = self.get_imported_module(module, request);
                    // 7.c.i.
                    step!(self, "InitializeEnvironment 7.c.i");
                    let resolution = self.resolve_export(imported, name);
                    let Resolution::Binding(binding) = resolution else {
                        // 7.c.ii.
                        step!(self, "InitializeEnvironment 7.c.ii");
                        let site = Site { referrer: module, request, module: imported, name, exported: None };
                        return Err(self.unresolved(site, resolution));
                    };
                    if binding.name == BindingName::Namespace {
                        // 7.c.iii. The binding is another module's namespace object.
                        step!(self, "InitializeEnvironment 7.c.iii.1");
                        self.get_module_namespace(binding.module);
                    } else {
                        // 7.c.iv.
                        step!(self, "InitializeEnvironment 7.c.iv.1");
                    }
                }
                // The proposal's branch: <https://tc39.es/proposal-source-phase-imports/>
                ImportName::Source => {
                    step!(self, "InitializeEnvironment source");
                    return Err(self.source_phase_not_defined(module, request));
                }
            }
        }
        // 8.–29. Contexts and declarations, which nothing can observe before the body runs.
        Ok(())
    }

    /// The `SyntaxError` for a re-export of `module` that does not resolve.
    fn unresolved_export(
        &mut self,
        module: ModuleId,
        name: super::names::Name,
        resolution: Resolution,
    ) -> Value {
        let Some(Export::Indirect(request, import)) = self.expect_cyclic(module).export(name) else {
            unreachable!("a local export and a namespace always resolve")
        };
        let imported = self.get_imported_module(module, request);
        let site = Site { referrer: module, request, module: imported, name: import, exported: Some(name) };
        self.unresolved(site, resolution)
    }

    fn unresolved(&mut self, site: Site, resolution: Resolution) -> Value {
        let wording = self.wording();
        let message = wording.unresolved(&self.diagnose(site, resolution));
        self.syntax_error(None, message)
    }

    /// GetModuleSource ( ) of a module that has no source object: source text and synthetic modules have none.
    /// <https://tc39.es/proposal-source-phase-imports/>
    pub(super) fn source_phase_not_defined(&mut self, module: ModuleId, request: RequestIndex) -> Value {
        let imported = self.get_imported_module(module, request);
        let identifier = &self.module(imported).identifier;
        let message = format!("Source phase import object is not defined for module '{identifier}'");
        let code = match self.layer() {
            Layer::Vm => Some("ERR_SOURCE_PHASE_NOT_DEFINED"),
            Layer::Bare => None,
        };
        self.syntax_error(code, message)
    }

    fn syntax_error(&mut self, code: Option<&'static str>, message: String) -> Value {
        self.create_error(ErrorObject { name: "SyntaxError", code, message, cause: None })
    }
}
