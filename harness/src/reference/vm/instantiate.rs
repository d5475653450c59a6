//! `module.linkRequests(modules)` and `module.instantiate()`: linking without a linker function.
//!
//! <https://nodejs.org/api/vm.html#sourcetextmodulelinkrequestsmodules>

use rustc_hash::FxHashSet;

use crate::{
    program::ModuleId,
    reference::{Agent, Quirk, Status, Value, link::LinkFailure, marks::step, record::ModuleRecordKind},
    syntax::{Phase, RequestIndex},
    transcript::ModuleStatus,
};

impl Agent {
    /// `module.linkRequests(modules)`
    pub(in crate::reference) fn vm_link_requests(
        &mut self,
        module: ModuleId,
        modules: &[Option<ModuleId>],
    ) -> Result<(), Value> {
        // 1. Synthetic modules do not have the method.
        if self.cyclic(module).is_none() || self.has(Quirk::NoSynchronousLinking) {
            step!(self, "vm linkRequests 1");
            return Err(self.no_such_method("linkRequests"));
        }
        // 2. Only before linking.
        if self.vm_status(module) != ModuleStatus::Unlinked {
            step!(self, "vm linkRequests 2");
            return Err(self.wrong_status("be unlinked"));
        }
        // 3. One module for each request.
        let expected = self.expect_cyclic(module).requests.len();
        if modules.len() != expected {
            step!(self, "vm linkRequests 3");
            return Err(self.link_mismatch(expected, modules.len()));
        }
        // 4. All of them modules, of the module's own context.
        let mut answers = Vec::with_capacity(expected);
        let answered_with = if self.has(Quirk::DisagreementWithoutPlaces) {
            self.first_but_for_phase(module)
        } else {
            Vec::new()
        };
        for &answer in modules {
            let Some(answer) = answer else {
                step!(self, "vm linkRequests 4 else");
                return Err(self.not_a_module());
            };
            if self.module(answer).context != self.module(module).context {
                step!(self, "vm linkRequests 4");
                return Err(self.different_context());
            }
            answers.push(answer);
            if let Some(&first) = answered_with.get(answers.len() - 1)
                && answers[first] != answer
            {
                let specifier = self.text(self.expect_cyclic(module).requests[first].specifier);
                return Err(self.link_disagreement(&specifier, answers.len() - 1, first));
            }
        }
        // 5.–6. Requests that are equal but for their phase have one answer. All of the list is kept, or nothing.
        self.keep_answers(module, &answers)
    }

    /// An answer was replaced. A failed link() may have gone through the old one: in a cycle, names are looked up in
    /// modules that are not linked yet.
    pub(super) fn forget_resolutions(&mut self) {
        self.forget_searches();
        for module in &mut self.modules {
            if let ModuleRecordKind::Cyclic(record) = &module.kind
                && matches!(record.status, Status::New | Status::Unlinked)
            {
                module.namespace = None;
            }
        }
    }

    pub(super) fn disagreement(&mut self, module: ModuleId, index: usize, key: u32) -> Value {
        let requests = &self.expect_cyclic(module).requests;
        let earlier = requests.iter().position(|request| request.key == key).unwrap_or(index);
        let specifier = self.text(requests[index].specifier);
        self.link_disagreement(&specifier, index, earlier)
    }

    /// `module.instantiate()`
    pub(in crate::reference) fn vm_instantiate(&mut self, module: ModuleId) -> Result<(), Value> {
        // 1. Synthetic modules do not have the method.
        if self.cyclic(module).is_none() || self.has(Quirk::NoSynchronousLinking) {
            step!(self, "vm instantiate 1");
            return Err(self.no_such_method("instantiate"));
        }
        // 2. Only once.
        let again = self.has(Quirk::InstantiateAgain) && self.module(module).vm.error.is_none();
        if self.vm_status(module) != ModuleStatus::Unlinked && !again {
            step!(self, "vm instantiate 2");
            return Err(self.wrong_status("be unlinked"));
        }
        if self.has(Quirk::AnswersBeforeInstantiate) && !self.module(module).vm.listed {
            let identifier = self.module(module).identifier.clone();
            return Err(self.requests_not_resolved(&identifier));
        }
        if self.has(Quirk::LinkFailureIsAnOverlay) || again {
            return self.native_instantiate(module);
        }
        // 3. Every request of the graph is answered, by modules that have not failed.
        let graph = self.answered_graph(module)?;
        for &member in &graph {
            let record = self.expect_cyclic_mut(member);
            if record.status == Status::New {
                record.status = Status::Unlinked;
            }
        }
        // 4. ECMA-262's Link; a failure is for good, as that of link() is (C9).
        self.link_record(module).map_err(|LinkFailure { culprit, error }| {
            step!(self, "vm instantiate 4");
            if !self.has(Quirk::BindingFailureForgotten) {
                self.fail_instantiated(culprit, &graph, &error);
            }
            error
        })
    }

    /// Step 3 of instantiate(): the modules that are not linked, in the order they are met. All requests of a module are
    /// looked at before the first of its answers is gone into.
    pub(super) fn answered_graph(&mut self, root: ModuleId) -> Result<Vec<ModuleId>, Value> {
        // 3.a. The module was never given answers, though it may need none.
        if self.expect_cyclic(root).status == Status::New && !self.module(root).vm.listed {
            step!(self, "vm instantiate 3.a");
            return Err(self.module_not_linked());
        }
        let mut graph = Vec::new();
        let mut met: FxHashSet<ModuleId> = FxHashSet::default();
        let mut waiting = vec![root];
        while let Some(module) = waiting.pop() {
            let unlinked = self
                .cyclic(module)
                .is_some_and(|record| matches!(record.status, Status::New | Status::Unlinked));
            if !unlinked || !met.insert(module) {
                continue;
            }
            graph.push(module);
            let mut answers = Vec::new();
            for index in 0..self.expect_cyclic(module).requests.len() {
                let request =
                    RequestIndex(u32::try_from(index).expect("a module has fewer than 2^32 requests"));
                // 3.b. The requests of one below it were not answered.
                let Some(answer) = self.native_answer(module, request)? else {
                    step!(self, "vm instantiate 3.b");
                    return Err(self.request_not_answered(module, request));
                };
                // 3.c. One of the answers has failed (C8).
                if !self.has(Quirk::LinkFailureIsAnOverlay)
                    && let Err(error) = self.recheck_answer(module, request, answer)
                {
                    step!(self, "vm instantiate 3.c");
                    return Err(error);
                }
                if self.expect_cyclic(module).request(request).phase != Phase::Source {
                    answers.push(answer);
                } else if self.has(Quirk::SourceRequestCrashes) {
                    self.end_by_crash();
                } else if self.has(Quirk::SourceResolvedWithRequests) {
                    return Err(self.get_module_source(answer));
                }
            }
            // What is pushed last is gone into first.
            if !self.has(Quirk::LastAnswerGoneIntoFirst) {
                answers.reverse();
            }
            waiting.extend(answers);
        }
        Ok(graph)
    }
}
