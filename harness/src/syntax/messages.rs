//! The parser's complaints in our words.

use swc_ecma_parser::error::{Error, SyntaxError as Kind};

/// What an error of the parser says.
pub(super) fn message_of(error: &Error) -> String {
    error.kind().msg().into_owned()
}

/// Whether the language agrees that it is an error. The parser takes a label in a static block for a repetition of one
/// outside; labels are judged by [`Labels`](super::labels::Labels).
pub(super) fn is_an_error(error: &Error) -> bool {
    !matches!(error.kind(), Kind::DuplicateLabel(_))
}
