//! Why a program brought no transcript, and what else was seen.

use std::{fmt, time::Duration};

use crate::transcript::TranscriptError;

/// A program that brought no transcript.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RunFailure {
    /// The process that ran the program ended.
    #[error("The engine ended {death}")]
    Crash {
        /// How, and what is known of the moment.
        death: Box<Death>,
    },
    /// The process did not answer and was killed.
    #[error("The engine did not answer within {} s and was killed{}", seconds.as_secs_f64(), at_step(*step))]
    Hang {
        /// How long it was given.
        seconds: Duration,
        /// The place of the step that did not end, counted from 0, when it is known.
        step: Option<usize>,
    },
    /// The process answered, but not as the driver protocol wants it.
    #[error("The driver does not keep to the protocol: {0}")]
    Protocol(#[from] ProtocolError),
    /// A process for the program could not be started, although the engine had been started before.
    #[error("The engine could not be started again: {0}")]
    Restart(String),
    /// The program was not run, because the engine was given up.
    #[error("The engine was given up before this program: {0}")]
    GivenUp(String),
    /// The run was interrupted.
    #[error("The run was interrupted")]
    Interrupted,
}

/// How a process ended, in the middle of a program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Death {
    /// The exit code, when it ended by itself.
    pub code: Option<i32>,
    /// The number of the signal that ended it.
    pub signal: Option<i32>,
    /// The place of the step that was going on, counted from 0, when it is known.
    pub step: Option<usize>,
    /// The last lines it wrote to its standard error, and what it wrote to its standard output that was no answer.
    pub output: String,
}

/// A message of a driver that is not what the protocol wants at its place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProtocolError {
    /// A line that is not JSON, or not one of the messages.
    #[error("`{line}` is not a message of the protocol: {reason}")]
    NotAMessage {
        /// The line, shortened.
        line: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A line without an end.
    #[error("a line of more than {limit} bytes")]
    TooLong {
        /// How long a line may be.
        limit: usize,
    },
    /// An answer to another program than the one that was asked.
    #[error("an answer to run {answered}, when run {asked} was asked")]
    WrongRun {
        /// The number of the program.
        asked: u64,
        /// The number in the answer.
        answered: u64,
    },
    /// A `hello` in the middle.
    #[error("a second hello, when run {asked} was asked")]
    SecondHello {
        /// The number of the program.
        asked: u64,
    },
    /// An answer before anything was asked.
    #[error("an answer to run {answered}, when nothing had been asked")]
    Unasked {
        /// The number in the answer.
        answered: u64,
    },
    /// The transcript has not the form of one.
    #[error("a transcript of the wrong form: {0}")]
    Transcript(#[from] TranscriptError),
    /// The transcript is one of another program.
    #[error("a transcript that is not one of the program: {0}")]
    OtherProgram(String),
    /// The driver says that it could not run the program.
    #[error("the driver could not run the program: {0}")]
    Refused(String),
}

/// Something that was seen while a program ran and is no part of its transcript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it is.
    pub kind: NoticeKind,
    /// The place of the step that was going on, counted from 0, when it is known.
    pub step: Option<usize>,
    /// What the engine said of it.
    pub text: String,
}

/// What was seen beside a transcript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// A promise was rejected and nothing handled it.
    UnhandledRejection,
    /// An exception reached the top of the process.
    UncaughtException,
    /// The program left something behind in its process, which was replaced.
    LeftBehind,
    /// The program failed in the company of others and brought its transcript when it was run alone.
    Disturbed,
}

impl NoticeKind {
    /// Every kind.
    pub const ALL: [Self; 4] =
        [Self::UnhandledRejection, Self::UncaughtException, Self::LeftBehind, Self::Disturbed];

    /// The word for it in messages and reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnhandledRejection => "unhandledRejection",
            Self::UncaughtException => "uncaughtException",
            Self::LeftBehind => "leftBehind",
            Self::Disturbed => "disturbed",
        }
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sentence = match self.kind {
            NoticeKind::UnhandledRejection => "A rejection that nothing handled",
            NoticeKind::UncaughtException => "An exception that nothing caught",
            NoticeKind::LeftBehind => "The program left something behind in its process, which was replaced",
            NoticeKind::Disturbed => "The program failed in the company of others and ran when it was alone",
        };
        write!(f, "{sentence}{}: {}", at_step(self.step), self.text)
    }
}

impl fmt::Display for Death {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.code, self.signal) {
            (Some(code), _) => write!(f, "with exit code {code}")?,
            (None, Some(signal)) => write!(f, "by {}", signal_name(signal))?,
            (None, None) => f.write_str("its output before it had answered")?,
        }
        f.write_str(&at_step(self.step))?;
        if self.output.is_empty() { Ok(()) } else { write!(f, "; its last output:\n{}", self.output) }
    }
}

fn at_step(step: Option<usize>) -> String {
    step.map_or_else(String::new, |step| format!(" at step {}", step + 1))
}

/// The name of a signal, where its number is the same on every system.
fn signal_name(number: i32) -> String {
    let name = match number {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        5 => "SIGTRAP",
        6 => "SIGABRT",
        8 => "SIGFPE",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        13 => "SIGPIPE",
        15 => "SIGTERM",
        _ => return format!("signal {number}"),
    };
    format!("signal {number} ({name})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_says_all_that_is_known() {
        let death = Death { signal: Some(11), step: Some(1), output: "Fatal\n".to_owned(), code: None };
        assert_eq!(
            RunFailure::Crash { death: Box::new(death) }.to_string(),
            "The engine ended by signal 11 (SIGSEGV) at step 2; its last output:\nFatal\n"
        );
        let death = Death { code: Some(3), ..Death::default() };
        assert_eq!(
            RunFailure::Crash { death: Box::new(death) }.to_string(),
            "The engine ended with exit code 3"
        );
        assert_eq!(
            RunFailure::Hang { seconds: Duration::from_millis(1_500), step: None }.to_string(),
            "The engine did not answer within 1.5 s and was killed"
        );
        let wrong = ProtocolError::WrongRun { asked: 2, answered: 1 };
        assert_eq!(
            RunFailure::from(wrong).to_string(),
            "The driver does not keep to the protocol: an answer to run 1, when run 2 was asked"
        );
    }
}
