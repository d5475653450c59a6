//! Functions: their parameters and bodies.

use std::rc::Rc;

use swc_common::Spanned;
use swc_ecma_ast::{
    ArrowExpr, ArrowFunctionBody, Constructor, Decl, Expr, Function as FunctionTree, FunctionBody,
    ObjectPatProp, ParamOrTsParamProp, Pat, PropName, StaticBlock, Stmt,
};

use super::{
    Compiler,
    pattern::Binding,
    scopes::{ScopeDraft, plain_kind},
};
use crate::syntax::{
    bound_names::bound_names,
    code::{ARGUMENTS, Code, DERIVED_THIS, Function, FunctionKind, Operation, ScopeName, Span},
    text::name_value,
};

/// How many functions may be inside each other; one further in is not modelled. Code outlives the large stack that it
/// is made on, and is freed and compared recursively.
const DEEPEST_FUNCTION: u32 = 64;

/// A function of any kind, as far as all are alike.
#[derive(Debug)]
pub(super) struct Written<'a> {
    pub(super) parameters: Vec<&'a Pat>,
    pub(super) body: WrittenBody<'a>,
    pub(super) is_async: bool,
    pub(super) is_generator: bool,
    pub(super) span: swc_common::Span,
}

/// What stands behind the parameters.
#[derive(Clone, Debug)]
pub(super) enum WrittenBody<'a> {
    Statements(&'a [Stmt]),
    /// Of an arrow function: what it gives.
    Value(&'a Expr),
    /// Of a field: the same. A function without a name gets the field's.
    FieldValue(&'a Expr, Rc<str>),
    /// Of a derived constructor that is not written: `super(...arguments)`.
    CallSuper,
}

impl<'a> Written<'a> {
    pub(super) fn of_function(function: &'a FunctionTree) -> Self {
        Self {
            parameters: function.params.iter().map(|parameter| &parameter.pat).collect(),
            body: WrittenBody::of(function.body.as_ref()),
            is_async: function.is_async,
            is_generator: function.is_generator,
            span: function.span,
        }
    }

    pub(super) fn of_arrow(arrow: &'a ArrowExpr) -> Self {
        Self {
            parameters: arrow.params.iter().collect(),
            body: match &*arrow.body {
                ArrowFunctionBody::FunctionBody(body) => WrittenBody::Statements(&body.stmts),
                ArrowFunctionBody::Expr(value) => WrittenBody::Value(value),
            },
            is_async: arrow.is_async,
            is_generator: false,
            span: arrow.span,
        }
    }

    pub(super) fn of_constructor(constructor: &'a Constructor) -> Self {
        let parameter = |parameter: &'a ParamOrTsParamProp| match parameter {
            ParamOrTsParamProp::Param(parameter) => Some(&parameter.pat),
            ParamOrTsParamProp::TsParamProp(_) => None,
        };
        Self {
            parameters: constructor.params.iter().filter_map(parameter).collect(),
            body: WrittenBody::of(constructor.body.as_ref()),
            is_async: false,
            is_generator: false,
            span: constructor.span,
        }
    }

    /// The value of a field, as the method that it is.
    pub(super) fn of_field(value: &'a Expr, name: Rc<str>) -> Self {
        Self {
            parameters: Vec::new(),
            body: WrittenBody::FieldValue(value, name),
            is_async: false,
            is_generator: false,
            span: value.span(),
        }
    }

    /// A static block, as the method that it is.
    pub(super) fn of_static_block(block: &'a StaticBlock) -> Self {
        Self {
            parameters: Vec::new(),
            body: WrittenBody::Statements(&block.body.stmts),
            is_async: false,
            is_generator: false,
            span: block.span,
        }
    }

    /// The constructor of a class with heritage that has none written —
    /// <https://tc39.es/ecma262/#sec-runtime-semantics-classdefinitionevaluation>, step 14.
    pub(super) const fn of_default_constructor(class: swc_common::Span) -> Self {
        Self {
            parameters: Vec::new(),
            body: WrittenBody::CallSuper,
            is_async: false,
            is_generator: false,
            span: class,
        }
    }

    /// `ExpectedArgumentCount` — <https://tc39.es/ecma262/#sec-static-semantics-expectedargumentcount>
    fn length(&self) -> u32 {
        let required =
            self.parameters.iter().take_while(|pattern| !matches!(pattern, Pat::Assign(_) | Pat::Rest(_)));
        super::number(required.count())
    }
}

impl<'a> WrittenBody<'a> {
    fn of(body: Option<&'a FunctionBody>) -> Self {
        Self::Statements(body.map_or(&[], |body| &body.stmts))
    }

    const fn statements(&self) -> &'a [Stmt] {
        match self {
            Self::Statements(statements) => statements,
            Self::Value(_) | Self::FieldValue(..) | Self::CallSuper => &[],
        }
    }
}

impl<'a> Compiler<'a> {
    /// Compiles a function and gives its place in the code at hand. `kind` is given for methods, constructors and
    /// arrows.
    pub(super) fn function(
        &mut self,
        written: &Written<'a>,
        name: Rc<str>,
        kind: Option<FunctionKind>,
        binds_own_name: bool,
    ) -> u32 {
        let kind = kind.unwrap_or(plain_kind(written.is_async, written.is_generator));
        let outer_uses_super = std::mem::take(&mut self.uses_super);
        let code = self.function_body(written, kind);
        let uses_super = self.uses_super;
        // An arrow asks the function around it.
        self.uses_super = outer_uses_super || (uses_super && kind.is_arrow());
        let span = self.span_between(written.span.lo, written.span.hi);
        let length = written.length();
        self.body.function(Function { name, length, kind, uses_super, binds_own_name, span, code })
    }

    /// The code of a function, which takes the arguments first.
    pub(super) fn function_body(&mut self, written: &Written<'a>, kind: FunctionKind) -> Rc<Code> {
        let outer = std::mem::take(&mut self.body);
        let had_arguments = self.has_arguments;
        self.has_arguments |= !kind.is_arrow();
        let outer_uses_arguments = std::mem::take(&mut self.uses_arguments);
        let had_derived_this = self.has_derived_this;
        if !kind.is_arrow() {
            self.has_derived_this = kind == FunctionKind::DerivedConstructor;
        }
        let span = self.span_between(written.span.lo, written.span.hi);
        self.body.is_async_generator = kind == FunctionKind::AsyncGenerator;
        let mut scope = ScopeDraft::default();
        if kind == FunctionKind::DerivedConstructor {
            scope.declare(DERIVED_THIS.into(), ScopeName::Lexical);
        }
        self.function_depth += 1;
        if self.function_depth > DEEPEST_FUNCTION {
            self.emit(Operation::Unmodelled, span);
        } else if takes_scope_of_its_own(written) {
            self.parameters_and_body(written, kind, &mut scope, span);
        } else {
            for parameter in &written.parameters {
                scope.pattern(parameter, ScopeName::Variable);
            }
            self.function_scope(written.body.statements(), &mut scope);
            self.parameters(written);
            self.generator_start(kind, span);
            self.statements_or_value(written);
        }
        self.function_depth -= 1;
        self.declare_returned_value(&mut scope);
        if kind.is_arrow() {
            self.uses_arguments |= outer_uses_arguments;
        } else if std::mem::replace(&mut self.uses_arguments, outer_uses_arguments) {
            scope.declare(ARGUMENTS.into(), ScopeName::Variable);
        }
        self.has_arguments = had_arguments;
        self.has_derived_this = had_derived_this;
        let source = self.source();
        let body = std::mem::replace(&mut self.body, outer);
        Rc::new(body.finish(source, scope.finish()))
    }

    /// FunctionDeclarationInstantiation where the body has an environment of its own —
    /// <https://tc39.es/ecma262/#sec-functiondeclarationinstantiation>, step 28: a `var` with the name of a parameter begins with the
    /// parameter's value.
    fn parameters_and_body(
        &mut self,
        written: &Written<'a>,
        kind: FunctionKind,
        scope: &mut ScopeDraft,
        span: Span,
    ) {
        for parameter in &written.parameters {
            // While the parameters are evaluated one after another, those to the right cannot be read.
            scope.pattern(parameter, ScopeName::Lexical);
        }
        self.parameters(written);
        let mut body = ScopeDraft::default();
        self.function_scope(written.body.statements(), &mut body);
        let body = body.finish();
        let mut taken_over = Vec::new();
        for parameter in &written.parameters {
            bound_names(parameter, &mut |name, _| {
                let name = name_value(name);
                let is_var = body.names.iter().any(|(known, _)| *known == name);
                if is_var && !body.functions.iter().any(|(function, _)| *function == name) {
                    taken_over.push(name);
                }
            });
        }
        for name in &taken_over {
            let index = self.body.name(name.clone());
            self.emit(Operation::Load(index), span);
        }
        let entered = self.enter_scope(body, span);
        for name in taken_over.into_iter().rev() {
            let index = self.body.name(name);
            self.emit(Operation::Initialize(index), span);
        }
        self.generator_start(kind, span);
        self.statements_or_value(written);
        self.leave_scope(entered, span);
    }

    fn generator_start(&mut self, kind: FunctionKind, span: Span) {
        match kind {
            FunctionKind::Generator => self.emit(Operation::GeneratorStart, span),
            FunctionKind::AsyncGenerator => self.emit(Operation::AsyncGeneratorStart, span),
            _ => {}
        }
    }

    fn parameters(&mut self, written: &Written<'a>) {
        for (place, parameter) in written.parameters.iter().copied().enumerate() {
            let span = self.span(parameter);
            let place = super::number(place);
            match parameter {
                Pat::Rest(rest) => {
                    self.emit(Operation::RestArguments(place), span);
                    self.bind(&rest.arg, Binding::Initialize);
                }
                parameter => {
                    self.emit(Operation::Argument(place), span);
                    self.bind(parameter, Binding::Initialize);
                }
            }
        }
    }

    fn statements_or_value(&mut self, written: &Written<'a>) {
        let value = match &written.body {
            WrittenBody::Statements(statements) => return self.statements(statements),
            WrittenBody::Value(value) => {
                self.expression(value);
                value
            }
            WrittenBody::FieldValue(value, name) => {
                self.named_expression(value, || name.clone());
                value
            }
            WrittenBody::CallSuper => {
                let span = self.span_between(written.span.lo, written.span.hi);
                self.emit(Operation::RestArguments(0), span);
                self.emit(Operation::SuperCallWithArray, span);
                self.bind_derived_this(span);
                return self.emit(Operation::Pop, span);
            }
        };
        let span = self.span(*value);
        self.emit(Operation::Return, span);
    }
}

/// Whether the body of a function needs a scope apart from its parameters: where expressions among the parameters could
/// see the difference, and where a function of the body replaces a parameter.
fn takes_scope_of_its_own(written: &Written) -> bool {
    if written.parameters.is_empty() {
        return false;
    }
    if written.parameters.iter().any(|parameter| contains_expression(parameter)) {
        return true;
    }
    written.body.statements().iter().any(|statement| {
        let Stmt::Decl(Decl::Fn(function)) = statement else { return false };
        let mut replaces = false;
        for parameter in &written.parameters {
            bound_names(parameter, &mut |name, _| replaces |= *name == function.ident.sym);
        }
        replaces
    })
}

/// `ContainsExpression` — <https://tc39.es/ecma262/#sec-static-semantics-containsexpression>
pub(super) fn contains_expression(pattern: &Pat) -> bool {
    match pattern {
        Pat::Ident(_) | Pat::Invalid(_) => false,
        Pat::Array(array) => array.elems.iter().flatten().any(contains_expression),
        Pat::Rest(rest) => contains_expression(&rest.arg),
        Pat::Object(object) => object.props.iter().any(|property| match property {
            ObjectPatProp::KeyValue(pair) => {
                matches!(pair.key, PropName::Computed(_)) || contains_expression(&pair.value)
            }
            ObjectPatProp::Assign(short) => short.value.is_some(),
            ObjectPatProp::Rest(rest) => contains_expression(&rest.arg),
        }),
        Pat::Assign(_) | Pat::Expr(_) => true,
    }
}
