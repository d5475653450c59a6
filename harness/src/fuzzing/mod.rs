//! A **fuzz target** is a check of any bytes; the crate in `fuzz/` and the replay of its findings call the same ones.

mod panics;
mod targets;

pub use panics::{abort_unless_passed, watch_panics};
pub use targets::{TARGETS, Target, program_links, source_to_record};
