//! Loading: asking for every module of a graph.
//!
//! <https://tc39.es/ecma262/#sec-LoadRequestedModules> and its neighbours, and HostLoadImportedModule, which is where
//! the linker function comes in.

use rustc_hash::FxHashSet;

use super::{
    Agent, Host, Layer, LinkerAnswer, LinkerCall, LinkerCompletion, LinkerHandle, PromiseId, Status, Value,
    agent::Map, jobs::Handler, marks::step,
};
use crate::{
    program::ModuleId,
    syntax::{Phase, RequestIndex},
};

/// A GraphLoadingState Record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct LoadId(u32);

/// A request that the linker has been asked and has not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct AskId(u32);

/// A GraphLoadingState Record — <https://tc39.es/ecma262/#graphloadingstate-record>.
#[derive(Debug)]
pub(super) struct GraphLoadingState {
    /// \[\[PromiseCapability]]
    pub(super) promise: PromiseId,
    /// \[\[IsLoading]]
    pub(super) is_loading: bool,
    /// \[\[PendingModulesCount]]
    pending_modules_count: usize,
    /// \[\[Visited]], in the order of the visits.
    pub(super) visited: Vec<ModuleId>,
    visited_set: FxHashSet<ModuleId>,
    /// \[\[HostDefined]]: the linker function to ask.
    linker: LinkerHandle,
}

#[derive(Debug)]
struct Ask {
    referrer: ModuleId,
    request: RequestIndex,
    /// The loads that wait for the answer, in the order they came, each with the phase of the request it came for.
    waiting: Vec<(LoadId, Phase)>,
}

/// The loads of an agent.
#[derive(Debug, Default)]
pub(super) struct Loads {
    states: Vec<GraphLoadingState>,
    asks: Vec<Ask>,
    /// The unanswered ask of a request, by its referrer and its key.
    unanswered: Map<(ModuleId, u32), AskId>,
}

impl Loads {
    pub(super) fn state(&self, load: LoadId) -> &GraphLoadingState {
        &self.states[load.0 as usize]
    }

    fn state_mut(&mut self, load: LoadId) -> &mut GraphLoadingState {
        &mut self.states[load.0 as usize]
    }
}

/// A module whose requests InnerModuleLoading is going through.
struct Frame {
    module: ModuleId,
    next_request: u32,
}

impl Agent {
    /// LoadRequestedModules ( \[ hostDefined ] ) — <https://tc39.es/ecma262/#sec-LoadRequestedModules>
    ///
    /// For a Synthetic Module Record the specification has a method of its own
    /// (<https://tc39.es/ecma262/#sec-smr-LoadRequestedModules>); callers do not come here with one.
    pub(super) fn load_requested_modules(
        &mut self,
        host: &mut dyn Host,
        module: ModuleId,
        host_defined: LinkerHandle,
        started: impl FnOnce(&mut Self, LoadId),
    ) -> LoadId {
        // 2. The promise of the load.
        let promise = self.new_promise();
        // 3. The state of the load.
        let load = LoadId(u32::try_from(self.loads.states.len()).expect("a run makes fewer than 2^32 loads"));
        self.loads.states.push(GraphLoadingState {
            promise,
            is_loading: true,
            pending_modules_count: 1,
            visited: Vec::new(),
            visited_set: FxHashSet::default(),
            linker: host_defined,
        });
        started(self, load);
        // 4. Load the module and what it requests.
        step!(self, "LoadRequestedModules 4");
        self.inner_module_loading(host, load, module);
        // 5. The promise is part of the state.
        load
    }

    /// InnerModuleLoading ( state, module ) — <https://tc39.es/ecma262/#sec-InnerModuleLoading>
    ///
    /// The specification's recursion into modules that are loaded already (step 2.d.ii) is a stack of frames here.
    fn inner_module_loading(&mut self, host: &mut dyn Host, state: LoadId, module: ModuleId) {
        // 1. The load is running.
        debug_assert!(self.loads.state(state).is_loading, "InnerModuleLoading 1");
        let mut frames: Vec<Frame> = Vec::new();
        self.enter_module_loading(state, module, &mut frames);
        while let Some(frame) = frames.last_mut() {
            let referrer = frame.module;
            let index = RequestIndex(frame.next_request);
            let requests = &self.modules[referrer.index()];
            let super::record::ModuleRecordKind::Cyclic(record) = &requests.kind else {
                unreachable!("only Cyclic Module Records are entered")
            };
            // 2.d. Every request, in the order of the list.
            let Some(request) = record.requests.get(index.0 as usize) else {
                frames.pop();
                self.leave_module_loading(state);
                continue;
            };
            frame.next_request += 1;
            // 2.d.i. The host of vmlink supports every attribute key, so no request is refused for its attributes.
            let loaded = record.loaded[request.key as usize];
            let source_phase = request.phase == Phase::Source;
            if let Some(loaded) = loaded {
                // 2.d.ii. Answered before.
                step!(self, "InnerModuleLoading 2.d.ii");
                if let Err(error) = self.recheck_answer(referrer, index, loaded) {
                    self.request_failed(referrer, &[state], error);
                } else if source_phase {
                    self.leave_module_loading(state);
                } else {
                    self.enter_module_loading(state, loaded, &mut frames);
                }
            } else {
                // 2.d.iii. Ask the host, which comes back through FinishLoadingImportedModule.
                step!(self, "InnerModuleLoading 2.d.iii");
                self.host_load_imported_module(host, referrer, index, state);
            }
            // 2.d.iv. A load that has failed asks nothing more.
            if !self.loads.state(state).is_loading {
                step!(self, "InnerModuleLoading 2.d.iv");
                return;
            }
        }
    }

    /// Steps 1 to 2.c of InnerModuleLoading, and all of it for a module that has nothing to load.
    fn enter_module_loading(&mut self, state: LoadId, module: ModuleId, frames: &mut Vec<Frame>) {
        // 2. Only a cyclic module that is new to this load has requests to look at.
        let requested = match self.cyclic(module) {
            Some(record) if self.awaits_loading(record.status) => record.requests.len(),
            _ => {
                step!(self, "InnerModuleLoading 2 else");
                return self.leave_module_loading(state);
            }
        };
        if !self.loads.state_mut(state).visited_set.insert(module) {
            step!(self, "InnerModuleLoading 2 visited");
            return self.leave_module_loading(state);
        }
        // 2.a.–2.c. Visit it, and wait for each of its requests.
        step!(self, "InnerModuleLoading 2.a");
        let record = self.loads.state_mut(state);
        record.visited.push(module);
        record.pending_modules_count += requested;
        self.module_mut(module).vm.in_flight += 1;
        frames.push(Frame { module, next_request: 0 });
    }

    /// Steps 3 to 6 of InnerModuleLoading: one thing less to wait for.
    fn leave_module_loading(&mut self, state: LoadId) {
        let record = self.loads.state_mut(state);
        // 3. Something was waited for.
        debug_assert!(record.pending_modules_count >= 1, "InnerModuleLoading 3");
        // 4. Now one thing less.
        record.pending_modules_count -= 1;
        // 5. When nothing is left,
        if record.pending_modules_count == 0 {
            step!(self, "InnerModuleLoading 5.a");
            // 5.a. the load is over,
            let record = self.loads.state_mut(state);
            record.is_loading = false;
            let promise = record.promise;
            // 5.b. every module it visited has its whole graph,
            for index in 0..self.loads.state(state).visited.len() {
                let visited = self.loads.state(state).visited[index];
                let module = self.expect_cyclic_mut(visited);
                if module.status == Status::New {
                    step!(self, "InnerModuleLoading 5.b.i");
                    self.expect_cyclic_mut(visited).status = Status::Unlinked;
                }
            }
            // 5.c. and the promise is fulfilled.
            self.settle(promise, Ok(Value::Undefined));
        }
    }

    /// Whether a load has to look at the requests of a module in this status (part of step 2 of InnerModuleLoading).
    ///
    /// The specification looks at `new` modules only. A link() of `vm.Module` also looks at those that were loaded
    /// and never linked: they are in flight with it (C5, C11), and their answers may have failed since (C8).
    fn awaits_loading(&self, status: Status) -> bool {
        match status {
            Status::New => true,
            Status::Unlinked => self.layer() == Layer::Vm,
            Status::Linking | Status::Linked | Status::Evaluating | Status::Evaluated => false,
        }
    }

    /// ContinueModuleLoading ( state, moduleCompletion ) — <https://tc39.es/ecma262/#sec-ContinueModuleLoading>
    ///
    /// `phase` is the request's: the source phase needs the module, not its dependencies.
    fn continue_module_loading(
        &mut self,
        host: &mut dyn Host,
        state: LoadId,
        phase: Phase,
        completion: Result<ModuleId, Value>,
    ) {
        // 1. The load may have failed since it asked.
        if !self.loads.state(state).is_loading {
            step!(self, "ContinueModuleLoading 1");
            return;
        }
        match completion {
            // 2. Go on with the module,
            Ok(_) if phase == Phase::Source => self.leave_module_loading(state),
            Ok(module) => {
                step!(self, "ContinueModuleLoading 2.a");
                self.inner_module_loading(host, state, module);
            }
            // 3. or give up.
            Err(error) => self.reject_load(state, error),
        }
    }

    /// Step 3 of ContinueModuleLoading.
    pub(super) fn reject_load(&mut self, state: LoadId, error: Value) {
        step!(self, "ContinueModuleLoading 3.a");
        let record = self.loads.state_mut(state);
        record.is_loading = false;
        let promise = record.promise;
        self.settle(promise, Err(error));
    }

    /// HostLoadImportedModule ( referrer, moduleRequest, hostDefined, payload ) —
    /// <https://tc39.es/ecma262/#sec-HostLoadImportedModule>
    ///
    /// The host asks the linker function, once for all loads that need the answer (C11): a load that finds the request
    /// asked and not answered waits with the others.
    fn host_load_imported_module(
        &mut self,
        host: &mut dyn Host,
        referrer: ModuleId,
        index: RequestIndex,
        payload: LoadId,
    ) {
        let request = self.expect_cyclic(referrer).request(index);
        let asked = (referrer, request.key);
        let waiting = (payload, request.phase);
        // 1. Somebody asked already.
        if let Some(ask) = self.loads.unanswered.get(&asked) {
            let ask = ask.0 as usize;
            self.loads.asks[ask].waiting.push(waiting);
            step!(self, "HostLoadImportedModule 1");
            return;
        }
        // 2. Ask.
        step!(self, "HostLoadImportedModule 2");
        let (specifier, attributes) = self.request_texts(request);
        let attributes: Vec<(&str, &str)> =
            attributes.iter().map(|(key, value)| (&**key, &**value)).collect();
        let ask = AskId(u32::try_from(self.loads.asks.len()).expect("a run makes fewer than 2^32 requests"));
        self.loads.asks.push(Ask { referrer, request: index, waiting: vec![waiting] });
        self.loads.unanswered.insert(asked, ask);
        let linker = self.loads.state(payload).linker;
        let call = LinkerCall { specifier: &specifier, referrer, attributes: &attributes };
        // A linker may link other modules before it answers, and their linker may do the same: the depth of that is the
        // program's, so the native stack grows with it.
        let completion =
            stacker::maybe_grow(LINKER_RED_ZONE, LINKER_STACK, || host.call_linker(self, linker, &call));
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

    /// `PromiseResolve(%Promise%, answer).then(handler)` — <https://tc39.es/ecma262/#sec-promise-resolve>
    fn await_answer(&mut self, answer: LinkerAnswer, handler: Handler) {
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
        let Ask { referrer, request, waiting } = &mut self.loads.asks[ask.0 as usize];
        let (referrer, request, waiting) = (*referrer, *request, std::mem::take(waiting));
        let asked = (referrer, self.expect_cyclic(referrer).request(request).key);
        self.loads.unanswered.remove(&asked);
        match self.check_answer(referrer, request, outcome) {
            Ok(module) => self.finish_loading_imported_module(host, referrer, request, &waiting, module),
            Err(error) => {
                let waiting: Vec<LoadId> = waiting.into_iter().map(|(load, _)| load).collect();
                self.request_failed(referrer, &waiting, error);
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
        // 1.a. One request is asked once, so nothing but linkRequests() can have answered it in between; its answer
        // is the one that counts.
        let module = *record.loaded[key].get_or_insert(module);
        // 1.b. Remember the answer.
        step!(self, "FinishLoadingImportedModule 1.b");
        // 2. Every payload is a load; dynamic imports are not modelled.
        for &(payload, phase) in payloads {
            step!(self, "FinishLoadingImportedModule 2.a");
            self.continue_module_loading(host, payload, phase, Ok(module));
        }
    }

    /// A request failed: FinishLoadingImportedModule with a throw completion, for every load that waits.
    ///
    /// Under `vm.Module` the failure also makes modules errored, see [`fail_dependents`](Self::fail_dependents).
    fn request_failed(&mut self, referrer: ModuleId, payloads: &[LoadId], error: Value) {
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
                    self.fail_dependents(referrer, &error);
                }
            }
        }
    }
}

/// How much native stack a linker call needs at least, and how much is added when there is less: a call that links,
/// evaluates and answers stays below 64 KiB in a debug build.
const LINKER_RED_ZONE: usize = 128 * 1024;
const LINKER_STACK: usize = 1024 * 1024;
