//! Runtimes as processes that are given work and answer line by line.

use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::Duration,
};

/// How long a runtime may take for one program. A quiet machine needs a few milliseconds.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A runtime that is installed.
pub(crate) struct Runtime {
    /// What the test calls it.
    pub(crate) name: String,
    program: PathBuf,
    arguments: &'static [&'static str],
}

const NODE: &[&str] = &["--experimental-vm-modules", "--no-warnings"];
const BUN: &[&str] = &["run"];
const DENO: &[&str] = &["run", "--allow-all", "--no-config", "--quiet"];

/// The binaries that packages bring, by the pattern of the path below `node_modules`; `*` is one folder.
const KNOWN: [(&str, &[&str]); 5] = [
    ("*/bin/node", NODE),
    ("*/node_modules/node/bin/node", NODE),
    ("@oven/*/bin/bun", BUN),
    ("@deno/*/deno", DENO),
    ("*/bin/bun", BUN),
];

impl Runtime {
    /// Every runtime below the folder of runtimes, sorted by its path there.
    pub(crate) fn installed(root: &Path) -> Vec<Self> {
        let folder = std::env::var_os("VMLINK_RUNTIMES").map_or_else(|| root.join(".runtimes"), PathBuf::from);
        let mut found: Vec<Self> = Vec::new();
        for (pattern, arguments) in KNOWN {
            for program in matching(&folder.join("node_modules"), pattern) {
                let shown = program.strip_prefix(&folder).unwrap_or(&program);
                found.push(Self { name: shown.display().to_string(), program, arguments });
            }
        }
        if let Ok(part) = std::env::var("VMLINK_RUNTIME") {
            found.retain(|runtime| runtime.name.contains(&part));
        }
        found.sort_by(|one, other| one.name.cmp(&other.name));
        found
    }

    fn start(&self, script: &Path) -> Process {
        let mut child = Command::new(&self.program)
            .args(self.arguments)
            .arg(script)
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
    /// `greeting` is how many lines a process writes before it is asked anything. An answer that did not come is `None`.
    pub(crate) fn ask(&self, script: &Path, greeting: usize, batch: usize, questions: &[String]) -> Vec<Option<String>> {
        let mut answers = Vec::new();
        while answers.len() < questions.len() {
            let mut process = self.start(script);
            for _ in 0..greeting {
                process.line();
            }
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
        match self.lines.recv_timeout(TIMEOUT) {
            Ok(line) => Some(line),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => None,
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The files below `folder` that `pattern` matches.
fn matching(folder: &Path, pattern: &str) -> Vec<PathBuf> {
    let mut found = vec![folder.to_path_buf()];
    for part in pattern.split('/') {
        found = found
            .iter()
            .flat_map(|folder| match part {
                "*" => std::fs::read_dir(folder)
                    .map(|entries| entries.filter_map(Result::ok).map(|entry| entry.path()).collect())
                    .unwrap_or_default(),
                part => vec![folder.join(part)],
            })
            .collect();
    }
    found.retain(|path| path.is_file());
    found.sort();
    found
}
