//! A **conformance** run judges cases on engines under profiles.

mod result;

pub use result::CaseResult;
