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
    /// Whether there was a value that is too large to be shown.
    met_too_large: bool,
}

impl Viewer {
    pub(super) fn thrown(&mut self, agent: &Agent, value: &Value) -> ThrownView {
        self.thrown_within(agent, value, ErrorView::MAX_CAUSES)
    }

    /// The recursion ends after `causes` errors.
    fn thrown_within(&mut self, agent: &Agent, value: &Value, causes: usize) -> ThrownView {
        let &Value::Error(id) = value else { return ThrownView::Value(self.plain(agent, value)) };
        if causes == 0 {
            return ThrownView::Elided;
        }
        let next = u32::try_from(self.identities.len() + 1).unwrap_or(u32::MAX);
        let identity = *self.identities.entry(id).or_insert(next);
        let Some(error) = agent.shown_error(id) else {
            self.met_too_large = true;
            return ThrownView::Elided;
        };
        ThrownView::Error(Box::new(ErrorView {
            identity,
            name: error.name,
            code: error.code,
            message: error.message,
            cause: error.cause.as_ref().map(|cause| self.thrown_within(agent, cause, causes - 1)),
        }))
    }

    /// A value that is not an error.
    pub(super) fn plain(&mut self, agent: &Agent, value: &Value) -> program::Value {
        agent.shown_value(value).unwrap_or_else(|| {
            self.met_too_large = true;
            program::Value::Undefined
        })
    }

    /// Whether there was a value that is too large to be shown. What a runtime does with it nobody can tell.
    pub(super) const fn met_too_large(&self) -> bool {
        self.met_too_large
    }
}
