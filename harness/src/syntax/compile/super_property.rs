//! `this`, `super()` and `super.name`.

use swc_common::Spanned;
use swc_ecma_ast::{AssignExpr, CallExpr, SuperProp, SuperPropExpr, ThisExpr};

use super::{Compiler, Site, assignment::is_literal, literal::plain_count};
use crate::syntax::{
    code::{Constant, DERIVED_THIS, Operation, Span},
    text::name_value,
};

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
        self.emit_super(Operation::SuperBase, property);
        self.expression(&assignment.right);
        self.emit_super(name.map_or(Operation::SetSuperElement, Operation::SetSuper), property);
    }

    /// `→ this key base value`: a property of `super` whose old value is wanted. What it consists of waits in a scope, which
    /// [`leave_scope`](Self::leave_scope) leaves.
    pub(super) fn super_value_keeping(&mut self, property: &'a SuperPropExpr) {
        self.uses_super = true;
        let span = self.span(property);
        let [this, key, base] = self.enter_hidden_scope(["*this value*", "*key*", "*base*"], span);
        self.load_this(span);
        self.emit(Operation::Initialize(this), span);
        let is_literal = match &property.prop {
            SuperProp::Ident(name) => {
                self.constant(Constant::String(name_value(&name.sym)), span);
                true
            }
            SuperProp::Computed(key) => {
                self.expression(&key.expr);
                is_literal(&key.expr)
            }
        };
        self.emit(Operation::Initialize(key), span);
        self.emit(Operation::SuperBase, span);
        if is_literal {
            self.emit(Operation::Initialize(base), span);
        } else {
            self.emit(Operation::Load(key), span);
            self.emit(Operation::ReferenceKey, span);
            self.emit(Operation::Initialize(key), span);
            self.emit(Operation::Initialize(base), span);
        }
        for name in [this, key, base, this, key] {
            self.emit(Operation::Load(name), span);
        }
        self.emit(Operation::GetSuperElement, span);
    }

    /// `this key base value → value`
    pub(super) fn put_super_kept(&mut self, property: &'a SuperPropExpr) {
        self.emit_super(Operation::SetSuperElement, property);
    }

    /// Where a logical assignment does not assign: drops what is below the value.
    pub(super) fn keep_old_super_value(&mut self, kept: Site, span: Span) {
        let end = self.emit_jump(Operation::Jump, span);
        self.land(kept);
        // this key base value → this value key base
        self.emit(Operation::Rotate, span);
        self.emit(Operation::Pop, span);
        self.emit(Operation::Pop, span);
        self.emit(Operation::Swap, span);
        self.emit(Operation::Pop, span);
        self.land(end);
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
