//! The reference linker as an engine.

mod answers;
mod linker;
mod started;
mod view;
mod world;

use super::{Engine, RunFailure};
use crate::{
    program::Program,
    reference::{Rules, marks::Marks},
    transcript::Transcript,
};

/// Runs programs on the reference linker under one profile.
///
/// ```
/// use vmlink::engines::ReferenceEngine;
/// use vmlink::program::{Action, ModuleDefinition, Program};
/// use vmlink::reference::ProfileName;
/// use vmlink::transcript::Outcome;
///
/// let mut program = Program::default();
/// program.modules.push(ModuleDefinition::source("main", "import 'missing';"));
/// program.steps.push(Action::Link(program.module("main").unwrap()).into());
///
/// let transcript = ReferenceEngine::new(ProfileName::Contract).transcript(&program);
/// let Outcome::Error(vmlink::transcript::ThrownView::Error(error)) = &transcript.steps[0].outcome else { panic!() };
/// assert_eq!(error.code.as_deref(), Some("ERR_VM_MODULE_LINK_FAILURE"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ReferenceEngine {
    rules: Rules,
}

impl ReferenceEngine {
    /// The reference under a profile, or under rules of their own.
    #[must_use]
    pub fn new(rules: impl Into<Rules>) -> Self {
        Self { rules: rules.into() }
    }

    /// Runs `program`, which never fails.
    #[must_use]
    pub fn transcript(&self, program: &Program) -> Transcript {
        self.run_with_marks(program).0
    }

    /// Runs `program` and also tells which steps the run reached.
    #[must_use]
    pub fn run_with_marks(&self, program: &Program) -> (Transcript, Marks) {
        world::run(program, self.rules)
    }
}

impl Engine for ReferenceEngine {
    fn name(&self) -> &'static str {
        "reference"
    }

    fn run(&self, program: &Program) -> Result<Transcript, RunFailure> {
        Ok(self.transcript(program))
    }
}
