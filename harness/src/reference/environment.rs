//! The environment of a module: where missing and ambiguous bindings come to light.

use super::{
    Agent, ErrorObject, Layer, Quirk, Value, Wording,
    diagnosis::{Site, Use},
    marks::step,
    names::Name,
    record::{Export, ImportEntry, ImportName},
    resolve::{BindingName, Resolution},
    wording::v8,
};
use crate::{program::ModuleId, syntax::RequestIndex};

impl Agent {
    /// InitializeEnvironment ( ) — <https://tc39.es/ecma262/#sec-source-text-module-record-initialize-environment>
    ///
    /// Bindings themselves are made when one of them is first used, see `machine/`.
    pub(super) fn initialize_environment(&mut self, module: ModuleId) -> Result<(), Value> {
        if self.has(Quirk::ImportsCheckedFirst) {
            self.initialize_imports(module)?;
            return self.check_re_exports(module);
        }
        // 1. Everything the module re-exports must resolve.
        self.check_re_exports(module)?;
        // 3.–6. The environment record.
        step!(self, "InitializeEnvironment 5");
        // 7. Everything it imports must resolve.
        self.initialize_imports(module)
        // 8.–29. Contexts and declarations, which nothing can observe before the body runs.
    }

    /// Step 1 of InitializeEnvironment.
    fn check_re_exports(&mut self, module: ModuleId) -> Result<(), Value> {
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
        Ok(())
    }

    /// Step 7 of InitializeEnvironment.
    fn initialize_imports(&mut self, module: ModuleId) -> Result<(), Value> {
        for index in 0..self.expect_cyclic(module).import_entries.len() {
            let ImportEntry { request, import_name, local_name } =
                self.expect_cyclic(module).import_entries[index];
            match import_name {
                // 7.b. A namespace object.
                ImportName::NamespaceObject => {
                    let imported = self.get_imported_module(module, request);
                    step!(self, "InitializeEnvironment 7.b.i");
                    if !self.has(Quirk::NamespaceCutAtStarCycle) {
                        self.link_module_namespace(imported)?;
                    }
                }
                // 7.c. A binding of another module.
                ImportName::Name(name) => {
                    let imported = self.get_imported_module(module, request);
                    // 7.c.i.
                    step!(self, "InitializeEnvironment 7.c.i");
                    let resolution = self.resolve_import(module, request, name);
                    let Resolution::Binding(binding) = resolution else {
                        // 7.c.ii.
                        step!(self, "InitializeEnvironment 7.c.ii");
                        let used = Use::Import(local_name);
                        let site = Site { referrer: module, request, module: imported, name, used };
                        return Err(self.unresolved(site, resolution));
                    };
                    if binding.name == BindingName::Namespace {
                        // 7.c.iii. The binding is another module's namespace object.
                        step!(self, "InitializeEnvironment 7.c.iii.1");
                        if !self.has(Quirk::NamespaceCutAtStarCycle) {
                            self.link_module_namespace(binding.module)?;
                        }
                    } else {
                        // 7.c.iv.
                        step!(self, "InitializeEnvironment 7.c.iv.1");
                    }
                }
                // The proposal's branch: <https://tc39.es/proposal-source-phase-imports/>
                ImportName::Source => {
                    step!(self, "InitializeEnvironment source");
                    let imported = self.get_imported_module(module, request);
                    return Err(self.get_module_source(imported));
                }
            }
        }
        Ok(())
    }

    /// ResolveExport of `name` in the module that answers a request.
    pub(super) fn resolve_import(
        &mut self,
        referrer: ModuleId,
        request: RequestIndex,
        name: Name,
    ) -> Resolution {
        let imported = self.get_imported_module(referrer, request);
        if self.searches_one_by_one() {
            let specifier = self.expect_cyclic(referrer).request(request).specifier;
            return self.search_export(Some(specifier), (imported, name));
        }
        self.resolve_export(imported, name)
    }

    /// The namespace objects of a module that is linked now, where they are not made before.
    pub(super) fn make_late_namespaces(&mut self, module: ModuleId) {
        if !self.has(Quirk::NamespaceCutAtStarCycle) {
            return;
        }
        let record = self.expect_cyclic(module);
        let imports = record.import_entries.iter().filter(|entry| {
            matches!(entry.import_name, ImportName::NamespaceObject)
                && !self.has(Quirk::ImportedNamespaceMadeWhenRead)
        });
        let re_exports = record.exports.iter().filter_map(|(_, export)| match *export {
            Export::Namespace(request) => Some(request),
            _ => None,
        });
        let requests: Vec<RequestIndex> = imports.map(|entry| entry.request).chain(re_exports).collect();
        for request in requests {
            let imported = self.get_imported_module(module, request);
            self.get_module_namespace(imported);
        }
    }

    /// The `SyntaxError` for a re-export of `module` that does not resolve.
    fn unresolved_export(&mut self, module: ModuleId, name: Name, resolution: Resolution) -> Value {
        let Some(Export::Indirect(request, import)) = self.expect_cyclic(module).export(name) else {
            unreachable!("a local export and a namespace always resolve")
        };
        let imported = self.get_imported_module(module, request);
        let used = Use::ReExport(name);
        let site = Site { referrer: module, request, module: imported, name: import, used };
        self.unresolved(site, resolution)
    }

    fn unresolved(&mut self, site: Site, resolution: Resolution) -> Value {
        let message = match self.wording() {
            Wording::V8 => v8::unresolved(&self.diagnose(site, resolution)),
            Wording::JavaScriptCore => {
                let verdict = self.verdict(resolution);
                let did_you_mean = self.did_you_mean(&site, verdict);
                self.describe(&site, verdict, did_you_mean)
            }
        };
        self.syntax_error(None, message)
    }

    /// GetModuleSource ( ), which fails with this error: neither source text nor synthetic modules have a source object.
    /// <https://tc39.es/proposal-source-phase-imports/>
    pub(super) fn get_module_source(&mut self, module: ModuleId) -> Value {
        let identifier = &self.module(module).identifier;
        let message = format!("Source phase import object is not defined for module '{identifier}'");
        let code = match self.layer() {
            Layer::Vm => Some("ERR_SOURCE_PHASE_NOT_DEFINED"),
            Layer::Bare => None,
        };
        self.syntax_error(code, message)
    }

    pub(super) fn syntax_error(&mut self, code: Option<&'static str>, message: String) -> Value {
        self.create_error(ErrorObject { name: "SyntaxError", code, message, cause: None })
    }
}
