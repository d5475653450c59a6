use super::*;
use crate::{
    oracles::invariants::testing::{Run, call, error, fails, link_failure},
    program::{Answer, ErrorKind, Value},
};

/// A link that fails with this.
fn failing(thrown: ThrownView) -> Run {
    let mut run = Run::new(&["main"]).requests("main", &["x"]);
    let record = run.step("link main", fails(thrown.clone()), "main errored");
    record.errors.insert("main".into(), thrown);
    record.calls = vec![call("x", "main")];
    run
}

#[test]
fn codes_come_from_the_list_of_the_profile() {
    let with = |code| failing(error(1, "Error", code, "text"));
    for code in [None, Some("ERR_VM_MODULE_STATUS"), Some("ERR_VM_MODULE_NOT_MODULE")] {
        with(code).keeps(&CLOSED_CODE_LIST);
    }
    with(Some("ERR_INTERNAL_ASSERTION")).breaks(&CLOSED_CODE_LIST, 0);
    with(Some("ECMA262_PRECONDITION")).breaks(&CLOSED_CODE_LIST, 0);
    failing(link_failure(1, error(2, "Error", Some("ENOENT"), "deep"))).breaks(&CLOSED_CODE_LIST, 0);

    let bare = |code| with(code).check(&CLOSED_CODE_LIST, ProfileName::Ecma262).len();
    assert_eq!(bare(Some("ECMA262_PRECONDITION")), 0);
    assert_eq!(bare(Some("ERR_VM_MODULE_STATUS")), 1);
}

#[test]
fn one_error_object_is_objected_to_once() {
    let run = failing(error(1, "Error", Some("ERR_INTERNAL_ASSERTION"), "text"));
    assert_eq!(run.check(&CLOSED_CODE_LIST, ProfileName::Contract).len(), 1);
}

#[test]
fn the_code_of_a_failed_construction_counts_too() {
    let mut run = Run::new(&["main"]);
    let wrong = fails(error(1, "Error", Some("ERR_INTERNAL_ASSERTION"), "text"));
    run.transcript.construct.insert("main".into(), wrong);
    let findings = run.check(&CLOSED_CODE_LIST, ProfileName::Contract);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].step, None);
}

#[test]
fn the_cause_is_what_a_linker_throws() {
    let throws = |thrown, cause| failing(link_failure(1, cause)).answers("x", Answer::Throws(thrown));
    let type_error = || Thrown::Error(ErrorKind::TypeError, "boom".into());
    throws(type_error(), error(2, "TypeError", None, "boom")).keeps(&CAUSE_IS_THROWN_VALUE);
    throws(type_error(), error(2, "Error", None, "boom")).breaks(&CAUSE_IS_THROWN_VALUE, 0);
    throws(type_error(), error(2, "TypeError", None, "TypeError: boom")).breaks(&CAUSE_IS_THROWN_VALUE, 0);
    throws(type_error(), ThrownView::Value(Value::String("boom".into()))).breaks(&CAUSE_IS_THROWN_VALUE, 0);

    let number = |number| Thrown::Value(Value::Number(number));
    let seen = |number| ThrownView::Value(Value::Number(number));
    throws(number(f64::NAN), seen(f64::NAN)).keeps(&CAUSE_IS_THROWN_VALUE);
    throws(number(0.0), seen(-0.0)).breaks(&CAUSE_IS_THROWN_VALUE, 0);
}

#[test]
fn an_unknown_specifier_is_a_cause_when_it_was_asked_for() {
    failing(link_failure(1, error(2, "Error", None, "Unknown specifier: x"))).keeps(&CAUSE_IS_THROWN_VALUE);
    failing(link_failure(1, error(2, "Error", None, "Unknown specifier: y")))
        .breaks(&CAUSE_IS_THROWN_VALUE, 0);
}

#[test]
fn a_wrapper_needs_a_cause() {
    failing(error(1, "Error", Some(LINK_FAILURE), "Link failure")).breaks(&CAUSE_IS_THROWN_VALUE, 0);
    // The other texts of this code have their own rules.
    failing(error(1, "Error", Some(LINK_FAILURE), "module is not linked")).keeps(&CAUSE_IS_THROWN_VALUE);
}

#[test]
fn a_failure_is_wrapped_once() {
    let boom = || error(3, "Error", None, "boom");
    failing(link_failure(1, boom())).keeps(&WRAPPED_ONCE);
    failing(link_failure(1, link_failure(2, boom()))).breaks(&WRAPPED_ONCE, 0);
    // A module that had failed before is named, and its error is the cause of that.
    let ThrownView::Error(mut named) = link_failure(1, link_failure(2, boom())) else { unreachable!() };
    named.message = "request for 'x' resolved to an errored module".into();
    failing(ThrownView::Error(named)).keeps(&WRAPPED_ONCE);
}
