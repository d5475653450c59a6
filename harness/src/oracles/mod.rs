//! An **oracle** reads one transcript, or several, and gives a verdict.

mod finding;
pub mod snapshots;

pub use finding::{Finding, Verdict};
