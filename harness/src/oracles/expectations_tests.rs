use indexmap::IndexMap;

use super::*;
use crate::{
    corpus::{ErrorExpect, Presence, SettledExpect, ThrownExpect},
    oracles::invariants::testing::{Run, call, error, fails, link_failure, ok, settled, unmodelled},
    transcript::{ErrorView, ThrownView},
};

fn expect_error(expect: ErrorExpect) -> ExpectedOutcome {
    ExpectedOutcome::Error(ThrownExpect::Error(Box::new(expect)))
}

/// A run with one step, and a case that expects `outcome` of it.
fn one(actual: Outcome, outcome: ExpectedOutcome) -> (Run, Case) {
    let mut run = Run::new(&["main"]);
    run.step("link main", actual, "main linked");
    let mut case = run.case();
    case.expectations.steps[0].contract.outcome = Some(outcome);
    (run, case)
}

fn check(run: &Run, case: &Case) -> Vec<Finding> {
    check_expectations(case, ProfileName::Contract, &run.transcript)
}

/// The lines that stand on one side only.
fn difference(finding: &Finding) -> (Vec<&str>, Vec<&str>) {
    let (left, right): (Vec<_>, Vec<_>) =
        (finding.expected.lines().collect(), finding.actual.lines().collect());
    (
        left.iter().filter(|line| !right.contains(line)).copied().collect(),
        right.iter().filter(|line| !left.contains(line)).copied().collect(),
    )
}

#[test]
fn only_what_is_named_is_compared() {
    let (run, case) = one(
        fails(link_failure(1, error(2, "Error", None, "boom"))),
        expect_error(ErrorExpect { message: Some("Link failure".into()), ..ErrorExpect::default() }),
    );
    assert_eq!(check(&run, &case), []);
    let (run, case) = one(ok(), ExpectedOutcome::Ok);
    assert_eq!(check(&run, &case), []);
}

#[test]
fn a_difference_in_one_property_is_the_only_line_that_differs() {
    let (run, case) = one(
        fails(link_failure(1, error(2, "Error", None, "boom"))),
        expect_error(ErrorExpect {
            name: Some("Error".into()),
            code: Some(Presence::Present("ERR_VM_MODULE_STATUS".into())),
            cause: Some(Presence::Present(ThrownExpect::Error(Box::new(ErrorExpect {
                message: Some("boom".into()),
                ..ErrorExpect::default()
            })))),
            ..ErrorExpect::default()
        }),
    );
    let findings = check(&run, &case);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].step, Some(0));
    assert_eq!(
        difference(&findings[0]),
        (vec!["  code: ERR_VM_MODULE_STATUS"], vec!["  code: ERR_VM_MODULE_LINK_FAILURE"])
    );
}

#[test]
fn absent_properties_and_wrong_kinds_are_found() {
    let no_cause = || expect_error(ErrorExpect { cause: Some(Presence::Absent), ..ErrorExpect::default() });
    let no_code = || expect_error(ErrorExpect { code: Some(Presence::Absent), ..ErrorExpect::default() });
    let plain = || fails(error(1, "Error", None, "boom"));
    let wrapped = || fails(link_failure(1, error(2, "Error", None, "boom")));
    for (actual, expected, findings) in [
        (plain(), no_cause(), 0),
        (wrapped(), no_cause(), 1),
        (plain(), no_code(), 0),
        (wrapped(), no_code(), 1),
        (ok(), ExpectedOutcome::Pending, 1),
        (Outcome::Pending, ExpectedOutcome::Pending, 0),
        (plain(), ExpectedOutcome::Ok, 1),
        (ok(), no_code(), 1),
        (fails(ThrownView::Value(Value::Number(0.0))), no_code(), 1),
    ] {
        let (run, case) = one(actual, expected);
        assert_eq!(check(&run, &case).len(), findings, "{:?}", case.expectations);
    }
}

#[test]
fn numbers_are_compared_as_same_value() {
    let value = |number| Outcome::Ok(Observed::Value(Value::Number(number)));
    for (actual, expected, findings) in
        [(0.0, 0.0, 0), (0.0, -0.0, 1), (f64::NAN, f64::NAN, 0), (1.0, f64::NAN, 1)]
    {
        let (run, case) = one(value(actual), ExpectedOutcome::Value(Value::Number(expected)));
        assert_eq!(check(&run, &case).len(), findings, "{actual} and {expected}");
        let thrown = ThrownExpect::Value(Value::Number(expected));
        let (run, case) = one(
            Outcome::Ok(Observed::Thrown(ThrownView::Value(Value::Number(actual)))),
            ExpectedOutcome::Thrown(thrown),
        );
        assert_eq!(check(&run, &case).len(), findings, "{actual} and {expected}, thrown");
    }
}

#[test]
fn namespace_keys_are_compared_in_order() {
    let keys = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    let seen = || Outcome::Ok(Observed::Namespace(keys(&["a", "b"])));
    let (run, case) = one(seen(), ExpectedOutcome::Keys(keys(&["a", "b"])));
    assert_eq!(check(&run, &case), []);
    let (run, case) = one(seen(), ExpectedOutcome::Keys(keys(&["b", "a"])));
    assert_eq!(check(&run, &case).len(), 1);
}

#[test]
fn identity_and_printed_text() {
    let identical =
        |name: &str| expect_error(ErrorExpect { identical_to: Some(name.into()), ..ErrorExpect::default() });
    let (mut run, case) = one(fails(error(1, "Error", None, "boom")), identical("main"));
    assert_eq!(check(&run, &case).len(), 1, "no error can be read");
    run.transcript.steps[0].errors.insert("main".into(), error(2, "Error", None, "boom"));
    assert_eq!(check(&run, &case).len(), 1, "an equal error, but another object");
    run.transcript.steps[0].errors.insert("main".into(), error(1, "Error", None, "boom"));
    assert_eq!(check(&run, &case), []);

    let printed =
        |text: &str| expect_error(ErrorExpect { printed: Some(text.into()), ..ErrorExpect::default() });
    let text = "Error [ERR_VM_MODULE_LINK_FAILURE]: Link failure\nCaused by: Error: boom\n";
    let actual = || fails(link_failure(1, error(2, "Error", None, "boom")));
    let (run, case) = one(actual(), printed(text));
    assert_eq!(check(&run, &case), []);
    let (run, case) = one(actual(), printed("Error: Link failure"));
    assert_eq!(check(&run, &case).len(), 1);
}

#[test]
fn status_log_calls_and_attributes() {
    let mut run = Run::new(&["main"]);
    let record = run.step("link main", ok(), "main linked");
    record.log = vec!["a".into(), "b".into()];
    record.calls = vec![call("x", "main")];
    record.calls[0].attributes = vec![("type".into(), "json".into())];
    let check_one = |set: &dyn Fn(&mut Expect)| {
        let mut case = run.case();
        set(&mut case.expectations.steps[0].contract);
        check(&run, &case).len()
    };
    let calls = |specifier: &str| Some(vec![(specifier.to_owned(), "main".to_owned())]);
    let attributes = |value: &str| Some(vec![vec![("type".to_owned(), value.to_owned())]]);
    let status = |name: &str, status| IndexMap::from([(name.to_owned(), status)]);
    assert_eq!(check_one(&|e| e.status = status("main", ModuleStatus::Linked)), 0);
    assert_eq!(check_one(&|e| e.status = status("main", ModuleStatus::Errored)), 1);
    assert_eq!(check_one(&|e| e.status = status("other", ModuleStatus::Linked)), 1);
    assert_eq!(check_one(&|e| e.log = Some(vec!["a".into(), "b".into()])), 0);
    assert_eq!(check_one(&|e| e.log = Some(vec!["a".into()])), 1);
    assert_eq!(check_one(&|e| e.calls = calls("x")), 0);
    assert_eq!(check_one(&|e| e.calls = calls("y")), 1);
    assert_eq!(check_one(&|e| e.calls = Some(vec![])), 1);
    assert_eq!(check_one(&|e| e.call_attributes = attributes("json")), 0);
    assert_eq!(check_one(&|e| e.call_attributes = attributes("css")), 1);
}

#[test]
fn steps_inside_late_and_together() {
    let mut run = Run::new(&["main", "dep"]);
    let record = run.step("together", ok(), "main linked, dep linked");
    record.inside = vec![settled("link dep", ok())];
    record.settled = vec![settled("link main", fails(error(1, "Error", None, "late")))];
    record.together = vec![settled("link main", ok()), settled("link dep", Outcome::Pending)];
    let check_one = |set: &dyn Fn(&mut StepExpectation)| {
        let mut case = run.case();
        set(&mut case.expectations.steps[0]);
        check(&run, &case).len()
    };
    let late = |step: &str, outcome| Some(vec![SettledExpect { step: step.to_owned(), outcome }]);
    let message =
        |text: &str| expect_error(ErrorExpect { message: Some(text.into()), ..ErrorExpect::default() });
    let parts = |outcomes: Vec<ExpectedOutcome>| {
        outcomes
            .into_iter()
            .map(|outcome| StepExpectation {
                contract: Expect { outcome: Some(outcome), ..Expect::default() },
                ..StepExpectation::default()
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(check_one(&|s| s.contract.inside = Some(vec![ExpectedOutcome::Ok])), 0);
    assert_eq!(check_one(&|s| s.contract.inside = Some(vec![ExpectedOutcome::Pending])), 1);
    assert_eq!(check_one(&|s| s.contract.inside = Some(vec![])), 1);
    assert_eq!(check_one(&|s| s.contract.settled = late("link main", message("late"))), 0);
    assert_eq!(check_one(&|s| s.contract.settled = late("link main", message("early"))), 1);
    assert_eq!(check_one(&|s| s.contract.settled = late("link dep", message("late"))), 1);
    assert_eq!(check_one(&|s| s.contract.settled = Some(vec![])), 1);
    assert_eq!(check_one(&|s| s.together = parts(vec![ExpectedOutcome::Ok, ExpectedOutcome::Pending])), 0);
    assert_eq!(check_one(&|s| s.together = parts(vec![ExpectedOutcome::Ok, ExpectedOutcome::Ok])), 1);
    assert_eq!(check_one(&|s| s.together = parts(vec![ExpectedOutcome::Ok; 3])), 1);
}

#[test]
fn constructions() {
    let syntax_error = || StepExpectation {
        contract: Expect {
            outcome: Some(expect_error(ErrorExpect {
                name: Some("SyntaxError".into()),
                ..ErrorExpect::default()
            })),
            ..Expect::default()
        },
        ..StepExpectation::default()
    };
    let mut run = Run::new(&["main"]);
    let mut case = run.case();
    assert_eq!(check(&run, &case), []);

    case.expectations.construct.insert("main".into(), syntax_error());
    assert_eq!(check(&run, &case).len(), 1, "it did not fail");

    run.transcript.construct.insert("main".into(), fails(error(1, "SyntaxError", None, "no")));
    assert_eq!(check(&run, &case), []);
    case.expectations.construct["main"].contract.outcome = None;
    assert_eq!(check(&run, &case), [], "to be listed is to be expected to fail");

    case.expectations.construct.clear();
    assert_eq!(check(&run, &case).len(), 1, "nobody expected it to fail");
}

#[test]
fn every_step_must_have_been_run() {
    let mut run = Run::new(&["main"]);
    run.step("link main", ok(), "main linked");
    run.step("evaluate main", ok(), "main evaluated");
    let case = run.case();
    let last = run.transcript.steps.pop().expect("there are two");
    let findings = check(&run, &case);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].step, Some(1));
    run.transcript.steps.extend([last.clone(), last]);
    assert_eq!(check(&run, &case).len(), 1);
}

#[test]
fn a_run_that_the_engine_cannot_continue() {
    let mut run = Run::new(&["main"]);
    run.step("evaluate main", unmodelled(2, 3), "main linked");
    run.step("link main", ok(), "main linked");
    let mut case = run.case();
    run.transcript.steps.pop();
    case.expectations.steps[0].contract.outcome = Some(ExpectedOutcome::Ok);
    case.expectations.steps[1].contract.outcome = Some(ExpectedOutcome::Pending);
    assert_eq!(check(&run, &case), [], "there is nothing to compare with");

    case.expectations.steps[1] = StepExpectation::default();
    for (expected, findings) in [(None, 0), (Some((2, 3)), 0), (Some((2, 4)), 1)] {
        case.expectations.steps[0].contract.outcome = Some(ExpectedOutcome::Unmodelled(expected));
        assert_eq!(check(&run, &case).len(), findings, "{expected:?}");
    }
    run.transcript.steps[0].outcome = ok();
    assert_eq!(check(&run, &case).iter().filter(|finding| finding.step == Some(0)).count(), 1);
}

#[test]
fn what_is_expected_after_an_expected_end_is_found() {
    let mut run = Run::new(&["main"]);
    run.step("evaluate main", unmodelled(2, 3), "main linked");
    run.step("link main", ok(), "main linked");
    run.step("evaluate main", ok(), "main evaluated");
    let mut case = run.case();
    run.transcript.steps.truncate(1);
    case.expectations.steps[0].contract.outcome = Some(ExpectedOutcome::Unmodelled(None));
    assert_eq!(check(&run, &case), [], "nothing is expected of the steps that are not run");

    let log = || Expect { log: Some(vec![]), ..Expect::default() };
    let part = StepExpectation { contract: log(), ..StepExpectation::default() };
    for set in [
        (|case: &mut Case, expect| case.expectations.steps[2].contract = expect) as fn(&mut Case, Expect),
        |case, expect| {
            let part = StepExpectation { contract: expect, ..StepExpectation::default() };
            case.expectations.steps[2].together = vec![part];
        },
    ] {
        let mut case = case.clone();
        set(&mut case, log());
        let findings = check(&run, &case);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].step, Some(2));
        assert!(
            findings[0]
                .actual
                .starts_with("the run ended at step 1, which is unmodelled; this step was never run"),
            "{}",
            findings[0].actual
        );
    }
    case.expectations.steps[2].under.insert(ProfileName::Ecma262, part.contract.clone());
    assert_eq!(check(&run, &case), [], "it is expected under another profile");

    run.transcript.steps.clear();
    run.transcript.construct.insert("main".into(), unmodelled(1, 1));
    case.expectations.steps[2].contract = log();
    case.expectations.construct.insert("main".into(), case.expectations.steps[0].clone());
    case.expectations.steps[0] = part;
    let places: Vec<_> = check(&run, &case).iter().map(|finding| finding.step).collect();
    assert_eq!(places, [Some(0), Some(2)], "a construction ends a run too");
}

#[test]
fn another_profile_has_expectations_of_its_own() {
    let (run, mut case) = one(ok(), ExpectedOutcome::Pending);
    assert_eq!(check_expectations(&case, ProfileName::Ecma262, &run.transcript), []);
    let pending = case.expectations.steps[0].contract.clone();
    case.expectations.steps[0].under.insert(ProfileName::Ecma262, pending);
    assert_eq!(check_expectations(&case, ProfileName::Ecma262, &run.transcript).len(), 1);
}

#[test]
fn deep_causes_are_shown() {
    let deep = ErrorView {
        identity: 1,
        name: "Error".into(),
        code: None,
        message: "top".into(),
        cause: Some(ThrownView::Elided),
    };
    let (run, case) = one(fails(ThrownView::Error(Box::new(deep))), ExpectedOutcome::Ok);
    assert!(check(&run, &case)[0].actual.contains("cause: something too deep to be shown"));
}
