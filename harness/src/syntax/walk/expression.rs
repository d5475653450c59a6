//! Expressions.

use swc_atoms::atom;
use swc_common::{Span, Spanned};
use swc_ecma_ast::{
    AssignTarget, AssignTargetPat, BinaryOp, Callee, Expr, ExprOrSpread, ImportPhase, Lit, MemberExpr,
    MemberProp, MethodProp, ObjectLit, OptChainBase, PrivateName, Prop, PropName, PropOrSpread,
    SimpleAssignTarget, Str, SuperProp, SuperPropExpr, Tpl, UnaryOp,
};

use super::Walk;
use crate::syntax::{
    literals::{regular_expression_early_errors, string_early_errors},
    text::offset_of,
    trivia::skip_trivia,
};

impl<'a> Walk<'a, '_> {
    pub(super) fn expression(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Ident(name) => self.identifier(name),
            Expr::Lit(literal) => self.literal(literal),
            Expr::Member(member) => self.member(member),
            Expr::Call(call) => {
                self.callee(&call.callee, &call.args);
                self.arguments(&call.args);
            }
            Expr::Arrow(arrow) => self.arrow(arrow),
            Expr::Fn(function) => self.function_expression(function),
            Expr::Class(class) => {
                if let Some(name) = &class.ident {
                    self.identifier(name);
                }
                self.class(&class.class);
            }
            Expr::Array(array) => {
                for element in array.elems.iter().flatten() {
                    self.expression(&element.expr);
                }
            }
            Expr::Object(object) => self.object(object),
            Expr::Unary(unary) => {
                if unary.op == UnaryOp::Delete {
                    self.delete(&unary.arg);
                }
                self.expression(&unary.arg);
            }
            Expr::Update(update) => self.expression(&update.arg),
            Expr::Bin(binary) => {
                match &*binary.left {
                    // `#name in object`
                    Expr::PrivateName(name) if binary.op == BinaryOp::In => self.private_name(name),
                    left => self.expression(left),
                }
                self.expression(&binary.right);
            }
            Expr::Assign(assignment) => {
                self.assignment_target(&assignment.left);
                self.expression(&assignment.right);
            }
            Expr::SuperProp(member) => self.super_member(member),
            Expr::Cond(conditional) => {
                self.expression(&conditional.test);
                self.expression(&conditional.cons);
                self.expression(&conditional.alt);
            }
            Expr::New(new) => {
                self.new_callee(&new.callee);
                self.expression(&new.callee);
                self.arguments(new.args.as_deref().unwrap_or_default());
            }
            Expr::Seq(sequence) => {
                for expression in &sequence.exprs {
                    self.expression(expression);
                }
            }
            Expr::Tpl(template) => self.template(template),
            Expr::TaggedTpl(tagged) => {
                self.expression(&tagged.tag);
                self.template(&tagged.tpl);
            }
            Expr::Yield(argument) => {
                if let Some(argument) = &argument.arg {
                    self.expression(argument);
                }
            }
            Expr::Await(argument) => {
                if self.function.arrow_parameters {
                    let position = argument.span.lo;
                    self.errors
                        .report(position, || "`await` stands in the parameters of an arrow function".into());
                }
                self.contains_await();
                self.expression(&argument.arg);
            }
            Expr::Paren(inner) => self.expression(&inner.expr),
            Expr::PrivateName(name) => {
                self.errors.report(name.span.lo, || {
                    format!("the private name #{} stands alone; only `in` may follow it", name.name)
                });
            }
            Expr::OptChain(chain) => self.optional_chain(&chain.base),
            // Nothing is inside `this`, `new.target` and `import.meta`; JSX and TypeScript are not asked for.
            _ => {}
        }
    }

    fn literal(&mut self, literal: &'a Lit) {
        match literal {
            Lit::Str(text) => self.string(text),
            Lit::Regex(regex) => {
                self.escapable_at(regex.span);
                regular_expression_early_errors(regex, self.errors);
            }
            _ => {}
        }
    }

    pub(super) fn string(&mut self, text: &'a Str) {
        if self.escapable.is_some() {
            self.escapable_at(text.span);
            string_early_errors(text, self.errors);
        }
    }

    fn private_name(&mut self, name: &'a PrivateName) {
        self.identifier_name(&name.name, name.span);
        self.private_names.refer(name, self.errors);
    }

    /// <https://tc39.es/ecma262/#sec-super-keyword> and <https://tc39.es/ecma262/#sec-import-calls>
    fn callee(&mut self, callee: &'a Callee, arguments: &[ExprOrSpread]) {
        match callee {
            Callee::Expr(callee) => self.expression(callee),
            Callee::Super(keyword) => {
                if !self.function.super_call {
                    self.errors.report(keyword.span.lo, || {
                        "`super()` stands outside of the constructor of a class that extends another".into()
                    });
                }
            }
            Callee::Import(import) => {
                match import.phase {
                    ImportPhase::Evaluation => {}
                    ImportPhase::Defer => self.rare_forms.defer_call = true,
                    ImportPhase::Source => {
                        self.rare_forms.source_call = true;
                        self.rare_forms.source_with_clause |= arguments.len() > 1;
                    }
                }
                if let Some(dots) = arguments.iter().find_map(|argument| argument.spread) {
                    self.errors.report(dots.lo, || "`import()` takes no spread argument".into());
                }
            }
        }
    }

    /// <https://tc39.es/ecma262/#sec-delete-operator-static-semantics-early-errors>: neither a name nor a private member is deleted, with
    /// or without parentheses around it.
    fn delete(&mut self, operand: &'a Expr) {
        let operand = operand.unwrap_parens();
        let member = match operand {
            Expr::Ident(_) => {
                self.errors.report(operand.span().lo, || "a name cannot be deleted in strict code".into());
                return;
            }
            Expr::Member(member) => member,
            Expr::OptChain(chain) => match &*chain.base {
                OptChainBase::Member(member) => member,
                OptChainBase::Call(_) => return,
            },
            _ => return,
        };
        if let MemberProp::PrivateName(name) = &member.prop {
            self.errors.report(name.span.lo, || format!("the private name #{} cannot be deleted", name.name));
        }
    }

    /// `new` has no import call behind it, not even as the object of a member — <https://tc39.es/ecma262/#prod-NewExpression>.
    fn new_callee(&mut self, mut callee: &'a Expr) {
        loop {
            callee = match callee {
                Expr::Member(member) => &member.obj,
                Expr::TaggedTpl(tagged) => &tagged.tag,
                Expr::Call(call) if matches!(call.callee, Callee::Import(_)) => {
                    self.errors.report(call.span.lo, || "`new` cannot be used with `import()`".into());
                    return;
                }
                _ => return,
            };
        }
    }

    fn arguments(&mut self, arguments: &'a [ExprOrSpread]) {
        for argument in arguments {
            self.expression(&argument.expr);
        }
    }

    fn template(&mut self, template: &'a Tpl) {
        for part in &template.quasis {
            self.escapable_at(part.span);
        }
        for expression in &template.exprs {
            self.expression(expression);
        }
    }

    fn member(&mut self, member: &'a MemberExpr) {
        self.expression(&member.obj);
        match &member.prop {
            MemberProp::Ident(name) => self.identifier_name(&name.sym, name.span),
            MemberProp::PrivateName(name) => self.private_name(name),
            MemberProp::Computed(key) => self.expression(&key.expr),
        }
    }

    fn super_member(&mut self, member: &'a SuperPropExpr) {
        match &member.prop {
            SuperProp::Ident(name) => self.identifier_name(&name.sym, name.span),
            SuperProp::Computed(key) => self.expression(&key.expr),
        }
    }

    fn optional_chain(&mut self, base: &'a OptChainBase) {
        match base {
            OptChainBase::Member(member) => self.member(member),
            OptChainBase::Call(call) => {
                self.expression(&call.callee);
                self.arguments(&call.args);
            }
        }
    }

    pub(super) fn object(&mut self, object: &'a ObjectLit) {
        let mut protos = object.props.iter().filter_map(sets_prototype);
        if let (Some(_), Some(second)) = (protos.next(), protos.next()) {
            self.errors.report(second.lo, || "an object literal sets __proto__ twice".into());
        }
        for property in &object.props {
            match property {
                PropOrSpread::Spread(spread) => self.expression(&spread.expr),
                PropOrSpread::Prop(property) => self.property(property),
            }
        }
    }

    fn property(&mut self, property: &'a Prop) {
        match property {
            Prop::Shorthand(name) => self.identifier(name),
            Prop::KeyValue(pair) => {
                self.property_name(&pair.key);
                self.expression(&pair.value);
            }
            Prop::Assign(pair) => {
                // CoverInitializedName: only a pattern may hold it.
                self.errors.report(pair.key.span.lo, || {
                    format!("{} is given a default outside of a pattern", pair.key.sym)
                });
                self.identifier(&pair.key);
                self.expression(&pair.value);
            }
            Prop::Getter(getter) => {
                self.property_name(&getter.key);
                self.function(&getter.function);
            }
            Prop::Setter(setter) => {
                self.property_name(&setter.key);
                self.function(&setter.function);
            }
            Prop::Method(method) => {
                self.async_method(method);
                self.property_name(&method.key);
                self.function(&method.function);
            }
        }
    }

    /// No line ends behind the `async` of a method, which the parser looks at in classes only —
    /// <https://tc39.es/ecma262/#prod-AsyncMethod>.
    fn async_method(&mut self, method: &MethodProp) {
        let start = method.function.span.lo;
        let Some(text) = self.source.get(offset_of(start) as usize..) else { return };
        let Some(behind) = text.strip_prefix("async").filter(|_| method.function.is_async) else { return };
        let between = &behind[..behind.len() - skip_trivia(behind).len()];
        if between.contains(['\n', '\r', '\u{2028}', '\u{2029}']) {
            self.errors.report(start, || "a line ends behind the `async` of a method".to_owned());
        }
    }

    fn assignment_target(&mut self, target: &'a AssignTarget) {
        match target {
            AssignTarget::Simple(SimpleAssignTarget::Ident(name)) => self.identifier(&name.id),
            AssignTarget::Simple(SimpleAssignTarget::Member(member)) => self.member(member),
            AssignTarget::Simple(SimpleAssignTarget::SuperProp(member)) => self.super_member(member),
            AssignTarget::Simple(SimpleAssignTarget::Paren(inner)) => self.expression(&inner.expr),
            AssignTarget::Simple(SimpleAssignTarget::OptChain(chain)) => self.optional_chain(&chain.base),
            AssignTarget::Pat(AssignTargetPat::Array(array)) => self.array_pattern(array),
            AssignTarget::Pat(AssignTargetPat::Object(object)) => self.object_pattern(object),
            AssignTarget::Simple(_) | AssignTarget::Pat(AssignTargetPat::Invalid(_)) => {}
        }
    }
}

/// The place of a property that sets the prototype — <https://tc39.es/ecma262/#sec-object-initializer-static-semantics-early-errors>.
fn sets_prototype(property: &PropOrSpread) -> Option<Span> {
    let PropOrSpread::Prop(property) = property else { return None };
    let Prop::KeyValue(pair) = &**property else { return None };
    match &pair.key {
        PropName::Ident(name) if name.sym == atom!("__proto__") => Some(name.span),
        PropName::Str(text) if text.value.as_str() == Some("__proto__") => Some(text.span),
        _ => None,
    }
}
