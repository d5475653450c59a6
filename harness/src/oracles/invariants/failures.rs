//! A failed module stays failed, and takes with it exactly those that depend on it.

use super::{Applies, Event, Invariant, Place, Verb, errors::same, event::as_error, invariant::Objection};
use crate::{
    oracles::lines::outcome_text,
    program::ModuleId,
    reference::ProfileName,
    transcript::{ModuleStatus, Outcome, ThrownView},
};

const STATUS: &str = "ERR_VM_MODULE_STATUS";
const ALREADY_LINKED: &str = "ERR_VM_MODULE_ALREADY_LINKED";

/// Once `errored`, always `errored`, and no `link()` or `instantiate()` succeeds on it.
pub(super) const FAILED_MODULE_NEVER_RELINKS: Invariant = Invariant {
    name: "failed-module-never-relinks",
    sentence: "A module that was `errored` after a step is `errored` after every later one, and link() on it never succeeds (a synthetic \
               module has nothing to link, so there it does nothing).",
    source: "C4",
    contract: Applies::Yes,
    ecma262: Applies::No(
        "Link() of ECMA-262 does nothing and succeeds on a module whose evaluation failed, and a failed load may be tried again.",
    ),
    look: |context| {
        let mut objections = Vec::new();
        let mut failed: Vec<ModuleId> = Vec::new();
        for (step, _) in context.records() {
            for module in &failed {
                let name = context.program.name(*module);
                let status = context.status(step, *module);
                if let Some(status) = status.filter(|status| *status != ModuleStatus::Errored) {
                    objections.push(Objection::at(
                        step,
                        format!("status {name}: errored"),
                        format!("status {name}: {}", status.as_str()),
                    ));
                }
            }
            let relinked = context.events(step).iter().filter(|event| {
                matches!(event.verb, Verb::Link | Verb::Instantiate)
                    && matches!(event.outcome, Outcome::Ok(_))
                    && failed.contains(&event.module)
                    && context.is_source_text(event.module)
            });
            objections.extend(relinked.map(|event| {
                let name = context.program.name(event.module);
                Objection::at(step, format!("link {name}: refused"), format!("link {name}: ok"))
            }));
            failed.extend(context.newly_errored(step));
        }
        objections
    },
};

/// `link()` on a module that is past linking is refused and asks nothing.
pub(super) const LINK_NEEDS_AN_UNLINKED_MODULE: Invariant = Invariant {
    name: "link-needs-an-unlinked-module",
    sentence: "A link() on a source text module that was linked, evaluated or errored before the step is refused by code, without a linker call.",
    source: "C4; Node's documentation of module.link()",
    contract: Applies::Yes,
    ecma262: Applies::No(
        "LoadRequestedModules and Link() of ECMA-262 succeed on a module that is linked or evaluated.",
    ),
    look: |context| {
        let mut objections = Vec::new();
        for (step, record) in context.records() {
            for event in context.events(step) {
                let past = context
                    .status_before(step, event.module)
                    .filter(|status| !matches!(status, ModuleStatus::Unlinked | ModuleStatus::Linking));
                let judged =
                    event.verb == Verb::Link && event.started_here() && context.is_source_text(event.module);
                let Some(status) = past.filter(|_| judged) else {
                    continue;
                };
                let name = context.program.name(event.module);
                let code = event.error().and_then(as_error).and_then(|error| error.code.as_deref());
                // What is no linker is refused whatever the status.
                let refused = code == Some(STATUS)
                    || code == Some("ERR_INVALID_ARG_TYPE")
                    || (code == Some(ALREADY_LINKED) && status != ModuleStatus::Errored);
                if !refused {
                    objections.push(Objection::at(
                        step,
                        format!("link {name} ({}): refused with {STATUS}", status.as_str()),
                        format!("link {name} ({}): {}", status.as_str(), outcome_text(event.outcome)),
                    ));
                }
                // Whose calls they are is certain only when nothing else happened in the step.
                let alone =
                    event.place == Place::Own && record.inside.is_empty() && record.settled.is_empty();
                if alone && !record.calls.is_empty() {
                    objections.push(Objection::at(
                        step,
                        "calls: 0",
                        format!("calls: {}", record.calls.len()),
                    ));
                }
            }
        }
        objections
    },
};

/// No namespace of what never linked.
pub(super) const NAMESPACE_REFUSED_AFTER_LINK_FAILURE: Invariant = Invariant {
    name: "namespace-refused-after-link-failure",
    sentence: "The namespace of a module that failed to link cannot be read.",
    source: "C4",
    contract: Applies::Yes,
    ecma262: Applies::No(
        "A module that fails to link is not `errored` under ECMA-262: it goes back to `unlinked`.",
    ),
    look: |context| {
        let mut objections = Vec::new();
        for (step, _) in context.records() {
            let read = context.events(step).iter().filter(|event| {
                event.verb == Verb::Namespace
                    && event.started_here()
                    && !matches!(event.outcome, Outcome::Error(_))
                    && context.link_failed_at(event.module).is_some_and(|failed| failed < step)
            });
            objections.extend(read.map(|event| {
                let head = format!("namespace {}: ", context.program.name(event.module));
                Objection::at(
                    step,
                    format!("{head}refused"),
                    format!("{head}{}", outcome_text(event.outcome)),
                )
            }));
        }
        objections
    },
};

/// Whether the operation can have made modules `errored` by failing to link them.
fn can_fail_modules<'r>(event: &Event<'r>) -> Option<&'r ThrownView> {
    match event.verb {
        Verb::Link => event.link_failure(),
        Verb::Instantiate | Verb::LinkRequests => event.error(),
        Verb::Evaluate | Verb::EvaluationPromise | Verb::Namespace | Verb::Error => None,
    }
}

/// One failure, one error object, on everything in flight that depends on it.
pub(super) const ERRORED_DEPENDENTS_SHARE_ERROR: Invariant = Invariant {
    name: "errored-dependents-share-error",
    sentence: "Modules that fail to link in a step carry the very error that a link() of the step was rejected with, and none that \
               depends on them stays linking or linked.",
    source: "C5",
    contract: Applies::Yes,
    ecma262: Applies::No("Modules that fail to link are not `errored` under ECMA-262 and carry no error."),
    look: |context| {
        let mut objections = Vec::new();
        let mut edges = Vec::new();
        for (step, _) in context.records() {
            let errors: Vec<_> = context.events(step).iter().filter_map(can_fail_modules).collect();
            for module in context.newly_errored(step) {
                let Some(error) = context.error_of(step, module) else { continue };
                if context.link_failed_at(module) == Some(step)
                    && !context.scripts().prepares()
                    && !errors.iter().any(|seen| same(seen, error))
                {
                    let name = context.program.name(module);
                    objections.push(Objection::at(
                        step,
                        format!("error of {name}: what a link() of this step was rejected with"),
                        format!("error of {name}: another object"),
                    ));
                }
            }
            edges.extend(context.certain_edges(step));
            for (referrer, module) in &edges {
                let status = context.status(step, *referrer);
                let open = matches!(status, Some(ModuleStatus::Linking | ModuleStatus::Linked));
                if open && context.link_failed_at(*module).is_some_and(|failed| failed <= step) {
                    let (name, dep) = (context.program.name(*referrer), context.program.name(*module));
                    let status = status.map_or("", ModuleStatus::as_str);
                    objections.push(Objection::at(
                        step,
                        format!("status {name}: errored, because it depends on {dep}"),
                        format!("status {name}: {status}"),
                    ));
                }
            }
        }
        objections
    },
};

/// Nothing becomes `errored` by itself.
pub(super) const ERRORED_BY_AN_OPERATION: Invariant = Invariant {
    name: "errored-by-an-operation",
    sentence: "A module becomes `errored` only in a step in which a link failed or something was evaluated; under ECMA-262 only in the \
               latter.",
    source: "C4, C5; https://tc39.es/ecma262/#sec-moduleevaluation",
    contract: Applies::Yes,
    ecma262: Applies::Yes,
    look: |context| {
        let mut objections = Vec::new();
        for (step, _) in context.records() {
            let link_failed = context.profile == ProfileName::Contract
                && context.events(step).iter().any(|event| can_fail_modules(event).is_some());
            if link_failed || context.may_evaluate(step) {
                continue;
            }
            objections.extend(context.newly_errored(step).map(|module| {
                let name = context.program.name(module);
                let before = context.status_before(step, module).unwrap_or(ModuleStatus::Unlinked);
                Objection::at(
                    step,
                    format!("status {name}: {}", before.as_str()),
                    format!("status {name}: errored, though nothing failed in this step"),
                )
            }));
        }
        objections
    },
};

#[cfg(test)]
#[path = "failures_tests.rs"]
mod tests;
