//! The operations of a program on the bare specification, without `vm.Module` around it.
//!
//! A linker function is the host here: what it throws arrives as it is. A step that an assertion of the specification
//! does not allow fails with the code `ECMA262_PRECONDITION`.

use super::{
    Agent, ErrorObject, Host, LinkerHandle, NamespaceId, PromiseId, Status, Value,
    jobs::Handler,
    marks::step,
    record::{ModuleRecordKind, SyntheticEvaluation},
};
use crate::{program::ModuleId, transcript::ModuleStatus};

impl Agent {
    /// LoadRequestedModules ( ), and Link ( ) when that succeeds.
    pub(super) fn bare_link(
        &mut self,
        host: &mut dyn Host,
        module: ModuleId,
        linker: LinkerHandle,
    ) -> PromiseId {
        let promise = self.new_promise();
        match self.cyclic(module).map(|record| record.status) {
            // https://tc39.es/ecma262/#sec-smr-LoadRequestedModules, https://tc39.es/ecma262/#sec-smr-Link
            None => {
                step!(self, "LoadRequestedModules synthetic 1");
                self.settle(promise, Ok(Value::Undefined));
            }
            Some(Status::Linking | Status::Evaluating) => {
                let error = self.precondition("Link() needs a module that is not linking or evaluating");
                self.settle(promise, Err(error));
            }
            Some(_) => {
                let load = self.load_requested_modules(host, module, linker, |_, _| ());
                let loaded = self.loads.state(load).promise;
                self.then(loaded, Handler::BareLoaded(module, promise));
            }
        }
        promise
    }

    /// LoadRequestedModules ( ) alone, for `import()`: a promise.
    pub(super) fn bare_load(
        &mut self,
        host: &mut dyn Host,
        module: ModuleId,
        linker: LinkerHandle,
    ) -> PromiseId {
        if self.cyclic(module).is_none() {
            return self.settled(Ok(Value::Undefined));
        }
        let load = self.load_requested_modules(host, module, linker, |_, _| ());
        self.loads.state(load).promise
    }

    /// The load of a link() is over.
    pub(super) fn bare_loaded(&mut self, root: ModuleId, promise: PromiseId, outcome: Result<Value, Value>) {
        let linked = outcome.and_then(|_| self.link_record(root).map_err(|failure| failure.error));
        self.settle(promise, linked.map(|()| Value::Undefined));
    }

    /// Evaluate ( ).
    pub(super) fn bare_evaluate(&mut self, host: &mut dyn Host, module: ModuleId) -> PromiseId {
        match self.cyclic(module).map(|record| record.status) {
            None | Some(Status::Linked | Status::EvaluatingAsync | Status::Evaluated) => {
                self.evaluate_record(host, module)
            }
            Some(_) => {
                let error = self.precondition("Evaluate() needs a module that is linked or evaluated");
                self.settled(Err(error))
            }
        }
    }

    /// GetModuleNamespace ( module ).
    pub(super) fn bare_namespace(&mut self, module: ModuleId) -> Result<NamespaceId, Value> {
        match self.cyclic(module).map(|record| record.status) {
            Some(Status::New | Status::Unlinked) => {
                Err(self.precondition("GetModuleNamespace() needs a module that is linked"))
            }
            _ => Ok(self.get_module_namespace(module)),
        }
    }

    /// \[\[EvaluationError]].
    pub(super) fn bare_error(&mut self, module: ModuleId) -> Result<Value, Value> {
        match self.evaluation_error(module) {
            Some(error) => Ok(error.clone()),
            None => Err(self.precondition("[[EvaluationError]] is empty")),
        }
    }

    /// Link ( ) alone.
    pub(super) fn bare_instantiate(&mut self, module: ModuleId) -> Result<(), Value> {
        match self.cyclic(module).map(|record| record.status) {
            None => Ok(()),
            Some(Status::New | Status::Linking | Status::Evaluating) => {
                Err(self.precondition("Link() needs a module whose graph is loaded"))
            }
            Some(_) => self.link_record(module).map_err(|failure| failure.error),
        }
    }

    /// SetSyntheticModuleExport ( module, exportName, exportValue ).
    pub(super) fn bare_set_export(&mut self, module: ModuleId, name: &str) -> Result<(), Value> {
        if self.is_synthetic_export(module, name) {
            Ok(())
        } else {
            Err(self.precondition("SetSyntheticModuleExport() needs an export of a Synthetic Module Record"))
        }
    }

    /// Whether `module` is a Synthetic Module Record whose [[ExportNames]] contain `name`.
    pub(super) fn is_synthetic_export(&self, module: ModuleId, name: &str) -> bool {
        match &self.module(module).kind {
            ModuleRecordKind::Synthetic(record) => {
                record.export_names.iter().any(|&export| &**self.names.text(export) == name)
            }
            ModuleRecordKind::Cyclic(_) => false,
        }
    }

    /// An operation of `vm.Module` that the specification does not have.
    pub(super) fn bare_unknown(&mut self, operation: &str) -> Value {
        self.precondition(&format!("ECMA-262 has no operation {operation}()"))
    }

    /// [[Status]] as `vm.Module` words it. A Synthetic Module Record has none: it is ready from the start.
    pub(super) fn bare_status(&self, module: ModuleId) -> ModuleStatus {
        match &self.module(module).kind {
            ModuleRecordKind::Synthetic(record) => match record.evaluation {
                SyntheticEvaluation::Ahead => ModuleStatus::Linked,
                SyntheticEvaluation::Succeeded => ModuleStatus::Evaluated,
                SyntheticEvaluation::Failed(_) => ModuleStatus::Errored,
            },
            ModuleRecordKind::Cyclic(record) => match record.status {
                Status::New | Status::Unlinked => ModuleStatus::Unlinked,
                Status::Linking => ModuleStatus::Linking,
                Status::Linked => ModuleStatus::Linked,
                Status::Evaluating | Status::EvaluatingAsync => ModuleStatus::Evaluating,
                Status::Evaluated if record.evaluation_error.is_some() => ModuleStatus::Errored,
                Status::Evaluated => ModuleStatus::Evaluated,
            },
        }
    }

    /// The host of the bare specification must answer with a Module Record or fail.
    pub(super) fn bare_answer(&mut self, outcome: Result<Value, Value>) -> Result<ModuleId, Value> {
        match outcome? {
            Value::Module(module) => Ok(module),
            _ => Err(self.precondition("HostLoadImportedModule() completes with a Module Record or throws")),
        }
    }

    pub(super) fn precondition(&mut self, message: &str) -> Value {
        let message = message.to_owned();
        self.create_error(ErrorObject {
            name: "Error",
            code: Some("ECMA262_PRECONDITION"),
            message,
            cause: None,
        })
    }
}
