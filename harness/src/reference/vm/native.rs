//! What runtimes keep below `vm.Module`: the answers of each module, and instantiate().
//!
//! For a runtime, `module.link()` and `module.linkRequests()` are JavaScript around an object of the engine's. That object
//! has a status of its own, which knows nothing of a failed link().

use crate::{
    program::ModuleId,
    reference::{
        Agent, PromiseId, PromiseState, Quirk, Status, Value,
        link::LinkFailure,
        marks::step,
        record::{ModuleRecordKind, Standing, SyntheticEvaluation, Turn},
    },
    syntax::RequestIndex,
    transcript::ModuleStatus,
};

/// One module for each request, in their order.
pub(super) type Answers = Vec<ModuleId>;

impl Agent {
    /// The status below `vm.Module`.
    pub(in crate::reference) fn native_status(&self, module: ModuleId) -> ModuleStatus {
        match &self.module(module).kind {
            ModuleRecordKind::Synthetic(record)
                if self.has(Quirk::SyntheticNeedsLink)
                    && !record.linked
                    && record.evaluation == SyntheticEvaluation::Ahead =>
            {
                ModuleStatus::Unlinked
            }
            ModuleRecordKind::Cyclic(_) if self.module(module).vm.turn_error.is_some() => {
                ModuleStatus::Errored
            }
            // What has linked it does not count until that tells it so.
            ModuleRecordKind::Cyclic(record)
                if self.has(Quirk::LinkedWhenTold)
                    && self.module(module).vm.standing != Standing::Told
                    && !matches!(record.status, Status::New | Status::Linking) =>
            {
                ModuleStatus::Unlinked
            }
            // One that has run before the turns of all it imports were over is done.
            ModuleRecordKind::Cyclic(record)
                if self.module(module).vm.turn == Turn::Begun && record.status != Status::Evaluated =>
            {
                ModuleStatus::Evaluating
            }
            ModuleRecordKind::Cyclic(_) if self.module(module).vm.turn == Turn::HadWhileRunning => {
                ModuleStatus::Evaluated
            }
            // It has run, or is running, with another module's turn, and its own has not come.
            ModuleRecordKind::Cyclic(record)
                if self.has(Quirk::DependenciesEvaluatedAlone)
                    && self.module(module).vm.turn == Turn::Ahead
                    && match record.status {
                        Status::EvaluatingAsync | Status::Evaluated => true,
                        Status::Evaluating => self.has(Quirk::EvaluatedWhileRunning),
                        _ => false,
                    } =>
            {
                ModuleStatus::Linked
            }
            // A module that awaits has been evaluated, as far as vm.Module goes.
            ModuleRecordKind::Cyclic(record)
                if record.status == Status::EvaluatingAsync && !self.has(Quirk::AwaitingReadsEvaluating) =>
            {
                ModuleStatus::Evaluated
            }
            _ => self.bare_status(module),
        }
    }

    /// Link() of a Synthetic Module Record — <https://tc39.es/ecma262/#sec-smr-Link>. It cannot fail.
    pub(in crate::reference) fn link_synthetic(&mut self, module: ModuleId) {
        if let ModuleRecordKind::Synthetic(record) = &mut self.module_mut(module).kind {
            record.linked = true;
        }
    }

    /// Gives a module the answers to its requests. Earlier ones are replaced, unless the module is linked by now.
    ///
    /// # Errors
    /// When two requests that must have one answer have two.
    pub(super) fn keep_answers(&mut self, module: ModuleId, answers: &[ModuleId]) -> Result<(), Value> {
        let record = self.expect_cyclic(module);
        let mut loaded: Vec<Option<ModuleId>> = vec![None; record.loaded.len()];
        for (index, &answer) in answers.iter().enumerate() {
            let key = self.expect_cyclic(module).requests[index].key;
            let earlier = loaded[key as usize].replace(answer);
            let may_differ = self.has(Quirk::AnswersBySpecifier) || self.has(Quirk::LastPhaseAnswers);
            if earlier.is_some_and(|earlier| earlier != answer) && !may_differ {
                step!(self, "vm linkRequests 5");
                return Err(self.disagreement(module, index, key));
            }
        }
        if self.has(Quirk::AnswersRefusedWhenLinked) && self.native_status(module) != ModuleStatus::Unlinked {
            return Err(self.answers_refused());
        }
        step!(self, "vm linkRequests 6");
        if matches!(self.expect_cyclic(module).status, Status::New | Status::Unlinked) {
            self.replace_answers(module, loaded);
        }
        self.module_mut(module).vm.listed = true;
        Ok(())
    }

    fn replace_answers(&mut self, module: ModuleId, loaded: Vec<Option<ModuleId>>) {
        let replaced =
            std::mem::replace(&mut self.expect_cyclic_mut(module).loaded, loaded.into_boxed_slice());
        if replaced.iter().any(Option::is_some) {
            self.forget_resolutions();
        }
    }

    /// Gives a module the promises for the answers to its requests; of requests with one key the last counts.
    pub(super) fn keep_promises(&mut self, module: ModuleId, promises: &[PromiseId]) {
        let mut kept = vec![None; self.expect_cyclic(module).loaded.len()];
        for (index, &promise) in promises.iter().enumerate() {
            kept[self.expect_cyclic(module).requests[index].key as usize] = Some(promise);
        }
        self.module_mut(module).vm.promises = kept.into_boxed_slice();
    }

    /// Instantiates a module, whatever `vm.Module` says of it.
    pub(super) fn native_instantiate(&mut self, root: ModuleId) -> Result<(), Value> {
        if self.native_status(root) != ModuleStatus::Unlinked {
            return Ok(());
        }
        if self.cyclic(root).is_none() {
            self.link_synthetic(root);
            return Ok(());
        }
        // 1. The module must have been given answers, and so must all it depends on.
        let prepared = self.answered_graph(root);
        // 2. ECMA-262's Link.
        let outcome = prepared.and_then(|graph| {
            for &member in &graph {
                let record = self.expect_cyclic_mut(member);
                if record.status == Status::New {
                    record.status = Status::Unlinked;
                }
            }
            match self.link_record(root) {
                Ok(()) => {
                    self.after_link(root, &graph);
                    Ok(())
                }
                Err(LinkFailure { culprit, error }) => {
                    if !self.has(Quirk::BindingFailureForgotten) {
                        self.fail_instantiated(culprit, &graph, &error);
                    }
                    if self.has(Quirk::FailedLinkLeavesCopies) {
                        self.leave_copies(&graph);
                    }
                    Err(error)
                }
            }
        });
        // 3. The answers of the root are dropped; those of the others stay.
        if self.has(Quirk::InstantiateDropsAnswers) {
            self.module_mut(root).vm.promises = Box::default();
            if outcome.is_err() {
                let keys = self.expect_cyclic(root).loaded.len();
                self.replace_answers(root, vec![None; keys]);
            }
        }
        outcome
    }

    /// The module that answers a request, if one does.
    ///
    /// # Errors
    /// When the engine keeps a promise for it that is not fulfilled.
    pub(super) fn native_answer(
        &mut self,
        module: ModuleId,
        request: RequestIndex,
    ) -> Result<Option<ModuleId>, Value> {
        let key = self.expect_cyclic(module).request(request).key as usize;
        if let Some(&Some(promise)) = self.module(module).vm.promises.get(key) {
            let PromiseState::Fulfilled(Value::Module(answer)) = *self.promise_state(promise) else {
                return Err(self.request_not_fulfilled(module, request));
            };
            let mut loaded = self.expect_cyclic(module).loaded.to_vec();
            loaded[key] = Some(answer);
            self.replace_answers(module, loaded);
        }
        Ok(self.expect_cyclic(module).loaded[key])
    }
}
