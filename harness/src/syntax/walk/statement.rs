//! Statements and declarations.

use swc_common::Spanned;
use swc_ecma_ast::{
    BlockStmt, CatchClause, Decl, ForHead, ForInStmt, ForOfStmt, ForStmt, Pat, Stmt, SwitchStmt, TryStmt,
    UsingDecl, VarDecl, VarDeclKind, VarDeclOrExpr, VarDeclarator,
};

use super::Walk;
use crate::syntax::bound_names::bound_names;

/// Where a declaration stands, which decides whether a function is declared like a `let` or like a `var`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    /// Directly in a block, or in the module: functions are lexical.
    Block,
    /// Directly in a function's body or a static block: functions are like `var`
    /// (`TopLevelLexicallyDeclaredNames` leaves them out).
    Function,
}

impl<'a> Walk<'a, '_> {
    pub(super) fn module_level_statement(&mut self, statement: &'a Stmt) {
        self.statement_at(statement, Level::Block);
    }

    pub(super) fn module_level_declaration(&mut self, declaration: &'a Decl) {
        self.declaration(declaration, Level::Block);
    }

    /// The statements of a function's body or a static block, whose scope is open.
    pub(super) fn function_statements(&mut self, statements: &'a [Stmt]) {
        for statement in statements {
            self.statement_at(statement, Level::Function);
        }
    }

    fn statement(&mut self, statement: &'a Stmt) {
        self.statement_at(statement, Level::Block);
    }

    fn statement_at(&mut self, statement: &'a Stmt, level: Level) {
        match statement {
            Stmt::Empty(_) | Stmt::Debugger(_) => {}
            Stmt::Expr(statement) => self.expression(&statement.expr),
            Stmt::Decl(declaration) => self.declaration(declaration, level),
            Stmt::Block(block) => self.block(block),
            Stmt::If(statement) => {
                self.expression(&statement.test);
                self.sub_statement(&statement.cons);
                if let Some(alternative) = &statement.alt {
                    self.sub_statement(alternative);
                }
            }
            Stmt::Return(statement) => {
                if let Some(argument) = &statement.arg {
                    self.expression(argument);
                }
            }
            Stmt::Throw(statement) => self.expression(&statement.arg),
            Stmt::Labeled(statement) => {
                let label = &statement.label;
                self.identifier(label);
                self.labels.open(&label.sym, labels_loop(&statement.body), label.span.lo, self.errors);
                self.sub_statement(&statement.body);
                self.labels.close();
            }
            Stmt::Break(statement) => {
                let label = statement.label.as_ref();
                if let Some(label) = label {
                    self.identifier(label);
                }
                self.labels.check_break(label.map(|label| &label.sym), statement.span.lo, self.errors);
            }
            Stmt::Continue(statement) => {
                let label = statement.label.as_ref();
                if let Some(label) = label {
                    self.identifier(label);
                }
                self.labels.check_continue(label.map(|label| &label.sym), statement.span.lo, self.errors);
            }
            Stmt::With(statement) => {
                self.expression(&statement.obj);
                self.sub_statement(&statement.body);
            }
            Stmt::While(statement) => {
                self.expression(&statement.test);
                self.loop_body(&statement.body);
            }
            Stmt::DoWhile(statement) => {
                self.loop_body(&statement.body);
                self.expression(&statement.test);
            }
            Stmt::Switch(statement) => self.switch(statement),
            Stmt::Try(statement) => self.try_statement(statement),
            Stmt::For(statement) => self.for_statement(statement),
            Stmt::ForIn(statement) => self.for_in(statement),
            Stmt::ForOf(statement) => self.for_of(statement),
        }
    }

    /// The body of a loop.
    fn loop_body(&mut self, body: &'a Stmt) {
        self.labels.in_loop(true);
        self.sub_statement(body);
        self.labels.in_loop(false);
    }

    /// A statement that is part of another, where the grammar has no declarations. (A labelled function is one in sloppy
    /// code only.)
    fn sub_statement(&mut self, statement: &'a Stmt) {
        if let Stmt::Decl(Decl::Fn(_) | Decl::Class(_) | Decl::Using(_)) = statement {
            self.errors.report(statement.span().lo, || {
                "a declaration cannot be the body of another statement; put it in braces".into()
            });
        }
        self.statement(statement);
    }

    fn block(&mut self, block: &'a BlockStmt) {
        self.scopes.open();
        for statement in &block.stmts {
            self.statement(statement);
        }
        self.scopes.close();
    }

    fn declaration(&mut self, declaration: &'a Decl, level: Level) {
        match declaration {
            Decl::Fn(function) => {
                let name = &function.ident;
                self.identifier(name);
                match level {
                    Level::Block => self.scopes.declare_lexical(&name.sym, name.span.lo, self.errors),
                    Level::Function => self.scopes.declare_var(&name.sym, name.span.lo, self.errors),
                }
                self.function(&function.function);
            }
            Decl::Class(class) => {
                let name = &class.ident;
                self.identifier(name);
                self.scopes.declare_lexical(&name.sym, name.span.lo, self.errors);
                self.class(&class.class);
            }
            Decl::Var(variables) => self.variables(variables),
            Decl::Using(using) => self.using(using),
            _ => {}
        }
    }

    fn variables(&mut self, variables: &'a VarDecl) {
        self.declarators(&variables.decls, variables.kind == VarDeclKind::Var);
    }

    fn using(&mut self, using: &'a UsingDecl) {
        self.rare_forms.using = true;
        if using.is_await {
            if !self.function.awaits {
                self.errors.report(using.span.lo, || {
                    "`await using` needs an async function or the module itself".into()
                });
            }
            self.contains_await();
        }
        self.declarators(&using.decls, false);
    }

    fn declarators(&mut self, declarators: &'a [VarDeclarator], is_var: bool) {
        for declarator in declarators {
            let (scopes, errors) = (&mut self.scopes, &mut *self.errors);
            bound_names(&declarator.name, &mut |name, position| {
                if is_var {
                    scopes.declare_var(name, position, errors);
                } else {
                    scopes.declare_lexical(name, position, errors);
                }
            });
            self.pattern(&declarator.name);
            if let Some(initializer) = &declarator.init {
                self.expression(initializer);
            }
        }
    }

    fn switch(&mut self, statement: &'a SwitchStmt) {
        self.expression(&statement.discriminant);
        // CaseBlock: one scope for all clauses.
        self.scopes.open();
        self.labels.in_switch(true);
        for case in &statement.cases {
            if let Some(test) = &case.test {
                self.expression(test);
            }
            for statement in &case.cons {
                if let Stmt::Decl(Decl::Using(using)) = statement {
                    self.errors.report(using.span.lo, || {
                        "`using` cannot stand directly in a clause of a switch".into()
                    });
                }
                self.statement(statement);
            }
        }
        self.labels.in_switch(false);
        self.scopes.close();
    }

    fn try_statement(&mut self, statement: &'a TryStmt) {
        self.block(&statement.block);
        if let Some(handler) = &statement.handler {
            self.catch(handler);
        }
        if let Some(finalizer) = &statement.finalizer {
            self.block(finalizer);
        }
    }

    /// <https://tc39.es/ecma262/#sec-try-statement-static-semantics-early-errors>: the names of the parameter are declared once, and not
    /// again by the block; so the block shares the scope of its parameter here.
    fn catch(&mut self, clause: &'a CatchClause) {
        self.scopes.open();
        match &clause.param {
            Some(Pat::Ident(name)) => {
                self.identifier(&name.id);
                self.scopes.declare_catch_parameter(&name.id.sym);
            }
            Some(pattern) => {
                let (scopes, errors) = (&mut self.scopes, &mut *self.errors);
                bound_names(pattern, &mut |name, position| scopes.declare_lexical(name, position, errors));
                self.pattern(pattern);
            }
            None => {}
        }
        for statement in &clause.body.stmts {
            self.statement(statement);
        }
        self.scopes.close();
    }

    /// <https://tc39.es/ecma262/#sec-for-statement-static-semantics-early-errors>: the scope of the head holds the body.
    fn for_statement(&mut self, statement: &'a ForStmt) {
        self.scopes.open();
        match &statement.init {
            Some(VarDeclOrExpr::VarDecl(variables)) => self.variables(variables),
            Some(VarDeclOrExpr::Expr(expression)) => self.expression(expression),
            None => {}
        }
        if let Some(test) = &statement.test {
            self.expression(test);
        }
        if let Some(update) = &statement.update {
            self.expression(update);
        }
        self.loop_body(&statement.body);
        self.scopes.close();
    }

    fn for_in(&mut self, statement: &'a ForInStmt) {
        self.scopes.open();
        self.for_head(&statement.left);
        self.expression(&statement.right);
        self.loop_body(&statement.body);
        self.scopes.close();
    }

    fn for_of(&mut self, statement: &'a ForOfStmt) {
        if statement.is_await {
            self.contains_await();
        }
        self.scopes.open();
        self.for_head(&statement.left);
        self.expression(&statement.right);
        self.loop_body(&statement.body);
        self.scopes.close();
    }

    fn for_head(&mut self, head: &'a ForHead) {
        match head {
            ForHead::VarDecl(variables) => self.variables(variables),
            ForHead::UsingDecl(using) => self.using(using),
            ForHead::Pat(pattern) => self.pattern(pattern),
        }
    }

    /// Notes an `await` of the code at hand.
    pub(super) fn contains_await(&mut self) {
        if self.function_depth == 0 {
            self.has_tla = true;
        }
    }
}

/// Whether a labelled statement is a loop, behind further labels.
fn labels_loop(mut body: &Stmt) -> bool {
    while let Stmt::Labeled(labelled) = body {
        body = &labelled.body;
    }
    matches!(body, Stmt::While(_) | Stmt::DoWhile(_) | Stmt::For(_) | Stmt::ForIn(_) | Stmt::ForOf(_))
}
