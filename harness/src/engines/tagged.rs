//! Many programs, each with something of the caller's own.

use std::{borrow::Cow, cell::RefCell, collections::VecDeque};

use super::{Engine, Notice, RunFailure};
use crate::{program::Program, transcript::Transcript};

/// [`Engine::run_each`] for programs that each come with a tag, which is handed back with what came of the program.
pub fn run_each_tagged<'p, T>(
    engine: &(impl Engine + ?Sized),
    programs: impl IntoIterator<Item = (T, Cow<'p, Program>)>,
    mut on_ran: impl FnMut(T, Cow<'p, Program>, Result<Transcript, RunFailure>, Vec<Notice>),
) {
    // The tags of the programs that were taken and not handed back, which comes to pass in the same order.
    let tags = RefCell::new(VecDeque::new());
    let mut programs = programs.into_iter().map(|(tag, program)| {
        tags.borrow_mut().push_back(tag);
        program
    });
    engine.run_each(&mut programs, &mut |program, transcript, notices| {
        let tag = tags.borrow_mut().pop_front();
        if let Some(tag) = tag {
            on_ran(tag, program, transcript, notices);
        }
    });
}
