//! The table by topic.

use comfy_table::{Cell, CellAlignment, Table, presets};
use indexmap::{IndexMap, IndexSet};

use crate::{
    conformance::{CaseResult, Counts},
    corpus::CaseId,
};

/// Spaces before and behind a cell: nothing before, so that tables begin where lines do.
pub(super) const PADDING: (u16, u16) = (0, 2);

/// Counts results by topic, engine and profile, those of runtimes left out.
#[derive(Debug, Default)]
pub(super) struct Tally {
    columns: IndexSet<String>,
    topics: IndexMap<String, IndexMap<String, Counts>>,
    not_as_expected: IndexSet<CaseId>,
}

impl Tally {
    /// Counts one more result.
    pub(super) fn add(&mut self, result: &CaseResult) {
        if !result.is_as_expected() {
            self.not_as_expected.insert(result.case.clone());
        }
        // Runtimes have a table of their own.
        if result.standing.is_some() {
            return;
        }
        let column = column(&result.engine, result.profile.as_str());
        let counts = self.topics.entry(topic(&result.case).to_owned()).or_default();
        counts.entry(column.clone()).or_default().add(result.verdict);
        self.columns.insert(column);
    }

    /// Whether the table would have no rows.
    pub(super) fn is_empty(&self) -> bool {
        self.topics.is_empty()
    }

    /// How many cases did not pass, each counted once, under however many profiles.
    pub(super) fn not_as_expected(&self) -> usize {
        self.not_as_expected.len()
    }

    /// One row for each topic, one column for each profile, and the sums: how many judgements ended how.
    pub(super) fn table(&self) -> String {
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        table.set_header(
            std::iter::once("topic").chain(self.columns.iter().map(String::as_str)).map(Cell::new),
        );
        let mut sums: IndexMap<&str, Counts> = IndexMap::new();
        for (topic, counts) in &self.topics {
            let counts = self.columns.iter().map(|column| counts.get(column).copied().unwrap_or_default());
            let counts: Vec<Counts> = counts.collect();
            for (column, counts) in self.columns.iter().zip(&counts) {
                sum(sums.entry(column).or_default(), *counts);
            }
            table.add_row(row(topic, counts));
        }
        table.add_row(row("total", sums.into_values()));
        for (index, column) in table.column_iter_mut().enumerate() {
            column.set_padding(PADDING);
            if index > 0 {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        table.trim_fmt()
    }
}

/// The reference is judged most, so its name is left out.
pub(super) fn column(engine: &str, profile: &str) -> String {
    if engine == "reference" { profile.to_owned() } else { format!("{engine} as {profile}") }
}

/// A case of a file given alone has no topic; its file stands for it.
fn topic(case: &CaseId) -> &str {
    if case.topic.is_empty() { &case.file } else { &case.topic }
}

const fn sum(all: &mut Counts, more: Counts) {
    all.pass += more.pass;
    all.fail += more.fail;
    all.unmodelled += more.unmodelled;
    all.crash += more.crash;
    all.hang += more.hang;
}

fn row(title: &str, counts: impl IntoIterator<Item = Counts>) -> Vec<Cell> {
    std::iter::once(title.to_owned())
        .chain(counts.into_iter().map(|counts| in_words(&counts)))
        .map(Cell::new)
        .collect()
}

/// `12 pass, 1 fail`; what did not happen is left out.
pub(super) fn in_words(counts: &Counts) -> String {
    let Counts { pass, fail, unmodelled, crash, hang } = *counts;
    if counts.all() == 0 {
        return "none".to_owned();
    }
    let others = [(fail, "fail"), (unmodelled, "unmodelled"), (crash, "crash"), (hang, "hang")];
    others
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .fold(format!("{pass} pass"), |words, (count, word)| format!("{words}, {count} {word}"))
}

#[cfg(test)]
mod tests {
    use super::{super::test_support, *};
    use crate::reference::ProfileName;

    #[test]
    fn topics_are_rows_and_profiles_columns() {
        let mut tally = Tally::default();
        tally.add(&test_support::pass());
        tally.add(&test_support::failure());
        let mut other = test_support::pass();
        other.case.topic = "names".to_owned();
        other.profile = ProfileName::Ecma262;
        tally.add(&other);
        let table = tally.table();
        let rows: Vec<Vec<&str>> = table
            .lines()
            .map(|line| line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect())
            .collect();
        assert_eq!(
            rows,
            [
                vec!["topic", "contract", "ecma262"],
                vec!["linking", "1 pass, 1 fail", "none"],
                vec!["names", "none", "1 pass"],
                vec!["total", "1 pass, 1 fail", "1 pass"],
            ]
        );
    }

    #[test]
    fn other_engines_are_named() {
        assert_eq!(column("reference", "contract"), "contract");
        assert_eq!(column("node@24", "contract"), "node@24 as contract");
    }
}
