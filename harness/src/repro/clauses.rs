//! The clauses of the contract, in a sentence each, for people who have not read it.

/// The page that has them all.
const CONTRACT: &str = include_str!("../../../CONTRACT.md");

/// What the clause called `name` says: its title, and the first sentence of its text where that is one. `None` when the
/// contract has no such clause.
pub(super) fn clause(name: &str) -> Option<String> {
    let head = format!("\n## {name}: ");
    let (_, rest) = CONTRACT.split_once(&head)?;
    let (title, text) = rest.split_once("\n\n")?;
    let paragraph = text.split("\n\n").next().unwrap_or_default().replace('\n', " ");
    let is_sentence = paragraph.starts_with(|char: char| char.is_ascii_alphabetic());
    let sentence = paragraph.split_once(". ").map_or(paragraph.as_str(), |(first, _)| first);
    let sentence = sentence.trim_end_matches([':', '.']).replace('`', "");
    Some(if is_sentence { format!("{title}. {sentence}.") } else { format!("{title}.") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_clause_has_a_sentence() {
        for number in 1..=11 {
            let text = clause(&format!("C{number}")).unwrap();
            assert!(text.ends_with('.') && text.len() > 20, "{text}");
        }
        assert_eq!(clause("C12"), None);
        assert_eq!(
            clause("C4").unwrap(),
            "a failed module stays failed. A module whose linking has failed is errored for good."
        );
    }
}
