//! Which engines a run asks, and under which profiles their answers are judged.

use super::Measure;
use crate::{
    engines::{Engine, Notice, ReferenceEngine, RunFailure},
    program::Program,
    reference::{ProfileName, marks::Marks},
    transcript::Transcript,
};

/// One engine whose transcripts are held against one profile.
#[derive(Clone, Copy)]
pub struct Assignment<'e> {
    engine: Asked<'e>,
    /// The profile whose expectations, invariants and snapshots the transcripts are held against.
    pub profile: ProfileName,
}

/// What an engine brought.
pub(super) struct Ran {
    pub(super) transcript: Result<Transcript, RunFailure>,
    pub(super) notices: Vec<Notice>,
    pub(super) marks: Option<Marks>,
}

#[derive(Clone, Copy)]
enum Asked<'e> {
    Reference(ReferenceEngine),
    Other(&'e (dyn Engine + Sync)),
    Runtime(RuntimeAssignment<'e>),
}

/// A shipping runtime, and what it is held against.
#[derive(Clone, Copy)]
pub struct RuntimeAssignment<'e> {
    /// What reports call it: `node@24.21.0`. Two runtimes of a plan have two names.
    pub name: &'e str,
    /// What runs programs on it.
    pub engine: &'e (dyn Engine + Sync),
    /// What it is held against.
    pub measure: Measure<'e>,
    /// Whether its profile is that of another line of releases, because its own has none.
    pub is_nearest: bool,
}

impl<'e> Assignment<'e> {
    /// The reference under `profile`, judged by the same profile.
    #[must_use]
    pub fn reference(profile: ProfileName) -> Self {
        Self { engine: Asked::Reference(ReferenceEngine::new(profile)), profile }
    }

    /// Any engine, judged by `profile`.
    #[must_use]
    pub const fn engine(engine: &'e (dyn Engine + Sync), profile: ProfileName) -> Self {
        Self { engine: Asked::Other(engine), profile }
    }

    /// A runtime, judged by its profile and by the standards, each apart.
    #[must_use]
    pub const fn runtime(runtime: RuntimeAssignment<'e>) -> Self {
        Self { profile: runtime.measure.profile, engine: Asked::Runtime(runtime) }
    }

    /// The runtime, where it is one.
    #[must_use]
    pub const fn as_runtime(&self) -> Option<&RuntimeAssignment<'e>> {
        match &self.engine {
            Asked::Runtime(runtime) => Some(runtime),
            _ => None,
        }
    }

    /// What reports call the engine.
    #[must_use]
    pub fn engine_name(&self) -> &str {
        match &self.engine {
            Asked::Reference(engine) => engine.name(),
            Asked::Other(engine) => engine.name(),
            Asked::Runtime(runtime) => runtime.name,
        }
    }

    /// Runs `program`; only the reference has marks to give.
    pub(super) fn run(&self, program: &Program) -> Ran {
        match &self.engine {
            Asked::Reference(engine) => {
                let (transcript, marks) = engine.run_with_marks(program);
                Ran { transcript: Ok(transcript), notices: Vec::new(), marks: Some(marks) }
            }
            Asked::Other(engine) | Asked::Runtime(RuntimeAssignment { engine, .. }) => {
                let (transcript, notices) = engine.run_noticing(program);
                Ran { transcript, notices, marks: None }
            }
        }
    }
}
