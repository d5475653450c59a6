//! One file for each command.

pub(crate) mod conformance;
pub(crate) mod differential;
pub(crate) mod driver;
pub(crate) mod engines;
pub(crate) mod explain;
pub(crate) mod fuzz;
pub(crate) mod graph;
pub(crate) mod readme;
pub(crate) mod repro;
pub(crate) mod runtimes;
mod subject;
pub(crate) mod tidy;
pub(crate) mod write_snapshots;
