//! How often, when and for what the linker is called.

use rustc_hash::FxHashMap;

use super::{Applies, Context, Invariant, Verb, invariant::Objection};
use crate::{
    program::ModuleId,
    transcript::{LinkerCall, ModuleStatus, StepRecord},
};

fn show(call: &LinkerCall) -> String {
    let attributes: Vec<_> = call.attributes.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let with = if attributes.is_empty() { String::new() } else { format!(" with {}", attributes.join(", ")) };
    format!("{:?}{with} from {}", call.specifier, call.referrer)
}

/// The linker answers questions the source text asks.
pub(super) const CALLS_ONLY_FOR_KNOWN_REQUESTS: Invariant = Invariant {
    name: "calls-only-for-known-requests",
    sentence: "Every linker call is for a specifier and attributes that the referrer's source text requests.",
    source: "C10; https://tc39.es/ecma262/#sec-InnerModuleLoading",
    contract: Applies::Yes,
    ecma262: Applies::Yes,
    look: |context| {
        let mut objections = Vec::new();
        for (step, record) in context.records() {
            for call in &record.calls {
                let known = match context.id(&call.referrer) {
                    None => false,
                    Some(referrer) => context
                        .requests(referrer)
                        .is_none_or(|requests| requests.iter().any(|request| request.is_asked_by(call))),
                };
                if !known {
                    objections.push(Objection::at(
                        step,
                        format!("calls: only for what {} requests", call.referrer),
                        format!("call: {}", show(call)),
                    ));
                }
            }
        }
        objections
    },
};

/// How many requests of the referrer a call can stand for: one for each phase in which it requests the same. `None` when
/// its requests are not known, or hold no such request, which is another invariant's concern.
fn phases(context: &Context<'_>, call: &LinkerCall) -> Option<usize> {
    let requests = context.requests(context.id(&call.referrer)?)?;
    Some(requests.iter().filter(|request| request.is_asked_by(call)).count()).filter(|count| *count > 0)
}

type Key<'r> = (&'r str, &'r str, &'r [(String, String)]);

/// The calls of a record, counted, in the order of their first appearance.
fn count(record: &StepRecord) -> Vec<(Key<'_>, &LinkerCall, usize)> {
    let mut places: FxHashMap<Key<'_>, usize> = FxHashMap::default();
    let mut counted: Vec<(Key<'_>, &LinkerCall, usize)> = Vec::new();
    for call in &record.calls {
        let key = (call.referrer.as_str(), call.specifier.as_str(), call.attributes.as_slice());
        let place = *places.entry(key).or_insert_with(|| {
            counted.push((key, call, 0));
            counted.len() - 1
        });
        counted[place].2 += 1;
    }
    counted
}

fn too_many(step: usize, call: &LinkerCall, allowed: usize, seen: usize) -> Objection {
    let head = format!("calls for {}: ", show(call));
    Objection::at(step, format!("{head}{allowed}"), format!("{head}{seen}"))
}

/// Each request is asked once, by whichever link came first.
///
/// Only a failed link puts modules back to `unlinked`, after which they may ask anew. A transcript does not tell which calls of
/// a step came before a failure in it and which after, so in such a step one more round is allowed for each failure.
pub(super) const LINKER_ASKED_ONCE: Invariant = Invariant {
    name: "linker-asked-once",
    sentence: "The linker is called once for each request of a module, however many link() calls reach it, until one of them fails.",
    source: "C10, C11",
    contract: Applies::Yes,
    ecma262: Applies::No(
        "Two loads at once may each ask the host for the same request under ECMA-262, and a failed load may be repeated.",
    ),
    look: |context| {
        let mut objections = Vec::new();
        let mut asked: FxHashMap<Key<'_>, usize> = FxHashMap::default();
        for (step, record) in context.records() {
            let failures = context.events(step).iter().filter(|event| {
                event.link_failure().is_some() || (event.verb == Verb::Instantiate && event.error().is_some())
            });
            let failures = failures.count();
            for (key, call, calls) in count(record) {
                let total = asked.entry(key).or_default();
                *total += calls;
                let Some(phases) = phases(context, call) else { continue };
                let allowed = phases * (1 + failures);
                if *total > allowed {
                    objections.push(too_many(step, call, allowed, *total));
                }
            }
            if failures > 0 {
                asked.clear();
            }
        }
        objections
    },
};

/// No link asks the same twice.
pub(super) const LINKER_ASKED_ONCE_PER_LINK: Invariant = Invariant {
    name: "linker-asked-once-per-link",
    sentence: "For each request of a module the linker is called at most as often as link() and import() were.",
    source: "https://tc39.es/ecma262/#sec-InnerModuleLoading (a load visits each module once); C10",
    contract: Applies::Yes,
    ecma262: Applies::Yes,
    look: |context| {
        let mut objections = Vec::new();
        let mut asked: FxHashMap<Key<'_>, usize> = FxHashMap::default();
        let mut links = 0;
        for (step, record) in context.records() {
            let events = context.events(step).iter();
            links += events.filter(|event| event.verb == Verb::Link && event.started_here()).count();
            // An import() may link what it imports, and a linker what it gives.
            links += record.imports.len();
            if context.scripts().prepares() {
                links += record.calls.len();
            }
            for (key, call, calls) in count(record) {
                let total = asked.entry(key).or_default();
                *total += calls;
                let Some(phases) = phases(context, call) else { continue };
                if *total > phases * links {
                    objections.push(too_many(step, call, phases * links, *total));
                }
            }
        }
        objections
    },
};

/// What is linked has its answers.
pub(super) const LINKED_MODULES_ASK_NOTHING: Invariant = Invariant {
    name: "linked-modules-ask-nothing",
    sentence: "The linker is not called for a module that was linked, evaluated or errored before the step.",
    source: "C4; https://tc39.es/ecma262/#sec-InnerModuleLoading",
    contract: Applies::Yes,
    ecma262: Applies::Yes,
    look: |context| {
        let mut objections = Vec::new();
        for (step, record) in context.records() {
            for call in &record.calls {
                let before =
                    context.id(&call.referrer).and_then(|id: ModuleId| context.status_before(step, id));
                let past =
                    before.filter(|status| !matches!(status, ModuleStatus::Unlinked | ModuleStatus::Linking));
                if let Some(status) = past {
                    objections.push(Objection::at(
                        step,
                        format!("calls: none for {}, which is {}", call.referrer, status.as_str()),
                        format!("call: {}", show(call)),
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
        oracles::invariants::testing::{Run, call, error, fails, ok, refused, settled},
        reference::ProfileName,
        transcript::Outcome,
    };

    fn start() -> Run {
        Run::new(&["main", "dep"]).requests("main", &["dep"])
    }

    fn boom() -> Outcome {
        fails(error(1, "Error", None, "boom"))
    }

    #[test]
    fn only_requests_are_asked() {
        let mut run = start();
        run.step("link main", ok(), "main linked, dep linked").calls = vec![call("dep", "main")];
        run.keeps(&CALLS_ONLY_FOR_KNOWN_REQUESTS);
        let mut attributes = call("dep", "main");
        attributes.attributes = vec![("type".into(), "json".into())];
        for wrong in [call("x", "main"), call("dep", "dep"), call("dep", "nobody"), attributes] {
            run.transcript.steps[0].calls = vec![wrong];
            run.breaks(&CALLS_ONLY_FOR_KNOWN_REQUESTS, 0);
        }
    }

    #[test]
    fn a_request_is_asked_once_within_and_across_steps() {
        let mut run = start();
        run.step("link main", Outcome::Pending, "main linking, dep linking").calls =
            vec![call("dep", "main")];
        run.step("link dep", ok(), "main linked, dep linked");
        run.keeps(&LINKER_ASKED_ONCE);
        run.transcript.steps[1].calls = vec![call("dep", "main")];
        run.breaks(&LINKER_ASKED_ONCE, 1);

        let mut run = start();
        run.step("link main", ok(), "main linked, dep linked").calls = vec![call("dep", "main"); 2];
        run.breaks(&LINKER_ASKED_ONCE, 0);
        run.breaks(&LINKER_ASKED_ONCE_PER_LINK, 0);
    }

    #[test]
    fn a_module_put_back_may_ask_again_and_a_refusal_puts_nothing_back() {
        for (outcome, right) in [(boom(), true), (refused(1), false)] {
            let mut run = start();
            run.step("link dep", outcome, "main unlinked, dep errored").calls = vec![call("dep", "main")];
            run.step("link main", ok(), "main linked, dep errored").calls = vec![call("dep", "main")];
            if right {
                run.keeps(&LINKER_ASKED_ONCE);
            } else {
                run.breaks(&LINKER_ASKED_ONCE, 1);
            }
        }
    }

    #[test]
    fn two_loads_of_the_specification_may_ask_the_same_but_no_third_time() {
        let mut run = start();
        let record = run.step("together", ok(), "main linked, dep linked");
        record.together = vec![settled("link main", ok()), settled("link main", ok())];
        record.calls = vec![call("dep", "main"); 2];
        assert_eq!(run.check(&LINKER_ASKED_ONCE_PER_LINK, ProfileName::Ecma262), []);
        run.breaks(&LINKER_ASKED_ONCE, 0);
        run.transcript.steps[0].calls.push(call("dep", "main"));
        assert_eq!(run.check(&LINKER_ASKED_ONCE_PER_LINK, ProfileName::Ecma262).len(), 1);
    }

    #[test]
    fn nobody_links_so_nobody_asks() {
        let mut run = start();
        run.step("evaluate main", refused(1), "main unlinked, dep unlinked").calls =
            vec![call("dep", "main")];
        run.breaks(&LINKER_ASKED_ONCE_PER_LINK, 0);
    }

    #[test]
    fn a_linked_module_asks_nothing() {
        for (status, right) in [("unlinked", true), ("linking", true), ("linked", false), ("errored", false)]
        {
            let mut run = start();
            run.step("link dep", ok(), &format!("main {status}, dep linked"));
            run.step("link main", ok(), "main linked, dep linked").calls = vec![call("dep", "main")];
            if right {
                run.keeps(&LINKED_MODULES_ASK_NOTHING);
            } else {
                run.breaks(&LINKED_MODULES_ASK_NOTHING, 1);
            }
        }
    }
}
