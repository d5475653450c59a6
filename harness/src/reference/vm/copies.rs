//! What a runtime keeps beside the records of the engine, and gets wrong about them: which modules are linked, and which
//! record is a module's.

use rustc_hash::FxHashSet;

use crate::{
    program::ModuleId,
    reference::{
        Agent, Status,
        agent::Map,
        record::{Module, ModuleRecordKind, Standing, VmState},
    },
    syntax::{RequestIndex, TextPosition},
};

impl Agent {
    /// Link() of `root` has succeeded.
    pub(super) fn after_link(&mut self, root: ModuleId, graph: &[ModuleId]) {
        if graph.iter().any(|&member| self.is_copy(member)) {
            // The bodies of such records run beside those of their modules.
            self.end_unmodelled(root, TextPosition::START);
        }
    }

    /// Tells `root` that it is linked, and what it leads to by the last answer for each specifier.
    pub(in crate::reference) fn tell_linked(&mut self, root: ModuleId) {
        let mut waiting = vec![root];
        while let Some(module) = waiting.pop() {
            let Some(record) = self.cyclic(module) else { continue };
            let is_linked = !matches!(record.status, Status::New | Status::Unlinked | Status::Linking);
            let requests = record.requests.len();
            if !is_linked || self.is_copy(module) {
                continue;
            }
            let standing = std::mem::replace(&mut self.module_mut(module).vm.standing, Standing::Told);
            if standing == Standing::Told {
                continue;
            }
            for index in 0..requests {
                let request =
                    RequestIndex(u32::try_from(index).expect("a module has fewer than 2^32 requests"));
                waiting.push(self.graph_neighbour(module, request));
            }
        }
    }

    /// Link() of `graph` has failed: each of its modules that is not linked gets a new record. Modules outside the graph
    /// that have been given one as an answer keep the old one, which is a copy from now on.
    pub(super) fn leave_copies(&mut self, graph: &[ModuleId]) {
        let renewed: FxHashSet<ModuleId> = graph
            .iter()
            .copied()
            .filter(|&member| self.expect_cyclic(member).status == Status::Unlinked && !self.is_copy(member))
            .collect();
        let outside: Vec<ModuleId> = (0..self.modules.len())
            .map(ModuleId::new)
            .filter(|module| {
                let loaded = self.cyclic(*module).map_or(&[][..], |record| &record.loaded);
                !renewed.contains(module) && loaded.iter().flatten().any(|answer| renewed.contains(answer))
            })
            .collect();
        if !outside.is_empty() {
            let copies: Map<ModuleId, ModuleId> =
                renewed.iter().map(|&module| (module, self.copy_of(module))).collect();
            for module in outside.into_iter().chain(copies.values().copied()) {
                for answer in self.expect_cyclic_mut(module).loaded.iter_mut().flatten() {
                    *answer = copies.get(answer).copied().unwrap_or(*answer);
                }
            }
        }
        for module in renewed {
            self.module_mut(module).namespace = None;
        }
    }

    fn is_copy(&self, module: ModuleId) -> bool {
        self.module(module).vm.standing == Standing::Copy
    }

    fn copy_of(&mut self, module: ModuleId) -> ModuleId {
        let copy = Module {
            identifier: self.module(module).identifier.clone(),
            context: self.module(module).context,
            namespace: self.module(module).namespace,
            kind: ModuleRecordKind::Cyclic(Box::new(self.expect_cyclic(module).clone())),
            vm: VmState { listed: true, standing: Standing::Copy, ..VmState::default() },
        };
        let id = ModuleId::new(self.modules.len());
        self.modules.push(copy);
        id
    }
}
