//! Running one body.

use crate::{
    program::ModuleId,
    reference::{Agent, Host, PromiseId, PromiseState, Quirk, completion::Abrupt, marks::step},
};

impl Agent {
    /// ExecuteModule ( ) — <https://tc39.es/ecma262/#sec-source-text-module-record-execute-module>, without a capability.
    ///
    /// # Errors
    /// What the body throws.
    pub(super) fn execute_module(&mut self, host: &mut dyn Host, module: ModuleId) -> Result<(), Abrupt> {
        // 9. Without a top-level await the body runs to its end.
        step!(self, "ExecuteModule 9");
        let result = self.run_module_body(host, module);
        if matches!(result, Err(Abrupt::Throw(_))) {
            // 9.e.
            step!(self, "ExecuteModule 9.e.i");
        }
        result
    }

    /// ExecuteModule ( capability ) of a module with top-level await: it settles `capability` when the body ends.
    ///
    /// # Errors
    /// When the body is not modelled; what it throws rejects the capability.
    pub(super) fn execute_module_asynchronously(
        &mut self,
        host: &mut dyn Host,
        module: ModuleId,
        capability: PromiseId,
    ) -> Result<(), Abrupt> {
        // 10. The body runs to its first await.
        step!(self, "ExecuteModule 10.b");
        self.start_async_module_body(host, module, capability)
    }

    /// EvaluateModuleSync ( module ) — <https://tc39.es/ecma262/#sec-EvaluateModuleSync>
    ///
    /// # Errors
    /// What the evaluation fails with.
    pub(in crate::reference) fn evaluate_module_sync(
        &mut self,
        host: &mut dyn Host,
        module: ModuleId,
    ) -> Result<(), Abrupt> {
        // 2.
        step!(self, "EvaluateModuleSync 2");
        let promise = self.evaluate_record(host, module);
        match self.promise_state(promise) {
            // 4. It has failed.
            PromiseState::Rejected(error) => {
                step!(self, "EvaluateModuleSync 4.c");
                Err(Abrupt::Throw(error.clone()))
            }
            PromiseState::Fulfilled(_) => Ok(()),
            PromiseState::Pending if self.has(Quirk::DeferredCycleNotAwaited) && !self.is_over() => Ok(()),
            // 3. Only modules that await nothing are evaluated so: the body was not modelled.
            PromiseState::Pending => {
                debug_assert!(self.is_over(), "EvaluateModuleSync 3");
                Err(Abrupt::Over)
            }
        }
    }
}
