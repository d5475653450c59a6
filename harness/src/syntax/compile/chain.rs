//! Optional chains.

use swc_common::Spanned;
use swc_ecma_ast::{Expr, OptChainBase, OptChainExpr};

use super::{Compiler, Site};
use crate::syntax::code::{Constant, Operation, Span};

/// The jumps out of one optional chain, to its end.
#[derive(Debug, Default)]
struct WaysOut {
    /// With `undefined` where the value of the chain will be.
    plain: Vec<Site>,
    /// The same above the object of a method that is not there.
    above_object: Vec<Site>,
}

/// What is done with the last member of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    Value,
    /// The function and the object that it is called on.
    Method,
    /// `delete`
    Deletion,
}

impl<'a> Compiler<'a> {
    pub(super) fn optional_chain(&mut self, chain: &'a OptChainExpr) {
        let mut ways_out = WaysOut::default();
        self.link(chain, Wanted::Value, &mut ways_out);
        let span = self.span(chain);
        self.end_of_chain(ways_out, span, |_| {});
    }

    /// `→ function this`: a chain in parentheses that is called.
    pub(super) fn optional_chain_callee(&mut self, chain: &'a OptChainExpr) {
        let mut ways_out = WaysOut::default();
        self.link(chain, Wanted::Method, &mut ways_out);
        let span = self.span(chain);
        self.end_of_chain(ways_out, span, |compiler| compiler.undefined(span));
    }

    /// `→ boolean`
    pub(super) fn delete_optional_chain(&mut self, chain: &'a OptChainExpr) {
        let mut ways_out = WaysOut::default();
        self.link(chain, Wanted::Deletion, &mut ways_out);
        let span = self.span(chain);
        self.end_of_chain(ways_out, span, |compiler| {
            compiler.emit(Operation::Pop, span);
            compiler.constant(Constant::Boolean(true), span);
        });
    }

    /// Lets the ways out meet the straight way. `amend` turns the `undefined` they bring into what is wanted.
    fn end_of_chain(&mut self, ways_out: WaysOut, span: Span, amend: impl FnOnce(&mut Self)) {
        let straight = self.emit_jump(Operation::Jump, span);
        if !ways_out.above_object.is_empty() {
            self.body.land_all(ways_out.above_object);
            self.emit(Operation::Swap, span);
            self.emit(Operation::Pop, span);
        }
        self.body.land_all(ways_out.plain);
        amend(self);
        self.land(straight);
    }

    /// One link of a chain, behind those to its left.
    fn link(&mut self, chain: &'a OptChainExpr, wanted: Wanted, ways_out: &mut WaysOut) {
        match &*chain.base {
            OptChainBase::Member(member) => {
                self.operand(&member.obj, Wanted::Value, ways_out);
                if chain.optional {
                    self.way_out(&*member.obj, &mut ways_out.plain);
                }
                match wanted {
                    Wanted::Value => self.get(member),
                    Wanted::Method => self.get_method(member),
                    Wanted::Deletion => self.delete_property(member),
                }
            }
            OptChainBase::Call(call) => {
                let callee = call.callee.unwrap_parens();
                let span = self.span(callee);
                match callee {
                    Expr::Member(member) => {
                        self.expression(&member.obj);
                        self.get_method(member);
                        self.optional_method(chain, callee, ways_out);
                    }
                    Expr::OptChain(inner) if matches!(&*inner.base, OptChainBase::Member(_)) => {
                        self.method_operand(&call.callee, inner, ways_out);
                        self.optional_method(chain, callee, ways_out);
                    }
                    _ => {
                        self.operand(&call.callee, Wanted::Value, ways_out);
                        if chain.optional {
                            self.way_out(callee, &mut ways_out.plain);
                        }
                        self.undefined(span);
                    }
                }
                let whole = self.span(chain);
                self.arguments(&call.args, span, whole);
                if wanted == Wanted::Method {
                    self.undefined(span);
                }
            }
        }
    }

    /// What stands left of a link: more of the same chain, unless there are parentheses around it.
    fn operand(&mut self, operand: &'a Expr, wanted: Wanted, ways_out: &mut WaysOut) {
        match operand {
            Expr::OptChain(chain) => self.link(chain, wanted, ways_out),
            _ => self.expression(operand),
        }
    }

    fn method_operand(&mut self, operand: &'a Expr, chain: &'a OptChainExpr, ways_out: &mut WaysOut) {
        match operand {
            Expr::OptChain(_) => self.link(chain, Wanted::Method, ways_out),
            _ => self.optional_chain_callee(chain),
        }
    }

    /// `function object → function object`, or out of the chain when the function is not there.
    fn optional_method(&mut self, chain: &OptChainExpr, callee: &Expr, ways_out: &mut WaysOut) {
        if chain.optional {
            let span = self.span(callee);
            self.emit(Operation::Swap, span);
            self.way_out(callee, &mut ways_out.above_object);
            self.emit(Operation::Swap, span);
        }
    }

    fn way_out(&mut self, node: &impl Spanned, sites: &mut Vec<Site>) {
        let span = self.span(node);
        let site = self.emit_jump(Operation::ChainJump, span);
        sites.push(site);
    }
}
