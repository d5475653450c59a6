//! **Syntax** turns the source text of a module into its record. This is the only folder that knows swc.

mod bound_names;
pub mod code;
mod compile;
mod exports;
mod found;
mod given_functions;
mod guard;
mod imports;
mod labels;
mod literals;
mod messages;
mod nesting;
mod parse;
mod private_names;
mod rare_forms;
mod record;
mod requests;
mod scope;
mod text;
mod trivia;
mod walk;

pub use given_functions::{parse_import_meta_initializer, parse_synthetic_body};
pub use parse::parse_module;
pub use record::{
    ImportEntry, ImportName, IndirectExport, IndirectName, LocalExport, ModuleRecord, ModuleRequest, Phase,
    RareForms, RequestIndex, StarExport, SyntaxError, TextPosition,
};
