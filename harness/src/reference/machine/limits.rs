//! How much work a run may do, and how much memory its bodies may take.

use super::Machine;
use crate::reference::{Agent, completion::Abrupt};

/// How much work a run may do, and how much more for each of its modules. A piece of work is an instruction, a job, a call of
/// a builtin, or one element, key or binding that any of them goes through. A loop of a hundred thousand turns with a few
/// operations in it takes two or three million; what takes more than this does not end, as far as anybody can wait for it.
const MOST_WORK: u64 = 5_000_000;
const MORE_WORK_PER_MODULE: u64 = 1_000;

/// How many bytes make a piece of work where they are only copied, compared or counted.
const BYTES_PER_WORK: usize = 64;

/// How many bytes texts, arrays, objects and scopes may take in a run, and how many more for each of its modules. What a
/// sensible body makes is a thousandth of it; nothing that a body has made is given back before the end of the run.
const MOST_BYTES: usize = 128 << 20;
const MORE_BYTES_PER_MODULE: usize = 4 << 10;

/// How many calls of native code by native code may be in each other. Engines throw a RangeError at a depth of their own.
const MOST_NATIVE_CALLS: u32 = 200;

/// The native stack that such a call needs, in bytes, and how much is taken when there is less.
const NATIVE_STACK: usize = 256 << 10;
const MORE_NATIVE_STACK: usize = 4 << 20;

/// How deep values of scripts, of JSON and of transcripts may be in each other: the driver shows no more.
pub(super) const MOST_NESTED: usize = 100;

impl Machine {
    /// Notes work and memory without looking whether it is too much, which the next [`Agent::spend`] does. One note is about
    /// no more than the text of a module can ask for.
    pub(super) const fn note(&mut self, work: usize, bytes: usize) {
        self.executed = self.executed.saturating_add(work as u64);
        self.allocated = self.allocated.saturating_add(bytes);
    }

    /// Notes that a text or an array takes so many bytes more.
    pub(super) const fn allocate(&mut self, bytes: usize) -> Result<(), Abrupt> {
        self.allocated = self.allocated.saturating_add(bytes);
        if self.allocated > MOST_BYTES + self.allowance { Err(Abrupt::Over) } else { Ok(()) }
    }
}

impl Agent {
    /// Does so many pieces of work.
    ///
    /// # Errors
    /// When the run has done all that it may, or has taken all its memory.
    pub(in crate::reference) fn spend(&mut self, work: usize) -> Result<(), Abrupt> {
        let modules = self.modules.len();
        self.machine.allowance = MORE_BYTES_PER_MODULE.saturating_mul(modules);
        self.machine.note(work, 0);
        if self.machine.executed > MOST_WORK + MORE_WORK_PER_MODULE * modules as u64 {
            return Err(Abrupt::Over);
        }
        self.machine.allocate(0)
    }

    /// Copies, compares or counts so many bytes.
    ///
    /// # Errors
    /// As [`spend`](Self::spend).
    pub(super) fn spend_on_bytes(&mut self, bytes: usize) -> Result<(), Abrupt> {
        self.spend(bytes / BYTES_PER_WORK)
    }

    /// Runs native code that may come back to native code, on as much stack as it needs.
    ///
    /// # Errors
    /// Those of `run`, and that there is too much of it in each other.
    pub(super) fn natively<T>(
        &mut self,
        run: impl FnOnce(&mut Self) -> Result<T, Abrupt>,
    ) -> Result<T, Abrupt> {
        if self.machine.depth == MOST_NATIVE_CALLS {
            return Err(Abrupt::Over);
        }
        self.spend(1)?;
        self.machine.depth += 1;
        let outcome = stacker::maybe_grow(NATIVE_STACK, MORE_NATIVE_STACK, || run(self));
        self.machine.depth -= 1;
        outcome
    }
}
