//! What invariants look at: the records of a run, and what can be concluded from them.

use std::{cell::OnceCell, iter};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    bodies::Bodies,
    event::{Event, Verb, as_error, events_of, hides_parts, pending_after_each, thrown_of},
    scripts::Scripts,
};
use crate::{
    oracles::verdict::holds_unmodelled,
    program::{Action, ModuleId, ModuleKind, Program},
    reference::ProfileName,
    syntax::{Phase, parse_module},
    transcript::{LinkerCall, ModuleStatus, Outcome, StepRecord, ThrownView, Transcript},
};

/// A run, prepared for the invariants.
pub struct Context<'r> {
    /// What was run.
    pub program: &'r Program,
    /// What was seen.
    pub transcript: &'r Transcript,
    /// The rules the run is held against.
    pub profile: ProfileName,
    records: &'r [StepRecord],
    ids: FxHashMap<&'r str, ModuleId>,
    events: Vec<Vec<Event<'r>>>,
    pending: Vec<Vec<(Verb, ModuleId)>>,
    requests: OnceCell<Vec<Option<Vec<RequestKey>>>>,
    scripts: OnceCell<Scripts<'r>>,
    bodies: OnceCell<Bodies>,
    link_failed: OnceCell<FxHashMap<ModuleId, usize>>,
}

/// A request, as the linker is asked for it. A module that requests the same in two phases has two.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RequestKey {
    /// The specifier.
    pub specifier: String,
    /// The attributes, sorted by key in code point order.
    pub attributes: Vec<(String, String)>,
    /// How far the requested module is taken.
    pub phase: Phase,
}

impl RequestKey {
    /// A request without attributes, for evaluation.
    #[must_use]
    pub fn plain(specifier: &str) -> Self {
        Self { specifier: specifier.to_owned(), attributes: Vec::new(), phase: Phase::Evaluation }
    }

    /// Whether `call` asks for this. A call does not tell the phase.
    #[must_use]
    pub fn is_asked_by(&self, call: &LinkerCall) -> bool {
        // Sorted anew: engines and records may order keys beyond the basic plane differently.
        let mut attributes = call.attributes.clone();
        attributes.sort();
        self.specifier == call.specifier && self.attributes == attributes
    }
}

impl<'r> Context<'r> {
    /// Prepares a run. The requests of modules are read from their source texts when an invariant first asks for them.
    #[must_use]
    pub fn new(program: &'r Program, transcript: &'r Transcript, profile: ProfileName) -> Self {
        let steps = &transcript.steps;
        let end = steps
            .iter()
            .position(|record| {
                holds_unmodelled(record) || hides_parts(record) || record.outcome == Outcome::Crash
            })
            .unwrap_or(steps.len());
        let records = &steps[..end];
        let ids: FxHashMap<_, _> = program
            .modules
            .iter()
            .enumerate()
            .map(|(index, module)| (module.name.as_str(), ModuleId::new(index)))
            .collect();
        let events: Vec<_> = records
            .iter()
            .enumerate()
            .map(|(index, record)| {
                let action = program.steps.get(index).map(|step| &step.action);
                events_of(record, matches!(action, Some(Action::Together(_))), &ids)
            })
            .collect();
        let pending = pending_after_each(&events);
        Self {
            program,
            transcript,
            profile,
            records,
            ids,
            events,
            pending,
            requests: OnceCell::new(),
            scripts: OnceCell::new(),
            bodies: OnceCell::new(),
            link_failed: OnceCell::new(),
        }
    }

    /// Prepares a run of which the caller knows what each module requests (`None` where it does not).
    #[must_use]
    pub fn with_requests(
        program: &'r Program,
        transcript: &'r Transcript,
        profile: ProfileName,
        requests: Vec<Option<Vec<RequestKey>>>,
    ) -> Self {
        let mut context = Self::new(program, transcript, profile);
        context.requests = OnceCell::from(requests);
        context
    }

    /// The records of the run with their places, as far as they tell everything: up to the first step that the engine could
    /// not finish, or that holds a `together` inside another step, of whose parts nothing is seen.
    pub fn records(&self) -> impl Iterator<Item = (usize, &'r StepRecord)> {
        self.records.iter().enumerate()
    }

    /// Every operation that was started in record `step` or settled in it.
    #[must_use]
    pub fn events(&self, step: usize) -> &[Event<'r>] {
        &self.events[step]
    }

    /// The roots of every `link()` that has not settled when record `step` ends.
    pub fn pending_links(&self, step: usize) -> impl Iterator<Item = ModuleId> + '_ {
        self.pending[step].iter().filter(|(verb, _)| *verb == Verb::Link).map(|(_, module)| *module)
    }

    /// Whether anything may have been evaluated during record `step`: an `evaluate()` was started or settled in it, or one
    /// from before was or may have been still pending.
    #[must_use]
    pub fn may_evaluate(&self, step: usize) -> bool {
        let before = step.checked_sub(1).map_or(&[][..], |before| &self.pending[before]);
        let now = self.events[step].iter().map(|event| event.verb);
        let linkers = self.scripts().prepares() && !self.records[step].calls.is_empty();
        let unknown = linkers
            || self.events[..step].iter().flatten().any(|event| event.verb == Verb::EvaluationPromise);
        unknown || now.chain(before.iter().map(|(verb, _)| *verb)).any(Verb::evaluates)
    }

    /// The module of that name.
    #[must_use]
    pub fn id(&self, name: &str) -> Option<ModuleId> {
        self.ids.get(name).copied()
    }

    /// Whether `module` is a source text module. The others have no requests, and `link()` has nothing to do on them.
    #[must_use]
    pub fn is_source_text(&self, module: ModuleId) -> bool {
        matches!(self.program.modules[module.index()].kind, ModuleKind::Source(_))
    }

    /// The status of `module` when record `step` ended.
    #[must_use]
    pub fn status(&self, step: usize, module: ModuleId) -> Option<ModuleStatus> {
        self.records.get(step)?.status.get(self.program.name(module)).copied()
    }

    /// The status of `module` when record `step` began; `None` before the first step, where nothing was looked at.
    #[must_use]
    pub fn status_before(&self, step: usize, module: ModuleId) -> Option<ModuleStatus> {
        self.status(step.checked_sub(1)?, module)
    }

    /// What `.error` of `module` gave when record `step` ended.
    #[must_use]
    pub fn error_of(&self, step: usize, module: ModuleId) -> Option<&'r ThrownView> {
        self.records.get(step)?.errors.get(self.program.name(module))
    }

    /// The modules that are `errored` when record `step` ends and were not when it began.
    pub fn newly_errored(&self, step: usize) -> impl Iterator<Item = ModuleId> + '_ {
        self.records[step].status.iter().filter_map(move |(name, status)| {
            let id = self.id(name)?;
            let new = *status == ModuleStatus::Errored
                && self.status_before(step, id) != Some(ModuleStatus::Errored);
            new.then_some(id)
        })
    }

    /// The record in which `module` became `errored` by a failure to link, which is certain where nothing was evaluated.
    #[must_use]
    pub fn link_failed_at(&self, module: ModuleId) -> Option<usize> {
        let failed = self.link_failed.get_or_init(|| {
            let steps = (0..self.records.len()).filter(|step| !self.may_evaluate(*step));
            let errored = steps.flat_map(|step| self.newly_errored(step).map(move |module| (module, step)));
            let mut failed = FxHashMap::default();
            for (module, step) in errored {
                let unlinked = matches!(
                    self.status_before(step, module),
                    None | Some(ModuleStatus::Unlinked | ModuleStatus::Linking)
                );
                if unlinked {
                    failed.entry(module).or_insert(step);
                }
            }
            failed
        });
        failed.get(&module).copied()
    }

    /// The requests that were certainly answered by record `step`, as (referrer, module): every linker of the program gives
    /// that module and no other. Requests of which only the source is wanted are left out, because nothing becomes of
    /// the module that gives it.
    pub(super) fn certain_edges(&self, step: usize) -> Vec<(ModuleId, ModuleId)> {
        self.certain_edges_of(step, |phase| phase != Phase::Source)
    }

    /// Those of them that make the module run before the referrer: deferred ones are left out too.
    pub(super) fn certain_evaluated_edges(&self, step: usize) -> Vec<(ModuleId, ModuleId)> {
        self.certain_edges_of(step, |phase| phase == Phase::Evaluation)
    }

    fn certain_edges_of(&self, step: usize, keep: impl Fn(Phase) -> bool) -> Vec<(ModuleId, ModuleId)> {
        let edges = self.records[step].calls.iter().filter_map(|call| {
            let referrer = self.id(&call.referrer)?;
            let mut requests = self.requests(referrer)?.iter();
            let request = requests.find(|request| request.is_asked_by(call) && keep(request.phase))?;
            Some((referrer, self.scripts().only_answer(referrer, request)?))
        });
        edges.collect()
    }

    /// What `module` requests, in order; `None` when that is not known.
    #[must_use]
    pub fn requests(&self, module: ModuleId) -> Option<&[RequestKey]> {
        let all = self
            .requests
            .get_or_init(|| self.program.modules.iter().map(|m| read_requests(&m.kind)).collect());
        all.get(module.index())?.as_deref()
    }

    /// What the program's linkers can answer.
    pub(super) fn scripts(&self) -> &Scripts<'r> {
        self.scripts.get_or_init(|| Scripts::of(self.program))
    }

    /// The bodies of the program's modules.
    pub(super) fn bodies(&self) -> &Bodies {
        self.bodies.get_or_init(|| Bodies::of(self.program))
    }

    /// Whether the program's linkers can lead from `root` to `module`, through any number of requests or none.
    pub(super) fn reaches(&self, root: ModuleId, module: ModuleId) -> bool {
        self.reachable(iter::once(root)).contains(&module)
    }

    /// Every module that the program's linkers can lead to from `roots`, those included.
    pub(super) fn reachable(&self, roots: impl Iterator<Item = ModuleId>) -> FxHashSet<ModuleId> {
        let mut open: Vec<ModuleId> = roots.collect();
        let mut reached: FxHashSet<ModuleId> = open.iter().copied().collect();
        while let Some(module) = open.pop() {
            let targets = self.scripts().possible_targets(module, self.requests(module));
            open.extend(targets.into_iter().filter(|target| reached.insert(*target)));
        }
        reached
    }

    /// Everything that was thrown or read as an error, with the record it was seen in (`None` for a construction), causes
    /// included.
    pub(super) fn thrown(&self) -> impl Iterator<Item = (Option<usize>, &'r ThrownView)> {
        let construct = self.transcript.construct.values().filter_map(thrown_of).map(|thrown| (None, thrown));
        let steps = self.records.iter().enumerate().flat_map(|(index, record)| {
            let inner = record.together.iter().chain(&record.inside).chain(&record.settled);
            iter::once(&record.outcome)
                .chain(inner.map(|step| &step.outcome))
                .filter_map(thrown_of)
                .chain(record.errors.values())
                .map(move |thrown| (Some(index), thrown))
        });
        construct.chain(steps).flat_map(|(step, thrown)| {
            iter::successors(Some(thrown), |thrown| as_error(thrown)?.cause.as_ref())
                .map(move |thrown| (step, thrown))
        })
    }
}

fn read_requests(kind: &ModuleKind) -> Option<Vec<RequestKey>> {
    let ModuleKind::Source(source) = kind else { return Some(Vec::new()) };
    let record = parse_module(source).ok()?;
    let keys = record.requests.iter().map(|request| {
        let mut attributes: Vec<_> =
            request.attributes.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
        attributes.sort();
        RequestKey { specifier: request.specifier.to_string(), attributes, phase: request.phase }
    });
    Some(keys.collect())
}
