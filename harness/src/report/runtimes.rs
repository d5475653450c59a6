//! The table of runtimes.

use comfy_table::{Cell, CellAlignment, Table, presets};

use super::tally::PADDING;
use crate::conformance::{RunSummary, RuntimeCounts};

/// The columns behind the name of the runtime and of its profile.
const NUMBERS: [&str; 7] =
    ["predicted", "unmodelled", "findings", "crash", "hang", "contract", "specification"];

/// One row for each runtime of the run.
pub(super) fn runtime_table(summary: &RunSummary) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["runtime", "profile"].into_iter().chain(NUMBERS).map(Cell::new));
    for (name, runtime) in &summary.runtimes {
        table.add_row(row(name, runtime));
    }
    for (index, column) in table.column_iter_mut().enumerate() {
        column.set_padding(PADDING);
        if index > 1 {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.trim_fmt()
}

fn row(name: &str, runtime: &RuntimeCounts) -> Vec<String> {
    let all = runtime.counts.all();
    let of_all = |count: usize| format!("{count}/{all}");
    let mark = if runtime.is_nearest { " (nearest)" } else { "" };
    vec![
        name.to_owned(),
        format!("{}{mark}", runtime.profile),
        of_all(runtime.predicted),
        runtime.counts.unmodelled.to_string(),
        runtime.findings.to_string(),
        runtime.counts.crash.to_string(),
        runtime.counts.hang.to_string(),
        of_all(runtime.contract),
        of_all(runtime.ecma262),
    ]
}

/// What the columns mean.
pub(super) fn legend(summary: &RunSummary) -> String {
    let mut text = "\
predicted: the profile says exactly what the runtime does. contract, specification: the cases in which the runtime
obeys them; it deviates in the others, for the reasons that its list in harness/deviations/ gives."
        .to_owned();
    if summary.runtimes.values().any(|runtime| runtime.is_nearest) {
        text.push_str(
            "\n(nearest): this version has no profile of its own, so it was compared with that of the nearest older one.",
        );
    }
    text
}
