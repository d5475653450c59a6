//! The reproductions' side: scripts in, lines of text out.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};
use vmlink::{
    corpus::Case,
    repro::{Subject, reproduction},
    runtimes::InstalledRuntime,
};

use crate::process::Runner;

/// How many scripts a process runs. Scripts call their modules by plain names, and Node becomes slow when many modules
/// of a process bear the same.
const BATCH: usize = 120;

/// Runs one script after another in one process: each is a module, and importing it runs it.
const RUNNER: &str = r#"
import readline from "node:readline";
import process from "node:process";
const write = console.log;
for await (const line of readline.createInterface({ input: process.stdin })) {
  const lines = [];
  console.log = (...words) => lines.push(words.join(" "));
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", () => {});
  let died = null;
  try {
    await import(line);
  } catch (error) {
    died = String(error);
  }
  write(JSON.stringify({ lines, died }));
}
process.exit(0);
"#;

/// Writes the reproduction of each of `cases` and the runner into `folder`, and gives their paths.
pub(crate) fn write(cases: &[Case], folder: &Path) -> Vec<PathBuf> {
    fs::write(folder.join("runner.mjs"), RUNNER).unwrap();
    cases
        .iter()
        .enumerate()
        .map(|(index, case)| {
            let path = folder.join(format!("{index}.mjs"));
            fs::write(&path, reproduction(&Subject::of_case(case), None)).unwrap();
            path
        })
        .collect()
}

/// What each script printed; `None` where the runtime died or stalled.
pub(crate) fn run(runtime: &InstalledRuntime, folder: &Path, scripts: &[PathBuf]) -> Vec<Option<Value>> {
    let questions: Vec<String> = scripts.iter().map(|path| format!("file://{}", path.display())).collect();
    let answers = Runner(runtime).ask(&folder.join("runner.mjs"), BATCH, &questions);
    answers
        .into_iter()
        .map(|answer| {
            let answer: Value = serde_json::from_str(&answer?).unwrap();
            Some(json!({ "lines": answer["lines"], "died": answer["died"] }))
        })
        .collect()
}
