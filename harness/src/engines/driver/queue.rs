//! Programs of which some have been sent before the answers to earlier ones are read.

use std::{borrow::Cow, collections::VecDeque};

use super::{question::Question, worker::Worker};
use crate::program::Program;

/// How many programs a process has got at most that it has not answered. While it runs these, the thread that reads its
/// answers has time to judge them, and neither waits for the other. What is sent to a process that must be replaced is sent
/// again to the next, so more would be lost when that happens.
const AHEAD: usize = 16;

/// Bytes of programs that are sent ahead, at most. All of them fit into a pipe, so that sending waits for nothing: a process
/// that waits itself, until its answers are read, would never go on.
const AHEAD_BYTES: usize = 16 << 10;

/// Programs in their order, from the first that has no result.
pub(super) struct Queue<'i, 'p> {
    programs: &'i mut dyn Iterator<Item = Cow<'p, Program>>,
    waiting: VecDeque<(Cow<'p, Program>, Question)>,
}

impl<'i, 'p> Queue<'i, 'p> {
    pub(super) fn new(programs: &'i mut dyn Iterator<Item = Cow<'p, Program>>) -> Self {
        Self { programs, waiting: VecDeque::new() }
    }

    /// Takes more programs when there are few. Gives whether there is one.
    pub(super) fn fill(&mut self) -> bool {
        if self.waiting.len() <= AHEAD / 2 {
            let more = self.programs.take(AHEAD - self.waiting.len());
            self.waiting.extend(more.map(|program| {
                let question = Question::new(&program);
                (program, question)
            }));
        }
        !self.waiting.is_empty()
    }

    /// The first program and how it is sent.
    pub(super) fn first(&self) -> Option<(&Program, &Question)> {
        self.waiting.front().map(|(program, question)| (program.as_ref(), question))
    }

    /// Takes the first program away.
    pub(super) fn pop(&mut self) -> Option<Cow<'p, Program>> {
        self.waiting.pop_front().map(|(program, _)| program)
    }

    /// Sends what `worker` has not got yet, as far as it is `fit` to run it. A worker that has nothing to do gets the first
    /// program in any case.
    pub(super) fn send_ahead(&self, worker: &mut Worker, fit: impl Fn(&Worker) -> bool) {
        let sent = worker.unanswered();
        if sent > AHEAD / 2 {
            return;
        }
        let mut bytes: usize = self.waiting.iter().take(sent).map(|(_, question)| question.len()).sum();
        for (_, question) in self.waiting.iter().skip(sent) {
            bytes += question.len();
            if !worker.is_idle() && (bytes > AHEAD_BYTES || !fit(worker)) {
                break;
            }
            worker.put(question, false);
        }
        worker.send();
    }
}
