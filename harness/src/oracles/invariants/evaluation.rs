//! Bodies run once, dependencies first, and what fails takes with it what needs it, and nothing else.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Applies, Context, Invariant, Verb, errors::same, invariant::Objection};
use crate::{
    program::ModuleId,
    transcript::{ModuleStatus, Outcome},
};

/// Once is enough.
pub(super) const BODIES_RUN_ONCE: Invariant = Invariant {
    name: "bodies-run-once",
    sentence: "The body of a module runs at most once, however often and from wherever it is evaluated.",
    source: "https://tc39.es/ecma262/#sec-moduleevaluation",
    contract: Applies::Yes,
    ecma262: Applies::Yes,
    look: |context| {
        let mut objections = Vec::new();
        let mut run: FxHashSet<ModuleId> = FxHashSet::default();
        let by_marker: FxHashMap<&str, ModuleId> =
            context.bodies().marked().map(|(module, marker)| (marker, module)).collect();
        for (step, record) in context.records() {
            for line in &record.log {
                let Some(&module) = by_marker.get(line.as_str()) else { continue };
                if !run.insert(module) {
                    let name = context.program.name(module);
                    objections.push(Objection::at(
                        step,
                        format!("log: {line:?} once, because the body of {name} runs once"),
                        format!("log: {line:?} again"),
                    ));
                }
            }
        }
        objections
    },
};

/// Post-order.
pub(super) const DEPENDENCIES_RUN_FIRST: Invariant = Invariant {
    name: "dependencies-run-first",
    sentence: "Outside cycles, the body of a module runs after the bodies of the modules it imports.",
    source: "https://tc39.es/ecma262/#sec-innermoduleevaluation",
    contract: Applies::Yes,
    ecma262: Applies::Yes,
    look: |context| {
        let mut objections = Vec::new();
        let mut logged: FxHashSet<&str> = FxHashSet::default();
        let mut edges: FxHashMap<ModuleId, Vec<ModuleId>> = FxHashMap::default();
        for (step, record) in context.records() {
            for (referrer, module) in context.certain_evaluated_edges(step) {
                edges.entry(referrer).or_default().push(module);
            }
            for line in &record.log {
                logged.insert(line);
                let Some(module) = marked(context, line) else { continue };
                for dependency in edges.get(&module).into_iter().flatten() {
                    let Some(marker) = context.bodies().marker(*dependency) else { continue };
                    if !logged.contains(marker) && !context.reaches(*dependency, module) {
                        objections.push(Objection::at(
                            step,
                            format!("log: {marker:?} before {line:?}"),
                            format!("log: {line:?} first"),
                        ));
                    }
                }
            }
        }
        objections
    },
};

fn marked(context: &Context<'_>, line: &str) -> Option<ModuleId> {
    context.bodies().marked().find(|(_, marker)| *marker == line).map(|(module, _)| module)
}

/// Success means something.
pub(super) const OK_EVALUATE_MEANS_EVALUATED: Invariant = Invariant {
    name: "ok-evaluate-means-evaluated",
    sentence: "After an evaluate() that is fulfilled its module is `evaluated`.",
    source: "https://tc39.es/ecma262/#sec-moduleevaluation; Node's documentation of module.status",
    contract: Applies::Yes,
    ecma262: Applies::Yes,
    look: |context| {
        let mut objections = Vec::new();
        for (step, _) in context.records() {
            for event in context.events(step) {
                let is_done = event.verb == Verb::Evaluate && matches!(event.outcome, Outcome::Ok(_));
                let Some(status) = context.status(step, event.module).filter(|_| is_done) else { continue };
                if status != ModuleStatus::Evaluated {
                    let name = context.program.name(event.module);
                    objections.push(Objection::at(
                        step,
                        format!("status {name}: evaluated"),
                        format!("status {name}: {}", status.as_str()),
                    ));
                }
            }
        }
        objections
    },
};

/// A failure is not passed over.
pub(super) const FAILURE_REACHES_DEPENDENTS: Invariant = Invariant {
    name: "failure-reaches-dependents",
    sentence: "Outside cycles, a module that has been evaluated imports none that is `errored`.",
    source: "https://tc39.es/ecma262/#sec-innermoduleevaluation; \
             https://tc39.es/ecma262/#sec-async-module-execution-rejected",
    contract: Applies::Yes,
    ecma262: Applies::Yes,
    look: |context| {
        let mut objections = Vec::new();
        let mut edges = Vec::new();
        for (step, _) in context.records() {
            edges.extend(context.certain_evaluated_edges(step));
            for &(referrer, module) in &edges {
                let of_both = (context.status(step, referrer), context.status(step, module));
                if of_both == (Some(ModuleStatus::Evaluated), Some(ModuleStatus::Errored))
                    && !context.reaches(module, referrer)
                {
                    let (name, failed) = (context.program.name(referrer), context.program.name(module));
                    objections.push(Objection::at(
                        step,
                        format!("status {name}: errored, because {failed} is"),
                        format!("status {name}: evaluated"),
                    ));
                }
            }
        }
        objections
    },
};

/// One failure, one error.
///
/// It looks only at modules whose own body certainly did not run.
pub(super) const ANCESTORS_FAIL_WITH_THE_ERROR: Invariant = Invariant {
    name: "ancestors-fail-with-the-error",
    sentence: "A module that fails before its body runs fails with the error of one of the modules that it reaches, the very same object.",
    source: "https://tc39.es/ecma262/#sec-moduleevaluation; \
             https://tc39.es/ecma262/#sec-async-module-execution-rejected",
    contract: Applies::Yes,
    ecma262: Applies::Yes,
    look: |context| {
        let mut objections = Vec::new();
        let mut logged: FxHashSet<&str> = FxHashSet::default();
        let mut edges: FxHashMap<ModuleId, FxHashSet<ModuleId>> = FxHashMap::default();
        for (step, record) in context.records() {
            for (referrer, module) in context.certain_evaluated_edges(step) {
                edges.entry(referrer).or_default().insert(module);
            }
            logged.extend(record.log.iter().map(String::as_str));
            for module in context.newly_errored(step) {
                let was_linked = context.status_before(step, module).is_some_and(|status| {
                    !matches!(status, ModuleStatus::Unlinked | ModuleStatus::Linking | ModuleStatus::Errored)
                });
                let never_ran =
                    context.bodies().marker(module).is_some_and(|marker| !logged.contains(marker));
                let Some(required) = edges.get(&module).filter(|_| was_linked && never_ran) else { continue };
                let Some(requests) = context.requests(module) else { continue };
                let (Some(error), true) = (context.error_of(step, module), required.len() == requests.len())
                else {
                    continue;
                };
                // A member of a cycle fails with the cycle's root, whose error need not be its own.
                let shared = context
                    .reachable(required.iter().copied())
                    .into_iter()
                    .filter(|other| *other != module)
                    .filter_map(|other| context.error_of(step, other))
                    .any(|other| same(error, other));
                if !shared {
                    let name = context.program.name(module);
                    objections.push(Objection::at(
                        step,
                        format!("error of {name}: that of a module it reaches"),
                        format!("error of {name}: another"),
                    ));
                }
            }
        }
        objections
    },
};

/// Nobody else is concerned.
pub(super) const EVALUATION_STAYS_IN_ITS_GRAPH: Invariant = Invariant {
    name: "evaluation-stays-in-its-graph",
    sentence: "A module leaves `linked` only when it was evaluated, or a module that reaches it.",
    source: "https://tc39.es/ecma262/#sec-moduleevaluation",
    contract: Applies::Yes,
    ecma262: Applies::Yes,
    look: |context| {
        let mut objections = Vec::new();
        if context.bodies().can_import || context.scripts().prepares() {
            return objections;
        }
        let mut roots: FxHashSet<ModuleId> = FxHashSet::default();
        for (step, record) in context.records() {
            let evaluated = context.events(step).iter().filter(|event| event.verb.evaluates());
            roots.extend(evaluated.map(|event| event.module));
            // In a large graph one walk for all modules matters.
            let mut reached = None;
            for (name, status) in &record.status {
                let Some(module) = context.id(name) else { continue };
                let left = context.status_before(step, module) == Some(ModuleStatus::Linked)
                    && *status != ModuleStatus::Linked;
                let mut is_reached = || {
                    reached.get_or_insert_with(|| context.reachable(roots.iter().copied())).contains(&module)
                };
                if left && !is_reached() {
                    objections.push(Objection::at(
                        step,
                        format!("status {name}: linked, because nothing that reaches it was evaluated"),
                        format!("status {name}: {}", status.as_str()),
                    ));
                }
            }
        }
        objections
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        oracles::invariants::testing::{Run, call, error, fails, ok},
        program::ModuleKind,
        transcript::{StepRecord, ThrownView},
    };

    fn boom(identity: u32) -> ThrownView {
        error(identity, "Error", None, "boom")
    }

    /// `main` imports `dep`; each logs its name first. Both are linked.
    fn linked() -> Run {
        let mut run = Run::new(&["main", "dep", "other"]).requests("main", &["dep"]);
        for module in &mut run.program.modules {
            module.kind = ModuleKind::Source(format!("log('{}');", module.name));
        }
        run.step("link main", ok(), "main linked, dep linked, other linked").calls =
            vec![call("dep", "main")];
        run
    }

    fn evaluate<'r>(run: &'r mut Run, log: &[&str], statuses: &str) -> &'r mut StepRecord {
        let record = run.step("evaluate main", ok(), statuses);
        record.log = log.iter().map(ToString::to_string).collect();
        record
    }

    #[test]
    fn a_body_runs_once() {
        let mut run = linked();
        evaluate(&mut run, &["dep", "main"], "main evaluated, dep evaluated, other linked");
        evaluate(&mut run, &[], "main evaluated, dep evaluated, other linked");
        run.keeps(&BODIES_RUN_ONCE);
        run.transcript.steps[2].log = vec!["dep".into()];
        run.breaks(&BODIES_RUN_ONCE, 2);
    }

    #[test]
    fn a_line_that_two_bodies_log_marks_none() {
        let mut run = linked();
        run.program.modules[2].kind = ModuleKind::Source("if (1) log('main');".into());
        evaluate(&mut run, &["dep", "main", "main"], "main evaluated, dep evaluated, other linked");
        run.keeps(&BODIES_RUN_ONCE);
    }

    #[test]
    fn what_is_imported_runs_first() {
        let mut run = linked();
        evaluate(&mut run, &["dep", "main"], "main evaluated, dep evaluated, other linked");
        run.keeps(&DEPENDENCIES_RUN_FIRST);
        run.transcript.steps[1].log.reverse();
        run.breaks(&DEPENDENCIES_RUN_FIRST, 1);
    }

    #[test]
    fn in_a_cycle_either_may_run_first() {
        let mut run = Run::new(&["main", "dep"]).requests("main", &["dep"]).requests("dep", &["main"]);
        for module in &mut run.program.modules {
            module.kind = ModuleKind::Source(format!("log('{}');", module.name));
        }
        run.step("link main", ok(), "main linked, dep linked").calls =
            vec![call("dep", "main"), call("main", "dep")];
        evaluate(&mut run, &["main", "dep"], "main evaluated, dep evaluated");
        run.keeps(&DEPENDENCIES_RUN_FIRST);
    }

    #[test]
    fn fulfilled_is_evaluated() {
        for (status, right) in
            [("evaluated", true), ("linked", false), ("errored", false), ("evaluating", false)]
        {
            let mut run = linked();
            evaluate(&mut run, &[], &format!("main {status}, dep evaluated, other linked"));
            if right {
                run.keeps(&OK_EVALUATE_MEANS_EVALUATED);
            } else {
                run.breaks(&OK_EVALUATE_MEANS_EVALUATED, 1);
            }
        }
    }

    #[test]
    fn a_failure_is_not_passed_over() {
        let mut run = linked();
        evaluate(&mut run, &["dep"], "main errored, dep errored, other linked").outcome = fails(boom(1));
        run.keeps(&FAILURE_REACHES_DEPENDENTS);
        run.transcript.steps[1].status.insert("main".into(), ModuleStatus::Evaluated);
        run.breaks(&FAILURE_REACHES_DEPENDENTS, 1);
    }

    #[test]
    fn what_never_ran_fails_with_the_error_of_what_it_imports() {
        for (identity, log, right) in
            [(1, &["dep"][..], true), (2, &["dep"], false), (2, &["dep", "main"], true)]
        {
            let mut run = linked();
            let record = evaluate(&mut run, log, "main errored, dep errored, other linked");
            record.outcome = fails(boom(identity));
            record.errors.insert("main".into(), boom(identity));
            record.errors.insert("dep".into(), boom(1));
            if right {
                run.keeps(&ANCESTORS_FAIL_WITH_THE_ERROR);
            } else {
                run.breaks(&ANCESTORS_FAIL_WITH_THE_ERROR, 1);
            }
        }
    }

    #[test]
    fn siblings_are_untouched() {
        let mut run = linked();
        evaluate(&mut run, &[], "main evaluated, dep evaluated, other linked");
        run.keeps(&EVALUATION_STAYS_IN_ITS_GRAPH);
        run.transcript.steps[1].status.insert("other".into(), ModuleStatus::Evaluated);
        run.breaks(&EVALUATION_STAYS_IN_ITS_GRAPH, 1);
        run.program.modules[0].kind = ModuleKind::Source("import('other');".into());
        run.keeps(&EVALUATION_STAYS_IN_ITS_GRAPH);
    }
}
