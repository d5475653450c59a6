//! Calls with `new`.

use std::rc::Rc;

use super::{
    activation::Then,
    builtins::Intrinsic,
    calls::Called,
    heap::{Callable, Key},
    objects::is_object,
};
use crate::{
    reference::{Agent, Host, Value, completion::Abrupt},
    syntax::code::FunctionKind,
};

impl Agent {
    /// IsConstructor ( value )
    pub(super) fn is_constructor(&self, value: &Value) -> bool {
        match self.callable(value).map(|callable| &**callable) {
            Some(Callable::Closure(closure)) => closure.function.kind == FunctionKind::Plain,
            Some(Callable::Class(_) | Callable::Scripted) => true,
            Some(Callable::Native(native)) => native.is_constructor(),
            Some(Callable::Bound { constructs, .. }) => *constructs,
            _ => false,
        }
    }

    /// \[\[Construct]]: runs a builtin, or puts a body on top of the others.
    pub(super) fn begin_construct(
        &mut self,
        host: &mut dyn Host,
        constructor: &Value,
        mut arguments: Vec<Value>,
        new_target: Option<Value>,
    ) -> Result<Called, Abrupt> {
        // A bound function gives its target the arguments it has kept, and stands for it where it is the new target —
        // https://tc39.es/ecma262/#sec-bound-function-exotic-objects-construct-argumentslist-newtarget
        let mut function = constructor.clone();
        let mut new_target = new_target.unwrap_or_else(|| constructor.clone());
        let (id, callable) = loop {
            let Value::Object(id) = function else { return Err(Abrupt::Over) };
            let Some(callable) = self.callable(&function) else { return Err(Abrupt::Over) };
            let callable = Rc::clone(callable);
            let Callable::Bound { target, arguments: first, .. } = &*callable else {
                break (id, callable);
            };
            self.spend(1 + first.len() + arguments.len())?;
            arguments.splice(..0, first.iter().cloned());
            if new_target == function {
                new_target = target.clone();
            }
            function = target.clone();
        };
        let target = new_target;
        match &*callable {
            Callable::Native(_) => self
                .call_in_context_of(host, id, &callable, Value::Undefined, &arguments, Some(&target))
                .map(Called::Done),
            Callable::Closure(closure) => {
                let object = self.ordinary_create_from_constructor(host, &target)?;
                let this = Value::Object(object);
                self.push_call(closure, this, target, arguments, Then::Constructor(object))?;
                Ok(Called::Pushed)
            }
            Callable::Class(class) if class.is_derived => {
                let closure = class.constructor.as_ref().ok_or(Abrupt::Over)?;
                self.push_call(closure, Value::Undefined, target, arguments, Then::Derived)?;
                self.top()?.around.class = Some(id);
                Ok(Called::Pushed)
            }
            Callable::Class(class) => {
                let object = self.ordinary_create_from_constructor(host, &target)?;
                let this = Value::Object(object);
                self.initialize_instance_elements(host, &this, class)?;
                match &class.constructor {
                    None => Ok(Called::Done(this)),
                    Some(closure) => {
                        self.push_call(closure, this, target, arguments, Then::Constructor(object))?;
                        Ok(Called::Pushed)
                    }
                }
            }
            _ => Err(Abrupt::Over),
        }
    }

    /// OrdinaryCreateFromConstructor ( newTarget, "%Object.prototype%" ) —
    /// <https://tc39.es/ecma262/#sec-ordinarycreatefromconstructor>
    pub(super) fn ordinary_create_from_constructor(
        &mut self,
        host: &mut dyn Host,
        new_target: &Value,
    ) -> Result<super::ObjectId, Abrupt> {
        let prototype = self.get(host, new_target, &Key::text("prototype"))?;
        if is_object(&prototype) {
            return Ok(self.new_object_with(Some(prototype)));
        }
        let Value::Object(id) = new_target else { return Err(Abrupt::Over) };
        let context = self.machine.object(*id).context;
        let prototype = self.intrinsic_of(context, Intrinsic::ObjectPrototype);
        Ok(self.new_object_with(Some(prototype)))
    }
}
