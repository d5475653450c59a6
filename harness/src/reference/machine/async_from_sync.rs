//! Async-from-sync iterators — <https://tc39.es/ecma262/#sec-async-from-sync-iterator-objects>. Nobody sees one, so none is made:
//! its methods stand here, of the sync iterator inside.

use super::{
    heap::{Callable, FromSync, Iteration, Key},
    instructions::to_boolean,
    objects::is_object,
};
use crate::reference::{Agent, Host, PromiseId, Quirk, Value, completion::Abrupt, jobs::Handler};

impl Agent {
    /// %AsyncFromSyncIteratorPrototype%.next ( \[ value ] ) — <https://tc39.es/ecma262/#sec-%25asyncfromsynciteratorprototype%25.next>
    pub(super) fn async_from_sync_next(
        &mut self,
        host: &mut dyn Host,
        sync: &Iteration,
        arguments: &[Value],
    ) -> Result<PromiseId, Abrupt> {
        if self.callable(&sync.next).is_none() {
            return Err(Abrupt::Over);
        }
        // 3.
        let promise = self.new_promise_here();
        // 5. and 6.
        let result = self.call(host, &sync.next, sync.iterator.clone(), arguments);
        let outcome = self.async_from_sync_continuation(host, result, promise, sync, true);
        self.if_abrupt_reject_promise(promise, outcome)
    }

    /// %AsyncFromSyncIteratorPrototype%.return ( \[ value ] ) — <https://tc39.es/ecma262/#sec-%25asyncfromsynciteratorprototype%25.return>
    pub(super) fn async_from_sync_return(
        &mut self,
        host: &mut dyn Host,
        sync: &Iteration,
        value: Option<Value>,
    ) -> Result<PromiseId, Abrupt> {
        // 3.
        let promise = self.new_promise_here();
        let outcome = self.async_from_sync_returned(host, sync, value, promise);
        self.if_abrupt_reject_promise(promise, outcome)
    }

    fn async_from_sync_returned(
        &mut self,
        host: &mut dyn Host,
        sync: &Iteration,
        value: Option<Value>,
        promise: PromiseId,
    ) -> Result<(), Abrupt> {
        // 5.
        let method = self.get(host, &sync.iterator, &Key::text("return"))?;
        // 7.
        if matches!(method, Value::Undefined | Value::Null) {
            let result = self.iterator_result(value.unwrap_or(Value::Undefined), true);
            return self.resolve_promise(host, promise, result);
        }
        if self.callable(&method).is_none() {
            return Err(Abrupt::Over);
        }
        // 8. and 9.
        let arguments = value.as_slice();
        let result = self.call(host, &method, sync.iterator.clone(), arguments);
        // 12.
        self.async_from_sync_continuation(host, result, promise, sync, false)
    }

    /// %AsyncFromSyncIteratorPrototype%.throw ( \[ value ] ) — <https://tc39.es/ecma262/#sec-%25asyncfromsynciteratorprototype%25.throw>
    pub(super) fn async_from_sync_throw(
        &mut self,
        host: &mut dyn Host,
        sync: &Iteration,
        value: Value,
    ) -> Result<PromiseId, Abrupt> {
        // 3.
        let promise = self.new_promise_here();
        let outcome = self.async_from_sync_thrown(host, sync, value, promise);
        self.if_abrupt_reject_promise(promise, outcome)
    }

    fn async_from_sync_thrown(
        &mut self,
        host: &mut dyn Host,
        sync: &Iteration,
        value: Value,
        promise: PromiseId,
    ) -> Result<(), Abrupt> {
        // 5.
        let method = self.get(host, &sync.iterator, &Key::text("throw"))?;
        // 7.
        if matches!(method, Value::Undefined | Value::Null) {
            if self.has(Quirk::SyncIteratorWithoutThrowLeftOpen) {
                return Err(Abrupt::Throw(value));
            }
            if let Some(result) = self.call_return(host, sync)?
                && !is_object(&result)
            {
                return Err(self.sync_return_no_object(&result));
            }
            return Err(self.no_sync_throw_method());
        }
        if self.callable(&method).is_none() {
            return Err(Abrupt::Over);
        }
        // 8.
        let result = self.call(host, &method, sync.iterator.clone(), &[value]);
        // 12.
        self.async_from_sync_continuation(host, result, promise, sync, true)
    }

    /// AsyncFromSyncIteratorContinuation ( result, promiseCapability, syncIteratorRecord, closeOnRejection ) —
    /// <https://tc39.es/ecma262/#sec-asyncfromsynciteratorcontinuation>. What it throws rejects the promise, and so does a method
    /// that gave no result.
    fn async_from_sync_continuation(
        &mut self,
        host: &mut dyn Host,
        result: Result<Value, Abrupt>,
        promise: PromiseId,
        sync: &Iteration,
        close_on_rejection: bool,
    ) -> Result<(), Abrupt> {
        let read = match result {
            Ok(result) => self.read_sync_result(host, &result),
            Err(abrupt) => Err(abrupt),
        };
        let (done, value) = match read {
            Err(Abrupt::Throw(error))
                if close_on_rejection && self.has(Quirk::SyncIteratorClosedByItsFailure) =>
            {
                self.abandon_iteration(host, sync)?;
                return Err(Abrupt::Throw(error));
            }
            other => other?,
        };
        let closes = !done && close_on_rejection && !self.has(Quirk::SyncIteratorOfRejectionLeftOpen);
        // 6.
        let wrapper = match self.promise_resolve(host, &value) {
            // 7.
            Err(Abrupt::Throw(error)) if closes => {
                self.abandon_iteration(host, sync)?;
                return Err(Abrupt::Throw(error));
            }
            other => other?,
        };
        // 9. to 11.
        let fulfilled = self.anonymous(Callable::FromSync(FromSync::Unwrap { done }), 1);
        // 12. and 13.
        let rejected = closes.then(|| self.anonymous(Callable::FromSync(FromSync::Close(sync.clone())), 1));
        let function = |value: Value| match value {
            Value::Object(id) => Some(id),
            _ => None,
        };
        // 14.
        let (fulfilled, rejected) = (function(fulfilled), rejected.and_then(function));
        self.then(wrapper, Handler::Functions { fulfilled, rejected, derived: promise });
        Ok(())
    }

    /// Steps 2 and 4: whether the iterator is done, and the value.
    fn read_sync_result(&mut self, host: &mut dyn Host, result: &Value) -> Result<(bool, Value), Abrupt> {
        if !is_object(result) {
            return Err(self.iterator_result_no_object(result));
        }
        let done = self.get(host, result, &Key::text("done"))?;
        Ok((to_boolean(&done), self.get(host, result, &Key::text("value"))?))
    }

    /// The closures of AsyncFromSyncIteratorContinuation.
    pub(super) fn call_from_sync(
        &mut self,
        host: &mut dyn Host,
        what: &FromSync,
        value: Value,
    ) -> Result<Value, Abrupt> {
        match what {
            // 9.
            FromSync::Unwrap { done } => Ok(self.iterator_result(value, *done)),
            // 13.a.
            FromSync::Close(sync) => {
                self.abandon_iteration(host, sync)?;
                Err(Abrupt::Throw(value))
            }
        }
    }

    /// IfAbruptRejectPromise ( value, capability ) — <https://tc39.es/ecma262/#sec-ifabruptrejectpromise>
    fn if_abrupt_reject_promise(
        &mut self,
        promise: PromiseId,
        outcome: Result<(), Abrupt>,
    ) -> Result<PromiseId, Abrupt> {
        match outcome {
            Ok(()) => {}
            Err(Abrupt::Throw(reason)) => self.settle(promise, Err(reason)),
            Err(Abrupt::Over) => return Err(Abrupt::Over),
        }
        Ok(promise)
    }
}
