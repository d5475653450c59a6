//! **Compile** turns the tree of a body into [code](super::code). It runs on texts without early errors, on the stack
//! that the parser was given, and recurses along the nesting of the text as the parser does.

mod assignment;
mod builder;
mod call;
mod chain;
mod class;
mod exits;
mod expression;
mod for_await;
mod for_in;
mod function;
mod literal;
mod loops;
mod module;
mod pattern;
mod private;
mod scopes;
mod statement;
mod super_property;
mod switch;
#[cfg(test)]
mod tests;
mod try_statement;
mod update;
mod yields;

use std::rc::Rc;

use swc_atoms::Atom;
use swc_common::{BytePos, Spanned};
use swc_ecma_ast::{Function as FunctionTree, ModuleItem};

use self::{
    builder::{Builder, Depth, Site, number},
    function::Written,
};
use super::{
    code::{Code, Constant, FunctionKind, NameIndex, Operation, Scope, Span, Target},
    text::{name_value, offset_of},
};

thread_local! {
    /// The code of bodies that neither declare nor do anything.
    static NOTHING: Rc<Code> = Rc::default();
}

/// The code of a module's body.
pub(super) fn module_code(source: &str, items: &[ModuleItem]) -> Rc<Code> {
    let mut compiler = Compiler::new(source, 0);
    let outermost = compiler.module(items);
    if compiler.body.is_empty() && outermost.names.is_empty() {
        return NOTHING.try_with(Rc::clone).unwrap_or_default();
    }
    Rc::new(compiler.finish(outermost))
}

/// The code of a function's body. `source` stands `base` bytes behind the beginning of what was parsed.
pub(super) fn function_code(source: &str, base: u32, function: &FunctionTree) -> Rc<Code> {
    let mut compiler = Compiler::new(source, base);
    compiler.function_body(&Written::of_function(function), FunctionKind::Plain)
}

/// What is known while a tree is compiled.
#[expect(clippy::struct_excessive_bools, reason = "each is about another thing that surrounds the code")]
#[derive(Debug)]
struct Compiler<'a> {
    source: Option<Rc<str>>,
    text: &'a str,
    base: u32,
    /// The innermost body.
    body: Builder<'a>,
    /// Whether `arguments` is that of a function.
    has_arguments: bool,
    /// Whether that has been met.
    uses_arguments: bool,
    /// How many functions are open.
    function_depth: u32,
    /// Whether `this` is that of a derived constructor.
    has_derived_this: bool,
    /// Whether `super.name` has been met in the function that is open.
    uses_super: bool,
}

impl<'a> Compiler<'a> {
    fn new(text: &'a str, base: u32) -> Self {
        Self {
            source: None,
            text,
            base,
            body: Builder::default(),
            has_arguments: false,
            uses_arguments: false,
            function_depth: 0,
            has_derived_this: false,
            uses_super: false,
        }
    }

    /// The text, copied when the first code needs it.
    fn source(&mut self) -> Rc<str> {
        self.source.get_or_insert_with(|| Rc::from(self.text)).clone()
    }

    fn finish(mut self, outermost: Scope) -> Code {
        let source = self.source();
        self.body.finish(source, outermost)
    }

    fn span(&self, node: &impl Spanned) -> Span {
        let span = node.span();
        self.span_between(span.lo, span.hi)
    }

    fn span_between(&self, start: BytePos, end: BytePos) -> Span {
        let end_of_text = number(self.text.len());
        let offset = |position| offset_of(position).saturating_sub(self.base).min(end_of_text);
        Span { start: offset(start), end: offset(end) }
    }

    fn emit(&mut self, operation: Operation, span: Span) {
        self.body.emit(operation, span);
    }

    fn emit_jump(&mut self, jump: impl FnOnce(Target) -> Operation, span: Span) -> Site {
        self.body.emit_jump(jump, span)
    }

    fn land(&mut self, site: Site) {
        self.body.land(site);
    }

    fn name(&mut self, name: &Atom) -> NameIndex {
        self.body.name(name_value(name))
    }

    fn constant(&mut self, constant: Constant, span: Span) {
        let operation = self.body.constant(constant);
        self.emit(operation, span);
    }

    fn undefined(&mut self, span: Span) {
        self.constant(Constant::Undefined, span);
    }

    fn unmodelled(&mut self, node: &impl Spanned) {
        let span = self.span(node);
        self.emit(Operation::Unmodelled, span);
    }

    /// Enters a scope. Nothing is emitted for one that declares nothing; the answer goes to [`leave_scope`](Self::leave_scope).
    fn enter_scope(&mut self, scope: Scope, span: Span) -> bool {
        let declares = !scope.names.is_empty();
        if declares {
            let place = self.body.scope(scope);
            self.emit(Operation::EnterScope(place), span);
            self.body.depth.scopes = self.body.depth.scopes.saturating_add(1);
        }
        declares
    }

    fn leave_scope(&mut self, entered: bool, span: Span) {
        if entered {
            self.emit(Operation::LeaveScope, span);
            self.body.depth.scopes -= 1;
        }
    }

    fn depth(&self) -> Depth {
        self.body.depth
    }
}
