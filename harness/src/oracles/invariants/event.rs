//! The operations of a run, and how they ended.

use rustc_hash::FxHashMap;

use crate::{
    program::ModuleId,
    transcript::{ErrorView, Observed, Outcome, SettledStep, StepRecord, ThrownView},
};

/// What an event does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// `link()`
    Link,
    /// `evaluate()`
    Evaluate,
    /// `evaluate()`, of which only the promise was looked at, its identity or its first state: how it ended is not known.
    EvaluationPromise,
    /// A read of `namespace`.
    Namespace,
    /// A read of `error`.
    Error,
    /// `instantiate()`
    Instantiate,
    /// `linkRequests()`
    LinkRequests,
}

impl Verb {
    /// Whether it evaluates a module.
    #[must_use]
    pub const fn evaluates(self) -> bool {
        matches!(self, Self::Evaluate | Self::EvaluationPromise)
    }
}

/// Where in a record an event stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// It is the step itself.
    Own,
    /// It is one of the steps of `together`.
    Together,
    /// The linker started it.
    Inside,
    /// It was started in an earlier step and settled in this one.
    Settled,
}

/// One operation on a module and how it ended. When exactly it ran within its record is not known.
#[derive(Clone, Copy, Debug)]
pub struct Event<'r> {
    /// What was done.
    pub verb: Verb,
    /// On which module.
    pub module: ModuleId,
    /// Where it stands.
    pub place: Place,
    /// How it ended.
    pub outcome: &'r Outcome,
}

impl<'r> Event<'r> {
    /// Whether the operation was started in the record it stands in.
    #[must_use]
    pub fn started_here(&self) -> bool {
        self.place != Place::Settled
    }

    /// What was thrown, when the operation failed.
    #[must_use]
    pub fn error(&self) -> Option<&'r ThrownView> {
        match self.outcome {
            Outcome::Error(thrown) => Some(thrown),
            _ => None,
        }
    }

    /// What a `link()` that was not merely refused failed with. A refused one changes nothing.
    #[must_use]
    pub fn link_failure(&self) -> Option<&'r ThrownView> {
        self.error().filter(|thrown| self.verb == Verb::Link && !is_refusal(thrown))
    }
}

/// The codes of steps that are refused before they do anything.
const REFUSALS: [&str; 7] = [
    "ERR_OUT_OF_RANGE",
    "ERR_VM_MODULE_STATUS",
    "ERR_VM_MODULE_ALREADY_LINKED",
    "ERR_INVALID_ARG_TYPE",
    "ERR_INVALID_ARG_VALUE",
    "ERR_INVALID_THIS",
    "ECMA262_PRECONDITION",
];

fn is_refusal(thrown: &ThrownView) -> bool {
    as_error(thrown).and_then(|error| error.code.as_deref()).is_some_and(|code| REFUSALS.contains(&code))
}

/// The error object, when it is one.
pub(super) fn as_error(thrown: &ThrownView) -> Option<&ErrorView> {
    match thrown {
        ThrownView::Error(error) => Some(error),
        _ => None,
    }
}

/// What was thrown, or read as an error.
pub(super) fn thrown_of(outcome: &Outcome) -> Option<&ThrownView> {
    match outcome {
        Outcome::Error(thrown) | Outcome::Ok(Observed::Thrown(thrown)) => Some(thrown),
        _ => None,
    }
}

/// Reads `link main`. A label of anything else (`together`, `setExport dep.x`) is no event.
fn read_label<'l>(label: &'l str, ids: &FxHashMap<&str, ModuleId>) -> Option<(Verb, ModuleId, &'l str)> {
    let (verb, name) = label.split_once(' ')?;
    let verb = match verb {
        "link" => Verb::Link,
        "evaluate" => Verb::Evaluate,
        "evaluationPromise" | "evaluationState" => Verb::EvaluationPromise,
        "namespace" => Verb::Namespace,
        "error" => Verb::Error,
        "instantiate" => Verb::Instantiate,
        "linkRequests" => Verb::LinkRequests,
        _ => return None,
    };
    Some((verb, *ids.get(name)?, name))
}

/// What is pending at the end of each record. Of several equal operations that are pending, the transcript does not say
/// which one settled; they are interchangeable here.
pub(super) fn pending_after_each(events: &[Vec<Event<'_>>]) -> Vec<Vec<(Verb, ModuleId)>> {
    let mut pending: Vec<(Verb, ModuleId)> = Vec::new();
    let mut after_each = Vec::with_capacity(events.len());
    for events in events {
        for event in events.iter().filter(|event| !event.started_here()) {
            let key = (event.verb, event.module);
            if let Some(place) = pending.iter().position(|pending| *pending == key) {
                pending.remove(place);
            }
        }
        let started =
            events.iter().filter(|event| event.started_here() && *event.outcome == Outcome::Pending);
        pending.extend(started.map(|event| (event.verb, event.module)));
        after_each.push(pending.clone());
    }
    after_each
}

/// The operations of a record. `together` says whether its step is one, which is no operation of its own.
pub(super) fn events_of<'r>(
    record: &'r StepRecord,
    together: bool,
    ids: &FxHashMap<&str, ModuleId>,
) -> Vec<Event<'r>> {
    let own = (!together).then_some((Place::Own, &record.step, &record.outcome));
    let of =
        |place, steps: &'r [SettledStep]| steps.iter().map(move |step| (place, &step.step, &step.outcome));
    own.into_iter()
        .chain(of(Place::Together, &record.together))
        .chain(of(Place::Inside, &record.inside))
        .chain(of(Place::Settled, &record.settled))
        .filter_map(|(place, label, outcome)| {
            let (verb, module, name) = read_label(label, ids)?;
            // What is done to a module that was not constructed says nothing of modules.
            record.status.contains_key(name).then_some(Event { verb, module, place, outcome })
        })
        .collect()
}

/// Whether a `together` stands inside another step. A record does not tell how its parts ended.
pub(super) fn hides_parts(record: &StepRecord) -> bool {
    let inner = record.together.iter().chain(&record.inside).chain(&record.settled);
    inner.into_iter().any(|step| step.step == "together")
}
