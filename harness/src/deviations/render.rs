//! Writing a list of deviations.

use std::fmt::Write as _;

use indexmap::IndexMap;

use super::{Deviation, DeviationKind, DeviationList};
use crate::reference::ProfileName;

/// The width at which a reason is broken, as in all other files.
const WIDTH: usize = 110;

/// The text of the file that lists `list` for runtimes with `profile`. Equal lists have equal texts: entries and cases are
/// sorted, with one case a line, so that a change shows as the lines that it concerns.
#[must_use]
pub fn render(profile: ProfileName, list: &DeviationList) -> String {
    let mut text = format!(
        "# What runtimes with the profile {profile} do otherwise than the contract or ECMA-262, with the reasons.\n\
         # `cargo xtask conformance --engine … --bless-deviations` writes the cases; people write reasons and links.\n"
    );
    if list.entries().is_empty() {
        text.push_str("deviations: []\n");
        return text;
    }
    text.push_str("deviations:\n");
    for entry in list.entries() {
        write_entry(&mut text, entry);
    }
    text
}

fn write_entry(text: &mut String, entry: &Deviation) {
    text.push_str("  - reason: >-\n");
    wrap(text, &entry.reason);
    let _ = writeln!(text, "    link: {}", entry.link);
    if !entry.quirks.is_empty() {
        text.push_str("    quirks:\n");
        for quirk in &entry.quirks {
            let _ = writeln!(text, "      - {quirk}");
        }
    }
    for kind in DeviationKind::ALL {
        let mut files: IndexMap<String, Vec<&str>> = IndexMap::new();
        for (_, case) in entry.cases.iter().filter(|(other, _)| *other == kind) {
            files.entry(case.file_id()).or_default().push(&case.id);
        }
        if files.is_empty() {
            continue;
        }
        let _ = writeln!(text, "    {}:", kind.as_str());
        for (file, ids) in files {
            let _ = writeln!(text, "      {}:", scalar(&file));
            for id in ids {
                let _ = writeln!(text, "        - {}", scalar(id));
            }
        }
    }
}

/// A reason as the lines of a folded scalar: a line feed in it reads back as a space, so words are all that counts.
fn wrap(text: &mut String, reason: &str) {
    let mut line = String::new();
    for word in reason.split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH - 6 {
            let _ = writeln!(text, "      {line}");
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    let _ = writeln!(text, "      {line}");
}

/// An id as YAML reads it back as a text: one of digits, or one that is a word of YAML, stands in quotes.
fn scalar(id: &str) -> String {
    let is_plain = id.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-/".contains(&byte))
        && !["null", "true", "false", "yes", "no", "on", "off", "y", "n"].contains(&id);
    if is_plain { id.to_owned() } else { format!("{id:?}") }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{
        super::{DeviationKind, Link, Reading, decode::decode},
        *,
    };
    use crate::{
        corpus::testing::case,
        program::document::{Format, SourceFile},
        reference::Quirk,
    };

    const PROFILE: ProfileName = ProfileName::Node24;

    #[test]
    fn what_is_written_reads_back_as_the_same_and_is_written_the_same_again() {
        let entry = |reason: &str, cases: &[(DeviationKind, &str)]| Deviation {
            reason: reason.to_owned(),
            link: Link::Address("https://example.org/1".to_owned()),
            quirks: vec![Quirk::LinkerErrorUnwrapped],
            cases: cases.iter().map(|(kind, id)| (*kind, case(id).id)).collect(),
        };
        let long = "A colon: and a # and 'quotes' are nothing special in a reason. ".repeat(9);
        let list = DeviationList::new(vec![
            entry(long.trim(), &[(DeviationKind::Contract, "b/c/1"), (DeviationKind::Ecma262, "b/c/no")]),
            entry("Short.", &[(DeviationKind::Contract, "a/b/x-1"), (DeviationKind::Crash, "a/b/x-1")]),
        ]);
        let text = render(PROFILE, &list);
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        let source = Arc::new(SourceFile::new("it.yaml".into(), Format::Yaml, text.clone()));
        let reading = Reading { profile: PROFILE, cases: None, is_rewritten: false };
        let again = decode(source, reading).unwrap();
        assert_eq!(again.entries(), list.entries());
        assert_eq!(again.entries()[0].reason, "Short.", "entries are sorted by their first case");
        assert_eq!(render(PROFILE, &again), text);
        let empty = render(PROFILE, &DeviationList::default());
        let source = Arc::new(SourceFile::new("it.yaml".into(), Format::Yaml, empty));
        assert!(decode(source, reading).unwrap().entries().is_empty());
    }
}
