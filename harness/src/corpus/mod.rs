//! The **corpus** is the cases on disk: programs with a reason, a source and expectations.

mod case;
mod expect;
mod print;

pub use case::{Case, CaseId, Expectations, StepExpectation};
pub use expect::{CauseExpect, ErrorExpect, Expect, ExpectedOutcome, Presence, SettledExpect, ThrownExpect};
pub use print::case_file;
