//! Small corpora for the tests of whatever works on cases.

use super::{Case, CaseId, Expectations, StepExpectation};
use crate::program::{Action, ModuleDefinition, ModuleId, Program};

/// A case of that full id, which links one module that imports nothing.
pub(crate) fn case(id: &str) -> Case {
    let mut parts = id.rsplitn(3, '/');
    let mut part = || parts.next().unwrap_or_default().to_owned();
    let (id, file, topic) = (part(), part(), part());
    Case {
        file: format!("cases/{topic}/{file}.yaml").into(),
        id: CaseId { topic, file, id },
        why: "A module without requests links.".to_owned(),
        source: vec!["C10".to_owned()],
        line: 1,
        program: Program {
            modules: vec![ModuleDefinition::source("main", "")],
            steps: vec![Action::Link(ModuleId::new(0)).into()],
            ..Program::default()
        },
        expectations: Expectations { steps: vec![StepExpectation::default()], ..Expectations::default() },
    }
}

/// Cases of those full ids.
pub(crate) fn cases(ids: &[&str]) -> Vec<Case> {
    ids.iter().map(|id| case(id)).collect()
}
