//! Linking: every module of a loaded graph gets its environment, dependencies first.

use super::{Agent, Quirk, Status, Value, marks::step};
use crate::{
    program::ModuleId,
    syntax::{Phase, RequestIndex},
};

/// Why a Link failed.
#[derive(Debug)]
pub(super) struct LinkFailure {
    /// The module whose environment could not be made.
    pub(super) culprit: ModuleId,
    /// What was thrown.
    pub(super) error: Value,
}

/// A module InnerModuleLinking is in the middle of.
struct Frame {
    module: ModuleId,
    next_request: u32,
}

impl Agent {
    /// Link ( ) of a Cyclic Module Record — <https://tc39.es/ecma262/#sec-moduledeclarationlinking>
    pub(super) fn link_record(&mut self, module: ModuleId) -> Result<(), LinkFailure> {
        // 1. The graph of the module is loaded.
        debug_assert!(!matches!(self.expect_cyclic(module).status, Status::New | Status::Linking), "Link 1");
        // 2. The modules whose strongly connected component is not complete.
        let mut stack = Vec::new();
        // 3. The work is done there.
        step!(self, "Link 3");
        let result = self.inner_module_linking(module, &mut stack);
        // 4. After a failure,
        if let Err(failure) = result {
            // 4.a. what was on the way is as before;
            for &on_stack in &stack {
                step!(self, "Link 4.a.ii");
                let record = self.expect_cyclic_mut(on_stack);
                // 4.a.i.
                debug_assert_eq!(record.status, Status::Linking, "Link 4.a.i");
                // 4.a.ii.
                record.status = Status::Unlinked;
            }
            self.forget_tables_of_unlinked();
            // 4.b.
            debug_assert_eq!(self.expect_cyclic(module).status, Status::Unlinked, "Link 4.b");
            // 4.c. and the failure is the result.
            return Err(failure);
        }
        // 5.–6.
        debug_assert!(stack.is_empty(), "Link 6");
        // 7. Done.
        step!(self, "Link 7");
        if self.has(Quirk::LinkedWhenTold) {
            self.tell_linked(module);
        }
        Ok(())
    }

    /// InnerModuleLinking ( module, stack, index ) — <https://tc39.es/ecma262/#sec-InnerModuleLinking>
    ///
    /// The specification's recursion (step 9.b) is a stack of frames here; `index` is local, since nothing outside uses
    /// the number it returns.
    fn inner_module_linking(&mut self, root: ModuleId, stack: &mut Vec<ModuleId>) -> Result<(), LinkFailure> {
        let mut index = 0;
        let mut frames = Vec::new();
        self.enter_module_linking(root, stack, &mut index, &mut frames);
        while let Some(frame) = frames.last_mut() {
            let module = frame.module;
            let request = RequestIndex(frame.next_request);
            // 9. Every request, in the order of the list. A request for a source needs nothing linked.
            let record = self.expect_cyclic(module);
            if let Some(phase) = record.requests.get(request.0 as usize).map(|request| request.phase) {
                frame.next_request += 1;
                if phase != Phase::Source {
                    // 9.a. The module that answered it,
                    let required = self.get_imported_module(module, request);
                    // 9.b. and everything below that.
                    step!(self, "InnerModuleLinking 9.b");
                    if !self.enter_module_linking(required, stack, &mut index, &mut frames) {
                        self.note_required_module(module, required);
                    }
                }
                continue;
            }
            // 10. All it requests is linked or on the stack.
            step!(self, "InnerModuleLinking 10");
            self.initialize_environment(module).map_err(|error| LinkFailure { culprit: module, error })?;
            // 11.–13.
            self.complete_component(module, stack);
            // 14. Back to the module that required it.
            frames.pop();
            if let Some(parent) = frames.last() {
                self.note_required_module(parent.module, module);
            }
        }
        Ok(())
    }

    /// Steps 1 to 8 of InnerModuleLinking. Says whether there are requests to go through.
    fn enter_module_linking(
        &mut self,
        module: ModuleId,
        stack: &mut Vec<ModuleId>,
        index: &mut u32,
        frames: &mut Vec<Frame>,
    ) -> bool {
        // 1. Other kinds of module link themselves; a Synthetic Module Record cannot fail to
        // (https://tc39.es/ecma262/#sec-smr-Link), and its bindings cannot be seen before it is evaluated.
        let Some(record) = self.cyclic(module) else {
            step!(self, "InnerModuleLinking 1.a");
            self.link_synthetic(module);
            return false;
        };
        // 2. Linked before, or about to be.
        if record.status != Status::Unlinked {
            // 3.
            debug_assert_ne!(record.status, Status::New, "InnerModuleLinking 3");
            step!(self, "InnerModuleLinking 2.a");
            return false;
        }
        // 4.–7. First visit.
        step!(self, "InnerModuleLinking 4");
        let record = self.expect_cyclic_mut(module);
        record.status = Status::Linking;
        record.dfs_index = *index;
        record.dfs_ancestor_index = *index;
        *index += 1;
        // 8. Its component is open.
        stack.push(module);
        frames.push(Frame { module, next_request: 0 });
        true
    }

    /// Step 9.c of InnerModuleLinking: what a required module says of the component of the one that requires it.
    fn note_required_module(&mut self, module: ModuleId, required: ModuleId) {
        // 9.c. Only cyclic modules belong to components.
        let Some(required) = self.cyclic(required) else { return };
        // 9.c.iii. It is still open, so both are in one component.
        if required.status == Status::Linking {
            step!(self, "InnerModuleLinking 9.c.iii.1");
            let ancestor = required.dfs_ancestor_index;
            let record = self.expect_cyclic_mut(module);
            record.dfs_ancestor_index = record.dfs_ancestor_index.min(ancestor);
        }
    }

    /// Steps 11 to 13 of InnerModuleLinking: a component whose root is done is linked, all of it at once.
    fn complete_component(&mut self, module: ModuleId, stack: &mut Vec<ModuleId>) {
        let record = self.expect_cyclic(module);
        // 12.
        debug_assert!(record.dfs_ancestor_index <= record.dfs_index, "InnerModuleLinking 12");
        // 13. The module is the root of its component.
        if record.dfs_ancestor_index == record.dfs_index {
            // 13.a.–13.b. Everything above it on the stack belongs to it.
            loop {
                // 13.b.i.–13.b.ii.
                let required = stack.pop().expect("InnerModuleLinking 11: the module is on the stack");
                // 13.b.iv.
                step!(self, "InnerModuleLinking 13.b.iv");
                self.expect_cyclic_mut(required).status = Status::Linked;
                self.make_late_namespaces(required);
                // 13.b.v.
                if required == module {
                    break;
                }
            }
        }
    }
}
