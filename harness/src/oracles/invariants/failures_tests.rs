use super::*;
use crate::{
    oracles::invariants::testing::{Run, call, error, fails, link_failure, ok, refused, settled},
    program::ModuleKind,
    transcript::Observed,
};

fn boom() -> ThrownView {
    error(2, "Error", None, "boom")
}

/// `link main` fails and leaves `main` errored.
fn failed() -> Run {
    let mut run = Run::new(&["main", "dep"]).requests("main", &["dep"]);
    let record = run.step("link main", fails(link_failure(1, boom())), "main errored, dep unlinked");
    record.errors.insert("main".into(), link_failure(1, boom()));
    record.calls = vec![call("dep", "main")];
    run
}

#[test]
fn a_failed_module_may_not_come_back() {
    let mut run = failed();
    run.step("link main", refused(3), "main errored, dep unlinked");
    run.keeps(&FAILED_MODULE_NEVER_RELINKS);

    let mut back = failed();
    back.step("error main", ok(), "main unlinked, dep unlinked");
    back.breaks(&FAILED_MODULE_NEVER_RELINKS, 1);

    let mut relinked = failed();
    relinked.step("together", ok(), "main errored, dep unlinked").together = vec![settled("link main", ok())];
    relinked.breaks(&FAILED_MODULE_NEVER_RELINKS, 1);
}

#[test]
fn link_is_refused_by_code_and_asks_nothing() {
    let mut run = failed();
    run.step("link main", refused(3), "main errored, dep unlinked");
    run.keeps(&LINK_NEEDS_AN_UNLINKED_MODULE);
    run.transcript.steps[1].calls = vec![call("dep", "main")];
    run.breaks(&LINK_NEEDS_AN_UNLINKED_MODULE, 1);

    for outcome in [ok(), Outcome::Pending, fails(boom())] {
        let mut run = failed();
        run.step("link main", outcome, "main errored, dep unlinked");
        run.breaks(&LINK_NEEDS_AN_UNLINKED_MODULE, 1);
    }

    let already = || fails(error(3, "Error", Some(ALREADY_LINKED), "Module has already been linked"));
    let mut linked = Run::new(&["main"]);
    linked.step("link main", ok(), "main linked");
    linked.step("link main", already(), "main linked");
    linked.keeps(&LINK_NEEDS_AN_UNLINKED_MODULE);
    let mut errored = failed();
    errored.step("link main", already(), "main errored, dep unlinked");
    errored.breaks(&LINK_NEEDS_AN_UNLINKED_MODULE, 1);
}

#[test]
fn a_synthetic_module_has_nothing_to_link() {
    let mut run = failed();
    run.step("link main", ok(), "main errored, dep unlinked");
    run.breaks(&FAILED_MODULE_NEVER_RELINKS, 1);
    run.breaks(&LINK_NEEDS_AN_UNLINKED_MODULE, 1);
    run.program.modules[0].kind =
        ModuleKind::Synthetic { exports: Vec::new(), body: String::new(), is_async: false };
    run.keeps(&FAILED_MODULE_NEVER_RELINKS);
    run.keeps(&LINK_NEEDS_AN_UNLINKED_MODULE);
}

#[test]
fn calls_of_other_links_in_the_step_are_no_objection() {
    let mut run = failed();
    let record = run.step("link main", refused(3), "main errored, dep linked");
    record.settled = vec![settled("link dep", ok())];
    record.calls = vec![call("x", "dep")];
    run.keeps(&LINK_NEEDS_AN_UNLINKED_MODULE);
}

#[test]
fn the_namespace_is_refused_after_a_link_failure_only() {
    let keys = || Outcome::Ok(Observed::Namespace(Vec::new()));
    let mut run = failed();
    run.step("namespace main", refused(3), "main errored, dep unlinked");
    run.keeps(&NAMESPACE_REFUSED_AFTER_LINK_FAILURE);
    run.step("namespace main", keys(), "main errored, dep unlinked");
    run.breaks(&NAMESPACE_REFUSED_AFTER_LINK_FAILURE, 2);

    let mut evaluated = Run::new(&["main"]);
    evaluated.step("link main", ok(), "main linked");
    evaluated.step("evaluate main", fails(boom()), "main errored");
    evaluated.step("namespace main", keys(), "main errored");
    evaluated.keeps(&NAMESPACE_REFUSED_AFTER_LINK_FAILURE);
}

#[test]
fn dependents_carry_the_very_error() {
    let mut run = Run::new(&["main", "dep"]).requests("main", &["dep"]).requests("dep", &["x"]);
    let record = run.step("link main", fails(link_failure(1, boom())), "main errored, dep errored");
    record.calls = vec![call("dep", "main"), call("x", "dep")];
    record.errors.insert("main".into(), link_failure(1, boom()));
    record.errors.insert("dep".into(), link_failure(1, boom()));
    run.keeps(&ERRORED_DEPENDENTS_SHARE_ERROR);

    run.transcript.steps[0].errors.insert("dep".into(), link_failure(7, boom()));
    run.breaks(&ERRORED_DEPENDENTS_SHARE_ERROR, 0);
}

#[test]
fn no_dependent_of_a_failed_module_stays_in_flight() {
    for status in ["linking", "linked", "unlinked", "errored"] {
        let mut run = Run::new(&["main", "dep"]).requests("main", &["dep"]).requests("dep", &["x"]);
        let statuses = format!("main {status}, dep errored");
        let record = run.step("together", ok(), &statuses);
        record.together =
            vec![settled("link main", Outcome::Pending), settled("link dep", fails(link_failure(1, boom())))];
        record.calls = vec![call("dep", "main"), call("x", "dep")];
        record.errors.insert("dep".into(), link_failure(1, boom()));
        if status.starts_with("link") {
            run.breaks(&ERRORED_DEPENDENTS_SHARE_ERROR, 0);
        } else {
            run.keeps(&ERRORED_DEPENDENTS_SHARE_ERROR);
        }
    }
}

#[test]
fn a_module_errors_for_a_reason() {
    failed().keeps(&ERRORED_BY_AN_OPERATION);
    assert_ne!(failed().check(&ERRORED_BY_AN_OPERATION, ProfileName::Ecma262), []);

    let mut run = Run::new(&["main"]);
    run.step("link main", refused(1), "main errored");
    run.breaks(&ERRORED_BY_AN_OPERATION, 0);

    // An evaluation that was pending may fail in any later step.
    let mut late = Run::new(&["main"]);
    late.step("link main", ok(), "main linked");
    late.step("evaluate main", Outcome::Pending, "main evaluating");
    late.step("namespace main", ok(), "main errored");
    late.keeps(&ERRORED_BY_AN_OPERATION);
    assert_eq!(late.check(&ERRORED_BY_AN_OPERATION, ProfileName::Ecma262), []);
}
