//! A **report** shows verdicts to people and to programs.
//!
//! Reporters write to whatever they are given and never decide where that is: `xtask` hands them standard output,
//! wrapped so that colours vanish in a pipe ([`UntilClosed`] takes care of a pipe whose reader has gone).

mod coverage;
mod diff;
mod graph;
mod human;
mod jsonl;
mod pipe;
mod progress;
mod quirks;
mod rerun;
mod runtimes;
mod search;
mod standings;
mod tally;
#[cfg(test)]
mod test_support;

pub use coverage::write_coverage;
pub use diff::write_diff;
pub use graph::{write_graph, write_graph_jsonl};
pub use human::Human;
pub use jsonl::Jsonl;
pub use pipe::UntilClosed;
pub use progress::Progress;
pub use quirks::quirks_page;
pub use rerun::{Rerun, quoted};
pub use search::write_search;
pub use standings::standings;

use std::io;

use crate::{
    conformance::{CaseResult, RunSummary},
    corpus::Case,
};

/// Shows the results of a run, one by one and then as a whole.
pub trait Reporter {
    /// Shows `result`, which is of `case`.
    ///
    /// # Errors
    /// When the output cannot be written.
    fn result(&mut self, case: &Case, result: &CaseResult) -> io::Result<()>;

    /// Shows what all results together come to. Called once, after the last result.
    ///
    /// # Errors
    /// When the output cannot be written.
    fn finish(&mut self, summary: &RunSummary) -> io::Result<()>;
}
