//! An **engine** is anything that turns a program into a transcript.

pub mod driver;
mod failure;
mod interrupt;
mod reference;
mod tagged;

pub use driver::{DriverCommand, DriverEngine, DriverOptions, Hello, StartError};
pub use failure::{Death, Notice, NoticeKind, ProtocolError, RunFailure};
pub use interrupt::Interrupt;
pub use reference::ReferenceEngine;
pub use tagged::run_each_tagged;

use std::borrow::Cow;

use crate::{program::Program, transcript::Transcript};

/// What gets each program of [`Engine::run_each`] with what came of it.
pub type OnRan<'f, 'p> = dyn FnMut(Cow<'p, Program>, Result<Transcript, RunFailure>, Vec<Notice>) + 'f;

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

    /// The same for many programs: `on_ran` gets each with what came of it, in the order of `programs`.
    ///
    /// An engine may take some programs more than it has handed back, so that it has something to do while `on_ran` does its
    /// own work. Every program that was taken is handed back.
    fn run_each<'p>(&self, programs: &mut dyn Iterator<Item = Cow<'p, Program>>, on_ran: &mut OnRan<'_, 'p>) {
        for program in programs {
            let (transcript, notices) = self.run_noticing(&program);
            on_ran(program, transcript, notices);
        }
    }
}
