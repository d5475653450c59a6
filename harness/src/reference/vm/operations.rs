//! What programs call, under either profile.

use crate::{
    program::ModuleId,
    reference::{
        Agent, Host, Layer, LinkerHandle, NamespaceId, PromiseId, Quirk, Value, jobs::Handler, marks::step,
    },
    transcript::ModuleStatus,
};

impl Agent {
    /// `module.link(linker)`: a promise.
    pub fn link(&mut self, host: &mut dyn Host, module: ModuleId, linker: LinkerHandle) -> PromiseId {
        match self.layer() {
            Layer::Vm => self.vm_link(host, module, linker),
            Layer::Bare => self.bare_link(host, module, linker),
        }
    }

    /// `module.evaluate()`: a promise.
    pub fn evaluate(&mut self, host: &mut dyn Host, module: ModuleId) -> PromiseId {
        match self.layer() {
            Layer::Vm => self.vm_evaluate(host, module),
            Layer::Bare => self.bare_evaluate(host, module),
        }
    }

    fn vm_evaluate(&mut self, host: &mut dyn Host, module: ModuleId) -> PromiseId {
        // 1. A module whose link() failed gives that error (C4).
        if let Some(error) = self.module(module).vm.error.clone()
            && !self.has(Quirk::LinkFailureIsAnOverlay)
        {
            step!(self, "vm evaluate 1");
            return self.settled(Err(error));
        }
        match self.status_for_operations(module) {
            // 2. ECMA-262's Evaluate.
            ModuleStatus::Linked | ModuleStatus::Evaluated | ModuleStatus::Errored => {
                step!(self, "vm evaluate 2");
                let has_failed = self.evaluation_error(module).is_some();
                let evaluated = self.evaluate_record(host, module);
                if !self.has(Quirk::EvaluateSettlesLater) {
                    return evaluated;
                }
                // What the body of a synthetic module throws ends the async function that evaluate() is there, at once.
                if !has_failed && self.cyclic(module).is_none() && self.evaluation_error(module).is_some() {
                    return evaluated;
                }
                let later = self.new_promise();
                self.then(evaluated, Handler::Settle(later));
                later
            }
            ModuleStatus::Evaluating if self.has(Quirk::EvaluatingTwiceCrashes) => {
                self.end_by_crash();
                self.never()
            }
            // 3. Too early, or in the middle of it.
            _ => {
                step!(self, "vm evaluate 3");
                let error = self.wrong_status("be one of linked, evaluated, or errored");
                self.settled(Err(error))
            }
        }
    }

    /// Reads `module.namespace`.
    ///
    /// # Errors
    /// What the read throws.
    pub fn namespace(&mut self, module: ModuleId) -> Result<NamespaceId, Value> {
        match self.layer() {
            Layer::Vm => self.vm_namespace(module),
            Layer::Bare => self.bare_namespace(module),
        }
    }

    /// Reads `module.error`.
    ///
    /// # Errors
    /// What the read throws.
    pub fn error(&mut self, module: ModuleId) -> Result<Value, Value> {
        match self.layer() {
            Layer::Vm => self.vm_error_property(module),
            Layer::Bare => self.bare_error(module),
        }
    }

    /// The error that `module.error` gives, or `None` when the read would throw.
    #[must_use]
    pub fn stored_error(&self, module: ModuleId) -> Option<Value> {
        let vm = match self.layer() {
            Layer::Vm => self.module(module).vm.error.clone(),
            Layer::Bare => None,
        };
        let errored = self.status(module) == ModuleStatus::Errored;
        vm.or_else(|| self.shown_evaluation_error(module).filter(|_| errored).cloned())
    }

    /// Reads `module.status`.
    #[must_use]
    pub fn status(&self, module: ModuleId) -> ModuleStatus {
        match self.layer() {
            Layer::Vm => self.vm_status(module),
            Layer::Bare => self.bare_status(module),
        }
    }

    /// `module.linkRequests(modules)`; `None` stands for something that is not a module.
    ///
    /// # Errors
    /// What the call throws.
    pub fn link_requests(&mut self, module: ModuleId, modules: &[Option<ModuleId>]) -> Result<(), Value> {
        match self.layer() {
            Layer::Vm => self.vm_link_requests(module, modules),
            Layer::Bare => Err(self.bare_unknown("linkRequests")),
        }
    }

    /// `module.instantiate()`
    ///
    /// # Errors
    /// What the call throws.
    pub fn instantiate(&mut self, module: ModuleId) -> Result<(), Value> {
        match self.layer() {
            Layer::Vm => self.vm_instantiate(module),
            Layer::Bare => self.bare_instantiate(module),
        }
    }

    /// `module.setExport(name, value)`
    ///
    /// <https://tc39.es/ecma262/#sec-setsyntheticmoduleexport>
    ///
    /// # Errors
    /// What the call throws.
    pub fn set_export(&mut self, module: ModuleId, name: &str, value: Value) -> Result<(), Value> {
        match self.layer() {
            Layer::Vm => self.vm_set_export(module, name)?,
            Layer::Bare => self.bare_set_export(module, name)?,
        }
        self.set_synthetic_export(module, name, value);
        Ok(())
    }

    fn vm_set_export(&mut self, module: ModuleId, name: &str) -> Result<(), Value> {
        // 1. Source text modules do not have the method.
        if self.cyclic(module).is_some() {
            step!(self, "vm setExport 1");
            return Err(self.no_such_method("setExport"));
        }
        if self.native_status(module) == ModuleStatus::Unlinked {
            return Err(self.wrong_status("be linked"));
        }
        // 2. The name must be one of the module's.
        if !self.is_synthetic_export(module, name) {
            step!(self, "vm setExport 2");
            return Err(self.export_not_defined(name));
        }
        // 3.
        step!(self, "vm setExport 3");
        Ok(())
    }
}
