//! `yield` and `yield*`.

use swc_ecma_ast::YieldExpr;

use super::Compiler;
use crate::syntax::code::{Operation, Span};

impl<'a> Compiler<'a> {
    /// <https://tc39.es/ecma262/#sec-generator-function-definitions-runtime-semantics-evaluation>
    pub(super) fn yield_expression(&mut self, argument: &'a YieldExpr) {
        let span = self.span(argument);
        match &argument.arg {
            Some(value) => self.expression(value),
            None => self.undefined(span),
        }
        let iterated = argument.arg.as_ref().map_or(span, |value| self.span(&**value));
        match (argument.delegate, self.body.is_async_generator) {
            (false, false) => self.emit(Operation::Yield, span),
            (true, false) => {
                self.emit(Operation::GetIterator, iterated);
                self.undefined(span);
                self.emit(Operation::YieldAll, span);
            }
            (false, true) => self.async_yield(span),
            (true, true) => self.async_delegation(iterated, span),
        }
    }

    /// `value → received`: Yield ( value ) of an async generator — <https://tc39.es/ecma262/#sec-yield>
    fn async_yield(&mut self, span: Span) {
        self.emit(Operation::Await, span);
        let received = self.emit_jump(Operation::AsyncYield, span);
        // AsyncGeneratorUnwrapYieldResumption 2. — https://tc39.es/ecma262/#sec-asyncgeneratorunwrapyieldresumption
        self.emit(Operation::Await, span);
        self.return_from_expression(span);
        self.land(received);
    }

    /// `iterable → value`: `yield*` of an async generator, step 7. Its iterator closes only where it has no method `throw`.
    fn async_delegation(&mut self, iterated: Span, span: Span) {
        self.emit(Operation::GetAsyncIterator, iterated);
        self.undefined(span);
        // a. `iterator received →`
        let next = self.body.here();
        self.emit(Operation::DelegateNext, iterated);
        let result = self.body.here();
        self.emit(Operation::Await, span);
        let mut not_done = vec![self.emit_jump(Operation::Delegated, span)];
        let end = self.emit_jump(Operation::Jump, span);
        // c. `iterator value →`
        let returned = self.body.here();
        let no_return = self.emit_jump(Operation::DelegateReturn, span);
        self.emit(Operation::Await, span);
        not_done.push(self.emit_jump(Operation::Delegated, span));
        self.return_from_expression(span);
        // c.iii.
        self.land(no_return);
        self.emit(Operation::Await, span);
        self.return_from_expression(span);
        // a.vi., b.ii.7. and c.ix. `iterator value →`: what is thrown here was received.
        self.body.land_all(not_done);
        let thrown =
            self.emit_jump(|target| Operation::EnterTry { catch: Some(target), finally: None }, span);
        self.emit(Operation::Duplicate, span);
        self.emit(Operation::AwaitDelegated, span);
        let received = self.emit_jump(Operation::AsyncYield, span);
        self.emit(Operation::ToPromise, span);
        self.end_received(span);
        let rejected =
            self.emit_jump(|target| Operation::EnterTry { catch: Some(target), finally: None }, span);
        self.emit(Operation::Duplicate, span);
        self.emit(Operation::AwaitPromise, span);
        self.end_received(span);
        self.emit(Operation::Jump(returned), span);
        self.land(received);
        self.end_received(span);
        self.emit(Operation::Jump(next), span);
        // b. `iterator value error →`
        self.land(rejected);
        self.replace(span);
        self.emit(Operation::RejectedReturn(next), span);
        let threw = self.emit_jump(Operation::Jump, span);
        self.land(thrown);
        self.replace(span);
        self.land(threw);
        let no_throw = self.emit_jump(Operation::DelegateThrow, span);
        self.emit(Operation::Jump(result), span);
        // b.iii.
        self.land(no_throw);
        self.emit(Operation::Pop, span);
        self.close_async_iterator(span);
        self.emit(Operation::NoThrowMethod, span);
        self.land(end);
    }

    /// `before after → after`, and the end of a `try` block that had the one before on the stack.
    fn end_received(&mut self, span: Span) {
        self.replace(span);
        self.emit(Operation::LeaveTry, span);
    }

    /// `before after → after`
    fn replace(&mut self, span: Span) {
        self.emit(Operation::Swap, span);
        self.emit(Operation::Pop, span);
    }
}
