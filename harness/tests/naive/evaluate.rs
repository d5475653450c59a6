//! `Evaluate` of a whole graph, by recursion, with promises and jobs of its own.
//!
//! A body is a list of four kinds of thing: it logs, waits for some jobs, waits for ever, throws. That is all that the
//! order and the outcome of an evaluation depend on.

use std::collections::VecDeque;

/// One thing that a body does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Log,
    /// `await tick(n)`
    Await(u8),
    /// `await new Promise(() => {})`
    AwaitForEver,
    Throw,
}

/// A module: what it imports, in order and without repetitions, and what its body does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Module {
    pub(crate) imports: Vec<usize>,
    pub(crate) body: Vec<Part>,
}

impl Module {
    fn has_tla(&self) -> bool {
        self.body.iter().any(|part| matches!(part, Part::Await(_) | Part::AwaitForEver))
    }
}

/// What a promise has come to. An error is known by the module that threw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Settled {
    Pending,
    Fulfilled,
    Rejected(usize),
}

/// \[\[Status]] of a linked module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Linked,
    Evaluating,
    EvaluatingAsync,
    Evaluated,
}

type Promise = usize;

#[derive(Clone, Copy)]
enum Reaction {
    /// The closures of ExecuteAsyncModule.
    ModuleEnded(usize),
    /// The body of the module goes on behind this part.
    GoOn { module: usize, part: usize, capability: Promise },
}

#[derive(Clone, Copy)]
enum Job {
    React(Reaction, Settled),
    Tick { left: u8, promise: Promise },
}

/// `[[AsyncEvaluationOrder]]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Order {
    Unset,
    Done,
    Number(usize),
}

struct Record {
    status: Status,
    error: Option<usize>,
    dfs_index: usize,
    dfs_ancestor_index: usize,
    cycle_root: Option<usize>,
    capability: Option<Promise>,
    order: Order,
    pending: usize,
    parents: Vec<usize>,
}

/// A linked graph, and all that evaluating it needs.
pub(crate) struct World {
    modules: Vec<Module>,
    records: Vec<Record>,
    promises: Vec<(Settled, Vec<Reaction>)>,
    jobs: VecDeque<Job>,
    next_order: usize,
    /// What was logged: module, and place in its body.
    pub(crate) log: Vec<(usize, usize)>,
}

impl World {
    pub(crate) fn new(modules: &[Module]) -> Self {
        let record = |_: &Module| Record {
            status: Status::Linked,
            error: None,
            dfs_index: 0,
            dfs_ancestor_index: 0,
            cycle_root: None,
            capability: None,
            order: Order::Unset,
            pending: 0,
            parents: Vec::new(),
        };
        Self {
            modules: modules.to_vec(),
            records: modules.iter().map(record).collect(),
            promises: Vec::new(),
            jobs: VecDeque::new(),
            next_order: 0,
            log: Vec::new(),
        }
    }

    pub(crate) fn state(&self, promise: Promise) -> Settled {
        self.promises[promise].0
    }

    pub(crate) fn status(&self, module: usize) -> Status {
        self.records[module].status
    }

    pub(crate) fn error(&self, module: usize) -> Option<usize> {
        self.records[module].error
    }

    pub(crate) fn run_jobs(&mut self) {
        while let Some(job) = self.jobs.pop_front() {
            match job {
                Job::Tick { left: 0, promise } => self.settle(promise, Settled::Fulfilled),
                Job::Tick { left, promise } => self.jobs.push_back(Job::Tick { left: left - 1, promise }),
                Job::React(Reaction::ModuleEnded(module), Settled::Rejected(error)) => {
                    self.async_module_execution_rejected(module, error);
                }
                Job::React(Reaction::ModuleEnded(module), _) => self.async_module_execution_fulfilled(module),
                Job::React(Reaction::GoOn { module, part, capability }, _) => {
                    self.run_async(module, part, capability);
                }
            }
        }
    }

    fn promise(&mut self) -> Promise {
        self.promises.push((Settled::Pending, Vec::new()));
        self.promises.len() - 1
    }

    fn settle(&mut self, promise: Promise, outcome: Settled) {
        assert_eq!(self.promises[promise].0, Settled::Pending);
        self.promises[promise].0 = outcome;
        for reaction in std::mem::take(&mut self.promises[promise].1) {
            self.jobs.push_back(Job::React(reaction, outcome));
        }
    }

    fn then(&mut self, promise: Promise, reaction: Reaction) {
        match self.promises[promise].0 {
            Settled::Pending => self.promises[promise].1.push(reaction),
            outcome => self.jobs.push_back(Job::React(reaction, outcome)),
        }
    }

    /// `Evaluate` — <https://tc39.es/ecma262/#sec-moduleevaluation>.
    pub(crate) fn evaluate(&mut self, mut module: usize) -> Promise {
        if matches!(self.records[module].status, Status::EvaluatingAsync | Status::Evaluated)
            && let Some(root) = self.records[module].cycle_root
        {
            module = root;
        }
        if let Some(promise) = self.records[module].capability {
            return promise;
        }
        let mut stack = Vec::new();
        let capability = self.promise();
        self.records[module].capability = Some(capability);
        if let Err(error) = self.inner_module_evaluation(module, &mut stack, 0) {
            for on_stack in stack {
                assert_eq!(self.records[on_stack].status, Status::Evaluating);
                self.records[on_stack].status = Status::Evaluated;
                self.records[on_stack].error = Some(error);
            }
            assert_eq!(self.records[module].error, Some(error));
            self.settle(capability, Settled::Rejected(error));
        } else {
            assert!(stack.is_empty());
            if self.records[module].status == Status::Evaluated {
                self.settle(capability, Settled::Fulfilled);
            }
        }
        capability
    }

    /// `InnerModuleEvaluation` — <https://tc39.es/ecma262/#sec-innermoduleevaluation>.
    fn inner_module_evaluation(
        &mut self,
        module: usize,
        stack: &mut Vec<usize>,
        mut index: usize,
    ) -> Result<usize, usize> {
        match self.records[module].status {
            Status::EvaluatingAsync | Status::Evaluated => {
                return self.records[module].error.map_or(Ok(index), Err);
            }
            Status::Evaluating => return Ok(index),
            Status::Linked => {}
        }
        self.records[module].status = Status::Evaluating;
        self.records[module].dfs_index = index;
        self.records[module].dfs_ancestor_index = index;
        index += 1;
        stack.push(module);
        for mut required in self.modules[module].imports.clone() {
            index = self.inner_module_evaluation(required, stack, index)?;
            if self.records[required].status == Status::Evaluating {
                assert!(stack.contains(&required));
                self.records[module].dfs_ancestor_index =
                    self.records[module].dfs_ancestor_index.min(self.records[required].dfs_ancestor_index);
            } else {
                assert!(!stack.contains(&required));
                required = self.records[required].cycle_root.expect("what is done belongs to a cycle");
                if let Some(error) = self.records[required].error {
                    return Err(error);
                }
            }
            if let Order::Number(_) = self.records[required].order {
                self.records[module].pending += 1;
                self.records[required].parents.push(module);
            }
        }
        if self.records[module].pending > 0 || self.modules[module].has_tla() {
            assert_eq!(self.records[module].order, Order::Unset);
            self.records[module].order = Order::Number(self.next_order);
            self.next_order += 1;
            if self.records[module].pending == 0 {
                self.execute_async_module(module);
            }
        } else {
            self.run_to_the_end(module)?;
        }
        if self.records[module].dfs_ancestor_index == self.records[module].dfs_index {
            loop {
                let done = stack.pop().expect("the module itself is on the stack");
                self.records[done].status = if self.records[done].order == Order::Unset {
                    Status::Evaluated
                } else {
                    Status::EvaluatingAsync
                };
                self.records[done].cycle_root = Some(module);
                if done == module {
                    break;
                }
            }
        }
        Ok(index)
    }

    fn run_to_the_end(&mut self, module: usize) -> Result<(), usize> {
        for (place, part) in self.modules[module].body.clone().into_iter().enumerate() {
            match part {
                Part::Log => self.log.push((module, place)),
                Part::Throw => return Err(module),
                Part::Await(_) | Part::AwaitForEver => panic!("a body without top-level await awaits"),
            }
        }
        Ok(())
    }

    /// `ExecuteAsyncModule` — <https://tc39.es/ecma262/#sec-execute-async-module>.
    fn execute_async_module(&mut self, module: usize) {
        let capability = self.promise();
        self.then(capability, Reaction::ModuleEnded(module));
        self.run_async(module, 0, capability);
    }

    fn run_async(&mut self, module: usize, first: usize, capability: Promise) {
        for place in first..self.modules[module].body.len() {
            match self.modules[module].body[place] {
                Part::Log => self.log.push((module, place)),
                Part::Throw => return self.settle(capability, Settled::Rejected(module)),
                Part::AwaitForEver => return,
                Part::Await(jobs) => {
                    let promise = self.promise();
                    match jobs {
                        0 => self.settle(promise, Settled::Fulfilled),
                        _ => self.jobs.push_back(Job::Tick { left: jobs - 1, promise }),
                    }
                    return self.then(promise, Reaction::GoOn { module, part: place + 1, capability });
                }
            }
        }
        self.settle(capability, Settled::Fulfilled);
    }

    /// `AsyncModuleExecutionFulfilled` — <https://tc39.es/ecma262/#sec-async-module-execution-fulfilled>.
    fn async_module_execution_fulfilled(&mut self, module: usize) {
        if self.records[module].status == Status::Evaluated {
            assert!(self.records[module].error.is_some());
            return;
        }
        self.done(module);
        let mut list = Vec::new();
        self.gather_available_ancestors(module, &mut list);
        list.sort_by_key(|ancestor| self.records[*ancestor].order);
        for ancestor in list {
            if self.records[ancestor].status == Status::Evaluated {
                assert!(self.records[ancestor].error.is_some());
            } else if self.modules[ancestor].has_tla() {
                self.execute_async_module(ancestor);
            } else if let Err(error) = self.run_to_the_end(ancestor) {
                self.async_module_execution_rejected(ancestor, error);
            } else {
                self.done(ancestor);
            }
        }
    }

    fn done(&mut self, module: usize) {
        assert_eq!(self.records[module].status, Status::EvaluatingAsync);
        self.records[module].order = Order::Done;
        self.records[module].status = Status::Evaluated;
        if let Some(capability) = self.records[module].capability {
            assert_eq!(self.records[module].cycle_root, Some(module));
            self.settle(capability, Settled::Fulfilled);
        }
    }

    /// `GatherAvailableAncestors` — <https://tc39.es/ecma262/#sec-gather-available-ancestors>.
    fn gather_available_ancestors(&mut self, module: usize, list: &mut Vec<usize>) {
        for parent in self.records[module].parents.clone() {
            let root = self.records[parent].cycle_root.unwrap_or(parent);
            if list.contains(&parent) || self.records[root].error.is_some() {
                continue;
            }
            assert_eq!(self.records[parent].status, Status::EvaluatingAsync);
            self.records[parent].pending -= 1;
            if self.records[parent].pending == 0 {
                list.push(parent);
                if !self.modules[parent].has_tla() {
                    self.gather_available_ancestors(parent, list);
                }
            }
        }
    }

    /// `AsyncModuleExecutionRejected` — <https://tc39.es/ecma262/#sec-async-module-execution-rejected>.
    fn async_module_execution_rejected(&mut self, module: usize, error: usize) {
        if self.records[module].status == Status::Evaluated {
            assert!(self.records[module].error.is_some());
            return;
        }
        assert_eq!(self.records[module].status, Status::EvaluatingAsync);
        self.records[module].error = Some(error);
        self.records[module].status = Status::Evaluated;
        self.records[module].order = Order::Done;
        if let Some(capability) = self.records[module].capability {
            self.settle(capability, Settled::Rejected(error));
        }
        for parent in self.records[module].parents.clone() {
            self.async_module_execution_rejected(parent, error);
        }
    }
}
