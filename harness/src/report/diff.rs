//! What was expected and what came, line against line.

use std::{borrow::Cow, io};

use anstyle::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};

/// Lines shown around a change. A transcript's step is rarely longer, so its name stays in sight.
const CONTEXT: usize = 3;

const EXPECTED: Style = AnsiColor::Red.on_default();
const ACTUAL: Style = AnsiColor::Green.on_default();
const QUIET: Style = Style::new().dimmed();

/// Writes the difference of two texts, each line behind `indent`: `-` before what was expected and is missing, `+`
/// before what came instead. The words that differ within a line are underlined.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_diff(out: &mut dyn io::Write, indent: &str, expected: &str, actual: &str) -> io::Result<()> {
    writeln!(out, "{indent}{EXPECTED}- expected{EXPECTED:#}  {ACTUAL}+ actual{ACTUAL:#}")?;
    let diff = TextDiff::from_lines(expected, actual);
    for (index, group) in diff.grouped_ops(CONTEXT).iter().enumerate() {
        if index > 0 {
            writeln!(out, "{indent}{QUIET}  …{QUIET:#}")?;
        }
        for operation in group {
            for change in diff.iter_inline_changes(operation) {
                let (sign, style) = match change.tag() {
                    ChangeTag::Delete => ("-", EXPECTED),
                    ChangeTag::Insert => ("+", ACTUAL),
                    ChangeTag::Equal => (" ", QUIET),
                };
                write!(out, "{indent}{style}{sign} {style:#}")?;
                for (differs, part) in change.iter_strings_lossy() {
                    let style = if differs { style.underline() } else { style };
                    write!(out, "{style}{}{style:#}", visible(part.trim_end_matches(['\r', '\n'])))?;
                }
                writeln!(out)?;
            }
        }
    }
    Ok(())
}

/// `text` with its control characters written as escapes, so that nothing a program threw can steer the terminal.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().any(|character| character.is_control() && character != '\t') {
        Cow::Owned(
            text.chars()
                .flat_map(|character| {
                    let escape = character.is_control() && character != '\t';
                    let escaped = escape.then(|| character.escape_unicode());
                    escaped.into_iter().flatten().chain((!escape).then_some(character))
                })
                .collect(),
        )
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(expected: &str, actual: &str) -> String {
        let mut out = anstream::StripStream::new(Vec::new());
        write_diff(&mut out, "  ", expected, actual).unwrap();
        String::from_utf8(out.into_inner()).unwrap()
    }

    #[test]
    fn marks_what_is_missing_and_what_came() {
        assert_eq!(
            plain("same\nold line\n", "same\nnew line\n"),
            "  - expected  + actual\n    same\n  - old line\n  + new line\n"
        );
    }

    #[test]
    fn texts_without_a_last_newline_still_end_their_lines() {
        assert_eq!(plain("a", "b"), "  - expected  + actual\n  - a\n  + b\n");
    }

    #[test]
    fn far_away_lines_are_left_out() {
        let lines: Vec<String> = (0..30).map(|line| line.to_string()).collect();
        let text = lines.join("\n");
        let shown = plain(&format!("x\n{text}\ny"), &format!("X\n{text}\nY"));
        assert!(shown.contains("…"), "{shown}");
        assert!(!shown.contains("  15\n"), "{shown}");
    }

    #[test]
    fn control_characters_are_shown_not_sent() {
        let shown = plain("a", "\u{1b}[2Jb");
        assert!(shown.contains(r"\u{1b}[2Jb"), "{shown}");
    }

    #[test]
    fn the_words_that_differ_are_underlined() {
        let mut out = Vec::new();
        write_diff(&mut out, "", "status linked", "status errored").unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("\u{1b}[4m"), "{text:?}");
    }
}
