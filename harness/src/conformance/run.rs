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

use super::{Assignment, CaseResult, Coverage, InternalBug, RunSummary, judge::judge};
use crate::{
    corpus::Case,
    oracles::{Finding, Verdict, snapshots::Snapshots},
    reference::marks::Marks,
    transcript::Transcript,
};

/// Bytes of stack of one worker: what the main thread of a program has on Linux, so that a case behaves in a run as it
/// does alone.
const WORKER_STACK: usize = 8 << 20;

/// How a run goes about its work.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'s> {
    /// How many cases are judged at once; as many as there are processors when it is `None`.
    pub jobs: Option<NonZeroUsize>,
    /// Whether to stop at the first result, in the order of the corpus, that is not a pass.
    pub fail_fast: bool,
    /// Whether to collect which steps of the reference the run reaches.
    pub coverage: bool,
    /// The snapshots to compare with; none are compared when it is `None`.
    pub snapshots: Option<&'s Snapshots>,
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
/// `plan`, whichever was judged first. With `fail_fast` it sees nothing after the first result that is not a pass. A
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
    let pool = ThreadPoolBuilder::new()
        .num_threads(options.jobs.map_or(0, NonZeroUsize::get))
        .stack_size(WORKER_STACK)
        .thread_name(|index| format!("case-worker-{index}"))
        .build()?;
    let mut summary =
        RunSummary { coverage: options.coverage.then(Coverage::default), ..RunSummary::default() };
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let units = cases.len() * plan.len();
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        let (next, stop) = (&next, &stop);
        scope.spawn(move || {
            pool.broadcast(|_| {
                // Workers take the next unit by turns, so that results come nearly in order and little has to wait.
                while !stop.load(Ordering::Relaxed) {
                    let unit = next.fetch_add(1, Ordering::Relaxed);
                    if unit >= units {
                        break;
                    }
                    let judged = judge_unit(cases[unit / plan.len()], &plan[unit % plan.len()], options);
                    if sender.send((unit, judged)).is_err() {
                        break;
                    }
                }
            });
        });
        let mut early = BTreeMap::new();
        let mut due = 0;
        for (unit, judged) in receiver {
            early.insert(unit, judged);
            while let Some(judged) = early.remove(&due) {
                let Judged { result, marks, bug } = judged;
                summary.add(&result, due % plan.len() == 0);
                if let (Some(coverage), Some(marks)) = (&mut summary.coverage, &marks) {
                    coverage.add(marks);
                }
                if let Some(message) = bug {
                    summary.bugs.push(InternalBug {
                        case: result.case.clone(),
                        engine: result.engine.clone(),
                        profile: result.profile,
                        message,
                    });
                }
                on_result(cases[due / plan.len()], &result);
                due += 1;
                if options.fail_fast && result.verdict != Verdict::Pass {
                    summary.stopped = due < units;
                    stop.store(true, Ordering::Relaxed);
                    return;
                }
            }
        }
    });
    Ok(summary)
}

fn judge_unit(case: &Case, assignment: &Assignment<'_>, options: &Options<'_>) -> Judged {
    let mut seen = (Transcript::default(), None);
    // A case is judged from the case alone, so nothing a panic leaves half done is seen by another.
    let judged = catch_unwind(AssertUnwindSafe(|| {
        seen = assignment.run(&case.program);
        judge(case, assignment.profile, &seen.0, options.snapshots)
    }));
    let (verdict, findings, bug) = match judged {
        Ok((verdict, findings)) => (verdict, findings, None),
        Err(panic) => {
            let message = panic_message(panic.as_ref());
            let finding = Finding {
                oracle: "harness".to_owned(),
                step: None,
                expected: "a verdict".to_owned(),
                actual: format!("a panic of the harness, which is a bug in it: {message}"),
            };
            (Verdict::Crash, vec![finding], Some(message))
        }
    };
    let (transcript, marks) = seen;
    let result = CaseResult {
        case: case.id.clone(),
        engine: assignment.engine_name().to_owned(),
        profile: assignment.profile,
        verdict,
        transcript,
        findings,
    };
    Judged { result, marks, bug }
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("the panic brought no message")
        .to_owned()
}
