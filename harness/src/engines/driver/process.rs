//! A process and everything it has started, which can be ended from any thread.

use std::{
    collections::VecDeque,
    io::{self, Read},
    process::{Child, ChildStdin, ChildStdout, ExitStatus, Stdio},
    sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc},
    thread,
    time::{Duration, Instant},
};

use super::{command::Prepared, lines::Lines};

/// Bytes kept of what a process writes to its standard error: some tens of lines, the last ones.
const KEPT_ERRORS: usize = 4 << 10;

/// Bytes that one line of a process may have. The longest answer of the corpus has some ten thousand; a program of the
/// largest size that a case file may have gives some ten million.
pub(super) const LONGEST_LINE: usize = 64 << 20;

/// How long a process that has closed its output may take to end by itself, before it is ended: it may be writing a
/// report of its crash.
const TIME_TO_END: Duration = Duration::from_secs(2);

/// How long is waited for the last of the standard error of a process that has ended. Only a process that has left the
/// group could still hold it.
const TIME_FOR_ERRORS: Duration = Duration::from_millis(500);

/// A running process.
#[derive(Debug)]
pub(super) struct Process {
    /// Until it is closed.
    pub(super) stdin: Option<ChildStdin>,
    pub(super) stdout: Lines<ChildStdout>,
    pub(super) handle: Arc<Handle>,
    errors: Arc<Mutex<VecDeque<u8>>>,
    errors_end: mpsc::Receiver<()>,
}

/// Ends the process and its group. It may be kept longer than the process.
#[derive(Debug)]
pub(super) struct Handle(Mutex<State>);

#[derive(Debug)]
struct State {
    child: Child,
    /// Set when the process has been waited for; from then on its number may belong to another.
    ended: Option<ExitStatus>,
}

impl Process {
    pub(super) fn start(prepared: &Prepared) -> io::Result<Self> {
        let mut command = prepared.command();
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn()?;
        let (Some(stdin), Some(stdout), Some(stderr)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(io::Error::other("the process has no pipes"));
        };
        let errors = Arc::new(Mutex::new(VecDeque::new()));
        let (sender, errors_end) = mpsc::channel();
        let kept = Arc::clone(&errors);
        thread::Builder::new().name("driver-stderr".to_owned()).spawn(move || {
            drain(stderr, &kept);
            drop(sender);
        })?;
        let handle = Arc::new(Handle(Mutex::new(State { child, ended: None })));
        Ok(Self { stdin: Some(stdin), stdout: Lines::new(stdout, LONGEST_LINE), handle, errors, errors_end })
    }

    /// How the process ended, whose output has ended, and the last it wrote to its standard error.
    pub(super) fn end(&self) -> (Option<ExitStatus>, String) {
        let status = self.handle.end(TIME_TO_END);
        // The sender says nothing; it goes when the stream has ended.
        let _ = self.errors_end.recv_timeout(TIME_FOR_ERRORS);
        let errors: Vec<u8> = locked(&self.errors).iter().copied().collect();
        (status, String::from_utf8_lossy(&errors).trim_end().to_owned())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.handle.end(Duration::ZERO);
    }
}

impl Handle {
    /// Ends the process and its group at once.
    pub(super) fn kill(&self) {
        locked(&self.0).kill();
    }

    /// Waits `patience` for the process to end, ends it and its group, and tells how it ended.
    pub(super) fn end(&self, patience: Duration) -> Option<ExitStatus> {
        let deadline = Instant::now() + patience;
        let mut pause = Duration::from_micros(200);
        loop {
            let mut state = locked(&self.0);
            if state.ended.is_some() {
                return state.ended;
            }
            if state.is_over() || Instant::now() >= deadline {
                state.kill();
                state.ended = state.child.wait().ok();
                return state.ended;
            }
            drop(state);
            thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(20));
        }
    }
}

#[cfg(unix)]
impl State {
    fn pid(&self) -> Option<rustix::process::Pid> {
        i32::try_from(self.child.id()).ok().and_then(rustix::process::Pid::from_raw)
    }

    /// Whether the process has ended. It is not waited for, so that its number stays its own until the group is ended.
    fn is_over(&mut self) -> bool {
        use rustix::process::{WaitId, WaitIdOptions, waitid};
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        self.pid().is_none_or(|pid| !matches!(waitid(WaitId::Pid(pid), options), Ok(None)))
    }

    fn kill(&mut self) {
        if self.ended.is_none()
            && let Some(pid) = self.pid()
        {
            // It fails only when the group has ended already.
            let _ = rustix::process::kill_process_group(pid, rustix::process::Signal::KILL);
        }
    }
}

#[cfg(not(unix))]
impl State {
    fn is_over(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    fn kill(&mut self) {
        if self.ended.is_none() {
            // It fails only when the process has ended already.
            let _ = self.child.kill();
        }
    }
}

/// Reads `stream` to its end and keeps the last of it.
fn drain(mut stream: impl Read, kept: &Mutex<VecDeque<u8>>) {
    let mut chunk = [0; KEPT_ERRORS];
    while let Ok(length @ 1..) = stream.read(&mut chunk) {
        let mut kept = locked(kept);
        kept.extend(&chunk[..length]);
        let surplus = kept.len().saturating_sub(KEPT_ERRORS);
        kept.drain(..surplus);
    }
}

/// Nothing that holds one of these locks can panic half way.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
