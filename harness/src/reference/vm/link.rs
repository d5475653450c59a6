//! `module.link(linker)`.

use rustc_hash::FxHashSet;

use crate::{
    program::ModuleId,
    reference::{
        Agent, Host, LinkerHandle, PromiseId, Quirk, Value, jobs::Handler, link::LinkFailure, load::LoadId,
        marks::step,
    },
    transcript::ModuleStatus,
};

/// A call of link() that got past its status checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::reference) struct LinkOperationId(u32);

#[derive(Clone, Copy, Debug)]
struct LinkOperation {
    root: ModuleId,
    load: LoadId,
    /// What the caller holds.
    promise: PromiseId,
    running: bool,
}

/// The calls of link() of an agent.
#[derive(Debug, Default)]
pub(in crate::reference) struct LinkOperations(Vec<LinkOperation>);

impl LinkOperations {
    /// The loads of the calls that are not over, in the order they were started.
    pub(super) fn running(&self) -> impl Iterator<Item = LoadId> {
        self.0.iter().filter(|operation| operation.running).map(|operation| operation.load)
    }
}

impl Agent {
    /// `module.link(linker)`
    pub(in crate::reference) fn vm_link(
        &mut self,
        host: &mut dyn Host,
        module: ModuleId,
        linker: LinkerHandle,
    ) -> PromiseId {
        // 1. A synthetic module has nothing to link; it is ready from the start.
        if self.cyclic(module).is_none() && !self.has(Quirk::SyntheticNeedsLink) {
            step!(self, "vm link 1");
            return self.settled(Ok(Value::Undefined));
        }
        match self.vm_status(module) {
            ModuleStatus::Unlinked => {}
            // 2. Linked before.
            ModuleStatus::Linked => {
                step!(self, "vm link 2");
                let error = self.already_linked();
                return self.settled(Err(error));
            }
            _ if self.has(Quirk::AlreadyLinkedInAnyStatus) => {
                let error = self.already_linked();
                return self.settled(Err(error));
            }
            // 3. Linking (C11), past linking, or failed (C4).
            _ => {
                step!(self, "vm link 3");
                let error = self.wrong_status("be unlinked");
                return self.settled(Err(error));
            }
        }
        if self.has(Quirk::ModulesLinkThemselves) {
            return self.link_each(host, module, linker);
        }
        if self.cyclic(module).is_none() {
            self.link_synthetic(module);
            return self.settled(Ok(Value::Undefined));
        }
        if self.has(Quirk::DependenciesOneAfterTheOther) {
            return self.link_depth_first(host, module, linker);
        }
        // 4. Load the graph; the linker is called for the module's own requests before this returns (C10).
        step!(self, "vm link 4");
        let promise = self.new_promise();
        let operation =
            LinkOperationId(u32::try_from(self.operations.0.len()).expect("fewer than 2^32 calls"));
        let load = self.load_requested_modules(host, module, linker, |agent, load| {
            agent.operations.0.push(LinkOperation { root: module, load, promise, running: true });
            agent.module_mut(module).vm.linking_root = true;
        });
        // 5. Then link it.
        let loaded = self.loads.state(load).promise;
        self.then(loaded, Handler::VmLoaded(operation));
        promise
    }

    /// Step 5 of link(): the load is over.
    pub(in crate::reference) fn vm_loaded(
        &mut self,
        operation: LinkOperationId,
        outcome: &Result<Value, Value>,
    ) {
        let LinkOperation { root, load, promise, running } = self.operations.0[operation.0 as usize];
        // 5.a. It failed, or the module failed while this job waited: whoever saw that has ended the call.
        if !running {
            step!(self, "vm link 5.a");
            return;
        }
        debug_assert!(outcome.is_ok(), "a load that fails ends its link() at once");
        for index in 0..self.loads.state(load).visited.len() {
            let visited = self.loads.state(load).visited[index];
            self.module_mut(visited).vm.listed = true;
        }
        // 5.b. ECMA-262's Link.
        match self.link_record(root) {
            Ok(()) => {
                step!(self, "vm link 5.b");
                self.operations.0[operation.0 as usize].running = false;
                self.leave_flight(root, load);
                self.settle(promise, Ok(Value::Undefined));
            }
            // 5.c. A binding does not resolve (C9): the module it was missed in has failed, and its dependents with it.
            Err(LinkFailure { error, .. }) if self.has(Quirk::BindingFailureForgotten) => {
                self.operations.0[operation.0 as usize].running = false;
                self.leave_flight(root, load);
                self.settle(promise, Err(error));
            }
            Err(LinkFailure { culprit, error }) => {
                step!(self, "vm link 5.c");
                self.fail_dependents(culprit, &error);
            }
        }
    }

    /// Ends every running link() whose root is among the `failed`, in the order they were started.
    pub(super) fn end_failed_operations(&mut self, failed: &[ModuleId], error: &Value) {
        let failed: FxHashSet<ModuleId> = failed.iter().copied().collect();
        for index in 0..self.operations.0.len() {
            let LinkOperation { root, load, promise, running } = self.operations.0[index];
            if !running || !failed.contains(&root) {
                continue;
            }
            step!(self, "vm failure 2");
            self.operations.0[index].running = false;
            if self.loads.state(load).is_loading {
                self.reject_load(load, error.clone());
            }
            self.leave_flight(root, load);
            self.settle(promise, Err(error.clone()));
        }
    }

    /// The link() of `root` is over: what `load` had reached is no longer in flight on its behalf.
    fn leave_flight(&mut self, root: ModuleId, load: LoadId) {
        self.module_mut(root).vm.linking_root = false;
        for index in 0..self.loads.state(load).visited.len() {
            let module = self.loads.state(load).visited[index];
            self.module_mut(module).vm.in_flight -= 1;
        }
    }
}
