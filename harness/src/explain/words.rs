//! Texts for people, made safe for one line of a terminal.

use crate::reference::Breaks;

/// The longest line of prose, in characters.
const WIDTH: usize = 96;

/// `text` on one line: what ends a line or cannot be seen is escaped.
pub(super) fn line(text: &str) -> String {
    text.chars()
        .map(|char| match char {
            '\'' | '"' | '\\' => char.to_string(),
            char => char.escape_debug().to_string(),
        })
        .collect()
}

/// `text` in double quotes, on one line.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", line(text))
}

/// `text` in lines of prose.
pub(super) fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let is_full = lines
            .last()
            .is_some_and(|line| !line.is_empty() && line.chars().count() + word.chars().count() >= WIDTH);
        if is_full {
            lines.push(String::new());
        }
        if let Some(last) = lines.last_mut() {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(&line(word));
        }
    }
    lines
}

/// What a quirk departs from, after "the".
pub(super) const fn departs_from(breaks: Breaks) -> &'static str {
    match breaks {
        Breaks::Contract => "contract",
        Breaks::Specification => "specification",
        Breaks::Documentation => "documentation of Node",
        Breaks::Agreement => "wording or order that other runtimes agree on",
    }
}
