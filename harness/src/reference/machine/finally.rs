//! `Promise.prototype.finally` — <https://tc39.es/ecma262/#sec-promise.prototype.finally>.

use super::{
    builtins::Native,
    heap::{Callable, Key},
    objects::is_object,
};
use crate::reference::{Agent, Host, PromiseId, Value, completion::Abrupt, jobs::Handler};

impl Agent {
    /// What a callback of `finally` leads to under [`Quirk::FinallySettlesEarlier`]: `derived` is settled at once, or when
    /// the promise that the callback gave is.
    ///
    /// # Errors
    /// Only that something is not modelled.
    pub(super) fn settle_after_finally(
        &mut self,
        host: &mut dyn Host,
        on_finally: &Value,
        outcome: Result<Value, Value>,
        derived: PromiseId,
    ) -> Result<(), Abrupt> {
        let given = match self.call(host, on_finally, Value::Undefined, &[]) {
            Err(Abrupt::Throw(reason)) => {
                self.settle(derived, Err(reason));
                return Ok(());
            }
            Err(Abrupt::Over) => return Err(Abrupt::Over),
            Ok(given) => given,
        };
        let waited_for = match self.waited_for_by_finally(host, &given) {
            Err(Abrupt::Throw(reason)) => {
                self.settle(derived, Err(reason));
                return Ok(());
            }
            Err(Abrupt::Over) => return Err(Abrupt::Over),
            Ok(waited_for) => waited_for,
        };
        if let Some(promise) = waited_for {
            let (Ok(value) | Err(value)) = outcome.clone();
            let constant = self.anonymous(Callable::Constant { value, throws: outcome.is_err() }, 0);
            let Value::Object(constant) = constant else { return Err(Abrupt::Over) };
            let handler = Handler::Functions { fulfilled: Some(constant), rejected: None, derived };
            self.then(promise, handler);
            return Ok(());
        }
        match outcome {
            Ok(value) => self.resolve_promise(host, derived, value),
            Err(reason) => {
                self.settle(derived, Err(reason));
                Ok(())
            }
        }
    }

    /// The promise that is waited for when a callback of `finally` has given something: that promise itself, or one that is
    /// settled by the `then` of what was given, which is called at once.
    fn waited_for_by_finally(
        &mut self,
        host: &mut dyn Host,
        given: &Value,
    ) -> Result<Option<PromiseId>, Abrupt> {
        if !is_object(given) {
            return Ok(None);
        }
        let then = self.get(host, given, &Key::text("then"))?;
        let is_own = matches!(
            self.callable(&then).map(|callable| &**callable),
            Some(Callable::Native(Native::PromiseThen))
        );
        match given {
            Value::Promise(promise) if is_own => return Ok(Some(*promise)),
            _ if self.callable(&then).is_none() => return Ok(None),
            _ => {}
        }
        let promise = self.new_promise_here();
        let (resolve, reject) = self.resolving_functions(promise);
        match self.call(host, &then, given.clone(), &[resolve, reject.clone()]) {
            Err(Abrupt::Throw(reason)) => {
                self.call(host, &reject, Value::Undefined, &[reason])?;
            }
            other => {
                other?;
            }
        }
        Ok(Some(promise))
    }

    /// Then Finally Functions and Catch Finally Functions — <https://tc39.es/ecma262/#sec-thenfinallyfunctions>
    pub(super) fn call_finally(
        &mut self,
        host: &mut dyn Host,
        on_finally: &Value,
        rejects: bool,
        value: Value,
    ) -> Result<Value, Abrupt> {
        let result = self.call(host, on_finally, Value::Undefined, &[])?;
        let promise = self.promise_resolve(host, &result)?;
        let constant = self.anonymous(Callable::Constant { value, throws: rejects }, 0);
        self.invoke_then(host, &Value::Promise(promise), constant, Value::Undefined)
    }
}
