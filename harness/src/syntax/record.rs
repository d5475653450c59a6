//! What a module's source text says about its imports and exports.

use std::{fmt, rc::Rc};

use super::{code::Code, text::text_position};

/// The static part of a Source Text Module Record — <https://tc39.es/ecma262/#sec-source-text-module-records>.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ModuleRecord {
    /// \[\[RequestedModules]]: in order of first appearance, equal ones merged.
    pub requests: Vec<ModuleRequest>,
    /// The requests that import declarations make, in the order of the first declaration of each. All others are made by
    /// re-exports alone.
    pub imported_requests: Vec<RequestIndex>,
    /// Where the specifier of each request first stands, in bytes; [`TextPosition::of`] makes a line and a column of it.
    pub request_offsets: Vec<u32>,
    /// \[\[ImportEntries]], in source order.
    pub import_entries: Vec<ImportEntry>,
    /// \[\[LocalExportEntries]], in source order.
    pub local_exports: Vec<LocalExport>,
    /// \[\[IndirectExportEntries]], in source order.
    pub indirect_exports: Vec<IndirectExport>,
    /// \[\[StarExportEntries]], in source order.
    pub star_exports: Vec<StarExport>,
    /// \[\[HasTLA]]: whether the body holds a top-level `await`.
    pub has_tla: bool,
    /// What evaluating the module would run.
    pub body: Rc<Code>,
    /// How it is written, as far as an engine may not read that.
    pub rare_forms: RareForms,
}

/// Ways to write a module that the language has and some engines do not read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a form that stands in the text or does not")]
pub struct RareForms {
    /// A name of an import or export is a reserved word that is written with an escape sequence.
    pub escaped_keyword: bool,
    /// A line ends before the word `with` of an import or export.
    pub line_before_with: bool,
    /// An `import source` has a `with` clause, or an `import.source()` a second argument.
    pub source_with_clause: bool,
    /// There is a `using` declaration.
    pub using: bool,
    /// There is a call of `import.defer()`.
    pub defer_call: bool,
    /// There is a call of `import.source()`.
    pub source_call: bool,
}

/// A ModuleRequest Record — <https://tc39.es/ecma262/#modulerequest-record>.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ModuleRequest {
    /// \[\[Specifier]]
    pub specifier: Rc<str>,
    /// \[\[Attributes]], sorted by key in UTF-16 code unit order.
    pub attributes: Vec<(Rc<str>, Rc<str>)>,
    /// How far the requested module is taken.
    pub phase: Phase,
}

/// The phase of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Phase {
    /// `import source x from "…"` — <https://tc39.es/proposal-source-phase-imports/>
    Source,
    /// `import defer * as ns from "…"` — <https://tc39.es/proposal-defer-import-eval/>
    Defer,
    /// Every other import and re-export.
    #[default]
    Evaluation,
}

/// A request of the module at hand, by its place in [`ModuleRecord::requests`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RequestIndex(pub u32);

/// An ImportEntry Record — <https://tc39.es/ecma262/#importentry-record>.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportEntry {
    /// \[\[ModuleRequest]]
    pub request: RequestIndex,
    /// \[\[ImportName]]
    pub import_name: ImportName,
    /// \[\[LocalName]]
    pub local_name: Rc<str>,
}

/// What an import entry imports.
#[derive(Clone, Debug, PartialEq)]
pub enum ImportName {
    /// An export of that name; `default` for a default import.
    Name(Rc<str>),
    /// The namespace object.
    NamespaceObject,
    /// The module's source (`import source`).
    Source,
}

/// An ExportEntry Record of a binding of the module itself — <https://tc39.es/ecma262/#exportentry-record>.
#[derive(Clone, Debug, PartialEq)]
pub struct LocalExport {
    /// \[\[ExportName]]
    pub export_name: Rc<str>,
    /// \[\[LocalName]]; `*default*` for a default export without a name.
    pub local_name: Rc<str>,
}

/// An ExportEntry Record of another module's binding.
#[derive(Clone, Debug, PartialEq)]
pub struct IndirectExport {
    /// \[\[ExportName]]
    pub export_name: Rc<str>,
    /// \[\[ModuleRequest]]
    pub request: RequestIndex,
    /// \[\[ImportName]]
    pub import_name: IndirectName,
    /// The imported binding that is exported, when it was not written `export … from`. The specification forgets it; some
    /// engines do not.
    pub local_name: Option<Rc<str>>,
}

/// What an indirect export takes from the other module.
#[derive(Clone, Debug, PartialEq)]
pub enum IndirectName {
    /// An export of that name.
    Name(Rc<str>),
    /// `all`: the namespace object (`export * as ns from`).
    All,
}

/// An ExportEntry Record of `export * from` — \[\[ImportName]] is `all-but-default`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StarExport {
    /// \[\[ModuleRequest]]
    pub request: RequestIndex,
}

/// A place in a source text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextPosition {
    /// Counted from 1.
    pub line: u32,
    /// Counted from 1, in Unicode scalar values.
    pub column: u32,
}

impl TextPosition {
    /// Where a text begins.
    pub const START: Self = Self { line: 1, column: 1 };

    /// The place of a byte of `source`. An offset behind the end is the end.
    #[must_use]
    pub fn of(source: &str, offset: u32) -> Self {
        text_position(source, offset)
    }
}

impl fmt::Display for TextPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// An early error of a module's source text.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{message} ({position})")]
pub struct SyntaxError {
    /// What is wrong, for people. Engines word early errors freely, so this text is ours.
    pub message: String,
    /// Where.
    pub position: TextPosition,
}
