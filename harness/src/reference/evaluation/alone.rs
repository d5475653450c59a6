//! Evaluating the modules of a graph one by one:
//! [`Quirk::DependenciesEvaluatedAlone`](crate::reference::Quirk::DependenciesEvaluatedAlone).

use rustc_hash::FxHashSet;

use crate::{
    program::ModuleId,
    reference::{Agent, Host, PromiseId, Quirk, Status, Value, completion::Abrupt, record::Turn},
    syntax::{Phase, RequestIndex},
    transcript::ModuleStatus,
};

/// A module whose dependencies are being evaluated.
struct Frame {
    module: ModuleId,
    /// Those that are still to come, the next one last.
    waiting: Vec<ModuleId>,
}

impl Agent {
    /// `module.evaluate()`: a promise. What `root` imports is evaluated before it, each module by itself and after what it
    /// imports in turn. A module whose turn has begun is not begun again, which is what turns the order of cycles round.
    pub(super) fn evaluate_alone(&mut self, host: &mut dyn Host, root: ModuleId) -> PromiseId {
        // What it imports has run it meanwhile, and its turn goes on when that has had its own.
        if self.module(root).vm.turn == Turn::Begun && self.expect_cyclic(root).status == Status::Evaluated {
            return self.settled_as_evaluated(root);
        }
        let (mut begun, mut frames) = (FxHashSet::default(), Vec::new());
        self.begin_alone(root, &mut begun, &mut frames);
        while let Some(frame) = frames.last_mut() {
            if let Some(dependency) = frame.waiting.pop() {
                self.begin_alone(dependency, &mut begun, &mut frames);
                continue;
            }
            let module = frame.module;
            if module == root {
                break;
            }
            frames.pop();
            self.evaluate_one(host, module);
            if self.is_over() {
                return self.never();
            }
            // What throws at once fails all that wait for their turn, before any of their bodies runs.
            if let Some(error) = self.shown_evaluation_error(module).cloned() {
                return self.fail_alone(&frames, &error);
            }
        }
        self.evaluate_one(host, root)
    }

    /// Evaluate ( ) of a module. One that has had its turn before gives what became of the module itself, whatever the rest
    /// of its cycle does.
    fn evaluate_one(&mut self, host: &mut dyn Host, module: ModuleId) -> PromiseId {
        if self.cyclic(module).is_none() {
            return self.evaluate_synthetic(host, module);
        }
        if self.module(module).vm.turn == Turn::HadWhileRunning {
            return self.settled(Ok(Value::Undefined));
        }
        let turn = std::mem::replace(&mut self.module_mut(module).vm.turn, Turn::Had);
        if let Some(error) = self.module(module).vm.turn_error.clone() {
            return self.settled(Err(error));
        }
        if turn == Turn::Had && self.expect_cyclic(module).status == Status::Evaluated {
            return self.settled_as_evaluated(module);
        }
        if self.has(Quirk::ImportMetaEager) {
            match self.fill_import_meta(host, module) {
                Ok(()) => {}
                Err(Abrupt::Throw(error)) => {
                    self.fail_turn(module, &error);
                    return self.settled(Err(error));
                }
                Err(Abrupt::Over) => return self.never(),
            }
        }
        if self.expect_cyclic(module).status == Status::Evaluating {
            return self.evaluate_running(module);
        }
        self.evaluate_cyclic(host, module)
    }

    /// A promise that is settled as the module was.
    fn settled_as_evaluated(&mut self, module: ModuleId) -> PromiseId {
        let error = self.evaluation_error(module).cloned();
        self.settled(error.map_or(Ok(Value::Undefined), Err))
    }

    /// Evaluate ( ) of a module that a walk is in the middle of, so that this one finds nothing to do. The promise is settled
    /// when the module ends asynchronously; what ends with the walk settles only the promise that the walk began with.
    fn evaluate_running(&mut self, module: ModuleId) -> PromiseId {
        self.module_mut(module).vm.turn = Turn::HadWhileRunning;
        let promise = self.new_promise();
        *self.expect_cyclic_mut(module).top_level_capability.get_or_insert(promise)
    }

    fn begin_alone(&mut self, module: ModuleId, begun: &mut FxHashSet<ModuleId>, frames: &mut Vec<Frame>) {
        let has_its_turn = self.native_status(module) == ModuleStatus::Linked;
        if !has_its_turn || !begun.insert(module) {
            return;
        }
        self.module_mut(module).vm.turn = Turn::Begun;
        let requests = self.cyclic(module).map_or(0, |record| record.requests.len());
        let mut waiting = Vec::new();
        for index in (0..requests).rev() {
            let is_evaluated = match self.expect_cyclic(module).requests[index].phase {
                Phase::Source => false,
                Phase::Defer => self.has(Quirk::DeferredEvaluatedAtOnce),
                Phase::Evaluation => true,
            };
            if is_evaluated {
                let request =
                    RequestIndex(u32::try_from(index).expect("a module has fewer than 2^32 requests"));
                waiting.push(self.graph_neighbour(module, request));
            }
        }
        frames.push(Frame { module, waiting });
    }

    /// The modules in `frames` have failed as far as their turn goes. Their records do not hear of it: one that awaits goes on.
    fn fail_alone(&mut self, frames: &[Frame], error: &Value) -> PromiseId {
        for frame in frames {
            self.fail_turn(frame.module, error);
        }
        self.settled(Err(error.clone()))
    }

    fn fail_turn(&mut self, module: ModuleId, error: &Value) {
        let vm = &mut self.module_mut(module).vm;
        vm.turn = Turn::Had;
        vm.turn_error = Some(error.clone());
    }
}
