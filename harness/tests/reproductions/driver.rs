//! The driver's side: programs in, transcripts out.

use std::path::Path;

use serde_json::{Value, json};
use vmlink::{corpus::Case, program::to_wire};

use crate::process::Runtime;

/// How many programs a process runs. Runtimes never free modules, so it is not for ever.
const BATCH: usize = 2_000;

/// What the driver answers to each of `cases`; `None` where the runtime died or stalled.
pub(crate) fn run(runtime: &Runtime, root: &Path, cases: &[Case]) -> Vec<Option<Value>> {
    let questions: Vec<String> = cases
        .iter()
        .enumerate()
        .map(|(index, case)| json!({ "run": index + 1, "program": to_wire(&case.program) }).to_string())
        .collect();
    let driver = root.join("harness/src/engines/driver/driver.mjs");
    let answers = runtime.ask(&driver, 1, BATCH, &questions);
    answers.into_iter().map(|answer| serde_json::from_str(&answer?).ok()).collect()
}
