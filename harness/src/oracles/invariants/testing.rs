//! Transcripts written by hand, for tests.

use std::path::PathBuf;

use super::{Context, Invariant, RequestKey};
use crate::{
    corpus::{Case, CaseId, Expectations, StepExpectation},
    oracles::Finding,
    program::{
        Action, Answer, Behaviour, Delivery, LinkerEntry, LinkerKey, ModuleDefinition, ModuleId, Program,
        Query, Step, Value,
    },
    reference::ProfileName,
    transcript::{
        ErrorView, LinkerCall, ModuleStatus, Observed, Outcome, SettledStep, StepRecord, ThrownView,
        Transcript, Unmodelled,
    },
};

/// A program and what was seen of it, built together.
pub(crate) struct Run {
    pub(crate) program: Program,
    pub(crate) transcript: Transcript,
    requests: Vec<Option<Vec<RequestKey>>>,
}

impl Run {
    /// Modules of these names, each without requests.
    pub(crate) fn new(names: &[&str]) -> Self {
        let modules = names.iter().map(|name| ModuleDefinition::source(*name, "")).collect();
        Self {
            program: Program { modules, ..Program::default() },
            transcript: Transcript::default(),
            requests: vec![Some(Vec::new()); names.len()],
        }
    }

    /// Says what a module requests.
    pub(crate) fn requests(mut self, name: &str, specifiers: &[&str]) -> Self {
        let keys = specifiers.iter().map(|specifier| RequestKey::plain(specifier)).collect();
        let id = self.id(name);
        self.requests[id.index()] = Some(keys);
        self
    }

    /// Says what a module requests, in which phases.
    pub(crate) fn sets_requests(&mut self, name: &str, requests: Vec<RequestKey>) {
        let id = self.id(name);
        self.requests[id.index()] = Some(requests);
    }

    /// Says what the linker answers to a specifier.
    pub(crate) fn answers(mut self, specifier: &str, answer: Answer) -> Self {
        let key = LinkerKey { specifier: specifier.to_owned(), referrer: None, attributes: None };
        let behaviour = Behaviour { first: Vec::new(), answer, delivery: Delivery::Direct };
        self.program.linker.entries.push(LinkerEntry { key, behaviours: vec![behaviour] });
        self
    }

    pub(crate) fn id(&self, name: &str) -> ModuleId {
        self.program.module(name).expect("the test names a module of its own")
    }

    /// Adds a step such as `link main` to the program, and its record: `statuses` is `main linked, dep errored`.
    pub(crate) fn step(&mut self, label: &str, outcome: Outcome, statuses: &str) -> &mut StepRecord {
        let action = match label.split_once(' ') {
            None => Action::Together(Vec::new()),
            Some((verb, name)) => {
                let id = self.id(name);
                match verb {
                    "link" => Action::Link(id),
                    "evaluate" => Action::Evaluate(id),
                    "namespace" => Action::Namespace(id),
                    "error" => Action::Error(id),
                    "instantiate" => Action::Instantiate(id),
                    "hasAsyncGraph" => Action::Query(Query::HasAsyncGraph, id),
                    other => panic!("the test helper knows no step {other}"),
                }
            }
        };
        self.program.steps.push(Step::from(action));
        let status = statuses
            .split(", ")
            .map(|pair| {
                let (name, status) = pair.split_once(' ').expect("`name status`");
                (name.to_owned(), ModuleStatus::from_text(status).expect("a status"))
            })
            .collect();
        self.transcript.steps.push(StepRecord {
            step: label.to_owned(),
            outcome,
            together: Vec::new(),
            inside: Vec::new(),
            settled: Vec::new(),
            status,
            errors: indexmap::IndexMap::new(),
            calls: Vec::new(),
            imports: Vec::new(),
            log: Vec::new(),
        });
        self.transcript.steps.last_mut().expect("one was just added")
    }

    /// A case of the program that expects nothing.
    pub(crate) fn case(&self) -> Case {
        Case {
            id: CaseId { topic: String::new(), file: "test".into(), id: "case".into() },
            why: String::new(),
            source: vec!["C1".into()],
            file: PathBuf::from("test.yaml"),
            line: 1,
            program: self.program.clone(),
            expectations: Expectations {
                construct: indexmap::IndexMap::new(),
                steps: vec![StepExpectation::default(); self.program.steps.len()],
            },
        }
    }

    /// What `invariant` says of the run under `profile`, whether or not it applies there.
    pub(crate) fn check(&self, invariant: &Invariant, profile: ProfileName) -> Vec<Finding> {
        let context = Context::with_requests(&self.program, &self.transcript, profile, self.requests.clone());
        invariant.check(&context)
    }

    /// Asserts that `invariant` has nothing to say under the profile `contract`.
    #[track_caller]
    pub(crate) fn keeps(&self, invariant: &Invariant) {
        assert_eq!(self.check(invariant, ProfileName::Contract), [], "{}", invariant.name);
    }

    /// Asserts that `invariant` objects under the profile `contract`, at `step`.
    #[track_caller]
    pub(crate) fn breaks(&self, invariant: &Invariant, step: usize) {
        let findings = self.check(invariant, ProfileName::Contract);
        assert!(
            findings.iter().any(|finding| finding.step == Some(step) && finding.oracle == invariant.name),
            "{} gave {findings:?}",
            invariant.name
        );
    }
}

pub(crate) fn ok() -> Outcome {
    Outcome::Ok(Observed::Value(Value::Undefined))
}

pub(crate) fn fails(thrown: ThrownView) -> Outcome {
    Outcome::Error(thrown)
}

pub(crate) fn unmodelled(line: u32, column: u32) -> Outcome {
    Outcome::Unmodelled(Unmodelled { module: "main".into(), line, column })
}

pub(crate) fn error(identity: u32, name: &str, code: Option<&str>, message: &str) -> ThrownView {
    ThrownView::Error(Box::new(ErrorView {
        identity,
        name: name.to_owned(),
        code: code.map(ToOwned::to_owned),
        message: message.to_owned(),
        cause: None,
    }))
}

pub(crate) fn link_failure(identity: u32, cause: ThrownView) -> ThrownView {
    ThrownView::Error(Box::new(ErrorView {
        identity,
        name: "Error".into(),
        code: Some("ERR_VM_MODULE_LINK_FAILURE".into()),
        message: "Link failure".into(),
        cause: Some(cause),
    }))
}

/// The refusal of a step that the module's status does not allow.
pub(crate) fn refused(identity: u32) -> Outcome {
    let message = "Module status must be unlinked";
    fails(error(identity, "Error", Some("ERR_VM_MODULE_STATUS"), message))
}

pub(crate) fn settled(step: &str, outcome: Outcome) -> SettledStep {
    SettledStep { step: step.to_owned(), outcome }
}

pub(crate) fn call(specifier: &str, referrer: &str) -> LinkerCall {
    LinkerCall { specifier: specifier.to_owned(), referrer: referrer.to_owned(), attributes: Vec::new() }
}
