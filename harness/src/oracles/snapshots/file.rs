//! The contents of one snapshot file: its sections.

use indexmap::IndexMap;

/// The start of the line that begins a section. No line of a canonical text starts like this: a line that is not
/// indented begins with the word of a step.
const HEADING: &str = "## ";

/// The sections of a snapshot file, in their order: the `id` of a case and the text of its transcript.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SnapshotFile {
    sections: IndexMap<String, String>,
}

impl SnapshotFile {
    /// Reads the contents of a snapshot file, which is what stands behind insta's front matter.
    ///
    /// # Errors
    /// A sentence that says what is wrong and in which line of the contents.
    pub fn parse(contents: &str) -> Result<Self, String> {
        let mut sections: IndexMap<String, String> = IndexMap::new();
        let mut current: Option<&mut String> = None;
        for (place, line) in contents.lines().enumerate() {
            if let Some(id) = line.strip_prefix(HEADING) {
                let entry = sections.entry(id.to_owned());
                if let indexmap::map::Entry::Occupied(_) = entry {
                    return Err(format!("Line {} begins a second section `{id}`.", place + 1));
                }
                current = Some(entry.or_default());
            } else if let Some(text) = &mut current {
                // Empty lines part sections and mean nothing else.
                if !line.is_empty() {
                    text.push_str(line);
                    text.push('\n');
                }
            } else if !line.is_empty() {
                return Err(format!("Line {} stands before the first section.", place + 1));
            }
        }
        Ok(Self { sections })
    }

    /// The contents of the file, without a line feed at the end, as insta keeps them.
    #[must_use]
    pub fn render(&self) -> String {
        let sections: Vec<String> =
            self.sections.iter().map(|(id, text)| format!("{HEADING}{id}\n{}", text.trim_end())).collect();
        sections.join("\n\n")
    }

    /// The text of the case with this `id`.
    #[must_use]
    pub fn section(&self, id: &str) -> Option<&str> {
        self.sections.get(id).map(String::as_str)
    }

    /// The `id` of every section, in order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.sections.keys().map(String::as_str)
    }

    /// Adds a section at the end, or replaces the text of the section with this `id`.
    pub fn set(&mut self, id: impl Into<String>, text: impl Into<String>) {
        self.sections.insert(id.into(), text.into());
    }

    /// This file with the sections of `news` in it.
    ///
    /// `corpus` names every case of the case file in its order, which becomes the order of the sections. Sections that
    /// `news` does not bring stay as they are. A section of a case that no longer exists stays too, behind the others,
    /// unless `news` brings every case of the corpus: then nobody can have meant to keep it.
    #[must_use]
    pub fn merged(&self, news: &Self, corpus: &[&str]) -> Self {
        let is_full = corpus.iter().all(|id| news.sections.contains_key(*id));
        let stale = self.ids().filter(|id| !is_full && !corpus.contains(id));
        let sections = corpus.iter().copied().chain(stale).filter_map(|id| {
            Some((id.to_owned(), news.section(id).or_else(|| self.section(id))?.to_owned()))
        });
        Self { sections: sections.collect() }
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection, prelude::*, sample};

    use super::*;

    fn file(sections: &[(&str, &str)]) -> SnapshotFile {
        let mut file = SnapshotFile::default();
        for (id, text) in sections {
            file.set(*id, *text);
        }
        file
    }

    #[test]
    fn sections_stand_below_their_headings() {
        let file = file(&[("one", "link main\n  succeeds\n"), ("two", "no steps\n")]);
        assert_eq!(file.render(), "## one\nlink main\n  succeeds\n\n## two\nno steps");
    }

    #[test]
    fn text_before_the_first_section_is_refused_with_its_line() {
        assert_eq!(
            SnapshotFile::parse("\nlink main\n## one\n"),
            Err("Line 2 stands before the first section.".to_owned())
        );
    }

    #[test]
    fn a_second_section_of_a_case_is_refused_with_its_line() {
        assert_eq!(
            SnapshotFile::parse("## one\nno steps\n\n## one\nno steps"),
            Err("Line 4 begins a second section `one`.".to_owned())
        );
    }

    #[test]
    fn a_new_section_comes_where_the_corpus_has_its_case() {
        let old = file(&[("a", "1\n"), ("c", "3\n")]);
        assert_eq!(
            old.merged(&file(&[("b", "2\n")]), &["a", "b", "c"]).render(),
            "## a\n1\n\n## b\n2\n\n## c\n3"
        );
    }

    #[test]
    fn a_section_without_a_case_goes_with_a_full_bless_only() {
        let old = file(&[("gone", "0\n"), ("a", "1\n"), ("b", "2\n")]);
        let some = old.merged(&file(&[("a", "9\n")]), &["a", "b"]);
        assert_eq!(some.ids().collect::<Vec<_>>(), ["a", "b", "gone"]);
        let all = old.merged(&file(&[("a", "9\n"), ("b", "9\n")]), &["a", "b"]);
        assert_eq!(all.ids().collect::<Vec<_>>(), ["a", "b"]);
    }

    fn text() -> impl Strategy<Value = String> {
        collection::vec("(link|  is|#|##|---) ?[a-z#]{1,4}", 1..4)
            .prop_map(|lines| format!(" {}\n", lines.join("\n ")))
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(sections in collection::hash_map("[a-z-]{1,6}", text(), 0..6)) {
            let file = SnapshotFile { sections: sections.into_iter().collect() };
            prop_assert_eq!(SnapshotFile::parse(&file.render()), Ok(file));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "(## |\n|[a-z]|\r|---){0,30}") {
            let _ = SnapshotFile::parse(&text);
        }

        /// The selected sections are the new ones, the others are the old ones, and no other is lost or made up.
        #[test]
        fn a_merge_replaces_the_selected_sections_and_no_others(
            old in sample::subsequence(vec!["a", "b", "c", "d", "stale", "older"], 0..=6),
            selected in sample::subsequence(vec!["a", "b", "c", "d"], 0..=4),
        ) {
            let corpus = ["a", "b", "c", "d"];
            let before = SnapshotFile { sections: old.iter().rev().map(|id| ((*id).to_owned(), format!("old {id}\n"))).collect() };
            let news = SnapshotFile { sections: selected.iter().map(|id| ((*id).to_owned(), format!("new {id}\n"))).collect() };
            let merged = before.merged(&news, &corpus);
            for id in ["a", "b", "c", "d", "stale", "older"] {
                let expected = if selected.contains(&id) {
                    news.section(id)
                } else if selected.len() == corpus.len() {
                    None
                } else {
                    before.section(id)
                };
                prop_assert_eq!(merged.section(id), expected, "{}", id);
            }
            let places: Vec<usize> = merged.ids().filter_map(|id| corpus.iter().position(|other| *other == id)).collect();
            prop_assert!(places.is_sorted());
            prop_assert_eq!(merged.merged(&news, &corpus), merged.clone(), "a second bless changes nothing");
        }
    }
}
