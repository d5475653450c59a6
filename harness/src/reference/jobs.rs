//! Promises and the job queue — <https://tc39.es/ecma262/#sec-jobs>, <https://tc39.es/ecma262/#sec-promise-objects>.
//!
//! The order of everything a program can observe is decided here and nowhere else: jobs run first in, first out.

use std::collections::VecDeque;

use super::{Agent, Host, asks::AskId, host::Reaction, load::LoadId, value::Value, vm};

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
    /// The graph of a bare link() is loaded; the promise is the one the step waits for.
    BareLoaded(LoadId, PromiseId),
}

/// One entry of the job queue.
#[derive(Debug)]
enum Job {
    /// NewPromiseReactionJob — <https://tc39.es/ecma262/#sec-newpromisereactionjob>
    Reaction(Handler, Result<Value, Value>),
    /// NewPromiseResolveThenableJob — <https://tc39.es/ecma262/#sec-newpromiseresolvethenablejob>
    ResolveThenable(PromiseId, Reaction),
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
        self.jobs.queue.push_back(Job::Reaction(handler, Ok(value)));
    }

    /// Queues the call of a thenable's `then`, which settles `promise` with `reaction` when it runs.
    pub(super) fn resolve_thenable(&mut self, promise: PromiseId, reaction: Reaction) {
        self.jobs.queue.push_back(Job::ResolveThenable(promise, reaction));
    }

    /// Runs jobs until none is left.
    pub fn run_jobs(&mut self, host: &mut dyn Host) {
        while let Some(job) = self.jobs.queue.pop_front() {
            match job {
                Job::Reaction(Handler::Answer(ask), outcome) => self.answer_arrived(host, ask, outcome),
                Job::Reaction(Handler::VmLoaded(operation), outcome) => self.vm_loaded(operation, &outcome),
                Job::Reaction(Handler::BareLoaded(load, promise), outcome) => {
                    self.bare_loaded(load, promise, outcome);
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
                        self.jobs.queue.push_back(Job::Delay {
                            turns_left: turns_left - 1,
                            promise,
                            outcome,
                        });
                    }
                }
            }
        }
    }
}
