//! `try`.

use swc_ecma_ast::{BlockStmt, CatchClause, Pat, TryStmt};

use super::{Compiler, pattern::Binding, scopes::ScopeDraft};
use crate::syntax::code::{Operation, ScopeName};

impl<'a> Compiler<'a> {
    pub(super) fn try_statement(&mut self, statement: &'a TryStmt) {
        match &statement.finalizer {
            Some(finalizer) => self.try_finally(statement, finalizer),
            None => self.try_catch(statement),
        }
    }

    fn try_finally(&mut self, statement: &'a TryStmt, finalizer: &'a BlockStmt) {
        let span = self.span(statement);
        let enter = self.emit_jump(|target| Operation::EnterTry { catch: None, finally: Some(target) }, span);
        self.open_try();
        self.try_catch(statement);
        self.emit(Operation::LeaveTry, span);
        self.land(enter);
        // The statement stays open while its finally block runs, so that an exit out of the block is told from one inside it.
        self.body.finally_blocks = self.body.finally_blocks.saturating_add(1);
        self.block(finalizer);
        self.body.finally_blocks -= 1;
        let span = self.span(finalizer);
        self.emit(Operation::EndFinally, span);
        self.close_try();
    }

    fn try_catch(&mut self, statement: &'a TryStmt) {
        let Some(handler) = &statement.handler else { return self.block(&statement.block) };
        let span = self.span(statement);
        let enter = self.emit_jump(|target| Operation::EnterTry { catch: Some(target), finally: None }, span);
        self.open_try();
        self.block(&statement.block);
        self.emit(Operation::LeaveTry, span);
        self.close_try();
        let end = self.emit_jump(Operation::Jump, span);
        self.land(enter);
        self.catch_clause(handler);
        self.land(end);
    }

    /// `exception →` — <https://tc39.es/ecma262/#sec-runtime-semantics-catchclauseevaluation>
    fn catch_clause(&mut self, clause: &'a CatchClause) {
        let span = self.span(clause);
        let Some(parameter) = &clause.param else {
            self.emit(Operation::Pop, span);
            return self.block(&clause.body);
        };
        let kind = match parameter {
            Pat::Ident(_) => ScopeName::Variable,
            // One part may have a default that asks for another.
            _ => ScopeName::Lexical,
        };
        let mut scope = ScopeDraft::default();
        scope.pattern(parameter, kind);
        let entered = self.enter_scope(scope.finish(), span);
        self.bind(parameter, Binding::Initialize);
        self.block(&clause.body);
        self.leave_scope(entered, span);
    }

    pub(super) fn open_try(&mut self) {
        self.body.depth.tries = self.body.depth.tries.saturating_add(1);
    }

    pub(super) fn close_try(&mut self) {
        self.body.depth.tries -= 1;
    }
}
