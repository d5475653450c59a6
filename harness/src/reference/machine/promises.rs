//! `Promise` — <https://tc39.es/ecma262/#sec-promise-objects>. What settles a promise, and when, is in
//! [`jobs`](crate::reference::jobs).

use std::{cell::Cell, rc::Rc};

use super::{
    builtins::{BuiltinCall, ErrorType, Intrinsic, Native},
    heap::{Callable, Key},
    objects::is_object,
};
use crate::reference::{
    Agent, Host, PromiseId, Quirk, Value, Wording, completion::Abrupt, jobs::Handler, machine::ObjectId,
};

impl Agent {
    /// The resolve function of a promise, called once — <https://tc39.es/ecma262/#sec-promise-resolve-functions>
    ///
    /// # Errors
    /// Only that something is not modelled.
    pub(in crate::reference) fn resolve_promise(
        &mut self,
        host: &mut dyn Host,
        promise: PromiseId,
        resolution: Value,
    ) -> Result<(), Abrupt> {
        let resolution = self.enter(resolution);
        // 7.
        if resolution == Value::Promise(promise) {
            let error = self.new_error(ErrorType::TypeError, Some(self.wording().promise_of_itself()));
            self.settle(promise, Err(error));
            return Ok(());
        }
        // 8.
        if !is_object(&resolution) || matches!(resolution, Value::Module(_)) {
            self.settle(promise, Ok(resolution));
            return Ok(());
        }
        // 9.–11.
        match self.get(host, &resolution, &Key::text("then")) {
            Err(Abrupt::Throw(reason)) => self.settle(promise, Err(reason)),
            Ok(then) if self.callable(&then).is_none() => self.settle(promise, Ok(resolution)),
            // 13.–15.
            Ok(Value::Object(then)) => self.queue_thenable_job(promise, resolution, then),
            Ok(_) | Err(Abrupt::Over) => return Err(Abrupt::Over),
        }
        Ok(())
    }

    /// NewPromiseResolveThenableJob ( promise, thenable, then ), when it runs —
    /// <https://tc39.es/ecma262/#sec-newpromiseresolvethenablejob>
    ///
    /// # Errors
    /// Only that something is not modelled.
    pub(in crate::reference) fn run_thenable_job(
        &mut self,
        host: &mut dyn Host,
        promise: PromiseId,
        thenable: Value,
        then: ObjectId,
    ) -> Result<(), Abrupt> {
        let (resolve, reject) = self.resolving_functions(promise);
        match self.call(host, &Value::Object(then), thenable, &[resolve, reject.clone()]) {
            Ok(_) => Ok(()),
            Err(Abrupt::Throw(reason)) => self.call(host, &reject, Value::Undefined, &[reason]).map(|_| ()),
            Err(Abrupt::Over) => Err(Abrupt::Over),
        }
    }

    /// CreateResolvingFunctions ( promise ) — <https://tc39.es/ecma262/#sec-createresolvingfunctions>
    pub(super) fn resolving_functions(&mut self, promise: PromiseId) -> (Value, Value) {
        let already_resolved = Rc::new(Cell::new(false));
        let function = |agent: &mut Self, rejects| {
            let already_resolved = Rc::clone(&already_resolved);
            agent.anonymous(Callable::Resolving { promise, rejects, already_resolved }, 1)
        };
        (function(self, false), function(self, true))
    }

    /// PromiseResolve ( %Promise%, value ) — <https://tc39.es/ecma262/#sec-promise-resolve>
    ///
    /// # Errors
    /// What reading `constructor` throws, or that something is not modelled.
    pub(in crate::reference) fn promise_resolve(
        &mut self,
        host: &mut dyn Host,
        value: &Value,
    ) -> Result<PromiseId, Abrupt> {
        if let Value::Promise(promise) = *value {
            let constructor = self.get(host, value, &Key::text("constructor"))?;
            if constructor == self.intrinsic(Intrinsic::Promise) {
                return Ok(promise);
            }
        }
        let promise = self.new_promise_here();
        self.resolve_promise(host, promise, value.clone())?;
        Ok(promise)
    }

    pub(super) fn promise_constructor(
        &mut self,
        host: &mut dyn Host,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        let own = self.intrinsic(Intrinsic::Promise);
        match call.new_target {
            None => return Err(self.throw_type_error(self.wording().promise_called())),
            Some(target) if *target != own => return Err(Abrupt::Over),
            Some(_) => {}
        }
        let executor = call.argument(0);
        if self.callable(&executor).is_none() {
            let description = match &executor {
                _ if self.wording() == Wording::JavaScriptCore => "".into(),
                value if is_object(value) => return Err(Abrupt::Over),
                value => self.text_of_value(host, value)?,
            };
            return Err(self.throw_type_error(&self.wording().no_executor(&description)));
        }
        let promise = self.new_promise_here();
        let (resolve, reject) = self.resolving_functions(promise);
        match self.call(host, &executor, Value::Undefined, &[resolve, reject.clone()]) {
            Ok(_) => {}
            Err(Abrupt::Throw(reason)) => {
                self.call(host, &reject, Value::Undefined, &[reason])?;
            }
            Err(Abrupt::Over) => return Err(Abrupt::Over),
        }
        Ok(Value::Promise(promise))
    }

    /// The functions of `Promise` and of its prototype.
    pub(super) fn promise_function(
        &mut self,
        host: &mut dyn Host,
        native: Native,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        match native {
            Native::PromiseThen => self.promise_then(host, &call.this, &call.argument(0), &call.argument(1)),
            Native::PromiseCatch => self.invoke_then(host, &call.this, Value::Undefined, call.argument(0)),
            Native::PromiseFinally => {
                let Value::Promise(_) = call.this else { return Err(Abrupt::Over) };
                let on_finally = call.argument(0);
                if self.callable(&on_finally).is_none() {
                    return self.invoke_then(host, &call.this, on_finally.clone(), on_finally);
                }
                let fulfilled = Callable::Finally { on_finally: on_finally.clone(), rejects: false };
                let rejected = Callable::Finally { on_finally, rejects: true };
                let (fulfilled, rejected) = (self.anonymous(fulfilled, 1), self.anonymous(rejected, 1));
                self.invoke_then(host, &call.this, fulfilled, rejected)
            }
            _ if call.this != self.intrinsic(Intrinsic::Promise) => Err(Abrupt::Over),
            Native::PromiseResolve => self.promise_resolve(host, &call.argument(0)).map(Value::Promise),
            Native::PromiseReject => {
                let promise = self.new_promise_here();
                self.settle(promise, Err(call.argument(0)));
                Ok(Value::Promise(promise))
            }
            Native::PromiseWithResolvers => Ok(self.promise_with_resolvers()),
            Native::PromiseTry => self.promise_try(host, call),
            combinator => self.combine(host, combinator, &call.argument(0)),
        }
    }

    /// Promise.withResolvers ( ) — <https://tc39.es/ecma262/#sec-promise.withResolvers>
    fn promise_with_resolvers(&mut self) -> Value {
        // 2.
        let promise = self.new_promise_here();
        let (resolve, reject) = self.resolving_functions(promise);
        // 3.–6.
        let mut members = [("promise", Value::Promise(promise)), ("resolve", resolve), ("reject", reject)];
        if self.has(Quirk::ResolversBeforePromise) {
            members.rotate_left(1);
        }
        let object = self.new_object();
        for (name, value) in members {
            self.define_plain(object, Key::text(name), value);
        }
        // 7.
        Value::Object(object)
    }

    /// Promise.try ( callback, ...args ) — <https://tc39.es/ecma262/#sec-promise.try>
    fn promise_try(&mut self, host: &mut dyn Host, call: &BuiltinCall<'_>) -> Result<Value, Abrupt> {
        // 3.
        let promise = self.new_promise_here();
        // 4.
        let arguments = call.arguments.get(1..).unwrap_or_default();
        let callback = call.argument(0);
        match self.call(host, &callback, Value::Undefined, arguments) {
            // 6.
            Ok(value) if self.has(Quirk::TryHandsOnPromises) => {
                return self.promise_resolve(host, &value).map(Value::Promise);
            }
            Ok(value) => self.resolve_promise(host, promise, value)?,
            // 5.
            Err(Abrupt::Throw(reason)) => self.settle(promise, Err(reason)),
            Err(Abrupt::Over) => return Err(Abrupt::Over),
        }
        // 7.
        Ok(Value::Promise(promise))
    }

    pub(super) fn invoke_then(
        &mut self,
        host: &mut dyn Host,
        promise: &Value,
        fulfilled: Value,
        rejected: Value,
    ) -> Result<Value, Abrupt> {
        if matches!(promise, Value::Undefined | Value::Null) {
            return Err(Abrupt::Over);
        }
        let then = self.get(host, promise, &Key::text("then"))?;
        self.call(host, &then, promise.clone(), &[fulfilled, rejected])
    }

    /// Promise.prototype.then — <https://tc39.es/ecma262/#sec-promise.prototype.then>
    fn promise_then(
        &mut self,
        host: &mut dyn Host,
        this: &Value,
        fulfilled: &Value,
        rejected: &Value,
    ) -> Result<Value, Abrupt> {
        let Value::Promise(promise) = *this else { return Err(Abrupt::Over) };
        // SpeciesConstructor ( promise, %Promise% ) — https://tc39.es/ecma262/#sec-speciesconstructor
        // 1.
        let constructor = self.get(host, this, &Key::text("constructor"))?;
        let context = self.promise_context(promise);
        let context = if constructor == Value::Undefined {
            // 2.
            self.machine.context
        } else if constructor == self.intrinsic_of(context, Intrinsic::Promise) {
            // 4. Nobody can reach `Symbol.species`.
            context
        } else {
            return Err(Abrupt::Over);
        };
        let derived = self.new_promise_in(context);
        let function = |agent: &Self, value: &Value| match value {
            Value::Object(id) if agent.callable(value).is_some() => Some(*id),
            _ => None,
        };
        let (fulfilled, rejected) = (function(self, fulfilled), function(self, rejected));
        self.then(promise, Handler::Functions { fulfilled, rejected, derived });
        Ok(Value::Promise(derived))
    }

    /// NewPromiseReactionJob ( reaction, argument ), when it runs — <https://tc39.es/ecma262/#sec-newpromisereactionjob>
    ///
    /// # Errors
    /// Only that something is not modelled.
    pub(in crate::reference) fn run_reaction(
        &mut self,
        host: &mut dyn Host,
        handler: Option<ObjectId>,
        derived: PromiseId,
        outcome: Result<Value, Value>,
    ) -> Result<(), Abrupt> {
        let Some(handler) = handler else {
            return match outcome {
                // What a promise was fulfilled with goes through the resolve function again.
                Ok(value) => self.resolve_promise(host, derived, value),
                Err(reason) => {
                    self.settle(derived, Err(reason));
                    Ok(())
                }
            };
        };
        let (Ok(argument) | Err(argument)) = outcome;
        let argument = self.enter(argument);
        if self.has(Quirk::FinallySettlesEarlier)
            && let Some(callable) = self.callable(&Value::Object(handler))
            && let Callable::Finally { on_finally, rejects } = &**callable
        {
            let (on_finally, rejects) = (on_finally.clone(), *rejects);
            let outcome = if rejects { Err(argument) } else { Ok(argument) };
            return self.settle_after_finally(host, &on_finally, outcome, derived);
        }
        match self.call(host, &Value::Object(handler), Value::Undefined, &[argument]) {
            Ok(value) => {
                let context = self.promise_context(derived);
                self.machine.context = context;
                self.resolve_promise(host, derived, value)
            }
            Err(Abrupt::Throw(reason)) => {
                self.settle(derived, Err(reason));
                Ok(())
            }
            Err(Abrupt::Over) => Err(Abrupt::Over),
        }
    }
}
