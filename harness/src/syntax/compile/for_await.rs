//! `for await … of`.

use swc_atoms::Atom;
use swc_ecma_ast::ForOfStmt;

use super::{Compiler, exits::Kind, loops::Head};
use crate::syntax::code::{Operation, Span};

impl<'a> Compiler<'a> {
    /// <https://tc39.es/ecma262/#sec-runtime-semantics-forinofheadevaluation> and
    /// <https://tc39.es/ecma262/#sec-runtime-semantics-forin-div-ofbodyevaluation-lhs-stmt-iterator-lhskind-labelset>, where the iterator
    /// is async. A `try` block around all turns closes the iterator of one that throws.
    pub(super) fn for_await_statement(&mut self, statement: &'a ForOfStmt, labels: Vec<&'a Atom>) {
        let Some(head) = Head::of(&statement.left) else { return self.unmodelled(statement) };
        let span = self.span(statement);
        let iterated = self.iterated(head, &statement.right, span);
        self.emit(Operation::GetAsyncIterator, iterated);
        self.body.depth.stack = self.body.depth.stack.saturating_add(1);
        self.open_statement(Kind::AsyncIteratorLoop, labels);
        let enter = self.emit_jump(|target| Operation::EnterTry { catch: Some(target), finally: None }, span);
        self.open_try();
        let start = self.body.here();
        // 6.a. and b.
        self.emit(Operation::AsyncNext, iterated);
        self.emit(Operation::Await, iterated);
        let over = self.emit_jump(Operation::AsyncStep, iterated);
        self.turn(head, &statement.body, span);
        self.emit(Operation::Jump(start), span);
        self.close_try();
        let ways_out = self.close_iterator_loop();
        self.land(over);
        self.emit(Operation::LeaveTry, span);
        self.emit(Operation::Pop, span);
        let end = self.emit_jump(Operation::Jump, span);
        self.land(enter);
        self.abandon_async_iterator(span);
        self.leave_iterator_loop(ways_out, span);
        self.land(end);
        self.body.depth.stack -= 1;
    }

    /// `iterator →`: AsyncIteratorClose ( iterator, completion ) where the completion is no exception —
    /// <https://tc39.es/ecma262/#sec-asynciteratorclose>
    pub(super) fn close_async_iterator(&mut self, span: Span) {
        // 3. and 4.c.
        let nothing = self.emit_jump(Operation::CloseAsyncIterator, span);
        // 4.d.
        self.emit(Operation::Await, span);
        // 7.
        self.emit(Operation::RequireResult, span);
        self.land(nothing);
    }

    /// `iterator exception →`: the same where the completion is an exception, which is thrown again whatever closing brings.
    fn abandon_async_iterator(&mut self, span: Span) {
        let enter = self.emit_jump(|target| Operation::EnterTry { catch: Some(target), finally: None }, span);
        let nothing = self.emit_jump(Operation::AbandonAsyncIterator, span);
        self.emit(Operation::Await, span);
        self.emit(Operation::Pop, span);
        self.land(nothing);
        self.emit(Operation::LeaveTry, span);
        // 5.
        self.emit(Operation::Throw, span);
        self.land(enter);
        self.emit(Operation::Pop, span);
        self.emit(Operation::Throw, span);
    }
}
