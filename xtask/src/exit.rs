//! How a command ends.

use std::{fmt::Display, panic, process::ExitCode};

use crate::output;

/// The exit codes of every command. They are a promise: scripts rely on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// All is as expected.
    AsExpected = 0,
    /// There are findings: a case that does not pass, an input that crashes a fuzz target, a broken house rule.
    Findings = 1,
    /// The command line is wrong, a case file does not load, or a file or the output cannot be read or written.
    Usage = 2,
    /// An engine is missing, or a tool that runs one.
    EngineMissing = 3,
    /// The filters selected nothing, so nothing was judged.
    NothingSelected = 4,
    /// A bug in vmlink itself.
    HarnessBug = 70,
    /// Somebody ended the run; what it reported is a part. The number is what a shell gives a command that Ctrl-C ended.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command cannot do what it was asked to: how it ends, and what the person who asked is told.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    message: String,
}

impl Failure {
    /// Ends with `exit` after saying `sentence`.
    pub(crate) fn new(exit: Exit, sentence: impl Into<String>) -> Self {
        Self { exit, message: format!("{ERROR}error:{ERROR:#} {}\n", sentence.into()) }
    }

    /// Ends with `exit` after showing `message`, which is several lines and ends with a newline.
    pub(crate) const fn rendered(exit: Exit, message: String) -> Self {
        Self { exit, message }
    }

    /// The command line asks for something that cannot be.
    pub(crate) fn usage(sentence: impl Into<String>) -> Self {
        Self::new(Exit::Usage, sentence)
    }

    /// `path` could not be read or written, which no rule of vmlink foresees.
    pub(crate) fn io(path: impl Display, error: &std::io::Error) -> Self {
        Self::usage(format!("{path} cannot be used: {error}."))
    }
}

/// Runs `command`, says on standard error why it failed if it did, and gives how the process ends. A panic is a bug
/// in vmlink and ends as one.
pub(crate) fn finish(command: impl FnOnce() -> Result<Exit, Failure> + panic::UnwindSafe) -> Exit {
    match panic::catch_unwind(command) {
        Ok(Ok(exit)) => exit,
        Ok(Err(failure)) => {
            output::say(failure.message.trim_end());
            failure.exit
        }
        Err(_) => {
            output::say(format_args!(
                "{ERROR}error:{ERROR:#} This is a bug in vmlink, not in what you asked for. \
                 Please report the message above together with the command line."
            ));
            Exit::HarnessBug
        }
    }
}

const ERROR: anstyle::Style = anstyle::AnsiColor::Red.on_default().bold();

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_bug_in_the_harness() {
        assert_eq!(finish(|| panic!("an example of a bug")), Exit::HarnessBug);
    }

    #[test]
    fn a_failure_ends_as_it_says() {
        assert_eq!(finish(|| Err(Failure::new(Exit::NothingSelected, "Nothing."))), Exit::NothingSelected);
        assert_eq!(finish(|| Ok(Exit::Findings)), Exit::Findings);
    }

    #[test]
    fn the_codes_are_the_promised_ones() {
        let codes = [
            Exit::AsExpected,
            Exit::Findings,
            Exit::Usage,
            Exit::EngineMissing,
            Exit::NothingSelected,
            Exit::HarnessBug,
            Exit::Interrupted,
        ];
        assert_eq!(codes.map(|exit| exit as u8), [0, 1, 2, 3, 4, 70, 130]);
    }
}
