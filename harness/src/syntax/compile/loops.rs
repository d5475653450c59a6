//! Loops.

use swc_atoms::Atom;
use swc_common::Spanned;
use swc_ecma_ast::{
    DoWhileStmt, Expr, ForHead, ForOfStmt, ForStmt, Stmt, VarDecl, VarDeclKind, VarDeclOrExpr, WhileStmt,
};

use super::{
    Compiler,
    exits::Kind,
    pattern::Binding,
    scopes::{ScopeDraft, kind_of},
};
use crate::syntax::code::{Operation, Scope, ScopeName, Span, UnaryOperator};

impl<'a> Compiler<'a> {
    pub(super) fn while_statement(&mut self, statement: &'a WhileStmt, labels: Vec<&'a Atom>) {
        let span = self.span(statement);
        self.open_statement(Kind::Loop, labels);
        let start = self.body.here();
        self.expression(&statement.test);
        let end = self.emit_jump(Operation::JumpIfFalse, span);
        self.statement(&statement.body);
        self.land_continues();
        self.emit(Operation::Jump(start), span);
        self.land(end);
        self.close_statement();
    }

    pub(super) fn do_while_statement(&mut self, statement: &'a DoWhileStmt, labels: Vec<&'a Atom>) {
        let span = self.span(statement);
        self.open_statement(Kind::Loop, labels);
        let start = self.body.here();
        self.statement(&statement.body);
        self.land_continues();
        self.expression(&statement.test);
        self.emit(Operation::Unary(UnaryOperator::Not), span);
        self.emit(Operation::JumpIfFalse(start), span);
        self.close_statement();
    }

    /// <https://tc39.es/ecma262/#sec-runtime-semantics-forloopevaluation>
    pub(super) fn for_statement(&mut self, statement: &'a ForStmt, labels: Vec<&'a Atom>) {
        let span = self.span(statement);
        let variables = match &statement.init {
            Some(VarDeclOrExpr::VarDecl(variables)) => Some(&**variables),
            _ => None,
        };
        let scope = variables.map_or_else(Scope::default, |variables| head_scope(variables, None));
        let entered = self.enter_scope(scope, span);
        match &statement.init {
            Some(VarDeclOrExpr::VarDecl(variables)) => self.variables(variables),
            Some(VarDeclOrExpr::Expr(expression)) => self.discarded(expression),
            None => {}
        }
        // Constants do not change from one iteration to the next.
        let copied = entered && variables.is_some_and(|variables| variables.kind == VarDeclKind::Let);
        if copied {
            self.emit(Operation::CopyScope, span);
        }
        self.open_statement(Kind::Loop, labels);
        let start = self.body.here();
        let end = statement.test.as_ref().map(|test| {
            self.expression(test);
            self.emit_jump(Operation::JumpIfFalse, span)
        });
        self.statement(&statement.body);
        self.land_continues();
        if copied {
            self.emit(Operation::CopyScope, span);
        }
        if let Some(update) = &statement.update {
            self.discarded(update);
        }
        self.emit(Operation::Jump(start), span);
        if let Some(end) = end {
            self.land(end);
        }
        self.close_statement();
        self.leave_scope(entered, span);
    }

    /// <https://tc39.es/ecma262/#sec-runtime-semantics-forinofheadevaluation> and
    /// <https://tc39.es/ecma262/#sec-runtime-semantics-forin-div-ofbodyevaluation-lhs-stmt-iterator-lhskind-labelset>
    fn for_of_statement(&mut self, statement: &'a ForOfStmt, labels: Vec<&'a Atom>) {
        let Some(head) = Head::of(&statement.left) else { return self.unmodelled(statement) };
        let span = self.span(statement);
        let iterated = self.iterated(head, &statement.right, span);
        self.emit(Operation::GetIterator, iterated);
        self.body.depth.stack = self.body.depth.stack.saturating_add(1);
        self.open_statement(Kind::IteratorLoop, labels);
        let start = self.body.here();
        let end = self.emit_jump(Operation::Next, iterated);
        self.turn(head, &statement.body, span);
        self.emit(Operation::Jump(start), span);
        let ways_out = self.close_iterator_loop();
        self.leave_iterator_loop(ways_out, span);
        self.land(end);
        self.body.depth.stack -= 1;
    }

    /// `→ value`: ForIn/OfHeadEvaluation up to the value of what is iterated over, whose place in the text is given. It cannot read
    /// the names of the head.
    pub(super) fn iterated(&mut self, head: Head<'a>, expression: &'a Expr, span: Span) -> Span {
        let entered = self.enter_scope(head.scope(Some(ScopeName::Lexical)), span);
        self.expression(expression);
        self.leave_scope(entered, span);
        self.span(expression)
    }

    /// `value →`: one turn of a loop with a head, to which its `continue`s lead to the end of.
    pub(super) fn turn(&mut self, head: Head<'a>, body: &'a Stmt, span: Span) {
        let entered = self.enter_scope(head.scope(None), span);
        self.bind_head(head);
        self.loop_body_begins();
        self.statement(body);
        self.land_continues();
        self.leave_scope(entered, span);
    }

    /// `value →`: gives a value of the iteration to the names of the head.
    fn bind_head(&mut self, head: Head<'a>) {
        match head {
            Head::Variables(variables) => {
                for declarator in &variables.decls {
                    self.bind(&declarator.name, Binding::Initialize);
                }
            }
            Head::Pattern(pattern) => self.bind(pattern, Binding::Assign),
        }
    }

    /// A loop by its kind.
    pub(super) fn loop_statement(&mut self, statement: &'a Stmt, labels: Vec<&'a Atom>) {
        match statement {
            Stmt::While(statement) => self.while_statement(statement, labels),
            Stmt::DoWhile(statement) => self.do_while_statement(statement, labels),
            Stmt::For(statement) => self.for_statement(statement, labels),
            Stmt::ForOf(statement) if statement.is_await => self.for_await_statement(statement, labels),
            Stmt::ForOf(statement) => self.for_of_statement(statement, labels),
            Stmt::ForIn(statement) => self.for_in_statement(statement, labels),
            _ => self.unmodelled(&statement.span()),
        }
    }
}

/// The left side of `for … of` and `for … in`.
#[derive(Clone, Copy, Debug)]
pub(super) enum Head<'a> {
    Variables(&'a VarDecl),
    Pattern(&'a swc_ecma_ast::Pat),
}

impl<'a> Head<'a> {
    /// `None`: `using`, which is not modelled.
    pub(super) fn of(head: &'a ForHead) -> Option<Self> {
        match head {
            ForHead::VarDecl(variables) => Some(Self::Variables(variables)),
            ForHead::Pat(pattern) => Some(Self::Pattern(pattern)),
            ForHead::UsingDecl(_) => None,
        }
    }

    /// The scope of its names, all of one kind if one is given.
    fn scope(self, kind: Option<ScopeName>) -> Scope {
        match self {
            Self::Variables(variables) => head_scope(variables, kind),
            Self::Pattern(_) => Scope::default(),
        }
    }
}

/// The scope of a loop's head. `var`s are declared further out.
fn head_scope(variables: &VarDecl, kind: Option<ScopeName>) -> Scope {
    let mut scope = ScopeDraft::default();
    if variables.kind != VarDeclKind::Var {
        for declarator in &variables.decls {
            scope.pattern(&declarator.name, kind.unwrap_or(kind_of(variables.kind)));
        }
    }
    scope.finish()
}
