//! Module records as they change while a program runs.

use std::rc::Rc;

use crate::program::ModuleId;

use super::{jobs::PromiseId, names::Name, namespace::NamespaceId, value::Value};
use crate::syntax::{Phase, RequestIndex, code::Code};

/// A context (a realm, to the specification). Modules link only within one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ContextId(pub u32);

/// \[\[Status]] of a Cyclic Module Record — <https://tc39.es/ecma262/#table-cyclic-module-fields>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Its requests have not all been answered.
    New,
    /// Its whole graph is loaded.
    Unlinked,
    /// It is on the stack of a running Link().
    Linking,
    /// Its environment is ready.
    Linked,
    /// It is on the stack of a running Evaluate().
    Evaluating,
    /// It, or something it needs, awaits.
    EvaluatingAsync,
    /// It has run, or failed to.
    Evaluated,
}

/// A Module Record and what `vm.Module` knows of it.
#[derive(Debug)]
pub(super) struct Module {
    /// What messages call the module.
    pub(super) identifier: String,
    pub(super) context: ContextId,
    /// \[\[Namespace]]
    pub(super) namespace: Option<NamespaceId>,
    pub(super) kind: ModuleRecordKind,
    pub(super) vm: VmState,
}

/// What `vm.Module` keeps beside the record.
#[derive(Debug, Default)]
pub(super) struct VmState {
    /// The error of a failed link(). Once set it stays: contract clause C4.
    pub(super) error: Option<Value>,
    /// How many running link() calls have reached the module.
    pub(super) in_flight: u32,
    /// Whether a link() that was called on it is running. Modules that link themselves have `overlay_linking` instead.
    pub(super) linking_root: bool,
    /// Whether the engine was given answers to its requests: by linkRequests(), or by a link() of its own.
    pub(super) listed: bool,
    /// What its record counts for, where a runtime keeps a status beside it.
    pub(super) standing: Standing,
    /// What its turn failed with before its record was evaluated.
    pub(super) turn_error: Option<Value>,
    /// Its turn in an evaluation that takes each module by itself:
    /// [`Quirk::DependenciesEvaluatedAlone`](super::Quirk::DependenciesEvaluatedAlone).
    pub(super) turn: Turn,
    /// Whether the module is linking itself: [`Quirk::ModulesLinkThemselves`](super::Quirk::ModulesLinkThemselves).
    pub(super) overlay_linking: bool,
    /// Where the engine keeps promises for the answers instead of answers, those, by key.
    pub(super) promises: Box<[Option<PromiseId>]>,
}

/// What a record counts for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nobody was told that it is linked: [`Quirk::LinkedWhenTold`](super::Quirk::LinkedWhenTold).
    #[default]
    Untold,
    /// The module was told so.
    Told,
    /// It is what a failed link has left of a module:
    /// [`Quirk::FailedLinkLeavesCopies`](super::Quirk::FailedLinkLeavesCopies).
    Copy,
}

/// Where a module stands in an evaluation that takes each module by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Turn {
    /// Its turn has not come.
    #[default]
    Ahead,
    /// What it imports has its turn.
    Begun,
    /// It has had its turn.
    Had,
    /// It has had its turn while it was running with another module's, and counts as evaluated whatever becomes of it:
    /// [`Quirk::EvaluatedWhileRunning`](super::Quirk::EvaluatedWhileRunning).
    HadWhileRunning,
}

/// The concrete kinds of Module Record.
#[derive(Debug)]
pub(super) enum ModuleRecordKind {
    Cyclic(Box<CyclicModule>),
    Synthetic(SyntheticModule),
}

/// A Source Text Module Record — <https://tc39.es/ecma262/#sec-source-text-module-records>.
#[derive(Clone, Debug)]
pub(super) struct CyclicModule {
    pub(super) status: Status,
    pub(super) evaluation_error: Option<Value>,
    pub(super) dfs_index: u32,
    pub(super) dfs_ancestor_index: u32,
    pub(super) cycle_root: Option<ModuleId>,
    pub(super) top_level_capability: Option<PromiseId>,
    pub(super) async_evaluation_order: AsyncEvaluationOrder,
    pub(super) pending_async_dependencies: u32,
    pub(super) async_parent_modules: Vec<ModuleId>,
    /// \[\[RequestedModules]]
    pub(super) requests: Box<[Request]>,
    /// \[\[LoadedModules]], by [`Request::key`].
    pub(super) loaded: Box<[Option<ModuleId>]>,
    pub(super) import_entries: Box<[ImportEntry]>,
    /// Local and indirect exports in one table, sorted by export name.
    pub(super) exports: Box<[(Name, Export)]>,
    /// \[\[LocalExportEntries]] and then \[\[IndirectExportEntries]] by export name, in source order.
    pub(super) local_names: Box<[Name]>,
    pub(super) indirect_names: Box<[Name]>,
    /// The requests of \[\[StarExportEntries]], in source order.
    pub(super) stars: Box<[RequestIndex]>,
    /// \[\[HasTLA]]
    pub(super) has_tla: bool,
    pub(super) body: Rc<Code>,
}

/// \[\[AsyncEvaluationOrder]] of a Cyclic Module Record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum AsyncEvaluationOrder {
    /// Neither it nor anything it needs has been found to await.
    Unset,
    /// Which one it is among all modules found so, counted from 0.
    Number(u32),
    /// It was, and is done.
    Done,
}

/// A Synthetic Module Record — <https://tc39.es/ecma262/#sec-synthetic-module-records>.
#[derive(Debug)]
pub(super) struct SyntheticModule {
    /// \[\[ExportNames]]
    pub(super) export_names: Box<[Name]>,
    /// \[\[EvaluationSteps]]: the code of a function.
    pub(super) steps: Rc<Code>,
    /// Whether that function is async.
    pub(super) is_async: bool,
    /// Whether Link() was called on it, which no operation of ECMA-262 asks.
    pub(super) linked: bool,
    pub(super) evaluation: SyntheticEvaluation,
    /// The promise of its evaluation, where a runtime keeps it.
    pub(super) promise: Option<PromiseId>,
}

/// Whether a Synthetic Module Record has run.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum SyntheticEvaluation {
    /// It has not.
    Ahead,
    /// It has, or is just running.
    Succeeded,
    /// It has thrown this.
    Failed(Value),
}

/// A ModuleRequest Record of one module.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) specifier: Name,
    pub(super) attributes: Box<[(Name, Name)]>,
    pub(super) phase: Phase,
    /// Which LoadedModuleRequest Record answers it. Requests for which ModuleRequestsEqual is true share one.
    pub(super) key: u32,
}

/// An ImportEntry Record.
#[derive(Clone, Copy, Debug)]
pub(super) struct ImportEntry {
    pub(super) request: RequestIndex,
    pub(super) import_name: ImportName,
    /// \[\[LocalName]]
    pub(super) local_name: Name,
}

/// \[\[ImportName]] of an import entry.
#[derive(Clone, Copy, Debug)]
pub(super) enum ImportName {
    Name(Name),
    NamespaceObject,
    Source,
}

/// What an export name of a module stands for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Export {
    /// A binding of the module itself.
    Local(Name),
    /// Another module's export.
    Indirect(RequestIndex, Name),
    /// Another module's namespace object.
    Namespace(RequestIndex),
}

impl CyclicModule {
    pub(super) fn request(&self, index: RequestIndex) -> &Request {
        &self.requests[index.0 as usize]
    }

    pub(super) fn export(&self, name: Name) -> Option<Export> {
        let index = self.exports.binary_search_by_key(&name, |(exported, _)| *exported).ok()?;
        Some(self.exports[index].1)
    }
}
