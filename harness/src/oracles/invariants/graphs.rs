//! Graphs link as a whole or not at all.

use super::{Applies, Invariant, invariant::Objection};
use crate::{program::ModuleId, transcript::ModuleStatus};

/// Nothing is left behind.
///
/// Reachability is taken as far as the program's linkers could lead, so a module is objected to only when no pending `link()`
/// can have anything to do with it.
pub(super) const NO_HALF_LINKED_GRAPH: Invariant = Invariant {
    name: "no-half-linked-graph",
    sentence: "A module is `linking` after a step only while a pending link() can reach it, so a failed link() leaves none behind.",
    source: "C5; https://tc39.es/ecma262/#sec-moduledeclarationlinking",
    contract: Applies::Yes,
    ecma262: Applies::Yes,
    look: |context| {
        let mut objections = Vec::new();
        // The link() that a linker waits for is told nowhere.
        if context.scripts().prepares() {
            return objections;
        }
        for (step, record) in context.records() {
            let linking = record.status.iter().filter(|(_, status)| **status == ModuleStatus::Linking);
            let linking: Vec<ModuleId> = linking.filter_map(|(name, _)| context.id(name)).collect();
            if linking.is_empty() {
                continue;
            }
            let reached = context.reachable(context.pending_links(step));
            for module in linking.into_iter().filter(|module| !reached.contains(module)) {
                let name = context.program.name(module);
                objections.push(Objection::at(
                    step,
                    format!("status {name}: anything but linking, because no pending link() reaches it"),
                    format!("status {name}: linking"),
                ));
            }
        }
        objections
    },
};

/// What is linked is linked to the bottom.
pub(super) const LINKED_MODULES_HAVE_LINKED_REQUESTS: Invariant = Invariant {
    name: "linked-modules-have-linked-requests",
    sentence: "Whatever a linked or evaluated module requests is at least linked itself.",
    source: "https://tc39.es/ecma262/#sec-InnerModuleLinking; C5",
    contract: Applies::Yes,
    ecma262: Applies::Yes,
    look: |context| {
        let mut objections = Vec::new();
        let mut edges = Vec::new();
        for (step, _) in context.records() {
            edges.extend(context.certain_edges(step));
            for (referrer, module) in &edges {
                let (of_referrer, of_module) =
                    (context.status(step, *referrer), context.status(step, *module));
                let linked = matches!(
                    of_referrer,
                    Some(ModuleStatus::Linked | ModuleStatus::Evaluating | ModuleStatus::Evaluated)
                );
                let Some(status) = of_module.filter(|status| {
                    linked && matches!(status, ModuleStatus::Unlinked | ModuleStatus::Linking)
                }) else {
                    continue;
                };
                let (name, dep) = (context.program.name(*referrer), context.program.name(*module));
                objections.push(Objection::at(
                    step,
                    format!("status {dep}: linked, because {name} is"),
                    format!("status {dep}: {}", status.as_str()),
                ));
            }
        }
        objections
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        oracles::invariants::testing::{Run, call, error, fails, ok, settled},
        program::Answer,
        transcript::Outcome,
    };

    fn boom() -> Outcome {
        fails(error(1, "Error", None, "boom"))
    }

    #[test]
    fn a_failed_link_leaves_nothing_linking() {
        let mut run = Run::new(&["main", "dep"]).requests("main", &["dep"]);
        run.step("link main", boom(), "main errored, dep unlinked");
        run.keeps(&NO_HALF_LINKED_GRAPH);
        let mut run = Run::new(&["main", "dep"]).requests("main", &["dep"]);
        run.step("link main", boom(), "main errored, dep linking");
        run.breaks(&NO_HALF_LINKED_GRAPH, 0);
    }

    #[test]
    fn another_pending_link_that_reaches_the_module_excuses_it() {
        let start = |requests: &[&str]| {
            let mut run = Run::new(&["main", "other", "dep", "x"])
                .requests("other", requests)
                .answers("alias", Answer::Module(ModuleId::new(2)));
            let record = run.step("together", ok(), "main errored, other linking, dep linking, x unlinked");
            record.together = vec![settled("link main", boom()), settled("link other", Outcome::Pending)];
            run
        };
        start(&["dep"]).keeps(&NO_HALF_LINKED_GRAPH);
        start(&["alias"]).keeps(&NO_HALF_LINKED_GRAPH);
        start(&["x"]).breaks(&NO_HALF_LINKED_GRAPH, 0);

        let mut later = start(&["dep"]);
        let record = later.step("error x", boom(), "main errored, other errored, dep linking, x unlinked");
        record.settled = vec![settled("link other", boom())];
        later.breaks(&NO_HALF_LINKED_GRAPH, 1);
    }

    #[test]
    fn a_linked_module_has_linked_requests() {
        for (dep, right) in [("linked", true), ("errored", true), ("unlinked", false), ("linking", false)] {
            let mut run = Run::new(&["main", "dep"]).requests("main", &["dep"]);
            let record = run.step("link main", ok(), &format!("main linked, dep {dep}"));
            record.calls = vec![call("dep", "main")];
            if right {
                run.keeps(&LINKED_MODULES_HAVE_LINKED_REQUESTS);
            } else {
                run.breaks(&LINKED_MODULES_HAVE_LINKED_REQUESTS, 0);
            }
        }
    }

    #[test]
    fn where_the_answer_is_not_certain_nothing_is_concluded() {
        let mut run = Run::new(&["main", "dep"]).requests("main", &["dep"]).answers("dep", Answer::Never);
        let record = run.step("link main", ok(), "main linked, dep unlinked");
        record.calls = vec![call("dep", "main")];
        run.keeps(&LINKED_MODULES_HAVE_LINKED_REQUESTS);
    }
}
