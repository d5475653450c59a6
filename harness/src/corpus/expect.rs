//! What a case can expect of a step. Every expectation is partial: what it does not name is not compared.

use indexmap::IndexMap;

use crate::{program::Value, transcript::ModuleStatus};

/// Expectations of one step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expect {
    /// How the step ends.
    pub outcome: Option<ExpectedOutcome>,
    /// The status of modules after the step.
    pub status: IndexMap<String, ModuleStatus>,
    /// The lines logged during the step, all of them.
    pub log: Option<Vec<String>>,
    /// The linker calls during the step, all of them, as (specifier, referrer).
    pub calls: Option<Vec<(String, String)>>,
    /// The attributes of those calls, call by call, when the case names them.
    pub call_attributes: Option<Vec<Vec<(String, String)>>>,
    /// The calls of `importModuleDynamically` during the step, all of them, as (specifier, referrer).
    pub imports: Option<Vec<(String, String)>>,
    /// The attributes of those calls, call by call, when the case names them.
    pub import_attributes: Option<Vec<Vec<(String, String)>>>,
    /// How the steps ended that the linker started during this one, all of them, in order.
    pub inside: Option<Vec<ExpectedOutcome>>,
    /// The earlier steps that settled during this one, all of them, in order.
    pub settled: Option<Vec<SettledExpect>>,
}

/// An earlier step that settles late.
#[derive(Clone, Debug, PartialEq)]
pub struct SettledExpect {
    /// The step, as transcripts name it: `link main`.
    pub step: String,
    /// How it ends.
    pub outcome: ExpectedOutcome,
}

/// How a step must end.
#[derive(Clone, Debug, PartialEq)]
pub enum ExpectedOutcome {
    /// It succeeds, with whatever value.
    Ok,
    /// It succeeds with this value.
    Value(Value),
    /// It succeeds with this error object or thrown value (a read of `.error`).
    Thrown(ThrownExpect),
    /// It succeeds with a namespace of exactly these keys, in this order.
    Keys(Vec<String>),
    /// It does not settle.
    Pending,
    /// It fails with this.
    Error(ThrownExpect),
    /// The reference says that it cannot tell, at this line and column of the module's source text when they are given.
    Unmodelled(Option<(u32, u32)>),
}

/// What must be thrown.
#[derive(Clone, Debug, PartialEq)]
pub enum ThrownExpect {
    /// An error object with these properties.
    Error(Box<ErrorExpect>),
    /// This value, which is not an error object.
    Value(Value),
}

/// Properties an error object must have.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ErrorExpect {
    /// `error.name`
    pub name: Option<String>,
    /// `error.code`; `code: null` in a case says that there must be none.
    pub code: Option<Presence<String>>,
    /// `error.message`
    pub message: Option<String>,
    /// `error.cause`; `cause: null` in a case says that there must be none.
    pub cause: Option<Presence<CauseExpect>>,
    /// It must be the very object that `.error` of this module gives after the step.
    pub identical_to: Option<String>,
    /// The text shown to people, see [`print_error`](crate::transcript::print_error).
    pub printed: Option<String>,
}

/// A cause, by what was thrown.
pub type CauseExpect = ThrownExpect;

/// A property that must have a value, or must not be there.
#[derive(Clone, Debug, PartialEq)]
pub enum Presence<T> {
    /// It must be absent.
    Absent,
    /// It must be this.
    Present(T),
}
