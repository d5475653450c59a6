//! The parser's complaints in our words.

use swc_ecma_parser::error::Error;

/// What an error of the parser says.
pub(super) fn message_of(error: &Error) -> String {
    error.kind().msg().into_owned()
}
