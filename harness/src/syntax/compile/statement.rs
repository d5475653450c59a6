//! Statements and declarations.

use swc_atoms::Atom;
use swc_ecma_ast::{
    BlockStmt, Decl, IfStmt, LabeledStmt, Pat, ReturnStmt, Stmt, ThrowStmt, VarDecl, VarDeclKind,
};

use super::{Compiler, exits::Kind, pattern::Binding};
use crate::syntax::{
    code::{ClassNaming, Operation},
    text::name_value,
};

impl<'a> Compiler<'a> {
    pub(super) fn statements(&mut self, statements: &'a [Stmt]) {
        for statement in statements {
            self.statement(statement);
        }
    }

    /// Every statement leaves the stack as it found it.
    pub(super) fn statement(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Empty(_) => {}
            Stmt::Expr(statement) => self.discarded(&statement.expr),
            Stmt::Decl(declaration) => self.declaration(declaration),
            Stmt::Block(block) => self.block(block),
            Stmt::If(statement) => self.if_statement(statement),
            Stmt::Return(statement) => self.return_statement(statement),
            Stmt::Throw(statement) => self.throw_statement(statement),
            Stmt::Labeled(statement) => self.labelled_statement(statement),
            Stmt::Break(statement) => {
                self.break_statement(statement.label.as_ref().map(|label| &label.sym), statement);
            }
            Stmt::Continue(statement) => {
                self.continue_statement(statement.label.as_ref().map(|label| &label.sym), statement);
            }
            Stmt::While(_) | Stmt::DoWhile(_) | Stmt::For(_) | Stmt::ForIn(_) | Stmt::ForOf(_) => {
                self.loop_statement(statement, Vec::new());
            }
            Stmt::Switch(statement) => self.switch_statement(statement, Vec::new()),
            Stmt::Try(statement) => self.try_statement(statement),
            Stmt::Debugger(_) | Stmt::With(_) => self.unmodelled(statement),
        }
    }

    pub(super) fn block(&mut self, block: &'a BlockStmt) {
        let span = self.span(block);
        let scope = self.block_scope(&block.stmts);
        let entered = self.enter_scope(scope, span);
        self.statements(&block.stmts);
        self.leave_scope(entered, span);
    }

    pub(super) fn declaration(&mut self, declaration: &'a Decl) {
        match declaration {
            Decl::Var(variables) => self.variables(variables),
            Decl::Class(class) => {
                self.class(&class.class, ClassNaming::Written, name_value(&class.ident.sym));
                let index = self.name(&class.ident.sym);
                let span = self.span(class);
                self.emit(Operation::Initialize(index), span);
            }
            // A function is initialized when its scope is entered.
            Decl::Fn(_) => {}
            _ => self.unmodelled(declaration),
        }
    }

    pub(super) fn variables(&mut self, variables: &'a VarDecl) {
        for declarator in &variables.decls {
            match (&declarator.init, &declarator.name) {
                (Some(value), Pat::Ident(name)) => self.named_expression(value, || name_value(&name.id.sym)),
                (Some(value), _) => self.expression(value),
                (None, _) if variables.kind == VarDeclKind::Var => continue,
                (None, _) => {
                    let span = self.span(declarator);
                    self.undefined(span);
                }
            }
            self.bind(&declarator.name, Binding::Initialize);
        }
    }

    fn if_statement(&mut self, statement: &'a IfStmt) {
        let span = self.span(statement);
        self.expression(&statement.test);
        let otherwise = self.emit_jump(Operation::JumpIfFalse, span);
        self.statement(&statement.cons);
        if let Some(alternative) = &statement.alt {
            let end = self.emit_jump(Operation::Jump, span);
            self.land(otherwise);
            self.statement(alternative);
            self.land(end);
        } else {
            self.land(otherwise);
        }
    }

    fn return_statement(&mut self, statement: &'a ReturnStmt) {
        let span = self.span(statement);
        match &statement.arg {
            Some(value) => {
                self.expression(value);
                if self.body.is_async_generator {
                    self.emit(Operation::Await, span);
                }
            }
            None => self.undefined(span),
        }
        self.return_value(span);
    }

    fn throw_statement(&mut self, statement: &'a ThrowStmt) {
        self.expression(&statement.arg);
        let span = self.span(statement);
        self.emit(Operation::Throw, span);
    }

    fn labelled_statement(&mut self, statement: &'a LabeledStmt) {
        let mut labels: Vec<&'a Atom> = vec![&statement.label.sym];
        let mut body = &*statement.body;
        while let Stmt::Labeled(labelled) = body {
            labels.push(&labelled.label.sym);
            body = &labelled.body;
        }
        match body {
            Stmt::While(_) | Stmt::DoWhile(_) | Stmt::For(_) | Stmt::ForIn(_) | Stmt::ForOf(_) => {
                self.loop_statement(body, labels);
            }
            Stmt::Switch(statement) => self.switch_statement(statement, labels),
            body => {
                self.open_statement(Kind::Labelled, labels);
                self.statement(body);
                self.close_statement();
            }
        }
    }
}
