//! Classes.

use swc_atoms::atom;
use swc_ecma_ast::{Class, ClassMember, Expr, Key, PropName, StaticBlock};

use super::{FunctionContext, Walk};

impl<'a> Walk<'a, '_> {
    /// <https://tc39.es/ecma262/#sec-class-definitions-static-semantics-early-errors>
    pub(super) fn class(&mut self, class: &'a Class) {
        self.private_names.open_class(class, self.errors);
        if let Some(heritage) = &class.super_class {
            self.expression(heritage);
        }
        let derived = class.super_class.is_some();
        for member in &class.body {
            self.class_member(member, derived);
        }
        self.private_names.close_class(self.errors);
    }

    fn class_member(&mut self, member: &'a ClassMember, derived: bool) {
        match member {
            ClassMember::Constructor(constructor) => {
                self.property_name(&constructor.key);
                self.constructor(constructor, derived);
            }
            ClassMember::Method(method) => {
                self.property_name(&method.key);
                self.static_name(method.is_static, &method.key);
                self.function(&method.function);
            }
            ClassMember::PrivateMethod(method) => {
                self.identifier_name(&method.key.name, method.key.span);
                self.function(&method.function);
            }
            ClassMember::ClassProp(field) => {
                self.property_name(&field.key);
                self.static_name(field.is_static, &field.key);
                self.field(field.value.as_deref());
            }
            ClassMember::PrivateProp(field) => {
                self.identifier_name(&field.key.name, field.key.span);
                self.field(field.value.as_deref());
            }
            ClassMember::StaticBlock(block) => self.static_block(block),
            ClassMember::AutoAccessor(accessor) => {
                match &accessor.key {
                    Key::Private(name) => self.identifier_name(&name.name, name.span),
                    Key::Public(name) => self.property_name(name),
                }
                self.field(accessor.value.as_deref());
            }
            ClassMember::Empty(_) | ClassMember::TsIndexSignature(_) => {}
        }
    }

    /// A field's initializer is a function of its own.
    fn field(&mut self, value: Option<&'a Expr>) {
        if let Some(value) = value {
            self.in_function(FunctionContext::default(), |walk| walk.expression(value));
        }
    }

    /// A static block is a function of its own, and its `var`s stay inside.
    fn static_block(&mut self, block: &'a StaticBlock) {
        self.in_function(FunctionContext::default(), |walk| {
            let outer = walk.scopes.open_function();
            walk.function_statements(&block.body.stmts);
            walk.scopes.close_function(&outer);
        });
    }

    /// A class has no static method or field whose name is written as `prototype`.
    fn static_name(&mut self, is_static: bool, name: &PropName) {
        let (is_prototype, span) = match name {
            PropName::Ident(name) => (name.sym == atom!("prototype"), name.span),
            PropName::Str(text) => (text.value.as_str() == Some("prototype"), text.span),
            _ => return,
        };
        if is_static && is_prototype {
            self.errors.report(span.lo, || "a class cannot have a static member named prototype".into());
        }
    }

    pub(super) fn property_name(&mut self, name: &'a PropName) {
        match name {
            PropName::Ident(name) => self.identifier_name(&name.sym, name.span),
            PropName::Str(text) => self.string(text),
            PropName::Computed(computed) => self.expression(&computed.expr),
            PropName::Num(_) | PropName::BigInt(_) => {}
        }
    }
}
