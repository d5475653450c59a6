//! Which numbered steps of the specification a run reached.

use std::io;

use anstyle::{AnsiColor, Style};
use comfy_table::{Cell, CellAlignment, Table, presets};

use super::tally::PADDING;
use crate::conformance::{Coverage, OperationCoverage};

const BOLD: Style = Style::new().bold();
const BAD: Style = AnsiColor::Yellow.on_default();

/// Writes for each operation how many of its steps `coverage` reached, names the others, and lists the steps that
/// nothing can reach with the reason.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_coverage(out: &mut dyn io::Write, coverage: &Coverage) -> io::Result<()> {
    write_operations(out, &coverage.operations())
}

fn write_operations(out: &mut dyn io::Write, operations: &[OperationCoverage]) -> io::Result<()> {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["operation", "reached", "not reached"].map(Cell::new));
    for one in operations {
        // A step that is listed as unreachable and was reached after all is told below, and counted nowhere.
        let reached = one.reached.len() - one.refuted.len();
        let unreached = if one.unreached.is_empty() { "-".to_owned() } else { one.unreached.join(", ") };
        table.add_row([
            Cell::new(one.operation.name),
            Cell::new(format!("{reached}/{}", reached + one.unreached.len()))
                .set_alignment(CellAlignment::Right),
            Cell::new(unreached),
        ]);
    }
    for column in table.column_iter_mut() {
        column.set_padding(PADDING);
    }
    writeln!(out, "{}\n", table.trim_fmt())?;
    write_reasons(out, "Steps that cannot be reached", operations, |one| &one.unreachable)?;
    write_reasons(
        out,
        "Steps that were reached, although they are listed as unreachable",
        operations,
        |one| &one.refuted,
    )?;
    let missing: usize = operations.iter().map(|one| one.unreached.len()).sum();
    let reached: usize = operations.iter().map(|one| one.reached.len() - one.refuted.len()).sum();
    let style = if missing == 0 { Style::new() } else { BAD };
    writeln!(out, "{style}{reached} of {} steps reached, {missing} not.{style:#}\n", reached + missing)
}

fn write_reasons(
    out: &mut dyn io::Write,
    title: &str,
    operations: &[OperationCoverage],
    steps: impl Fn(&OperationCoverage) -> &[(&'static str, &'static str)],
) -> io::Result<()> {
    if operations.iter().all(|one| steps(one).is_empty()) {
        return Ok(());
    }
    writeln!(out, "{BOLD}{title}{BOLD:#}")?;
    for one in operations {
        for (step, reason) in steps(one) {
            writeln!(out, "  {} {step}: {reason}", one.operation.name)?;
        }
    }
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::marks::Operation;

    static LINK: Operation = Operation {
        name: "Link",
        address: "https://tc39.es/ecma262/#sec-moduledeclarationlinking",
        steps: &["1", "2", "3.a", "3.b"],
        unreachable: &[("3.a", "An assertion rules it out."), ("3.b", "No record has this kind.")],
    };

    fn shown(coverage: OperationCoverage) -> String {
        let mut out = anstream::StripStream::new(Vec::new());
        write_operations(&mut out, &[coverage]).unwrap();
        String::from_utf8(out.into_inner()).unwrap()
    }

    #[test]
    fn steps_are_counted_and_named() {
        let text = shown(OperationCoverage {
            operation: &LINK,
            reached: vec!["1", "3.b"],
            unreached: vec!["2"],
            unreachable: vec![LINK.unreachable[0]],
            refuted: vec![LINK.unreachable[1]],
        });
        assert!(text.contains("1/2") && text.contains("  2\n"), "{text}");
        assert!(text.contains("cannot be reached\n  Link 3.a: An assertion rules it out.\n"), "{text}");
        assert!(text.contains("unreachable\n  Link 3.b: No record has this kind.\n"), "{text}");
        assert!(text.ends_with("1 of 2 steps reached, 1 not.\n\n"), "{text}");
    }

    #[test]
    fn lists_of_nothing_are_left_out() {
        let text = shown(OperationCoverage {
            operation: &LINK,
            reached: vec!["1", "2"],
            unreached: vec![],
            unreachable: vec![],
            refuted: vec![],
        });
        assert!(!text.contains("Steps that"), "{text}");
        assert!(text.ends_with("2 of 2 steps reached, 0 not.\n\n"), "{text}");
    }
}
