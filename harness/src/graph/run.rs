//! One engine on one graph.

use std::time::{Duration, Instant};

use super::{Difference, Graph, check, compare};
use crate::{
    engines::{Engine, Notice, NoticeKind, RunFailure},
    transcript::{Outcome, Transcript},
};

/// What an engine did with a graph.
#[derive(Clone, Debug)]
pub struct Run {
    /// The engine's name.
    pub engine: String,
    /// What was seen, or why nothing was.
    pub transcript: Result<Transcript, RunFailure>,
    /// What was seen besides.
    pub notices: Vec<Notice>,
    /// How long the engine took to construct every module, link the entry and read every namespace. Of a runtime this
    /// holds the way of program and transcript to its process and back.
    pub time: Duration,
    /// What came otherwise than expected; empty when nothing came.
    pub differences: Vec<Difference>,
}

impl Run {
    /// Runs `graph` on `engine` and compares with `expected`, the reference's transcript under the engine's profile; without
    /// it, with what the graph itself says (see [`check`]).
    #[must_use]
    pub fn of(graph: &Graph, engine: &dyn Engine, expected: Option<&Transcript>) -> Self {
        let started = Instant::now();
        let (transcript, mut notices) = engine.run_noticing(&graph.program);
        let time = started.elapsed();
        // A graph is linked and never evaluated. A driver that gives up its process because of names in the texts has seen
        // nothing.
        notices.retain(|notice| notice.kind != NoticeKind::LeftBehind);
        let differences = match (&transcript, expected) {
            (Err(_), _) => Vec::new(),
            (Ok(actual), Some(expected)) => compare(graph, expected, actual),
            (Ok(actual), None) => check(graph, actual),
        };
        Self { engine: engine.name().to_owned(), transcript, notices, time, differences }
    }

    /// Whether the entry linked.
    #[must_use]
    pub fn links(&self) -> bool {
        let link = self.transcript.as_ref().ok().and_then(|transcript| transcript.steps.first());
        link.is_some_and(|link| matches!(link.outcome, Outcome::Ok(_)))
    }

    /// How much there is to look at: each difference, each notice, and a transcript that did not come.
    #[must_use]
    pub fn findings(&self) -> usize {
        self.differences.len() + self.notices.len() + usize::from(self.transcript.is_err())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{engines::ReferenceEngine, graph::testing::Files, program::Program, reference::ProfileName};

    /// The reference, with a notice of each kind.
    struct Noticing;

    impl Engine for Noticing {
        fn name(&self) -> &'static str {
            "noticing"
        }

        fn run(&self, program: &Program) -> Result<Transcript, RunFailure> {
            ReferenceEngine::new(ProfileName::Contract).run(program)
        }

        fn run_noticing(&self, program: &Program) -> (Result<Transcript, RunFailure>, Vec<Notice>) {
            let notice = |kind| Notice { kind, step: None, text: String::new() };
            (self.run(program), NoticeKind::ALL.map(notice).to_vec())
        }
    }

    #[test]
    fn what_a_body_could_have_left_behind_is_no_finding() {
        let files = Files::new(&[("main.mjs", "export const x = process.exit;")]);
        let run = Run::of(&files.graph("main.mjs"), &Noticing, None);
        assert!(run.notices.iter().all(|notice| notice.kind != NoticeKind::LeftBehind));
        assert_eq!(run.notices.len(), NoticeKind::ALL.len() - 1);
    }
}
