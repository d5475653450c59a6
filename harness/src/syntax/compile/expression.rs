//! Expressions.

use std::rc::Rc;

use swc_ecma_ast::{
    BinExpr, BinaryOp, CondExpr, Expr, Ident, Lit, MetaPropExpr, MetaPropKind, OptChainBase, SeqExpr,
    UnaryExpr, UnaryOp,
};

use super::{Compiler, function::Written, private::private_left};
use crate::syntax::{
    code::{ARGUMENTS, BinaryOperator, ClassNaming, Constant, FunctionKind, Operation, UnaryOperator},
    text::{name_value, no_name, string_value},
};

impl<'a> Compiler<'a> {
    /// Leaves the value of an expression on the stack. Each kind has a function of its own, so that this one, which is on the
    /// native stack once for every level of nesting, stays small.
    pub(super) fn expression(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Ident(name) => self.load(name),
            Expr::Lit(literal) => self.literal(literal),
            Expr::Member(member) => self.member(member),
            Expr::Call(call) => self.call(call),
            Expr::Arrow(_) | Expr::Fn(_) | Expr::Class(_) => self.anonymous_function(expression, no_name),
            Expr::Array(array) => self.array(array),
            Expr::Object(object) => self.object(object),
            Expr::Unary(unary) => self.unary(unary),
            Expr::Update(update) => self.update(update, true),
            Expr::Bin(binary) => self.binary(binary, true),
            Expr::Assign(assignment) => self.assignment(assignment, true),
            Expr::Cond(conditional) => self.conditional(conditional),
            Expr::New(new) => self.new_expression(new),
            Expr::Seq(sequence) => self.sequence(sequence),
            Expr::Tpl(template) => self.template(template),
            Expr::Await(argument) => {
                self.expression(&argument.arg);
                self.emit_for(Operation::Await, expression);
            }
            Expr::Paren(inner) => self.expression(&inner.expr),
            Expr::This(this) => self.this(*this),
            Expr::SuperProp(property) => self.super_property(property),
            Expr::MetaProp(meta) => self.meta_property(meta),
            Expr::OptChain(chain) => self.optional_chain(chain),
            Expr::Yield(argument) => self.yield_expression(argument),
            Expr::TaggedTpl(tagged) => self.tagged_template(tagged),
            _ => self.unmodelled(expression),
        }
    }

    fn emit_for(&mut self, operation: Operation, expression: &Expr) {
        let span = self.span(expression);
        self.emit(operation, span);
    }

    /// NamedEvaluation of an anonymous function — <https://tc39.es/ecma262/#sec-runtime-semantics-namedevaluation>; evaluation of anything
    /// else.
    pub(super) fn named_expression(&mut self, expression: &'a Expr, name: impl FnOnce() -> Rc<str>) {
        let inner = expression.unwrap_parens();
        match inner {
            Expr::Arrow(_) | Expr::Fn(_) | Expr::Class(_) => self.anonymous_function(inner, name),
            _ => self.expression(expression),
        }
    }

    /// A function or class that is an expression; `name` is for one without a name.
    fn anonymous_function(&mut self, expression: &'a Expr, name: impl FnOnce() -> Rc<str>) {
        let place = match expression {
            Expr::Arrow(arrow) => {
                let kind = if arrow.is_async { FunctionKind::AsyncArrow } else { FunctionKind::Arrow };
                self.function(&Written::of_arrow(arrow), name(), Some(kind), false)
            }
            Expr::Fn(function) => {
                let own = function.ident.as_ref().map(|name| name_value(&name.sym));
                let is_named = own.is_some();
                let name = own.unwrap_or_else(name);
                self.function(&Written::of_function(&function.function), name, None, is_named)
            }
            Expr::Class(class) => {
                let own = class.ident.as_ref().map(|name| name_value(&name.sym));
                let naming = if own.is_some() { ClassNaming::Written } else { ClassNaming::Inferred };
                return self.class(&class.class, naming, own.unwrap_or_else(name));
            }
            _ => return,
        };
        self.emit_for(Operation::Closure(place), expression);
    }

    /// Evaluates an expression whose value nobody asks for.
    pub(super) fn discarded(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Paren(inner) => self.discarded(&inner.expr),
            Expr::Update(update) => self.update(update, false),
            Expr::Assign(assignment) => self.assignment(assignment, false),
            Expr::Seq(sequence) => {
                for expression in &sequence.exprs {
                    self.discarded(expression);
                }
            }
            Expr::Lit(Lit::Str(_) | Lit::Bool(_) | Lit::Null(_) | Lit::Num(_) | Lit::BigInt(_)) => {}
            Expr::Unary(UnaryExpr { op: UnaryOp::Void, arg, .. }) => self.discarded(arg),
            Expr::Bin(binary) if is_changing(&binary.right) => {
                self.binary(binary, false);
                self.emit_for(Operation::Pop, expression);
            }
            _ => {
                self.expression(expression);
                self.emit_for(Operation::Pop, expression);
            }
        }
    }

    pub(super) fn load(&mut self, name: &Ident) {
        let span = self.span(name);
        self.note_arguments(name);
        let name = self.name(&name.sym);
        self.emit(Operation::Load(name), span);
    }

    /// Notes that the function that is open, or the one around it if it is an arrow, has to bind `arguments`.
    fn note_arguments(&mut self, name: &Ident) {
        self.uses_arguments |= self.has_arguments && name.sym == ARGUMENTS;
    }

    fn literal(&mut self, literal: &Lit) {
        let constant = match literal {
            Lit::Str(text) if text.value.as_str().is_some() => Constant::String(string_value(&text.value)),
            Lit::Bool(boolean) => Constant::Boolean(boolean.value),
            Lit::Null(_) => Constant::Null,
            Lit::Num(number) => Constant::Number(number.value),
            Lit::BigInt(number) => Constant::BigInt(number.value.to_string().into()),
            // Regular expressions, and strings with lone surrogates.
            _ => return self.unmodelled(literal),
        };
        let span = self.span(literal);
        self.constant(constant, span);
    }

    fn meta_property(&mut self, meta: &MetaPropExpr) {
        let span = self.span(meta);
        let operation = match meta.kind {
            MetaPropKind::NewTarget => Operation::NewTarget,
            MetaPropKind::ImportMeta => Operation::ImportMeta,
        };
        self.emit(operation, span);
    }

    fn sequence(&mut self, sequence: &'a SeqExpr) {
        if let Some((last, before)) = sequence.exprs.split_last() {
            for expression in before {
                self.discarded(expression);
            }
            self.expression(last);
        }
    }

    fn conditional(&mut self, conditional: &'a CondExpr) {
        let span = self.span(conditional);
        self.expression(&conditional.test);
        let otherwise = self.emit_jump(Operation::JumpIfFalse, span);
        self.expression(&conditional.cons);
        let end = self.emit_jump(Operation::Jump, span);
        self.land(otherwise);
        self.expression(&conditional.alt);
        self.land(end);
    }

    fn unary(&mut self, unary: &'a UnaryExpr) {
        let operator = match unary.op {
            UnaryOp::Minus => UnaryOperator::Negate,
            UnaryOp::Plus => UnaryOperator::Plus,
            UnaryOp::Bang => UnaryOperator::Not,
            UnaryOp::Void => UnaryOperator::Void,
            UnaryOp::TypeOf => match unary.arg.unwrap_parens() {
                Expr::Ident(name) => return self.typeof_name(name),
                _ => UnaryOperator::Typeof,
            },
            UnaryOp::Delete => return self.delete(unary),
            UnaryOp::Tilde => UnaryOperator::BitNot,
        };
        let span = self.span(unary);
        // An update whose value is thrown away is one that nobody asks for.
        if operator == UnaryOperator::Void && is_changing(&unary.arg) {
            self.discarded(&unary.arg);
            return self.undefined(span);
        }
        self.expression(&unary.arg);
        self.emit(Operation::Unary(operator), span);
    }

    fn typeof_name(&mut self, name: &Ident) {
        let span = self.span(name);
        self.note_arguments(name);
        let name = self.name(&name.sym);
        self.emit(Operation::TypeofName(name), span);
    }

    /// <https://tc39.es/ecma262/#sec-delete-operator-runtime-semantics-evaluation>
    fn delete(&mut self, unary: &'a UnaryExpr) {
        match unary.arg.unwrap_parens() {
            Expr::Member(member) => self.delete_member(member),
            Expr::OptChain(chain) if matches!(&*chain.base, OptChainBase::Member(_)) => {
                self.delete_optional_chain(chain);
            }
            Expr::SuperProp(_) => self.unmodelled(unary),
            operand => {
                // Nothing to delete.
                self.discarded(operand);
                let span = self.span(unary);
                self.constant(Constant::Boolean(true), span);
            }
        }
    }

    /// The right side of a logical operator that is not `wanted` is run for its effects, and something else is left.
    fn binary(&mut self, binary: &'a BinExpr, wanted: bool) {
        let jump: fn(_) -> Operation = match binary.op {
            BinaryOp::LogicalAnd => Operation::AndJump,
            BinaryOp::LogicalOr => Operation::OrJump,
            BinaryOp::NullishCoalescing => Operation::CoalesceJump,
            operator => {
                // `#name in object` has a name on its left which is no expression.
                if let Some(name) = private_left(binary) {
                    return self.private_in(name, binary);
                }
                let Some(operator) = operator_of(operator) else { return self.unmodelled(binary) };
                self.expression(&binary.left);
                self.expression(&binary.right);
                let span = self.span(binary);
                return self.emit(Operation::Binary(operator), span);
            }
        };
        self.expression(&binary.left);
        let span = self.span(binary);
        let end = self.emit_jump(jump, span);
        if wanted {
            self.expression(&binary.right);
        } else {
            self.discarded(&binary.right);
            self.undefined(span);
        }
        self.land(end);
    }
}

/// Whether an expression leaves less to do when nobody asks for its value.
fn is_changing(expression: &Expr) -> bool {
    matches!(expression.unwrap_parens(), Expr::Update(_) | Expr::Seq(_))
}

/// The operator between two values; `None` for those that are jumps.
pub(super) const fn operator_of(operator: BinaryOp) -> Option<BinaryOperator> {
    Some(match operator {
        BinaryOp::EqEq => BinaryOperator::Equal,
        BinaryOp::NotEq => BinaryOperator::NotEqual,
        BinaryOp::EqEqEq => BinaryOperator::StrictlyEqual,
        BinaryOp::NotEqEq => BinaryOperator::StrictlyNotEqual,
        BinaryOp::Lt => BinaryOperator::Less,
        BinaryOp::LtEq => BinaryOperator::LessOrEqual,
        BinaryOp::Gt => BinaryOperator::Greater,
        BinaryOp::GtEq => BinaryOperator::GreaterOrEqual,
        BinaryOp::Add => BinaryOperator::Add,
        BinaryOp::Sub => BinaryOperator::Subtract,
        BinaryOp::Mul => BinaryOperator::Multiply,
        BinaryOp::Div => BinaryOperator::Divide,
        BinaryOp::Mod => BinaryOperator::Remainder,
        BinaryOp::Exp => BinaryOperator::Exponentiate,
        BinaryOp::In => BinaryOperator::In,
        BinaryOp::InstanceOf => BinaryOperator::InstanceOf,
        BinaryOp::BitAnd => BinaryOperator::BitAnd,
        BinaryOp::BitOr => BinaryOperator::BitOr,
        BinaryOp::BitXor => BinaryOperator::BitXor,
        BinaryOp::LShift => BinaryOperator::ShiftLeft,
        BinaryOp::RShift => BinaryOperator::ShiftRight,
        BinaryOp::ZeroFillRShift => BinaryOperator::ShiftRightUnsigned,
        BinaryOp::LogicalAnd | BinaryOp::LogicalOr | BinaryOp::NullishCoalescing => return None,
    })
}
