//! Functions, methods and arrow functions.

use swc_ecma_ast::{
    ArrowExpr, ArrowFunctionBody, Constructor, DefaultDecl, FnExpr, Function, FunctionBody,
    ParamOrTsParamProp, Pat,
};

use super::{FunctionContext, Walk};
use crate::syntax::bound_names::bound_names;

impl<'a> Walk<'a, '_> {
    pub(super) fn default_declaration(&mut self, declaration: &'a DefaultDecl) {
        match declaration {
            DefaultDecl::Fn(function) => {
                if let Some(name) = &function.ident {
                    self.identifier(name);
                    self.scopes.declare_lexical(&name.sym, name.span.lo, self.errors);
                }
                self.function(&function.function);
            }
            DefaultDecl::Class(class) => {
                if let Some(name) = &class.ident {
                    self.identifier(name);
                    self.scopes.declare_lexical(&name.sym, name.span.lo, self.errors);
                }
                self.class(&class.class);
            }
            DefaultDecl::TsInterfaceDecl(_) => {}
        }
    }

    pub(super) fn function_expression(&mut self, function: &'a FnExpr) {
        // The name is bound in a scope of its own around the function, where nothing can clash with it.
        if let Some(name) = &function.ident {
            self.identifier(name);
        }
        self.function(&function.function);
    }

    /// <https://tc39.es/ecma262/#sec-function-definitions-static-semantics-early-errors>
    pub(super) fn function(&mut self, function: &'a Function) {
        let context = FunctionContext { awaits: function.is_async, ..FunctionContext::default() };
        self.in_function(context, |walk| {
            let outer = walk.scopes.open_function();
            for parameter in &function.params {
                walk.parameter(&parameter.pat);
            }
            walk.function_body(function.body.as_ref());
            walk.scopes.close_function(&outer);
        });
    }

    /// A constructor; `derived` when its class has a heritage.
    pub(super) fn constructor(&mut self, constructor: &'a Constructor, derived: bool) {
        let context = FunctionContext { super_call: derived, ..FunctionContext::default() };
        self.in_function(context, |walk| {
            let outer = walk.scopes.open_function();
            for parameter in &constructor.params {
                if let ParamOrTsParamProp::Param(parameter) = parameter {
                    walk.parameter(&parameter.pat);
                }
            }
            walk.function_body(constructor.body.as_ref());
            walk.scopes.close_function(&outer);
        });
    }

    /// <https://tc39.es/ecma262/#sec-arrow-function-definitions-static-semantics-early-errors>
    pub(super) fn arrow(&mut self, arrow: &'a ArrowExpr) {
        let super_call = self.function.super_call;
        let context = FunctionContext { super_call, awaits: arrow.is_async, arrow_parameters: true };
        self.in_function(context, |walk| {
            let outer = walk.scopes.open_function();
            for parameter in &arrow.params {
                walk.parameter(parameter);
            }
            walk.function.arrow_parameters = false;
            match &*arrow.body {
                ArrowFunctionBody::FunctionBody(body) => walk.function_statements(&body.stmts),
                ArrowFunctionBody::Expr(expression) => walk.expression(expression),
            }
            walk.scopes.close_function(&outer);
        });
    }

    /// Parameters and body share one scope here: a parameter may meet a `var` but no lexical declaration of the body.
    fn parameter(&mut self, parameter: &'a Pat) {
        let (scopes, errors) = (&mut self.scopes, &mut *self.errors);
        bound_names(parameter, &mut |name, position| scopes.declare_parameter(name, position, errors));
        self.pattern(parameter);
    }

    fn function_body(&mut self, body: Option<&'a FunctionBody>) {
        if let Some(body) = body {
            self.function_statements(&body.stmts);
        }
    }
}
