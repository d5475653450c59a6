//! Assignments, `++` and `--`.

use std::rc::Rc;

use swc_ecma_ast::{
    AssignExpr, AssignOp, AssignTarget, AssignTargetPat, BinaryOp, Expr, Ident, Lit, MemberExpr, MemberProp,
    SimpleAssignTarget, SuperPropExpr, UnaryOp,
};

use super::{Compiler, Site, expression::operator_of, pattern::Binding};
use crate::syntax::{
    code::{BinaryOperator, NameIndex, Operation, Scope, ScopeName, Span},
    text::name_value,
};

/// What is assigned to when it is no pattern.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reference<'a> {
    /// A name; `bare` when no parentheses stand around it, so that it names a function.
    Name {
        name: &'a Ident,
        bare: bool,
    },
    Member(&'a MemberExpr),
    Super(&'a SuperPropExpr),
    Unmodelled,
}

impl<'a> Reference<'a> {
    fn of_target(target: &'a SimpleAssignTarget) -> Self {
        match target {
            SimpleAssignTarget::Ident(name) => Self::Name { name: &name.id, bare: true },
            SimpleAssignTarget::Member(member) => Self::Member(member),
            SimpleAssignTarget::SuperProp(property) => Self::Super(property),
            SimpleAssignTarget::Paren(inner) => match Self::of_expression(&inner.expr) {
                Self::Name { name, .. } => Self::Name { name, bare: false },
                other => other,
            },
            _ => Self::Unmodelled,
        }
    }

    /// A target in a pattern, or the operand of `++`.
    pub(super) fn of_expression(target: &'a Expr) -> Self {
        match target.unwrap_parens() {
            Expr::Ident(name) => Self::Name { name, bare: !target.is_paren() },
            Expr::Member(member) => Self::Member(member),
            Expr::SuperProp(property) => Self::Super(property),
            _ => Self::Unmodelled,
        }
    }
}

/// How an assignment combines the old value with the new one.
#[derive(Clone, Copy, Debug)]
enum Combination {
    /// `=`
    None,
    Operator(BinaryOperator),
    /// `&&=`, `||=`, `??=`
    Jump(fn(crate::syntax::code::Target) -> Operation),
    Unmodelled,
}

impl Combination {
    fn of(operator: AssignOp) -> Self {
        match operator {
            AssignOp::Assign => Self::None,
            AssignOp::AndAssign => Self::Jump(Operation::AndJump),
            AssignOp::OrAssign => Self::Jump(Operation::OrJump),
            AssignOp::NullishAssign => Self::Jump(Operation::CoalesceJump),
            other => {
                let operator: Option<BinaryOp> = other.to_update();
                operator.and_then(operator_of).map_or(Self::Unmodelled, Self::Operator)
            }
        }
    }
}

impl<'a> Compiler<'a> {
    /// <https://tc39.es/ecma262/#sec-assignment-operators-runtime-semantics-evaluation>; `wanted` when the value is to stay on the
    /// stack.
    pub(super) fn assignment(&mut self, assignment: &'a AssignExpr, wanted: bool) {
        let reference = match &assignment.left {
            AssignTarget::Simple(target) => Reference::of_target(target),
            AssignTarget::Pat(pattern) => return self.pattern_assignment(pattern, assignment, wanted),
        };
        let combination = Combination::of(assignment.op);
        match (reference, combination) {
            (Reference::Unmodelled, _) | (_, Combination::Unmodelled) => {
                // As for every construct that is not modelled, what follows is compiled but never run.
                self.unmodelled(assignment);
            }
            (Reference::Name { name, bare }, combination) => {
                self.assign_to_name(name, bare, combination, assignment, wanted);
            }
            (Reference::Member(member), combination) => {
                self.assign_to_member(member, combination, assignment);
                self.unless_wanted(assignment, wanted);
            }
            (Reference::Super(property), combination) => {
                self.assign_to_super(property, combination, assignment);
                self.unless_wanted(assignment, wanted);
            }
        }
    }

    fn unless_wanted(&mut self, assignment: &AssignExpr, wanted: bool) {
        if !wanted {
            let span = self.span(assignment);
            self.emit(Operation::Pop, span);
        }
    }

    fn pattern_assignment(&mut self, pattern: &'a AssignTargetPat, assignment: &'a AssignExpr, wanted: bool) {
        self.expression(&assignment.right);
        if wanted {
            let span = self.span(assignment);
            self.emit(Operation::Duplicate, span);
        }
        match pattern {
            AssignTargetPat::Array(array) => self.bind_array(array, Binding::Assign),
            AssignTargetPat::Object(object) => self.bind_object(object, Binding::Assign),
            AssignTargetPat::Invalid(_) => self.unmodelled(assignment),
        }
    }

    fn assign_to_name(
        &mut self,
        name: &'a Ident,
        bare: bool,
        combination: Combination,
        assignment: &'a AssignExpr,
        wanted: bool,
    ) {
        let span = self.span(name);
        let whole = self.span(assignment);
        let mut kept = None;
        if !matches!(combination, Combination::None) {
            self.load(name);
        }
        if let Combination::Jump(jump) = combination {
            kept = Some(self.emit_jump(jump, whole));
        }
        match combination {
            Combination::Operator(operator) => {
                self.expression(&assignment.right);
                self.emit(Operation::Binary(operator), whole);
            }
            _ if bare => self.named_expression(&assignment.right, || name_value(&name.sym)),
            _ => self.expression(&assignment.right),
        }
        // The jump of a logical assignment leaves the old value on the stack, so that the new one stays there too.
        if wanted || kept.is_some() {
            self.emit(Operation::Duplicate, whole);
        }
        let index = self.name(&name.sym);
        self.emit(Operation::Store(index), span);
        if let Some(kept) = kept {
            self.land(kept);
            if !wanted {
                self.emit(Operation::Pop, whole);
            }
        }
    }

    /// Leaves the value on the stack.
    fn assign_to_member(
        &mut self,
        member: &'a MemberExpr,
        combination: Combination,
        assignment: &'a AssignExpr,
    ) {
        let whole = self.span(assignment);
        let place = self.place_of_member(member);
        if matches!(combination, Combination::None) {
            self.expression(&assignment.right);
            self.put(place);
            return;
        }
        self.get_keeping(place);
        let kept = self.combine(combination, assignment);
        self.put(place);
        if let Some(kept) = kept {
            self.keep_old_value(place, kept, whole);
        }
    }

    /// `old → new`, or a jump away that keeps the old value, which is given back to be ended.
    fn combine(&mut self, combination: Combination, assignment: &'a AssignExpr) -> Option<Site> {
        let whole = self.span(assignment);
        let kept = match combination {
            Combination::Jump(jump) => Some(self.emit_jump(jump, whole)),
            _ => None,
        };
        self.expression(&assignment.right);
        if let Combination::Operator(operator) = combination {
            self.emit(Operation::Binary(operator), whole);
        }
        kept
    }

    /// Leaves the value on the stack.
    fn assign_to_super(
        &mut self,
        property: &'a SuperPropExpr,
        combination: Combination,
        assignment: &'a AssignExpr,
    ) {
        if matches!(combination, Combination::None) {
            return self.super_assignment(property, assignment);
        }
        let whole = self.span(assignment);
        self.super_value_keeping(property);
        let kept = self.combine(combination, assignment);
        self.put_super_kept(property);
        if let Some(kept) = kept {
            self.keep_old_super_value(kept, whole);
        }
        self.leave_scope(true, whole);
    }

    /// Where a logical assignment does not assign: drops the object and the key from below the value.
    fn keep_old_value(&mut self, place: MemberPlace, kept: Site, span: Span) {
        let end = self.emit_jump(Operation::Jump, span);
        self.land(kept);
        if place.name.is_some() {
            self.emit(Operation::Swap, span);
        } else {
            self.emit(Operation::Rotate, span);
            self.emit(Operation::Pop, span);
        }
        self.emit(Operation::Pop, span);
        self.land(end);
    }

    /// `→ object`, or `→ object key`.
    pub(super) fn place_of_member(&mut self, member: &'a MemberExpr) -> MemberPlace {
        self.expression(&member.obj);
        let span = self.span(member);
        let (name, is_literal, is_private) = match &member.prop {
            MemberProp::Ident(name) => (Some(self.name(&name.sym)), true, false),
            MemberProp::Computed(key) => {
                self.expression(&key.expr);
                (None, is_literal(&key.expr), false)
            }
            MemberProp::PrivateName(name) => (Some(self.private_name(name)), true, true),
        };
        MemberPlace { name, is_literal, is_private, span }
    }

    /// `object → object value`, or `object key → object key value`.
    pub(super) fn get_keeping(&mut self, place: MemberPlace) {
        let (copy, get) = match place.name {
            Some(name) if place.is_private => (Operation::Duplicate, Operation::GetPrivate(name)),
            Some(name) => (Operation::Duplicate, Operation::GetProperty(name)),
            None => (Operation::DuplicatePair, Operation::GetElement),
        };
        if !place.is_literal {
            self.emit(Operation::ReferenceKey, place.span);
        }
        self.emit(copy, place.span);
        self.emit(get, place.span);
    }

    /// `object value → value`, or `object key value → value`.
    pub(super) fn put(&mut self, place: MemberPlace) {
        let put = match place.name {
            Some(name) if place.is_private => Operation::SetPrivate(name),
            Some(name) => Operation::SetProperty(name),
            None => Operation::SetElement,
        };
        self.emit(put, place.span);
    }

    /// Enters a scope of names that no text can hold.
    pub(super) fn enter_hidden_scope<const N: usize>(
        &mut self,
        names: [&str; N],
        span: Span,
    ) -> [NameIndex; N] {
        let names = names.map(Rc::<str>::from);
        let declared = names.iter().map(|name| (name.clone(), ScopeName::Variable)).collect();
        self.enter_scope(Scope { names: declared, functions: Vec::new() }, span);
        names.map(|name| self.body.name(name))
    }
}

/// Whether a key is a text or a number, as it is written.
pub(super) fn is_literal(key: &Expr) -> bool {
    match key {
        Expr::Lit(literal) => matches!(literal, Lit::Str(_) | Lit::Num(_)),
        Expr::Unary(negation) => {
            negation.op == UnaryOp::Minus && matches!(&*negation.arg, Expr::Lit(Lit::Num(_)))
        }
        _ => false,
    }
}

/// A member whose object, and key if it is computed, are on the stack.
#[derive(Clone, Copy, Debug)]
pub(super) struct MemberPlace {
    /// The property, unless its key is computed.
    pub(super) name: Option<NameIndex>,
    /// Whether the key stands in the text as what it is.
    is_literal: bool,
    is_private: bool,
    pub(super) span: Span,
}
