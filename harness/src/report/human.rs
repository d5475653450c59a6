//! The report for a person at a terminal.

use std::io;

use anstyle::{AnsiColor, Style};

use super::{
    Reporter, Rerun,
    diff::visible,
    runtimes::{legend, runtime_table},
    tally::{Tally, column, in_words},
    write_coverage, write_diff,
};
use crate::{
    conformance::{CaseResult, RunSummary},
    corpus::Case,
    engines::NoticeKind,
    oracles::{Verdict, unmodelled_place},
    transcript::Unmodelled,
};

const BOLD: Style = Style::new().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();
const GOOD: Style = AnsiColor::Green.on_default().bold();
const QUIET: Style = Style::new().dimmed();

/// Writes failures in full, then a table by topic and one line that sums up. Passing cases are only counted.
///
/// Styles are always written; give it a stream that removes them where they are not wanted.
#[derive(Debug)]
pub struct Human<W> {
    out: W,
    rerun: Rerun,
    tally: Tally,
    /// Cases whose result is another alone than in company, with what happened in company.
    disturbed: Vec<String>,
}

impl<W: io::Write> Human<W> {
    /// Writes to `out`.
    pub fn new(out: W, rerun: Rerun) -> Self {
        Self { out, rerun, tally: Tally::default(), disturbed: Vec::new() }
    }
}

impl<W: io::Write> Reporter for Human<W> {
    fn result(&mut self, case: &Case, result: &CaseResult) -> io::Result<()> {
        self.tally.add(result);
        let disturbed = result.notices.iter().filter(|notice| notice.kind == NoticeKind::Disturbed);
        self.disturbed.extend(
            disturbed
                .map(|notice| format!("{} on {}: {}", result.case, result.engine, visible(&notice.text))),
        );
        if result.is_as_expected() {
            return Ok(());
        }
        let out = &mut self.out;
        let word = match result.verdict {
            Verdict::Pass | Verdict::Fail => "FAIL",
            Verdict::Unmodelled => "UNMODELLED",
            Verdict::Crash => "CRASH",
            Verdict::Hang => "HANG",
        };
        let (id, engine, profile) = (&result.case, &result.engine, result.profile);
        writeln!(out, "{BAD}{word}{BAD:#} {BOLD}{id}{BOLD:#} on {engine}, profile {profile}")?;
        writeln!(out, "  {}:{}", case.file.display(), case.line)?;
        writeln!(out, "  {}", visible(&case.why))?;
        writeln!(out, "  {QUIET}Source: {}{QUIET:#}", visible(&case.source.join(", ")))?;
        if let Some((step, at)) =
            unmodelled_place(&result.transcript).filter(|_| result.verdict == Verdict::Unmodelled)
        {
            let Unmodelled { module, line, column } = at;
            let module = visible(module);
            let place = match step {
                Some(_) => place(case, result, step),
                None => "where modules are constructed".to_owned(),
            };
            writeln!(out, "\n  {BOLD}not modelled{BOLD:#}, {place}")?;
            writeln!(
                out,
                "    The engine cannot say what the code at line {line}, column {column} of {module} does."
            )?;
        }
        for finding in &result.findings {
            let place = place(case, result, finding.step);
            writeln!(out, "\n  {BOLD}{}{BOLD:#}, {place}", finding.oracle)?;
            write_diff(out, "    ", &finding.expected, &finding.actual)?;
        }
        for notice in &result.notices {
            writeln!(out, "\n  {BOLD}noticed{BOLD:#}, {}", place(case, result, notice.step))?;
            notice.to_string().lines().try_for_each(|line| writeln!(out, "    {}", visible(line)))?;
        }
        writeln!(out, "\n  Run only this case:     {}", self.rerun.command(result))?;
        if let Some(command) = self.rerun.script(result) {
            writeln!(out, "  See it without vmlink:  {command}")?;
        }
        if let Some(command) = self.rerun.list(result) {
            writeln!(out, "  List as deviations:     {command}")?;
        }
        if let Some(command) = self.rerun.bless(result) {
            writeln!(out, "  Bless what came of it:  {command}")?;
        }
        writeln!(out)?;
        // A failure is shown as soon as it is known, and before a progress bar comes back.
        out.flush()
    }

    fn finish(&mut self, summary: &RunSummary) -> io::Result<()> {
        let out = &mut self.out;
        if let Some(coverage) = &summary.coverage {
            write_coverage(out, coverage)?;
        }
        if !self.tally.is_empty() {
            writeln!(out, "{}\n", self.tally.table())?;
        }
        if !summary.runtimes.is_empty() {
            writeln!(out, "{}\n\n{}\n", runtime_table(summary), legend(summary))?;
        }
        if summary.stopped {
            writeln!(
                out,
                "Stopped at the first result that is not a pass; there are cases that were not judged."
            )?;
        }
        if !self.disturbed.is_empty() {
            writeln!(
                out,
                "These failed in the company of other cases; what counts is what they brought alone:"
            )?;
            for line in &self.disturbed {
                writeln!(out, "  {line}")?;
            }
            writeln!(out)?;
        }
        if summary.interrupted {
            writeln!(
                out,
                "{BAD}Interrupted:{BAD:#} this report is partial; there are cases that were not judged."
            )?;
        }
        let cases = if summary.cases == 1 { "1 case".to_owned() } else { format!("{} cases", summary.cases) };
        if summary.is_clean() {
            write!(out, "{GOOD}As expected:{GOOD:#} {cases}")?;
        } else {
            let wrong = self.tally.not_as_expected();
            let are = if wrong == 1 { "is" } else { "are" };
            write!(out, "{BAD}{wrong} of {cases} {are} not as expected{BAD:#}")?;
        }
        let runtimes = summary.runtimes.len();
        if runtimes > 0 {
            write!(out, " on {runtimes} {}", if runtimes == 1 { "runtime" } else { "runtimes" })?;
        }
        let references =
            summary.by_profile.iter().filter(|((engine, _), _)| !summary.runtimes.contains_key(engine));
        for ((engine, profile), counts) in references {
            write!(out, "; {}: {}", column(engine, profile.as_str()), in_words(counts))?;
        }
        writeln!(out, ".")?;
        out.flush()
    }
}

/// Where a finding is: `at step 2 of 3, link main`.
fn place(case: &Case, result: &CaseResult, step: Option<usize>) -> String {
    let Some(index) = step else { return "for the case as a whole".to_owned() };
    let program = &case.program;
    let label =
        result.transcript.steps.get(index).map(|record| record.step.clone()).or_else(|| {
            program.steps.get(index).map(|step| step.action.label(|module| program.name(module)))
        });
    let label = label.map(|label| format!(", {}", visible(&label))).unwrap_or_default();
    format!("at step {} of {}{label}", index + 1, program.steps.len().max(index + 1))
}

#[cfg(test)]
mod tests {
    use super::{super::test_support, *};
    use crate::{reference::ProfileName, transcript::Outcome};

    fn shown(result: &CaseResult) -> String {
        shown_with(result, true)
    }

    fn shown_with(result: &CaseResult, can_bless: bool) -> String {
        let mut out = anstream::StripStream::new(Vec::new());
        let arguments = vec!["--cases".to_owned(), "my cases".to_owned()];
        let rerun = Rerun { arguments, can_bless, ..Rerun::default() };
        let mut human = Human::new(&mut out, rerun);
        human.result(&test_support::case(), result).unwrap();
        human.finish(&test_support::summary(result)).unwrap();
        String::from_utf8(out.into_inner()).unwrap()
    }

    #[test]
    fn a_failure_says_where_why_what_and_how_to_go_on() {
        let text = shown(&test_support::failure());
        let expected = "\
FAIL linking/linker-failure/throws on reference, profile contract
  cases/linking/linker-failure.yaml:4
  A linker that throws makes link() reject.
  Source: C1, C4

  expectation, at step 1 of 1, link main
    - expected  + actual
    - status errored
    + status unlinked

  Run only this case:     cargo xtask conformance linking/linker-failure/throws --profile contract --cases 'my cases'
  Bless what came of it:  cargo xtask conformance linking/linker-failure/throws --profile contract --cases 'my cases' --bless
";
        assert!(text.starts_with(expected), "{text}");
        assert!(text.ends_with("\n1 of 1 case is not as expected; contract: 0 pass, 1 fail.\n"), "{text}");
    }

    #[test]
    fn how_to_bless_is_said_only_where_it_can_be_done() {
        let mut failure = test_support::failure();
        assert!(shown_with(&failure, true).contains("--bless"));
        let text = shown_with(&failure, false);
        assert!(!text.to_lowercase().contains("bless"), "{text}");
        assert!(text.contains("Run only this case:"), "{text}");
        failure.verdict = Verdict::Crash;
        assert!(!shown_with(&failure, true).contains("--bless"), "half a transcript is nobody's to approve");
    }

    #[test]
    fn what_is_not_modelled_says_where() {
        let outcome = || Outcome::Unmodelled(Unmodelled { module: "ma\nin".to_owned(), line: 3, column: 9 });
        let mut result = test_support::pass();
        result.verdict = Verdict::Unmodelled;
        result.transcript.steps[0].outcome = outcome();
        let says = "    The engine cannot say what the code at line 3, column 9 of ma\\u{a}in does.\n";
        let text = shown(&result);
        assert!(text.contains(&format!("  not modelled, at step 1 of 1, link main\n{says}")), "{text}");

        result.transcript.steps.clear();
        result.transcript.construct.insert("main".to_owned(), outcome());
        let text = shown(&result);
        assert!(text.contains(&format!("  not modelled, where modules are constructed\n{says}")), "{text}");
    }

    #[test]
    fn a_case_is_counted_once_however_many_profiles_it_fails_under() {
        let mut out = anstream::StripStream::new(Vec::new());
        let mut human = Human::new(&mut out, Rerun::default());
        let mut last = test_support::failure();
        for (id, profile) in
            [("a", ProfileName::Contract), ("a", ProfileName::Ecma262), ("b", ProfileName::Contract)]
        {
            last.case.id = id.to_owned();
            last.profile = profile;
            human.result(&test_support::case(), &last).unwrap();
        }
        let summary = RunSummary { cases: 6, ..test_support::summary(&last) };
        human.finish(&summary).unwrap();
        let text = String::from_utf8(out.into_inner()).unwrap();
        assert!(text.contains("\n2 of 6 cases are not as expected; contract: "), "{text}");
    }

    #[test]
    fn passes_are_only_counted() {
        let text = shown(&test_support::pass());
        assert!(!text.contains("linker-failure"), "{text}");
        assert!(text.contains("linking"), "{text}");
        assert!(text.ends_with("\nAs expected: 1 case; contract: 1 pass.\n"), "{text}");
    }

    #[test]
    fn a_partial_report_says_so_and_disturbances_are_told_at_its_end() {
        let mut result = test_support::pass();
        let summary = |result: &CaseResult| RunSummary { interrupted: true, ..test_support::summary(result) };
        let shown = |result: &CaseResult, summary: &RunSummary| {
            let mut out = anstream::StripStream::new(Vec::new());
            let mut human = Human::new(&mut out, Rerun::default());
            human.result(&test_support::case(), result).unwrap();
            human.finish(summary).unwrap();
            String::from_utf8(out.into_inner()).unwrap()
        };
        let text = shown(&result, &test_support::summary(&result));
        assert!(!text.contains("partial") && !text.contains("company"), "{text}");
        result.notices = test_support::notices();
        let text = shown(&result, &summary(&result));
        assert!(text.contains("Interrupted: this report is partial"), "{text}");
        assert!(text.contains("\n  linking/linker-failure/throws on reference: It died.\n"), "{text}");
        assert!(!text.contains("Error: x"), "what a passing case left unhandled is of no interest: {text}");
        result.verdict = Verdict::Fail;
        let text = shown(&result, &summary(&result));
        assert!(text.contains("noticed, at step 1"), "{text}");
    }
}
