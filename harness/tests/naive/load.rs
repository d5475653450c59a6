//! The loading half of one `link()` after another: which linker calls are made in which order, and which error wins.
//!
//! Time is a list of jobs. A job either counts down a late answer, calls the `then` method of an answer, or hands an
//! answer to the module that asked. Clauses C1 to C10 of the contract say what happens then.

use std::collections::{BTreeMap, VecDeque};

use vmlink::{
    program::{Answer, Behaviour, Delivery, LinkerKey, Program, Thrown},
    syntax::ModuleRecord,
};

use super::{
    link::{Failure, Linked, Status, link},
    resolve::Graph,
};

/// `module.status`, as far as `link()` moves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    Unlinked,
    Linking,
    Linked,
    Errored,
}

/// Why loading failed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Refusal {
    /// The linker threw, or its promise was rejected, with this.
    Thrown(Thrown),
    /// The linker knows no module for the specifier.
    UnknownSpecifier(String),
    /// The answer is not a module.
    NotAModule,
    /// The answer lives in another context.
    OtherContext,
}

/// How a `link()` ended.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ending {
    Linked,
    /// No job is left and an answer is still due.
    Pending,
    /// Loading failed.
    Refused(Refusal),
    /// Everything was loaded, and a name could not be bound.
    Unbound(Failure),
}

/// What one `link()` of a program did.
#[derive(Clone, Debug)]
pub(crate) struct Loaded {
    /// (specifier, referrer), in order.
    pub(crate) calls: Vec<(String, usize)>,
    pub(crate) ending: Ending,
    pub(crate) status: Vec<Seen>,
}

enum Job {
    /// So many jobs are left until the promise settles.
    CountDown(u32, Due),
    /// Calls the `then` of the answer.
    CallThen(Due),
    /// The answer reaches the module that asked.
    Arrive(Due),
}

/// An answer on its way.
struct Due {
    referrer: usize,
    request: usize,
    answer: Result<Delivered, Refusal>,
}

#[derive(Clone, Copy)]
enum Delivered {
    Module(usize),
    Other,
}

struct Load<'p> {
    program: &'p Program,
    records: &'p [ModuleRecord],
    synthetic: &'p [bool],
    /// How often each entry of the linker script has been used.
    used: Vec<usize>,
    jobs: VecDeque<Job>,
    calls: Vec<(String, usize)>,
    /// Modules whose requests were asked, in the order in which that happened.
    in_flight: Vec<usize>,
    /// What has arrived, by (referrer, request).
    arrived: BTreeMap<(usize, usize), usize>,
    due: usize,
    refused: Option<(usize, Refusal)>,
}

/// What the first `link()` of `program`, on `root`, does under the contract.
pub(crate) fn load(program: &Program, records: &[ModuleRecord], synthetic: &[bool], root: usize) -> Loaded {
    let mut load = Load {
        program,
        records,
        synthetic,
        used: vec![0; program.linker.entries.len()],
        jobs: VecDeque::new(),
        calls: Vec::new(),
        in_flight: Vec::new(),
        arrived: BTreeMap::new(),
        due: 0,
        refused: None,
    };
    load.ask(root);
    while load.refused.is_none() {
        match load.jobs.pop_front() {
            Some(job) => load.run(job),
            None => break,
        }
    }
    load.end(root)
}

impl Load<'_> {
    /// Calls the linker for every request of `module`, in one job (C10).
    fn ask(&mut self, module: usize) {
        self.in_flight.push(module);
        for request in 0..self.records[module].requests.len() {
            // Requests that differ in their phase alone share one answer.
            if self.sharing(module, request).next().is_some_and(|first| first < request) {
                continue;
            }
            let specifier = self.records[module].requests[request].specifier.to_string();
            self.calls.push((specifier.clone(), module));
            self.due += 1;
            let Some(behaviour) = self.behaviour(module, request) else {
                match self.program.module(&specifier) {
                    Some(found) => {
                        self.answered(
                            module,
                            request,
                            Ok(Delivered::Module(found.index())),
                            Delivery::Direct,
                        );
                    }
                    None => self.refused = Some((module, Refusal::UnknownSpecifier(specifier))),
                }
                if self.refused.is_some() {
                    return;
                }
                continue;
            };
            let answer = match behaviour.answer {
                Answer::Never => continue,
                Answer::Throws(thrown) if behaviour.delivery == Delivery::Direct => {
                    // C1: no further request of that module is asked.
                    self.refused = Some((module, Refusal::Thrown(thrown)));
                    return;
                }
                Answer::Throws(thrown) | Answer::Rejects(thrown) => Err(Refusal::Thrown(thrown)),
                Answer::Module(found) => Ok(Delivered::Module(found.index())),
                Answer::Prepared(_) => unreachable!("replaced by the module itself"),
                Answer::Returns(_) => Ok(Delivered::Other),
            };
            self.answered(module, request, answer, behaviour.delivery);
        }
    }

    fn answered(
        &mut self,
        referrer: usize,
        request: usize,
        answer: Result<Delivered, Refusal>,
        delivery: Delivery,
    ) {
        let due = Due { referrer, request, answer };
        self.jobs.push_back(match delivery {
            Delivery::Direct | Delivery::AfterJobs(0) | Delivery::ThenGetter => Job::Arrive(due),
            Delivery::AfterJobs(jobs) => Job::CountDown(jobs, due),
            Delivery::Thenable => Job::CallThen(due),
        });
    }

    fn run(&mut self, job: Job) {
        match job {
            Job::CountDown(1, due) | Job::CallThen(due) => self.jobs.push_back(Job::Arrive(due)),
            Job::CountDown(left, due) => self.jobs.push_back(Job::CountDown(left - 1, due)),
            Job::Arrive(Due { referrer, request, answer }) => {
                self.due -= 1;
                match answer {
                    Err(refusal) => self.refused = Some((referrer, refusal)),
                    Ok(Delivered::Other) => self.refused = Some((referrer, Refusal::NotAModule)),
                    Ok(Delivered::Module(found)) => self.arrive(referrer, request, found),
                }
            }
        }
    }

    fn arrive(&mut self, referrer: usize, request: usize, found: usize) {
        let modules = &self.program.modules;
        if modules[found].context != modules[referrer].context {
            self.refused = Some((referrer, Refusal::OtherContext));
            return;
        }
        let sharing: Vec<usize> = self.sharing(referrer, request).collect();
        for request in sharing {
            self.arrived.insert((referrer, request), found);
        }
        // A synthetic module is ready from the start.
        if !self.synthetic[found] && !self.in_flight.contains(&found) {
            self.ask(found);
        }
    }

    /// The requests of `module` with the specifier and the attributes of `request`, itself included (ECMA-262,
    /// `ModuleRequestsEqual`).
    fn sharing(&self, module: usize, request: usize) -> impl Iterator<Item = usize> {
        let requests = &self.records[module].requests;
        let equal = move |other: &usize| {
            requests[*other].specifier == requests[request].specifier
                && requests[*other].attributes == requests[request].attributes
        };
        (0..requests.len()).filter(equal)
    }

    /// The behaviour that the script has for a request, and a note that it was used.
    fn behaviour(&mut self, referrer: usize, request: usize) -> Option<Behaviour> {
        let request = &self.records[referrer].requests[request];
        let attributes: BTreeMap<String, String> =
            request.attributes.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
        let selects = |key: &LinkerKey| {
            key.specifier == *request.specifier
                && key.referrer.is_none_or(|wanted| wanted.index() == referrer)
                && key.attributes.as_ref().is_none_or(|wanted| *wanted == attributes)
        };
        // A referrer is narrower than attributes, and either is narrower than nothing.
        let narrowness = |key: &LinkerKey| (key.referrer.is_some(), key.attributes.is_some());
        let entries = self.program.linker.entries.iter().enumerate();
        let (place, entry) = entries
            .filter(|(_, entry)| selects(&entry.key))
            .max_by_key(|(_, entry)| narrowness(&entry.key))?;
        let call = self.used[place].min(entry.behaviours.len() - 1);
        self.used[place] += 1;
        Some(entry.behaviours[call].clone())
    }

    fn end(self, root: usize) -> Loaded {
        let start = |synthetic: &bool| if *synthetic { Seen::Linked } else { Seen::Unlinked };
        let mut status: Vec<Seen> = self.synthetic.iter().map(start).collect();
        let ending = if let Some((where_it_happened, refusal)) = &self.refused {
            // C5: what was in flight and depends on the place of the failure is errored.
            for module in &self.in_flight {
                if self.depends_on(*module, *where_it_happened) {
                    status[*module] = Seen::Errored;
                }
            }
            Ending::Refused(refusal.clone())
        } else if self.due > 0 {
            for module in &self.in_flight {
                status[*module] = Seen::Linking;
            }
            Ending::Pending
        } else {
            let Linked { failure, status: linked } = link(&self.graph(), self.synthetic, root);
            for module in &self.in_flight {
                let failed = failure.as_ref().is_some_and(|failure| self.depends_on(*module, failure.module));
                status[*module] = match linked[*module] {
                    _ if failed => Seen::Errored,
                    Status::Linked => Seen::Linked,
                    Status::Unlinked | Status::Linking => Seen::Unlinked,
                };
            }
            failure.map_or(Ending::Linked, Ending::Unbound)
        };
        Loaded { calls: self.calls, ending, status }
    }

    fn depends_on(&self, from: usize, on: usize) -> bool {
        let mut reached = vec![from];
        loop {
            let next = self
                .arrived
                .iter()
                .find(|((referrer, _), found)| reached.contains(referrer) && !reached.contains(found));
            match next {
                _ if reached.contains(&on) => return true,
                Some((_, found)) => reached.push(*found),
                None => return false,
            }
        }
    }

    /// The graph as it was loaded. Modules that were not reached have no edges, and nothing leads to them.
    fn graph(&self) -> Graph {
        let edges = (0..self.records.len()).map(|module| {
            if !self.in_flight.contains(&module) {
                return Vec::new();
            }
            (0..self.records[module].requests.len()).map(|request| self.arrived[&(module, request)]).collect()
        });
        Graph { records: self.records.to_vec(), edges: edges.collect() }
    }
}
