//! An **invariant** is a statement that holds for every run of every program, whatever the program does.
//!
//! Every invariant is data: a name, a sentence, where it follows from, the profiles it holds for, and a function that
//! looks for a step that breaks it. They are sound rather than sharp: where a transcript does not tell in which order
//! two things happened within one step, both orders are accepted.

mod bodies;
mod calls;
mod causes;
mod context;
mod errors;
mod evaluation;
mod event;
mod failures;
mod graphs;
mod invariant;
mod queries;
mod scripts;
mod statuses;
#[cfg(test)]
pub(crate) mod testing;

pub use context::{Context, RequestKey};
pub use event::{Event, Place, Verb};
pub use invariant::{ALL, Applies, Invariant, check_invariants};
