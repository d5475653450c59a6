//! The reference linker as an engine.

use super::Engine;
use crate::{
    program::Program,
    reference::{ProfileName, marks::Marks},
    transcript::Transcript,
};

/// Runs programs on the reference linker under one profile.
#[derive(Clone, Copy, Debug)]
pub struct ReferenceEngine {
    profile: ProfileName,
}

impl ReferenceEngine {
    /// The reference under `profile`.
    #[must_use]
    pub const fn new(profile: ProfileName) -> Self {
        Self { profile }
    }

    /// Runs `program` and also tells which steps the run reached.
    #[must_use]
    pub fn run_with_marks(&self, program: &Program) -> (Transcript, Marks) {
        let _ = (self.profile, program);
        (Transcript::default(), Marks::default())
    }
}

impl Engine for ReferenceEngine {
    fn name(&self) -> &'static str {
        "reference"
    }

    fn run(&self, program: &Program) -> Transcript {
        self.run_with_marks(program).0
    }
}
