//! What a program does with its modules.

use super::{LinkerScript, ModuleId, Value};

/// One thing that is done.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What is done.
    pub action: Action,
    /// The linker function of this step, when it is not the program's.
    pub linker: Option<LinkerScript>,
}

/// What a step does.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// `module.link(linker)`
    Link(ModuleId),
    /// `module.evaluate()`
    Evaluate(ModuleId),
    /// `module.evaluate()`, of which the identity of the promise is looked at: it is counted from 1 among the promises that
    /// such steps of the run have seen.
    EvaluationPromise(ModuleId),
    /// `module.evaluate()`, of whose promise the state is looked at right after the call: `pending`, `fulfilled` or `rejected`,
    /// or `none` when it is no promise.
    EvaluationState(ModuleId),
    /// Reads `module.namespace`.
    Namespace(ModuleId),
    /// Reads `module.error`.
    Error(ModuleId),
    /// `module.instantiate()`
    Instantiate(ModuleId),
    /// `module.linkRequests([with…])`
    LinkRequests {
        /// The module whose requests are answered.
        module: ModuleId,
        /// One module for each of its requests, in their order.
        with: Vec<ModuleId>,
    },
    /// `module.setExport(name, value)`
    SetExport {
        /// The synthetic module.
        module: ModuleId,
        /// The name of the export.
        name: String,
        /// The value it gets.
        value: Value,
    },
    /// Reads a property of the module, or calls a method of it that takes no arguments.
    Query(Query, ModuleId),
    /// Reads `module.namespace[export]`.
    Get {
        /// The module.
        module: ModuleId,
        /// The name of the export.
        export: String,
    },
    /// `module.link(value)`, with what is no linker function of a program.
    LinkWith {
        /// The module.
        module: ModuleId,
        /// What it gets in place of a linker.
        linker: Value,
    },
    /// `module.evaluate(options)`
    EvaluateWith {
        /// The module.
        module: ModuleId,
        /// The argument.
        options: Value,
    },
    /// `module.linkRequests(argument)`, with what is no list of modules.
    LinkRequestsWith {
        /// The module.
        module: ModuleId,
        /// The argument.
        with: Requests,
    },
    /// Calls a constructor; what it makes is not kept.
    Construct(Construction),
    /// Several steps, all started before any of them is awaited.
    Together(Vec<Step>),
}

/// Something that can be asked of a module without an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Query {
    /// `module.hasTopLevelAwait()`
    HasTopLevelAwait,
    /// `module.hasAsyncGraph()`
    HasAsyncGraph,
    /// `module.moduleRequests`
    ModuleRequests,
    /// `module.dependencySpecifiers`
    DependencySpecifiers,
    /// `module.identifier`
    Identifier,
    /// `module.createCachedData()`, whose bytes are shown as `{ bytes: true }`, or `false` when there are none.
    CreateCachedData,
}

impl Query {
    /// Every query.
    pub const ALL: [Self; 6] = [
        Self::HasTopLevelAwait,
        Self::HasAsyncGraph,
        Self::ModuleRequests,
        Self::DependencySpecifiers,
        Self::Identifier,
        Self::CreateCachedData,
    ];

    /// The name of the property or method.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::HasTopLevelAwait => "hasTopLevelAwait",
            Self::HasAsyncGraph => "hasAsyncGraph",
            Self::ModuleRequests => "moduleRequests",
            Self::DependencySpecifiers => "dependencySpecifiers",
            Self::Identifier => "identifier",
            Self::CreateCachedData => "createCachedData",
        }
    }

    /// The query of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|query| query.name() == name)
    }

    /// Whether it is a call, and not the read of a property.
    #[must_use]
    pub const fn is_call(self) -> bool {
        matches!(self, Self::HasTopLevelAwait | Self::HasAsyncGraph | Self::CreateCachedData)
    }
}

/// The argument of a `linkRequests()` that may be no list of modules.
#[derive(Clone, Debug, PartialEq)]
pub enum Requests {
    /// This value.
    Value(Value),
    /// An array of these.
    List(Vec<RequestAnswer>),
}

/// An item of the array that `linkRequests()` is given.
#[derive(Clone, Debug, PartialEq)]
pub enum RequestAnswer {
    /// A module of the program.
    Module(ModuleId),
    /// Something else.
    Value(Value),
}

/// A call of a constructor with arguments of any kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Construction {
    /// Which constructor.
    pub class: ModuleClass,
    /// What it is given.
    pub arguments: Vec<Value>,
    /// Whether it is called with `new`.
    pub with_new: bool,
}

/// A constructor of modules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ModuleClass {
    /// `vm.SourceTextModule`
    SourceTextModule,
    /// `vm.SyntheticModule`
    SyntheticModule,
    /// `vm.Module`, which the two others extend and which makes no module itself.
    Module,
}

impl ModuleClass {
    /// Every constructor.
    pub const ALL: [Self; 3] = [Self::SourceTextModule, Self::SyntheticModule, Self::Module];

    /// The name of the constructor.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SourceTextModule => "SourceTextModule",
            Self::SyntheticModule => "SyntheticModule",
            Self::Module => "Module",
        }
    }

    /// The constructor of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.name() == name)
    }
}

impl From<Action> for Step {
    fn from(action: Action) -> Self {
        Self { action, linker: None }
    }
}

impl Action {
    /// How transcripts and reports name the step: `link main`, `setExport dep.x`, `together`.
    ///
    /// `name_of` gives the name of a module, which is [`Program::name`](super::Program::name).
    pub fn label<'p>(&self, name_of: impl Fn(ModuleId) -> &'p str) -> String {
        match self {
            Self::Link(module) | Self::LinkWith { module, .. } => format!("link {}", name_of(*module)),
            Self::Evaluate(module) | Self::EvaluateWith { module, .. } => {
                format!("evaluate {}", name_of(*module))
            }
            Self::EvaluationPromise(module) => format!("evaluationPromise {}", name_of(*module)),
            Self::EvaluationState(module) => format!("evaluationState {}", name_of(*module)),
            Self::Namespace(module) => format!("namespace {}", name_of(*module)),
            Self::Error(module) => format!("error {}", name_of(*module)),
            Self::Instantiate(module) => format!("instantiate {}", name_of(*module)),
            Self::LinkRequests { module, .. } | Self::LinkRequestsWith { module, .. } => {
                format!("linkRequests {}", name_of(*module))
            }
            Self::SetExport { module, name, .. } => format!("setExport {}.{name}", name_of(*module)),
            Self::Query(query, module) => format!("{} {}", query.name(), name_of(*module)),
            Self::Get { module, export } => format!("get {}.{export}", name_of(*module)),
            Self::Construct(construction) => format!("construct {}", construction.class.name()),
            Self::Together(_) => "together".to_owned(),
        }
    }

    /// The module that the step does something with; `None` for a construction and for several steps together.
    #[must_use]
    pub const fn module(&self) -> Option<ModuleId> {
        match self {
            Self::Link(module)
            | Self::Evaluate(module)
            | Self::EvaluationPromise(module)
            | Self::EvaluationState(module)
            | Self::Namespace(module)
            | Self::Error(module)
            | Self::Instantiate(module)
            | Self::LinkRequests { module, .. }
            | Self::SetExport { module, .. }
            | Self::Query(_, module)
            | Self::Get { module, .. }
            | Self::LinkWith { module, .. }
            | Self::EvaluateWith { module, .. }
            | Self::LinkRequestsWith { module, .. } => Some(*module),
            Self::Construct(_) | Self::Together(_) => None,
        }
    }

    /// The name of the property or method of a module that the step uses; the name of the step when it uses none.
    #[must_use]
    pub const fn property(&self) -> &'static str {
        match self {
            Self::Link(_) | Self::LinkWith { .. } => "link",
            Self::Evaluate(_)
            | Self::EvaluationPromise(_)
            | Self::EvaluationState(_)
            | Self::EvaluateWith { .. } => "evaluate",
            Self::Namespace(_) | Self::Get { .. } => "namespace",
            Self::Error(_) => "error",
            Self::Instantiate(_) => "instantiate",
            Self::LinkRequests { .. } | Self::LinkRequestsWith { .. } => "linkRequests",
            Self::SetExport { .. } => "setExport",
            Self::Query(query, _) => query.name(),
            Self::Construct(_) => "construct",
            Self::Together(_) => "together",
        }
    }
}
