//! The **corpus** is the cases on disk: programs with a reason, a source and expectations.

mod case;
mod expect;

pub use case::{Case, CaseId, Expectations, StepExpectation};
pub use expect::{CauseExpect, ErrorExpect, Expect, ExpectedOutcome, Presence, SettledExpect, ThrownExpect};
