//! `import defer`: which modules are evaluated all the same, and evaluating the others when they are used.
//!
//! <https://tc39.es/proposal-defer-import-eval/>

use rustc_hash::FxHashSet;

use crate::{
    program::ModuleId,
    reference::{Agent, ErrorObject, Host, Quirk, Status, Value, completion::Abrupt, marks::step},
    syntax::{Phase, RequestIndex},
};

impl Agent {
    /// The modules to evaluate before `module`, in order: what it requests, but of a deferred request only what cannot
    /// be run later without waiting, and nothing for a source.
    ///
    /// The proposal builds this list at the start of InnerModuleEvaluation, without repetitions.
    /// <https://tc39.es/proposal-defer-import-eval/#sec-innermoduleevaluation>
    pub(super) fn evaluation_list(&mut self, module: ModuleId) -> Vec<ModuleId> {
        let mut list = Vec::new();
        for index in 0..self.expect_cyclic(module).requests.len() {
            let phase = self.expect_cyclic(module).requests[index].phase;
            let request = request_index(index);
            match phase {
                Phase::Source => {}
                Phase::Evaluation => list.push(self.get_imported_module(module, request)),
                Phase::Defer => {
                    let required = self.get_imported_module(module, request);
                    step!(self, "GatherAsynchronousTransitiveDependencies 1");
                    self.gather_asynchronous_transitive_dependencies(required, &mut list);
                }
            }
        }
        if list.len() > 1 {
            let mut met: FxHashSet<ModuleId> = FxHashSet::default();
            list.retain(|&required| met.insert(required));
        }
        list
    }

    /// GatherAsynchronousTransitiveDependencies ( module ), appended to `list` —
    /// <https://tc39.es/proposal-defer-import-eval/#sec-GatherAsynchronousTransitiveDependencies>
    fn gather_asynchronous_transitive_dependencies(&mut self, module: ModuleId, list: &mut Vec<ModuleId>) {
        let mut seen: FxHashSet<ModuleId> = FxHashSet::default();
        let mut waiting = vec![module];
        while let Some(current) = waiting.pop() {
            let Some(record) = self.cyclic(current) else { continue };
            if !seen.insert(current)
                || record.status == Status::Evaluating
                || self.is_module_scc_evaluated(current)
            {
                continue;
            }
            if record.has_tla {
                step!(self, "GatherAsynchronousTransitiveDependencies has TLA");
                list.push(current);
                continue;
            }
            self.push_required(current, &mut waiting);
        }
    }

    /// EnsureDeferredNamespaceEvaluation ( O ), for the module behind the namespace object —
    /// <https://tc39.es/proposal-defer-import-eval/#sec-EnsureDeferredNamespaceEvaluation>
    ///
    /// # Errors
    /// A `TypeError` when the module cannot be evaluated without waiting; otherwise what its evaluation fails with.
    pub(in crate::reference) fn ensure_deferred_namespace_evaluation(
        &mut self,
        host: &mut dyn Host,
        module: ModuleId,
    ) -> Result<(), Abrupt> {
        // 3.
        if self.has(Quirk::DeferredReadyByModule)
            && self
                .cyclic(module)
                .is_some_and(|record| record.status == Status::Evaluated && record.evaluation_error.is_none())
        {
            return Ok(());
        }
        if !self.ready_for_sync_execution(module) {
            step!(self, "EnsureDeferredNamespaceEvaluation 3");
            return Err(Abrupt::Throw(self.not_ready_for_sync_execution()));
        }
        // 4. Namespaces can lead from body to body, so the native stack grows with them.
        step!(self, "EnsureDeferredNamespaceEvaluation 4");
        stacker::maybe_grow(EVALUATION_RED_ZONE, EVALUATION_STACK, || self.evaluate_module_sync(host, module))
    }

    /// ReadyForSyncExecution ( module ) — <https://tc39.es/proposal-defer-import-eval/#sec-ReadyForSyncExecution>
    fn ready_for_sync_execution(&mut self, module: ModuleId) -> bool {
        let mut seen: FxHashSet<ModuleId> = FxHashSet::default();
        let mut waiting = vec![module];
        while let Some(current) = waiting.pop() {
            // 1.
            let Some(record) = self.cyclic(current) else { continue };
            // 2.–4.
            if !seen.insert(current) {
                continue;
            }
            // 5.
            if self.is_module_scc_evaluated(current) {
                continue;
            }
            // 6. and 8.
            if matches!(record.status, Status::Evaluating | Status::EvaluatingAsync) || record.has_tla {
                return false;
            }
            // 9.
            self.push_required(current, &mut waiting);
        }
        // 10.
        true
    }

    /// IsModuleSCCEvaluated ( module ) — <https://tc39.es/proposal-defer-import-eval/#sec-IsModuleSCCEvaluated>
    ///
    /// A member of a cycle has run before its cycle has.
    fn is_module_scc_evaluated(&self, module: ModuleId) -> bool {
        let record = self.expect_cyclic(module);
        // 1. and 2.
        if self.has(Quirk::DeferredReadyByModule) {
            return record.status == Status::Evaluated;
        }
        record.cycle_root.map_or(record.status, |root| self.expect_cyclic(root).status) == Status::Evaluated
    }

    /// Pushes the modules that `module` requests, but for their source, so that the first of them is on top.
    fn push_required(&mut self, module: ModuleId, waiting: &mut Vec<ModuleId>) {
        for index in (0..self.expect_cyclic(module).requests.len()).rev() {
            if self.expect_cyclic(module).requests[index].phase != Phase::Source {
                waiting.push(self.get_imported_module(module, request_index(index)));
            }
        }
    }

    fn not_ready_for_sync_execution(&mut self) -> Value {
        let message = self.wording().deferred_not_ready();
        self.create_error(ErrorObject { name: "TypeError", code: None, message, cause: None })
    }
}

fn request_index(index: usize) -> RequestIndex {
    RequestIndex(u32::try_from(index).expect("a module has fewer than 2^32 requests"))
}

/// How much native stack an evaluation inside a body needs at least, and how much is added when there is less: a body
/// that is run and reads a namespace stays below 64 KiB in a debug build.
const EVALUATION_RED_ZONE: usize = 128 * 1024;
const EVALUATION_STACK: usize = 1024 * 1024;
