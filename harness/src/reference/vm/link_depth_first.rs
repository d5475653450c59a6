//! `module.link(linker)` as runtimes do it that go through a graph depth first, one module after the other.
//!
//! Such a link() is three async functions, one inside the other. The innermost, the *visit* of a module, asks the linker
//! for all its requests, awaits all answers together, checks them in order, records them, and then visits each
//! dependency and awaits that before it goes on to the next. The middle one awaits the visit of the root and instantiates
//! it. The outer one takes the mark off the root. Every await below is one job, as in the runtime; what takes how many
//! jobs was measured there.

use rustc_hash::FxHashSet;

use crate::{
    program::ModuleId,
    reference::{
        Agent, Host, LinkerAnswer, LinkerCompletion, LinkerHandle, PromiseId, Quirk, Status, Value,
        jobs::Handler, value::Likeness,
    },
    syntax::RequestIndex,
};

/// A call of link() that goes through its graph depth first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::reference) struct WalkId(u32);

/// What such a call was waiting for.
#[derive(Clone, Copy, Debug)]
pub(in crate::reference) enum Turn {
    /// The promise of the answer to this request.
    Answer(u32),
    /// The copy of that promise which the list of all is made of.
    Copy(u32),
    /// The promise of all answers.
    All,
    /// The copy of that promise which is awaited.
    Complete,
    /// The visit of a dependency; with none left to come back to, that of the root.
    Visit,
    /// Everything.
    End,
}

/// The visit of a module that has asked for its requests.
#[derive(Debug)]
struct Frame {
    module: ModuleId,
    /// The linker's answer to each request.
    answers: Vec<Option<Value>>,
    /// How many of them have not arrived.
    outstanding: usize,
    /// Whether nothing more is waited for: all have arrived, or one was rejected.
    heard: bool,
    dependencies: Vec<Answered>,
    next_dependency: usize,
}

/// A usable answer.
#[derive(Clone, Copy, Debug)]
struct Answered {
    module: ModuleId,
    /// It came as a proxy, which is an object of its own.
    proxied: bool,
}

#[derive(Debug)]
struct Walk {
    root: ModuleId,
    linker: LinkerHandle,
    /// What the caller holds.
    promise: PromiseId,
    /// In the order of the visits.
    visited: Vec<ModuleId>,
    visited_set: FxHashSet<ModuleId>,
    frames: Vec<Frame>,
}

/// The depth-first calls of link() of an agent.
#[derive(Debug, Default)]
pub(in crate::reference) struct Walks(Vec<Walk>);

impl Walks {
    fn walk(&mut self, id: WalkId) -> &mut Walk {
        &mut self.0[id.0 as usize]
    }
}

impl Agent {
    /// `module.link(linker)`, past the checks of the module's status.
    pub(super) fn link_depth_first(
        &mut self,
        host: &mut dyn Host,
        root: ModuleId,
        linker: LinkerHandle,
    ) -> PromiseId {
        let promise = self.new_promise();
        let id = WalkId(u32::try_from(self.walks.0.len()).expect("a run makes fewer than 2^32 calls"));
        self.walks.0.push(Walk {
            root,
            linker,
            promise,
            visited: Vec::new(),
            visited_set: FxHashSet::default(),
            frames: Vec::new(),
        });
        self.module_mut(root).vm.linking_root = true;
        self.visit(host, id, Answered { module: root, proxied: false });
        promise
    }

    /// Something that `walk` waited for is there.
    pub(in crate::reference) fn depth_first_turn(
        &mut self,
        host: &mut dyn Host,
        walk: WalkId,
        turn: Turn,
        outcome: Result<Value, Value>,
    ) {
        match turn {
            Turn::Answer(index) => self.queue_reaction(Handler::DepthFirst(walk, Turn::Copy(index)), outcome),
            Turn::Copy(index) => self.answer_heard(walk, index, outcome),
            Turn::All => self.queue_reaction(Handler::DepthFirst(walk, Turn::Complete), outcome),
            Turn::Complete => match outcome.and_then(|_| self.take_answers(walk)) {
                Ok(()) => self.next_dependency(host, walk),
                Err(error) => self.visit_failed(walk, error),
            },
            Turn::Visit => match outcome {
                Ok(_) if self.walks.walk(walk).frames.is_empty() => self.walked(walk),
                Ok(_) => self.next_dependency(host, walk),
                Err(_) if self.walks.walk(walk).frames.is_empty() => {
                    self.queue_reaction(Handler::DepthFirst(walk, Turn::End), outcome);
                }
                Err(error) => self.visit_failed(walk, error),
            },
            Turn::End => self.end_walk(walk, outcome),
        }
    }

    /// The visit of a module, as far as it comes without waiting.
    fn visit(&mut self, host: &mut dyn Host, id: WalkId, answer: Answered) {
        let Answered { module, proxied } = answer;
        let visit_over = Handler::DepthFirst(id, Turn::Visit);
        // 1. Not twice; but nobody has seen this proxy before.
        if !proxied && !self.walks.walk(id).visited_set.insert(module) {
            return self.queue_reaction(visit_over, Ok(Value::Undefined));
        }
        // 2. Nor when there is nothing to link.
        let unlinked =
            self.cyclic(module).is_some_and(|record| matches!(record.status, Status::New | Status::Unlinked));
        if !unlinked {
            return self.queue_reaction(visit_over, Ok(Value::Undefined));
        }
        self.module_mut(module).vm.in_flight += 1;
        self.walks.walk(id).visited.push(module);
        // 3. Ask for every request, in order; none after a linker that throws.
        let mut promises: Vec<PromiseId> = Vec::new();
        let asked_with =
            if self.has(Quirk::PhasesAskedApart) { Vec::new() } else { self.first_but_for_phase(module) };
        for index in 0..self.expect_cyclic(module).requests.len() {
            if let Some(&first) = asked_with.get(index)
                && first < index
            {
                promises.push(promises[first]);
                continue;
            }
            match self.answer_to(host, id, module, index) {
                Ok(promise) => promises.push(promise),
                Err(thrown) => {
                    let error = self.link_failure(thrown);
                    self.keep_failure(id, module, &error);
                    return self.queue_reaction(visit_over, Err(error));
                }
            }
        }
        // 4. Await all answers, each of them first.
        self.walks.walk(id).frames.push(Frame {
            module,
            answers: vec![None; promises.len()],
            outstanding: promises.len(),
            heard: promises.is_empty(),
            dependencies: Vec::new(),
            next_dependency: 0,
        });
        if promises.is_empty() {
            return self.queue_reaction(Handler::DepthFirst(id, Turn::All), Ok(Value::Undefined));
        }
        for (index, promise) in (0..).zip(promises) {
            self.then(promise, Handler::DepthFirst(id, Turn::Answer(index)));
        }
    }

    /// The promise of the answer to one request of a module that is visited, or what the linker throws.
    fn answer_to(
        &mut self,
        host: &mut dyn Host,
        id: WalkId,
        module: ModuleId,
        index: usize,
    ) -> Result<PromiseId, Value> {
        let request = &self.expect_cyclic(module).requests[index];
        if !self.has(Quirk::AnswersAskedAnew)
            && let Some(answer) = self.expect_cyclic(module).loaded[request.key as usize]
        {
            return Ok(self.settled(Ok(Value::Module(answer))));
        }
        let linker = self.walks.walk(id).linker;
        let index = RequestIndex(u32::try_from(index).expect("a module has fewer than 2^32 requests"));
        let answer = match self.call_linker(host, linker, module, index) {
            LinkerCompletion::Threw(thrown) => return Err(thrown),
            LinkerCompletion::Returned(answer) => answer,
        };
        Ok(match answer {
            LinkerAnswer::Value(value) => self.settled(Ok(value)),
            LinkerAnswer::Promise(promise) => promise,
            LinkerAnswer::Thenable(reaction) => {
                let promise = self.new_promise();
                self.resolve_thenable(promise, reaction);
                promise
            }
            LinkerAnswer::ThrowingThen(thrown) => self.settled(Err(thrown)),
        })
    }

    /// One of the answers that the innermost visit waits for.
    fn answer_heard(&mut self, id: WalkId, index: u32, outcome: Result<Value, Value>) {
        // What comes after a rejection is heard by nobody.
        let Some(frame) = self.walks.walk(id).frames.last_mut().filter(|frame| !frame.heard) else { return };
        let all = match outcome {
            Ok(value) => {
                frame.answers[index as usize] = Some(value);
                frame.outstanding -= 1;
                if frame.outstanding > 0 {
                    return;
                }
                Ok(Value::Undefined)
            }
            Err(reason) => Err(reason),
        };
        frame.heard = true;
        let all = all.map_err(|reason| self.link_failure(reason));
        self.queue_reaction(Handler::DepthFirst(id, Turn::All), all);
    }

    /// All answers of the innermost visit are there: checks them in order, and records them when all can be used.
    fn take_answers(&mut self, id: WalkId) -> Result<(), Value> {
        let Some(frame) = self.walks.walk(id).frames.last_mut() else { return Ok(()) };
        let (module, answers) = (frame.module, std::mem::take(&mut frame.answers));
        let mut dependencies = Vec::with_capacity(answers.len());
        for (index, answer) in (0..).zip(answers) {
            let answer = match answer {
                Some(Value::Module(module)) => Answered { module, proxied: false },
                Some(Value::Like(Likeness::Proxy, module)) if self.has(Quirk::ProxiesAccepted) => {
                    Answered { module, proxied: true }
                }
                _ => return Err(self.not_a_module()),
            };
            self.recheck_answer(module, RequestIndex(index), answer.module)?;
            dependencies.push(answer);
        }
        let modules: Vec<ModuleId> = dependencies.iter().map(|answer| answer.module).collect();
        self.keep_answers(module, &modules)?;
        if let Some(frame) = self.walks.walk(id).frames.last_mut() {
            frame.dependencies = dependencies;
        }
        Ok(())
    }

    /// Goes on with the innermost visit: to its next dependency, or back to whoever waits for it.
    fn next_dependency(&mut self, host: &mut dyn Host, id: WalkId) {
        let frames = &mut self.walks.walk(id).frames;
        let Some(frame) = frames.last_mut() else { return };
        if let Some(&dependency) = frame.dependencies.get(frame.next_dependency) {
            frame.next_dependency += 1;
            self.visit(host, id, dependency);
        } else {
            frames.pop();
            self.queue_reaction(Handler::DepthFirst(id, Turn::Visit), Ok(Value::Undefined));
        }
    }

    /// The innermost visit ends with `error`.
    fn visit_failed(&mut self, id: WalkId, error: Value) {
        if let Some(frame) = self.walks.walk(id).frames.pop() {
            self.keep_failure(id, frame.module, &error);
        }
        self.queue_reaction(Handler::DepthFirst(id, Turn::Visit), Err(error));
    }

    /// A visit of `module` failed: it stays failed, unless failures are forgotten. As the failure is handed on from visit
    /// to visit, all modules on the way fail with the same error (C4, C5).
    fn keep_failure(&mut self, id: WalkId, module: ModuleId, error: &Value) {
        if self.has(Quirk::LinkFailuresForgotten) {
            return;
        }
        if self.module(module).vm.error.is_none() {
            let visited: FxHashSet<ModuleId> = self.walks.walk(id).visited.iter().copied().collect();
            for failed in self.dependents(module, &visited) {
                self.module_mut(failed).vm.error.get_or_insert_with(|| error.clone());
            }
        }
    }

    /// Every module was visited: instantiates the root.
    fn walked(&mut self, id: WalkId) {
        let root = self.walks.walk(id).root;
        let outcome = self.native_instantiate(root).map(|()| Value::Undefined);
        self.queue_reaction(Handler::DepthFirst(id, Turn::End), outcome);
    }

    fn end_walk(&mut self, id: WalkId, outcome: Result<Value, Value>) {
        let Walk { root, promise, .. } = *self.walks.walk(id);
        self.module_mut(root).vm.linking_root = false;
        let walk = self.walks.walk(id);
        let visited = std::mem::take(&mut walk.visited);
        walk.visited_set = FxHashSet::default();
        for module in visited {
            self.module_mut(module).vm.in_flight -= 1;
        }
        self.settle(promise, outcome);
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        program::ModuleId,
        reference::{
            Agent, ContextId, Host, LinkerAnswer, LinkerCall, LinkerCompletion, LinkerHandle, ProfileName,
            PromiseState, Quirk, Rules, Value, testing::Graph,
        },
        syntax::parse_module,
        transcript::ModuleStatus,
    };

    const MODULES: [(&str, &str); 7] = [
        ("R", "import 'A'; import 'B';"),
        ("A", "import 'C';"),
        ("B", "import 'D';"),
        ("C", "import 'E';"),
        ("D", "import 'F';"),
        ("E", ""),
        ("F", ""),
    ];

    #[test]
    fn one_dependency_is_done_before_the_next_is_asked_for_its_own() {
        let mut graph = Graph::new(ProfileName::Deno29, &MODULES);
        assert_eq!(graph.link("R"), Ok(()));
        assert_eq!(graph.calls(), ["R>A", "R>B", "A>C", "C>E", "B>D", "D>F"]);
    }

    #[test]
    fn a_failure_deep_down_leaves_nothing_and_what_follows_is_not_asked() {
        let modules = [
            ("root", "import 'left'; import 'right';"),
            ("left", "import 'gone';"),
            ("right", "import 'leaf';"),
            ("leaf", ""),
        ];
        let mut graph = Graph::new(ProfileName::Deno29, &modules);
        let root = graph.id("root");
        assert_eq!(graph.outcome_of_link("root"), PromiseState::Rejected(Value::Undefined));
        assert_eq!(graph.calls(), ["root>left", "root>right", "left>gone"]);
        for name in ["root", "left", "right", "leaf"] {
            assert_eq!(graph.agent.status(graph.id(name)), ModuleStatus::Unlinked, "{name}");
        }
        assert_eq!(graph.agent.stored_error(root), None);
        assert_eq!(graph.outcome_of_link("root"), PromiseState::Rejected(Value::Undefined));
        assert_eq!(graph.calls(), ["root>left", "root>right", "left>gone"], "everything is asked again");
    }

    /// Answers every request with the module of that name, that for `c` so many jobs late.
    struct Late {
        names: Vec<&'static str>,
        jobs: u32,
        calls: Vec<String>,
    }

    impl Host for Late {
        fn call_linker(
            &mut self,
            agent: &mut Agent,
            _: LinkerHandle,
            call: &LinkerCall<'_>,
        ) -> LinkerCompletion {
            self.calls.push(call.specifier.to_owned());
            let index = self.names.iter().position(|name| *name == call.specifier);
            let module = Value::Module(ModuleId::new(index.unwrap()));
            LinkerCompletion::Returned(match call.specifier {
                "c" => LinkerAnswer::Promise(agent.settled_after(self.jobs, Ok(module))),
                _ => LinkerAnswer::Value(module),
            })
        }
    }

    /// What is asked when two roots are linked together and the answer for `c` is so many jobs late.
    fn calls_of_two_roots(jobs: u32) -> Vec<String> {
        let modules = [
            ("one", "import 'a';"),
            ("two", "import 'c';"),
            ("a", "import 'b';"),
            ("b", "import 'e';"),
            ("c", "import 'd';"),
            ("d", ""),
            ("e", ""),
        ];
        let mut agent = Agent::new(ProfileName::Deno29);
        for (name, source) in modules {
            agent.source_text_module(name, ContextId(0), &parse_module(source).unwrap());
        }
        let mut host = Late { names: modules.map(|(name, _)| name).to_vec(), jobs, calls: Vec::new() };
        for root in 0..2 {
            agent.link(&mut host, ModuleId::new(root), LinkerHandle(0));
        }
        agent.run_jobs(&mut host);
        host.calls
    }

    #[test]
    fn an_answer_is_gone_into_after_four_jobs() {
        // Its promise, the copy of that, the list of all, and the copy of that: measured on Deno 2.9. So `b` is asked for
        // in the fourth job, `e` in the eighth, and `d` four jobs after the answer for `c`.
        assert_eq!(calls_of_two_roots(3), ["a", "c", "b", "d", "e"]);
        assert_eq!(calls_of_two_roots(5), ["a", "c", "b", "e", "d"]);
    }

    fn without(quirk: Quirk) -> Rules {
        let mut rules = ProfileName::Deno29.rules();
        rules.quirks = rules.quirks.without(quirk);
        rules
    }

    #[test]
    fn without_its_quirks_it_is_the_contract() {
        let failing = [("root", "import 'dep';"), ("dep", "import 'gone';")];
        let mut graph = Graph::new(without(Quirk::LinkFailuresForgotten), &failing);
        assert_eq!(graph.outcome_of_link("root"), PromiseState::Rejected(Value::Undefined));
        for name in ["root", "dep"] {
            assert_eq!(graph.agent.status(graph.id(name)), ModuleStatus::Errored, "{name}");
        }

        let mut graph = Graph::new(without(Quirk::DependenciesOneAfterTheOther), &MODULES);
        assert_eq!(graph.link("R"), Ok(()));
        assert_eq!(graph.calls(), ["R>A", "R>B", "A>C", "B>D", "C>E", "D>F"]);
    }
}
