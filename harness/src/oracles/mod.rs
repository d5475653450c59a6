//! An **oracle** reads one transcript, or several, and gives a verdict.

mod determinism;
mod differential;
mod expectations;
mod finding;
pub mod invariants;
mod lines;
pub mod snapshots;
mod verdict;

pub use determinism::check_determinism;
pub use differential::{Prediction, check_predicted_crash, check_prediction};
pub use expectations::check_expectations;
pub use finding::{Finding, Verdict};
pub use invariants::check_invariants;
pub use verdict::{crash_step, expects_unmodelled, unmodelled_place, verdict};
