//! `module.status`, and the reads that depend on it.

use crate::{
    program::ModuleId,
    reference::{Agent, NamespaceId, Quirk, Value, marks::step},
    transcript::ModuleStatus,
};

impl Agent {
    /// `module.status`
    ///
    /// A failed link() outlasts everything (C4). What has been linked is past linking. Before that, a module is `linking`
    /// while a running link() has reached it.
    pub(in crate::reference) fn vm_status(&self, module: ModuleId) -> ModuleStatus {
        let vm = &self.module(module).vm;
        if vm.error.is_some() {
            return ModuleStatus::Errored;
        }
        if vm.overlay_linking || vm.linking_root && self.has(Quirk::LinkingHidesStatus) {
            return ModuleStatus::Linking;
        }
        match self.native_status(module) {
            ModuleStatus::Unlinked | ModuleStatus::Linking
                if vm.linking_root || vm.in_flight > 0 && !self.has(Quirk::OnlyRootReadsLinking) =>
            {
                ModuleStatus::Linking
            }
            status => status,
        }
    }

    /// The status that evaluate() and the namespace look at.
    pub(super) fn status_for_operations(&self, module: ModuleId) -> ModuleStatus {
        if self.has(Quirk::LinkFailureIsAnOverlay) || self.module(module).vm.linking_root {
            self.native_status(module)
        } else {
            self.vm_status(module)
        }
    }

    /// `module.error`
    pub(in crate::reference) fn vm_error_property(&mut self, module: ModuleId) -> Result<Value, Value> {
        // 1. The error of a failed link() (C4).
        if let Some(error) = &self.module(module).vm.error {
            let error = error.clone();
            step!(self, "vm error 1");
            return Ok(error);
        }
        // 2. The error of a failed evaluation.
        if self.vm_status(module) == ModuleStatus::Errored
            && let Some(error) = self.shown_evaluation_error(module)
        {
            let error = error.clone();
            step!(self, "vm error 2");
            return Ok(error);
        }
        // 3. There is none.
        step!(self, "vm error 3");
        Err(self.wrong_status("be errored"))
    }

    /// `module.namespace`
    pub(in crate::reference) fn vm_namespace(&mut self, module: ModuleId) -> Result<NamespaceId, Value> {
        // 1. A module whose link() failed is not linked and never will be (C4).
        // 2. Nor are those that are not linked yet.
        let link_failed = self.module(module).vm.error.is_some() && !self.has(Quirk::LinkFailureIsAnOverlay);
        let status = self.status_for_operations(module);
        if link_failed || matches!(status, ModuleStatus::Unlinked | ModuleStatus::Linking) {
            if link_failed {
                step!(self, "vm namespace 1");
            } else {
                step!(self, "vm namespace 2");
            }
            return Err(self.wrong_status("not be unlinked or linking"));
        }
        // 3.
        step!(self, "vm namespace 3");
        Ok(self.get_module_namespace(module))
    }
}
