//! Asking the linker function, and what becomes of its answers.

use std::rc::Rc;

use super::{
    Agent, Host, Layer, LinkerAnswer, LinkerCall, LinkerCompletion, LinkerHandle, Quirk, Value, agent::Map,
    jobs::Handler, load::LoadId, marks::step,
};
use crate::{
    program::ModuleId,
    syntax::{Phase, RequestIndex},
};

/// A request that the linker has been asked and has not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct AskId(u32);

#[derive(Debug)]
struct Ask {
    referrer: ModuleId,
    request: RequestIndex,
    /// The loads that wait for the answer, in the order they came, each with the phase of the request it came for.
    waiting: Vec<(LoadId, Phase)>,
}

/// The asks of an agent.
#[derive(Debug, Default)]
pub(super) struct Asks {
    all: Vec<Ask>,
    /// The latest unanswered ask of a request, by its referrer and its key.
    unanswered: Map<(ModuleId, u32), AskId>,
}

impl Agent {
    /// HostLoadImportedModule ( referrer, moduleRequest, hostDefined, payload ) —
    /// <https://tc39.es/ecma262/#sec-HostLoadImportedModule>
    ///
    /// ECMA-262 leaves the steps to the host; these are vmlink's. The host asks the linker function, once for all loads
    /// that need the answer at the same time (C11): a load that finds the request asked by one that is still running waits
    /// with it. What a load asked that has failed meanwhile is asked anew.
    pub(super) fn host_load_imported_module(
        &mut self,
        host: &mut dyn Host,
        referrer: ModuleId,
        index: RequestIndex,
        payload: LoadId,
    ) {
        let request = self.expect_cyclic(referrer).request(index);
        let asked = (referrer, request.key);
        let waiting = (payload, request.phase);
        // 1. A load that is still running asked already.
        if let Some(&AskId(ask)) = self.asks.unanswered.get(&asked) {
            let ask = &mut self.asks.all[ask as usize];
            if ask.waiting.iter().any(|&(load, _)| self.loads.state(load).is_loading) {
                ask.waiting.push(waiting);
                step!(self, "HostLoadImportedModule 1");
                return;
            }
        }
        // 2. Ask.
        step!(self, "HostLoadImportedModule 2");
        let ask = AskId(u32::try_from(self.asks.all.len()).expect("a run makes fewer than 2^32 requests"));
        self.asks.all.push(Ask { referrer, request: index, waiting: vec![waiting] });
        self.asks.unanswered.insert(asked, ask);
        let linker = self.loads.state(payload).linker;
        let completion = self.call_linker(host, linker, referrer, index);
        match completion {
            // 3. An exception is an answer at once.
            LinkerCompletion::Threw(thrown) => {
                step!(self, "HostLoadImportedModule 3");
                self.answer_arrived(host, ask, Err(thrown));
            }
            // 4. What it returns is awaited (C10).
            LinkerCompletion::Returned(answer) => {
                step!(self, "HostLoadImportedModule 4");
                self.await_answer(answer, Handler::Answer(ask));
            }
        }
    }

    /// Calls the linker function for a request.
    pub(super) fn call_linker(
        &mut self,
        host: &mut dyn Host,
        linker: LinkerHandle,
        referrer: ModuleId,
        index: RequestIndex,
    ) -> LinkerCompletion {
        let request = self.expect_cyclic(referrer).request(index);
        let specifier = self.text(request.specifier);
        let attributes: Vec<[Rc<str>; 2]> =
            request.attributes.iter().map(|&(key, value)| [key, value].map(|name| self.text(name))).collect();
        let attributes: Vec<(&str, &str)> =
            attributes.iter().map(|[key, value]| (&**key, &**value)).collect();
        let call = LinkerCall { specifier: &specifier, referrer, attributes: &attributes };
        // A linker may link other modules before it answers, and their linker may do the same: the depth of that is the
        // program's, so the native stack grows with it.
        stacker::maybe_grow(LINKER_RED_ZONE, LINKER_STACK, || host.call_linker(self, linker, &call))
    }

    /// `PromiseResolve(%Promise%, answer).then(handler)` — <https://tc39.es/ecma262/#sec-promise-resolve>
    pub(super) fn await_answer(&mut self, answer: LinkerAnswer, handler: Handler) {
        match answer {
            LinkerAnswer::Value(value) => self.then_value(value, handler),
            LinkerAnswer::Promise(promise) => self.then(promise, handler),
            LinkerAnswer::Thenable(reaction) => {
                let promise = self.new_promise();
                self.resolve_thenable(promise, reaction);
                self.then(promise, handler);
            }
            LinkerAnswer::ThrowingThen(thrown) => {
                let promise = self.settled(Err(thrown));
                self.then(promise, handler);
            }
        }
    }

    /// The linker's answer is there: the end of HostLoadImportedModule.
    pub(super) fn answer_arrived(&mut self, host: &mut dyn Host, ask: AskId, outcome: Result<Value, Value>) {
        let Ask { referrer, request, waiting } = &mut self.asks.all[ask.0 as usize];
        let (referrer, request, waiting) = (*referrer, *request, std::mem::take(waiting));
        let asked = (referrer, self.expect_cyclic(referrer).request(request).key);
        // A later load may have asked again since.
        if self.asks.unanswered.get(&asked) == Some(&ask) {
            self.asks.unanswered.remove(&asked);
        }
        match self.check_answer(referrer, request, outcome) {
            Ok(module) => self.finish_loading_imported_module(host, referrer, request, &waiting, module),
            Err(error) => {
                let waiting: Vec<LoadId> = waiting.into_iter().map(|(load, _)| load).collect();
                self.request_failed(referrer, &waiting, &error);
            }
        }
    }

    /// FinishLoadingImportedModule ( referrer, moduleRequest, payload, result ) —
    /// <https://tc39.es/ecma262/#sec-FinishLoadingImportedModule>, for a normal completion and every load that waits.
    fn finish_loading_imported_module(
        &mut self,
        host: &mut dyn Host,
        referrer: ModuleId,
        index: RequestIndex,
        payloads: &[(LoadId, Phase)],
        module: ModuleId,
    ) {
        let record = self.expect_cyclic_mut(referrer);
        let key = record.request(index).key as usize;
        // 1.a. linkRequests(), or the answer to an earlier load's question, can have been there first: that one counts.
        let module = *record.loaded[key].get_or_insert(module);
        // 1.b. Remember the answer.
        step!(self, "FinishLoadingImportedModule 1.b");
        // 2. Every payload is a load; what import() loads does not come here.
        for &(payload, phase) in payloads {
            step!(self, "FinishLoadingImportedModule 2.a");
            self.continue_module_loading(host, payload, phase, Ok(module));
        }
    }

    /// A request failed: FinishLoadingImportedModule with a throw completion, for every load that waits.
    ///
    /// Under `vm.Module` the failure also makes modules errored, see [`fail_dependents`](Self::fail_dependents).
    pub(super) fn request_failed(&mut self, referrer: ModuleId, payloads: &[LoadId], error: &Value) {
        match self.layer() {
            Layer::Bare => {
                for &payload in payloads {
                    if self.loads.state(payload).is_loading {
                        step!(self, "FinishLoadingImportedModule 2.a");
                        self.reject_load(payload, error.clone());
                    }
                }
            }
            Layer::Vm => {
                // An answer that nobody waits for any more changes nothing: the link() that asked has failed.
                if payloads.iter().any(|&payload| self.loads.state(payload).is_loading) {
                    step!(self, "FinishLoadingImportedModule 2.a");
                    if self.has(Quirk::LinkFailuresForgotten) {
                        self.end_dependents(referrer, error);
                    } else {
                        self.fail_dependents(referrer, error);
                    }
                }
            }
        }
    }
}

/// How much native stack a linker call needs at least, and how much is added when there is less: a call that links,
/// evaluates and answers stays below 64 KiB in a debug build.
const LINKER_RED_ZONE: usize = 128 * 1024;
const LINKER_STACK: usize = 1024 * 1024;
