//! Classes.

use swc_ecma_ast::{Class, ClassMember, Expr, Key, PropName, StaticBlock};

use super::Walk;

impl<'a> Walk<'a, '_> {
    /// <https://tc39.es/ecma262/#sec-class-definitions-static-semantics-early-errors>
    pub(super) fn class(&mut self, class: &'a Class) {
        self.private_names.open_class(class, self.errors);
        if let Some(heritage) = &class.super_class {
            self.expression(heritage);
        }
        for member in &class.body {
            self.class_member(member);
        }
        self.private_names.close_class(self.errors);
    }

    fn class_member(&mut self, member: &'a ClassMember) {
        match member {
            ClassMember::Constructor(constructor) => {
                self.property_name(&constructor.key);
                self.constructor(constructor);
            }
            ClassMember::Method(method) => {
                self.property_name(&method.key);
                self.function(&method.function);
            }
            ClassMember::PrivateMethod(method) => {
                self.escapable_at(method.key.span);
                self.function(&method.function);
            }
            ClassMember::ClassProp(field) => {
                self.property_name(&field.key);
                self.field(field.value.as_deref());
            }
            ClassMember::PrivateProp(field) => {
                self.escapable_at(field.key.span);
                self.field(field.value.as_deref());
            }
            ClassMember::StaticBlock(block) => self.static_block(block),
            ClassMember::AutoAccessor(accessor) => {
                match &accessor.key {
                    Key::Private(name) => self.escapable_at(name.span),
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
            self.function_depth += 1;
            self.expression(value);
            self.function_depth -= 1;
        }
    }

    /// A static block is a function of its own, and its `var`s stay inside.
    fn static_block(&mut self, block: &'a StaticBlock) {
        let outer = self.scopes.open_function();
        self.function_depth += 1;
        self.function_statements(&block.body.stmts);
        self.function_depth -= 1;
        self.scopes.close_function(&outer);
    }

    pub(super) fn property_name(&mut self, name: &'a PropName) {
        match name {
            PropName::Ident(name) => self.escapable_at(name.span),
            PropName::Str(text) => self.escapable_at(text.span),
            PropName::Computed(computed) => self.expression(&computed.expr),
            PropName::Num(_) | PropName::BigInt(_) => {}
        }
    }
}
