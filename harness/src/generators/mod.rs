//! A **generator** makes programs from bytes: the same grammar for proptest, cargo-fuzz and seeds.
//!
//! Every byte string is a program, and every program of the same bytes is the same. The bytes are cut into records of
//! a fixed size, one for each module, linker entry, step and body, so that a fuzzer that changes one byte changes one
//! statement or one answer and leaves the rest of the graph as it was. Where the bytes end, zeros follow, and a
//! zero always means the plainest choice: a shorter input is a simpler program.

mod body;
mod entropy;
mod layout;
mod limits;
mod linker;
mod module;
mod names;
mod seed;
mod source_text;
mod source_words;
mod statement;
mod steps;

pub use layout::{program, program_with};
pub use limits::{Limits, Mode};
pub use seed::{SplitMix64, seeded};
pub use source_text::source_text;
