//! Destructuring, of declarations and of assignments.

use std::rc::Rc;

use swc_ecma_ast::{ArrayPat, Expr, Ident, MemberExpr, ObjectPat, ObjectPatProp, Pat, PropName, RestPat};

use super::{
    Compiler,
    assignment::{MemberPlace, Reference},
    literal::static_key,
};
use crate::syntax::{
    code::{Constant, NameIndex, Operation, Scope, ScopeName, Span},
    text::name_value,
};

/// What is done with the values that a pattern takes apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Binding {
    /// A declaration or parameter: names are initialized.
    Initialize,
    /// An assignment, to anything that can be assigned to.
    Assign,
}

/// A key that the rest of an object pattern leaves out.
#[derive(Debug)]
enum Excluded {
    Text(Rc<str>),
    /// A computed one, under the name that it waits under.
    Kept(NameIndex),
}

/// Where a part of a pattern goes. Members are evaluated before the value is read, and wait in a scope.
#[derive(Clone, Copy, Debug)]
enum Destination<'a> {
    Pattern(&'a Pat),
    Member { place: MemberPlace, object: NameIndex, key: NameIndex, span: Span },
}

impl<'a> Compiler<'a> {
    /// `value →`: binds what a pattern names.
    pub(super) fn bind(&mut self, pattern: &'a Pat, binding: Binding) {
        match pattern {
            Pat::Ident(name) => self.bind_name(&name.id, binding),
            Pat::Array(array) => self.bind_array(array, binding),
            Pat::Object(object) => self.bind_object(object, binding),
            Pat::Assign(with_default) => {
                self.default_value(&with_default.right, &with_default.left);
                self.bind(&with_default.left, binding);
            }
            Pat::Expr(target) => self.assign_to_expression(target),
            Pat::Rest(_) | Pat::Invalid(_) => self.unmodelled(pattern),
        }
    }

    fn bind_name(&mut self, name: &Ident, binding: Binding) {
        let span = self.span(name);
        let index = self.name(&name.sym);
        self.emit(
            match binding {
                Binding::Initialize => Operation::Initialize(index),
                Binding::Assign => Operation::Store(index),
            },
            span,
        );
    }

    /// `value →`: assigns to what is no pattern, the value being there first as in the head of a loop.
    fn assign_to_expression(&mut self, target: &'a Expr) {
        let span = self.span(target);
        match Reference::of_expression(target) {
            Reference::Name { name, .. } => self.bind_name(name, Binding::Assign),
            Reference::Member(member) => {
                let place = self.place_of_member(member);
                if place.name.is_some() {
                    self.emit(Operation::Swap, span);
                } else {
                    // value object key → object key value
                    self.emit(Operation::Rotate, span);
                    self.emit(Operation::Rotate, span);
                }
                self.put(place);
                self.emit(Operation::Pop, span);
            }
            Reference::Super(_) | Reference::Unmodelled => self.unmodelled(target),
        }
    }

    /// `value → value`: the default in the place of `undefined`.
    fn default_value(&mut self, default: &'a Expr, target: &'a Pat) {
        let span = self.span(default);
        let given = self.emit_jump(Operation::DefaultJump, span);
        let named = match target {
            Pat::Ident(name) => Some(&name.id),
            Pat::Expr(target) => target.as_ident(),
            _ => None,
        };
        match named {
            Some(name) => self.named_expression(default, || name_value(&name.sym)),
            None => self.expression(default),
        }
        self.land(given);
    }

    /// `value →`
    pub(super) fn bind_array(&mut self, array: &'a ArrayPat, binding: Binding) {
        let span = self.span(array);
        self.emit(Operation::GetIterator, span);
        for element in &array.elems {
            match element {
                None => {
                    self.emit(Operation::NextElement, span);
                    self.emit(Operation::Pop, span);
                }
                Some(Pat::Rest(rest)) => self.part(&rest.arg, binding, |compiler| {
                    compiler.emit(Operation::RestElements, span);
                }),
                Some(element) => self.part(element, binding, |compiler| {
                    let span = compiler.span(element);
                    compiler.emit(Operation::NextElement, span);
                }),
            }
        }
        self.emit(Operation::CloseIterator, span);
    }

    /// `value →`
    pub(super) fn bind_object(&mut self, object: &'a ObjectPat, binding: Binding) {
        let span = self.span(object);
        self.emit(Operation::RequireObject, span);
        let keys = computed_keys_for_rest(object);
        let kept = !keys.is_empty() && {
            let declared = keys.iter().map(|name| (name.clone(), ScopeName::Variable)).collect();
            self.enter_scope(Scope { names: declared, functions: Vec::new() }, span)
        };
        let mut computed = keys.iter();
        for property in &object.props {
            match property {
                ObjectPatProp::KeyValue(pair) => {
                    let kept = if static_key(&pair.key).is_none() { computed.next() } else { None };
                    self.key_and_target(property, &pair.key, &pair.value, binding, kept);
                }
                ObjectPatProp::Assign(short) => {
                    let name = &short.key.id;
                    let span = self.span(property);
                    self.emit(Operation::Duplicate, span);
                    let index = self.name(&name.sym);
                    self.emit(Operation::GetProperty(index), span);
                    if let Some(default) = &short.value {
                        let given = self.emit_jump(Operation::DefaultJump, span);
                        self.named_expression(default, || name_value(&name.sym));
                        self.land(given);
                    }
                    self.bind_name(name, binding);
                }
                ObjectPatProp::Rest(rest) => self.rest_of_object(rest, &object.props, &keys, binding),
            }
        }
        self.leave_scope(kept, span);
        self.emit(Operation::Pop, span);
    }

    /// `value → value`
    fn key_and_target(
        &mut self,
        property: &'a ObjectPatProp,
        key: &'a PropName,
        target: &'a Pat,
        binding: Binding,
        kept: Option<&Rc<str>>,
    ) {
        let span = self.span(property);
        if let Some(key) = static_key(key) {
            self.part(target, binding, |compiler| {
                compiler.emit(Operation::Duplicate, span);
                let index = compiler.body.name(key);
                compiler.emit(Operation::GetProperty(index), span);
            });
        } else if let PropName::Computed(computed) = key {
            // value → value value key, and the value of the property from there.
            self.emit(Operation::Duplicate, span);
            self.expression(&computed.expr);
            let key_span = self.span(&*computed.expr);
            self.emit(Operation::ToPropertyKey, key_span);
            if let Some(name) = kept {
                self.emit(Operation::Duplicate, key_span);
                let name = self.body.name(name.clone());
                self.emit(Operation::Initialize(name), key_span);
            }
            if Self::waits(target) {
                // A target is evaluated between the key and the reading of the property.
                let [object_name, key_name] = self.enter_hidden_scope(["*source*", "*property*"], span);
                self.emit(Operation::Initialize(key_name), span);
                self.emit(Operation::Initialize(object_name), span);
                self.part(target, binding, |compiler| {
                    compiler.emit(Operation::Load(object_name), span);
                    compiler.emit(Operation::Load(key_name), span);
                    compiler.emit(Operation::GetElement, span);
                });
                self.leave_scope(true, span);
            } else {
                self.emit(Operation::GetElement, span);
                self.part(target, binding, |_| {});
            }
        } else {
            self.unmodelled(property);
        }
    }

    /// `value → value`: RestBindingInitialization — <https://tc39.es/ecma262/#sec-runtime-semantics-restbindinginitialization>
    fn rest_of_object(
        &mut self,
        rest: &'a RestPat,
        properties: &'a [ObjectPatProp],
        computed: &[Rc<str>],
        binding: Binding,
    ) {
        let span = self.span(rest);
        let mut computed = computed.iter();
        let mut excluded = Vec::with_capacity(properties.len());
        for property in properties {
            excluded.push(match property {
                ObjectPatProp::KeyValue(pair) => match (static_key(&pair.key), &pair.key) {
                    (Some(key), _) => Excluded::Text(key),
                    (None, PropName::Computed(_)) => match computed.next() {
                        Some(name) => Excluded::Kept(self.body.name(name.clone())),
                        None => return self.unmodelled(rest),
                    },
                    (None, _) => return self.unmodelled(rest),
                },
                ObjectPatProp::Assign(short) => Excluded::Text(name_value(&short.key.sym)),
                ObjectPatProp::Rest(_) => continue,
            });
        }
        self.part(&rest.arg, binding, |compiler| {
            compiler.emit(Operation::Duplicate, span);
            let count = super::number(excluded.len());
            for key in excluded {
                match key {
                    Excluded::Text(key) => compiler.constant(Constant::String(key), span),
                    Excluded::Kept(name) => compiler.emit(Operation::Load(name), span),
                }
            }
            compiler.emit(Operation::RestProperties(count), span);
        });
    }

    /// A member that is assigned to, with or without a default.
    fn awaited_member(target: &'a Pat) -> Option<(&'a Expr, &'a MemberExpr)> {
        let target = match target {
            Pat::Assign(with_default) => &*with_default.left,
            target => target,
        };
        match target {
            Pat::Expr(target) => match Reference::of_expression(target) {
                Reference::Member(member) => Some((target, member)),
                _ => None,
            },
            _ => None,
        }
    }

    fn waits(target: &'a Pat) -> bool {
        Self::awaited_member(target).is_some()
    }

    /// One part of a pattern: `read` leaves its value on the stack, and here it gets its default and goes where it belongs.
    fn part(&mut self, target: &'a Pat, binding: Binding, read: impl FnOnce(&mut Self)) {
        let destination = match Self::awaited_member(target) {
            Some((target, member)) => self.evaluate_member_first(target, member),
            None => Destination::Pattern(target),
        };
        read(self);
        match destination {
            Destination::Pattern(pattern) => self.bind(pattern, binding),
            Destination::Member { place, object, key, span } => {
                if let Pat::Assign(with_default) = target {
                    self.default_value(&with_default.right, &with_default.left);
                }
                self.emit(Operation::Load(object), span);
                if place.name.is_some() {
                    self.emit(Operation::Swap, span);
                } else {
                    self.emit(Operation::Load(key), span);
                    self.emit(Operation::Rotate, span);
                    self.emit(Operation::Rotate, span);
                }
                self.put(place);
                self.emit(Operation::Pop, span);
                self.leave_scope(true, span);
            }
        }
    }

    fn evaluate_member_first(&mut self, target: &'a Expr, member: &'a MemberExpr) -> Destination<'a> {
        let span = self.span(target);
        let place = self.place_of_member(member);
        let [object, key] = self.enter_hidden_scope(["*object*", "*key*"], span);
        if place.name.is_none() {
            self.emit(Operation::Initialize(key), span);
        }
        self.emit(Operation::Initialize(object), span);
        Destination::Member { place, object, key, span }
    }
}

/// Names under which the computed keys of a pattern wait for its rest, if it has one.
fn computed_keys_for_rest(object: &ObjectPat) -> Vec<Rc<str>> {
    if !matches!(object.props.last(), Some(ObjectPatProp::Rest(_))) {
        return Vec::new();
    }
    let is_computed = |property: &&ObjectPatProp| match property {
        ObjectPatProp::KeyValue(pair) => static_key(&pair.key).is_none(),
        _ => false,
    };
    let count = object.props.iter().filter(is_computed).count();
    (0..count).map(|place| format!("*key {place}*").into()).collect()
}
