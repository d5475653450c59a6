//! One case and its results, for the tests of the reporters.

use indexmap::IndexMap;

use crate::{
    conformance::{CaseResult, Counts, RunSummary},
    corpus::{Case, CaseId, Expectations},
    engines::{Notice, NoticeKind},
    oracles::{Finding, Verdict},
    program::{Action, ModuleDefinition, ModuleId, Program},
    reference::ProfileName,
    transcript::{LinkerCall, ModuleStatus, Outcome, StepRecord, Transcript},
};

pub(super) fn id() -> CaseId {
    CaseId { topic: "linking".to_owned(), file: "linker-failure".to_owned(), id: "throws".to_owned() }
}

pub(super) fn case() -> Case {
    let main = ModuleDefinition::source("main", "import x from \"missing\";");
    let program = Program {
        modules: vec![main],
        steps: vec![Action::Link(ModuleId::new(0)).into()],
        ..Program::default()
    };
    Case {
        id: id(),
        why: "A linker that throws makes link() reject.".to_owned(),
        source: vec!["C1".to_owned(), "C4".to_owned()],
        file: "cases/linking/linker-failure.yaml".into(),
        line: 4,
        program,
        expectations: Expectations::default(),
    }
}

/// A notice of each importance.
pub(super) fn notices() -> Vec<Notice> {
    let notice = |kind, step, text: &str| Notice { kind, step, text: text.to_owned() };
    vec![
        notice(NoticeKind::UnhandledRejection, Some(0), "Error: x"),
        notice(NoticeKind::Disturbed, None, "It died."),
    ]
}

fn result(verdict: Verdict, findings: Vec<Finding>) -> CaseResult {
    let step = StepRecord {
        step: "link main".to_owned(),
        outcome: Outcome::Pending,
        together: Vec::new(),
        inside: Vec::new(),
        settled: Vec::new(),
        status: [("main".to_owned(), ModuleStatus::Linked)].into_iter().collect(),
        errors: IndexMap::new(),
        calls: vec![LinkerCall {
            specifier: "missing".to_owned(),
            referrer: "main".to_owned(),
            attributes: Vec::new(),
        }],
        imports: Vec::new(),
        log: Vec::new(),
    };
    CaseResult {
        case: id(),
        engine: "reference".to_owned(),
        profile: ProfileName::Contract,
        verdict,
        transcript: Transcript { construct: IndexMap::new(), steps: vec![step] },
        findings,
        notices: vec![],
        standing: None,
    }
}

pub(super) fn pass() -> CaseResult {
    result(Verdict::Pass, Vec::new())
}

pub(super) fn failure() -> CaseResult {
    let finding = Finding {
        oracle: "expectation".to_owned(),
        step: Some(0),
        expected: "status errored".to_owned(),
        actual: "status unlinked".to_owned(),
    };
    result(Verdict::Fail, vec![finding])
}

/// Of a run that gave this result only.
pub(super) fn summary(result: &CaseResult) -> RunSummary {
    let mut total = Counts::default();
    total.add(result.verdict);
    let by_profile = [((result.engine.clone(), result.profile), total)].into_iter().collect();
    RunSummary { cases: 1, total, by_profile, ..RunSummary::default() }
}
