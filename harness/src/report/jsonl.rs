//! The report for programs: JSON, one object a line.

use std::io;

use serde_json::{Map, Value, json};

use super::Reporter;
use crate::{
    conformance::{CaseResult, Counts, RunSummary, RuntimeCounts},
    corpus::Case,
    engines::Notice,
    oracles::{Finding, Verdict},
    transcript::{construct_json, step_json},
};

/// Writes one object for each case, engine and profile, and then one with the sums.
///
/// In the sums `cases` counts every case once; the other numbers add up to the objects before it. `construct` stands
/// before `steps` only where the construction of a module failed. For a runtime `predicted` says whether its profile
/// predicts what came (`null` where the profile cannot tell), `deviates` whether it deviates from the standards (`null`
/// where nothing came), and the sums have a row for each. `notices` is there when something was noticed, and the sums
/// have `partial` only when the run was interrupted.
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
        let mut object = Map::new();
        object.insert("case".to_owned(), result.case.to_string().into());
        object.insert("engine".to_owned(), result.engine.as_str().into());
        object.insert("profile".to_owned(), result.profile.as_str().into());
        object.insert("verdict".to_owned(), verdict(result.verdict).into());
        if let Some(standing) = result.standing {
            object.insert("predicted".to_owned(), standing.is_predicted.into());
            object.insert(
                "deviates".to_owned(),
                json!({ "contract": standing.contract, "ecma262": standing.ecma262 }),
            );
        }
        if !result.transcript.construct.is_empty() {
            object.insert("construct".to_owned(), construct_json(&result.transcript));
        }
        object.insert("steps".to_owned(), result.transcript.steps.iter().map(step_json).collect());
        object
            .insert("findings".to_owned(), result.findings.iter().map(|one| finding(result, one)).collect());
        if !result.notices.is_empty() {
            object.insert("notices".to_owned(), result.notices.iter().map(notice).collect());
        }
        self.line(&Value::Object(object))
    }

    fn finish(&mut self, summary: &RunSummary) -> io::Result<()> {
        let Counts { pass, fail, unmodelled, crash, hang } = summary.total;
        let mut line = json!({
            "summary": {
                "cases": summary.cases,
                "pass": pass,
                "fail": fail,
                "unmodelled": unmodelled,
                "crash": crash,
                "hang": hang,
            }
        });
        if !summary.runtimes.is_empty() {
            line["summary"]["runtimes"] =
                summary.runtimes.iter().map(|(name, one)| runtime(name, one)).collect();
        }
        if summary.interrupted {
            line["summary"]["partial"] = true.into();
        }
        self.line(&line)?;
        self.out.flush()
    }
}

/// `obeys` counts the cases in which the runtime does; all others deviate, but for those that brought no transcript.
fn runtime(name: &str, runtime: &RuntimeCounts) -> Value {
    let Counts { unmodelled, crash, hang, .. } = runtime.counts;
    json!({
        "engine": name,
        "profile": runtime.profile.as_str(),
        "nearestProfile": runtime.is_nearest,
        "cases": runtime.counts.all(),
        "predicted": runtime.predicted,
        "findings": runtime.findings,
        "unmodelled": unmodelled,
        "crash": crash,
        "hang": hang,
        "obeys": { "contract": runtime.contract, "ecma262": runtime.ecma262 },
    })
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

/// Something that was seen beside the transcript.
fn notice(notice: &Notice) -> Value {
    json!({ "notice": notice.kind.as_str(), "at": notice.step, "text": notice.text })
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

#[cfg(test)]
mod tests {
    use super::{super::test_support, *};

    #[test]
    fn what_is_rare_is_told_only_where_it_is() {
        let mut out = Vec::new();
        let mut report = Jsonl::new(&mut out);
        let mut result = test_support::pass();
        result.notices = test_support::notices();
        report.result(&test_support::case(), &result).unwrap();
        let summary = RunSummary { interrupted: true, ..test_support::summary(&result) };
        report.finish(&summary).unwrap();
        let text = String::from_utf8(out).unwrap();
        let expected = r#""notices":[{"notice":"unhandledRejection","at":0,"text":"Error: x"},{"notice":"disturbed","at":null,"text":"It died."}]}"#;
        assert!(text.contains(expected), "{text}");
        assert!(text.ends_with("\"hang\":0,\"partial\":true}}\n"), "{text}");
    }

    #[test]
    fn one_object_a_result_with_its_keys_in_order() {
        let mut out = Vec::new();
        let mut report = Jsonl::new(&mut out);
        report.result(&test_support::case(), &test_support::failure()).unwrap();
        report.finish(&test_support::summary(&test_support::failure())).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            concat!(
                r#"{"case":"linking/linker-failure/throws","engine":"reference","profile":"contract","#,
                r#""verdict":"fail","steps":[{"step":"link main","outcome":"pending","#,
                r#""status":{"main":"linked"},"calls":[["missing","main"]],"log":[]}],"#,
                r#""findings":[{"oracle":"expectation","step":"link main","at":0,"#,
                r#""expected":"status errored","actual":"status unlinked"}]}"#,
                "\n",
                r#"{"summary":{"cases":1,"pass":0,"fail":1,"unmodelled":0,"crash":0,"hang":0}}"#,
                "\n",
            )
        );
    }
}
