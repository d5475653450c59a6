//! **Syntax** turns the source text of a module into its record. This is the only folder that knows swc.

mod body;
mod bound_names;
pub mod code;
mod exports;
mod found;
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

pub use parse::parse_module;
pub use record::{
    Body, ImportEntry, ImportName, IndirectExport, IndirectName, LocalExport, ModuleRecord, ModuleRequest,
    Phase, RareForms, RequestIndex, StarExport, SyntaxError, TextPosition,
};
