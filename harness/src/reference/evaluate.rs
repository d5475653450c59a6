//! Evaluating a linked graph of modules that hold declarations only.
//!
//! Such a body cannot fail and cannot wait, so what is left of the specification's evaluation is its order and the
//! statuses. The first body that holds anything else ends the run: see [`Agent::unmodelled`].

use rustc_hash::FxHashSet;

use super::{Agent, PromiseId, Quirk, Status, Value, marks::step, record::ModuleRecordKind};
use crate::{
    program::ModuleId,
    syntax::{Phase, RequestIndex},
};

/// A body outside the modelled language was reached.
pub(super) struct NotModelled;

/// A module InnerModuleEvaluation is in the middle of.
struct Frame {
    module: ModuleId,
    /// The modules that are evaluated before it and have not been visited yet, the next one last.
    waiting: Vec<ModuleId>,
}

impl Agent {
    /// Evaluate ( ) — <https://tc39.es/ecma262/#sec-moduleevaluation>, and <https://tc39.es/ecma262/#sec-smr-Evaluate>
    /// for synthetic modules.
    pub(super) fn evaluate_record(&mut self, module: ModuleId) -> PromiseId {
        if let ModuleRecordKind::Synthetic(_) = self.module(module).kind {
            step!(self, "Evaluate synthetic 13");
            return match self.evaluate_module_sync(module) {
                Ok(()) => self.settled(Ok(Value::Undefined)),
                Err(NotModelled) => self.never(),
            };
        }
        // 2.
        debug_assert!(
            matches!(self.expect_cyclic(module).status, Status::Linked | Status::Evaluated),
            "Evaluate 2"
        );
        // 3. A cycle is evaluated as one.
        let module = if self.expect_cyclic(module).status == Status::Evaluated {
            step!(self, "Evaluate 3");
            self.expect_cyclic(module).cycle_root.unwrap_or(module)
        } else {
            module
        };
        // 4. Once.
        if let Some(promise) = self.expect_cyclic(module).top_level_capability {
            step!(self, "Evaluate 4.a");
            return promise;
        }
        // 5.–7.
        let mut stack = Vec::new();
        let capability = self.new_promise();
        self.expect_cyclic_mut(module).top_level_capability = Some(capability);
        // 8.
        step!(self, "Evaluate 8");
        if self.inner_module_evaluation(module, &mut stack).is_ok() {
            // 10.c.iii. Bodies of declarations complete at once and cannot throw, which is why step 9 is missing.
            step!(self, "Evaluate 10.c.iii");
            debug_assert!(stack.is_empty(), "Evaluate 10.d");
            self.settle(capability, Ok(Value::Undefined));
        }
        // 11.
        capability
    }

    /// InnerModuleEvaluation ( module, stack, index ) — <https://tc39.es/ecma262/#sec-innermoduleevaluation>
    fn inner_module_evaluation(
        &mut self,
        root: ModuleId,
        stack: &mut Vec<ModuleId>,
    ) -> Result<(), NotModelled> {
        let mut index = 0;
        let mut frames = Vec::new();
        self.enter_module_evaluation(root, stack, &mut index, &mut frames)?;
        while let Some(frame) = frames.last_mut() {
            let module = frame.module;
            // 11. Every module of its evaluation list, in order.
            if let Some(required) = frame.waiting.pop() {
                // 11.b.
                step!(self, "InnerModuleEvaluation 11.b");
                if !self.enter_module_evaluation(required, stack, &mut index, &mut frames)? {
                    self.note_evaluated_module(module, required);
                }
                continue;
            }
            // 13.a.
            self.execute_module(module)?;
            // 14.–16.
            self.complete_evaluated_component(module, stack);
            // 17.
            frames.pop();
            if let Some(parent) = frames.last() {
                self.note_evaluated_module(parent.module, module);
            }
        }
        Ok(())
    }

    /// Steps 1 to 10 of InnerModuleEvaluation. Says whether there are requests to go through.
    fn enter_module_evaluation(
        &mut self,
        module: ModuleId,
        stack: &mut Vec<ModuleId>,
        index: &mut u32,
        frames: &mut Vec<Frame>,
    ) -> Result<bool, NotModelled> {
        // 1. Other kinds of module.
        let Some(record) = self.cyclic(module) else {
            step!(self, "InnerModuleEvaluation 1.a");
            self.evaluate_module_sync(module)?;
            return Ok(false);
        };
        match record.status {
            // 2.a.
            Status::Evaluated => {
                step!(self, "InnerModuleEvaluation 2.a");
                return Ok(false);
            }
            // 3.
            Status::Evaluating => {
                step!(self, "InnerModuleEvaluation 3");
                return Ok(false);
            }
            // 4.
            status => debug_assert_eq!(status, Status::Linked, "InnerModuleEvaluation 4"),
        }
        // 5.–9.
        step!(self, "InnerModuleEvaluation 5");
        let record = self.expect_cyclic_mut(module);
        record.status = Status::Evaluating;
        record.dfs_index = *index;
        record.dfs_ancestor_index = *index;
        *index += 1;
        // 10.
        stack.push(module);
        let mut waiting = self.evaluation_list(module);
        waiting.reverse();
        frames.push(Frame { module, waiting });
        Ok(true)
    }

    /// The modules to evaluate before `module`, in order: what it requests, but of a deferred request only what cannot
    /// be run later without waiting, and nothing for a source.
    ///
    /// The proposal builds this list at the start of InnerModuleEvaluation, without repetitions; a repeated module changes
    /// nothing, because it has been visited. <https://tc39.es/proposal-defer-import-eval/#sec-innermoduleevaluation>
    fn evaluation_list(&mut self, module: ModuleId) -> Vec<ModuleId> {
        let mut list = Vec::new();
        for index in 0..self.expect_cyclic(module).requests.len() {
            let phase = self.expect_cyclic(module).requests[index].phase;
            let request = RequestIndex(u32::try_from(index).expect("a module has fewer than 2^32 requests"));
            match phase {
                Phase::Defer if self.has(Quirk::DeferredEvaluatedAtOnce) => {
                    list.push(self.graph_neighbour(module, request));
                }
                Phase::Source => {}
                Phase::Evaluation => list.push(self.graph_neighbour(module, request)),
                Phase::Defer => {
                    let required = self.get_imported_module(module, request);
                    step!(self, "GatherAsynchronousTransitiveDependencies 1");
                    self.gather_asynchronous_transitive_dependencies(required, &mut list);
                }
            }
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
            if !seen.insert(current) || matches!(record.status, Status::Evaluating | Status::Evaluated) {
                continue;
            }
            if record.has_tla {
                step!(self, "GatherAsynchronousTransitiveDependencies has TLA");
                list.push(current);
                continue;
            }
            // The first request is on top of the stack.
            for index in (0..record.requests.len()).rev() {
                if self.expect_cyclic(current).requests[index].phase != Phase::Source {
                    let request =
                        RequestIndex(u32::try_from(index).expect("a module has fewer than 2^32 requests"));
                    waiting.push(self.get_imported_module(current, request));
                }
            }
        }
    }

    /// Step 11.c of InnerModuleEvaluation.
    fn note_evaluated_module(&mut self, module: ModuleId, required: ModuleId) {
        let Some(required) = self.cyclic(required) else { return };
        // 11.c.iii.
        if required.status == Status::Evaluating {
            step!(self, "InnerModuleEvaluation 11.c.iii.1");
            let ancestor = required.dfs_ancestor_index;
            let record = self.expect_cyclic_mut(module);
            record.dfs_ancestor_index = record.dfs_ancestor_index.min(ancestor);
        }
    }

    /// Steps 14 to 16 of InnerModuleEvaluation.
    fn complete_evaluated_component(&mut self, module: ModuleId, stack: &mut Vec<ModuleId>) {
        let record = self.expect_cyclic(module);
        // 16.
        if record.dfs_ancestor_index == record.dfs_index {
            // 16.b.
            loop {
                let required = stack.pop().expect("InnerModuleEvaluation 14: the module is on the stack");
                // 16.b.v. and 16.b.viii.
                step!(self, "InnerModuleEvaluation 16.b.v");
                let record = self.expect_cyclic_mut(required);
                record.status = Status::Evaluated;
                record.cycle_root = Some(module);
                // 16.b.vii.
                if required == module {
                    break;
                }
            }
        }
    }

    /// ExecuteModule ( ) — <https://tc39.es/ecma262/#sec-source-text-module-record-execute-module>: a body of
    /// declarations does nothing that can be seen.
    fn execute_module(&mut self, module: ModuleId) -> Result<(), NotModelled> {
        step!(self, "ExecuteModule 9");
        self.require_modelled(module)
    }

    /// EvaluateModuleSync ( module ) — <https://tc39.es/ecma262/#sec-EvaluateModuleSync>
    fn evaluate_module_sync(&mut self, module: ModuleId) -> Result<(), NotModelled> {
        step!(self, "EvaluateModuleSync 2");
        self.require_modelled(module)?;
        if let ModuleRecordKind::Synthetic(record) = &mut self.module_mut(module).kind {
            record.evaluated = true;
        }
        Ok(())
    }

    fn require_modelled(&mut self, module: ModuleId) -> Result<(), NotModelled> {
        match self.body_position(module) {
            None => Ok(()),
            Some(position) => {
                self.unmodelled.get_or_insert((module, position));
                Err(NotModelled)
            }
        }
    }
}
