//! The report for programs: JSON, one object a line.

use std::io;

use serde_json::{Value, json};

use super::{Reporter, Summary};
use crate::{
    conformance::CaseResult,
    corpus::Case,
    oracles::{Finding, Verdict},
};

/// Writes one object for each case, engine and profile, and then one with the sums.
///
/// The `cases` of the sums are the objects before it, so the other numbers add up to it.
#[derive(Debug)]
pub struct Jsonl<W> {
    out: W,
}

impl<W: io::Write> Jsonl<W> {
    /// Writes to `out`.
    pub const fn new(out: W) -> Self {
        Self { out }
    }

    fn line(&mut self, value: &Value) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, value)?;
        self.out.write_all(b"\n")
    }
}

impl<W: io::Write> Reporter for Jsonl<W> {
    fn result(&mut self, _case: &Case, result: &CaseResult) -> io::Result<()> {
        let findings: Vec<Value> =
            result.findings.iter().map(|finding| self::finding(result, finding)).collect();
        self.line(&json!({
            "case": result.case.to_string(),
            "engine": result.engine,
            "profile": result.profile.as_str(),
            "verdict": verdict(result.verdict),
            "steps": Value::Null,
            "findings": findings,
        }))
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let mut sums = serde_json::Map::new();
        sums.insert("cases".to_owned(), summary.total.total().into());
        sums.extend(summary.total.named().into_iter().map(|(word, count)| (word.to_owned(), count.into())));
        self.line(&json!({ "summary": sums }))?;
        self.out.flush()
    }
}

/// `at` is the place of the step in `steps`; both are `null` when the finding is about the case as a whole.
fn finding(result: &CaseResult, finding: &Finding) -> Value {
    let label = finding.step.and_then(|index| result.transcript.steps.get(index)).map(|record| &record.step);
    json!({
        "oracle": finding.oracle,
        "step": label,
        "at": finding.step,
        "expected": finding.expected,
        "actual": finding.actual,
    })
}

const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "fail",
        Verdict::Unmodelled => "unmodelled",
        Verdict::Crash => "crash",
        Verdict::Hang => "hang",
    }
}
