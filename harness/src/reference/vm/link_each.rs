//! link() where every module links itself, as Node and Bun have it.
//!
//! A module asks for its requests, waits for all of them, and with them for those that it finds `unlinked`, which link
//! themselves in the same way; the module that link() was called on is then instantiated. Nothing connects the modules
//! of one link() but the promises each waits for, so a failure travels along these and nowhere else.

use super::native::Answers;
use crate::{
    program::ModuleId,
    reference::{
        Agent, Host, LinkerCompletion, LinkerHandle, PromiseId, PromiseState, Quirk, Value, jobs::Handler,
        value::Likeness,
    },
    syntax::RequestIndex,
    transcript::ModuleStatus,
};

/// A module's linking of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::reference) struct SelfLinkId(u32);

#[derive(Debug)]
struct SelfLink {
    module: ModuleId,
    linker: LinkerHandle,
    /// What whoever wanted the module waits for.
    promise: PromiseId,
    /// One for each request that was asked: the module that answers it, once that has linked itself too.
    answers: Vec<PromiseId>,
    /// How many of them have not arrived.
    outstanding: usize,
    /// Settles with the last of them, or with the first that fails.
    all: PromiseId,
}

/// Every module's linking of itself in an agent.
#[derive(Debug, Default)]
pub(in crate::reference) struct SelfLinks(Vec<SelfLink>);

impl Agent {
    /// Steps 4 and 5 of link(), for [`Quirk::ModulesLinkThemselves`].
    pub(super) fn link_each(
        &mut self,
        host: &mut dyn Host,
        module: ModuleId,
        linker: LinkerHandle,
    ) -> PromiseId {
        // 1. The module links itself,
        let promise = self.new_promise();
        let itself = self.link_itself(host, module, linker);
        // 2. and then it is instantiated.
        self.then(itself, Handler::RootLinkedItself(module, promise));
        promise
    }

    /// Step 2 of [`link_each`](Self::link_each).
    pub(in crate::reference) fn root_linked_itself(
        &mut self,
        root: ModuleId,
        promise: PromiseId,
        outcome: Result<Value, Value>,
    ) {
        let outcome = outcome.and_then(|_| self.native_instantiate(root));
        self.settle(promise, outcome.map(|()| Value::Undefined));
    }

    /// What one module does to be linked: a promise that is fulfilled when its requests are answered.
    fn link_itself(&mut self, host: &mut dyn Host, module: ModuleId, linker: LinkerHandle) -> PromiseId {
        // 1. A synthetic module has no requests.
        if self.cyclic(module).is_none() {
            return self.settled(Ok(Value::Undefined));
        }
        // 2. Only the first attempt asks, where the engine keeps the questions.
        if self.has(Quirk::RequestsAskedOnce) && self.module(module).vm.listed {
            return self.settled(Ok(Value::Undefined));
        }
        self.module_mut(module).vm.overlay_linking = true;
        self.module_mut(module).vm.listed |= self.has(Quirk::RequestsAskedOnce);
        let id = SelfLinkId(u32::try_from(self.self_links.0.len()).expect("fewer than 2^32 links"));
        let (promise, all) = (self.new_promise(), self.new_promise());
        let requests = self.expect_cyclic(module).requests.len();
        let link = SelfLink { module, linker, promise, answers: Vec::new(), outstanding: requests, all };
        self.self_links.0.push(link);
        // 3. Every request is asked in this job.
        for index in 0..requests {
            let request = RequestIndex(u32::try_from(index).expect("a module has fewer than 2^32 requests"));
            let arrival = self.new_promise();
            match self.call_linker(host, linker, module, request) {
                LinkerCompletion::Returned(answer) => {
                    self.self_link_mut(id).answers.push(arrival);
                    self.await_answer(answer, Handler::SelfLinkAnswer(id, request));
                }
                LinkerCompletion::Threw(thrown) => {
                    let error = self.link_failure(thrown);
                    if !self.has(Quirk::LinkerInAsyncFunction) {
                        // 3.a. It threw: nothing more is asked, and what was asked is not waited for.
                        return self.link_interrupted(module, error);
                    }
                    self.settle(arrival, Err(error));
                    self.self_link_mut(id).answers.push(arrival);
                }
            }
        }
        if self.has(Quirk::RequestsAskedOnce) {
            let promises = self.self_link_mut(id).answers.clone();
            self.keep_promises(module, &promises);
        }
        // 4. All answers are waited for.
        if requests == 0 {
            self.settle(all, Ok(Value::Undefined));
        }
        for index in 0..requests {
            let arrival = self.self_link_mut(id).answers[index];
            self.then(arrival, Handler::SelfLinkArrival(id));
        }
        self.then(all, Handler::SelfLinkComplete(id));
        promise
    }

    /// Step 3.a of [`link_itself`](Self::link_itself).
    fn link_interrupted(&mut self, module: ModuleId, error: Value) -> PromiseId {
        if !self.has(Quirk::ThrowLeavesLinking) {
            self.module_mut(module).vm.overlay_linking = false;
            self.module_mut(module).vm.error = Some(error.clone());
        }
        self.settled(Err(error))
    }

    /// The linker's answer to a request is there.
    pub(in crate::reference) fn self_link_answer(
        &mut self,
        host: &mut dyn Host,
        id: SelfLinkId,
        request: RequestIndex,
        outcome: Result<Value, Value>,
    ) {
        let SelfLink { module, linker, .. } = *self.self_link_mut(id);
        let arrival = self.self_link_mut(id).answers[request.0 as usize];
        let value = match outcome {
            Ok(value) => value,
            Err(reason) => {
                let error = self.link_failure(reason);
                return self.settle(arrival, Err(error));
            }
        };
        // The check is an async function, whose promise the arrival is resolved with; where the linker is called in the
        // same function there is no promise in between.
        let checked = if self.has(Quirk::LinkerInAsyncFunction) { arrival } else { self.new_promise() };
        match self.check_value(module, request, value) {
            Err(error) => self.settle(checked, Err(error)),
            // A module that is `unlinked` links itself first; in every other status it is taken as it is.
            Ok(answer) if self.vm_status(answer) == ModuleStatus::Unlinked => {
                let linked = self.link_itself(host, answer, linker);
                self.then(linked, Handler::AnswerLinkedItself(answer, checked));
            }
            Ok(answer) => self.settle(checked, Ok(Value::Module(answer))),
        }
        if checked != arrival {
            self.resolve_with_promise(arrival, checked);
        }
    }

    /// The module that a value is, or the error that the request fails with (C8).
    fn check_value(
        &mut self,
        referrer: ModuleId,
        request: RequestIndex,
        value: Value,
    ) -> Result<ModuleId, Value> {
        let (module, likeness) = match value {
            Value::Module(module) => (module, None),
            Value::Like(likeness @ Likeness::Proxy, module) if self.has(Quirk::ProxyTakenForModule) => {
                (module, Some(likeness))
            }
            Value::Like(likeness @ Likeness::Inherits, module)
                if self.has(Quirk::InheritedMarkTakenForModule) =>
            {
                (module, Some(likeness))
            }
            value => return Err(self.not_a_module_but(&value)),
        };
        if self.module(module).context != self.module(referrer).context {
            return Err(self.different_context());
        }
        // Reading the status of a source text module needs a private field, which only the module itself has.
        if likeness.is_some() && self.cyclic(module).is_some() {
            return Err(self.no_private_field());
        }
        if self.vm_status(module) == ModuleStatus::Errored {
            let cause = self.vm_error_property(module)?;
            let specifier = self.text(self.expect_cyclic(referrer).request(request).specifier);
            return Err(self.resolved_to_errored(&specifier, cause));
        }
        Ok(module)
    }

    /// An answer is there, linked itself or failed.
    pub(in crate::reference) fn self_link_arrival(&mut self, id: SelfLinkId, outcome: Result<Value, Value>) {
        let link = self.self_link_mut(id);
        let all = link.all;
        match outcome {
            Ok(_) => {
                link.outstanding -= 1;
                if link.outstanding == 0 {
                    self.settle(all, Ok(Value::Undefined));
                }
            }
            Err(error) => self.settle(all, Err(error)),
        }
    }

    /// All answers are there, or one has failed: the end of [`link_itself`](Self::link_itself).
    pub(in crate::reference) fn self_link_complete(&mut self, id: SelfLinkId, outcome: Result<Value, Value>) {
        let SelfLink { module, promise, .. } = *self.self_link_mut(id);
        let kept = outcome.and_then(|_| {
            if self.has(Quirk::RequestsAskedOnce) {
                return Ok(());
            }
            let answers = self.answers_of(id);
            self.keep_answers(module, &answers)
        });
        self.module_mut(module).vm.overlay_linking = false;
        if let Err(error) = &kept {
            self.module_mut(module).vm.error = Some(error.clone());
        }
        self.settle(promise, kept.map(|()| Value::Undefined));
    }

    fn answers_of(&self, id: SelfLinkId) -> Answers {
        let answers = self.self_links.0[id.0 as usize].answers.iter();
        answers
            .map(|&answer| match self.promise_state(answer) {
                PromiseState::Fulfilled(Value::Module(module)) => *module,
                state => unreachable!("all answers are modules by now, but one is {state:?}"),
            })
            .collect()
    }

    fn self_link_mut(&mut self, id: SelfLinkId) -> &mut SelfLink {
        &mut self.self_links.0[id.0 as usize]
    }
}
