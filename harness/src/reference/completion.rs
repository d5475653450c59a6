//! How running a body ends before its end.

use super::Value;

/// A throw completion — <https://tc39.es/ecma262/#sec-completion-record-specification-type> — or the end of what the
/// reference models.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Abrupt {
    /// This was thrown.
    Throw(Value),
    /// A construct outside the language of bodies was reached: the run is over, and nothing after it means anything.
    NotModelled,
}
