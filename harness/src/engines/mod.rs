//! An **engine** is anything that turns a program into a transcript.

mod reference;

pub use reference::ReferenceEngine;

use crate::{program::Program, transcript::Transcript};

/// Runs programs.
pub trait Engine {
    /// What reports call the engine: `reference`, `node@24`.
    fn name(&self) -> &str;

    /// Runs `program` from the beginning. A program that was run before leaves no trace in the next.
    fn run(&self, program: &Program) -> Transcript;
}
