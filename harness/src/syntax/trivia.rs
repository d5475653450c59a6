//! White space and comments, and escape sequences where none may stand.

use swc_common::Span;

use super::text::offset_of;

/// A text without the white space and comments at its beginning.
pub(super) fn skip_trivia(text: &str) -> &str {
    let mut rest = text;
    loop {
        let trimmed = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
        rest = if let Some(comment) = trimmed.strip_prefix("//") {
            &comment[line_length(comment)..]
        } else if let Some(comment) = trimmed.strip_prefix("/*") {
            comment.find("*/").map_or("", |end| &comment[end + 2..])
        } else {
            return trimmed;
        };
    }
}

/// Whether a statement may end where a text begins: by a semicolon, a closing brace, the end of the text, or a line terminator before the next token —
/// <https://tc39.es/ecma262/#sec-automatic-semicolon-insertion>.
pub(super) fn statement_may_end(text: &str) -> bool {
    let rest = skip_trivia(text);
    let trivia = &text[..text.len() - rest.len()];
    rest.is_empty() || rest.starts_with([';', '}']) || trivia.contains(LINE_TERMINATORS)
}

/// <https://tc39.es/ecma262/#sec-line-terminators>
const LINE_TERMINATORS: [char; 4] = ['\n', '\r', '\u{2028}', '\u{2029}'];

fn line_length(text: &str) -> usize {
    text.find(LINE_TERMINATORS).unwrap_or(text.len())
}

/// The offset of the first backslash that is neither in a comment nor in one of the spans: an escape sequence in a
/// keyword, or in a word that has a meaning in its place, such as `from`. Both are to be written plainly —
/// <https://tc39.es/ecma262/#sec-grammar-notation>.
///
/// `escapable` are the spans of all names, strings, templates and regular expressions of the text, so what lies between them can only be
/// punctuation, keywords, numbers and comments.
pub(super) fn first_stray_escape(source: &str, mut escapable: Vec<Span>) -> Option<usize> {
    escapable.sort_unstable_by_key(|span| (span.lo, span.hi));
    let mut at = if source.starts_with("#!") { line_length(source) } else { 0 };
    for span in escapable {
        let start = offset_of(span.lo) as usize;
        if start >= at {
            let found = in_gap(source.get(at..start)?);
            if let Some(found) = found {
                return Some(at + found);
            }
        }
        at = at.max(offset_of(span.hi) as usize);
    }
    in_gap(source.get(at..)?).map(|found| at + found)
}

/// The offset of the first backslash outside comments.
fn in_gap(gap: &str) -> Option<usize> {
    let mut rest = gap;
    loop {
        let at = rest.find(['\\', '/'])?;
        let offset = gap.len() - rest.len() + at;
        let behind = &rest[at + 1..];
        rest = if rest[at..].starts_with('\\') {
            return Some(offset);
        } else if rest[at..].starts_with("//") || rest[at..].starts_with("/*") {
            skip_trivia(&rest[at..])
        } else {
            behind
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trivia_is_white_space_and_comments() {
        assert_eq!(skip_trivia(" \n\u{FEFF}/* a */ // b\n/**/c d"), "c d");
        assert_eq!(skip_trivia("/* open"), "");
        assert_eq!(skip_trivia("// a\u{2028}b"), "b");
    }

    #[test]
    fn a_statement_ends_at_semicolon_brace_line_or_text() {
        for text in ["", ";", " }", "\nx", " // a\nx", "/* \n */ x", "// a"] {
            assert!(statement_may_end(text), "{text:?}");
        }
        for text in ["x", " x", "/* a */ x", ", x"] {
            assert!(!statement_may_end(text), "{text:?}");
        }
    }

    #[test]
    fn a_backslash_in_a_comment_is_no_escape_sequence() {
        assert_eq!(first_stray_escape(r"/* \ */ // \", Vec::new()), None);
        assert_eq!(first_stray_escape(r"#! \", Vec::new()), None);
        assert_eq!(first_stray_escape(r"/* \ */ \u0061sync", Vec::new()), Some(8));
    }
}
