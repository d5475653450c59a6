//! A **program** is what an engine runs: some modules, a linker function written down as data, and steps.
//!
//! Programs are plain data. Every name in one has been resolved when the program was built, so a step can only speak of
//! a module that exists; [`ModuleId`] is that promise.

pub(crate) mod decode;
pub mod document;
mod encode;
mod linker;
mod module;
mod read;
mod step;
mod value;

pub use encode::{to_json, to_wire, to_yaml};
pub use linker::{Answer, Behaviour, Delivery, LinkerEntry, LinkerKey, LinkerScript, Preparation};
pub use module::{ModuleDefinition, ModuleId, ModuleKind};
pub use read::read;
pub use step::{Action, Construction, ModuleClass, Query, RequestAnswer, Requests, Step};
pub use value::{ErrorKind, Thrown, Value};

/// Modules to construct, the linker they are linked with, and what is done with them.
///
/// All modules are constructed in the order they stand in, before the first step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Program {
    /// The modules; a [`ModuleId`] is an index into this list.
    pub modules: Vec<ModuleDefinition>,
    /// The linker function of every step that does not bring its own.
    pub linker: LinkerScript,
    /// The `importModuleDynamically` of every source text module; `None` when they are constructed without one. Its
    /// script is read as a linker's is.
    pub importer: Option<LinkerScript>,
    /// What is done, in order.
    pub steps: Vec<Step>,
}

impl Program {
    /// The module called `name`, or `None` when the program has none of that name.
    #[must_use]
    pub fn module(&self, name: &str) -> Option<ModuleId> {
        self.modules.iter().position(|module| module.name == name).map(ModuleId::new)
    }

    /// The name of `module`.
    ///
    /// # Panics
    /// When `module` is an id of another program.
    #[must_use]
    pub fn name(&self, module: ModuleId) -> &str {
        &self.modules[module.index()].name
    }
}
