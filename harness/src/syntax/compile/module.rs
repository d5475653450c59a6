//! The items of a module.

use swc_ecma_ast::{DefaultDecl, ModuleDecl, ModuleItem};

use super::Compiler;
use crate::syntax::{
    code::{ClassNaming, Operation, Scope},
    text::{default_local_name, default_name, name_value},
};

impl<'a> Compiler<'a> {
    /// Compiles the items of a module and gives its scope.
    pub(super) fn module(&mut self, items: &'a [ModuleItem]) -> Scope {
        let scope = self.module_scope(items);
        for item in items {
            match item {
                ModuleItem::Stmt(statement) => self.statement(statement),
                ModuleItem::ModuleDecl(declaration) => self.module_declaration(declaration),
            }
        }
        scope
    }

    fn module_declaration(&mut self, declaration: &'a ModuleDecl) {
        match declaration {
            ModuleDecl::ExportDecl(export) => self.declaration(&export.decl),
            ModuleDecl::ExportDefaultDecl(export) => {
                // A function was initialized with the module's environment.
                if let DefaultDecl::Class(class) = &export.decl {
                    let own = class.ident.as_ref().map(|name| name_value(&name.sym));
                    let local = own.clone().unwrap_or_else(default_local_name);
                    let naming = if own.is_some() { ClassNaming::Written } else { ClassNaming::Default };
                    self.class(&class.class, naming, own.unwrap_or_else(default_name));
                    let index = self.body.name(local);
                    let span = self.span(export);
                    self.emit(Operation::Initialize(index), span);
                }
            }
            ModuleDecl::ExportDefaultExpr(export) => {
                self.named_expression(&export.expr, default_name);
                let index = self.body.name(default_local_name());
                let span = self.span(export);
                self.emit(Operation::Initialize(index), span);
            }
            // Imports and exports of names run nothing.
            _ => {}
        }
    }
}
