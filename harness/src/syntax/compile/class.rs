//! Classes.

use std::rc::Rc;

use swc_ecma_ast::{Class as ClassTree, ClassMember as MemberTree, ClassMethod, ClassProp, MethodKind};

use super::{Compiler, function::Written, literal::static_key};
use crate::syntax::code::{Class, ClassMember, FunctionKind, MemberKind, Operation};

impl<'a> Compiler<'a> {
    /// Leaves a class on the stack.
    pub(super) fn class(&mut self, class: &'a ClassTree, binds_own_name: bool, name: Rc<str>) {
        if class.super_class.is_some() || !class.decorators.is_empty() || !class.body.iter().all(is_modelled)
        {
            return self.unmodelled(class);
        }
        let span = self.span(class);
        let mut constructor = None;
        let mut members = Vec::with_capacity(class.body.len());
        for member in &class.body {
            match member {
                MemberTree::Constructor(tree) => {
                    let kind = Some(FunctionKind::ClassConstructor);
                    let written = Written::of_constructor(tree);
                    constructor = Some(self.function(&written, name.clone(), kind, false));
                }
                MemberTree::Method(method) => members.extend(self.class_method(method)),
                MemberTree::ClassProp(field) => members.extend(self.class_field(field)),
                _ => {}
            }
        }
        let place = self.body.class(Class { name, binds_own_name, span, constructor, members });
        self.emit(Operation::Class(place), span);
    }

    fn class_method(&mut self, method: &'a ClassMethod) -> Option<ClassMember> {
        let name = static_key(&method.key)?;
        let (kind, own_name) = match method.kind {
            MethodKind::Method => (MemberKind::Method, name.clone()),
            MethodKind::Getter => (MemberKind::Getter, format!("get {name}").into()),
            MethodKind::Setter => (MemberKind::Setter, format!("set {name}").into()),
        };
        let function = Some(self.method_function(&method.function, method.span, own_name));
        Some(ClassMember { name, is_static: method.is_static, kind, function })
    }

    fn class_field(&mut self, field: &'a ClassProp) -> Option<ClassMember> {
        let name = static_key(&field.key)?;
        let function = field.value.as_deref().map(|value| {
            let written = Written::of_field(value, name.clone());
            self.function(&written, name.clone(), Some(FunctionKind::Method), false)
        });
        Some(ClassMember { name, is_static: field.is_static, kind: MemberKind::Field, function })
    }
}

/// Whether a member is part of the language of bodies.
fn is_modelled(member: &MemberTree) -> bool {
    match member {
        MemberTree::Constructor(_) | MemberTree::Empty(_) => true,
        MemberTree::Method(method) => {
            static_key(&method.key).is_some() && method.function.decorators.is_empty()
        }
        MemberTree::ClassProp(field) => static_key(&field.key).is_some() && field.decorators.is_empty(),
        _ => false,
    }
}
