//! Runtimes as processes that are given scripts and answer line by line.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use vmlink::runtimes::InstalledRuntime;

/// How long a runtime may take for one script. A quiet machine needs a few milliseconds.
const TIMEOUT: Duration = Duration::from_mins(1);

/// A runtime that runs scripts.
pub(crate) struct Runner<'r>(pub(crate) &'r InstalledRuntime);

impl Runner<'_> {
    fn start(&self, script: &Path) -> Process {
        let mut child = self
            .0
            .command(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let out = child.stdout.take().unwrap();
        let (sender, lines) = channel();
        thread::spawn(move || {
            let lines = BufReader::new(out).lines().map_while(Result::ok);
            for line in lines {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Process { child, lines }
    }

    /// Gives `script` each of `questions` as a line and takes one line for each, in as many processes as that needs:
    /// `batch` questions each, and a new one wherever one ends before it has answered.
    ///
    /// An answer that did not come is `None`.
    pub(crate) fn ask(&self, script: &Path, batch: usize, questions: &[String]) -> Vec<Option<String>> {
        let mut answers = Vec::new();
        while answers.len() < questions.len() {
            let mut process = self.start(script);
            for question in questions[answers.len()..].iter().take(batch) {
                let answer = process.answer(question);
                let is_over = answer.is_none();
                answers.push(answer);
                if is_over {
                    break;
                }
            }
        }
        answers
    }
}

struct Process {
    child: Child,
    lines: Receiver<String>,
}

impl Process {
    fn answer(&mut self, question: &str) -> Option<String> {
        let input = self.child.stdin.as_mut()?;
        writeln!(input, "{question}").and_then(|()| input.flush()).ok()?;
        self.line()
    }

    fn line(&mut self) -> Option<String> {
        self.lines.recv_timeout(TIMEOUT).ok()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
