//! Loading: asking for every module of a graph.
//!
//! <https://tc39.es/ecma262/#sec-LoadRequestedModules> and its neighbours. Where the linker function comes in is
//! [`asks`](super::asks).

use rustc_hash::FxHashSet;

use super::{Agent, Host, Layer, LinkerHandle, PromiseId, Status, Value, marks::step};
use crate::{
    program::ModuleId,
    syntax::{Phase, RequestIndex},
};

/// A GraphLoadingState Record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct LoadId(u32);

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
    pub(super) linker: LinkerHandle,
}

/// The loads of an agent.
#[derive(Debug, Default)]
pub(super) struct Loads {
    states: Vec<GraphLoadingState>,
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
                    self.request_failed(referrer, &[state], &error);
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
            Status::Linking
            | Status::Linked
            | Status::Evaluating
            | Status::EvaluatingAsync
            | Status::Evaluated => false,
        }
    }

    /// ContinueModuleLoading ( state, moduleCompletion ) — <https://tc39.es/ecma262/#sec-ContinueModuleLoading>
    ///
    /// `phase` is the request's: the source phase needs the module, not its dependencies.
    pub(super) fn continue_module_loading(
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
}
