//! An **engine** is anything that turns a program into a transcript.

pub mod driver;
mod failure;
mod interrupt;
mod reference;

pub use driver::{DriverCommand, DriverEngine, DriverOptions, Hello, StartError};
pub use failure::{Death, Notice, NoticeKind, ProtocolError, RunFailure};
pub use interrupt::Interrupt;
pub use reference::ReferenceEngine;

use crate::{program::Program, transcript::Transcript};

/// Runs programs.
pub trait Engine {
    /// What reports call the engine: `reference`, `node@24.21.0`.
    fn name(&self) -> &str;

    /// Runs `program` from the beginning. A program that was run before leaves no trace in the next.
    ///
    /// # Errors
    /// When the engine brings no transcript: it died, did not answer, or answered with something else.
    fn run(&self, program: &Program) -> Result<Transcript, RunFailure>;

    /// The same, and what was seen besides the transcript.
    fn run_noticing(&self, program: &Program) -> (Result<Transcript, RunFailure>, Vec<Notice>) {
        (self.run(program), Vec::new())
    }
}
