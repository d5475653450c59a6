//! `import defer`: which modules are evaluated all the same, the namespace objects of the others, and evaluating those when
//! they are looked into.
//!
//! <https://tc39.es/proposal-defer-import-eval/>

use rustc_hash::FxHashSet;

use super::{
    Agent, ErrorObject, Host, NamespaceId, Quirk, Status, Value, completion::Abrupt, machine::Key,
    marks::step, namespace::NamespaceObject, record::CyclicModule,
};
use crate::{
    program::ModuleId,
    syntax::{Phase, RequestIndex},
};

impl Agent {
    /// The modules to evaluate before `module`, in order: what it requests, but of a deferred request only what cannot
    /// be run later without waiting, and nothing for a source.
    ///
    /// The proposal builds this list at the start of InnerModuleEvaluation, without repetitions.
    /// <https://tc39.es/proposal-defer-import-eval/#sec-innermoduleevaluation>
    ///
    /// Its deferred requests are gone through with one list of modules that were seen, so a list costs no more than the graph
    /// below it, however many requests it has. The proposal begins a new one for each request; that finds the same, because
    /// all that a seen module leads to is in the list already. Lists of different modules share nothing: what has been begun
    /// in the meantime is left out at first and counts again once it awaits.
    pub(super) fn evaluation_list(&mut self, module: ModuleId) -> Vec<ModuleId> {
        let (mut list, mut seen) = (Vec::new(), FxHashSet::default());
        for index in 0..self.expect_cyclic(module).requests.len() {
            let phase = self.expect_cyclic(module).requests[index].phase;
            let request = request_index(index);
            match phase {
                Phase::Source => {}
                Phase::Evaluation => list.push(self.get_imported_module(module, request)),
                Phase::Defer => {
                    let required = self.get_imported_module(module, request);
                    self.gather_asynchronous_transitive_dependencies(required, &mut seen, &mut list);
                }
            }
        }
        if list.len() > 1 {
            let mut met: FxHashSet<ModuleId> = FxHashSet::default();
            list.retain(|&required| met.insert(required));
        }
        list
    }

    /// GatherAsynchronousTransitiveDependencies ( module, seen ), appended to `list` —
    /// <https://tc39.es/proposal-defer-import-eval/#sec-GatherAsynchronousTransitiveDependencies>
    ///
    /// The recursion of step 8 is a stack of modules still to look at, the next one last.
    pub(super) fn gather_asynchronous_transitive_dependencies(
        &mut self,
        module: ModuleId,
        seen: &mut FxHashSet<ModuleId>,
        list: &mut Vec<ModuleId>,
    ) {
        let mut waiting = vec![module];
        while let Some(current) = waiting.pop() {
            // 3. and 4.
            if !seen.insert(current) {
                step!(self, "GatherAsynchronousTransitiveDependencies 3");
                continue;
            }
            // 5.
            let Some(record) = self.cyclic(current) else {
                step!(self, "GatherAsynchronousTransitiveDependencies 5");
                continue;
            };
            // 6.
            let is_left_out = match record.status {
                Status::Evaluating => true,
                Status::EvaluatingAsync => self.has(Quirk::AwaitingNotGathered),
                Status::Evaluated if record.evaluation_error.is_some() && self.has(Quirk::FailedGathered) => {
                    false
                }
                _ => self.is_module_scc_evaluated(record),
            };
            if is_left_out {
                step!(self, "GatherAsynchronousTransitiveDependencies 6");
                continue;
            }
            // 7.
            if record.has_tla {
                step!(self, "GatherAsynchronousTransitiveDependencies 7.a");
                list.push(current);
                continue;
            }
            // 8.
            step!(self, "GatherAsynchronousTransitiveDependencies 8");
            self.push_required(current, &mut waiting);
        }
    }

    /// IsModuleSCCEvaluated ( module ): whether the module and all of its cycle have been evaluated —
    /// <https://tc39.es/proposal-defer-import-eval/#sec-IsModuleSCCEvaluated>
    fn is_module_scc_evaluated(&self, module: &CyclicModule) -> bool {
        match module.cycle_root {
            // 1.
            Some(root) if !self.has(Quirk::DeferredCycleNotAwaited) => {
                self.expect_cyclic(root).status == Status::Evaluated
            }
            // 2. and 3.
            _ => module.status == Status::Evaluated,
        }
    }

    /// GetModuleNamespace ( module, defer ): another object than the ordinary namespace, without an export called `then`.
    pub(super) fn get_deferred_namespace(&mut self, module: ModuleId) -> NamespaceId {
        if let Some(&namespace) = self.deferred_namespaces.get(&module) {
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
        self.deferred_namespaces.insert(module, namespace);
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

    /// EnsureDeferredNamespaceEvaluation ( O ), for the module behind the namespace object —
    /// <https://tc39.es/proposal-defer-import-eval/#sec-EnsureDeferredNamespaceEvaluation>
    ///
    /// # Errors
    /// A `TypeError` when the module cannot be evaluated without waiting; otherwise what its evaluation fails with.
    pub(super) fn ensure_deferred_namespace_evaluation(
        &mut self,
        host: &mut dyn Host,
        module: ModuleId,
    ) -> Result<(), Abrupt> {
        // What has run is not looked at again there, whatever became of its cycle.
        if self.has(Quirk::DeferredCycleNotAwaited)
            && self
                .cyclic(module)
                .is_some_and(|record| record.status == Status::Evaluated && record.evaluation_error.is_none())
        {
            return Ok(());
        }
        // 3. What has been evaluated, with its cycle, is ready.
        if !self.ready_for_sync_execution(module) {
            step!(self, "EnsureDeferredNamespaceEvaluation 3");
            return Err(Abrupt::Throw(self.not_ready_for_sync_execution()));
        }
        // 4. Namespaces can lead from body to body, so the native stack grows with them.
        step!(self, "EnsureDeferredNamespaceEvaluation 4");
        stacker::maybe_grow(EVALUATION_RED_ZONE, EVALUATION_STACK, || self.evaluate_module_sync(host, module))
    }

    /// ReadyForSyncExecution ( module ) — <https://tc39.es/proposal-defer-import-eval/#sec-ReadyForSyncExecution>
    ///
    /// The recursion of step 9 is a stack of modules still to look at, the next one last.
    fn ready_for_sync_execution(&mut self, module: ModuleId) -> bool {
        let mut seen: FxHashSet<ModuleId> = FxHashSet::default();
        let mut waiting = vec![module];
        while let Some(current) = waiting.pop() {
            // 1.
            let Some(record) = self.cyclic(current) else {
                step!(self, "ReadyForSyncExecution 1");
                continue;
            };
            // 2.–4.
            if !seen.insert(current) {
                step!(self, "ReadyForSyncExecution 3");
                continue;
            }
            // 5.
            if self.is_module_scc_evaluated(record) {
                step!(self, "ReadyForSyncExecution 5");
                continue;
            }
            // 6. A module that has run in a cycle that still awaits is not ready either: what it requests leads to the root
            // of the cycle.
            if record.status != Status::Linked {
                step!(self, "ReadyForSyncExecution 6");
                return false;
            }
            // 8.
            if record.has_tla {
                step!(self, "ReadyForSyncExecution 8");
                return false;
            }
            // 9.
            self.push_required(current, &mut waiting);
        }
        // 10.
        step!(self, "ReadyForSyncExecution 10");
        true
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
