//! One engine on one graph.

use std::time::{Duration, Instant};

use super::{Difference, Graph, check, compare};
use crate::{engines::Engine, transcript::Transcript};

/// What an engine did with a graph.
#[derive(Clone, Debug)]
pub struct Run {
    /// The engine's name.
    pub engine: String,
    /// What was seen.
    pub transcript: Transcript,
    /// How long the engine took to construct every module, link the entry and read every namespace.
    pub time: Duration,
    /// What came otherwise than expected.
    pub differences: Vec<Difference>,
}

impl Run {
    /// Runs `graph` on `engine` and compares with `expected`, the reference's transcript under the engine's profile; without
    /// it, with what the graph itself says (see [`check`]).
    #[must_use]
    pub fn of(graph: &Graph, engine: &dyn Engine, expected: Option<&Transcript>) -> Self {
        let started = Instant::now();
        let transcript = engine.run(&graph.program);
        let time = started.elapsed();
        let differences = match expected {
            Some(expected) => compare(graph, expected, &transcript),
            None => check(graph, &transcript),
        };
        Self { engine: engine.name().to_owned(), transcript, time, differences }
    }

    /// Whether the entry linked.
    #[must_use]
    pub fn links(&self) -> bool {
        use crate::transcript::Outcome;
        self.transcript.steps.first().is_some_and(|link| matches!(link.outcome, Outcome::Ok(_)))
    }
}
