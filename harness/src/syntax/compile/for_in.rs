//! `for … in`.

use swc_atoms::Atom;
use swc_ecma_ast::ForInStmt;

use super::{Compiler, exits::Kind, loops::Head};
use crate::syntax::code::Operation;

impl<'a> Compiler<'a> {
    /// <https://tc39.es/ecma262/#sec-runtime-semantics-forinofheadevaluation> and
    /// <https://tc39.es/ecma262/#sec-runtime-semantics-forin-div-ofbodyevaluation-lhs-stmt-iterator-lhskind-labelset>. Leaving the
    /// loop closes nothing: the enumeration is only taken off the stack.
    pub(super) fn for_in_statement(&mut self, statement: &'a ForInStmt, labels: Vec<&'a Atom>) {
        let Some(head) = Head::of(&statement.left) else { return self.unmodelled(statement) };
        let span = self.span(statement);
        let enumerated = self.iterated(head, &statement.right, span);
        self.emit(Operation::Enumerate, enumerated);
        self.body.depth.stack = self.body.depth.stack.saturating_add(1);
        self.open_statement(Kind::Loop, labels);
        let start = self.body.here();
        let end = self.emit_jump(Operation::NextKey, enumerated);
        self.turn(head, &statement.body, span);
        self.emit(Operation::Jump(start), span);
        // The breaks find the enumeration where the end of the loop does not.
        self.close_statement();
        self.emit(Operation::Pop, span);
        self.land(end);
        self.body.depth.stack -= 1;
    }
}
