//! The statuses a module goes through, and what a settled or pending `link()` says of them.

use super::{Applies, Context, Invariant, Place, Verb, invariant::Objection};
use crate::{
    program::ModuleId,
    reference::ProfileName,
    transcript::{ModuleStatus, Outcome},
};

/// The text of one status.
fn line(context: &Context<'_>, module: ModuleId, status: impl AsRef<str>) -> String {
    format!("status {}: {}", context.program.name(module), status.as_ref())
}

/// Whether a module can get from one status to the other within one step, through any number of statuses.
///
/// A module that awaits something may show `evaluated` before it fails, because ECMA-262's `evaluating-async` has no name of
/// its own among the statuses.
const fn can_become(from: ModuleStatus, to: ModuleStatus) -> bool {
    use ModuleStatus::{Errored, Evaluated, Evaluating, Linked, Linking, Unlinked};
    match from {
        Unlinked | Linking => true,
        Linked => !matches!(to, Unlinked | Linking),
        Evaluating => matches!(to, Evaluating | Evaluated | Errored),
        Evaluated => matches!(to, Evaluated | Errored),
        Errored => matches!(to, Errored),
    }
}

/// The state machine.
pub(super) const STATUS_EDGES: Invariant = Invariant {
    name: "status-edges",
    sentence: "A status moves only along the edges of the state machine: never back from linked, evaluating, evaluated or errored; and under \
               ECMA-262 nothing is seen `linking`, because Link() runs to its end in one go.",
    source: "C4, C5; https://tc39.es/ecma262/#sec-cyclic-module-records",
    contract: Applies::Yes,
    ecma262: Applies::Yes,
    look: |context| {
        let mut objections = Vec::new();
        for (step, record) in context.records() {
            for (name, status) in &record.status {
                let Some(module) = context.id(name) else { continue };
                if context.profile == ProfileName::Ecma262 && *status == ModuleStatus::Linking {
                    objections.push(Objection::at(
                        step,
                        line(context, module, "anything but linking"),
                        line(context, module, "linking"),
                    ));
                }
                let before = context.status_before(step, module);
                if let Some(before) = before.filter(|before| !can_become(*before, *status)) {
                    let allowed = ModuleStatus::ALL.into_iter().filter(|to| can_become(before, *to));
                    let allowed = allowed.map(ModuleStatus::as_str).collect::<Vec<_>>().join(" or ");
                    objections.push(Objection::at(
                        step,
                        line(context, module, format!("{allowed}, after {}", before.as_str())),
                        line(context, module, format!("{}, after {}", status.as_str(), before.as_str())),
                    ));
                }
            }
        }
        objections
    },
};

const PAST_LINKING: [ModuleStatus; 3] =
    [ModuleStatus::Linked, ModuleStatus::Evaluating, ModuleStatus::Evaluated];

/// A failure does not reach back.
pub(super) const LINKED_STAYS_LINKED: Invariant = Invariant {
    name: "linked-stays-linked",
    sentence: "A module that was linked before a link() failed is still linked, or further, after it.",
    source: "C5; https://tc39.es/ecma262/#sec-moduledeclarationlinking",
    contract: Applies::Yes,
    ecma262: Applies::Yes,
    look: |context| {
        let mut objections = Vec::new();
        for (step, record) in context.records().skip(1) {
            let failed = context
                .events(step)
                .iter()
                .any(|event| matches!(event.verb, Verb::Link | Verb::Instantiate) && event.error().is_some());
            if !failed {
                continue;
            }
            for (name, status) in &record.status {
                let Some(module) = context.id(name) else { continue };
                let stays = PAST_LINKING.contains(status)
                    || (*status == ModuleStatus::Errored && context.may_evaluate(step));
                let before = context.status_before(step, module);
                if let Some(before) = before.filter(|before| PAST_LINKING.contains(before) && !stays) {
                    objections.push(Objection::at(
                        step,
                        line(context, module, before.as_str()),
                        line(context, module, status.as_str()),
                    ));
                }
            }
        }
        objections
    },
};

/// Success means something.
pub(super) const OK_LINK_MEANS_LINKED: Invariant = Invariant {
    name: "ok-link-means-linked",
    sentence: "After a link() that is fulfilled its module is linked, or further. On a synthetic module it says nothing.",
    source: "https://tc39.es/ecma262/#sec-moduledeclarationlinking; Node's documentation of module.link()",
    contract: Applies::Yes,
    ecma262: Applies::Yes,
    look: |context| {
        let mut objections = Vec::new();
        for (step, _) in context.records() {
            for event in context.events(step) {
                let linked = matches!(event.verb, Verb::Link | Verb::Instantiate)
                    && matches!(event.outcome, Outcome::Ok(_))
                    && context.is_source_text(event.module);
                let Some(status) = context.status(step, event.module).filter(|_| linked) else { continue };
                // It may have been evaluated since; and ECMA-262 lets Link() succeed on what failed in evaluation.
                let errored_rightly = context.may_evaluate(step)
                    || (context.profile == ProfileName::Ecma262
                        && context.status_before(step, event.module) == Some(ModuleStatus::Errored));
                if !(PAST_LINKING.contains(&status) || (status == ModuleStatus::Errored && errored_rightly)) {
                    objections.push(Objection::at(
                        step,
                        line(context, event.module, "linked"),
                        line(context, event.module, status.as_str()),
                    ));
                }
            }
        }
        objections
    },
};

/// Waiting can be seen.
pub(super) const PENDING_LINK_MEANS_LINKING: Invariant = Invariant {
    name: "pending-link-means-linking",
    sentence: "After a step whose link() is pending its module is `linking`.",
    source: "C11; Node's documentation of module.status",
    contract: Applies::Yes,
    ecma262: Applies::No(
        "Loading has no status of its own under ECMA-262: a module is `unlinked` while it waits.",
    ),
    look: |context| {
        let mut objections = Vec::new();
        for (step, _) in context.records() {
            let pending = context.events(step).iter().filter(|event| {
                event.verb == Verb::Link
                    && matches!(event.place, Place::Own | Place::Together)
                    && *event.outcome == Outcome::Pending
            });
            for event in pending {
                let status = context.status(step, event.module);
                if let Some(status) = status.filter(|status| *status != ModuleStatus::Linking) {
                    objections.push(Objection::at(
                        step,
                        line(context, event.module, "linking"),
                        line(context, event.module, status.as_str()),
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
    use crate::oracles::invariants::testing::{Run, error, fails, ok, refused, settled};

    #[test]
    fn statuses_do_not_go_back() {
        for (from, to, right) in [
            ("unlinked", "evaluated", true),
            ("linking", "unlinked", true),
            ("linking", "errored", true),
            ("linked", "unlinked", false),
            ("linked", "linking", false),
            ("linked", "errored", true),
            ("evaluating", "linked", false),
            ("evaluated", "evaluating", false),
            ("evaluated", "errored", true),
            ("errored", "unlinked", false),
            ("errored", "evaluated", false),
        ] {
            let mut run = Run::new(&["main"]);
            run.step("link main", ok(), &format!("main {from}"));
            run.step("link main", ok(), &format!("main {to}"));
            if right {
                run.keeps(&STATUS_EDGES);
            } else {
                run.breaks(&STATUS_EDGES, 1);
            }
        }
    }

    #[test]
    fn the_specification_never_shows_linking() {
        let mut run = Run::new(&["main"]);
        run.step("link main", Outcome::Pending, "main linking");
        run.keeps(&STATUS_EDGES);
        assert_eq!(run.check(&STATUS_EDGES, ProfileName::Ecma262).len(), 1);
    }

    #[test]
    fn a_failed_link_leaves_linked_modules_alone() {
        let boom = || fails(error(1, "Error", None, "boom"));
        for (dep, right) in [
            ("linked", true),
            ("evaluated", true),
            ("unlinked", false),
            ("linking", false),
            ("errored", false),
        ] {
            let mut run = Run::new(&["main", "dep"]);
            run.step("link dep", ok(), "main unlinked, dep linked");
            run.step("link main", boom(), &format!("main errored, dep {dep}"));
            if right {
                run.keeps(&LINKED_STAYS_LINKED);
            } else {
                run.breaks(&LINKED_STAYS_LINKED, 1);
            }
        }
        // Evaluated in the same step, it may have failed there.
        let mut run = Run::new(&["main", "dep"]);
        run.step("link dep", ok(), "main unlinked, dep linked");
        let record = run.step("together", ok(), "main errored, dep errored");
        record.together = vec![settled("link main", boom()), settled("evaluate dep", boom())];
        run.keeps(&LINKED_STAYS_LINKED);
    }

    #[test]
    fn a_fulfilled_link_leaves_its_module_linked() {
        for (status, right) in [("linked", true), ("evaluated", true), ("linking", false), ("errored", false)]
        {
            let mut run = Run::new(&["main"]);
            run.step("link main", ok(), &format!("main {status}"));
            if right {
                run.keeps(&OK_LINK_MEANS_LINKED);
            } else {
                run.breaks(&OK_LINK_MEANS_LINKED, 0);
            }
        }
        let mut run = Run::new(&["main"]);
        run.step("namespace main", ok(), "main unlinked").settled = vec![settled("link main", ok())];
        run.breaks(&OK_LINK_MEANS_LINKED, 0);
    }

    #[test]
    fn the_specification_links_what_failed_in_evaluation() {
        let mut run = Run::new(&["main"]);
        run.step("evaluate main", fails(error(1, "Error", None, "boom")), "main errored");
        run.step("link main", ok(), "main errored");
        assert_eq!(run.check(&OK_LINK_MEANS_LINKED, ProfileName::Ecma262), []);
        run.breaks(&OK_LINK_MEANS_LINKED, 1);
    }

    #[test]
    fn a_pending_link_is_seen_as_linking() {
        for (status, right) in [("linking", true), ("unlinked", false), ("linked", false)] {
            let mut run = Run::new(&["main"]);
            let record = run.step("together", ok(), &format!("main {status}"));
            record.together = vec![settled("link main", Outcome::Pending), settled("link main", refused(1))];
            if right {
                run.keeps(&PENDING_LINK_MEANS_LINKING);
            } else {
                run.breaks(&PENDING_LINK_MEANS_LINKING, 0);
            }
        }
    }
}
