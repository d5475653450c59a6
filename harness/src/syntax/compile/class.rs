//! Classes.

use std::rc::Rc;

use swc_ecma_ast::{
    Class as ClassTree, ClassMember as MemberTree, Expr, Function as FunctionTree, MethodKind, PropName,
    StaticBlock,
};

use super::{
    Compiler,
    function::Written,
    literal::{is_anonymous_function, static_key},
    private::declared_name,
    scopes::ScopeDraft,
};
use crate::syntax::code::{
    Class, ClassMember, ClassNaming, FunctionKind, MemberKey, MemberKind, Operation, ScopeName,
};

impl<'a> Compiler<'a> {
    /// ClassDefinitionEvaluation — <https://tc39.es/ecma262/#sec-runtime-semantics-classdefinitionevaluation>. Leaves a class on
    /// the stack.
    pub(super) fn class(&mut self, class: &'a ClassTree, naming: ClassNaming, name: Rc<str>) {
        if !class.decorators.is_empty() || !class.body.iter().all(is_modelled) {
            return self.unmodelled(class);
        }
        let span = self.span(class);
        // A class on its own makes its scope itself.
        let is_in_scope = class.super_class.is_some() || class.body.iter().any(needs_scope);
        let entered = is_in_scope && self.enter_class_scope(class, naming, &name);
        if let Some(heritage) = &class.super_class {
            self.expression(heritage);
            let span = self.span(&**heritage);
            self.emit(Operation::Heritage, span);
        }
        let mut constructor = None;
        let mut members = Vec::with_capacity(class.body.len());
        for member in &class.body {
            if let MemberTree::Constructor(tree) = member {
                let kind = match class.super_class {
                    Some(_) => FunctionKind::DerivedConstructor,
                    None => FunctionKind::ClassConstructor,
                };
                let written = Written::of_constructor(tree);
                constructor = Some(self.function(&written, name.clone(), Some(kind), false));
            } else {
                members.extend(self.class_member(member));
            }
        }
        if constructor.is_none() && class.super_class.is_some() {
            let written = Written::of_default_constructor(class.span);
            let kind = Some(FunctionKind::DerivedConstructor);
            constructor = Some(self.function(&written, name.clone(), kind, false));
        }
        let has_heritage = class.super_class.is_some();
        let class = Class { name, naming, is_in_scope, has_heritage, span, constructor, members };
        let place = self.body.class(class);
        self.emit(Operation::Class(place), span);
        self.leave_scope(entered, span);
    }

    /// Steps 1 to 6: the scope with the name of the class and its private names.
    fn enter_class_scope(&mut self, class: &'a ClassTree, naming: ClassNaming, name: &Rc<str>) -> bool {
        let span = self.span(class);
        let mut scope = ScopeDraft::default();
        if naming == ClassNaming::Written {
            scope.declare(name.clone(), ScopeName::OwnName);
        }
        let mut private = Vec::new();
        for member in &class.body {
            let name = match member {
                MemberTree::PrivateMethod(method) => declared_name(&method.key),
                MemberTree::PrivateProp(field) => declared_name(&field.key),
                _ => continue,
            };
            // A getter and a setter share their name.
            if !scope.declares(&name) {
                scope.declare(name.clone(), ScopeName::Constant);
                private.push(name);
            }
        }
        let entered = self.enter_scope(scope.finish(), span);
        for name in private {
            let index = self.body.name(name);
            self.emit(Operation::NewPrivateName(index), span);
        }
        entered
    }

    fn class_member(&mut self, member: &'a MemberTree) -> Option<ClassMember> {
        Some(match member {
            MemberTree::Method(method) => {
                let key = self.member_key(&method.key);
                self.class_method(key, &method.function, method.span, method.kind, method.is_static)
            }
            MemberTree::PrivateMethod(method) => {
                let key = MemberKey::Private(declared_name(&method.key));
                self.class_method(key, &method.function, method.span, method.kind, method.is_static)
            }
            MemberTree::ClassProp(field) => {
                let key = self.member_key(&field.key);
                self.class_field(key, field.value.as_deref(), field.is_static)
            }
            MemberTree::PrivateProp(field) => {
                let key = MemberKey::Private(declared_name(&field.key));
                self.class_field(key, field.value.as_deref(), field.is_static)
            }
            MemberTree::StaticBlock(block) => self.static_block(block),
            _ => return None,
        })
    }

    /// The key of a member. A computed one is evaluated here and left on the stack.
    fn member_key(&mut self, key: &'a PropName) -> MemberKey {
        match (static_key(key), key) {
            (None, PropName::Computed(computed)) => {
                self.expression(&computed.expr);
                let span = self.span(key);
                self.emit(Operation::ToPropertyKey, span);
                MemberKey::Computed
            }
            (name, _) => MemberKey::Name(name.unwrap_or_default()),
        }
    }

    fn class_method(
        &mut self,
        key: MemberKey,
        function: &'a FunctionTree,
        span: swc_common::Span,
        kind: MethodKind,
        is_static: bool,
    ) -> ClassMember {
        let kind = match kind {
            MethodKind::Method => MemberKind::Method,
            MethodKind::Getter => MemberKind::Getter,
            MethodKind::Setter => MemberKind::Setter,
        };
        let name = name_of(&key);
        let own_name = match kind {
            MemberKind::Getter => format!("get {name}").into(),
            MemberKind::Setter => format!("set {name}").into(),
            _ => name,
        };
        let function = Some(self.method_function(function, span, own_name));
        ClassMember { key, is_static, kind, function }
    }

    fn class_field(&mut self, key: MemberKey, value: Option<&'a Expr>, is_static: bool) -> ClassMember {
        let name = name_of(&key);
        let function = value.map(|value| {
            let written = Written::of_field(value, name.clone());
            self.function(&written, name, Some(FunctionKind::Method), false)
        });
        ClassMember { key, is_static, kind: MemberKind::Field, function }
    }

    fn static_block(&mut self, block: &'a StaticBlock) -> ClassMember {
        let written = Written::of_static_block(block);
        let function = Some(self.function(&written, "".into(), Some(FunctionKind::Method), false));
        ClassMember { key: MemberKey::None, is_static: true, kind: MemberKind::StaticBlock, function }
    }
}

/// The name that functions get from a key; a computed key gives it later.
fn name_of(key: &MemberKey) -> Rc<str> {
    match key {
        MemberKey::Name(name) | MemberKey::Private(name) => name.clone(),
        MemberKey::Computed | MemberKey::None => "".into(),
    }
}

/// Whether a member is evaluated in the scope of the class, or has a name there.
fn needs_scope(member: &MemberTree) -> bool {
    match member {
        MemberTree::Method(method) => static_key(&method.key).is_none(),
        MemberTree::ClassProp(field) => static_key(&field.key).is_none(),
        MemberTree::PrivateMethod(_) | MemberTree::PrivateProp(_) => true,
        _ => false,
    }
}

/// Whether a member is part of the language of bodies.
fn is_modelled(member: &MemberTree) -> bool {
    match member {
        MemberTree::Constructor(_) | MemberTree::Empty(_) | MemberTree::StaticBlock(_) => true,
        MemberTree::Method(method) => is_modelled_key(&method.key) && method.function.decorators.is_empty(),
        MemberTree::PrivateMethod(method) => method.function.decorators.is_empty(),
        MemberTree::PrivateProp(field) => field.decorators.is_empty(),
        MemberTree::ClassProp(field) => {
            // The name of a function would be the value of the key.
            let is_named_later =
                static_key(&field.key).is_none() && field.value.as_deref().is_some_and(is_anonymous_function);
            is_modelled_key(&field.key) && !is_named_later && field.decorators.is_empty()
        }
        _ => false,
    }
}

fn is_modelled_key(key: &PropName) -> bool {
    key.is_computed() || static_key(key).is_some()
}
