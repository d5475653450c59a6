//! `this`, `super()` and `super.name`.

use swc_common::Spanned;
use swc_ecma_ast::{AssignExpr, CallExpr, SuperProp, SuperPropExpr, ThisExpr};

use super::{Compiler, literal::plain_count};
use crate::syntax::code::{DERIVED_THIS, Operation, Span};

impl<'a> Compiler<'a> {
    pub(super) fn this(&mut self, this: ThisExpr) {
        let span = self.span(&this);
        self.load_this(span);
    }

    /// `→ value`: ResolveThisBinding — <https://tc39.es/ecma262/#sec-resolvethisbinding>
    fn load_this(&mut self, span: Span) {
        if self.has_derived_this {
            let name = self.body.name(DERIVED_THIS.into());
            self.emit(Operation::LoadDerivedThis(name), span);
        } else {
            self.emit(Operation::This, span);
        }
    }

    /// SuperCall — <https://tc39.es/ecma262/#sec-super-keyword-runtime-semantics-evaluation>
    pub(super) fn super_call(&mut self, call: &'a CallExpr) {
        let span = self.span(call);
        if let Some(count) = plain_count(&call.args) {
            for argument in &call.args {
                self.expression(&argument.expr);
            }
            self.emit(Operation::SuperCall(count), span);
        } else {
            self.elements(call.args.iter(), Operation::AppendArguments, span);
            self.emit(Operation::SuperCallWithArray, span);
        }
        self.bind_derived_this(span);
    }

    /// `object → object`
    pub(super) fn bind_derived_this(&mut self, span: Span) {
        let name = self.body.name(DERIVED_THIS.into());
        self.emit(Operation::BindThis(name), span);
    }

    pub(super) fn super_property(&mut self, property: &'a SuperPropExpr) {
        let operation = match self.super_place(property) {
            Some(name) => Operation::GetSuper(name),
            None => Operation::GetSuperElement,
        };
        self.emit_super(operation, property);
    }

    /// `→ function this`
    pub(super) fn super_method(&mut self, property: &'a SuperPropExpr) {
        let operation = match self.super_place(property) {
            Some(name) => Operation::GetSuperMethod(name),
            None => Operation::GetSuperElementMethod,
        };
        self.emit_super(operation, property);
    }

    /// `super.name = value`, which leaves the value.
    pub(super) fn super_assignment(&mut self, property: &'a SuperPropExpr, assignment: &'a AssignExpr) {
        let name = self.super_place(property);
        self.expression(&assignment.right);
        self.emit_super(name.map_or(Operation::SetSuperElement, Operation::SetSuper), property);
    }

    fn emit_super(&mut self, operation: Operation, property: &impl Spanned) {
        let span = self.span(property);
        self.emit(operation, span);
    }

    /// `→ this`, or `→ this key`.
    fn super_place(&mut self, property: &'a SuperPropExpr) -> Option<crate::syntax::code::NameIndex> {
        self.uses_super = true;
        let span = self.span(property);
        self.load_this(span);
        match &property.prop {
            SuperProp::Ident(name) => Some(self.name(&name.sym)),
            SuperProp::Computed(key) => {
                self.expression(&key.expr);
                None
            }
        }
    }
}
