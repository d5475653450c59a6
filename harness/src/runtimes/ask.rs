//! Asking a binary which version it is.

use std::{
    io::{self, Read},
    path::{Path, PathBuf},
    process::{Child, ExitStatus, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use serde::Deserialize;

use super::{RuntimeKind, Version, arguments, start::bare_command};

/// How long a binary has for its answer. All known ones take less than a tenth of a second on a quiet machine; this
/// is for one that is not quiet, and for the first read of a binary from a slow disk.
pub const ANSWER_LIMIT: Duration = Duration::from_secs(20);

/// How many bytes of an answer are read. A true one has about a hundred.
const ANSWER_BYTES: u64 = 4096;

/// How often is looked whether the binary has ended.
const POLL: Duration = Duration::from_millis(2);

/// How long is waited for the rest of the output of a binary that has ended. Only a process that it left behind can
/// keep its streams open.
const REST: Duration = Duration::from_millis(500);

/// Prints one line of JSON. All runtimes offer `process`; Deno's own versions stand in its global object.
const QUESTION: &str = "\
const deno = globalThis.Deno?.version, all = globalThis.process?.versions;
console.log(JSON.stringify(
  deno ? { name: 'deno', version: deno.deno, engine: deno.v8 }
  : all.bun ? { name: 'bun', version: all.bun, engine: all.webkit }
  : { name: 'node', version: all.node, engine: all.v8 }));";

/// What a binary says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// Its version.
    pub version: Version,
    /// The version of the JavaScript engine inside: V8's for Node and Deno, the commit of WebKit for Bun.
    pub engine: String,
}

/// Why a binary did not say its version.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// It could not be started.
    #[error("{path} cannot be started: {error}.")]
    Start {
        /// The binary.
        path: PathBuf,
        /// Why not.
        error: io::Error,
    },
    /// It was stopped because it gave no answer in time.
    #[error("{path} did not say its version within {} seconds and was stopped.", limit.as_secs_f32())]
    TooSlow {
        /// The binary.
        path: PathBuf,
        /// How long it was waited for.
        limit: Duration,
    },
    /// It ended without success.
    #[error("{path} ended with {status} when it was asked for its version{}", said(output))]
    Ended {
        /// The binary.
        path: PathBuf,
        /// How it ended.
        status: ExitStatus,
        /// What it wrote to standard error.
        output: String,
    },
    /// It is another program, or wrote something that is no answer.
    #[error("{path} does not answer as {kind} does{}", said(output))]
    NoAnswer {
        /// The binary.
        path: PathBuf,
        /// What it was taken for.
        kind: RuntimeKind,
        /// What it wrote to standard output.
        output: String,
    },
}

/// `output` behind a sentence that is about it.
fn said(output: &str) -> String {
    let output = output.trim();
    if output.is_empty() { " and wrote nothing.".to_owned() } else { format!(". It wrote:\n{output}") }
}

/// Asks the binary at `path` for its version, and stops it after `limit`.
///
/// # Errors
/// The binary does not start, does not answer in time, ends without success, or is not of this `kind`.
pub fn ask(kind: RuntimeKind, path: &Path, limit: Duration) -> Result<Reported, AskError> {
    let mut command = bare_command(kind, path);
    match kind {
        RuntimeKind::Node | RuntimeKind::Bun => command.args(arguments(kind)).args(["-e", QUESTION]),
        RuntimeKind::Deno => {
            command.args(["eval", "--no-config", "--no-lock", "--no-remote", "--no-npm", QUESTION])
        }
    };
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let start = |error| AskError::Start { path: path.to_path_buf(), error };
    let mut child = command.spawn().map_err(start)?;
    let answer = child.stdout.take().map(collect);
    let complaint = child.stderr.take().map(collect);
    let text = |stream: Option<Receiver<Vec<u8>>>| {
        let bytes = stream.and_then(|stream| stream.recv_timeout(REST).ok()).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let Some(status) = wait(&mut child, limit).map_err(start)? else {
        return Err(AskError::TooSlow { path: path.to_path_buf(), limit });
    };
    if !status.success() {
        return Err(AskError::Ended { path: path.to_path_buf(), status, output: text(complaint) });
    }
    let answer = text(answer);
    read(kind, &answer).ok_or_else(|| AskError::NoAnswer { path: path.to_path_buf(), kind, output: answer })
}

/// Reads a stream to its end on a thread, so that a process which keeps it open holds up nobody.
fn collect(stream: impl Read + Send + 'static) -> Receiver<Vec<u8>> {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What was read before an error is all there is.
        let _ = stream.take(ANSWER_BYTES).read_to_end(&mut bytes);
        let _ = send.send(bytes);
    });
    receive
}

/// How `child` ended, or `None` when it had to be stopped after `limit`.
fn wait(child: &mut Child, limit: Duration) -> io::Result<Option<ExitStatus>> {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if started.elapsed() >= limit {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(POLL);
    }
}

fn read(kind: RuntimeKind, answer: &str) -> Option<Reported> {
    #[derive(Deserialize)]
    struct Line {
        name: String,
        version: String,
        engine: String,
    }
    let line: Line = serde_json::from_str(answer.lines().next_back()?).ok()?;
    if line.name != kind.as_str() {
        return None;
    }
    Some(Reported { version: Version::from_report(&line.version)?, engine: line.engine })
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use crate::runtimes::testing::Folder;

    fn asked(script: &str) -> Result<Reported, AskError> {
        let folder = Folder::new();
        let path = folder.script("runtime", script);
        ask(RuntimeKind::Node, &path, ANSWER_LIMIT)
    }

    #[test]
    fn the_answer_is_the_last_line() {
        let reported = asked(
            r#"echo a note; echo '{"name":"node","version":"24.21.0-pre","engine":"13.6.233.17-node.53"}'"#,
        );
        assert_eq!(
            reported.unwrap(),
            Reported { version: Version::new(24, 21, 0), engine: "13.6.233.17-node.53".to_owned() }
        );
    }

    #[test]
    fn the_question_is_asked_with_the_flags_of_the_runtime() {
        let folder = Folder::new();
        let path = folder.script("runtime", r#"echo "$0 $*" | head -n 1 > "$0.called"; exit 1"#);
        for (kind, flags) in [
            (RuntimeKind::Node, "--experimental-vm-modules --no-warnings -e "),
            (RuntimeKind::Bun, "--config=/dev/null --no-env-file --no-install -e "),
            (RuntimeKind::Deno, "eval --no-config "),
        ] {
            ask(kind, &path, ANSWER_LIMIT).unwrap_err();
            let called = folder.read("runtime.called");
            assert!(called.starts_with(&format!("{} {flags}", path.display())), "{called}");
        }
    }

    #[test]
    fn one_that_hangs_is_stopped() {
        let folder = Folder::new();
        let path = folder.script("runtime", "exec sleep 600");
        let started = Instant::now();
        let error = ask(RuntimeKind::Bun, &path, Duration::from_millis(50)).unwrap_err();
        assert!(matches!(error, AskError::TooSlow { .. }), "{error}");
        assert!(error.to_string().contains("within 0.05 seconds"), "{error}");
        assert!(started.elapsed() < Duration::from_mins(1), "it was not waited for");
    }

    #[test]
    fn one_that_leaves_a_process_behind_holds_up_nobody() {
        let started = Instant::now();
        let error = asked("sleep 60 & exit 3").unwrap_err();
        assert!(matches!(error, AskError::Ended { .. }), "{error}");
        assert!(started.elapsed() < Duration::from_secs(30), "its streams stay open for a minute");
    }

    #[test]
    fn one_that_dies_says_its_last_words() {
        let error = asked("echo library missing >&2; exit 127").unwrap_err();
        assert!(matches!(error, AskError::Ended { .. }));
        assert!(error.to_string().ends_with("It wrote:\nlibrary missing"), "{error}");
    }

    #[test]
    fn another_program_is_told_apart() {
        for script in [
            r#"echo '{"name":"bun","version":"1.4.5","engine":"a"}'"#,
            r#"echo '{"name":"node","version":"new","engine":"a"}'"#,
            "echo 24.21.0",
            "true",
            "yes",
        ] {
            let error = asked(script).unwrap_err();
            let is_flood = script == "yes" && matches!(error, AskError::Ended { .. });
            assert!(is_flood || matches!(error, AskError::NoAnswer { .. }), "{script}: {error}");
        }
    }

    #[test]
    fn a_missing_binary_is_said() {
        let error = ask(RuntimeKind::Deno, Path::new("/missing/deno"), ANSWER_LIMIT).unwrap_err();
        assert!(error.to_string().starts_with("/missing/deno cannot be started: "), "{error}");
    }
}
