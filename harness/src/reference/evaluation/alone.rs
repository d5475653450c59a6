//! Evaluating the modules of a graph one by one: [`Quirk::DependenciesEvaluatedAlone`](crate::reference::Quirk::DependenciesEvaluatedAlone).

use rustc_hash::FxHashSet;

use crate::{
    program::ModuleId,
    reference::{Agent, Host, Status, record::ModuleRecordKind},
};

/// A module whose dependencies are being evaluated.
struct Frame {
    module: ModuleId,
    /// Those that are still to come, the next one last.
    waiting: Vec<ModuleId>,
}

impl Agent {
    /// Evaluates what `root` imports, each module by itself and after what it imports in turn, but not `root`. A module whose
    /// turn has begun is not begun again, which is what turns the order of cycles round.
    pub(super) fn evaluate_dependencies_alone(&mut self, host: &mut dyn Host, root: ModuleId) {
        let mut begun: FxHashSet<ModuleId> = FxHashSet::default();
        let mut frames = Vec::new();
        self.begin_alone(root, &mut begun, &mut frames);
        while let Some(frame) = frames.last_mut() {
            if self.unmodelled.is_some() {
                return;
            }
            if let Some(dependency) = frame.waiting.pop() {
                match self.module(dependency).kind {
                    ModuleRecordKind::Cyclic(_) => self.begin_alone(dependency, &mut begun, &mut frames),
                    ModuleRecordKind::Synthetic(_) => {
                        self.evaluate_record(host, dependency);
                        self.stop_after_failure(dependency, &mut frames);
                    }
                }
                continue;
            }
            let module = frame.module;
            frames.pop();
            if module != root {
                self.evaluate_cyclic(host, module);
                self.stop_after_failure(module, &mut frames);
            }
        }
    }

    fn begin_alone(&mut self, module: ModuleId, begun: &mut FxHashSet<ModuleId>, frames: &mut Vec<Frame>) {
        if self.expect_cyclic(module).status == Status::Linked && begun.insert(module) {
            let mut waiting = self.evaluation_list(module);
            waiting.reverse();
            frames.push(Frame { module, waiting });
        }
    }

    /// What has thrown at once keeps its importer from beginning with the next.
    fn stop_after_failure(&self, module: ModuleId, frames: &mut [Frame]) {
        if self.evaluation_error(module).is_some()
            && let Some(importer) = frames.last_mut()
        {
            importer.waiting.clear();
        }
    }
}
