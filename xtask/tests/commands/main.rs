//! The commands as a person or a script meets them: what they print where, and how they end.
//!
//! Every test brings its own small corpus, so none of them changes when the project's corpus grows.

mod bless;
mod conformance;
mod fuzz;
mod support;
mod tidy;
