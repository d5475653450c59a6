//! A **transcript** is all that can be seen of a program's run, and nothing else is ever compared.

mod observation;
mod print;

pub use print::print_error;

pub use observation::{
    ErrorView, LinkerCall, ModuleStatus, Observed, Outcome, SettledStep, StepRecord, ThrownView, Transcript,
    Unmodelled,
};
