//! What a failure does to the modules in flight: contract clauses C4, C5 and C9.

use rustc_hash::FxHashSet;

use crate::{
    program::ModuleId,
    reference::{Agent, Status, Value, agent::Map, marks::step},
    syntax::Phase,
};

impl Agent {
    /// `culprit` has failed with `error`. Every module in flight that depends on it becomes errored with that same
    /// error, for good; every link() whose root is among them is over.
    pub(in crate::reference) fn fail_dependents(&mut self, culprit: ModuleId, error: &Value) {
        let in_flight = self.modules_in_flight();
        self.fail_all(&self.dependents(culprit, &in_flight), error);
    }

    /// The same, but that no module becomes errored.
    pub(in crate::reference) fn end_dependents(&mut self, culprit: ModuleId, error: &Value) {
        let in_flight = self.modules_in_flight();
        self.end_failed_operations(&self.dependents(culprit, &in_flight), error);
    }

    /// The same for modules that linkRequests() and instantiate() brought together, which no link() has in flight.
    pub(super) fn fail_instantiated(&mut self, culprit: ModuleId, members: &[ModuleId], error: &Value) {
        let members: FxHashSet<ModuleId> = members.iter().copied().chain(self.modules_in_flight()).collect();
        self.fail_all(&self.dependents(culprit, &members), error);
    }

    fn fail_all(&mut self, failed: &[ModuleId], error: &Value) {
        // 1. The culprit and all that depend on it, through however many requests.
        for &module in failed {
            step!(self, "vm failure 1");
            self.module_mut(module).vm.error = Some(error.clone());
        }
        // 2. Every link() of one of them fails with it, in the order they were started.
        // 3. What else they had reached is no longer in flight on their behalf.
        self.end_failed_operations(failed, error);
    }

    /// The modules that a running link() has reached and that are not linked yet.
    fn modules_in_flight(&self) -> FxHashSet<ModuleId> {
        self.operations
            .running()
            .flat_map(|load| self.loads.state(load).visited.iter().copied())
            .filter(|&module| matches!(self.expect_cyclic(module).status, Status::New | Status::Unlinked))
            .collect()
    }

    /// `culprit` and the modules of `members` that reach it through requests answered by `members`.
    pub(super) fn dependents(&self, culprit: ModuleId, members: &FxHashSet<ModuleId>) -> Vec<ModuleId> {
        let mut dependents_of: Map<ModuleId, Vec<ModuleId>> = Map::default();
        for &member in members {
            let record = self.expect_cyclic(member);
            // Who imports no more than the source of a module does not depend on what it links to.
            let requests = record.requests.iter().filter(|request| request.phase != Phase::Source);
            for required in requests.filter_map(|request| record.loaded[request.key as usize]) {
                if members.contains(&required) {
                    dependents_of.entry(required).or_default().push(member);
                }
            }
        }
        let mut found = vec![culprit];
        let mut met: FxHashSet<ModuleId> = FxHashSet::from_iter([culprit]);
        let mut next = 0;
        while let Some(&module) = found.get(next) {
            next += 1;
            for &dependent in dependents_of.get(&module).into_iter().flatten() {
                if met.insert(dependent) {
                    found.push(dependent);
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        reference::{ProfileName, testing::Graph},
        transcript::ModuleStatus,
    };

    #[test]
    fn dependents_fail_and_bystanders_stay() {
        let mut graph = Graph::new(
            ProfileName::Contract,
            &[
                ("main", "import 'middle'; import 'bystander';"),
                ("middle", "import 'low';"),
                ("low", "import 'gone'; import 'never-asked';"),
                ("bystander", ""),
            ],
        );
        assert_eq!(graph.link("main"), Err("Link failure".to_owned()));
        assert_eq!(graph.calls(), ["main>middle", "main>bystander", "middle>low", "low>gone"]);
        for failed in ["main", "middle", "low"] {
            assert_eq!(graph.agent.status(graph.id(failed)), ModuleStatus::Errored, "{failed}");
            assert_eq!(
                graph.agent.stored_error(graph.id(failed)),
                graph.agent.stored_error(graph.id("main"))
            );
        }
        assert_eq!(graph.agent.status(graph.id("bystander")), ModuleStatus::Unlinked);
        assert_eq!(graph.link("bystander"), Ok(()));
    }
}
