//! A **document** is the text of one file as a tree in which every node knows its place.
//!
//! What a node means is what `serde_yaml` (for `.json`, `serde_json`) says it means; where it stands is found by walking
//! the text a second time. Limits of size, depth and number keep a hostile file from costing more than an error.

mod diagnostic;
mod fields;
mod json_events;
mod limits;
mod node;
mod plain;
mod source;
mod yaml_events;

pub use diagnostic::{Diagnostic, Mistake, Sink};
pub(crate) use diagnostic::{did_you_mean, quote};
pub(crate) use fields::{Fields, list_words};
pub use limits::{
    MAX_DELAY, MAX_DEPTH, MAX_FILE_BYTES, MAX_JSON_BYTES, MAX_MISTAKES, MAX_NODES, MAX_STATUSES,
};
pub use node::{Data, Entry, Key, Node, Number, parse};
pub use source::{Format, Position, SourceFile, Span};
