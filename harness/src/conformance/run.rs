//! The run itself: every case on every engine of the plan, in parallel, reported in order.

use std::{
    any::Any,
    collections::BTreeMap,
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc,
    },
    thread,
};

use rayon::{ThreadPoolBuildError, ThreadPoolBuilder};

use super::{
    Assignment, CaseResult, Coverage, RunSummary,
    failure::failed,
    judge::judge,
    plan::Ran,
    standing::{judge_failure, judge_runtime},
};
use crate::{
    corpus::Case,
    engines::{Interrupt, RunFailure},
    oracles::{Finding, Verdict, snapshots::Snapshots},
    reference::marks::Marks,
    transcript::Transcript,
};

/// Bytes of stack of one worker: what the main thread of a program has on Linux, so that a case behaves in a run as it
/// does alone.
const WORKER_STACK: usize = 8 << 20;

/// Workers for each processor, at most. Judging waits for nothing, so more than one gains little; four leave room to
/// hide a slow case behind others, and no number on a command line makes the operating system refuse its threads.
const JOBS_PER_PROCESSOR: usize = 4;

/// How a run goes about its work.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'s> {
    /// How many cases are judged at once; as many as there are processors when it is `None`. More than four for each
    /// processor, or more than there are results to come, are never used.
    pub jobs: Option<NonZeroUsize>,
    /// Whether to stop at the first result, in the order of the corpus, that is not a pass.
    pub fail_fast: bool,
    /// Whether to collect which steps of the reference the run reaches.
    pub coverage: bool,
    /// The snapshots to compare with; none are compared when it is `None`.
    pub snapshots: Option<&'s Snapshots>,
    /// Ends the run early when it is raised: what has been judged is reported, and [`RunSummary::interrupted`] is set.
    pub interrupt: Option<&'s Interrupt>,
}

/// A run that could not start.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The operating system gave no threads.
    #[error("The worker threads could not be started: {0}. Try again with a smaller `--jobs`.")]
    Threads(#[from] ThreadPoolBuildError),
}

/// What a worker hands over.
struct Judged {
    result: CaseResult,
    marks: Option<Marks>,
    bug: Option<String>,
}

/// Judges `cases` by every assignment of `plan`.
///
/// `on_result` is called on the calling thread, case by case in the order of `cases` and for each case in the order of
/// `plan`, whichever was judged first; an interrupted run may leave out results between others. With `fail_fast` it sees nothing after the first result that is not a pass. A
/// panic while a case is run or judged becomes a result like any other and is told in [`RunSummary::bugs`].
///
/// # Errors
/// When no worker threads can be started.
pub fn run(
    cases: &[&Case],
    plan: &[Assignment<'_>],
    options: &Options<'_>,
    mut on_result: impl FnMut(&Case, &CaseResult),
) -> Result<RunSummary, RunError> {
    let units = cases.len() * plan.len();
    let pool = ThreadPoolBuilder::new()
        .num_threads(workers(options.jobs, units))
        .stack_size(WORKER_STACK)
        .thread_name(|index| format!("case-worker-{index}"))
        .build()?;
    let mut summary =
        RunSummary { coverage: options.coverage.then(Coverage::default), ..RunSummary::of_plan(plan) };
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        let (next, stop) = (&next, &stop);
        scope.spawn(move || {
            pool.broadcast(|_| {
                // Workers take the next unit by turns, so that results come nearly in order and little has to wait.
                while !stop.load(Ordering::Relaxed) && !is_interrupted(options) {
                    let unit = next.fetch_add(1, Ordering::Relaxed);
                    if unit >= units {
                        break;
                    }
                    let judged = judge_unit(cases[unit / plan.len()], &plan[unit % plan.len()], options);
                    let Some(judged) = judged else { break };
                    if sender.send((unit, judged)).is_err() {
                        break;
                    }
                }
            });
        });
        let mut early = BTreeMap::new();
        let (mut due, mut last_case) = (0, None);
        // Gives whether there is more to report.
        let mut report = |unit: usize, judged: Judged| {
            let Judged { result, marks, bug } = judged;
            let case = unit / plan.len();
            summary.add(&result, last_case.replace(case) != Some(case), marks.as_ref(), bug);
            on_result(cases[case], &result);
            if options.fail_fast && !result.is_as_expected() {
                summary.stopped = unit + 1 < units;
                stop.store(true, Ordering::Relaxed);
            }
            !stop.load(Ordering::Relaxed)
        };
        for (unit, judged) in receiver {
            early.insert(unit, judged);
            while let Some(judged) = early.remove(&due) {
                if !report(due, judged) {
                    return;
                }
                due += 1;
            }
        }
        // Whatever is left was judged after a result that an interruption took away.
        for (unit, judged) in early {
            if !report(unit, judged) {
                return;
            }
        }
    });
    summary.interrupted = !summary.stopped && is_interrupted(options) && summary.total.all() < units;
    Ok(summary)
}

fn is_interrupted(options: &Options<'_>) -> bool {
    options.interrupt.is_some_and(Interrupt::is_raised)
}

/// How many workers judge `units` results when `jobs` are asked for; at least one.
fn workers(jobs: Option<NonZeroUsize>, units: usize) -> usize {
    let processors = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let most = processors.get().saturating_mul(JOBS_PER_PROCESSOR);
    jobs.unwrap_or(processors).get().min(units).min(most).max(1)
}

/// The result of one unit; `None` when an interruption took it away.
fn judge_unit(case: &Case, assignment: &Assignment<'_>, options: &Options<'_>) -> Option<Judged> {
    let mut result = CaseResult {
        case: case.id.clone(),
        engine: assignment.engine_name().to_owned(),
        profile: assignment.profile,
        verdict: Verdict::Crash,
        transcript: Transcript::default(),
        findings: Vec::new(),
        notices: Vec::new(),
        standing: None,
    };
    let (mut marks, mut bug) = (None, None);
    // A case is judged from the case alone, so nothing a panic leaves half done is seen by another.
    let judged = catch_unwind(AssertUnwindSafe(|| {
        let ran: Ran = assignment.run(&case.program);
        (marks, result.notices) = (ran.marks, ran.notices);
        let measure = assignment.as_runtime().map(|runtime| runtime.measure);
        let apart = |(verdict, findings, standing)| (verdict, findings, Some(standing));
        let alone = |(verdict, findings)| (verdict, findings, None);
        match (ran.transcript, measure) {
            (Ok(transcript), measure) => {
                result.transcript = transcript;
                let transcript = &result.transcript;
                Some(match measure {
                    Some(measure) => apart(judge_runtime(case, measure, transcript)),
                    None => alone(judge(case, assignment.profile, transcript, options.snapshots)),
                })
            }
            (Err(RunFailure::Interrupted), _) => None,
            (Err(failure), Some(measure)) => Some(apart(judge_failure(case, measure, &failure))),
            (Err(failure), None) => {
                let (verdict, finding) = failed(&failure);
                Some(alone((verdict, vec![finding])))
            }
        }
    }));
    match judged {
        Ok(judged) => (result.verdict, result.findings, result.standing) = judged?,
        Err(panic) => {
            let message = panic_message(panic.as_ref());
            result.findings.push(Finding {
                oracle: "harness".to_owned(),
                step: None,
                expected: "a verdict".to_owned(),
                actual: format!("a panic of the harness, which is a bug in it: {message}"),
            });
            bug = Some(message);
        }
    }
    Some(Judged { result, marks, bug })
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("the panic brought no message")
        .to_owned()
}

#[cfg(test)]
mod tests {
    use std::{sync::Mutex, time::Duration};

    use super::*;
    use crate::{
        corpus::testing::cases,
        engines::Engine,
        program::{Program, Value},
        reference::ProfileName,
        transcript::{Observed, Outcome, StepRecord, Unmodelled},
    };

    /// Answers as the name of the program's first module says.
    struct Scripted {
        /// The names in the order in which the programs were run.
        ran: Mutex<Vec<String>>,
        interrupt: Interrupt,
    }

    impl Engine for Scripted {
        fn name(&self) -> &'static str {
            "scripted"
        }

        fn run(&self, program: &Program) -> Result<Transcript, RunFailure> {
            let name = program.modules[0].name.clone();
            self.ran.lock().unwrap().push(name.clone());
            let outcome = match name.as_str() {
                "panics" => panic!("the reason"),
                "hangs" => return Err(RunFailure::Hang { seconds: Duration::from_secs(1), step: Some(0) }),
                "dies" => return Err(RunFailure::Crash { death: Box::default() }),
                "interrupts" => {
                    self.interrupt.raise();
                    return Err(RunFailure::Interrupted);
                }
                "slow" => {
                    thread::sleep(Duration::from_millis(50));
                    Outcome::Ok(Observed::Value(Value::Undefined))
                }
                "unmodelled" => Outcome::Unmodelled(Unmodelled { module: name, line: 1, column: 2 }),
                _ => Outcome::Ok(Observed::Value(Value::Undefined)),
            };
            let record = StepRecord {
                step: "link main".to_owned(),
                outcome,
                together: vec![],
                inside: vec![],
                settled: vec![],
                status: indexmap::IndexMap::default(),
                errors: indexmap::IndexMap::default(),
                calls: vec![],
                imports: vec![],
                log: vec![],
            };
            Ok(Transcript { steps: vec![record], ..Transcript::default() })
        }
    }

    /// Judges one case for each of `scripts`, twice each; gives what was reported and the summary.
    fn run_scripts(
        scripts: &[&str],
        jobs: usize,
        fail_fast: bool,
    ) -> (Vec<(String, Verdict)>, RunSummary, usize) {
        let ids: Vec<String> = (0..scripts.len()).map(|place| format!("topic/file/{place}")).collect();
        let mut corpus = cases(&ids.iter().map(String::as_str).collect::<Vec<_>>());
        for (case, script) in corpus.iter_mut().zip(scripts) {
            case.program.modules[0].name = (*script).to_owned();
        }
        let interrupt = Interrupt::default();
        let engine = Scripted { ran: Mutex::default(), interrupt: interrupt.clone() };
        let plan = ProfileName::STANDARDS.map(|profile| Assignment::engine(&engine, profile));
        let options = Options {
            jobs: NonZeroUsize::new(jobs),
            fail_fast,
            coverage: true,
            snapshots: None,
            interrupt: Some(&interrupt),
        };
        let mut seen = Vec::new();
        let summary = run(&corpus.iter().collect::<Vec<_>>(), &plan, &options, |case, result| {
            assert_eq!(case.id, result.case);
            seen.push((format!("{} {}", result.case.id, result.profile), result.verdict));
        })
        .unwrap();
        let ran = engine.ran.into_inner().unwrap().len();
        (seen, summary, ran)
    }

    #[test]
    fn results_come_in_the_order_of_the_corpus_whichever_is_first() {
        for jobs in [1, 4] {
            let (seen, summary, _) = run_scripts(&["slow", "ok", "ok", "slow", "ok"], jobs, false);
            let names: Vec<&str> = seen.iter().map(|(name, _)| name.as_str()).collect();
            let expected: Vec<String> =
                (0..5).flat_map(|place| [format!("{place} contract"), format!("{place} ecma262")]).collect();
            assert_eq!(names, expected);
            assert_eq!(summary.cases, 5);
            assert_eq!(summary.total.all(), 10);
            assert!(!summary.stopped);
        }
    }

    #[test]
    fn no_number_of_jobs_is_too_large() {
        let jobs = NonZeroUsize::new(4_000_000_000);
        assert_eq!(workers(jobs, 0), 1);
        assert_eq!(workers(jobs, 3), 3, "there are three results to come, and room for four workers");
        assert!(workers(jobs, usize::MAX) <= workers(None, usize::MAX) * JOBS_PER_PROCESSOR);
        assert_eq!(workers(NonZeroUsize::new(2), usize::MAX), 2);
        let (seen, _, _) = run_scripts(&["ok"; 40], 4_000_000_000, false);
        assert_eq!(seen.len(), 80);
    }

    #[test]
    fn a_panic_is_a_result_and_a_bug() {
        let (seen, summary, _) = run_scripts(&["ok", "panics", "ok"], 2, false);
        let verdicts: Vec<Verdict> = seen.iter().map(|(_, verdict)| *verdict).collect();

        let (pass, crash) = (Verdict::Pass, Verdict::Crash);
        assert_eq!(verdicts, [pass, pass, crash, crash, pass, pass]);
        assert_eq!(summary.bugs.len(), 2);
        assert_eq!(summary.bugs[0].message, "the reason");
        assert_eq!(summary.bugs[0].case.id, "1");
        assert!(!summary.is_clean());
    }

    #[test]
    fn a_program_without_a_transcript_is_a_result() {
        let (seen, summary, _) = run_scripts(&["dies", "hangs", "ok"], 1, false);
        let verdicts: Vec<Verdict> = seen.iter().step_by(2).map(|(_, verdict)| *verdict).collect();
        assert_eq!(verdicts, [Verdict::Crash, Verdict::Hang, Verdict::Pass]);
        assert_eq!((summary.total.crash, summary.total.hang, summary.bugs.len()), (2, 2, 0));
    }

    #[test]
    fn an_interrupted_run_reports_what_it_has_and_says_so() {
        let mut scripts = vec!["ok", "interrupts"];
        scripts.extend(["slow"; 20]);
        let (seen, summary, ran) = run_scripts(&scripts, 1, false);
        assert_eq!(seen.len(), 2, "{seen:?}");
        assert!(summary.interrupted);
        assert_eq!(ran, 3);
        let (_, summary, _) = run_scripts(&["ok"], 1, false);
        assert!(!summary.interrupted);
    }

    #[test]
    fn fail_fast_reports_nothing_after_the_first_that_is_not_a_pass() {
        for jobs in [1, 4] {
            let (seen, summary, _) = run_scripts(&["slow", "panics", "ok", "ok"], jobs, true);
            let names: Vec<&str> = seen.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(names, ["0 contract", "0 ecma262", "1 contract"]);
            assert!(summary.stopped);
            assert_eq!(summary.bugs.len(), 1);
        }
        let (_, summary, _) = run_scripts(&["ok", "ok"], 2, true);
        assert!(!summary.stopped);
    }

    #[test]
    fn fail_fast_spares_the_work_that_is_left() {
        let mut scripts = vec!["panics"];
        scripts.extend(["slow"; 20]);
        let (_, _, ran) = run_scripts(&scripts, 1, true);
        assert!(ran < 42, "{ran} programs ran");
    }

    #[test]
    fn what_an_engine_cannot_say_is_no_pass() {
        let (seen, summary, _) = run_scripts(&["unmodelled"], 1, false);
        assert_eq!(seen[0].1, Verdict::Unmodelled);
        assert_eq!(summary.total.unmodelled, 2);
    }

    #[test]
    fn the_steps_of_the_reference_are_collected_when_that_is_asked_for() {
        let corpus = cases(&["a/b/c", "a/b/d"]);
        let plan = ProfileName::STANDARDS.map(Assignment::reference);
        let coverage = |coverage| {
            let options = Options { coverage, ..Options::default() };
            let summary = run(&corpus.iter().collect::<Vec<_>>(), &plan, &options, |_, _| ()).unwrap();
            assert_eq!(summary.total.pass, 4);
            summary.coverage
        };
        assert!(coverage(false).is_none());
        let operations = coverage(true).unwrap().operations();
        let reached = |name: &str| {
            let operation = operations.iter().find(|operation| operation.operation.name == name);
            operation.map(|operation| operation.reached.len())
        };
        assert!(reached("InnerModuleLinking").is_some_and(|count| count > 0), "every case links a module");
        assert_eq!(reached("InnerModuleEvaluation"), Some(0), "no case evaluates one");
    }

    #[test]
    fn an_empty_plan_judges_nothing() {
        let corpus = cases(&["a/b/c"]);
        let summary =
            run(&corpus.iter().collect::<Vec<_>>(), &[], &Options::default(), |_, _| panic!("no result"))
                .unwrap();
        assert_eq!(summary.cases, 0);
    }
}
