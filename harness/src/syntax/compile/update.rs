//! `++` and `--`.

use swc_ecma_ast::{UpdateExpr, UpdateOp};

use super::{
    Compiler,
    assignment::{MemberPlace, Reference},
};
use crate::syntax::code::{Operation, Span, UnaryOperator};

impl<'a> Compiler<'a> {
    /// <https://tc39.es/ecma262/#sec-update-expressions>
    pub(super) fn update(&mut self, update: &'a UpdateExpr, wanted: bool) {
        let span = self.span(update);
        let add = Operation::Unary(match update.op {
            UpdateOp::PlusPlus => UnaryOperator::Increment,
            UpdateOp::MinusMinus => UnaryOperator::Decrement,
        });
        let wants_old = wanted && !update.prefix;
        match Reference::of_expression(&update.arg) {
            Reference::Name { name, .. } => {
                self.load(name);
                self.emit(Operation::Unary(UnaryOperator::ToNumeric), span);
                if wants_old {
                    self.emit(Operation::Duplicate, span);
                }
                self.emit(add, span);
                if wanted && !wants_old {
                    self.emit(Operation::Duplicate, span);
                }
                let index = self.name(&name.sym);
                let span = self.span(name);
                self.emit(Operation::Store(index), span);
            }
            Reference::Member(member) => {
                let place = self.place_of_member(member);
                self.get_keeping(place);
                self.emit(Operation::Unary(UnaryOperator::ToNumeric), span);
                if wants_old {
                    self.update_keeping_old_value(place, add, span);
                } else {
                    self.emit(add, span);
                    self.put(place);
                    if !wanted {
                        self.emit(Operation::Pop, span);
                    }
                }
            }
            Reference::Super(property) => {
                let old = wants_old.then(|| self.enter_hidden_scope(["*old*"], span));
                self.super_value_keeping(property);
                self.emit(Operation::Unary(UnaryOperator::ToNumeric), span);
                if let Some([old]) = old {
                    self.emit(Operation::Duplicate, span);
                    self.emit(Operation::Initialize(old), span);
                }
                self.emit(add, span);
                self.put_super_kept(property);
                self.leave_scope(true, span);
                if let Some([old]) = old {
                    self.emit(Operation::Pop, span);
                    self.emit(Operation::Load(old), span);
                    self.leave_scope(true, span);
                } else if !wanted {
                    self.emit(Operation::Pop, span);
                }
            }
            Reference::Unmodelled => {
                self.unmodelled(update);
            }
        }
    }

    /// `object old → old`, or `object key old → old`.
    fn update_keeping_old_value(&mut self, place: MemberPlace, add: Operation, span: Span) {
        if place.name.is_some() {
            self.emit(Operation::Duplicate, span);
            self.emit(Operation::Rotate, span);
            self.emit(add, span);
            self.put(place);
            self.emit(Operation::Pop, span);
        } else {
            // Below a key there is no way to put a value; it waits in a scope.
            let [old] = self.enter_hidden_scope(["*old*"], span);
            self.emit(Operation::Duplicate, span);
            self.emit(Operation::Initialize(old), span);
            self.emit(add, span);
            self.put(place);
            self.emit(Operation::Pop, span);
            self.emit(Operation::Load(old), span);
            self.leave_scope(true, span);
        }
    }
}
