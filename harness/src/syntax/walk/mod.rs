//! **Walk**: one pass over everything the parser read. It finds the early errors that need a scope and whether there is a
//! top-level `await`.

mod class;
mod expression;
mod function;
mod pattern;
mod statement;

use swc_common::{BytePos, Span};
use swc_ecma_ast::{EsReserved, Ident, ModuleDecl, ModuleItem, Stmt};

use super::{
    RareForms, found::FirstError, labels::Labels, private_names::PrivateNames, scope::Scopes,
    text::TEXT_START, trivia::first_stray_escape,
};

/// What the innermost function allows its code.
#[derive(Clone, Copy, Debug, Default)]
struct FunctionContext {
    /// `super(…)`: in the constructor of a class with a heritage, and in arrow functions there.
    super_call: bool,
    /// `await using`: in async functions and in the module itself.
    awaits: bool,
    /// The parameters of an arrow function are being walked, where no `await` may stand.
    arrow_parameters: bool,
}

/// The state of the pass.
#[derive(Debug)]
pub(super) struct Walk<'a, 'e> {
    /// The text that was parsed.
    source: &'a str,
    /// The early error that stands first.
    pub(super) errors: &'e mut FirstError,
    /// Declared names.
    pub(super) scopes: Scopes<'a>,
    private_names: PrivateNames<'a>,
    labels: Labels<'a>,
    function: FunctionContext,
    /// How many functions, field initializers and static blocks are open.
    function_depth: u32,
    /// `Contains` `await` of the module's body — <https://tc39.es/ecma262/#sec-static-semantics-contains>.
    pub(super) has_tla: bool,
    /// The rare forms below the items of the module.
    pub(super) rare_forms: RareForms,
    /// Where escape sequences are in order: the places of names, strings, templates and regular expressions. Only collected when the text
    /// holds a backslash at all.
    pub(super) escapable: Option<Vec<Span>>,
}

impl<'a, 'e> Walk<'a, 'e> {
    /// A pass that has seen nothing; `collect_escapable` when the text holds a backslash.
    pub(super) fn new(errors: &'e mut FirstError, source: &'a str) -> Self {
        Self {
            source,
            errors,
            scopes: Scopes::default(),
            private_names: PrivateNames::default(),
            labels: Labels::default(),
            function: FunctionContext { awaits: true, ..FunctionContext::default() },
            function_depth: 0,
            has_tla: false,
            rare_forms: RareForms::default(),
            escapable: source.contains('\\').then(Vec::new),
        }
    }

    /// Walks one item of the module's body, whose scope is open.
    pub(super) fn module_item(&mut self, item: &'a ModuleItem) {
        match item {
            ModuleItem::Stmt(statement) => self.module_level_statement(statement),
            ModuleItem::ModuleDecl(declaration) => self.module_declaration(declaration),
        }
    }

    /// Walks one statement of a script, whose scope is open.
    pub(super) fn script_statement(&mut self, statement: &'a Stmt) {
        self.module_level_statement(statement);
    }

    /// Finds an escape sequence that stands where none may stand, when everything was walked.
    pub(super) fn stray_escapes(&mut self, source: &str) {
        if let Some(escapable) = self.escapable.take()
            && let Some(offset) = first_stray_escape(source, escapable)
        {
            let position = BytePos(u32::try_from(offset).unwrap_or(u32::MAX - TEXT_START) + TEXT_START);
            self.errors
                .report(position, || "an escape sequence stands where a word must be written plainly".into());
        }
    }

    fn module_declaration(&mut self, declaration: &'a ModuleDecl) {
        match declaration {
            ModuleDecl::Import(import) => {
                for specifier in &import.specifiers {
                    let local = specifier.local();
                    self.scopes.declare_lexical(&local.sym, local.span.lo, self.errors);
                }
                if self.escapable.is_some() {
                    self.escapable_import(import);
                }
            }
            ModuleDecl::ExportDecl(export) => self.module_level_declaration(&export.decl),
            ModuleDecl::ExportDefaultDecl(export) => self.default_declaration(&export.decl),
            ModuleDecl::ExportDefaultExpr(export) => self.expression(&export.expr),
            ModuleDecl::ExportNamed(named) => self.escapable_export(named),
            ModuleDecl::ExportAll(star) => {
                self.escapable_at(star.src.span);
                if let Some(with) = &star.with {
                    self.object(with);
                }
            }
            _ => {}
        }
    }

    /// Notes a place where escape sequences are in order.
    #[inline]
    fn escapable_at(&mut self, span: Span) {
        if let Some(spans) = &mut self.escapable {
            spans.push(span);
        }
    }

    /// A name that is used or bound. Escape sequences in it may hide that it is none.
    #[inline]
    fn identifier(&mut self, name: &Ident) {
        if self.escapable.is_some() {
            self.escapable_at(name.span);
            self.word(&name.sym, name.span);
            if name.sym.is_reserved() || name.sym.is_reserved_in_strict_mode(true) {
                self.errors.report(name.span.lo, || format!("{} is a reserved word, not a name", name.sym));
            }
        }
    }

    /// A name behind a dot or of a property, where reserved words are in order.
    #[inline]
    fn identifier_name(&mut self, name: &str, span: Span) {
        if self.escapable.is_some() {
            self.escapable_at(span);
            self.word(name, span);
        }
    }

    fn word(&mut self, name: &str, span: Span) {
        let mut characters = name.chars();
        let starts = characters.next().is_some_and(Ident::is_valid_start);
        if !starts || !characters.all(Ident::is_valid_continue) {
            self.errors.report(span.lo, || format!("{name} is not a name"));
        }
    }

    /// Walks code that is a function of its own, as a field's initializer is.
    fn in_function(&mut self, function: FunctionContext, code: impl FnOnce(&mut Self)) {
        let outer_function = std::mem::replace(&mut self.function, function);
        let outer_labels = self.labels.enter_function();
        self.function_depth += 1;
        code(self);
        self.function_depth -= 1;
        self.labels.leave_function(outer_labels);
        self.function = outer_function;
    }
}
