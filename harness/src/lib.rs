//! **vmlink** checks how a JavaScript runtime links ES modules through `node:vm`.
//!
//! A *program* (some modules, a linker function described as data, a few steps) is run by an *engine*, which answers
//! with a *transcript*; *oracles* read transcripts and give verdicts; a *report* shows them. Each of these words is a
//! folder of this crate, and each folder's first sentence defines its word.
//!
//! If you are looking for a way to *use* `vm.Module`, this crate is not for you: it is for people who implement the
//! interface, who build on it and need to know what which runtime does, or who work on vmlink itself.

pub mod conformance;
pub mod corpus;
pub mod deviations;
pub mod engines;
pub mod explain;
pub mod fuzzing;
pub mod generators;
pub mod graph;
pub mod oracles;
pub mod program;
pub mod reference;
pub mod report;
pub mod repro;
pub mod runtimes;
pub mod syntax;
pub mod transcript;
