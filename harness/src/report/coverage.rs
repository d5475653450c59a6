//! Which numbered steps of the specification a run reached.

use std::io;

use anstyle::{AnsiColor, Style};
use comfy_table::{Cell, CellAlignment, Table, presets};

use crate::reference::marks::{Marks, Operation};

const BOLD: Style = Style::new().bold();
const BAD: Style = AnsiColor::Yellow.on_default();

/// Writes for each of `operations` how many of its steps are among `marks`, names the others, and lists the steps
/// that nothing can reach with the reason. Gives the number of steps that can be reached and were not.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_coverage(out: &mut dyn io::Write, operations: &[Operation], marks: &Marks) -> io::Result<usize> {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["operation", "reached", "not reached"].map(Cell::new));
    let (mut all, mut missing) = (0, 0);
    for operation in operations {
        let steps = reachable(operation);
        let unreached: Vec<&str> =
            steps.iter().copied().filter(|step| !marks.contains(operation.name, step)).collect();
        all += steps.len();
        missing += unreached.len();
        table.add_row([
            Cell::new(operation.name),
            Cell::new(format!("{}/{}", steps.len() - unreached.len(), steps.len())),
            Cell::new(if unreached.is_empty() { "-".to_owned() } else { unreached.join(" ") }),
        ]);
    }
    if let Some(column) = table.column_mut(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    writeln!(out, "{}\n", table.trim_fmt())?;
    let unreachable: Vec<_> =
        operations.iter().flat_map(|one| one.unreachable.iter().map(move |step| (one.name, step))).collect();
    if !unreachable.is_empty() {
        writeln!(out, "{BOLD}Steps that cannot be reached{BOLD:#}")?;
        for (operation, (step, reason)) in unreachable {
            writeln!(out, "  {operation} {step}: {reason}")?;
        }
        writeln!(out)?;
    }
    let style = if missing == 0 { Style::new() } else { BAD };
    writeln!(out, "{style}{} of {all} steps reached, {missing} not.{style:#}\n", all - missing)?;
    Ok(missing)
}

/// The steps of `operation` that some program can reach.
fn reachable(operation: &Operation) -> Vec<&'static str> {
    let cannot = |step: &str| operation.unreachable.iter().any(|(other, _)| *other == step);
    operation.steps.iter().copied().filter(|step| !cannot(step)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_counted_and_named() {
        let operations = [Operation {
            name: "Link",
            address: "https://tc39.es/ecma262/#sec-moduledeclarationlinking",
            steps: &["1", "2", "3.a"],
            unreachable: &[("3.a", "The assertion before it rules it out.")],
        }];
        let mut out = anstream::StripStream::new(Vec::new());
        let missing = write_coverage(&mut out, &operations, &Marks::default()).unwrap();
        let text = String::from_utf8(out.into_inner()).unwrap();
        assert_eq!(missing, 2);
        assert!(text.contains("0/2") && text.contains("1 2"), "{text}");
        assert!(text.contains("Link 3.a: The assertion before it rules it out."), "{text}");
        assert!(text.ends_with("0 of 2 steps reached, 2 not.\n\n"), "{text}");
    }
}
