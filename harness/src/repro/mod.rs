//! A **reproduction** is one standalone script of plain JavaScript that does what a program says, prints what can be seen,
//! and ends with PASS or FAIL.
//!
//! It is made for somebody who has never heard of vmlink: a header says what is wrong and why, the modules and the linker
//! function stand there as a person would write them, and what watches them stands at the end. It runs under
//! `node --experimental-vm-modules`, `bun` and `deno run`, and sees exactly what the driver of vmlink sees.

mod answer;
mod clauses;
mod engine;
mod expected;
mod facts;
mod header;
mod helpers;
mod linker;
mod literal;
mod modules;
mod names;
mod quirks;
mod script;
mod steps;
mod subject;
mod support;

#[cfg(test)]
mod tests;

pub use engine::profile_of_engine;
pub use quirks::active_quirks;
pub use script::reproduction;
pub use subject::{Subject, SubjectError};
