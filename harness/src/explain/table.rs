//! What everybody does, side by side.

use std::fmt::Write as _;

use comfy_table::{Table, presets::UTF8_BORDERS_ONLY};
use similar::{ChangeTag, TextDiff};

use super::columns::Column;

/// The widest a column gets, in characters. Three of them fit a wide terminal; an error with its code fits one line.
const WIDEST: usize = 60;

/// One row for each step, one column for each behaviour. A line that the first column has not is marked with `+`, one
/// that only the first column has with `-`.
pub(super) fn table(columns: &[Column]) -> String {
    let steps: Vec<_> = columns.iter().map(Column::steps).collect();
    let mut table = Table::new();
    table.load_style(UTF8_BORDERS_ONLY);
    table.set_header(columns.iter().map(|column| hanging(&column.title()).join("\n")));
    let Some(first) = steps.first() else { return String::new() };
    let rows = steps.iter().map(Vec::len).max().unwrap_or_default();
    for row in 0..rows {
        let contract = first.get(row);
        table.add_row(steps.iter().enumerate().map(|(place, column)| {
            let (name, facts) = match column.get(row) {
                Some((name, facts)) => (name.as_str(), facts.as_slice()),
                None => ("", &[][..]),
            };
            let mut cell = hanging(name).join("\n");
            let of_contract = contract.map_or(&[][..], |(_, facts)| facts.as_slice());
            for line in if place == 0 { unmarked(facts) } else { marked(of_contract, facts) } {
                let _ = write!(cell, "\n{}", hanging(&line).join("\n"));
            }
            cell
        }));
    }
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    format!("{}\n", lines.join("\n"))
}

/// `line` in pieces that fit a column. Those after the first are indented as the line is, and a little more.
fn hanging(line: &str) -> Vec<String> {
    let depth = line.chars().take_while(|char| matches!(char, ' ' | '+' | '-')).count();
    let indent = " ".repeat(depth.min(WIDEST / 2) + 2);
    let mut pieces = Vec::new();
    let mut piece = line[..depth].to_owned();
    for word in line[depth..].split(' ') {
        let is_full = piece.chars().count() + word.chars().count() > WIDEST;
        if is_full && !piece.trim().is_empty() {
            pieces.push(std::mem::replace(&mut piece, indent.clone()));
        }
        piece.push_str(word);
        piece.push(' ');
    }
    pieces.push(piece);
    pieces.iter().map(|piece| piece.trim_end().to_owned()).collect()
}

fn unmarked(facts: &[String]) -> Vec<String> {
    facts.iter().map(|fact| format!("  {fact}")).collect()
}

/// `facts` beside those of the contract.
fn marked(contract: &[String], facts: &[String]) -> Vec<String> {
    let contract: Vec<&str> = contract.iter().map(String::as_str).collect();
    let facts: Vec<&str> = facts.iter().map(String::as_str).collect();
    let diff = TextDiff::from_slices(&contract, &facts);
    let marked = diff.iter_all_changes().map(|change| {
        let mark = match change.tag() {
            ChangeTag::Equal => ' ',
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
        };
        format!("{mark} {}", change.value())
    });
    marked.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_to_the_contract_are_marked() {
        let lines = |text: &[&str]| text.iter().map(|&line| line.to_owned()).collect::<Vec<_>>();
        assert_eq!(
            marked(
                &lines(&["main asks for \"a\"", "fails: x", "main is errored"]),
                &lines(&["main asks for \"a\"", "fails: y", "main is errored"])
            ),
            ["  main asks for \"a\"", "- fails: x", "+ fails: y", "  main is errored"]
        );
        assert_eq!(marked(&lines(&["one"]), &[]), ["- one"]);
    }
}
