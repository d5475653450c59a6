//! Expressions.

use swc_ecma_ast::{
    AssignTarget, AssignTargetPat, Callee, Expr, ExprOrSpread, Lit, MemberExpr, MemberProp, ObjectLit,
    OptChainBase, Prop, PropOrSpread, SimpleAssignTarget, SuperProp, SuperPropExpr, Tpl,
};

use super::Walk;

impl<'a> Walk<'a, '_> {
    pub(super) fn expression(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Ident(name) => self.escapable_at(name.span),
            Expr::Lit(literal) => self.literal(literal),
            Expr::Member(member) => self.member(member),
            Expr::Call(call) => {
                if let Callee::Expr(callee) = &call.callee {
                    self.expression(callee);
                }
                self.arguments(&call.args);
            }
            Expr::Arrow(arrow) => self.arrow(arrow),
            Expr::Fn(function) => self.function_expression(function),
            Expr::Class(class) => {
                if let Some(name) = &class.ident {
                    self.escapable_at(name.span);
                }
                self.class(&class.class);
            }
            Expr::Array(array) => {
                for element in array.elems.iter().flatten() {
                    self.expression(&element.expr);
                }
            }
            Expr::Object(object) => self.object(object),
            Expr::Unary(unary) => self.expression(&unary.arg),
            Expr::Update(update) => self.expression(&update.arg),
            Expr::Bin(binary) => {
                self.expression(&binary.left);
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
                self.contains_await();
                self.expression(&argument.arg);
            }
            Expr::Paren(inner) => self.expression(&inner.expr),
            Expr::PrivateName(name) => {
                self.escapable_at(name.span);
                self.private_names.refer(name, self.errors);
            }
            Expr::OptChain(chain) => self.optional_chain(&chain.base),
            // Nothing is inside `this`, `new.target` and `import.meta`; JSX and TypeScript are not asked for.
            _ => {}
        }
    }

    fn literal(&mut self, literal: &'a Lit) {
        match literal {
            Lit::Str(text) => self.escapable_at(text.span),
            Lit::Regex(regex) => self.escapable_at(regex.span),
            _ => {}
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
            MemberProp::Ident(name) => self.escapable_at(name.span),
            MemberProp::PrivateName(name) => {
                self.escapable_at(name.span);
                self.private_names.refer(name, self.errors);
            }
            MemberProp::Computed(key) => self.expression(&key.expr),
        }
    }

    fn super_member(&mut self, member: &'a SuperPropExpr) {
        match &member.prop {
            SuperProp::Ident(name) => self.escapable_at(name.span),
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
        for property in &object.props {
            match property {
                PropOrSpread::Spread(spread) => self.expression(&spread.expr),
                PropOrSpread::Prop(property) => self.property(property),
            }
        }
    }

    fn property(&mut self, property: &'a Prop) {
        match property {
            Prop::Shorthand(name) => self.escapable_at(name.span),
            Prop::KeyValue(pair) => {
                self.property_name(&pair.key);
                self.expression(&pair.value);
            }
            Prop::Assign(pair) => {
                self.escapable_at(pair.key.span);
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
                self.property_name(&method.key);
                self.function(&method.function);
            }
        }
    }

    fn assignment_target(&mut self, target: &'a AssignTarget) {
        match target {
            AssignTarget::Simple(SimpleAssignTarget::Ident(name)) => self.escapable_at(name.id.span),
            AssignTarget::Simple(SimpleAssignTarget::Member(member)) => self.member(member),
            AssignTarget::Simple(SimpleAssignTarget::SuperProp(member)) => self.super_member(member),
            AssignTarget::Simple(SimpleAssignTarget::Paren(inner)) => self.expression(&inner.expr),
            AssignTarget::Simple(SimpleAssignTarget::OptChain(chain)) => self.optional_chain(&chain.base),
            AssignTarget::Simple(_) => {}
            AssignTarget::Pat(AssignTargetPat::Array(array)) => self.array_pattern(array),
            AssignTarget::Pat(AssignTargetPat::Object(object)) => self.object_pattern(object),
            AssignTarget::Pat(AssignTargetPat::Invalid(_)) => {}
        }
    }
}
