//! The page that lists every quirk.

use std::fmt::Write as _;

use crate::reference::{ProfileName, Quirk, QuirkFacts};

/// The text of `QUIRKS.md`: what is known of every quirk, in the order of the table.
///
/// ```
/// let page = vmlink::report::quirks_page();
/// assert!(page.contains("## linker-error-unwrapped"));
/// ```
#[must_use]
pub fn quirks_page() -> String {
    let mut page = HEAD.to_owned();
    page.push_str("\n| Profile | Quirks |\n| --- | --- |\n");
    for profile in ProfileName::RUNTIMES {
        line(&mut page, format_args!("| `{profile}` | {} |", profile.quirks().iter().count()));
    }
    for quirk in Quirk::ALL {
        entry(&mut page, quirk.facts());
    }
    page
}

const HEAD: &str = "\
# Quirks

Every runtime is the contract plus a list of named quirks and a wording; what the list does not explain is a finding.
This page is made from `harness/src/reference/quirks/table.rs`; `VMLINK_WRITE_QUIRKS=1 cargo test --test documents`
writes it anew.

*Breaks* says what a quirk departs from: the *contract* (CONTRACT.md), the *specification* (ECMA-262), only Node's
*documentation*, or only the *agreement* of the other runtimes on a text or an order. The case named with a quirk
comes out differently without it; a test shows that, and that every profile needs each of its quirks. Parse errors are
compared by their name only: their messages belong to the engines' parsers, not to linking.
";

fn entry(page: &mut String, facts: &QuirkFacts) {
    let profiles: Vec<String> = facts.profiles.iter().map(|profile| format!("`{profile}`")).collect();
    line(page, format_args!("\n## {}\n", facts.name));
    page.push_str(&wrapped(facts.sentence));
    line(page, format_args!("\n* Runtimes: {}", profiles.join(", ")));
    line(page, format_args!("* Breaks: {}", facts.breaks.as_str()));
    line(page, format_args!("* Case: `{}`", facts.case));
    if let Some(upstream) = facts.upstream {
        line(page, format_args!("* Upstream: <{upstream}>"));
    }
}

fn line(page: &mut String, text: std::fmt::Arguments<'_>) {
    writeln!(page, "{text}").expect("a text takes all that is written to it");
}

/// `text` in lines that fit the page, each ended.
fn wrapped(text: &str) -> String {
    /// Columns of a line.
    const WIDTH: usize = 118;
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last_mut().expect("there is a line from the start");
        if !last.is_empty() && last.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(word.to_owned());
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_an_entry_for_each_quirk_and_no_line_is_too_long() {
        let page = quirks_page();
        for quirk in Quirk::ALL {
            assert!(page.contains(&format!("\n## {quirk}\n")), "{quirk}");
        }
        let longest =
            page.lines().filter(|line| !line.starts_with("* ")).map(|line| line.chars().count()).max();
        assert!(longest.is_some_and(|longest| longest <= 120), "{longest:?}");
    }

    #[test]
    fn words_are_kept_when_lines_are_broken() {
        let text = "word ".repeat(50);
        assert_eq!(wrapped(&text).split_whitespace().count(), 50);
        assert_eq!(wrapped(&text).lines().count(), 3);
    }
}
