use std::time::Duration;

use super::*;
use crate::{
    corpus::{ErrorExpect, Expect, ExpectedOutcome, Presence, ThrownExpect, testing},
    deviations::{Deviation, Link},
    engines::Death,
    program::{Action, ModuleDefinition, ModuleId},
    transcript::{ModuleStatus, Outcome},
};

const PROFILE: ProfileName = ProfileName::Node24;

/// A case that links a module, of which the contract asks that it be linked, and what Node is predicted to do.
fn linked() -> (Case, Transcript) {
    let mut case = testing::case("linking/a/one");
    case.expectations.steps[0].contract.outcome = Some(ExpectedOutcome::Ok);
    let transcript = ReferenceEngine::new(PROFILE).transcript(&case.program);
    (case, transcript)
}

/// A list with the case, for these kinds.
fn list(kinds: &[DeviationKind]) -> DeviationList {
    let id = testing::case("linking/a/one").id;
    DeviationList::new(vec![Deviation {
        reason: "Because.".to_owned(),
        link: Link::Ours,
        quirks: vec![],
        cases: kinds.iter().map(|kind| (*kind, id.clone())).collect(),
    }])
}

fn judged(
    case: &Case,
    list: Option<&DeviationList>,
    transcript: &Transcript,
) -> (Verdict, Vec<String>, Standing) {
    let measure = Measure { profile: PROFILE, deviations: list };
    let (verdict, findings, standing) = judge_runtime(case, measure, transcript);
    (verdict, findings.into_iter().map(|finding| finding.oracle).collect(), standing)
}

#[test]
fn a_runtime_that_does_all_it_should_passes() {
    let (case, transcript) = linked();
    let (verdict, findings, standing) = judged(&case, Some(&list(&[])), &transcript);
    assert_eq!((verdict, findings.len()), (Verdict::Pass, 0), "{findings:?}");
    let all = Standing {
        is_predicted: Some(true),
        contract: Some(false),
        ecma262: Some(false),
        failure: None,
        is_excused: false,
    };
    assert_eq!(standing, all);
}

#[test]
fn what_no_profile_predicts_is_a_finding_beside_the_deviation() {
    let (case, mut transcript) = linked();
    transcript.steps[0].outcome = Outcome::Pending;
    transcript.steps[0].status.insert("main".to_owned(), ModuleStatus::Linking);
    let listed = list(&[DeviationKind::Contract, DeviationKind::Ecma262]);
    let (verdict, findings, standing) = judged(&case, Some(&listed), &transcript);
    assert_eq!((verdict, findings), (Verdict::Fail, vec!["prediction".to_owned()]));
    assert_eq!((standing.is_predicted, standing.contract), (Some(false), Some(true)));
}

#[test]
fn a_deviation_is_expected_exactly_when_it_is_listed() {
    let (mut case, transcript) = linked();
    // The contract asks for what the runtime is rightly predicted not to do.
    case.expectations.steps[0].contract.outcome = Some(ExpectedOutcome::Pending);
    let (verdict, findings, standing) = judged(&case, Some(&list(&[DeviationKind::Contract])), &transcript);
    assert_eq!((verdict, findings.len()), (Verdict::Pass, 0), "{findings:?}");
    assert_eq!((standing.contract, standing.ecma262), (Some(true), Some(false)));
    assert_eq!(standing.kinds(), Some(vec![DeviationKind::Contract]));
    let (verdict, findings, _) = judged(&case, Some(&list(&[])), &transcript);
    assert_eq!(
        (verdict, findings),
        (Verdict::Fail, vec!["deviation-not-listed/contract/expectation".to_owned()])
    );
    let (verdict, findings, _) = judged(&case, None, &transcript);
    assert_eq!((verdict, findings.len()), (Verdict::Pass, 0), "without a list nothing is made of it");
}

#[test]
fn a_deviation_that_is_gone_is_a_finding() {
    let (case, transcript) = linked();
    for kind in DeviationKind::ALL {
        let (verdict, findings, _) = judged(&case, Some(&list(&[kind])), &transcript);
        assert_eq!((verdict, findings), (Verdict::Fail, vec![format!("deviation-gone/{}", kind.as_str())]));
    }
}

#[test]
fn what_a_case_says_of_the_profile_is_said_of_the_runtime() {
    let (mut case, transcript) = linked();
    let expect = Expect { outcome: Some(ExpectedOutcome::Pending), ..Expect::default() };
    case.expectations.steps[0].under.insert(PROFILE, expect);
    assert_eq!(judged(&case, None, &transcript).1, ["expectation"]);
    let measure = Measure { profile: ProfileName::Node22, deviations: None };
    assert_eq!(judge_runtime(&case, measure, &transcript).0, Verdict::Pass);
}

#[test]
fn a_step_that_is_left_to_hosts_is_not_held_against_the_specification() {
    let (mut case, _) = linked();
    case.program.steps = vec![Action::Evaluate(ModuleId::new(0)).into()];
    case.expectations.steps[0].contract.outcome = None;
    let transcript = ReferenceEngine::new(PROFILE).transcript(&case.program);
    let expect = |code: &str| {
        let code = Some(Presence::Present(code.to_owned()));
        let error = ErrorExpect { code, ..ErrorExpect::default() };
        Expect {
            outcome: Some(ExpectedOutcome::Error(ThrownExpect::Error(Box::new(error)))),
            ..Expect::default()
        }
    };
    for (code, deviates) in [("ECMA262_PRECONDITION", false), ("ANOTHER", true)] {
        case.expectations.steps[0].under.insert(ProfileName::Ecma262, expect(code));
        assert_eq!(judged(&case, None, &transcript).2.ecma262, Some(deviates), "{code}");
    }
}

#[test]
fn what_the_reference_cannot_tell_is_asked_of_no_runtime() {
    let (mut case, transcript) = linked();
    case.expectations.steps[0].contract.outcome = Some(ExpectedOutcome::Unmodelled(None));
    assert_eq!(judged(&case, None, &transcript).2.contract, Some(false));
}

#[test]
fn a_run_that_the_profile_cannot_tell_is_no_pass_and_no_finding() {
    let (mut case, transcript) = linked();
    case.program.modules[0] = ModuleDefinition::source("main", "/x/;");
    case.program.steps = vec![Action::Evaluate(ModuleId::new(0)).into()];
    case.program.steps.insert(0, Action::Link(ModuleId::new(0)).into());
    case.expectations.steps.push(crate::corpus::StepExpectation::default());
    let mut brought = transcript;
    let mut more = brought.steps[0].clone();
    more.step = "evaluate main".to_owned();
    more.status.insert("main".to_owned(), ModuleStatus::Evaluated);
    brought.steps.push(more);
    let (verdict, findings, standing) = judged(&case, None, &brought);
    assert_eq!((verdict, findings.len()), (Verdict::Unmodelled, 0), "{findings:?}");
    assert!(standing.is_excused && standing.is_predicted.is_none());
    case.expectations.steps[1].contract.outcome = Some(ExpectedOutcome::Unmodelled(None));
    let (verdict, _, standing) = judged(&case, None, &brought);
    assert_eq!((verdict, standing.is_predicted), (Verdict::Pass, Some(true)), "the case says so");
}

#[test]
fn another_engines_wording_is_its_own_and_nothing_else_is() {
    let (mut case, mut transcript) = linked();
    let error = crate::transcript::ErrorView {
        identity: 1,
        name: "SyntaxError".to_owned(),
        code: None,
        message: "Export named 'x' not found in module 'a'.".to_owned(),
        cause: None,
    };
    transcript.steps[0].outcome = Outcome::Error(crate::transcript::ThrownView::Error(Box::new(error)));
    let deviates = |case: &Case, profile| {
        let measure = Measure { profile, deviations: None };
        judge_runtime(case, measure, &transcript).2.ecma262
    };
    for (message, by_v8, by_jsc) in [
        ("The requested module 'a' does not provide an export named 'x'", true, false),
        ("Of the program's own", true, true),
    ] {
        let error = ErrorExpect {
            name: Some("SyntaxError".to_owned()),
            message: Some(message.to_owned()),
            ..ErrorExpect::default()
        };
        let outcome = Some(ExpectedOutcome::Error(ThrownExpect::Error(Box::new(error))));
        let expect = Expect { outcome, ..Expect::default() };
        case.expectations.steps[0].under.insert(ProfileName::Ecma262, expect);
        case.program.steps = vec![Action::Namespace(ModuleId::new(0)).into()];
        assert_eq!(deviates(&case, PROFILE), Some(by_v8), "{message}");
        assert_eq!(deviates(&case, ProfileName::Bun14), Some(by_jsc), "{message}");
    }
}

#[test]
fn a_crash_and_a_hang_are_excused_exactly_when_they_are_listed() {
    let (mut case, _) = linked();
    // Deno dies when linking comes to a request for a source.
    case.program.modules[0] = ModuleDefinition::source("main", "import source s from 'main';");
    let crash = RunFailure::Crash { death: Box::new(Death { step: Some(0), ..Death::default() }) };
    let hang = RunFailure::Hang { seconds: Duration::from_secs(1), step: None };
    for (failure, verdict, kind) in
        [(&crash, Verdict::Crash, DeviationKind::Crash), (&hang, Verdict::Hang, DeviationKind::Hang)]
    {
        for (listed, excused) in
            [(&[kind][..], true), (&[DeviationKind::Contract][..], false), (&[][..], false)]
        {
            let list = list(listed);
            let measure = Measure { profile: ProfileName::Deno29, deviations: Some(&list) };
            let (judged, findings, standing) = judge_failure(&case, measure, failure);
            assert_eq!(judged, verdict);
            assert_eq!(
                (standing.is_excused, findings.is_empty()),
                (excused, excused),
                "{kind:?} as {listed:?}"
            );
            assert_eq!(standing.kinds(), Some(vec![kind]));
        }
    }
    let list = list(&[DeviationKind::Crash]);
    let measure = Measure { profile: PROFILE, deviations: Some(&list) };
    let given_up = RunFailure::GivenUp(String::new());
    let (_, findings, standing) = judge_failure(&case, measure, &given_up);
    assert!(!standing.is_excused && findings.len() == 1, "an engine that was given up is no listed crash");
    assert_eq!(standing.kinds(), None, "and nothing that could be listed");
}

#[test]
fn a_listed_crash_that_no_profile_predicts_is_a_finding() {
    let (case, _) = linked();
    let list = list(&[DeviationKind::Crash]);
    let measure = Measure { profile: ProfileName::Deno29, deviations: Some(&list) };
    let crash = RunFailure::Crash { death: Box::new(Death { step: Some(0), ..Death::default() }) };
    let (_, findings, standing) = judge_failure(&case, measure, &crash);
    assert_eq!((standing.is_predicted, standing.is_excused), (Some(false), false));
    assert_eq!(findings.len(), 1);
    assert_eq!((findings[0].oracle.as_str(), findings[0].expected.as_str()), ("prediction", "a transcript"));
}
