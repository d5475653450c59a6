//! One driver process, and the conversation with it.

use std::{
    io::{self, Write},
    time::Duration,
};

use serde_json::json;

use super::{
    DriverCommand, Hello, PROTOCOL,
    check::Complaint,
    command::Prepared,
    fits::fits,
    lines::Line,
    message::{Answer, Message},
    process::{LONGEST_LINE, Process},
    watchdog::{Watch, Watchdog},
};
use crate::{
    engines::{Death, Interrupt, Notice, ProtocolError, RunFailure},
    program::{ModuleKind, Program, to_wire},
    transcript::{Transcript, transcript_from_json},
};

/// How long a process that has written something which is no message may take to end: most often it is the report of a
/// crash, and then the crash is what counts.
const TIME_TO_CRASH: Duration = Duration::from_secs(2);

/// How many lines that are no messages are read before the process is believed to write nothing else.
const STRAY_LINES: usize = 200;

/// Characters kept of what a process writes to its standard output that is no message.
const KEPT_STRAY: usize = 4 << 10;

/// A driver that cannot be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The process cannot be started.
    #[error("`{command}` cannot be started: {reason}")]
    Spawn {
        /// The command line.
        command: String,
        /// What the operating system says.
        reason: io::Error,
    },
    /// The process ended before it had said hello.
    #[error("`{command}` ended before it had said hello, {death}")]
    Died {
        /// The command line.
        command: String,
        /// How it ended.
        death: Box<Death>,
    },
    /// The process did not say hello in time.
    #[error("`{command}` did not say hello within {} s and was ended", seconds.as_secs_f64())]
    Silent {
        /// The command line.
        command: String,
        /// How long it was given.
        seconds: Duration,
    },
    /// The first thing it said was something else.
    #[error("`{command}` did not begin with a hello: {reason}")]
    NoHello {
        /// The command line.
        command: String,
        /// What it said.
        reason: ProtocolError,
    },
    /// The driver speaks another version of the protocol.
    #[error(
        "`{command}` speaks version {theirs} of the driver protocol, and this harness speaks version {PROTOCOL}. \
         Use a driver of this version of vmlink."
    )]
    OtherProtocol {
        /// The command line.
        command: String,
        /// The version it speaks.
        theirs: u64,
    },
    /// The run was interrupted.
    #[error("The run was interrupted before `{command}` had said hello")]
    Interrupted {
        /// The command line.
        command: String,
    },
}

/// A process that has said hello.
#[derive(Debug)]
pub(super) struct Worker {
    process: Process,
    pub(super) hello: Hello,
    /// The number of the last program that was asked.
    asked: u64,
    /// What the programs so far have cost, in kilobytes.
    pub(super) spent: u64,
    /// Whether the driver said that a program has left something behind.
    pub(super) is_tainted: bool,
}

impl Worker {
    pub(super) fn start(prepared: &Prepared, dog: &Watchdog, time: Duration) -> Result<Self, StartError> {
        let command = prepared.shown();
        let mut process = match Process::start(prepared) {
            Ok(process) => process,
            Err(reason) => return Err(StartError::Spawn { command, reason }),
        };
        let handle = process.handle.clone();
        let watch = dog.watch(&handle, time);
        match hear(&mut process, dog, watch, None) {
            Ok((Message::Hello(Ok(hello)), _)) => {
                Ok(Self { process, hello, asked: 0, spent: 0, is_tainted: false })
            }
            Ok((Message::Hello(Err(theirs)), _)) => Err(StartError::OtherProtocol { command, theirs }),
            Ok((Message::Step { run, .. } | Message::Exit { run, .. } | Message::Answer { run, .. }, _)) => {
                Err(StartError::NoHello { command, reason: ProtocolError::Unasked { answered: run } })
            }
            Err(Silence::Died(death)) => Err(StartError::Died { command, death }),
            Err(Silence::Late) => Err(StartError::Silent { command, seconds: time }),
            Err(Silence::Interrupted) => Err(StartError::Interrupted { command }),
            Err(Silence::Protocol(reason)) => Err(StartError::NoHello { command, reason }),
        }
    }

    /// How many programs have run in this process.
    pub(super) const fn programs(&self) -> u64 {
        self.asked
    }

    /// Runs `program`. After a failure the process is of no further use.
    pub(super) fn run(
        &mut self,
        program: &Program,
        dog: &Watchdog,
        time: Duration,
        trace: bool,
    ) -> Result<(Transcript, Vec<Notice>), RunFailure> {
        self.asked += 1;
        self.spent += cost(program);
        let asked = self.asked;
        let mut line = json!({ "run": asked, "program": to_wire(program) });
        if trace {
            line["trace"] = true.into();
        }
        let line = format!("{line}\n");
        let handle = self.process.handle.clone();
        let mut watch = dog.watch(&handle, time);
        // A process that does not listen has died or is ended by the watchdog, and both are found out below.
        let _ = self.process.stdin.as_mut().map(|stdin| stdin.write_all(line.as_bytes()));
        let mut step = None;
        let mut code = None;
        loop {
            let (message, same) = match hear(&mut self.process, dog, watch, step) {
                Ok(heard) => heard,
                Err(Silence::Died(mut death)) => {
                    death.code = death.code.or(code);
                    return Err(RunFailure::Crash { death });
                }
                Err(Silence::Late) => return Err(RunFailure::Hang { seconds: time, step }),
                Err(Silence::Interrupted) => return Err(RunFailure::Interrupted),
                Err(Silence::Protocol(error)) => return Err(error.into()),
            };
            watch = same;
            let run = match &message {
                Message::Hello(_) => return Err(ProtocolError::SecondHello { asked }.into()),
                Message::Step { run, .. } | Message::Exit { run, .. } | Message::Answer { run, .. } => *run,
            };
            if run != asked {
                return Err(ProtocolError::WrongRun { asked, answered: run }.into());
            }
            match message {
                Message::Hello(_) => {}
                Message::Step { step: begun, .. } => step = Some(begun),
                Message::Exit { code: said, step: at, .. } => (code, step) = (said, at.or(step)),
                Message::Answer { answer, .. } => return self.check(program, answer),
            }
        }
    }

    fn check(&mut self, program: &Program, answer: Answer) -> Result<(Transcript, Vec<Notice>), RunFailure> {
        let Answer { transcript, notices } = answer;
        let json = transcript.map_err(ProtocolError::Refused)?;
        let transcript = transcript_from_json(&json).map_err(ProtocolError::Transcript)?;
        fits(program, &transcript).map_err(ProtocolError::OtherProgram)?;
        self.is_tainted = notices.iter().any(|notice| notice.kind == crate::engines::NoticeKind::LeftBehind);
        Ok((transcript, notices))
    }
}

/// Whether the process of a driver ends, and well, when it is told nothing more: a complaint when it does not.
pub(super) fn ends_with_its_input(
    command: &DriverCommand,
    time: Duration,
    interrupt: Interrupt,
) -> Result<Option<Complaint>, StartError> {
    let spawn = |reason| StartError::Spawn { command: command.shown(), reason };
    let prepared = command.prepare().map_err(spawn)?;
    let dog = Watchdog::new(interrupt).map_err(spawn)?;
    let mut worker = Worker::start(&prepared, &dog, time)?;
    let watch = dog.watch(&worker.process.handle, time);
    worker.process.stdin = None;
    let said = worker.process.stdout.next_line();
    let has_bitten = watch.has_bitten();
    let status = worker.process.handle.end(TIME_TO_CRASH);
    let actual = match (said, status) {
        _ if has_bitten => format!("it was still there after {} s", time.as_secs_f64()),
        (Ok(Line::End), Some(status)) if status.success() => return Ok(None),
        (Ok(Line::End), Some(status)) => status.to_string(),
        (Ok(Line::Text(line)), _) => format!("it said `{line}`"),
        _ => "it cannot be told".to_owned(),
    };
    Ok(Some(Complaint { place: "the process".to_owned(), expected: "exit code 0".to_owned(), actual }))
}

/// Why a process says nothing more.
enum Silence {
    Died(Box<Death>),
    Late,
    Interrupted,
    Protocol(ProtocolError),
}

/// The next message of a process that is watched. Lines that are no messages are the process's last words when it ends
/// soon, and a breach of the protocol when it does not.
fn hear<'w>(
    process: &mut Process,
    dog: &'w Watchdog,
    mut watch: Watch<'w>,
    step: Option<usize>,
) -> Result<(Message, Watch<'w>), Silence> {
    let (mut stray, mut words) = (None, String::new());
    for _ in 0..STRAY_LINES {
        let error = match process.stdout.next_line() {
            Ok(Line::Text(line)) => match Message::parse(&line) {
                Ok(message) => {
                    return stray.map_or(Ok((message, watch)), |error| Err(Silence::Protocol(error)));
                }
                Err(error) => {
                    if words.len() < KEPT_STRAY {
                        words.extend(line.chars().take(KEPT_STRAY));
                        words.push('\n');
                    }
                    error
                }
            },
            Ok(Line::TooLong) => {
                return Err(Silence::Protocol(ProtocolError::TooLong { limit: LONGEST_LINE }));
            }
            Ok(Line::End) | Err(_) => {
                let has_bitten = watch.has_bitten();
                let (status, errors) = process.end();
                return Err(match stray {
                    _ if dog.is_interrupted() => Silence::Interrupted,
                    Some(error) if has_bitten => Silence::Protocol(error),
                    None if has_bitten => Silence::Late,
                    _ => Silence::Died(Box::new(death(status, step, &(words + &errors)))),
                });
            }
        };
        if stray.is_none() {
            stray = Some(error);
            watch = dog.watch(&process.handle, TIME_TO_CRASH);
        }
    }
    Err(stray.map_or(Silence::Late, Silence::Protocol))
}

fn death(status: Option<std::process::ExitStatus>, step: Option<usize>, output: &str) -> Death {
    #[cfg(unix)]
    let signal = status.and_then(|status| std::os::unix::process::ExitStatusExt::signal(&status));
    #[cfg(not(unix))]
    let signal = None;
    Death {
        code: status.and_then(|status| status.code()),
        signal,
        step,
        output: output.trim_end().to_owned(),
    }
}

/// What a program leaves in a process that never frees a module, in kilobytes. Measured in Node 24, the runtime that
/// keeps most: 17 kilobytes for a program of four modules, 220 for one with a context.
fn cost(program: &Program) -> u64 {
    const PROGRAM: u64 = 1;
    const MODULE: u64 = 4;
    const CONTEXT: u64 = 220;
    let mut contexts: Vec<&str> =
        program.modules.iter().filter_map(|module| module.context.as_deref()).collect();
    contexts.sort_unstable();
    contexts.dedup();
    let texts = program.modules.iter().map(|module| match &module.kind {
        ModuleKind::Source(text) => text.len(),
        ModuleKind::Synthetic { body, .. } => body.len(),
    });
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    PROGRAM
        + MODULE.saturating_mul(count(program.modules.len()))
        + CONTEXT.saturating_mul(count(contexts.len()))
        + count(texts.sum()) / 256
}
