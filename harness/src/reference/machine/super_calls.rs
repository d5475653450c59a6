//! `super()` and `super.name` — <https://tc39.es/ecma262/#sec-super-keyword>.

use std::rc::Rc;

use super::{
    ObjectId,
    activation::Activation,
    calls::Called,
    heap::Callable,
    objects::is_object,
    run::Flow,
    scopes::{Binding, EnvironmentId},
};
use crate::{
    reference::{Agent, Host, Quirk, Value, completion::Abrupt},
    syntax::code::{DERIVED_THIS, NameIndex, Operation, ScopeName},
};

impl Agent {
    /// GetThisBinding ( ) of a derived constructor —
    /// <https://tc39.es/ecma262/#sec-function-environment-records-getthisbinding>
    pub(super) fn derived_this(&mut self, from: EnvironmentId, name: &Rc<str>) -> Result<Value, Abrupt> {
        let (environment, index) = self.machine.resolve_binding(from, name).ok_or(Abrupt::Over)?;
        match &self.machine.environment(environment).bindings[index] {
            Binding::Value(_, this) => Ok(this.clone()),
            _ => Err(self.super_not_called()),
        }
    }

    /// SuperCall, steps 2 to 6 — <https://tc39.es/ecma262/#sec-super-keyword-runtime-semantics-evaluation>
    pub(super) fn super_call(
        &mut self,
        host: &mut dyn Host,
        arguments: Vec<Value>,
        place: usize,
    ) -> Result<Flow, Abrupt> {
        let around = self.top()?.around.clone();
        let class = Value::Object(around.class.ok_or(Abrupt::Over)?);
        // 3. The arguments are evaluated before it is asked for, which nobody can tell.
        let parent = self.get_prototype_of(&class)?.unwrap_or(Value::Null);
        // 5.
        if !self.is_constructor(&parent) {
            return Err(self.no_super_constructor(&parent, &class, place));
        }
        // 6.
        match self.begin_construct(host, &parent, arguments, Some(around.new_target))? {
            Called::Done(value) => self.push(value),
            Called::Pushed => Ok(Flow::Next),
        }
    }

    /// SuperCall, steps 7 to 11.
    pub(super) fn bind_this(
        &mut self,
        host: &mut dyn Host,
        from: EnvironmentId,
        name: &Rc<str>,
        this: &Value,
    ) -> Result<(), Abrupt> {
        // 7. and 8.
        let (environment, index) = self.machine.resolve_binding(from, name).ok_or(Abrupt::Over)?;
        let binding = &mut self.machine.environment_mut(environment).bindings[index];
        if !matches!(binding, Binding::Uninitialized(_)) {
            return Err(self.super_called_twice());
        }
        *binding = Binding::Value(ScopeName::Lexical, this.clone());
        // 9.–11.
        let class = Value::Object(self.top()?.around.class.ok_or(Abrupt::Over)?);
        let Some(callable) = self.callable(&class).map(Rc::clone) else { return Err(Abrupt::Over) };
        let Callable::Class(class) = &*callable else { return Err(Abrupt::Over) };
        self.initialize_instance_elements(host, this, class)
    }

    /// What a derived constructor gives that came to its end with `value`: steps 9 to 15 of \[\[Construct]] —
    /// <https://tc39.es/ecma262/#sec-ecmascript-function-objects-construct-argumentslist-newtarget>
    pub(super) fn derived_result(&mut self, ended: &Activation, value: Value) -> Result<Value, Abrupt> {
        if is_object(&value) {
            return Ok(value);
        }
        if value != Value::Undefined {
            return Err(self.no_object_returned(ended.around.class));
        }
        self.derived_this(ended.outermost, &DERIVED_THIS.into())
    }

    /// The object that a method is written in: a literal that is on the stack, perhaps below the key of the method.
    pub(super) fn literal_on_top(&self) -> Option<ObjectId> {
        let stack = &self.machine.activations.last()?.stack;
        stack.iter().rev().take(2).find_map(|value| match value {
            Value::Object(id) => Some(*id),
            _ => None,
        })
    }

    /// GetSuperBase ( ) — <https://tc39.es/ecma262/#sec-getsuperbase>
    pub(super) fn super_base(&mut self) -> Result<Value, Abrupt> {
        let home = self.top()?.around.home.ok_or(Abrupt::Over)?;
        Ok(self.machine.object(home).prototype.clone().unwrap_or(Value::Null))
    }

    /// Properties of `super` that are read.
    pub(super) fn super_property(
        &mut self,
        host: &mut dyn Host,
        operation: Operation,
    ) -> Result<Flow, Abrupt> {
        let key = match operation {
            Operation::GetSuper(name) | Operation::GetSuperMethod(name) => Value::String(self.name(name)?),
            _ => self.pop()?,
        };
        let this = self.pop()?;
        let mut base = self.super_base()?;
        if base == Value::Null && is_object(&key) {
            return Err(Abrupt::Over);
        }
        let key = self.to_property_key(host, &key)?;
        if self.has(Quirk::SuperReadBehindKey) {
            base = self.super_base()?;
        }
        self.require_readable(&base, &key)?;
        let value = self.get_with_receiver(host, &base, &key, &this)?;
        self.push(value)?;
        match operation {
            Operation::GetSuperMethod(NameIndex(_)) | Operation::GetSuperElementMethod => self.push(this),
            _ => Ok(Flow::Next),
        }
    }

    /// PutValue of a property of `super` — <https://tc39.es/ecma262/#sec-putvalue>
    pub(super) fn set_super_property(
        &mut self,
        host: &mut dyn Host,
        operation: Operation,
    ) -> Result<Flow, Abrupt> {
        let value = self.pop()?;
        let mut base = self.pop()?;
        let key = match operation {
            Operation::SetSuper(name) => Value::String(self.name(name)?),
            _ => self.pop()?,
        };
        let this = self.pop()?;
        if self.has(Quirk::SuperReadBehindValue) {
            base = self.super_base()?;
        }
        // Of nothing there are no properties to set; when that is found out, engines have made a property key of the key.
        if base == Value::Null && is_object(&key) {
            return Err(Abrupt::Over);
        }
        let key = self.to_property_key(host, &key)?;
        if self.has(Quirk::SuperReadBehindKey) {
            base = self.super_base()?;
        }
        // 3.a.
        if base == Value::Null {
            return Err(self.unwritable(&base, &key));
        }
        // 3.c.
        match self.set_with_receiver(host, &base, &key, value.clone(), &this)? {
            Ok(()) => self.push(value),
            // 3.d.
            Err(refusal) => Err(self.not_set_through_super(&base, &this, &key, refusal)),
        }
    }
}
