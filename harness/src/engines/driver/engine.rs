//! A real runtime as an engine.

use std::{
    borrow::Cow,
    num::NonZeroUsize,
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use super::{
    DriverCommand, Hello,
    command::Prepared,
    pool::{Pool, Slot},
    question::Question,
    queue::Queue,
    watchdog::Watchdog,
    worker::{StartError, Worker},
};
use crate::{
    engines::{Engine, Interrupt, Notice, NoticeKind, OnRan, RunFailure},
    program::Program,
    transcript::Transcript,
};

/// Kilobytes that the programs of a process may have left in it before it is replaced: some ten thousand small programs. A
/// process takes as long as some hundred of them to start, and as long as a thousand until its code is fast.
const WORKER_BUDGET: u64 = 256 << 10;

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

    /// Whether the worker may run one more program.
    fn is_fit(&self, worker: &Worker) -> bool {
        let most = self.options.programs_per_process.map_or(u64::MAX, |most| most.get() as u64);
        !worker.is_tainted && worker.spent < WORKER_BUDGET && worker.programs() < most
    }

    /// What comes of the first program of `queue`; programs behind it may be begun.
    fn run_first(
        &self,
        slot: &mut Slot<'_>,
        queue: &Queue<'_, '_>,
        program: &Program,
        question: &Question,
    ) -> Result<(Transcript, Vec<Notice>), RunFailure> {
        let mut worker = match slot.worker.take() {
            Some(worker) => worker,
            None => self.fresh()?,
        };
        let receive =
            |worker: &mut Worker, watch| worker.receive(program, &self.watchdog, watch, self.options.timeout);
        let watch = worker.watch(&self.watchdog, self.options.timeout);
        queue.send_ahead(&mut worker, |worker| self.is_fit(worker));
        let ran = match receive(&mut worker, watch) {
            Err(RunFailure::Interrupted) => return Err(RunFailure::Interrupted),
            Err(first) => {
                drop(worker);
                worker = self.fresh()?;
                let watch = worker.watch(&self.watchdog, self.options.timeout);
                worker.put(question, true);
                worker.send();
                let (transcript, mut notices) = receive(&mut worker, watch)?;
                let text = first.to_string();
                notices.push(Notice { kind: NoticeKind::Disturbed, step: None, text });
                (transcript, notices)
            }
            Ok(ran) => ran,
        };
        // What was sent ahead to a process that is replaced here is sent again to the next one.
        if !worker.is_tainted && (!worker.is_idle() || self.is_fit(&worker)) {
            slot.worker = Some(worker);
        }
        Ok(ran)
    }

    /// Why no program is run, when it has come to that.
    fn refuses(&self) -> Option<RunFailure> {
        if self.options.interrupt.is_raised() {
            return Some(RunFailure::Interrupted);
        }
        self.health().given_up.clone().map(RunFailure::GivenUp)
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
        let mut ran = None;
        self.run_each(&mut std::iter::once(Cow::Borrowed(program)), &mut |_, transcript, notices| {
            ran = Some((transcript, notices));
        });
        ran.expect("each program is handed back")
    }

    fn run_each<'p>(&self, programs: &mut dyn Iterator<Item = Cow<'p, Program>>, on_ran: &mut OnRan<'_, 'p>) {
        let mut slot = self.pool.acquire();
        let mut queue = Queue::new(programs);
        while queue.fill() {
            let Some((program, question)) = queue.first() else { break };
            let ran = if let Some(failure) = self.refuses() {
                Err(failure)
            } else {
                let ran = self.run_first(&mut slot, &queue, program, question);
                self.health().note(ran.as_ref().err());
                ran
            };
            let (transcript, notices) = match ran {
                Ok((transcript, notices)) => (Ok(transcript), notices),
                Err(failure) => (Err(failure), Vec::new()),
            };
            if let Some(program) = queue.pop() {
                on_ran(program, transcript, notices);
            }
        }
    }
}

impl Health {
    /// Remembers how a program ended.
    fn note(&mut self, failure: Option<&RunFailure>) {
        let Some(failure) = failure else {
            self.failures = 0;
            return;
        };
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
