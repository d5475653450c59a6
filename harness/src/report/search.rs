//! What a search with generated programs found, for a person.

use std::io;

use anstyle::{AnsiColor, Style};

use super::{diff::visible, write_diff};
use crate::{
    conformance::{SearchFinding, SearchSummary},
    oracles::Verdict,
    program::to_yaml,
};

const BOLD: Style = Style::new().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();
const GOOD: Style = AnsiColor::Green.on_default().bold();

/// How many findings are written in full. The smallest say most; a person fixes one and searches again.
const SHOWN: usize = 5;

/// Writes the smallest findings of `summary` in full, each with its program and the command that `again` gives for its
/// number, and one line that counts everything. `title` says what was held against what.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_search(
    out: &mut dyn io::Write,
    title: &str,
    summary: &SearchSummary,
    again: &dyn Fn(u64) -> String,
) -> io::Result<()> {
    let mut smallest: Vec<&SearchFinding> = summary.findings.iter().collect();
    smallest.sort_by_key(|finding| (finding.size(), finding.number));
    for finding in smallest.iter().take(SHOWN) {
        write_finding(out, title, finding, again)?;
    }
    let left = smallest.len().saturating_sub(SHOWN);
    if left > 0 {
        writeln!(out, "{left} more, in larger programs, are counted below and not shown.\n")?;
    }
    let SearchSummary { programs, predicted, unmodelled, findings, is_partial } = summary;
    let of = |verdict| findings.iter().filter(|finding| finding.verdict == verdict).count();
    let style = if findings.is_empty() { GOOD } else { BAD };
    write!(out, "{BOLD}{title}{BOLD:#}: {programs} programs, {predicted} predicted exactly")?;
    if *unmodelled > 0 {
        write!(out, ", {unmodelled} up to what is not modelled")?;
    }
    write!(out, ", {style}{} findings{style:#}", findings.len())?;
    for (verdict, word) in [(Verdict::Crash, "crashes"), (Verdict::Hang, "hangs")] {
        if of(verdict) > 0 {
            write!(out, ", {} of them {word}", of(verdict))?;
        }
    }
    writeln!(out, ".{}", if *is_partial { " Not all programs were run." } else { "" })
}

fn write_finding(
    out: &mut dyn io::Write,
    title: &str,
    finding: &SearchFinding,
    again: &dyn Fn(u64) -> String,
) -> io::Result<()> {
    let word = match finding.verdict {
        Verdict::Crash => "CRASH",
        Verdict::Hang => "HANG",
        Verdict::Pass | Verdict::Fail | Verdict::Unmodelled => "FAIL",
    };
    let SearchFinding { number, program, finding, .. } = finding;
    writeln!(out, "{BAD}{word}{BAD:#} {BOLD}program {number}{BOLD:#} on {title}")?;
    let place = match finding.step {
        None => "before the first step, or in the run as a whole".to_owned(),
        Some(index) => {
            let step = program.steps.get(index).map(|step| step.action.label(|module| program.name(module)));
            format!("at step {}{}", index + 1, step.map(|step| format!(", {step}")).unwrap_or_default())
        }
    };
    writeln!(out, "\n  {BOLD}{}{BOLD:#}, {}", finding.oracle, visible(&place))?;
    write_diff(out, "    ", &finding.expected, &finding.actual)?;
    writeln!(out, "\n  {BOLD}program{BOLD:#}")?;
    for line in to_yaml(program).lines() {
        writeln!(out, "    {}", visible(line))?;
    }
    writeln!(out, "\n  Run only this program:  {}\n", again(*number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{conformance::generated, oracles::Finding};

    fn shown(summary: &SearchSummary) -> String {
        let mut out = anstream::StripStream::new(Vec::new());
        write_search(&mut out, "bun as bun-1.4", summary, &|number| format!("run {number}")).unwrap();
        String::from_utf8(out.into_inner()).unwrap()
    }

    fn finding(number: u64, verdict: Verdict) -> SearchFinding {
        let finding = Finding {
            oracle: "prediction".to_owned(),
            step: Some(0),
            expected: "status main: linked".to_owned(),
            actual: "status main: errored".to_owned(),
        };
        SearchFinding { number, program: generated(0, number), verdict, finding }
    }

    #[test]
    fn the_smallest_are_shown_and_all_are_counted() {
        let findings: Vec<_> = (0..9).map(|number| finding(number, Verdict::Fail)).collect();
        let mut sizes: Vec<_> = findings.iter().map(|one| (one.size(), one.number)).collect();
        sizes.sort_unstable();
        let summary =
            SearchSummary { programs: 20, predicted: 10, unmodelled: 1, findings, is_partial: true };
        let text = shown(&summary);
        assert_eq!(text.matches("FAIL program").count(), SHOWN);
        assert!(text.starts_with(&format!("FAIL program {} on bun as bun-1.4\n", sizes[0].1)), "{text}");
        assert!(text.contains(&format!("  Run only this program:  run {}\n", sizes[0].1)), "{text}");
        assert!(text.contains("4 more, in larger programs"), "{text}");
        let last = "bun as bun-1.4: 20 programs, 10 predicted exactly, 1 up to what is not modelled, 9 findings. Not \
                    all programs were run.\n";
        assert!(text.ends_with(last), "{text}");
    }

    #[test]
    fn crashes_are_told_apart() {
        let findings = vec![finding(3, Verdict::Crash)];
        let text = shown(&SearchSummary { programs: 1, findings, ..SearchSummary::default() });
        assert!(text.starts_with("CRASH program 3"), "{text}");
        assert!(text.ends_with("1 findings, 1 of them crashes.\n"), "{text}");
        let text = shown(&SearchSummary { programs: 2, predicted: 2, ..SearchSummary::default() });
        assert_eq!(text, "bun as bun-1.4: 2 programs, 2 predicted exactly, 0 findings.\n");
    }
}
