//! One run of a program on the reference.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::{
    linker::Linker,
    started::{Read, Started, outcome_of, settled_steps, still_pending},
    view::Viewer,
};
use crate::{
    program::{self, Action, ModuleDefinition, ModuleId, ModuleKind, Program, RequestAnswer, Requests, Step},
    reference::{
        Agent, ContextId, Ending, ErrorObject, LinkerHandle, PromiseId, PromiseState, Rules, Value,
        marks::Marks,
    },
    syntax::{self, TextPosition},
    transcript::{self, Outcome, SettledStep, StepRecord, Transcript, Unmodelled},
};

/// The linker function of steps that do not bring their own.
pub(super) const PROGRAM_LINKER: LinkerHandle = LinkerHandle(0);

/// The host of a run: it answers linker calls and starts steps.
pub(super) struct World<'p> {
    pub(super) program: &'p Program,
    pub(super) by_name: HashMap<&'p str, ModuleId>,
    /// The agent's id of each module of the program, but for those whose construction failed.
    pub(super) constructed: Vec<Option<ModuleId>>,
    /// The program's id of each module of the agent.
    pub(super) programs: Vec<ModuleId>,
    pub(super) linkers: Vec<Linker<'p>>,
    /// What import() is answered with, when modules are constructed with a callback for it.
    pub(super) importer: Option<Linker<'p>>,
    /// The promises of evaluate() whose identity was looked at.
    promises: Vec<PromiseId>,
    /// The promises of functions that make a module ready, where they are shared, and whether they evaluate it.
    pub(super) shared: HashMap<(ModuleId, bool), PromiseId>,
    pub(super) imports: Vec<transcript::ImportCall>,
    pub(super) calls: Vec<transcript::LinkerCall>,
    /// How many calls there were in the whole run.
    pub(super) calls_made: usize,
    pub(super) inside: Vec<(String, Started)>,
}

/// Runs `program` under `rules`.
pub(super) fn run(program: &Program, rules: Rules) -> (Transcript, Marks) {
    let mut agent = Agent::new(rules);
    agent.set_importer(program.importer.as_ref().map(|_| PROGRAM_LINKER));
    let mut viewer = Viewer::default();
    let mut world = World {
        program,
        by_name: program
            .modules
            .iter()
            .enumerate()
            .map(|(index, module)| (&*module.name, ModuleId::new(index)))
            .collect(),
        constructed: Vec::with_capacity(program.modules.len()),
        programs: Vec::new(),
        linkers: vec![Linker::new(&program.linker)],
        importer: program.importer.as_ref().map(Linker::new),
        promises: Vec::new(),
        shared: HashMap::new(),
        imports: Vec::new(),
        calls: Vec::new(),
        calls_made: 0,
        inside: Vec::new(),
    };
    let mut transcript =
        Transcript { construct: world.construct(&mut agent, &mut viewer), steps: Vec::new() };
    let mut pending: Vec<(String, Started)> = Vec::new();
    for step in &program.steps {
        let started = world.start(&mut agent, step, PROGRAM_LINKER);
        agent.run_jobs(&mut world);
        let record = world.record(&mut agent, &mut viewer, step, &started, &mut pending);
        transcript.steps.push(record);
        if agent.ending().is_some() || viewer.met_too_large() {
            break;
        }
    }
    (transcript, agent.marks().clone())
}

impl<'p> World<'p> {
    fn construct(&mut self, agent: &mut Agent, viewer: &mut Viewer) -> IndexMap<String, Outcome> {
        let mut failed = IndexMap::new();
        let mut contexts: Vec<&Option<String>> = vec![&None];
        for (index, module) in self.program.modules.iter().enumerate() {
            let context = contexts.iter().position(|&known| *known == module.context).unwrap_or_else(|| {
                contexts.push(&module.context);
                contexts.len() - 1
            });
            let context = ContextId(u32::try_from(context).unwrap_or(u32::MAX));
            match made(agent, context, module) {
                Ok(id) => {
                    self.constructed.push(Some(id));
                    self.programs.push(ModuleId::new(index));
                }
                Err(error) => {
                    self.constructed.push(None);
                    failed.insert(module.name.clone(), Outcome::Error(viewer.thrown(agent, &error)));
                }
            }
        }
        failed
    }

    pub(super) fn start(&mut self, agent: &mut Agent, step: &'p Step, outer: LinkerHandle) -> Started {
        let linker = match &step.linker {
            None => outer,
            Some(script) => {
                self.linkers.push(Linker::new(script));
                LinkerHandle(u32::try_from(self.linkers.len() - 1).unwrap_or(u32::MAX))
            }
        };
        let module = match &step.action {
            Action::Together(steps) => {
                let started = steps.iter().map(|step| (self.label(step), self.start(agent, step, linker)));
                return Started::Together(started.collect());
            }
            Action::Construct(construction) => {
                return Started::Done(agent.construct(construction).map(|()| Read::Undefined));
            }
            action => action.module().and_then(|module| self.constructed[module.index()]),
        };
        let Some(module) = module else {
            return Started::Done(Err(agent.property_of_undefined(step.action.property())));
        };
        let done = |outcome: Result<(), Value>| Started::Done(outcome.map(|()| Read::Undefined));
        match &step.action {
            Action::Link(_) => Started::Promise(agent.link(self, module, linker)),
            Action::LinkWith { linker, .. } => Started::Promise(agent.link_with(module, linker)),
            Action::Evaluate(_) => Started::Promise(agent.evaluate(self, module)),
            Action::EvaluationPromise(_) => {
                let promise = agent.evaluate(self, module);
                Started::Done(Ok(Read::Value(self.number_of(promise).into())))
            }
            Action::EvaluationState(_) => {
                let promise = agent.evaluate(self, module);
                let state = match agent.promise_state(promise) {
                    PromiseState::Pending => "pending",
                    PromiseState::Fulfilled(_) => "fulfilled",
                    PromiseState::Rejected(_) => "rejected",
                };
                Started::Done(Ok(Read::Value(Value::String(state.into()))))
            }
            Action::EvaluateWith { options, .. } => match agent.check_evaluate_options(options) {
                Ok(()) => Started::Promise(agent.evaluate(self, module)),
                Err(error) => Started::Done(Err(error)),
            },
            Action::Namespace(_) => Started::Done(agent.namespace(module).map(Read::Namespace)),
            Action::Get { export, .. } => Started::Done(agent.read_export(module, export).map(Read::Error)),
            Action::Error(_) => Started::Done(agent.error(module).map(Read::Error)),
            Action::Query(query, _) => Started::Done(agent.query(module, *query).map(Read::Value)),
            Action::Instantiate(_) => done(agent.instantiate(module)),
            Action::LinkRequests { with, .. } => {
                let with: Vec<_> = with.iter().map(|module| self.constructed[module.index()]).collect();
                done(agent.link_requests(module, &with))
            }
            Action::LinkRequestsWith { with, .. } => {
                let modules = match with {
                    Requests::Value(_) => Vec::new(),
                    Requests::List(items) => items.iter().map(|item| self.requested(item)).collect(),
                };
                done(agent.link_requests_with(module, with, &modules))
            }
            Action::SetExport { name, value, .. } => {
                done(agent.set_export(module, name, Value::from(value.clone())))
            }
            Action::Together(_) | Action::Construct(_) => unreachable!("returned above"),
        }
    }

    /// The place of a promise among those whose identity was looked at, counted from 1.
    fn number_of(&mut self, promise: PromiseId) -> program::Value {
        let known = self.promises.iter().position(|&seen| seen == promise);
        let place = known.unwrap_or_else(|| {
            self.promises.push(promise);
            self.promises.len() - 1
        });
        program::Value::Number(f64::from(u32::try_from(place + 1).unwrap_or(u32::MAX)))
    }

    /// The module that an item of linkRequests() stands for.
    fn requested(&self, item: &RequestAnswer) -> Option<ModuleId> {
        match item {
            RequestAnswer::Module(module) => self.constructed[module.index()],
            RequestAnswer::Value(_) => None,
        }
    }

    pub(super) fn label(&self, step: &Step) -> String {
        step.action.label(|module| self.program.name(module))
    }

    /// What happens is not modelled at this place.
    fn unmodelled(&self, module: ModuleId, position: TextPosition) -> Outcome {
        Outcome::Unmodelled(Unmodelled {
            module: self.program.name(self.programs[module.index()]).to_owned(),
            line: position.line,
            column: position.column,
        })
    }

    fn record(
        &mut self,
        agent: &mut Agent,
        viewer: &mut Viewer,
        step: &Step,
        started: &Started,
        pending: &mut Vec<(String, Started)>,
    ) -> StepRecord {
        let outcome = match agent.ending() {
            Some(Ending::Crash) => Outcome::Crash,
            Some(Ending::Unmodelled(module, position)) => self.unmodelled(module, position),
            None => outcome_of(agent, viewer, started),
        };
        let together = match started {
            Started::Together(steps) => settled_steps(agent, viewer, steps),
            _ => Vec::new(),
        };
        let inside_started = std::mem::take(&mut self.inside);
        let inside = settled_steps(agent, viewer, &inside_started);
        let mut settled = Vec::new();
        pending.retain(|(label, started)| match outcome_of(agent, viewer, started) {
            Outcome::Pending => true,
            outcome => {
                settled.push(SettledStep { step: label.clone(), outcome });
                false
            }
        });
        let label = self.label(step);
        pending.extend(still_pending(agent, &label, started));
        for (label, started) in &inside_started {
            pending.extend(still_pending(agent, label, started));
        }
        let mut status = IndexMap::new();
        let mut errors = IndexMap::new();
        for (index, &module) in self.programs.iter().enumerate() {
            let (id, name) = (ModuleId::new(index), self.program.name(module));
            status.insert(name.to_owned(), agent.status(id));
            if let Some(error) = agent.stored_error(id) {
                errors.insert(name.to_owned(), viewer.thrown(agent, &error));
            }
        }
        let outcome = if viewer.met_too_large() {
            self.unmodelled(ModuleId::new(0), TextPosition::START)
        } else {
            outcome
        };
        let calls = std::mem::take(&mut self.calls);
        let imports = std::mem::take(&mut self.imports);
        StepRecord {
            step: label,
            outcome,
            together,
            inside,
            settled,
            status,
            errors,
            calls,
            imports,
            log: agent.take_log(),
        }
    }
}

/// Constructs a module.
fn made(agent: &mut Agent, context: ContextId, definition: &ModuleDefinition) -> Result<ModuleId, Value> {
    let identifier = definition.identifier.as_ref().unwrap_or(&definition.name);
    let refused = |agent: &mut Agent, message: String| {
        Err(agent.create_error(ErrorObject { name: "SyntaxError", code: None, message, cause: None }))
    };
    match &definition.kind {
        ModuleKind::Source(text) => {
            let initializer = definition.initialize_import_meta.as_deref();
            let initializer = match initializer.map(syntax::parse_import_meta_initializer).transpose() {
                Ok(initializer) => initializer,
                Err(error) => return refused(agent, error.message),
            };
            let record = match syntax::parse_module(text) {
                Ok(record) => record,
                Err(error) => return refused(agent, error.message),
            };
            if let Some(reason) = agent.does_not_read(&record) {
                return refused(agent, reason.to_owned());
            }
            let module = agent.source_text_module(identifier, context, &record);
            if let Some(initializer) = initializer {
                agent.initialize_import_meta_with(module, &definition.name, initializer);
            }
            Ok(module)
        }
        ModuleKind::Synthetic { exports, body, is_async } => {
            let steps = match syntax::parse_synthetic_body(body, *is_async) {
                Ok(steps) => steps,
                Err(error) => return refused(agent, error.message),
            };
            agent.check_export_names(exports.iter().map(String::as_str))?;
            Ok(agent.synthetic_module(identifier, context, exports, steps, *is_async))
        }
    }
}
