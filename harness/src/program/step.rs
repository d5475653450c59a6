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
    /// Several steps, all started before any of them is awaited.
    Together(Vec<Step>),
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
            Self::Link(module) => format!("link {}", name_of(*module)),
            Self::Evaluate(module) => format!("evaluate {}", name_of(*module)),
            Self::Namespace(module) => format!("namespace {}", name_of(*module)),
            Self::Error(module) => format!("error {}", name_of(*module)),
            Self::Instantiate(module) => format!("instantiate {}", name_of(*module)),
            Self::LinkRequests { module, .. } => format!("linkRequests {}", name_of(*module)),
            Self::SetExport { module, name, .. } => format!("setExport {}.{name}", name_of(*module)),
            Self::Together(_) => "together".to_owned(),
        }
    }
}
