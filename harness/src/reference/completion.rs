//! How running a body ends before its end.

use super::Value;

/// A throw completion — <https://tc39.es/ecma262/#sec-completion-record-specification-type> — or the end of the run.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Abrupt {
    /// This was thrown.
    Throw(Value),
    /// The run is over, for the reason in [`Agent::ending`](super::Agent::ending) or, in the middle of an instruction,
    /// because what it does is outside the language of bodies. Nothing after it means anything.
    Over,
}
