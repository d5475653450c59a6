//! The error of a module: when it can be read, and that it is always the same object.

use rustc_hash::FxHashMap;

use super::{Applies, Context, Invariant, Verb, invariant::Objection};
use crate::{
    oracles::lines::{outcome_text, value_text},
    program::ModuleId,
    transcript::{ModuleStatus, Observed, Outcome, ThrownView},
};

/// Whether both are the same error object, or the same value.
pub(super) fn same(left: &ThrownView, right: &ThrownView) -> bool {
    match (left, right) {
        (ThrownView::Error(left), ThrownView::Error(right)) => left.identity == right.identity,
        (ThrownView::Value(left), ThrownView::Value(right)) => value_text(left) == value_text(right),
        _ => false,
    }
}

/// A thrown thing on one line, with the number that tells objects apart.
fn brief(thrown: &ThrownView) -> String {
    match thrown {
        ThrownView::Error(error) => {
            let code = error.code.as_deref().map_or(String::new(), |code| format!(" [{code}]"));
            format!("object {}, {}{code}: {:?}", error.identity, error.name, error.message)
        }
        ThrownView::Value(value) => format!("value {}", value_text(value)),
        ThrownView::Elided => "something too deep to be shown".to_owned(),
    }
}

fn mismatch(step: usize, head: &str, expected: &ThrownView, actual: Option<&ThrownView>) -> Objection {
    let actual = actual.map_or_else(|| "nothing".to_owned(), brief);
    Objection::at(step, format!("{head}: {}", brief(expected)), format!("{head}: {actual}"))
}

/// The error of the run's module as the record shows it, next to its status.
pub(super) const ERRORED_IFF_ERROR_READABLE: Invariant = Invariant {
    name: "errored-iff-error-readable",
    sentence: "The error of a module can be read exactly when its status is `errored`.",
    source: "Node's documentation of module.error; C4",
    contract: Applies::Yes,
    ecma262: Applies::Yes,
    look: |context| {
        let mut objections = Vec::new();
        for (step, record) in context.records() {
            let readable = |readable: bool| if readable { "can be read" } else { "is refused" };
            for (name, status) in &record.status {
                let (errored, found) = (*status == ModuleStatus::Errored, record.errors.contains_key(name));
                if errored != found {
                    let head = format!("error of {name} ({}): ", status.as_str());
                    objections.push(Objection::at(
                        step,
                        format!("{head}{}", readable(errored)),
                        format!("{head}{}", readable(found)),
                    ));
                }
            }
            for event in context.events(step).iter().filter(|event| event.verb == Verb::Error) {
                // A read ran at an unknown time within the step: it may succeed only on what is errored in the end, and
                // may be refused only on what was not errored in the beginning.
                let wrong = match event.outcome {
                    Outcome::Ok(_) => context.status(step, event.module) != Some(ModuleStatus::Errored),
                    _ => context.status_before(step, event.module) == Some(ModuleStatus::Errored),
                };
                if wrong {
                    let head = format!("error {}: ", context.program.name(event.module));
                    let ok = matches!(event.outcome, Outcome::Ok(_));
                    objections.push(Objection::at(
                        step,
                        format!("{head}{}", readable(!ok)),
                        format!("{head}{}", outcome_text(event.outcome)),
                    ));
                }
            }
        }
        objections
    },
};

/// An error, once there, does not change.
pub(super) const SAME_ERROR_EVERY_TIME: Invariant = Invariant {
    name: "same-error-every-time",
    sentence: "The error of a module is the identical object whenever it is read.",
    source: "C4; https://tc39.es/ecma262/#sec-cyclic-module-records ([[EvaluationError]])",
    contract: Applies::Yes,
    ecma262: Applies::Yes,
    look: |context| {
        let mut objections = Vec::new();
        let mut first: FxHashMap<&str, &ThrownView> = FxHashMap::default();
        for (step, record) in context.records() {
            for (name, error) in &record.errors {
                let known = *first.entry(name).or_insert(error);
                if !same(known, error) {
                    objections.push(mismatch(step, &format!("error of {name}"), known, Some(error)));
                }
            }
            for event in context.events(step).iter().filter(|event| event.verb == Verb::Error) {
                let read = match event.outcome {
                    Outcome::Ok(Observed::Thrown(thrown)) => thrown.clone(),
                    Outcome::Ok(Observed::Value(value)) => ThrownView::Value(value.clone()),
                    _ => continue,
                };
                let name = context.program.name(event.module);
                if let Some(known) = first.get(name).filter(|known| !same(known, &read)) {
                    objections.push(mismatch(step, &format!("error {name}"), known, Some(&read)));
                }
            }
        }
        objections
    },
};

/// What `link()` says is what `.error` says.
pub(super) const FAILED_LINK_REJECTS_WITH_THE_ERROR: Invariant = Invariant {
    name: "failed-link-rejects-with-the-error",
    sentence: "A link() that fails, and is not merely refused, leaves its module errored with the very object it was rejected with.",
    source: "C4, C5, C8, C9",
    contract: Applies::Yes,
    ecma262: Applies::No(
        "A module that fails to link goes back to `unlinked` under ECMA-262 and keeps no error.",
    ),
    look: |context| {
        let mut objections = Vec::new();
        for (step, _) in context.records() {
            for event in context.events(step) {
                let Some(thrown) = event.link_failure() else { continue };
                let error = context.error_of(step, event.module);
                if !error.is_some_and(|error| same(error, thrown)) {
                    let name = context.program.name(event.module);
                    objections.push(mismatch(step, &format!("error of {name}"), thrown, error));
                }
            }
        }
        objections
    },
};

/// Evaluating what failed fails the same way.
///
/// A module that failed in evaluation may reject with the error of its cycle's root, which can differ from its own when two
/// modules of a cycle with top-level await fail one after the other.
pub(super) const EVALUATE_OF_ERRORED_REJECTS_WITH_THE_ERROR: Invariant = Invariant {
    name: "evaluate-of-errored-rejects-with-the-error",
    sentence: "An evaluate() on a module that was errored before the step is rejected with its error; where evaluation failed, with its \
               cycle root's.",
    source: "C4; https://tc39.es/ecma262/#sec-moduleevaluation",
    contract: Applies::Yes,
    ecma262: Applies::Yes,
    look: |context| {
        let mut objections = Vec::new();
        for (step, _) in context.records().skip(1) {
            for event in context.events(step) {
                let errored = context.status_before(step, event.module) == Some(ModuleStatus::Errored);
                if event.verb != Verb::Evaluate || !event.started_here() || !errored {
                    continue;
                }
                let Some(own) = context.error_of(step - 1, event.module) else { continue };
                let is_right = |thrown: &ThrownView| {
                    same(thrown, own)
                        || (context.link_failed_at(event.module).is_none()
                            && is_error_of_any(context, step - 1, thrown))
                };
                if !event.error().is_some_and(is_right) {
                    let head = format!("evaluate {}: ", context.program.name(event.module));
                    objections.push(Objection::at(
                        step,
                        format!("{head}throws {}", brief(own)),
                        match event.error() {
                            Some(thrown) => format!("{head}throws {}", brief(thrown)),
                            None => format!("{head}{}", outcome_text(event.outcome)),
                        },
                    ));
                }
            }
        }
        objections
    },
};

fn is_error_of_any(context: &Context<'_>, step: usize, thrown: &ThrownView) -> bool {
    (0..context.program.modules.len())
        .filter_map(|index| context.error_of(step, ModuleId::new(index)))
        .any(|error| same(error, thrown))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        oracles::invariants::testing::{Run, error, fails, link_failure, ok, refused},
        program::Value,
    };

    fn boom(identity: u32) -> ThrownView {
        error(identity, "Error", None, "boom")
    }

    fn failed() -> Run {
        let mut run = Run::new(&["main"]);
        let record = run.step("link main", fails(link_failure(1, boom(2))), "main errored");
        record.errors.insert("main".into(), link_failure(1, boom(2)));
        run
    }

    fn again(run: &mut Run, step: &str, outcome: Outcome, identity: u32) {
        let record = run.step(step, outcome, "main errored");
        record.errors.insert("main".into(), link_failure(identity, boom(2)));
    }

    #[test]
    fn errored_and_readable_go_together() {
        failed().keeps(&ERRORED_IFF_ERROR_READABLE);
        let mut run = failed();
        run.step("link main", refused(3), "main errored");
        run.breaks(&ERRORED_IFF_ERROR_READABLE, 1);
        let mut run = failed();
        again(&mut run, "error main", fails(boom(3)), 1);
        run.breaks(&ERRORED_IFF_ERROR_READABLE, 1);
        let mut run = Run::new(&["main"]);
        run.step("link main", ok(), "main linked").errors.insert("main".into(), boom(1));
        run.breaks(&ERRORED_IFF_ERROR_READABLE, 0);
        let mut run = Run::new(&["main"]);
        run.step("error main", ok(), "main linked");
        run.breaks(&ERRORED_IFF_ERROR_READABLE, 0);
    }

    #[test]
    fn an_equal_error_that_is_another_object_is_another_error() {
        let read = |identity| Outcome::Ok(Observed::Thrown(link_failure(identity, boom(2))));
        let mut run = failed();
        again(&mut run, "error main", read(1), 1);
        run.keeps(&SAME_ERROR_EVERY_TIME);
        again(&mut run, "error main", read(3), 1);
        run.breaks(&SAME_ERROR_EVERY_TIME, 2);
        let mut run = failed();
        again(&mut run, "link main", refused(4), 3);
        run.breaks(&SAME_ERROR_EVERY_TIME, 1);
    }

    #[test]
    fn thrown_values_are_the_same_as_numbers_are() {
        let number = |number| ThrownView::Value(Value::Number(number));
        assert!(same(&number(f64::NAN), &number(f64::NAN)));
        assert!(!same(&number(0.0), &number(-0.0)));
    }

    #[test]
    fn link_rejects_with_the_error_it_leaves() {
        failed().keeps(&FAILED_LINK_REJECTS_WITH_THE_ERROR);
        let mut run = failed();
        again(&mut run, "link main", refused(3), 1);
        run.keeps(&FAILED_LINK_REJECTS_WITH_THE_ERROR);
        let mut run = Run::new(&["main"]);
        run.step("link main", fails(boom(1)), "main unlinked");
        run.breaks(&FAILED_LINK_REJECTS_WITH_THE_ERROR, 0);
        run.transcript.steps[0].errors.insert("main".into(), boom(2));
        run.breaks(&FAILED_LINK_REJECTS_WITH_THE_ERROR, 0);
    }

    #[test]
    fn evaluating_a_failed_module_rejects_with_its_error() {
        let mut run = failed();
        again(&mut run, "evaluate main", fails(link_failure(1, boom(2))), 1);
        run.keeps(&EVALUATE_OF_ERRORED_REJECTS_WITH_THE_ERROR);
        for outcome in [ok(), Outcome::Pending, refused(3), fails(link_failure(4, boom(2)))] {
            let mut run = failed();
            again(&mut run, "evaluate main", outcome, 1);
            run.breaks(&EVALUATE_OF_ERRORED_REJECTS_WITH_THE_ERROR, 1);
        }
    }

    #[test]
    fn an_evaluation_may_fail_with_the_error_of_the_cycle_root() {
        for (identity, right) in [(1, true), (2, true), (3, false)] {
            let mut run = Run::new(&["root", "main"]);
            run.step("link root", ok(), "root linked, main linked");
            for (step, outcome) in
                [("evaluate root", fails(boom(1))), ("evaluate main", fails(boom(identity)))]
            {
                let record = run.step(step, outcome, "root errored, main errored");
                record.errors.insert("root".into(), boom(1));
                record.errors.insert("main".into(), boom(2));
            }
            if right {
                run.keeps(&EVALUATE_OF_ERRORED_REJECTS_WITH_THE_ERROR);
            } else {
                run.breaks(&EVALUATE_OF_ERRORED_REJECTS_WITH_THE_ERROR, 2);
            }
        }
    }
}
