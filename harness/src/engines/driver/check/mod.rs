//! Checking a driver against the protocol, before any case is run on it.
//!
//! The checks ask for nothing that depends on how an engine links modules, beyond what no two engines can differ in: that
//! a right graph links and runs. So a driver that fails one has a mistake of its own, or its engine cannot run anything.

mod pattern;
mod suite;

use serde_json::{Map, Value as Json, json};

use super::{DriverCommand, DriverEngine, DriverOptions, Hello, StartError, worker::ends_with_its_input};
use crate::{
    engines::{Engine, Notice, NoticeKind, RunFailure},
    transcript::{Transcript, construct_json, step_json},
};
use pattern::compare;
use suite::{Check, Question, suite};

/// What came of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckResult {
    /// The name of the check.
    pub name: String,
    /// What the driver must do: one sentence.
    pub why: String,
    /// Whether it does.
    pub outcome: CheckOutcome,
}

/// Whether a driver does what a check asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckOutcome {
    /// It does.
    Passed,
    /// It cannot be seen, because the engine lacks this capability.
    Skipped(String),
    /// It does not.
    Failed(Vec<Complaint>),
}

/// One place at which a driver does not do what it must.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Where: `program 2, steps[0].log`.
    pub place: String,
    /// What must be there.
    pub expected: String,
    /// What is there.
    pub actual: String,
}

/// Something that a person who waits wants to see.
#[derive(Clone, Copy, Debug)]
pub enum CheckEvent<'e> {
    /// The driver has said hello.
    Hello(&'e Hello),
    /// A check has come to its end.
    Result(&'e CheckResult),
}

/// Runs every check on the driver of `command`. `on_event` is called with its hello, and then after each check, in order.
///
/// # Errors
/// When the driver does not say hello.
pub fn check_driver(
    command: &DriverCommand,
    options: DriverOptions,
    mut on_event: impl FnMut(CheckEvent<'_>),
) -> Result<(), StartError> {
    let options = DriverOptions { jobs: std::num::NonZeroUsize::MIN, ..options };
    let (time, interrupt) = (options.start_timeout, options.interrupt.clone());
    let engine = DriverEngine::start(command, options)?;
    on_event(CheckEvent::Hello(engine.hello()));
    let mut on_result = |result: CheckResult| on_event(CheckEvent::Result(&result));
    let suite = suite();
    let mut first_answers = Vec::new();
    for check in &suite {
        let lacking = check.needs.iter().find(|need| !engine.hello().capabilities.contains(need));
        let outcome = if let Some(lacking) = lacking {
            CheckOutcome::Skipped(lacking.clone())
        } else {
            let (outcome, answers) = ask(&engine, check);
            first_answers.extend(check.questions.iter().zip(answers));
            outcome
        };
        on_result(CheckResult { name: check.name.clone(), why: check.why.clone(), outcome });
    }
    on_result(CheckResult {
        name: "order-does-not-matter".to_owned(),
        why: "All these programs once more, in the opposite order, bring the same transcripts.".to_owned(),
        outcome: outcome(again(&engine, &first_answers)),
    });
    drop(engine);
    let ends = ends_with_its_input(command, time, interrupt)?;
    on_result(CheckResult {
        name: "ends-with-its-input".to_owned(),
        why: "The process ends, with exit code 0, when its input does.".to_owned(),
        outcome: outcome(ends.into_iter().collect()),
    });
    Ok(())
}

fn outcome(complaints: Vec<Complaint>) -> CheckOutcome {
    if complaints.is_empty() { CheckOutcome::Passed } else { CheckOutcome::Failed(complaints) }
}

type Ran = Result<Transcript, RunFailure>;

/// Asks the questions of a check, and keeps the answers.
fn ask(engine: &DriverEngine, check: &Check) -> (CheckOutcome, Vec<Ran>) {
    let (mut complaints, mut answers) = (Vec::new(), Vec::new());
    for (place, question) in check.questions.iter().enumerate() {
        let (ran, notices) = engine.run_noticing(&question.program);
        let mut found = Vec::new();
        match &ran {
            Ok(transcript) => {
                compare(&question.expect, &json_of(transcript), "", &mut found);
                compare_notices(question, &notices, &mut found);
            }
            Err(failure) => found.push(Complaint {
                place: "the answer".to_owned(),
                expected: "a transcript".to_owned(),
                actual: failure.to_string(),
            }),
        }
        complaints.extend(found.into_iter().map(|complaint| Complaint {
            place: format!("program {}, {}", place + 1, complaint.place),
            ..complaint
        }));
        answers.push(ran);
    }
    (outcome(complaints), answers)
}

fn json_of(transcript: &Transcript) -> Json {
    // What is empty may be left out, and is looked for as if it was.
    json!({
        "construct": construct_json(transcript),
        "steps": transcript.steps.iter().map(step_json).collect::<Vec<_>>(),
    })
}

/// The notices that must come, and that no other comes which is a fault of the driver.
fn compare_notices(question: &Question, notices: &[Notice], complaints: &mut Vec<Complaint>) {
    for notice in notices.iter().filter(|notice| notice.kind == NoticeKind::Disturbed) {
        complaints.push(Complaint {
            place: "the answer".to_owned(),
            expected: "a transcript, also after other programs".to_owned(),
            actual: notice.to_string(),
        });
    }
    let Some(wanted) = &question.notices else { return };
    let found: Vec<Json> = notices
        .iter()
        .map(|notice| {
            let mut map = Map::from_iter([(notice.kind.as_str().to_owned(), notice.text.as_str().into())]);
            map.extend(notice.step.map(|step| ("step".to_owned(), step.into())));
            Json::Object(map)
        })
        .collect();
    compare(wanted, &Json::Array(found), "notices", complaints);
}

/// What differs when the programs come from the last to the first.
fn again(engine: &DriverEngine, first_answers: &[(&Question, Ran)]) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for (question, first) in first_answers.iter().rev() {
        let Ok(first) = first else { continue };
        let (second, notices) = engine.run_noticing(&question.program);
        if second.as_ref() == Ok(first) && notices.iter().all(|notice| notice.kind != NoticeKind::Disturbed) {
            continue;
        }
        let shown = second.map_or_else(|failure| failure.to_string(), |second| json_of(&second).to_string());
        complaints.push(Complaint {
            place: crate::program::to_json(&question.program).to_string(),
            expected: json_of(first).to_string(),
            actual: notices.iter().fold(shown, |shown, notice| format!("{shown}; {notice}")),
        });
    }
    complaints
}
