//! The commands as a person or a script meets them: what they print where, and how they end.
//!
//! Every test brings its own small corpus, so none of them changes when the project's corpus grows.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bless;
mod conformance;
mod driver;
mod engines;
mod fuzz;
mod graph;
mod repro;
mod runtimes;
mod support;
mod tidy;
