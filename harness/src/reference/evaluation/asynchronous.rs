//! What happens when a module with top-level await starts, ends, or fails.

use rustc_hash::FxHashSet;

use crate::{
    program::ModuleId,
    reference::{
        Agent, Host, Quirk, Status, Value, completion::Abrupt, jobs::Handler, marks::step,
        record::AsyncEvaluationOrder,
    },
};

impl Agent {
    /// IncrementModuleAsyncEvaluationCount ( ) — <https://tc39.es/ecma262/#sec-IncrementModuleAsyncEvaluationCount>
    pub(super) fn increment_module_async_evaluation_count(&mut self) -> AsyncEvaluationOrder {
        let count = self.module_async_evaluation_count;
        self.module_async_evaluation_count += 1;
        AsyncEvaluationOrder::Number(count)
    }

    /// ExecuteAsyncModule ( module ) — <https://tc39.es/ecma262/#sec-execute-async-module>
    ///
    /// # Errors
    /// When the body is not modelled.
    pub(super) fn execute_async_module(
        &mut self,
        host: &mut dyn Host,
        module: ModuleId,
    ) -> Result<(), Abrupt> {
        // 1. and 2.
        debug_assert!(
            matches!(self.expect_cyclic(module).status, Status::Evaluating | Status::EvaluatingAsync),
            "ExecuteAsyncModule 1"
        );
        // 3.–8. Whatever comes of the body, the module hears of it in a job.
        let capability = self.new_promise();
        self.then(capability, Handler::AsyncModuleExecution(module));
        // 9.
        step!(self, "ExecuteAsyncModule 9");
        self.execute_module_asynchronously(host, module, capability)
    }

    /// The body of an asynchronous module has ended: the closures of ExecuteAsyncModule.
    pub(in crate::reference) fn async_module_execution_ended(
        &mut self,
        host: &mut dyn Host,
        module: ModuleId,
        outcome: Result<Value, Value>,
    ) {
        match outcome {
            Ok(_) => self.async_module_execution_fulfilled(host, module),
            Err(error) => self.async_module_execution_rejected(module, &error),
        }
    }

    /// AsyncModuleExecutionFulfilled ( module ) — <https://tc39.es/ecma262/#sec-async-module-execution-fulfilled>
    fn async_module_execution_fulfilled(&mut self, host: &mut dyn Host, module: ModuleId) {
        // 1. It has failed since, with its cycle.
        if self.expect_cyclic(module).status == Status::Evaluated {
            step!(self, "AsyncModuleExecutionFulfilled 1.b");
            debug_assert!(
                self.expect_cyclic(module).evaluation_error.is_some(),
                "AsyncModuleExecutionFulfilled 1.a"
            );
            return;
        }
        // 2.
        debug_assert_eq!(
            self.expect_cyclic(module).status,
            Status::EvaluatingAsync,
            "AsyncModuleExecutionFulfilled 2"
        );
        // 5.–7.
        step!(self, "AsyncModuleExecutionFulfilled 6");
        self.end_async_evaluation(module);
        // 8.–10. Everything that waited for nothing else, in the order in which its evaluation began.
        let mut exec_list = Vec::new();
        self.gather_available_ancestors(module, &mut exec_list);
        exec_list.sort_by_key(|&ancestor| self.expect_cyclic(ancestor).async_evaluation_order);
        // 12.
        for ancestor in exec_list {
            if self.is_over() {
                return;
            }
            let record = self.expect_cyclic(ancestor);
            if record.status == Status::Evaluated {
                // 12.a. One before it in the list has failed, and this one with it.
                step!(self, "AsyncModuleExecutionFulfilled 12.a");
                debug_assert!(record.evaluation_error.is_some(), "AsyncModuleExecutionFulfilled 12.a.i");
                let has_begun_to_wait =
                    matches!(record.async_evaluation_order, AsyncEvaluationOrder::Number(_));
                if self.has(Quirk::FailedImporterCrashes)
                    && record.has_tla
                    && record.cycle_root.is_none()
                    && has_begun_to_wait
                {
                    self.end_by_crash();
                    return;
                }
            } else if record.has_tla {
                // 12.b.
                step!(self, "AsyncModuleExecutionFulfilled 12.b.i");
                if self.execute_async_module(host, ancestor).is_err() {
                    return;
                }
            } else {
                // 12.c.
                match self.execute_module(host, ancestor) {
                    Err(Abrupt::Throw(error)) => {
                        step!(self, "AsyncModuleExecutionFulfilled 12.c.ii.1");
                        self.async_module_execution_rejected(ancestor, &error);
                    }
                    Err(Abrupt::Over) => return,
                    Ok(()) => {
                        step!(self, "AsyncModuleExecutionFulfilled 12.c.iii.2");
                        self.end_async_evaluation(ancestor);
                    }
                }
            }
        }
    }

    /// Steps 5 to 7 of AsyncModuleExecutionFulfilled, which are its steps 12.c.iii.1 to 3 too.
    fn end_async_evaluation(&mut self, module: ModuleId) {
        let record = self.expect_cyclic_mut(module);
        // 5.
        record.async_evaluation_order = AsyncEvaluationOrder::Done;
        // 6.
        record.status = Status::Evaluated;
        // 7.
        if let Some(capability) = record.top_level_capability {
            // 7.a.
            debug_assert!(
                record.cycle_root == Some(module) || self.has(Quirk::EvaluatedWhileRunning),
                "AsyncModuleExecutionFulfilled 7.a"
            );
            // 7.b.
            step!(self, "AsyncModuleExecutionFulfilled 7.b");
            self.settle(capability, Ok(Value::Undefined));
        }
    }

    /// GatherAvailableAncestors ( module, execList ) — <https://tc39.es/ecma262/#sec-gather-available-ancestors>
    ///
    /// The recursion of step 1.a.vi.2 is a stack of parents still to look at, the next one last.
    fn gather_available_ancestors(&mut self, module: ModuleId, exec_list: &mut Vec<ModuleId>) {
        let mut listed: FxHashSet<ModuleId> = FxHashSet::default();
        let parents = |agent: &Self, module| {
            agent.expect_cyclic(module).async_parent_modules.iter().rev().copied().collect::<Vec<_>>()
        };
        let mut waiting = parents(self, module);
        // 1.
        while let Some(parent) = waiting.pop() {
            let record = self.expect_cyclic(parent);
            // A module that failed on the stack has no cycle root.
            let has_failed = match record.cycle_root {
                Some(root) => self.expect_cyclic(root).evaluation_error.is_some(),
                None => record.evaluation_error.is_some() && !self.has(Quirk::FailedImporterCrashes),
            };
            // 1.a. One that is listed has all it waited for; a cycle that has failed waits for nothing any more.
            if listed.contains(&parent) || has_failed {
                step!(self, "GatherAvailableAncestors 1.a else");
                continue;
            }
            // 1.a.i.
            debug_assert!(
                record.status == Status::EvaluatingAsync || self.has(Quirk::FailedImporterCrashes),
                "GatherAvailableAncestors 1.a.i"
            );
            // 1.a.iv.
            debug_assert!(record.pending_async_dependencies > 0, "GatherAvailableAncestors 1.a.iv");
            // 1.a.v.
            let record = self.expect_cyclic_mut(parent);
            record.pending_async_dependencies -= 1;
            // 1.a.vi.
            if record.pending_async_dependencies == 0 {
                step!(self, "GatherAvailableAncestors 1.a.vi.1");
                // 1.a.vi.1.
                listed.insert(parent);
                exec_list.push(parent);
                // 1.a.vi.2. What has no top-level await will have run when its own ancestors do.
                if !self.expect_cyclic(parent).has_tla {
                    step!(self, "GatherAvailableAncestors 1.a.vi.2");
                    waiting.extend(parents(self, parent));
                }
            }
        }
    }

    /// AsyncModuleExecutionRejected ( module, error ) — <https://tc39.es/ecma262/#sec-async-module-execution-rejected>
    ///
    /// The recursion of step 10 is a stack of what is left to do, the next one last.
    fn async_module_execution_rejected(&mut self, module: ModuleId, error: &Value) {
        let mut left = vec![Rejection::Fail(module)];
        while let Some(next) = left.pop() {
            let failed = match next {
                Rejection::Settle(failed) => {
                    self.reject_top_level(failed, error);
                    continue;
                }
                Rejection::Fail(failed) => failed,
            };
            let record = self.expect_cyclic_mut(failed);
            // 1. It has failed before.
            if record.status == Status::Evaluated {
                debug_assert!(record.evaluation_error.is_some(), "AsyncModuleExecutionRejected 1.a");
                step!(self, "AsyncModuleExecutionRejected 1.b");
                continue;
            }
            // 2.
            debug_assert_eq!(record.status, Status::EvaluatingAsync, "AsyncModuleExecutionRejected 2");
            // 5.–7.
            record.evaluation_error = Some(error.clone());
            record.status = Status::Evaluated;
            record.async_evaluation_order = AsyncEvaluationOrder::Done;
            step!(self, "AsyncModuleExecutionRejected 6");
            // 9. and 10. Its own promise first, then those of all that wait for it.
            let parents = self.expect_cyclic(failed).async_parent_modules.clone();
            if self.has(Quirk::ParentsRejectedFirst) {
                left.push(Rejection::Settle(failed));
            } else {
                self.reject_top_level(failed, error);
            }
            left.extend(parents.into_iter().rev().map(Rejection::Fail));
        }
    }

    /// Step 9 of AsyncModuleExecutionRejected.
    fn reject_top_level(&mut self, module: ModuleId, error: &Value) {
        let record = self.expect_cyclic(module);
        if let Some(capability) = record.top_level_capability {
            // 9.a.
            debug_assert!(
                record.cycle_root == Some(module) || self.has(Quirk::EvaluatedWhileRunning),
                "AsyncModuleExecutionRejected 9.a"
            );
            // 9.b.
            step!(self, "AsyncModuleExecutionRejected 9.b");
            self.settle(capability, Err(error.clone()));
        }
    }
}

/// What is left to do when an asynchronous module has failed.
enum Rejection {
    /// The module fails, and so do all that wait for it.
    Fail(ModuleId),
    /// The promise of the module is rejected.
    Settle(ModuleId),
}
