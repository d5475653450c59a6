//! Members and calls.
//!
//! A call's place is that of its callee and a member's that of the whole member expression, for these are what messages
//! quote. Some quote the whole call, which is kept beside its instruction.

use swc_ecma_ast::{
    CallExpr, Callee, Expr, ExprOrSpread, ImportPhase, MemberExpr, MemberProp, NewExpr, TaggedTpl,
};

use super::{
    Compiler,
    literal::{plain_count, template_of},
    number,
};
use crate::syntax::{
    Phase,
    code::{Operation, Span},
};

impl<'a> Compiler<'a> {
    pub(super) fn member(&mut self, member: &'a MemberExpr) {
        self.expression(&member.obj);
        self.get(member);
    }

    /// `object → value`, with the object on the stack.
    pub(super) fn get(&mut self, member: &'a MemberExpr) {
        if member.prop.is_private_name() {
            return self.get_private(member);
        }
        self.member_operation(member, Operation::GetProperty, Operation::GetElement);
    }

    /// `object → function object`
    pub(super) fn get_method(&mut self, member: &'a MemberExpr) {
        if member.prop.is_private_name() {
            return self.get_private_method(member);
        }
        self.member_operation(member, Operation::GetMethod, Operation::GetElementMethod);
    }

    pub(super) fn delete_member(&mut self, member: &'a MemberExpr) {
        self.expression(&member.obj);
        self.delete_property(member);
    }

    /// `object → boolean`
    pub(super) fn delete_property(&mut self, member: &'a MemberExpr) {
        self.member_operation(member, Operation::DeleteProperty, Operation::DeleteElement);
    }

    fn member_operation(
        &mut self,
        member: &'a MemberExpr,
        property: fn(crate::syntax::code::NameIndex) -> Operation,
        element: Operation,
    ) {
        match &member.prop {
            MemberProp::Ident(name) => {
                let name = self.name(&name.sym);
                let span = self.span(member);
                self.emit(property(name), span);
            }
            MemberProp::Computed(key) => {
                self.expression(&key.expr);
                let span = self.span(member);
                self.emit(element, span);
            }
            MemberProp::PrivateName(_) => self.unmodelled(member),
        }
    }

    pub(super) fn call(&mut self, call: &'a CallExpr) {
        match &call.callee {
            Callee::Expr(callee) => {
                let callee = callee.unwrap_parens();
                self.callee(callee);
                let (span, whole) = (self.span(callee), self.span(call));
                self.arguments(&call.args, span, whole);
            }
            Callee::Import(import) => self.import_call(call, import.phase),
            Callee::Super(_) => self.super_call(call),
        }
    }

    /// `→ function this`
    fn callee(&mut self, callee: &'a Expr) {
        match callee {
            Expr::Member(member) => {
                self.expression(&member.obj);
                self.get_method(member);
            }
            Expr::SuperProp(property) => self.super_method(property),
            Expr::OptChain(chain) => self.optional_chain_callee(chain),
            _ => {
                self.expression(callee);
                let span = self.span(callee);
                self.undefined(span);
            }
        }
    }

    /// `function this → value`
    pub(super) fn arguments(&mut self, arguments: &'a [ExprOrSpread], span: Span, whole: Span) {
        if let Some(count) = plain_count(arguments) {
            self.plain_arguments(arguments);
            self.body.emit_call(Operation::Call(count), span, whole);
        } else {
            self.elements(arguments.iter(), Operation::AppendArguments, span);
            self.body.emit_call(Operation::CallWithArray, span, whole);
        }
    }

    fn plain_arguments(&mut self, arguments: &'a [ExprOrSpread]) {
        for argument in arguments {
            self.expression(&argument.expr);
        }
    }

    pub(super) fn new_expression(&mut self, new: &'a NewExpr) {
        let arguments = new.args.as_deref().unwrap_or_default();
        self.expression(&new.callee);
        let (span, whole) = (self.span(&*new.callee), self.span(new));
        if let Some(count) = plain_count(arguments) {
            self.plain_arguments(arguments);
            self.body.emit_call(Operation::New(count), span, whole);
        } else {
            self.elements(arguments.iter(), Operation::AppendArguments, span);
            self.body.emit_call(Operation::NewWithArray, span, whole);
        }
    }

    /// A tagged template — <https://tc39.es/ecma262/#sec-tagged-templates-runtime-semantics-evaluation>
    pub(super) fn tagged_template(&mut self, tagged: &'a TaggedTpl) {
        let tag = tagged.tag.unwrap_parens();
        let Some(template) = template_of(&tagged.tpl) else { return self.unmodelled(tagged) };
        self.callee(tag);
        let place = self.body.template(template);
        let span = self.span(&*tagged.tpl);
        self.emit(Operation::Template(place), span);
        for substitution in &tagged.tpl.exprs {
            self.expression(substitution);
        }
        let (span, whole) = (self.span(tag), self.span(tagged));
        self.body.emit_call(Operation::Call(number(tagged.tpl.exprs.len() + 1)), span, whole);
    }

    fn import_call(&mut self, call: &'a CallExpr, phase: ImportPhase) {
        let phase = match phase {
            ImportPhase::Evaluation => Phase::Evaluation,
            ImportPhase::Source => Phase::Source,
            ImportPhase::Defer => Phase::Defer,
        };
        self.plain_arguments(&call.args);
        let span = self.span(call);
        self.emit(Operation::ImportCall { phase, has_options: call.args.len() > 1 }, span);
    }
}
