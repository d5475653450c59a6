//! The **machine** runs bodies: it is to [`Code`](crate::syntax::code::Code) what a processor is to its instructions.
//!
//! Calls of bodies stand on a stack of activations of its own, and builtins that call builtins take more native stack when
//! there is little left, up to a depth: so no body can overflow it. What the language of bodies does not have, what engines
//! have beyond the builtins here, and what takes more work or memory than a run may, ends the run as
//! [`unmodelled`](super::Ending::Unmodelled).

mod activation;
mod arguments;
mod async_errors;
mod async_from_sync;
mod async_generators;
mod async_iterators;
mod async_requests;
mod bodies;
mod builtins;
mod called;
mod calls;
mod class_errors;
mod classes;
mod collections;
mod combinators;
mod constructs;
mod conversions;
mod enumeration;
mod errors;
mod exports;
mod finally;
mod generators;
mod heap;
mod import_meta;
mod instructions;
mod iterator_close;
mod iterators;
mod keys;
mod limits;
mod module_environment;
mod namespace_object;
mod not_iterable;
mod numbers;
mod objects;
mod operators;
mod private;
mod promises;
mod properties;
mod quoted;
mod run;
mod scopes;
mod scripted;
mod setting;
mod shown;
mod super_calls;
mod templates;
mod too_early;

use std::rc::Rc;

pub(in crate::reference) use activation::ActivationId;
pub(in crate::reference) use builtins::ErrorType;
pub(in crate::reference) use heap::Key;
pub use heap::{ObjectId, SymbolId};
pub(in crate::reference) use objects::is_object;
pub use shown::ShownError;

use super::{ContextId, NamespaceId, PromiseId, Value, agent::Map};
use crate::program::{self, ModuleId};

/// Everything that running bodies has made.
#[derive(Debug, Default)]
pub(super) struct Machine {
    objects: Vec<heap::Object>,
    /// The descriptions of symbols, but for the well-known ones.
    symbols: Vec<Option<Rc<str>>>,
    environments: Vec<scopes::Environment>,
    module_environments: Map<ModuleId, scopes::EnvironmentId>,
    synthetic_exports: Map<ModuleId, Map<Rc<str>, Value>>,
    activations: Vec<activation::Activation>,
    /// Async bodies that wait, by [`ActivationId`].
    suspended: Vec<Option<activation::Activation>>,
    intrinsics: Map<(ContextId, builtins::Intrinsic), ObjectId>,
    promise_objects: Map<PromiseId, ObjectId>,
    /// Private members, by who has them and the private name, which is a symbol that no body sees.
    private: Map<(private::Holder, SymbolId), private::PrivateElement>,
    /// The private names of methods and accessors.
    private_methods: Map<SymbolId, private::Brand>,
    /// The contexts of promises of other contexts than the first.
    promise_contexts: Map<PromiseId, ContextId>,
    /// The method `setExport` of synthetic modules.
    set_export_method: Option<ObjectId>,
    /// The objects that tags of templates are called with, each with the code that its template stands in.
    templates: Map<templates::Site, (Rc<crate::syntax::code::Code>, Value)>,
    import_metas: Map<ModuleId, ObjectId>,
    import_meta_initializers: Map<ModuleId, import_meta::Initializer>,
    /// The prototypes of namespace objects, where they have some.
    namespace_prototypes: Map<NamespaceId, ObjectId>,
    /// Values of scripts that have entered a body, so that each is one object.
    entered: Map<*const program::Value, (Rc<program::Value>, Value)>,
    /// The context of the code that runs.
    context: ContextId,
    log: Vec<String>,
    /// The arrays that are being joined, outermost first.
    joining: Vec<Value>,
    /// How much work has been done.
    executed: u64,
    /// How many bytes bodies have taken, as far as they can take many.
    allocated: usize,
    /// How many bytes they may take because there are so many modules.
    allowance: usize,
    /// How many native calls are in each other.
    depth: u32,
    /// The module whose body ran last.
    last_module: Option<ModuleId>,
}
