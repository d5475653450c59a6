use super::*;
use crate::{
    oracles::invariants::testing::{Run, call, error, fails, ok, settled, unmodelled},
    program::Value,
    transcript::ModuleStatus,
};

/// A run of two steps in which everything that can be compared is there.
fn run() -> Transcript {
    let mut run = Run::new(&["main", "dep"]);
    let first = run.step(
        "link main",
        fails(error(1, "Error", Some("CODE"), "It failed.")),
        "main errored, dep linked",
    );
    first.errors.insert("main".to_owned(), error(1, "Error", Some("CODE"), "It failed."));
    first.calls.push(call("dep", "main"));
    first.calls[0].attributes.push(("type".to_owned(), "json".to_owned()));
    first.inside.push(settled("link dep", ok()));
    first.together.push(settled("link dep", ok()));
    run.step("evaluate dep", ok(), "main errored, dep evaluated");
    run.transcript.steps[1].settled.push(settled("link main", Outcome::Pending));
    run.transcript.steps[1].log.push("a line".to_owned());
    run.transcript
}

fn wrong(change: impl FnOnce(&mut Transcript)) -> Finding {
    let predicted = run();
    let mut actual = predicted.clone();
    change(&mut actual);
    match check_prediction(&predicted, &actual) {
        Prediction::Wrong(finding) => finding,
        other => panic!("{other:?}"),
    }
}

fn error_of(transcript: &mut Transcript) -> &mut ErrorView {
    match &mut transcript.steps[0].outcome {
        Outcome::Error(ThrownView::Error(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn equal_transcripts_are_predicted_right() {
    assert_eq!(check_prediction(&run(), &run()), Prediction::Right);
    let nothing = Transcript::default();
    assert_eq!(check_prediction(&nothing, &nothing), Prediction::Right);
}

#[test]
fn everything_in_a_transcript_counts() {
    type Change = fn(&mut Transcript);
    let changes: [(usize, Change); 17] = [
        (0, |t| error_of(t).name.push('x')),
        (0, |t| error_of(t).code = None),
        (0, |t| error_of(t).message.push('x')),
        (0, |t| error_of(t).cause = Some(ThrownView::Value(Value::Null))),
        (0, |t| error_of(t).identity = 2),
        (0, |t| t.steps[0].outcome = Outcome::Pending),
        (0, |t| t.steps[0].outcome = ok()),
        (0, |t| t.steps[0].calls[0].referrer.push('x')),
        (0, |t| t.steps[0].calls[0].attributes.clear()),
        (0, |t| t.steps[0].errors.clear()),
        (0, |t| t.steps[0].inside.clear()),
        (0, |t| t.steps[0].together[0].outcome = Outcome::Pending),
        (0, |t| t.steps[0].step.push('x')),
        (1, |t| {
            t.steps[1].status.insert("dep".to_owned(), ModuleStatus::Linked);
        }),
        (1, |t| t.steps[1].settled.clear()),
        (1, |t| t.steps[1].log.clear()),
        (1, |t| drop(t.steps.pop())),
    ];
    for (place, (step, change)) in changes.into_iter().enumerate() {
        let finding = wrong(change);
        assert_eq!(finding.step, Some(step), "change {place}: {finding:?}");
        assert_ne!(finding.expected, finding.actual, "change {place}");
        assert_eq!(finding.oracle, "prediction");
    }
    assert_eq!(wrong(|t| t.steps.push(t.steps[1].clone())).step, Some(2), "a step too many");
}

#[test]
fn only_what_differs_is_written_and_only_the_first_step_that_does() {
    let finding = wrong(|transcript| {
        transcript.steps[0].status.insert("dep".to_owned(), ModuleStatus::Errored);
        transcript.steps[1].log.clear();
    });
    assert_eq!(
        (finding.expected.as_str(), finding.actual.as_str()),
        ("status dep: linked", "status dep: errored")
    );
}

#[test]
fn values_are_compared_as_the_values_they_are() {
    let with = |value| {
        let mut transcript = run();
        transcript.steps[1].outcome = Outcome::Ok(Observed::Value(value));
        transcript
    };
    let nan = || with(Value::Number(f64::NAN));
    assert_eq!(check_prediction(&nan(), &nan()), Prediction::Right);
    let zeros = check_prediction(&with(Value::Number(0.0)), &with(Value::Number(-0.0)));
    assert!(matches!(zeros, Prediction::Wrong(_)));
    let mut thrown = with(Value::Null);
    thrown.steps[1].outcome = Outcome::Ok(Observed::Thrown(ThrownView::Value(Value::Null)));
    assert_eq!(check_prediction(&with(Value::Null), &thrown), Prediction::Right);
}

#[test]
fn what_a_parser_says_is_its_own() {
    let with = |name: &str, message: &str| {
        let mut transcript = run();
        transcript.construct.insert("bad".to_owned(), fails(error(1, name, None, message)));
        transcript
    };
    let predicted = with("SyntaxError", "one");
    assert_eq!(check_prediction(&predicted, &with("SyntaxError", "other")), Prediction::Right);
    for actual in [with("TypeError", "one"), run()] {
        let Prediction::Wrong(finding) = check_prediction(&predicted, &actual) else { panic!() };
        assert_eq!(finding.step, None);
        assert!(finding.expected.contains("construct bad: throws"), "{finding:?}");
    }
    assert!(matches!(
        check_prediction(&with("TypeError", "one"), &with("TypeError", "other")),
        Prediction::Wrong(_)
    ));
    // A step's SyntaxError is no parser's.
    let with = |message: &str| {
        let mut transcript = run();
        transcript.steps[0].outcome = fails(error(1, "SyntaxError", None, message));
        transcript
    };
    assert!(matches!(check_prediction(&with("one"), &with("other")), Prediction::Wrong(_)));
}

#[test]
fn the_comparison_ends_before_what_the_prediction_cannot_tell() {
    let (mut predicted, mut actual) = (run(), run());
    predicted.steps[1].outcome = unmodelled(1, 1);
    actual.steps[1].log.clear();
    assert_eq!(check_prediction(&predicted, &actual), Prediction::Unmodelled);
    predicted.steps.pop();
    predicted.steps[0].inside[0].outcome = unmodelled(1, 1);
    assert_eq!(check_prediction(&predicted, &actual), Prediction::Unmodelled);
    let mut predicted = run();
    predicted.steps[1].outcome = unmodelled(1, 1);
    actual.steps[0].calls.clear();
    assert!(matches!(check_prediction(&predicted, &actual), Prediction::Wrong(_)), "what came before counts");
    let predicted = Transcript {
        construct: [("main".to_owned(), unmodelled(1, 1))].into_iter().collect(),
        steps: vec![],
    };
    assert_eq!(check_prediction(&predicted, &run()), Prediction::Unmodelled);
}

/// A run whose process is predicted to die in its second step.
fn dying() -> Transcript {
    let mut dying = run();
    dying.steps[1].outcome = Outcome::Crash;
    dying
}

fn death(step: Option<usize>) -> Death {
    Death { signal: Some(11), step, ..Death::default() }
}

#[test]
fn a_death_is_predicted_in_its_own_step_only() {
    assert_eq!(check_predicted_crash(&dying(), &death(Some(1))), Prediction::Right);
    assert_eq!(check_predicted_crash(&dying(), &death(None)), Prediction::Right, "nobody knows the step");
    for (predicted, step) in [(dying(), Some(0)), (run(), Some(1)), (run(), None)] {
        let Prediction::Wrong(finding) = check_predicted_crash(&predicted, &death(step)) else {
            panic!("a death in {step:?} was predicted");
        };
        assert_eq!(finding.step, step);
        assert!(finding.actual.contains("SIGSEGV"), "{}", finding.actual);
    }
}

#[test]
fn a_death_at_or_behind_what_is_unmodelled_says_nothing() {
    let mut predicted = run();
    predicted.steps[1].outcome = unmodelled(1, 1);
    assert_eq!(check_predicted_crash(&predicted, &death(Some(1))), Prediction::Unmodelled);
    assert_eq!(check_predicted_crash(&predicted, &death(None)), Prediction::Unmodelled);
    assert!(matches!(check_predicted_crash(&predicted, &death(Some(0))), Prediction::Wrong(_)));
}

#[test]
fn a_runtime_that_lives_on_was_predicted_wrong() {
    let Prediction::Wrong(finding) = check_prediction(&dying(), &run()) else {
        panic!("it was predicted");
    };
    assert_eq!((finding.step, finding.expected.as_str()), (Some(1), "the end of the process"));
}
