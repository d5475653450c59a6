//! Everything one run of the reference holds.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    ContextId, ErrorId, ErrorObject, Layer, Likeness, LinkerHandle, NamespaceId, Quirk, Rules, Value,
    Wording,
    asks::Asks,
    dynamic_import::Imports,
    entries::ExportEntries,
    jobs::Jobs,
    load::Loads,
    machine::Machine,
    marks::Marks,
    names::{Name, Names},
    namespace::Namespaces,
    record::{
        AsyncEvaluationOrder, CyclicModule, Module, ModuleRecordKind, Status, SyntheticEvaluation,
        SyntheticModule, VmState,
    },
    requests::with_fewer_requests,
    resolve::Search,
    value::Errors,
    vm::{LinkOperations, SelfLinks, Walks},
};
use crate::{
    program::ModuleId,
    syntax::{ModuleRecord, TextPosition, code::Code},
};

/// A world of modules, promises and jobs, under the rules of one profile.
///
/// ```
/// use vmlink::reference::{Agent, ContextId, Host, LinkerAnswer, LinkerCall, LinkerCompletion, LinkerHandle};
/// use vmlink::reference::{ProfileName, PromiseState, Value};
/// use vmlink::{program::ModuleId, syntax::parse_module};
///
/// /// Answers every request with one module.
/// struct Always(ModuleId);
/// impl Host for Always {
///     fn call_linker(&mut self, _: &mut Agent, _: LinkerHandle, _: &LinkerCall<'_>) -> LinkerCompletion {
///         LinkerCompletion::Returned(LinkerAnswer::Value(Value::Module(self.0)))
///     }
/// }
///
/// let mut agent = Agent::new(ProfileName::Contract);
/// let dep = agent.source_text_module("dep", ContextId(0), &parse_module("export let x;")?);
/// let main = agent.source_text_module("main", ContextId(0), &parse_module("import { x } from 'dep';")?);
/// let mut host = Always(dep);
/// let linked = agent.link(&mut host, main, LinkerHandle(0));
/// agent.run_jobs(&mut host);
/// assert_eq!(*agent.promise_state(linked), PromiseState::Fulfilled(Value::Undefined));
/// # Ok::<(), vmlink::syntax::SyntaxError>(())
/// ```
#[derive(Debug)]
pub struct Agent {
    pub(super) rules: Rules,
    pub(super) modules: Vec<Module>,
    pub(super) names: Names,
    pub(super) errors: Errors,
    /// The errors with a code that were made below `vm.Module`, as plain ones: their text never shows the code.
    pub(super) plain_errors: FxHashSet<ErrorId>,
    pub(super) jobs: Jobs,
    pub(super) loads: Loads,
    pub(super) asks: Asks,
    pub(super) operations: LinkOperations,
    pub(super) self_links: SelfLinks,
    pub(super) walks: Walks,
    pub(super) search: Search,
    pub(super) namespaces: Namespaces,
    /// The namespace objects of deferred imports.
    pub(super) deferred_namespaces: Map<ModuleId, NamespaceId>,
    pub(super) marks: Marks,
    pub(super) machine: Machine,
    pub(super) imports: Imports,
    /// \[\[ModuleAsyncEvaluationCount]] — <https://tc39.es/ecma262/#sec-agents>
    pub(super) module_async_evaluation_count: u32,
    pub(super) ending: Option<Ending>,
    /// When source text modules are constructed with `importModuleDynamically`: the linker of what it gives.
    pub(super) importer: Option<LinkerHandle>,
}

/// Why a run is over before its program is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// A construct outside the modelled language was reached, in this module and at this place.
    Unmodelled(ModuleId, TextPosition),
    /// The runtime's process dies.
    Crash,
}

impl Agent {
    /// An empty world under a profile, or under rules of its own.
    #[must_use]
    pub fn new(rules: impl Into<Rules>) -> Self {
        Self {
            rules: rules.into(),
            modules: Vec::new(),
            names: Names::new(),
            errors: Errors::default(),
            plain_errors: FxHashSet::default(),
            jobs: Jobs::default(),
            loads: Loads::default(),
            asks: Asks::default(),
            operations: LinkOperations::default(),
            self_links: SelfLinks::default(),
            walks: Walks::default(),
            search: Search::default(),
            namespaces: Namespaces::default(),
            deferred_namespaces: Map::default(),
            marks: Marks::default(),
            machine: Machine::default(),
            imports: Imports::default(),
            module_async_evaluation_count: 0,
            ending: None,
            importer: None,
        }
    }

    /// Says whether source text modules are constructed with `importModuleDynamically`, which is
    /// [`Host::call_importer`](super::Host::call_importer). Without it, none is.
    pub const fn set_importer(&mut self, linker: Option<LinkerHandle>) {
        self.importer = linker;
    }

    /// Constructs a Source Text Module Record from what its text says.
    pub fn source_text_module(
        &mut self,
        identifier: &str,
        context: ContextId,
        record: &ModuleRecord,
    ) -> ModuleId {
        let (requests, stands_for) = self.module_requests(record);
        let record = with_fewer_requests(record, &stands_for);
        let record = record.as_ref();
        let key_count = requests.iter().map(|request| request.key + 1).max().unwrap_or(0);
        let import_entries = self.import_entries(record);
        let ExportEntries { exports, local_names, indirect_names } = self.export_entries(record);
        let module = CyclicModule {
            status: Status::New,
            evaluation_error: None,
            dfs_index: 0,
            dfs_ancestor_index: 0,
            cycle_root: None,
            top_level_capability: None,
            async_evaluation_order: AsyncEvaluationOrder::Unset,
            pending_async_dependencies: 0,
            async_parent_modules: Vec::new(),
            requests,
            loaded: vec![None; key_count as usize].into_boxed_slice(),
            import_entries,
            exports,
            local_names,
            indirect_names,
            stars: record.star_exports.iter().map(|star| star.request).collect(),
            has_tla: record.has_tla,
            body: record.body.clone(),
        };
        self.add_module(identifier, context, ModuleRecordKind::Cyclic(Box::new(module)))
    }

    /// Constructs a Synthetic Module Record with these exports, and the code of its steps: a function, which may be async.
    pub fn synthetic_module(
        &mut self,
        identifier: &str,
        context: ContextId,
        exports: &[String],
        steps: Rc<Code>,
        is_async: bool,
    ) -> ModuleId {
        let mut export_names: Vec<Name> = Vec::with_capacity(exports.len());
        for export in exports {
            let name = self.names.intern(&Rc::from(export.as_str()));
            if !export_names.contains(&name) {
                export_names.push(name);
            }
        }
        let module = SyntheticModule {
            export_names: export_names.into_boxed_slice(),
            steps,
            is_async,
            linked: false,
            evaluation: SyntheticEvaluation::Ahead,
            promise: None,
        };
        self.add_module(identifier, context, ModuleRecordKind::Synthetic(module))
    }

    fn add_module(&mut self, identifier: &str, context: ContextId, kind: ModuleRecordKind) -> ModuleId {
        let id = ModuleId::new(self.modules.len());
        let identifier = identifier.to_owned();
        self.modules.push(Module { identifier, context, namespace: None, kind, vm: VmState::default() });
        id
    }

    /// The steps that were reached so far.
    #[must_use]
    pub const fn marks(&self) -> &Marks {
        &self.marks
    }

    /// Why the run is over before its program is, if it is. Nothing that happened after it means anything.
    #[must_use]
    pub const fn ending(&self) -> Option<Ending> {
        self.ending
    }

    /// Whether the run is over before its program is.
    pub(super) const fn is_over(&self) -> bool {
        self.ending.is_some()
    }

    /// Ends the run, unless it is over: nobody can tell what happens here, in `module`.
    pub(super) fn end_unmodelled(&mut self, module: ModuleId, position: TextPosition) {
        self.ending.get_or_insert(Ending::Unmodelled(module, position));
    }

    /// Ends the run, unless it is over: the process dies here.
    pub(super) fn end_by_crash(&mut self) {
        self.ending.get_or_insert(Ending::Crash);
    }

    /// The error object behind `id`.
    #[must_use]
    pub fn error_object(&self, id: ErrorId) -> &ErrorObject {
        self.errors.get(id)
    }

    /// Makes an error object.
    pub fn create_error(&mut self, error: ErrorObject) -> Value {
        self.errors.create(error)
    }

    /// The `TypeError` for reading `property` of a module whose construction failed.
    pub fn property_of_undefined(&mut self, property: &str) -> Value {
        let message = self.wording().property_of_undefined(property);
        self.create_error(ErrorObject { name: "TypeError", code: None, message, cause: None })
    }

    /// The `TypeError` for making an object that looks like a module whose construction failed.
    pub fn likeness_of_undefined(&mut self, likeness: Likeness) -> Value {
        let message = self.wording().likeness_of_undefined(likeness);
        self.create_error(ErrorObject { name: "TypeError", code: None, message, cause: None })
    }

    pub(super) const fn wording(&self) -> Wording {
        self.rules.wording
    }

    pub(super) const fn layer(&self) -> Layer {
        self.rules.layer
    }

    /// Whether the runtime that is modelled has `quirk`.
    pub(super) const fn has(&self, quirk: Quirk) -> bool {
        self.rules.quirks.contains(quirk)
    }

    pub(super) fn module(&self, id: ModuleId) -> &Module {
        &self.modules[id.index()]
    }

    pub(super) fn module_mut(&mut self, id: ModuleId) -> &mut Module {
        &mut self.modules[id.index()]
    }

    /// The record of `id` when it is a Cyclic Module Record.
    pub(super) fn cyclic(&self, id: ModuleId) -> Option<&CyclicModule> {
        match &self.modules[id.index()].kind {
            ModuleRecordKind::Cyclic(module) => Some(module),
            ModuleRecordKind::Synthetic(_) => None,
        }
    }

    /// The record of a module that is known to be a Cyclic Module Record.
    pub(super) fn expect_cyclic(&self, id: ModuleId) -> &CyclicModule {
        self.cyclic(id).expect("only Cyclic Module Records have requests")
    }

    pub(super) fn expect_cyclic_mut(&mut self, id: ModuleId) -> &mut CyclicModule {
        match &mut self.modules[id.index()].kind {
            ModuleRecordKind::Cyclic(module) => module,
            ModuleRecordKind::Synthetic(_) => unreachable!("only Cyclic Module Records change status"),
        }
    }

    /// The record of a module that is known to be a Synthetic Module Record.
    pub(super) fn expect_synthetic(&self, id: ModuleId) -> &SyntheticModule {
        match &self.module(id).kind {
            ModuleRecordKind::Synthetic(module) => module,
            ModuleRecordKind::Cyclic(_) => unreachable!("only Synthetic Module Records have steps"),
        }
    }

    pub(super) fn expect_synthetic_mut(&mut self, id: ModuleId) -> &mut SyntheticModule {
        match &mut self.module_mut(id).kind {
            ModuleRecordKind::Synthetic(module) => module,
            ModuleRecordKind::Cyclic(_) => unreachable!("only Synthetic Module Records have steps"),
        }
    }

    /// What the evaluation of a module failed with, if it did.
    pub(super) fn evaluation_error(&self, id: ModuleId) -> Option<&Value> {
        match &self.module(id).kind {
            ModuleRecordKind::Cyclic(module) => module.evaluation_error.as_ref(),
            ModuleRecordKind::Synthetic(module) => match &module.evaluation {
                SyntheticEvaluation::Failed(error) => Some(error),
                SyntheticEvaluation::Ahead | SyntheticEvaluation::Succeeded => None,
            },
        }
    }

    /// What the evaluation of a module failed with, as `vm.Module` has it.
    pub(super) fn shown_evaluation_error(&self, id: ModuleId) -> Option<&Value> {
        self.module(id).vm.turn_error.as_ref().or_else(|| self.evaluation_error(id))
    }

    /// The text of a name.
    pub(super) fn text(&self, name: Name) -> Rc<str> {
        Rc::clone(self.names.text(name))
    }
}

/// A map for the reference: keys are small numbers, so the hash is cheap.
pub(super) type Map<K, V> = FxHashMap<K, V>;
