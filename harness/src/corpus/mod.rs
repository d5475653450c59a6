//! The **corpus** is the cases on disk: programs with a reason, a source and expectations.

mod case;
mod decode;
mod expect;
mod load;
mod matrix;
mod schema;
#[cfg(test)]
pub(crate) mod testing;

pub use case::{Case, CaseId, Expectations, StepExpectation};
pub use expect::{CauseExpect, ErrorExpect, Expect, ExpectedOutcome, Presence, SettledExpect, ThrownExpect};
pub use load::{LoadError, is_whole_corpus, load};
pub use schema::schema;
