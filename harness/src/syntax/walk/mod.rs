//! **Walk**: one pass over everything the parser read. It finds the early errors that need a scope and whether there is a
//! top-level `await`.

mod class;
mod expression;
mod function;
mod pattern;
mod statement;

use swc_common::Span;
use swc_ecma_ast::{ModuleDecl, ModuleItem};

use super::{found::FirstError, private_names::PrivateNames, scope::Scopes};

/// The state of the pass.
#[derive(Debug)]
pub(super) struct Walk<'a, 'e> {
    /// The early error that stands first.
    pub(super) errors: &'e mut FirstError,
    /// Declared names.
    pub(super) scopes: Scopes<'a>,
    private_names: PrivateNames<'a>,
    /// How many functions, field initializers and static blocks are open.
    function_depth: u32,
    /// `Contains` `await` of the module's body — <https://tc39.es/ecma262/#sec-static-semantics-contains>.
    pub(super) has_tla: bool,
    /// Where escape sequences are in order: the places of names, strings, templates and regular expressions. Only collected when the text
    /// holds a backslash at all.
    pub(super) escapable: Option<Vec<Span>>,
}

impl<'a, 'e> Walk<'a, 'e> {
    /// A pass that has seen nothing; `collect_escapable` when the text holds a backslash.
    pub(super) fn new(errors: &'e mut FirstError, collect_escapable: bool) -> Self {
        Self {
            errors,
            scopes: Scopes::default(),
            private_names: PrivateNames::default(),
            function_depth: 0,
            has_tla: false,
            escapable: collect_escapable.then(Vec::new),
        }
    }

    /// Walks one item of the module's body, whose scope is open.
    pub(super) fn module_item(&mut self, item: &'a ModuleItem) {
        match item {
            ModuleItem::Stmt(statement) => self.module_level_statement(statement),
            ModuleItem::ModuleDecl(declaration) => self.module_declaration(declaration),
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
            ModuleDecl::ExportNamed(named) => {
                if self.escapable.is_some() {
                    self.escapable_export(named);
                }
            }
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
}
