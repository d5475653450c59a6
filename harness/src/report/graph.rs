//! A real graph in numbers, and what engines make of it.

use std::{
    io::{self, Write},
    time::Duration,
};

use comfy_table::{Cell, CellAlignment, Table, presets};
use serde_json::json;

use super::tally::PADDING;
use crate::graph::{Run, Statistics};

/// For people: the numbers of the graph of `entry`, which took `reading` to read; one line for each of `runs`; every
/// difference in full; one line that sums up.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_graph(
    out: &mut dyn Write,
    entry: &str,
    reading: Duration,
    statistics: &Statistics,
    runs: &[Run],
) -> io::Result<()> {
    writeln!(out, "The graph of {entry}\n")?;
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    for (name, value) in rows(statistics, reading) {
        table.add_row(vec![Cell::new(name), Cell::new(value)]);
    }
    writeln!(out, "{}\n", trimmed(table, 2))?;
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["engine", "links", "findings", "time"]);
    for run in runs {
        let links = if run.links() { "yes" } else { "no" };
        let cells = [run.engine.clone(), links.to_owned(), run.findings().to_string(), seconds(run.time)];
        table.add_row(cells);
    }
    writeln!(out, "{}", trimmed(table, 1))?;
    for run in runs.iter().filter(|run| run.findings() > 0) {
        writeln!(out, "\nOn {}:", run.engine)?;
        if let Err(failure) = &run.transcript {
            writeln!(out, "  {failure}")?;
        }
        for notice in &run.notices {
            writeln!(out, "  {notice}")?;
        }
        for difference in &run.differences {
            writeln!(out, "  {difference}")?;
        }
    }
    let count: usize = runs.iter().map(Run::findings).sum();
    writeln!(out, "\n{}", summary(count, runs.len()))
}

/// For programs: one object for the graph, one for each run, one that sums up.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_graph_jsonl(
    out: &mut dyn Write,
    entry: &str,
    reading: Duration,
    statistics: &Statistics,
    runs: &[Run],
) -> io::Result<()> {
    let Statistics {
        modules,
        source,
        broken,
        common_js,
        json,
        builtin,
        missing,
        requests,
        edges,
        star_exports,
        cycles,
        largest_cycle,
        depth,
    } = statistics;
    let graph = json!({ "graph": {
        "entry": entry, "modules": modules, "source": source, "broken": broken, "commonJs": common_js, "json": json,
        "builtin": builtin, "missing": missing, "requests": requests, "edges": edges, "starExports": star_exports,
        "cycles": cycles, "largestCycle": largest_cycle, "depth": depth, "seconds": reading.as_secs_f64(),
    }});
    writeln!(out, "{graph}")?;
    for run in runs {
        let differences: Vec<_> = run.differences.iter().map(crate::graph::Difference::to_json).collect();
        let notices: Vec<_> = run.notices.iter().map(ToString::to_string).collect();
        let failure = run.transcript.as_ref().err().map(ToString::to_string);
        let line = json!({
            "engine": run.engine, "links": run.links(), "seconds": run.time.as_secs_f64(), "failure": failure,
            "notices": notices, "differences": differences,
        });
        writeln!(out, "{line}")?;
    }
    let count: usize = runs.iter().map(Run::findings).sum();
    writeln!(out, "{}", json!({ "summary": { "engines": runs.len(), "findings": count } }))
}

fn rows(statistics: &Statistics, reading: Duration) -> Vec<(&'static str, String)> {
    let kinds = [
        (statistics.source, "source"),
        (statistics.common_js, "CommonJS"),
        (statistics.json, "JSON"),
        (statistics.builtin, "built-in"),
        (statistics.missing, "missing"),
    ];
    let kinds: Vec<String> = kinds
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, kind)| format!("{count} {kind}"))
        .collect();
    let cycles = match statistics.cycles {
        0 => "0".to_owned(),
        count => format!("{count}, the largest of {} modules", statistics.largest_cycle),
    };
    vec![
        ("modules", format!("{}: {}", statistics.modules, kinds.join(", "))),
        ("requests", statistics.requests.to_string()),
        ("edges", statistics.edges.to_string()),
        ("star exports", statistics.star_exports.to_string()),
        ("cycles", cycles),
        ("depth", statistics.depth.to_string()),
        ("read in", seconds(reading)),
    ]
}

/// `table` without spaces at the ends of lines; the columns from `numbers` on are aligned as numbers.
fn trimmed(mut table: Table, numbers: usize) -> String {
    for (index, column) in table.column_iter_mut().enumerate() {
        column.set_padding(PADDING);
        if index >= numbers {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.trim_fmt()
}

fn seconds(time: Duration) -> String {
    format!("{:.3} s", time.as_secs_f64())
}

fn summary(findings: usize, engines: usize) -> String {
    let engines = match engines {
        1 => "1 engine".to_owned(),
        count => format!("{count} engines"),
    };
    match findings {
        0 => format!("As expected on {engines}."),
        1 => format!("1 finding on {engines}."),
        count => format!("{count} findings on {engines}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{engines::RunFailure, graph::Difference, transcript::Transcript};

    fn statistics() -> Statistics {
        Statistics {
            modules: 5,
            source: 3,
            builtin: 2,
            requests: 7,
            edges: 6,
            star_exports: 1,
            cycles: 1,
            largest_cycle: 3,
            depth: 2,
            ..Statistics::default()
        }
    }

    fn run(differences: Vec<Difference>) -> Run {
        let (engine, time) = ("reference".to_owned(), Duration::from_millis(12));
        Run { engine, transcript: Ok(Transcript::default()), notices: vec![], time, differences }
    }

    fn failed() -> Run {
        Run { engine: "node".to_owned(), transcript: Err(RunFailure::Interrupted), ..run(vec![]) }
    }

    fn difference() -> Difference {
        Difference::Keys { module: "a.js".to_owned(), missing: vec!["x".to_owned()], unexpected: vec![] }
    }

    fn written(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn people_see_numbers_engines_and_every_difference() {
        let runs = [run(vec![difference()]), failed()];
        let text = written(|out| write_graph(out, "a.js", Duration::from_millis(1500), &statistics(), &runs));
        for line in [
            "The graph of a.js",
            "modules       5: 3 source, 2 built-in",
            "cycles        1, the largest of 3 modules",
            "read in       1.500 s",
            "engine     links  findings     time",
            "reference     no         1  0.012 s",
            "On reference:",
            "  keys of a.js: missing x",
            "node          no         1  0.012 s",
            "On node:",
            "  The run was interrupted",
            "2 findings on 2 engines.",
        ] {
            assert!(text.lines().any(|written| written == line), "{line} is missing:\n{text}");
        }
    }

    #[test]
    fn programs_see_one_object_a_line() {
        let runs = [run(vec![]), run(vec![difference()]), failed()];
        let text = written(|out| write_graph_jsonl(out, "a.js", Duration::ZERO, &statistics(), &runs));
        let lines: Vec<serde_json::Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines[0]["graph"]["largestCycle"], 3);
        assert_eq!(lines[1]["differences"], json!([]));
        assert_eq!(lines[2]["differences"][0]["missing"], json!(["x"]));
        assert_eq!(lines[3]["failure"], "The run was interrupted");
        assert_eq!(lines[4], json!({ "summary": { "engines": 3, "findings": 2 } }));
    }
}
