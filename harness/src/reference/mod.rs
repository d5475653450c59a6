//! The **reference** linker: ECMA-262's linking, step by step, and `vm.Module`'s operations around it.
//!
//! One function stands for one abstract operation and is named after it; the numbers in its comments are the numbers
//! of the specification's steps, and [`marks`] records which of them a run reached. Where the specification leaves the
//! steps to hosts (HostLoadImportedModule, and everything in `vm/`), the numbers are vmlink's own. Nothing here does I/O, keeps a
//! global, or recurses over the module graph.
//!
//! An [`Agent`] holds everything: modules, promises, jobs. [`Vm`](ProfileName::Contract) operations live in `vm/`;
//! [`bare`](ProfileName::Ecma262) ones, for the specification without `vm.Module` around it, in `bare.rs`.

mod agent;
mod asks;
mod bare;
mod completion;
mod dead_ends;
mod deferred;
mod diagnosis;
mod dynamic_import;
mod entries;
mod environment;
mod evaluation;
mod exported_names;
mod host;
mod jobs;
mod link;
mod load;
mod machine;
pub mod marks;
mod names;
mod namespace;
mod preparation;
mod profile;
mod quirks;
mod reading;
mod record;
mod requests;
mod resolve;
mod tables;
#[cfg(test)]
mod testing;
mod value;
mod vm;
mod wording;

pub use agent::{Agent, Ending};
pub use host::{Host, ImportCall, LinkerAnswer, LinkerCall, LinkerCompletion, LinkerHandle, Reaction};
pub use jobs::{PromiseId, PromiseState};
pub use machine::{ObjectId, ShownError, SymbolId};
pub use namespace::NamespaceId;
pub use profile::{Layer, ProfileName, Rules};
pub use quirks::{Breaks, Quirk, QuirkFacts, QuirkSet};
pub use record::{ContextId, Status};
pub use value::{ErrorId, ErrorObject, Likeness, Value};
pub use wording::Wording;
