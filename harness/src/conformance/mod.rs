//! A **conformance** run judges cases on engines under profiles.

mod coverage;
mod failure;
mod judge;
mod plan;
mod result;
mod run;
mod search;
mod selection;
mod standing;
mod summary;

pub use coverage::{Coverage, OperationCoverage};
pub use judge::judge;
pub use plan::{Assignment, RuntimeAssignment};
pub use result::CaseResult;
pub use run::{Options, RunError, run};
pub use search::{SearchFinding, SearchOptions, SearchSummary, generated, search};
pub use selection::{Selection, Shard, ShardError};
pub use standing::{Measure, Standing};
pub use summary::{Counts, InternalBug, RunSummary, RuntimeCounts};
