//! `import()` under the bare specification: ContinueDynamicImport, and what the phases make of it.

use rustc_hash::FxHashSet;

use super::{
    call::ImportRequest,
    host::{Call, Waiting},
};
use crate::{
    program::ModuleId,
    reference::{Agent, Host, LinkerAnswer, LinkerCompletion, LinkerHandle, PromiseId, Value, marks::step},
    syntax::Phase,
};

impl Agent {
    /// `import()` under the bare specification: the callback is the host.
    pub(super) fn bare_import(&mut self, host: &mut dyn Host, request: &ImportRequest) -> PromiseId {
        let promise = self.new_promise();
        let call = Call { referrer: request.referrer, place: request.place, phase: request.phase };
        if self.importer.is_none() {
            let error =
                self.precondition("HostLoadImportedModule() for import() needs importModuleDynamically");
            self.continue_dynamic_import(host, call, promise, Err(error));
            return promise;
        }
        match self.call_importer(host, request) {
            LinkerCompletion::Threw(thrown) => self.continue_dynamic_import(host, call, promise, Err(thrown)),
            LinkerCompletion::Returned(answer) => {
                self.import_waits(call, promise, Waiting::BareAnswer, answer);
            }
        }
        promise
    }

    /// ContinueDynamicImport ( promiseCapability, moduleCompletion ) — <https://tc39.es/ecma262/#sec-ContinueDynamicImport>
    pub(super) fn continue_dynamic_import(
        &mut self,
        host: &mut dyn Host,
        call: Call,
        promise: PromiseId,
        completion: Result<Value, Value>,
    ) {
        let module = match completion.and_then(|value| self.bare_answer(Ok(value))) {
            // 1.
            Err(error) => {
                step!(self, "ContinueDynamicImport 1.a");
                return self.settle(promise, Err(error));
            }
            // 2.
            Ok(module) => module,
        };
        // <https://tc39.es/proposal-source-phase-imports/>
        if call.phase == Phase::Source {
            step!(self, "ContinueDynamicImport source");
            let error = self.get_module_source(module);
            return self.settle(promise, Err(error));
        }
        // 3. to 7. What it needs is loaded with the program's linker, which is the host.
        step!(self, "ContinueDynamicImport 3");
        let linker = self.importer.unwrap_or(LinkerHandle(0));
        let loaded = self.bare_load(host, module, linker);
        self.import_waits(call, promise, Waiting::Loaded(module), LinkerAnswer::Promise(loaded));
    }

    /// The linkAndEvaluateClosure of ContinueDynamicImport.
    pub(super) fn link_and_evaluate_closure(
        &mut self,
        host: &mut dyn Host,
        call: Call,
        promise: PromiseId,
        module: ModuleId,
    ) {
        // 6.a. and 6.b.
        if self.cyclic(module).is_some()
            && let Err(failure) = self.link_record(module)
        {
            step!(self, "ContinueDynamicImport 6.b.i");
            return self.settle(promise, Err(failure.error));
        }
        let evaluated = if call.phase == Phase::Defer {
            let (mut seen, mut list) = (FxHashSet::default(), Vec::new());
            self.gather_asynchronous_transitive_dependencies(module, &mut seen, &mut list);
            if list.is_empty() {
                return self.fulfilled_closure(host, call, promise, module);
            }
            self.evaluate_all(host, call, &list)
        } else {
            // 6.c.
            step!(self, "ContinueDynamicImport 6.c");
            self.evaluate_record(host, module)
        };
        // 6.d. and 6.e.
        self.import_waits(call, promise, Waiting::Ran(module), LinkerAnswer::Promise(evaluated));
    }

    /// Evaluate ( ) of what cannot be deferred, and PerformPromiseAll of what that gives —
    /// <https://tc39.es/proposal-defer-import-eval/#sec-ContinueDynamicImport>
    fn evaluate_all(&mut self, host: &mut dyn Host, call: Call, modules: &[ModuleId]) -> PromiseId {
        step!(self, "ContinueDynamicImport defer");
        let all = self.new_promise();
        let place = self.imports.left.len();
        self.imports.left.push(modules.len());
        let evaluated: Vec<PromiseId> =
            modules.iter().map(|&module| self.evaluate_record(host, module)).collect();
        for each in evaluated {
            self.import_waits(call, all, Waiting::Dependency(place), LinkerAnswer::Promise(each));
        }
        all
    }

    /// The fulfilledClosure of ContinueDynamicImport.
    pub(super) fn fulfilled_closure(
        &mut self,
        host: &mut dyn Host,
        call: Call,
        promise: PromiseId,
        module: ModuleId,
    ) {
        step!(self, "ContinueDynamicImport 6.d.ii");
        let namespace = if call.phase == Phase::Defer {
            self.get_deferred_namespace(module)
        } else {
            self.get_module_namespace(module)
        };
        self.resolve_imported(host, call, promise, Value::Namespace(namespace));
    }
}
