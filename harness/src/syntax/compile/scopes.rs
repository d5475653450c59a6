//! Which names a scope declares, and which of them are functions.

use std::rc::Rc;

use rustc_hash::FxHashSet;
use swc_atoms::Atom;
use swc_ecma_ast::{
    Decl, DefaultDecl, ForHead, ModuleDecl, ModuleItem, Pat, Stmt, VarDecl, VarDeclKind, VarDeclOrExpr,
    VarDeclarator,
};

use super::{Compiler, builder::HASH_FROM, function::Written};
use crate::syntax::{
    bound_names::bound_names,
    code::{FunctionKind, Scope, ScopeName},
    text::{default_local_name, default_name, name_value},
};

/// A scope while its declarations are collected.
#[derive(Debug, Default)]
pub(super) struct ScopeDraft {
    names: Vec<(Rc<str>, ScopeName)>,
    /// Filled from [`HASH_FROM`] names on.
    known: FxHashSet<Rc<str>>,
    functions: Vec<(Rc<str>, u32)>,
}

impl ScopeDraft {
    /// Declares a name, and tells whether it was not declared before. Only `var`s, parameters and functions can be.
    pub(super) fn declare(&mut self, name: Rc<str>, kind: ScopeName) -> bool {
        let is_new = kind != ScopeName::Variable || !self.declares(&name);
        if is_new {
            if kind == ScopeName::Variable && self.names.len() >= HASH_FROM {
                self.known.insert(name.clone());
            }
            self.names.push((name, kind));
        }
        is_new
    }

    pub(super) fn declares(&mut self, name: &Rc<str>) -> bool {
        if self.names.len() < HASH_FROM {
            return self.names.iter().any(|(known, _)| known == name);
        }
        if self.known.is_empty() {
            self.known.extend(self.names.iter().map(|(name, _)| name.clone()));
        }
        self.known.contains(name)
    }

    /// Declares the names of a pattern.
    pub(super) fn pattern(&mut self, pattern: &Pat, kind: ScopeName) {
        bound_names(pattern, &mut |name, _| {
            self.declare(name_value(name), kind);
        });
    }

    fn declarators(&mut self, declarators: &[VarDeclarator], kind: ScopeName) {
        for declarator in declarators {
            self.pattern(&declarator.name, kind);
        }
    }

    fn variables(&mut self, variables: &VarDecl) {
        self.declarators(&variables.decls, kind_of(variables.kind));
    }

    /// Notes a function declaration. Of several with one name the last counts.
    fn function(&mut self, name: Rc<str>, function: u32) {
        if !self.declare(name.clone(), ScopeName::Variable)
            && let Some(entry) = self.functions.iter_mut().find(|(known, _)| *known == name)
        {
            entry.1 = function;
        } else {
            self.functions.push((name, function));
        }
    }

    pub(super) fn finish(self) -> Scope {
        Scope { names: self.names, functions: self.functions }
    }

    /// `VarDeclaredNames` — <https://tc39.es/ecma262/#sec-static-semantics-vardeclarednames> — of a statement.
    fn nested_vars(&mut self, statement: &Stmt) {
        match statement {
            Stmt::Decl(Decl::Var(variables)) => self.vars(variables),
            Stmt::Block(block) => self.all_nested_vars(&block.stmts),
            Stmt::If(statement) => {
                self.nested_vars(&statement.cons);
                if let Some(alternative) = &statement.alt {
                    self.nested_vars(alternative);
                }
            }
            Stmt::Labeled(statement) => self.nested_vars(&statement.body),
            Stmt::With(statement) => self.nested_vars(&statement.body),
            Stmt::While(statement) => self.nested_vars(&statement.body),
            Stmt::DoWhile(statement) => self.nested_vars(&statement.body),
            Stmt::Switch(statement) => {
                for case in &statement.cases {
                    self.all_nested_vars(&case.cons);
                }
            }
            Stmt::Try(statement) => {
                self.all_nested_vars(&statement.block.stmts);
                if let Some(handler) = &statement.handler {
                    self.all_nested_vars(&handler.body.stmts);
                }
                if let Some(finalizer) = &statement.finalizer {
                    self.all_nested_vars(&finalizer.stmts);
                }
            }
            Stmt::For(statement) => {
                if let Some(VarDeclOrExpr::VarDecl(variables)) = &statement.init {
                    self.vars(variables);
                }
                self.nested_vars(&statement.body);
            }
            Stmt::ForIn(statement) => {
                self.head_vars(&statement.left);
                self.nested_vars(&statement.body);
            }
            Stmt::ForOf(statement) => {
                self.head_vars(&statement.left);
                self.nested_vars(&statement.body);
            }
            _ => {}
        }
    }

    fn all_nested_vars(&mut self, statements: &[Stmt]) {
        for statement in statements {
            self.nested_vars(statement);
        }
    }

    fn head_vars(&mut self, head: &ForHead) {
        if let ForHead::VarDecl(variables) = head {
            self.vars(variables);
        }
    }

    fn vars(&mut self, variables: &VarDecl) {
        if variables.kind == VarDeclKind::Var {
            self.variables(variables);
        }
    }
}

/// How the names of a declaration are declared.
pub(super) const fn kind_of(kind: VarDeclKind) -> ScopeName {
    match kind {
        VarDeclKind::Var => ScopeName::Variable,
        VarDeclKind::Let => ScopeName::Lexical,
        VarDeclKind::Const => ScopeName::Constant,
    }
}

impl<'a> Compiler<'a> {
    /// `LexicallyScopedDeclarations` of a block's statements — <https://tc39.es/ecma262/#sec-static-semantics-lexicallyscopeddeclarations>.
    pub(super) fn block_scope(&mut self, statements: &'a [Stmt]) -> Scope {
        let mut scope = ScopeDraft::default();
        for statement in statements {
            self.lexical_declaration(statement, &mut scope);
        }
        scope.finish()
    }

    /// The same of all clauses of a `switch`.
    pub(super) fn lexical_declaration(&mut self, statement: &'a Stmt, scope: &mut ScopeDraft) {
        match statement {
            Stmt::Decl(Decl::Var(variables)) if variables.kind == VarDeclKind::Var => {}
            Stmt::Decl(declaration) => self.declaration_in_scope(declaration, scope),
            _ => {}
        }
    }

    /// Everything that the statements of a function's body declare in its scope.
    pub(super) fn function_scope(&mut self, statements: &'a [Stmt], scope: &mut ScopeDraft) {
        for statement in statements {
            self.statement_in_outermost_scope(statement, scope);
        }
    }

    /// Everything that a module declares in its scope, but its imports.
    pub(super) fn module_scope(&mut self, items: &'a [ModuleItem]) -> Scope {
        let mut scope = ScopeDraft::default();
        for item in items {
            match item {
                ModuleItem::Stmt(statement) => self.statement_in_outermost_scope(statement, &mut scope),
                ModuleItem::ModuleDecl(ModuleDecl::ExportDecl(export)) => {
                    self.declaration_in_scope(&export.decl, &mut scope);
                }
                ModuleItem::ModuleDecl(ModuleDecl::ExportDefaultDecl(export)) => {
                    self.default_declaration_in_scope(&export.decl, &mut scope);
                }
                ModuleItem::ModuleDecl(ModuleDecl::ExportDefaultExpr(_)) => {
                    scope.declare(default_local_name(), ScopeName::Lexical);
                }
                ModuleItem::ModuleDecl(_) => {}
            }
        }
        scope.finish()
    }

    fn statement_in_outermost_scope(&mut self, statement: &'a Stmt, scope: &mut ScopeDraft) {
        match statement {
            Stmt::Decl(declaration) => self.declaration_in_scope(declaration, scope),
            statement => scope.nested_vars(statement),
        }
    }

    fn declaration_in_scope(&mut self, declaration: &'a Decl, scope: &mut ScopeDraft) {
        match declaration {
            Decl::Class(class) => {
                scope.declare(name_value(&class.ident.sym), ScopeName::Lexical);
            }
            Decl::Fn(function) => {
                let place = self.declared_function(&function.ident.sym, &function.function);
                scope.function(name_value(&function.ident.sym), place);
            }
            Decl::Var(variables) => scope.variables(variables),
            Decl::Using(using) => scope.declarators(&using.decls, ScopeName::Constant),
            _ => {}
        }
    }

    fn default_declaration_in_scope(&mut self, declaration: &'a DefaultDecl, scope: &mut ScopeDraft) {
        let local = |name: Option<&Atom>| name.map_or_else(default_local_name, name_value);
        match declaration {
            DefaultDecl::Class(class) => {
                scope.declare(local(class.ident.as_ref().map(|name| &name.sym)), ScopeName::Lexical);
            }
            DefaultDecl::Fn(function) => {
                let name = function.ident.as_ref().map(|name| &name.sym);
                let own = name.map_or_else(default_name, name_value);
                let place = self.function(&Written::of_function(&function.function), own, None, false);
                scope.function(local(name), place);
            }
            DefaultDecl::TsInterfaceDecl(_) => {}
        }
    }

    fn declared_function(&mut self, name: &Atom, function: &'a swc_ecma_ast::Function) -> u32 {
        self.function(&Written::of_function(function), name_value(name), None, false)
    }
}

/// The kind of a function that is neither a method nor an arrow.
pub(super) const fn plain_kind(is_async: bool, is_generator: bool) -> FunctionKind {
    match (is_generator, is_async) {
        (true, true) => FunctionKind::AsyncGenerator,
        (true, false) => FunctionKind::Generator,
        (false, true) => FunctionKind::Async,
        (false, false) => FunctionKind::Plain,
    }
}
