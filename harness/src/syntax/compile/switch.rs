//! `switch`.

use swc_atoms::Atom;
use swc_ecma_ast::SwitchStmt;

use super::{Compiler, exits::Kind, scopes::ScopeDraft};
use crate::syntax::code::{BinaryOperator, Operation, UnaryOperator};

impl<'a> Compiler<'a> {
    /// <https://tc39.es/ecma262/#sec-runtime-semantics-caseblockevaluation>: the tests in order, `default` left out, and then the
    /// statements from the clause that was chosen on. What is compared with stays on the stack throughout.
    pub(super) fn switch_statement(&mut self, statement: &'a SwitchStmt, labels: Vec<&'a Atom>) {
        let span = self.span(statement);
        self.expression(&statement.discriminant);
        self.body.depth.stack = self.body.depth.stack.saturating_add(1);
        self.open_statement(Kind::Switch, labels);
        let mut scope = ScopeDraft::default();
        for statement in statement.cases.iter().flat_map(|case| &case.cons) {
            self.lexical_declaration(statement, &mut scope);
        }
        let entered = self.enter_scope(scope.finish(), span);
        let mut clauses = Vec::with_capacity(statement.cases.len());
        for case in &statement.cases {
            clauses.push(case.test.as_ref().map(|test| {
                let span = self.span(&**test);
                self.emit(Operation::Duplicate, span);
                self.expression(test);
                self.emit(Operation::Binary(BinaryOperator::StrictlyEqual), span);
                self.emit(Operation::Unary(UnaryOperator::Not), span);
                self.emit_jump(Operation::JumpIfFalse, span)
            }));
        }
        let otherwise = self.emit_jump(Operation::Jump, span);
        let mut otherwise = Some(otherwise);
        for (case, clause) in statement.cases.iter().zip(clauses) {
            // A clause without test is `default`.
            if let Some(site) = clause.or_else(|| otherwise.take()) {
                self.land(site);
            }
            self.statements(&case.cons);
        }
        if let Some(site) = otherwise {
            self.land(site);
        }
        self.leave_scope(entered, span);
        self.close_statement();
        self.emit(Operation::Pop, span);
        self.body.depth.stack -= 1;
    }
}
