//! InnerModuleEvaluation: the walk that runs the bodies of a graph, and finds its cycles.

use rustc_hash::FxHashSet;

use crate::{
    program::ModuleId,
    reference::{Agent, Host, Quirk, Status, completion::Abrupt, marks::step, record::AsyncEvaluationOrder},
    syntax::TextPosition,
};

/// A module InnerModuleEvaluation is in the middle of.
struct Frame {
    module: ModuleId,
    /// The modules that are evaluated before it and have not been visited yet, the next one last.
    waiting: Vec<ModuleId>,
}

/// Where the walk stands. The specification's recursion (step 11.b) is a stack of frames here; nothing outside uses the
/// number that it returns.
#[derive(Default)]
struct Walk {
    frames: Vec<Frame>,
    index: u32,
    /// The modules it has entered. Known only where [`Quirk::OuterWalkPassedOver`] asks for them.
    entered: FxHashSet<ModuleId>,
}

impl Agent {
    /// InnerModuleEvaluation ( module, stack, index ) — <https://tc39.es/ecma262/#sec-innermoduleevaluation>
    ///
    /// # Errors
    /// What the first body that fails throws, or what a module that has failed before failed with.
    pub(super) fn inner_module_evaluation(
        &mut self,
        host: &mut dyn Host,
        root: ModuleId,
        stack: &mut Vec<ModuleId>,
    ) -> Result<(), Abrupt> {
        let mut walk = Walk::default();
        self.enter_module_evaluation(host, root, stack, &mut walk)?;
        while let Some(frame) = walk.frames.last_mut() {
            let module = frame.module;
            // 11. Every module of its evaluation list, in order.
            if let Some(required) = frame.waiting.pop() {
                // 11.b.
                step!(self, "InnerModuleEvaluation 11.b");
                if !self.enter_module_evaluation(host, required, stack, &mut walk)? {
                    self.note_evaluated_module(module, required, &walk)?;
                }
                continue;
            }
            // 12.–13.
            self.run_or_wait(host, module)?;
            // 14.–16.
            self.complete_evaluated_component(module, stack);
            // 17.
            walk.frames.pop();
            if let Some(parent) = walk.frames.last() {
                self.note_evaluated_module(parent.module, module, &walk)?;
            }
        }
        Ok(())
    }

    /// Steps 1 to 10 of InnerModuleEvaluation. Says whether there are requests to go through.
    fn enter_module_evaluation(
        &mut self,
        host: &mut dyn Host,
        module: ModuleId,
        stack: &mut Vec<ModuleId>,
        walk: &mut Walk,
    ) -> Result<bool, Abrupt> {
        // 1. Other kinds of module.
        let Some(record) = self.cyclic(module) else {
            step!(self, "InnerModuleEvaluation 1.a");
            let has_failed = self.evaluation_error(module).is_some();
            let is_passed_over = self.has(Quirk::SyntheticRunsInItsTurn)
                || has_failed && self.has(Quirk::SyntheticFailurePassedOver);
            if !is_passed_over {
                self.evaluate_module_sync(host, module)?;
            }
            return Ok(false);
        };
        match record.status {
            // 2.
            Status::EvaluatingAsync | Status::Evaluated => {
                if let Some(error) = &record.evaluation_error {
                    // 2.b.
                    step!(self, "InnerModuleEvaluation 2.b");
                    return Err(Abrupt::Throw(error.clone()));
                }
                // 2.a.
                step!(self, "InnerModuleEvaluation 2.a");
                return Ok(false);
            }
            // 3.
            Status::Evaluating => {
                step!(self, "InnerModuleEvaluation 3");
                return Ok(false);
            }
            // 4.
            Status::Linked => {}
            // Only quirks that walk other modules than were linked lead here.
            Status::New | Status::Unlinked | Status::Linking => {
                self.end_unmodelled(module, TextPosition::START);
                return Err(Abrupt::Over);
            }
        }
        // 5.–9.
        step!(self, "InnerModuleEvaluation 5");
        let record = self.expect_cyclic_mut(module);
        record.status = Status::Evaluating;
        record.dfs_index = walk.index;
        record.dfs_ancestor_index = walk.index;
        record.pending_async_dependencies = 0;
        walk.index += 1;
        if self.has(Quirk::OuterWalkPassedOver) {
            walk.entered.insert(module);
        }
        // 10.
        stack.push(module);
        let mut waiting = self.evaluation_list(module);
        waiting.reverse();
        walk.frames.push(Frame { module, waiting });
        Ok(true)
    }

    /// Step 11.c of InnerModuleEvaluation.
    fn note_evaluated_module(
        &mut self,
        module: ModuleId,
        required: ModuleId,
        walk: &Walk,
    ) -> Result<(), Abrupt> {
        let Some(record) = self.cyclic(required) else { return Ok(()) };
        let is_of_outer_walk = record.status == Status::Evaluating && !walk.entered.contains(&required);
        if is_of_outer_walk && self.has(Quirk::OuterWalkPassedOver) {
            return Ok(());
        }
        let required = if record.status == Status::Evaluating {
            // 11.c.iii. It is on the stack, so the two are one cycle.
            step!(self, "InnerModuleEvaluation 11.c.iii.1");
            let ancestor = record.dfs_ancestor_index;
            let record = self.expect_cyclic_mut(module);
            record.dfs_ancestor_index = record.dfs_ancestor_index.min(ancestor);
            required
        } else {
            // 11.c.iv. What counts is its whole cycle.
            let root = record.cycle_root.unwrap_or(required);
            if let Some(error) = &self.expect_cyclic(root).evaluation_error {
                step!(self, "InnerModuleEvaluation 11.c.iv.3");
                return Err(Abrupt::Throw(error.clone()));
            }
            root
        };
        // 11.c.v. It awaits, and the module with it.
        if let AsyncEvaluationOrder::Number(_) = self.expect_cyclic(required).async_evaluation_order {
            step!(self, "InnerModuleEvaluation 11.c.v.1");
            self.expect_cyclic_mut(module).pending_async_dependencies += 1;
            self.expect_cyclic_mut(required).async_parent_modules.push(module);
        }
        Ok(())
    }

    /// Steps 12 and 13 of InnerModuleEvaluation: the body runs now, or once everything it waits for has run.
    fn run_or_wait(&mut self, host: &mut dyn Host, module: ModuleId) -> Result<(), Abrupt> {
        let record = self.expect_cyclic(module);
        let (is_waiting, has_tla) = (record.pending_async_dependencies > 0, record.has_tla);
        if !is_waiting && !has_tla {
            // 13.
            step!(self, "InnerModuleEvaluation 13.a");
            return self.execute_module(host, module);
        }
        // 12.a.
        debug_assert_eq!(
            record.async_evaluation_order,
            AsyncEvaluationOrder::Unset,
            "InnerModuleEvaluation 12.a"
        );
        // 12.b.
        step!(self, "InnerModuleEvaluation 12.b");
        let order = self.increment_module_async_evaluation_count();
        self.expect_cyclic_mut(module).async_evaluation_order = order;
        // 12.c.
        if is_waiting {
            step!(self, "InnerModuleEvaluation 12.c else");
            return Ok(());
        }
        step!(self, "InnerModuleEvaluation 12.c");
        self.execute_async_module(host, module)
    }

    /// Steps 14 to 16 of InnerModuleEvaluation.
    fn complete_evaluated_component(&mut self, module: ModuleId, stack: &mut Vec<ModuleId>) {
        let record = self.expect_cyclic(module);
        // 16.
        if record.dfs_ancestor_index != record.dfs_index {
            return;
        }
        // 16.b.
        loop {
            let required = stack.pop().expect("InnerModuleEvaluation 14: the module is on the stack");
            let record = self.expect_cyclic_mut(required);
            if record.async_evaluation_order == AsyncEvaluationOrder::Unset {
                // 16.b.v.
                record.status = Status::Evaluated;
                step!(self, "InnerModuleEvaluation 16.b.v");
            } else {
                // 16.b.vi.
                record.status = Status::EvaluatingAsync;
                step!(self, "InnerModuleEvaluation 16.b.vi");
            }
            // 16.b.viii.
            self.expect_cyclic_mut(required).cycle_root = Some(module);
            // 16.b.vii.
            if required == module {
                return;
            }
        }
    }
}
