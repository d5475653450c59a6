//! Generated programs on a runtime, each held against what its profile predicts.

use std::{
    borrow::Cow,
    cell::Cell,
    iter,
    num::NonZeroUsize,
    sync::{
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use super::failure::failed;
use crate::{
    engines::{Engine, Interrupt, ReferenceEngine, RunFailure, run_each_tagged},
    generators::{Limits, Mode, program_with, seeded},
    oracles::{Finding, Prediction, Verdict, check_predicted_crash, check_prediction},
    program::{Program, to_yaml},
    reference::ProfileName,
    transcript::Transcript,
};

/// One program in so many is larger than the others. Small programs meet the same names and modules again and again,
/// which is where engines differ; the larger ones are there for what needs more modules than those have.
const LARGE_EVERY: u64 = 16;

/// What a search goes through.
#[derive(Clone, Debug)]
pub struct SearchOptions<'i> {
    /// What the programs are made from.
    pub seed: u64,
    /// The number of the first program.
    pub first: u64,
    /// How many programs are run, one after the other.
    pub count: u64,
    /// When no further program is begun; without it, all are.
    pub time: Option<Duration>,
    /// How many programs are run at once; as many as there are processors when it is `None`.
    pub jobs: Option<NonZeroUsize>,
    /// Ends the search early when it is raised.
    pub interrupt: Option<&'i Interrupt>,
}

/// A program on which the runtime does not do what its profile predicts.
#[derive(Clone, Debug)]
pub struct SearchFinding {
    /// The number of the program under the seed of the search.
    pub number: u64,
    /// The program.
    pub program: Program,
    /// How it ended: `fail`, `crash` or `hang`.
    pub verdict: Verdict,
    /// What was expected and what came.
    pub finding: Finding,
}

impl SearchFinding {
    /// How much there is to read in the program, in bytes of its YAML.
    #[must_use]
    pub fn size(&self) -> usize {
        to_yaml(&self.program).len()
    }
}

/// What a search came to.
#[derive(Clone, Debug, Default)]
pub struct SearchSummary {
    /// How many programs were run.
    pub programs: u64,
    /// How many of them the profile predicts exactly.
    pub predicted: u64,
    /// How many the profile cannot tell to their end; up to there, they are predicted.
    pub unmodelled: u64,
    /// The others, by their number.
    pub findings: Vec<SearchFinding>,
    /// Whether time ran out, or somebody ended the search, before all were run.
    pub is_partial: bool,
}

/// Program `number` under `seed`: by turns one that mostly links, one of any kind, and two whose bodies do something;
/// among the first two kinds now and then a larger one.
#[must_use]
pub fn generated(seed: u64, number: u64) -> Program {
    let (limits, mode) = match number % 4 {
        place @ (0 | 1) => {
            let is_large = number % LARGE_EVERY >= LARGE_EVERY - 4;
            let limits = if is_large { Limits::STANDARD } else { Limits::SMALL };
            (limits, if place == 0 { Mode::WellFormed } else { Mode::Wild })
        }
        _ => (Limits::EVALUATION, Mode::WellFormed),
    };
    program_with(&seeded(seed, number, limits.input_length()), &limits, mode)
}

/// Runs generated programs on `engine` and holds each against what the reference does under `profile`.
///
/// `on_program` is called on the calling thread after each program, in no order, with the finding if there is one. The
/// same seed and the same numbers give the same programs, and so on a runtime that keeps to its word the same findings.
pub fn search(
    engine: &(dyn Engine + Sync),
    profile: ProfileName,
    options: &SearchOptions<'_>,
    mut on_program: impl FnMut(Option<&SearchFinding>),
) -> SearchSummary {
    let jobs = options.jobs.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let end = options.first.saturating_add(options.count);
    let next = AtomicU64::new(options.first);
    let started = Instant::now();
    let is_over = || {
        options.interrupt.is_some_and(Interrupt::is_raised)
            || options.time.is_some_and(|time| started.elapsed() >= time)
    };
    let mut summary = SearchSummary::default();
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        for _ in 0..jobs {
            let (sender, next, is_over) = (sender.clone(), &next, &is_over);
            scope.spawn(move || {
                // Nobody listens when `on_program` has panicked.
                let is_heard = Cell::new(true);
                let numbers = iter::from_fn(|| {
                    let goes_on = is_heard.get() && !is_over();
                    goes_on.then(|| next.fetch_add(1, Ordering::Relaxed)).filter(|&number| number < end)
                });
                let programs = numbers.map(|number| (number, Cow::Owned(generated(options.seed, number))));
                run_each_tagged(engine, programs, |number, program, transcript, _| {
                    let judged = judge(profile, number, program.into_owned(), transcript);
                    is_heard.set(is_heard.get() && sender.send(judged).is_ok());
                });
            });
        }
        drop(sender);
        for judged in receiver {
            let Judged::Ran { is_unmodelled, finding } = judged else { continue };
            summary.programs += 1;
            summary.unmodelled += u64::from(is_unmodelled);
            summary.predicted += u64::from(!is_unmodelled && finding.is_none());
            on_program(finding.as_deref());
            summary.findings.extend(finding.map(|finding| *finding));
        }
    });
    summary.findings.sort_by_key(|finding| finding.number);
    summary.is_partial = summary.programs < options.count;
    summary
}

enum Judged {
    Ran { is_unmodelled: bool, finding: Option<Box<SearchFinding>> },
    Interrupted,
}

fn judge(
    profile: ProfileName,
    number: u64,
    program: Program,
    transcript: Result<Transcript, RunFailure>,
) -> Judged {
    let predicted = || ReferenceEngine::new(profile).transcript(&program);
    let (verdict, prediction) = match transcript {
        Ok(transcript) => (Verdict::Fail, check_prediction(&predicted(), &transcript)),
        Err(RunFailure::Crash { death }) => (Verdict::Crash, check_predicted_crash(&predicted(), &death)),
        Err(RunFailure::Interrupted) => return Judged::Interrupted,
        Err(failure) => {
            let (verdict, finding) = failed(&failure);
            (verdict, Prediction::Wrong(finding))
        }
    };
    let finding = match prediction {
        Prediction::Right => return Judged::Ran { is_unmodelled: false, finding: None },
        Prediction::Unmodelled => return Judged::Ran { is_unmodelled: true, finding: None },
        Prediction::Wrong(finding) => Some(finding),
    };
    let finding = finding.map(|finding| Box::new(SearchFinding { number, program, verdict, finding }));
    Judged::Ran { is_unmodelled: false, finding }
}
