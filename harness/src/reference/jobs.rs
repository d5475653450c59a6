//! Promises and the job queue — <https://tc39.es/ecma262/#sec-jobs>, <https://tc39.es/ecma262/#sec-promise-objects>.
//!
//! The order of everything a program can observe is decided here and nowhere else: jobs run first in, first out.

use std::collections::VecDeque;

use super::{
    Agent, Host, ObjectId, asks::AskId, completion::Abrupt, dynamic_import::ImportId, host::Reaction,
    machine::ActivationId, preparation::Preparing, value::Value, vm,
};
use crate::{
    program::ModuleId,
    syntax::{RequestIndex, TextPosition},
};

/// A promise of an [`Agent`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PromiseId(u32);

/// Where a promise stands.
#[derive(Clone, Debug, PartialEq)]
pub enum PromiseState {
    /// Not settled.
    Pending,
    /// Fulfilled with this.
    Fulfilled(Value),
    /// Rejected with this.
    Rejected(Value),
}

/// What runs when a promise is settled.
#[derive(Clone, Copy, Debug)]
pub(super) enum Handler {
    /// The linker's answer to a request has arrived.
    Answer(AskId),
    /// The graph of a `vm.Module` link() is loaded.
    VmLoaded(vm::LinkOperationId),
    /// The linker's answer to a request of a module that links itself has arrived.
    SelfLinkAnswer(vm::SelfLinkId, RequestIndex),
    /// The module that answers a request has linked itself; the promise is fulfilled with it.
    AnswerLinkedItself(ModuleId, PromiseId),
    /// The answer to a request of a module that links itself is there, linked itself.
    SelfLinkArrival(vm::SelfLinkId),
    /// All answers to the requests of a module that links itself are there.
    SelfLinkComplete(vm::SelfLinkId),
    /// The module that link() was called on has linked itself; the promise is what the step waits for.
    RootLinkedItself(ModuleId, PromiseId),
    /// The promise is settled like the one that was waited for.
    Settle(PromiseId),
    /// What a depth-first link() of `vm.Module` waited for.
    DepthFirst(vm::WalkId, vm::Turn),
    /// The graph of a bare link() of this module is loaded; the promise is the one the step waits for.
    BareLoaded(ModuleId, PromiseId),
    /// What a function waits for that makes a module ready.
    Preparing(Preparing),
    /// What an `import()` waits for.
    Import(ImportId),
    /// What an async body waits for.
    Resume(ActivationId),
    /// What an async generator was told to return, which it waits for after its end.
    AsyncGeneratorReturn(ObjectId),
    /// What `then` was given.
    Functions {
        /// Called with the value.
        fulfilled: Option<ObjectId>,
        /// Called with the reason.
        rejected: Option<ObjectId>,
        /// The promise that `then` gave.
        derived: PromiseId,
    },
    /// The body of a module with top-level await has ended.
    AsyncModuleExecution(ModuleId),
}

/// One entry of the job queue.
#[derive(Debug)]
enum Job {
    /// NewPromiseReactionJob — <https://tc39.es/ecma262/#sec-newpromisereactionjob>
    Reaction(Handler, Result<Value, Value>),
    /// NewPromiseResolveThenableJob — <https://tc39.es/ecma262/#sec-newpromiseresolvethenablejob>
    ResolveThenable(PromiseId, Reaction),
    /// The same, for a thenable of a body.
    CallThen { promise: PromiseId, thenable: Value, then: ObjectId },
    /// The same, for a promise that is resolved with another.
    ResolvePromise(PromiseId, PromiseId),
    /// A turn of an async function that awaits; it settles its promise when none is left.
    Delay { turns_left: u32, promise: PromiseId, outcome: Result<Value, Value> },
}

#[derive(Debug)]
struct Promise {
    state: PromiseState,
    reactions: Vec<Handler>,
}

/// The promises and jobs of an agent.
#[derive(Debug, Default)]
pub(super) struct Jobs {
    queue: VecDeque<Job>,
    promises: Vec<Promise>,
}

impl Agent {
    /// NewPromiseCapability(%Promise%) — <https://tc39.es/ecma262/#sec-newpromisecapability>
    pub(super) fn new_promise(&mut self) -> PromiseId {
        let id = u32::try_from(self.jobs.promises.len()).expect("a run makes fewer than 2^32 promises");
        self.jobs.promises.push(Promise { state: PromiseState::Pending, reactions: Vec::new() });
        PromiseId(id)
    }

    /// A promise that never settles, as a linker can answer with one.
    pub fn never(&mut self) -> PromiseId {
        self.new_promise()
    }

    /// A promise that has settled.
    pub fn settled(&mut self, outcome: Result<Value, Value>) -> PromiseId {
        let promise = self.new_promise();
        self.settle(promise, outcome);
        promise
    }

    /// A promise that settles after `jobs` jobs, as that of an async function that awaits so often.
    pub fn settled_after(&mut self, jobs: u32, outcome: Result<Value, Value>) -> PromiseId {
        if jobs == 0 {
            return self.settled(outcome);
        }
        let promise = self.new_promise();
        self.jobs.queue.push_back(Job::Delay { turns_left: jobs, promise, outcome });
        promise
    }

    /// Where `promise` stands.
    #[must_use]
    pub fn promise_state(&self, promise: PromiseId) -> &PromiseState {
        &self.jobs.promises[promise.0 as usize].state
    }

    /// FulfillPromise and RejectPromise — <https://tc39.es/ecma262/#sec-fulfillpromise>. A promise that has settled
    /// stays as it is.
    pub(super) fn settle(&mut self, promise: PromiseId, outcome: Result<Value, Value>) {
        let record = &mut self.jobs.promises[promise.0 as usize];
        if record.state != PromiseState::Pending {
            return;
        }
        for handler in std::mem::take(&mut record.reactions) {
            self.jobs.queue.push_back(Job::Reaction(handler, outcome.clone()));
        }
        record.state = match outcome {
            Ok(value) => PromiseState::Fulfilled(value),
            Err(reason) => PromiseState::Rejected(reason),
        };
    }

    /// PerformPromiseThen — <https://tc39.es/ecma262/#sec-performpromisethen>
    pub(super) fn then(&mut self, promise: PromiseId, handler: Handler) {
        let outcome = match self.promise_state(promise) {
            PromiseState::Pending => return self.jobs.promises[promise.0 as usize].reactions.push(handler),
            PromiseState::Fulfilled(value) => Ok(value.clone()),
            PromiseState::Rejected(reason) => Err(reason.clone()),
        };
        self.jobs.queue.push_back(Job::Reaction(handler, outcome));
    }

    /// `PromiseResolve(value).then(handler)` for a value that is neither a promise nor a thenable: the promise in
    /// between cannot be seen, so none is made.
    pub(super) fn then_value(&mut self, value: Value, handler: Handler) {
        self.queue_reaction(handler, Ok(value));
    }

    /// Queues what runs when a promise has settled like this, for a promise that nobody else can see: none is made.
    pub(super) fn queue_reaction(&mut self, handler: Handler, outcome: Result<Value, Value>) {
        self.jobs.queue.push_back(Job::Reaction(handler, outcome));
    }

    /// Queues the call of a thenable's `then`, which settles `promise` with `reaction` when it runs.
    pub(super) fn resolve_thenable(&mut self, promise: PromiseId, reaction: Reaction) {
        self.jobs.queue.push_back(Job::ResolveThenable(promise, reaction));
    }

    /// Resolves `promise` with another promise: it settles like that one, two jobs later.
    pub(super) fn resolve_with_promise(&mut self, promise: PromiseId, source: PromiseId) {
        self.jobs.queue.push_back(Job::ResolvePromise(promise, source));
    }

    /// NewPromiseResolveThenableJob ( promise, thenable, then ), queued
    pub(super) fn queue_thenable_job(&mut self, promise: PromiseId, thenable: Value, then: ObjectId) {
        self.jobs.queue.push_back(Job::CallThen { promise, thenable, then });
    }

    /// Runs jobs until none is left, or until one ends the run.
    pub fn run_jobs(&mut self, host: &mut dyn Host) {
        while !self.is_over()
            && let Some(job) = self.jobs.queue.pop_front()
        {
            if self.run_job(host, job).is_err() {
                // A job without a body has no place of its own; one with a body has noted its.
                let module = self.last_module_run();
                self.end_unmodelled(module, TextPosition::START);
            }
        }
    }

    /// Runs a job.
    ///
    /// # Errors
    /// Only that something is not modelled.
    fn run_job(&mut self, host: &mut dyn Host, job: Job) -> Result<(), Abrupt> {
        // The turns of a delay were counted when it was asked for.
        if !matches!(job, Job::Delay { .. }) {
            self.spend(1)?;
        }
        match job {
            Job::Reaction(Handler::Answer(ask), outcome) => self.answer_arrived(host, ask, outcome),
            Job::Reaction(Handler::VmLoaded(operation), outcome) => self.vm_loaded(operation, &outcome),
            Job::Reaction(Handler::SelfLinkAnswer(link, request), outcome) => {
                self.self_link_answer(host, link, request, outcome);
            }
            Job::Reaction(Handler::AnswerLinkedItself(module, promise), outcome) => {
                self.settle(promise, outcome.map(|_| Value::Module(module)));
            }
            Job::Reaction(Handler::SelfLinkArrival(link), outcome) => {
                self.self_link_arrival(link, outcome);
            }
            Job::Reaction(Handler::SelfLinkComplete(link), outcome) => {
                self.self_link_complete(link, outcome);
            }
            Job::Reaction(Handler::RootLinkedItself(root, promise), outcome) => {
                self.root_linked_itself(root, promise, outcome);
            }
            Job::Reaction(Handler::AsyncModuleExecution(module), outcome) => {
                self.async_module_execution_ended(host, module, outcome);
            }
            Job::Reaction(Handler::Preparing(preparing), outcome) => {
                self.preparation_goes_on(host, preparing, outcome);
            }
            Job::Reaction(Handler::Import(import), outcome) => self.import_goes_on(host, import, outcome),
            Job::Reaction(Handler::Settle(promise), outcome) => self.settle(promise, outcome),
            Job::ResolvePromise(promise, source) => self.then(source, Handler::Settle(promise)),
            Job::Reaction(Handler::DepthFirst(walk, turn), outcome) => {
                self.depth_first_turn(host, walk, turn, outcome);
            }
            Job::Reaction(Handler::BareLoaded(root, promise), outcome) => {
                self.bare_loaded(root, promise, outcome);
            }
            Job::Reaction(Handler::Resume(activation), outcome) => {
                return self.resume(host, activation, outcome);
            }
            Job::Reaction(Handler::AsyncGeneratorReturn(generator), outcome) => {
                return self.async_generator_returned(host, generator, outcome);
            }
            Job::Reaction(Handler::Functions { fulfilled, rejected, derived }, outcome) => {
                let handler = if outcome.is_ok() { fulfilled } else { rejected };
                return self.run_reaction(host, handler, derived, outcome);
            }
            Job::CallThen { promise, thenable, then } => {
                return self.run_thenable_job(host, promise, thenable, then);
            }
            Job::ResolveThenable(promise, reaction) => match reaction {
                Reaction::Resolve(value) => self.settle(promise, Ok(value)),
                Reaction::Reject(reason) => self.settle(promise, Err(reason)),
                Reaction::Nothing => {}
            },
            Job::Delay { turns_left, promise, outcome } => {
                if turns_left == 1 {
                    self.settle(promise, outcome);
                } else {
                    self.jobs.queue.push_back(Job::Delay { turns_left: turns_left - 1, promise, outcome });
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        program::ModuleId,
        reference::{ContextId, LinkerAnswer, LinkerCall, LinkerCompletion, LinkerHandle, ProfileName},
        syntax::parse_module,
    };

    /// A leaf's name, and how the linker answers with it.
    type Leaf = (&'static str, fn(&mut Agent, Value) -> LinkerAnswer);

    /// Answers `a`, `b`, … with a leaf, each in its own way, and notes the order in which their requests are asked.
    struct Answers {
        leaves: Vec<Leaf>,
        asked: Vec<String>,
    }

    impl Host for Answers {
        fn call_linker(
            &mut self,
            agent: &mut Agent,
            _: LinkerHandle,
            call: &LinkerCall<'_>,
        ) -> LinkerCompletion {
            self.asked.push(call.specifier.to_owned());
            let Some(index) = self.leaves.iter().position(|(name, _)| *name == call.specifier) else {
                return LinkerCompletion::Returned(LinkerAnswer::Value(Value::Module(ModuleId::new(0))));
            };
            let leaf = Value::Module(ModuleId::new(index + 1));
            LinkerCompletion::Returned(self.leaves[index].1(agent, leaf))
        }
    }

    /// Module 0 requests every leaf, and every leaf requests `under-` and its name: the order in which those are asked is
    /// the order in which the leaves arrived.
    fn order(leaves: &[Leaf]) -> Vec<String> {
        let mut agent = Agent::new(ProfileName::Contract);
        let main: String =
            leaves.iter().map(|(name, _)| format!("import '{name}';")).collect::<Vec<_>>().concat();
        agent.source_text_module("main", ContextId(0), &parse_module(&main).unwrap());
        for (name, _) in leaves {
            let record = parse_module(&format!("import 'under-{name}'")).unwrap();
            agent.source_text_module(name, ContextId(0), &record);
        }
        let mut host = Answers { leaves: leaves.to_vec(), asked: Vec::new() };
        agent.link(&mut host, ModuleId::new(0), LinkerHandle(0));
        agent.run_jobs(&mut host);
        host.asked.split_off(leaves.len())
    }

    #[test]
    fn answers_arrive_after_as_many_jobs_as_they_take() {
        let leaves: [Leaf; 5] = [
            ("two", |agent, leaf| LinkerAnswer::Promise(agent.settled_after(2, Ok(leaf)))),
            ("one", |agent, leaf| LinkerAnswer::Promise(agent.settled_after(1, Ok(leaf)))),
            ("thenable", |_, leaf| LinkerAnswer::Thenable(Reaction::Resolve(leaf))),
            ("settled", |agent, leaf| LinkerAnswer::Promise(agent.settled(Ok(leaf)))),
            ("value", |_, leaf| LinkerAnswer::Value(leaf)),
        ];
        assert_eq!(
            order(&leaves),
            ["under-settled", "under-value", "under-one", "under-thenable", "under-two"]
        );
    }

    #[test]
    fn a_promise_settles_once() {
        let mut agent = Agent::new(ProfileName::Contract);
        let promise = agent.settled(Ok(Value::Undefined));
        agent.settle(promise, Err(Value::Undefined));
        assert_eq!(*agent.promise_state(promise), PromiseState::Fulfilled(Value::Undefined));
    }
}
