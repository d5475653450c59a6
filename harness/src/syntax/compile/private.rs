//! Private names.

use swc_ecma_ast::{BinExpr, Expr, MemberExpr, MemberProp, PrivateName};

use super::Compiler;
use crate::syntax::code::{NameIndex, Operation};

impl<'a> Compiler<'a> {
    /// A private name as its scope declares it: with the `#`, which no other name has.
    pub(super) fn private_name(&mut self, name: &PrivateName) -> NameIndex {
        self.body.name(declared_name(name))
    }

    /// `object → value`
    pub(super) fn get_private(&mut self, member: &'a MemberExpr) {
        self.private_operation(member, Operation::GetPrivate);
    }

    /// `object → function object`
    pub(super) fn get_private_method(&mut self, member: &'a MemberExpr) {
        self.private_operation(member, Operation::GetPrivateMethod);
    }

    fn private_operation(&mut self, member: &'a MemberExpr, operation: fn(NameIndex) -> Operation) {
        if let MemberProp::PrivateName(name) = &member.prop {
            let name = self.private_name(name);
            let span = self.span(member);
            self.emit(operation(name), span);
        }
    }

    /// `#name in value` — <https://tc39.es/ecma262/#sec-relational-operators-runtime-semantics-evaluation>
    pub(super) fn private_in(&mut self, name: &PrivateName, binary: &'a BinExpr) {
        self.expression(&binary.right);
        let name = self.private_name(name);
        let span = self.span(binary);
        self.emit(Operation::HasPrivate(name), span);
    }
}

pub(super) fn declared_name(name: &PrivateName) -> std::rc::Rc<str> {
    format!("#{}", name.name).into()
}

/// The private name on the left of `in`, if there is one.
pub(super) const fn private_left(binary: &BinExpr) -> Option<&PrivateName> {
    match &*binary.left {
        Expr::PrivateName(name) => Some(name),
        _ => None,
    }
}
