//! One driver process, and the conversation with it.

use std::{
    io::{self, Write},
    time::Duration,
};

use super::{
    DriverCommand, Hello, PROTOCOL,
    check::Complaint,
    command::Prepared,
    fits::fits,
    lines::Line,
    message::{Answer, Message},
    process::{LONGEST_LINE, Process},
    question::Question,
    watchdog::{Watch, Watchdog},
};
use crate::{
    engines::{Death, Interrupt, Notice, ProtocolError, RunFailure},
    program::Program,
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
    /// The number of the last program that was sent.
    asked: u64,
    /// The number of the last program that was answered. The process runs those between the two, in their order.
    answered: u64,
    /// Lines that are to be sent.
    outbox: Vec<u8>,
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
            Ok((Message::Hello(Ok(hello)), _)) => Ok(Self {
                process,
                hello,
                asked: 0,
                answered: 0,
                outbox: Vec::new(),
                spent: 0,
                is_tainted: false,
            }),
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

    /// How many programs were sent to this process.
    pub(super) const fn programs(&self) -> u64 {
        self.asked
    }

    /// How many programs were sent to this process and have no answer yet.
    pub(super) fn unanswered(&self) -> usize {
        usize::try_from(self.asked - self.answered).unwrap_or(usize::MAX)
    }

    /// Whether every program that was sent has been answered.
    pub(super) const fn is_idle(&self) -> bool {
        self.asked == self.answered
    }

    /// Watches the process until what this gives is dropped; see [`Watchdog::watch`].
    pub(super) fn watch<'w>(&self, dog: &'w Watchdog, time: Duration) -> Watch<'w> {
        dog.watch(&self.process.handle, time)
    }

    /// Makes a program the next to be sent.
    pub(super) fn put(&mut self, question: &Question, trace: bool) {
        self.asked += 1;
        self.spent += question.cost();
        question.write_line(self.asked, trace, &mut self.outbox);
    }

    /// Sends what was put. It waits while the process does not listen, so it must be watched.
    pub(super) fn send(&mut self) {
        // A process that does not listen has died or is ended by the watchdog, and both are found out by `receive`.
        let _ = self.process.stdin.as_mut().map(|stdin| stdin.write_all(&self.outbox));
        self.outbox.clear();
    }

    /// The answer to the first program that was sent and not yet answered, which must be `program`. The process must be
    /// watched by `watch`, for `time`. After a failure the process is of no further use.
    pub(super) fn receive<'w>(
        &mut self,
        program: &Program,
        dog: &'w Watchdog,
        mut watch: Watch<'w>,
        time: Duration,
    ) -> Result<(Transcript, Vec<Notice>), RunFailure> {
        let asked = self.answered + 1;
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
                Message::Answer { answer, .. } => {
                    self.answered = asked;
                    return self.check(program, answer);
                }
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
    let watch = worker.watch(&dog, time);
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
