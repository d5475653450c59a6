//! Functions, methods and arrow functions.

use swc_ecma_ast::{
    ArrowExpr, ArrowFunctionBody, Constructor, DefaultDecl, FnExpr, Function, FunctionBody,
    ParamOrTsParamProp, Pat,
};

use super::Walk;
use crate::syntax::bound_names::bound_names;

impl<'a> Walk<'a, '_> {
    pub(super) fn default_declaration(&mut self, declaration: &'a DefaultDecl) {
        match declaration {
            DefaultDecl::Fn(function) => {
                if let Some(name) = &function.ident {
                    self.escapable_at(name.span);
                    self.scopes.declare_lexical(&name.sym, name.span.lo, self.errors);
                }
                self.function(&function.function);
            }
            DefaultDecl::Class(class) => {
                if let Some(name) = &class.ident {
                    self.escapable_at(name.span);
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
            self.escapable_at(name.span);
        }
        self.function(&function.function);
    }

    /// <https://tc39.es/ecma262/#sec-function-definitions-static-semantics-early-errors>
    pub(super) fn function(&mut self, function: &'a Function) {
        let parameters = function.params.iter().map(|parameter| &parameter.pat);
        self.function_parts(parameters, |walk| walk.function_body(function.body.as_ref()));
    }

    pub(super) fn constructor(&mut self, constructor: &'a Constructor) {
        let parameters = constructor.params.iter().filter_map(|parameter| match parameter {
            ParamOrTsParamProp::Param(parameter) => Some(&parameter.pat),
            ParamOrTsParamProp::TsParamProp(_) => None,
        });
        self.function_parts(parameters, |walk| walk.function_body(constructor.body.as_ref()));
    }

    /// <https://tc39.es/ecma262/#sec-arrow-function-definitions-static-semantics-early-errors>
    pub(super) fn arrow(&mut self, arrow: &'a ArrowExpr) {
        self.function_parts(arrow.params.iter(), |walk| match &*arrow.body {
            ArrowFunctionBody::FunctionBody(body) => walk.function_statements(&body.stmts),
            ArrowFunctionBody::Expr(expression) => walk.expression(expression),
        });
    }

    fn function_body(&mut self, body: Option<&'a FunctionBody>) {
        if let Some(body) = body {
            self.function_statements(&body.stmts);
        }
    }

    /// Parameters and body share one scope here: a parameter may meet a `var` but no lexical declaration of the body.
    fn function_parts(&mut self, parameters: impl Iterator<Item = &'a Pat>, body: impl FnOnce(&mut Self)) {
        let outer = self.scopes.open_function();
        self.function_depth += 1;
        for parameter in parameters {
            let (scopes, errors) = (&mut self.scopes, &mut *self.errors);
            bound_names(parameter, &mut |name, position| scopes.declare_parameter(name, position, errors));
            self.pattern(parameter);
        }
        body(self);
        self.function_depth -= 1;
        self.scopes.close_function(&outer);
    }
}
