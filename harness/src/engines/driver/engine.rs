//! A real runtime as an engine.

use std::{
    num::NonZeroUsize,
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use super::{
    DriverCommand, Hello,
    command::Prepared,
    pool::Pool,
    watchdog::Watchdog,
    worker::{StartError, Worker},
};
use crate::{
    engines::{Engine, Interrupt, Notice, NoticeKind, RunFailure},
    program::Program,
    transcript::Transcript,
};

/// Kilobytes that the programs of a process may have left in it before it is replaced: some thousand small programs, so
/// that starting a process, which takes as long as some hundred of them, is not felt.
const WORKER_BUDGET: u64 = 128 << 10;

/// Programs in a row without a transcript, on all workers together, after which an engine is given up. A part of a
/// corpus that shows one crash has fewer; an engine that can run nothing would cost two time limits for each case.
const GIVE_UP_AFTER: u32 = 50;

/// How often the start of a process is tried. Once it worked, so a failure is most often one of the machine.
const START_ATTEMPTS: u32 = 3;

/// How an engine goes about its work.
#[derive(Clone, Debug)]
pub struct DriverOptions {
    /// How many processes run at once, at most.
    pub jobs: NonZeroUsize,
    /// How long a process may take for one program.
    pub timeout: Duration,
    /// How long a process may take to say hello.
    pub start_timeout: Duration,
    /// How many programs a process runs before it is replaced, at most. It is replaced earlier when they have been large.
    pub programs_per_process: Option<NonZeroUsize>,
    /// Ends every process when it is raised.
    pub interrupt: Interrupt,
}

impl Default for DriverOptions {
    /// One process for each processor, ten seconds for a program, thirty to start, and nobody who interrupts.
    fn default() -> Self {
        Self {
            jobs: thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
            timeout: Duration::from_secs(10),
            start_timeout: Duration::from_secs(30),
            programs_per_process: None,
            interrupt: Interrupt::default(),
        }
    }
}

/// Runs programs in processes of a driver. It can be used from many threads at once.
///
/// A program that brings no transcript is run once more, alone in a fresh process, before its failure is reported. When
/// it brings one there, that one counts, and a [notice](NoticeKind::Disturbed) tells of the first failure.
#[derive(Debug)]
pub struct DriverEngine {
    name: String,
    hello: Hello,
    prepared: Prepared,
    options: DriverOptions,
    pool: Pool,
    watchdog: Watchdog,
    health: Mutex<Health>,
}

/// Whether an engine is of any use.
#[derive(Debug, Default)]
struct Health {
    /// The programs in a row that brought no transcript.
    failures: u32,
    /// Why no further program is run, when it has come to that.
    given_up: Option<String>,
}

impl DriverEngine {
    /// Starts a first process and waits for its hello.
    ///
    /// # Errors
    /// When it does not say one that this harness understands.
    pub fn start(command: &DriverCommand, options: DriverOptions) -> Result<Self, StartError> {
        let spawn = |reason| StartError::Spawn { command: command.shown(), reason };
        let prepared = command.prepare().map_err(spawn)?;
        let watchdog = Watchdog::new(options.interrupt.clone()).map_err(spawn)?;
        let first = Worker::start(&prepared, &watchdog, options.start_timeout)?;
        let hello = first.hello.clone();
        Ok(Self {
            name: format!("{}@{}", hello.runtime, hello.version),
            hello,
            prepared,
            pool: Pool::new(options.jobs.get(), first),
            options,
            watchdog,
            health: Mutex::default(),
        })
    }

    /// What the driver said of itself.
    #[must_use]
    pub const fn hello(&self) -> &Hello {
        &self.hello
    }

    /// A worker in a process of its own.
    fn fresh(&self) -> Result<Worker, RunFailure> {
        let mut last = String::new();
        for attempt in 1..=START_ATTEMPTS {
            match Worker::start(&self.prepared, &self.watchdog, self.options.start_timeout) {
                Ok(worker) if worker.hello == self.hello => return Ok(worker),
                Ok(worker) => {
                    let Hello { runtime, version, .. } = &worker.hello;
                    last =
                        format!("it was {} at first, and now says that it is {runtime}@{version}", self.name);
                }
                Err(StartError::Interrupted { .. }) => return Err(RunFailure::Interrupted),
                Err(error) => last = error.to_string(),
            }
            thread::sleep(Duration::from_millis(50) * attempt);
        }
        Err(RunFailure::Restart(last))
    }

    fn run_on(
        &self,
        worker: &mut Worker,
        program: &Program,
        trace: bool,
    ) -> Result<(Transcript, Vec<Notice>), RunFailure> {
        worker.run(program, &self.watchdog, self.options.timeout, trace)
    }

    /// Whether the worker may run one more program.
    fn is_fit(&self, worker: &Worker) -> bool {
        let most = self.options.programs_per_process.map_or(u64::MAX, |most| most.get() as u64);
        !worker.is_tainted && worker.spent < WORKER_BUDGET && worker.programs() < most
    }

    fn try_run(&self, program: &Program) -> Result<(Transcript, Vec<Notice>), RunFailure> {
        let mut slot = self.pool.acquire();
        let mut worker = match slot.worker.take() {
            Some(worker) => worker,
            None => self.fresh()?,
        };
        let (first, worker, ran) = match self.run_on(&mut worker, program, false) {
            Ok(ran) => (None, worker, ran),
            Err(RunFailure::Interrupted) => return Err(RunFailure::Interrupted),
            Err(first) => {
                drop(worker);
                let mut worker = self.fresh()?;
                let ran = self.run_on(&mut worker, program, true)?;
                (Some(first), worker, ran)
            }
        };
        if self.is_fit(&worker) {
            slot.worker = Some(worker);
        }
        let (transcript, mut notices) = ran;
        notices.extend(first.map(|failure| Notice {
            kind: NoticeKind::Disturbed,
            step: None,
            text: failure.to_string(),
        }));
        Ok((transcript, notices))
    }

    fn health(&self) -> MutexGuard<'_, Health> {
        // Nothing that holds the lock can panic half way.
        self.health.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Engine for DriverEngine {
    fn name(&self) -> &str {
        &self.name
    }

    fn run(&self, program: &Program) -> Result<Transcript, RunFailure> {
        self.run_noticing(program).0
    }

    fn run_noticing(&self, program: &Program) -> (Result<Transcript, RunFailure>, Vec<Notice>) {
        if self.options.interrupt.is_raised() {
            return (Err(RunFailure::Interrupted), Vec::new());
        }
        if let Some(reason) = &self.health().given_up {
            return (Err(RunFailure::GivenUp(reason.clone())), Vec::new());
        }
        match self.try_run(program) {
            Ok((transcript, notices)) => {
                self.health().failures = 0;
                (Ok(transcript), notices)
            }
            Err(failure) => {
                self.health().note(&failure);
                (Err(failure), Vec::new())
            }
        }
    }
}

impl Health {
    fn note(&mut self, failure: &RunFailure) {
        self.failures += 1;
        let reason = match failure {
            RunFailure::Interrupted => return,
            RunFailure::Restart(_) => failure.to_string(),
            _ if self.failures < GIVE_UP_AFTER => return,
            _ => format!(
                "{GIVE_UP_AFTER} programs in a row brought no transcript. The last of them: {failure}"
            ),
        };
        self.given_up.get_or_insert(reason);
    }
}
