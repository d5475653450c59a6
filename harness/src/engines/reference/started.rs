//! Steps that were started, and how they ended.

use super::view::Viewer;
use crate::{
    program,
    reference::{Agent, NamespaceId, PromiseId, PromiseState, Value},
    transcript::{Observed, Outcome, SettledStep, ThrownView},
};

/// A step that was started.
#[derive(Clone, Debug)]
pub(super) enum Started {
    Promise(PromiseId),
    Done(Result<Read, Value>),
    Together(Vec<(String, Started)>),
}

/// What a step gave at once.
#[derive(Clone, Debug)]
pub(super) enum Read {
    Undefined,
    Error(Value),
    Namespace(NamespaceId),
    Value(Value),
}

/// How a started step ended, once no job is left. Several steps together are done when all of them are; how each of them
/// ended is told beside it.
pub(super) fn outcome_of(agent: &Agent, viewer: &mut Viewer, started: &Started) -> Outcome {
    match started {
        Started::Promise(promise) => match agent.promise_state(*promise) {
            PromiseState::Pending => Outcome::Pending,
            PromiseState::Fulfilled(value) => Outcome::Ok(Observed::Value(viewer.plain(agent, value))),
            PromiseState::Rejected(reason) => Outcome::Error(viewer.thrown(agent, reason)),
        },
        Started::Done(Ok(Read::Error(error))) => Outcome::Ok(match viewer.thrown(agent, error) {
            ThrownView::Value(value) => Observed::Value(value),
            thrown => Observed::Thrown(thrown),
        }),
        Started::Done(Ok(Read::Value(value))) => Outcome::Ok(Observed::Value(viewer.plain(agent, value))),
        Started::Done(Ok(Read::Namespace(namespace))) => {
            Outcome::Ok(Observed::Namespace(agent.namespace_keys(*namespace)))
        }
        Started::Done(Err(thrown)) => Outcome::Error(viewer.thrown(agent, thrown)),
        Started::Together(steps) if steps.iter().any(|(_, started)| is_pending(agent, started)) => {
            Outcome::Pending
        }
        Started::Together(_) | Started::Done(Ok(Read::Undefined)) => {
            Outcome::Ok(Observed::Value(program::Value::Undefined))
        }
    }
}

fn is_pending(agent: &Agent, started: &Started) -> bool {
    match started {
        Started::Promise(promise) => *agent.promise_state(*promise) == PromiseState::Pending,
        Started::Done(_) => false,
        Started::Together(steps) => steps.iter().any(|(_, started)| is_pending(agent, started)),
    }
}

pub(super) fn settled_steps(
    agent: &Agent,
    viewer: &mut Viewer,
    steps: &[(String, Started)],
) -> Vec<SettledStep> {
    steps
        .iter()
        .map(|(label, started)| SettledStep {
            step: label.clone(),
            outcome: outcome_of(agent, viewer, started),
        })
        .collect()
}

/// The steps to look at again after each later step: each by itself, also when it was started together with others.
pub(super) fn still_pending(agent: &Agent, label: &str, started: &Started) -> Vec<(String, Started)> {
    match started {
        Started::Together(steps) => {
            steps.iter().flat_map(|(label, started)| still_pending(agent, label, started)).collect()
        }
        started if is_pending(agent, started) => vec![(label.to_owned(), started.clone())],
        _ => Vec::new(),
    }
}
