//! A **transcript** is all that can be seen of a program's run, and nothing else is ever compared.

mod decode;
mod json;
mod observation;
mod print;
mod text;
#[cfg(test)]
mod text_tests;
mod words;

pub use decode::{TranscriptError, transcript_from_json};
pub use json::{construct_json, outcome_json, step_json, thrown_json, value_json};
pub use print::print_error;
pub use text::canonical_text;

pub use observation::{
    ErrorView, ImportCall, LinkerCall, ModuleStatus, Observed, Outcome, SettledStep, StepRecord, ThrownView,
    Transcript, Unmodelled,
};
