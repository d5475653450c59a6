//! Values of the reference as a transcript shows them.

use std::collections::HashMap;

use crate::{
    program,
    reference::{Agent, ErrorId, Value},
    transcript::{ErrorView, ThrownView},
};

/// Numbers error objects in the order they are first shown.
#[derive(Debug, Default)]
pub(super) struct Viewer {
    identities: HashMap<ErrorId, u32>,
}

impl Viewer {
    pub(super) fn thrown(&mut self, agent: &Agent, value: &Value) -> ThrownView {
        self.thrown_within(agent, value, ErrorView::MAX_CAUSES)
    }

    /// The recursion ends after `causes` errors.
    fn thrown_within(&mut self, agent: &Agent, value: &Value, causes: usize) -> ThrownView {
        let &Value::Error(id) = value else { return ThrownView::Value(plain(agent, value)) };
        if causes == 0 {
            return ThrownView::Elided;
        }
        let next = u32::try_from(self.identities.len() + 1).unwrap_or(u32::MAX);
        let identity = *self.identities.entry(id).or_insert(next);
        let error = agent.shown_error(id);
        ThrownView::Error(Box::new(ErrorView {
            identity,
            name: error.name,
            code: error.code,
            message: error.message,
            cause: error.cause.as_ref().map(|cause| self.thrown_within(agent, cause, causes - 1)),
        }))
    }
}

/// A value that is not an error.
pub(super) fn plain(agent: &Agent, value: &Value) -> program::Value {
    agent.shown_value(value)
}
