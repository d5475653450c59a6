//! Where the nodes of a JSON text stand.

use super::{Sink, Span, node::Mark, yaml_events::within_limits};

/// The marks of the text in `sink`, or `None` when it is over a limit. Whether the text is JSON at all is not looked at.
pub(super) fn marks(sink: &mut Sink) -> Option<Vec<Mark>> {
    let source = std::sync::Arc::clone(sink.source());
    let bytes = source.text.as_bytes();
    let mut marks = Vec::new();
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(byte) = bytes.get(at) {
        let start = at;
        at = match byte {
            b' ' | b'\n' | b'\r' | b'\t' | b',' | b':' => {
                at += 1;
                continue;
            }
            b'"' => end_of_string(bytes, at),
            b'{' | b'[' | b'}' | b']' => at + 1,
            _ => bytes[at..]
                .iter()
                .position(|byte| b" \n\r\t,:]}".contains(byte))
                .map_or(bytes.len(), |length| at + length),
        };
        let span = Span { start, end: at };
        match byte {
            b'{' | b'[' => {
                depth += 1;
                marks.push(Mark::Open(span));
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                marks.push(Mark::Close(span));
            }
            _ => marks.push(Mark::Scalar(span)),
        }
        if !within_limits(depth, marks.len(), span, sink) {
            return None;
        }
    }
    Some(marks)
}

/// The byte after the string that starts at `at`.
fn end_of_string(bytes: &[u8], at: usize) -> usize {
    let mut end = at + 1;
    while let Some(byte) = bytes.get(end) {
        match byte {
            b'\\' => end += 2,
            b'"' => return end + 1,
            _ => end += 1,
        }
    }
    bytes.len()
}
