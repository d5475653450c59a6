//! What modules tell about themselves when they are asked.

use std::iter;

use rustc_hash::FxHashSet;

use super::{Applies, Context, Invariant, invariant::Objection};
use crate::{
    program::{Action, ModuleId, Query, Value},
    syntax::Phase,
    transcript::{Observed, Outcome},
};

/// The closure of top-level await.
///
/// What is requested for its source is no part of the graph; what is deferred is, because it is evaluated too when it awaits.
/// Nothing is concluded where the program's linkers leave a choice that matters.
pub(super) const ASYNC_GRAPH_IS_THE_CLOSURE_OF_AWAIT: Invariant = Invariant {
    name: "async-graph-is-the-closure-of-await",
    sentence: "hasAsyncGraph() is true exactly when the module, or one that it leads to through its requests, has top-level await.",
    source: "https://nodejs.org/api/vm.html#sourcetextmodulehasasyncgraph",
    contract: Applies::Yes,
    ecma262: Applies::Yes,
    look: |context| {
        let mut objections = Vec::new();
        for (step, record) in context.records() {
            let Some(asked) = context.program.steps.get(step) else { continue };
            let parts = match &asked.action {
                Action::Together(parts) => parts.as_slice(),
                _ => &[],
            };
            let own = iter::once((&asked.action, &record.outcome));
            let together = parts.iter().map(|part| &part.action);
            let together = together.zip(record.together.iter().map(|part| &part.outcome));
            for (action, outcome) in own.chain(together) {
                let Action::Query(Query::HasAsyncGraph, module) = *action else { continue };
                let Outcome::Ok(Observed::Value(Value::Bool(told))) = *outcome else { continue };
                let Some(right) = awaits_somewhere(context, module) else { continue };
                if told != right {
                    let name = context.program.name(module);
                    objections.push(Objection::at(
                        step,
                        format!("hasAsyncGraph {name}: {right}, as its graph has top-level await or not"),
                        format!("hasAsyncGraph {name}: {told}"),
                    ));
                }
            }
        }
        objections
    },
};

/// Whether anything in the graph of `root` has top-level await; `None` when that is not certain.
fn awaits_somewhere(context: &Context<'_>, root: ModuleId) -> Option<bool> {
    let mut seen = FxHashSet::from_iter([root]);
    let mut open = vec![root];
    let mut is_whole = true;
    while let Some(module) = open.pop() {
        if context.bodies().awaits(module) {
            return Some(true);
        }
        let Some(requests) = context.requests(module) else {
            is_whole = false;
            continue;
        };
        for request in requests.iter().filter(|request| request.phase != Phase::Source) {
            match context.scripts().only_answer(module, request) {
                None => is_whole = false,
                Some(answer) if seen.insert(answer) => open.push(answer),
                Some(_) => {}
            }
        }
    }
    is_whole.then_some(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        oracles::invariants::{
            RequestKey,
            testing::{Run, call},
        },
        program::{Answer, ModuleKind},
    };

    /// `main` requests `dep`, whose text is `text`, and says `told` of its graph.
    fn asked(text: &str, told: bool, phase: Phase) -> Run {
        let mut run = Run::new(&["main", "dep"]);
        run.program.modules[1].kind = ModuleKind::Source(text.to_owned());
        run.sets_requests("main", vec![RequestKey { phase, ..RequestKey::plain("dep") }]);
        let outcome = Outcome::Ok(Observed::Value(Value::Bool(told)));
        run.step("hasAsyncGraph main", outcome, "main linked, dep linked").calls = vec![call("dep", "main")];
        run
    }

    #[test]
    fn what_awaits_below_counts() {
        for phase in [Phase::Evaluation, Phase::Defer] {
            asked("await 0;", true, phase).keeps(&ASYNC_GRAPH_IS_THE_CLOSURE_OF_AWAIT);
            asked("await 0;", false, phase).breaks(&ASYNC_GRAPH_IS_THE_CLOSURE_OF_AWAIT, 0);
        }
        asked("async () => await 0;", false, Phase::Evaluation).keeps(&ASYNC_GRAPH_IS_THE_CLOSURE_OF_AWAIT);
        asked("async () => await 0;", true, Phase::Evaluation)
            .breaks(&ASYNC_GRAPH_IS_THE_CLOSURE_OF_AWAIT, 0);
    }

    #[test]
    fn what_is_wanted_for_its_source_does_not() {
        asked("await 0;", false, Phase::Source).keeps(&ASYNC_GRAPH_IS_THE_CLOSURE_OF_AWAIT);
        asked("await 0;", true, Phase::Source).breaks(&ASYNC_GRAPH_IS_THE_CLOSURE_OF_AWAIT, 0);
    }

    #[test]
    fn an_answer_that_is_not_certain_says_nothing() {
        for told in [true, false] {
            let run = asked("await 0;", told, Phase::Evaluation).answers("dep", Answer::Never);
            run.keeps(&ASYNC_GRAPH_IS_THE_CLOSURE_OF_AWAIT);
        }
    }
}
