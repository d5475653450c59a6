//! What async generators are asked for, and how that is answered — <https://tc39.es/ecma262/#sec-asyncgenerator-objects>.

use super::{
    ObjectId,
    async_generators::AsyncGeneratorState,
    builtins::{BuiltinCall, Native},
    generators::Resumption,
    heap::Key,
};
use crate::reference::{Agent, Host, PromiseId, Quirk, Value, completion::Abrupt, jobs::Handler};

/// An AsyncGeneratorRequest Record — <https://tc39.es/ecma262/#sec-asyncgeneratorrequest-records>.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) completion: Resumption,
    capability: PromiseId,
}

impl Agent {
    /// %AsyncGeneratorPrototype%.next ( value ), return ( value ) and throw ( exception ) —
    /// <https://tc39.es/ecma262/#sec-properties-of-asyncgenerator-prototype>. A `this` that is no async generator rejects with a
    /// message that each engine words in its way.
    pub(super) fn async_generator_method(
        &mut self,
        host: &mut dyn Host,
        native: Native,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        let Value::Object(generator) = call.this else { return Err(Abrupt::Over) };
        self.async_generator(generator)?;
        // 2.
        let capability = self.new_promise_here();
        let argument = call.argument(0);
        match native {
            Native::AsyncGeneratorReturn => {
                self.async_generator_return(host, generator, argument, capability)?;
            }
            Native::AsyncGeneratorThrow => {
                self.async_generator_throw(host, generator, argument, capability)?;
            }
            _ => self.async_generator_next(host, generator, argument, capability)?,
        }
        Ok(Value::Promise(capability))
    }

    /// <https://tc39.es/ecma262/#sec-asyncgenerator-prototype-next>
    fn async_generator_next(
        &mut self,
        host: &mut dyn Host,
        generator: ObjectId,
        value: Value,
        capability: PromiseId,
    ) -> Result<(), Abrupt> {
        // 6.
        if matches!(self.async_generator(generator)?.state, AsyncGeneratorState::Completed) {
            let result = self.iterator_result(Value::Undefined, true);
            return self.resolve_promise(host, capability, result);
        }
        // 8. and 9.
        self.async_generator_enqueue(generator, Resumption::Next(value.clone()), capability)?;
        self.async_generator_go_on(host, generator, Resumption::Next(value))
    }

    /// <https://tc39.es/ecma262/#sec-asyncgenerator-prototype-return>
    fn async_generator_return(
        &mut self,
        host: &mut dyn Host,
        generator: ObjectId,
        value: Value,
        capability: PromiseId,
    ) -> Result<(), Abrupt> {
        // 6.
        self.async_generator_enqueue(generator, Resumption::Return(value.clone()), capability)?;
        let state = &mut self.async_generator(generator)?.state;
        // 8.
        if matches!(state, AsyncGeneratorState::SuspendedStart(_) | AsyncGeneratorState::Completed) {
            *state = AsyncGeneratorState::DrainingQueue;
            return self.async_generator_drain_queue(host, generator);
        }
        // 9.
        self.async_generator_go_on(host, generator, Resumption::Return(value))
    }

    /// <https://tc39.es/ecma262/#sec-asyncgenerator-prototype-throw>
    fn async_generator_throw(
        &mut self,
        host: &mut dyn Host,
        generator: ObjectId,
        exception: Value,
        capability: PromiseId,
    ) -> Result<(), Abrupt> {
        let state = &mut self.async_generator(generator)?.state;
        // 6. and 7.
        if matches!(state, AsyncGeneratorState::SuspendedStart(_) | AsyncGeneratorState::Completed) {
            *state = AsyncGeneratorState::Completed;
            self.settle(capability, Err(exception));
            return Ok(());
        }
        // 9. and 10.
        self.async_generator_enqueue(generator, Resumption::Throw(exception.clone()), capability)?;
        self.async_generator_go_on(host, generator, Resumption::Throw(exception))
    }

    /// Resumes a generator that is suspended; another comes to the request by itself.
    fn async_generator_go_on(
        &mut self,
        host: &mut dyn Host,
        generator: ObjectId,
        completion: Resumption,
    ) -> Result<(), Abrupt> {
        let state = &mut self.async_generator(generator)?.state;
        match std::mem::replace(state, AsyncGeneratorState::Executing) {
            AsyncGeneratorState::SuspendedStart(activation) => {
                self.async_generator_resume(host, *activation, None)
            }
            AsyncGeneratorState::SuspendedYield(activation) => {
                self.require_awaitable(host, &completion)?;
                self.async_generator_resume(host, *activation, Some(completion))
            }
            other => {
                *state = other;
                Ok(())
            }
        }
    }

    /// Under [`Quirk::BrokenReturnStopsGenerator`]: that what a generator at a `yield` is told to return can be awaited. What is thrown
    /// otherwise does not come to its body, which never goes on.
    pub(super) fn require_awaitable(
        &mut self,
        host: &mut dyn Host,
        completion: &Resumption,
    ) -> Result<(), Abrupt> {
        // What is no promise cannot throw in PromiseResolve.
        if let Resumption::Return(value @ Value::Promise(_)) = completion
            && self.has(Quirk::BrokenReturnStopsGenerator)
        {
            self.get(host, value, &Key::text("constructor"))?;
        }
        Ok(())
    }

    /// AsyncGeneratorEnqueue ( generator, completion, promiseCapability ) —
    /// <https://tc39.es/ecma262/#sec-asyncgeneratorenqueue>
    fn async_generator_enqueue(
        &mut self,
        generator: ObjectId,
        completion: Resumption,
        capability: PromiseId,
    ) -> Result<(), Abrupt> {
        self.machine.allocate(size_of::<Request>())?;
        self.async_generator(generator)?.queue.push_back(Request { completion, capability });
        Ok(())
    }

    /// AsyncGeneratorCompleteStep ( generator, completion, done ) — <https://tc39.es/ecma262/#sec-asyncgeneratorcompletestep>
    pub(super) fn async_generator_complete_step(
        &mut self,
        host: &mut dyn Host,
        generator: ObjectId,
        completion: Result<Value, Value>,
        done: bool,
    ) -> Result<(), Abrupt> {
        // 2. and 3.
        let next = self.async_generator(generator)?.queue.pop_front().ok_or(Abrupt::Over)?;
        match completion {
            // 6.
            Err(reason) => {
                self.settle(next.capability, Err(reason));
                Ok(())
            }
            // 7.
            Ok(value) => {
                let result = self.iterator_result(value, done);
                self.resolve_promise(host, next.capability, result)
            }
        }
    }

    /// AsyncGeneratorDrainQueue ( generator ) — <https://tc39.es/ecma262/#sec-asyncgeneratordrainqueue>
    pub(super) fn async_generator_drain_queue(
        &mut self,
        host: &mut dyn Host,
        generator: ObjectId,
    ) -> Result<(), Abrupt> {
        // 3.
        while let Some(next) = self.async_generator(generator)?.queue.front() {
            let completion = match next.completion.clone() {
                // 3.c.
                Resumption::Return(value) => match self.promise_resolve(host, &value) {
                    Ok(promise) => {
                        // AsyncGeneratorAwaitReturn 14. — https://tc39.es/ecma262/#sec-asyncgeneratorawaitreturn
                        self.then(promise, Handler::AsyncGeneratorReturn(generator));
                        return Ok(());
                    }
                    Err(abrupt) if self.has(Quirk::BrokenReturnStopsGenerator) => return Err(abrupt),
                    // AsyncGeneratorAwaitReturn 8. drains what is left.
                    Err(Abrupt::Throw(error)) => Err(error),
                    Err(Abrupt::Over) => return Err(Abrupt::Over),
                },
                // 3.d.
                Resumption::Throw(error) => Err(error),
                Resumption::Next(_) => Ok(Value::Undefined),
            };
            self.spend(1)?;
            self.async_generator_complete_step(host, generator, completion, true)?;
        }
        // 4.
        self.async_generator(generator)?.state = AsyncGeneratorState::Completed;
        Ok(())
    }

    /// The closures of AsyncGeneratorAwaitReturn ( generator ) — <https://tc39.es/ecma262/#sec-asyncgeneratorawaitreturn>
    ///
    /// # Errors
    /// Only that something is not modelled.
    pub(in crate::reference) fn async_generator_returned(
        &mut self,
        host: &mut dyn Host,
        generator: ObjectId,
        outcome: Result<Value, Value>,
    ) -> Result<(), Abrupt> {
        self.machine.context = self.machine.object(generator).context;
        // 10.b. and 12.b.
        let outcome = match outcome {
            Ok(value) => Ok(self.enter(value)),
            Err(reason) => Err(self.enter(reason)),
        };
        self.async_generator_complete_step(host, generator, outcome, true)?;
        // 10.d. and 12.c.
        match self.async_generator_drain_queue(host, generator) {
            Err(Abrupt::Throw(_)) => Ok(()),
            other => other,
        }
    }
}
