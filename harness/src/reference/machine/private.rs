//! Private names — <https://tc39.es/ecma262/#sec-private-names>.

use std::rc::Rc;

use super::{
    ObjectId,
    heap::{Content, PROPERTY_BYTES, SymbolId},
    objects::is_object,
    run::Flow,
    scopes::Binding,
};
use crate::{
    reference::{Agent, Host, NamespaceId, Value, completion::Abrupt},
    syntax::code::{MemberKind, NameIndex, Operation, ScopeName},
};

/// A private member of an object.
#[derive(Clone, Debug)]
pub(super) enum PrivateElement {
    Field(Value),
    Method(Value),
    Accessor { get: Option<Value>, set: Option<Value> },
}

/// What can have private members.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Holder {
    Object(ObjectId),
    /// A constructor can return a namespace object, and what derives from it adds its members to that.
    Namespace(NamespaceId),
}

/// Whose methods a private name is one of: what messages call the class.
#[derive(Clone, Debug)]
pub(super) struct Brand {
    pub(super) class: Rc<str>,
    pub(super) is_static: bool,
}

impl Agent {
    /// The instructions on private members.
    pub(super) fn private_operation(
        &mut self,
        host: &mut dyn Host,
        operation: Operation,
    ) -> Result<Flow, Abrupt> {
        match operation {
            Operation::NewPrivateName(name) => {
                let (from, name) = (self.top()?.environment(), self.name(name)?);
                let symbol = self.machine.new_symbol(Some(Rc::clone(&name)));
                let (environment, index) = self.machine.resolve_binding(from, &name).ok_or(Abrupt::Over)?;
                self.machine.environment_mut(environment).bindings[index] =
                    Binding::Value(ScopeName::Constant, symbol);
                Ok(Flow::Next)
            }
            Operation::GetPrivate(name) => {
                let object = self.pop()?;
                let value = self.private_get(host, &object, name)?;
                self.push(value)
            }
            Operation::GetPrivateMethod(name) => {
                let object = self.pop()?;
                let value = self.private_get(host, &object, name)?;
                self.push(value)?;
                self.push(object)
            }
            Operation::SetPrivate(name) => {
                let value = self.pop()?;
                let object = self.pop()?;
                self.private_set(host, &object, name, value.clone())?;
                self.push(value)
            }
            Operation::HasPrivate(name) => {
                let object = self.pop()?;
                let symbol = self.resolve_private(name)?;
                if !is_object(&object) {
                    return Err(self.private_in_no_object(symbol, &object));
                }
                let has = self.private_element(&object, symbol)?.is_some();
                self.push(Value::Boolean(has))
            }
            _ => Err(Abrupt::Over),
        }
    }

    /// ResolvePrivateIdentifier — <https://tc39.es/ecma262/#sec-resolve-private-identifier>
    fn resolve_private(&mut self, name: NameIndex) -> Result<SymbolId, Abrupt> {
        let (from, name) = (self.top()?.environment(), self.name(name)?);
        self.private_name_in(from, &name)
    }

    pub(super) fn private_name_in(
        &self,
        from: super::scopes::EnvironmentId,
        name: &Rc<str>,
    ) -> Result<SymbolId, Abrupt> {
        let (environment, index) = self.machine.resolve_binding(from, name).ok_or(Abrupt::Over)?;
        match self.machine.environment(environment).bindings[index] {
            Binding::Value(_, Value::Symbol(symbol)) => Ok(symbol),
            _ => Err(Abrupt::Over),
        }
    }

    /// PrivateElementFind ( O, P ) — <https://tc39.es/ecma262/#sec-privateelementfind>
    fn private_element(&mut self, object: &Value, name: SymbolId) -> Result<Option<PrivateElement>, Abrupt> {
        Ok(match self.private_holder(object)? {
            Some(holder) => self.machine.private.get(&(holder, name)).cloned(),
            None => None,
        })
    }

    /// Where the \[\[PrivateElements]] of a value are; `None` for a primitive.
    fn private_holder(&mut self, object: &Value) -> Result<Option<Holder>, Abrupt> {
        Ok(match object {
            // A deferred namespace has members without its module being evaluated: none of its internal methods is called.
            Value::Namespace(namespace) => Some(Holder::Namespace(*namespace)),
            _ => self.object_of(object)?.map(Holder::Object),
        })
    }

    /// PrivateGet ( O, P ) — <https://tc39.es/ecma262/#sec-privateget>
    fn private_get(&mut self, host: &mut dyn Host, object: &Value, name: NameIndex) -> Result<Value, Abrupt> {
        let symbol = self.resolve_private(name)?;
        if matches!(object, Value::Undefined | Value::Null) {
            return Err(self.no_private_of_nothing(symbol, object));
        }
        match self.private_element(object, symbol)? {
            // 2.
            None => Err(self.no_private_member(symbol, true)),
            // 3.
            Some(PrivateElement::Field(value) | PrivateElement::Method(value)) => Ok(value),
            // 5.
            Some(PrivateElement::Accessor { get: None, .. }) => {
                Err(self.no_private_accessor(symbol, "getter"))
            }
            Some(PrivateElement::Accessor { get: Some(getter), .. }) => {
                self.call(host, &getter, object.clone(), &[])
            }
        }
    }

    /// PrivateSet ( O, P, value ) — <https://tc39.es/ecma262/#sec-privateset>
    fn private_set(
        &mut self,
        host: &mut dyn Host,
        object: &Value,
        name: NameIndex,
        value: Value,
    ) -> Result<(), Abrupt> {
        let symbol = self.resolve_private(name)?;
        if matches!(object, Value::Undefined | Value::Null) {
            return Err(self.nothing_private_set(symbol, object));
        }
        match self.private_element(object, symbol)? {
            None => Err(self.no_private_member(symbol, false)),
            Some(PrivateElement::Field(_)) => {
                let holder = self.private_holder(object)?.ok_or(Abrupt::Over)?;
                self.machine.private.insert((holder, symbol), PrivateElement::Field(value));
                Ok(())
            }
            Some(PrivateElement::Method(_)) => Err(self.private_method_set(symbol)),
            Some(PrivateElement::Accessor { set: None, .. }) => {
                Err(self.no_private_accessor(symbol, "setter"))
            }
            Some(PrivateElement::Accessor { set: Some(setter), .. }) => {
                self.call(host, &setter, object.clone(), &[value]).map(|_| ())
            }
        }
    }

    /// PrivateFieldAdd ( O, P, value ) — <https://tc39.es/ecma262/#sec-privatefieldadd> — and
    /// PrivateMethodOrAccessorAdd ( O, method ) — <https://tc39.es/ecma262/#sec-privatemethodoraccessoradd>
    pub(super) fn private_add(
        &mut self,
        object: &Value,
        name: SymbolId,
        element: PrivateElement,
    ) -> Result<(), Abrupt> {
        let holder = self.private_holder(object)?.ok_or(Abrupt::Over)?;
        if self.machine.private.contains_key(&(holder, name)) {
            return Err(self.private_added_twice(name));
        }
        self.machine.note(0, PROPERTY_BYTES);
        self.machine.private.insert((holder, name), element);
        Ok(())
    }
}

impl PrivateElement {
    /// One accessor of a getter and a setter.
    pub(super) fn joined(self, other: Content) -> Self {
        match (self, other) {
            (Self::Accessor { get, set }, Content::Accessor { get: more_get, set: more_set }) => {
                Self::Accessor { get: get.or(more_get), set: set.or(more_set) }
            }
            (element, _) => element,
        }
    }
}

/// Adds a private method, or one half of an accessor to the other.
pub(super) fn add_private_method(
    list: &mut Vec<(SymbolId, PrivateElement)>,
    name: SymbolId,
    kind: MemberKind,
    function: Value,
) {
    let content = match kind {
        MemberKind::Getter => Content::Accessor { get: Some(function), set: None },
        MemberKind::Setter => Content::Accessor { get: None, set: Some(function) },
        _ => return list.push((name, PrivateElement::Method(function))),
    };
    let half = PrivateElement::Accessor { get: None, set: None };
    match list.iter_mut().find(|(known, _)| *known == name) {
        Some((_, element)) => *element = element.clone().joined(content),
        None => list.push((name, half.joined(content))),
    }
}
