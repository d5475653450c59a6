//! Async generators and their bodies — <https://tc39.es/ecma262/#sec-asyncgenerator-objects>. Who asks them, and what is given to
//! whom, is in [`async_requests`](super::async_requests).

use std::collections::VecDeque;

use super::{
    ObjectId,
    activation::{Activation, Then},
    async_requests::Request,
    builtins::Intrinsic,
    generators::Resumption,
    heap::{Kind, Object},
    run::Flow,
};
use crate::{
    reference::{Agent, Host, Value, completion::Abrupt},
    syntax::code::Operation,
};

/// What an async generator is beside its properties.
#[derive(Debug, Default)]
pub(super) struct AsyncGenerator {
    pub(super) state: AsyncGeneratorState,
    /// \[\[AsyncGeneratorQueue]]
    pub(super) queue: VecDeque<Request>,
}

/// \[\[AsyncGeneratorState]] and \[\[AsyncGeneratorContext]]
#[derive(Debug, Default)]
pub(super) enum AsyncGeneratorState {
    /// Its arguments are being evaluated, and nobody has it yet.
    #[default]
    Arguments,
    /// Before the first `next`.
    SuspendedStart(Box<Activation>),
    /// At a `yield`.
    SuspendedYield(Box<Activation>),
    /// Its body runs, or waits in an `await`.
    Executing,
    /// Its body has ended, and requests are left.
    DrainingQueue,
    Completed,
}

impl Agent {
    /// OrdinaryCreateFromConstructor of EvaluateAsyncGeneratorBody, for the body on top —
    /// <https://tc39.es/ecma262/#sec-runtime-semantics-evaluateasyncgeneratorbody>
    pub(super) fn new_async_generator(
        &mut self,
        host: &mut dyn Host,
        function: &Value,
    ) -> Result<(), Abrupt> {
        let prototype = self.prototype_of_generators(host, function, Intrinsic::AsyncGeneratorPrototype)?;
        let context = self.machine.context;
        let object = Object::new(Kind::AsyncGenerator(Box::default()), Some(prototype), context);
        self.machine.note(0, size_of::<AsyncGenerator>() + size_of::<Activation>());
        let generator = self.machine.add_object(object);
        self.top()?.generator = Some(generator);
        Ok(())
    }

    pub(super) fn async_generator(&mut self, generator: ObjectId) -> Result<&mut AsyncGenerator, Abrupt> {
        match &mut self.machine.object_mut(generator).kind {
            Kind::AsyncGenerator(state) => Ok(state),
            _ => Err(Abrupt::Over),
        }
    }

    /// AsyncGeneratorStart ( generator, generatorBody ): the caller gets the generator —
    /// <https://tc39.es/ecma262/#sec-asyncgeneratorstart>
    pub(super) fn async_generator_start(&mut self) -> Result<Flow, Abrupt> {
        let (then, generator) = self.put_async_generator_aside(AsyncGeneratorState::SuspendedStart)?;
        self.deliver(&then, Value::Object(generator))
    }

    /// Takes the body on top away until its generator is asked for more.
    fn put_async_generator_aside(
        &mut self,
        state: impl FnOnce(Box<Activation>) -> AsyncGeneratorState,
    ) -> Result<(Then, ObjectId), Abrupt> {
        let mut activation = self.machine.activations.pop().ok_or(Abrupt::Over)?;
        let generator = activation.generator.ok_or(Abrupt::Over)?;
        let then = std::mem::replace(&mut activation.then, Then::Detached);
        self.async_generator(generator)?.state = state(Box::new(activation));
        Ok((then, generator))
    }

    /// Whether a generator is async and its arguments were evaluated: from then on nothing leaves its body but by its requests.
    pub(super) fn async_generator_has_begun(&self, generator: ObjectId) -> bool {
        match &self.machine.object(generator).kind {
            Kind::AsyncGenerator(generator) => !matches!(generator.state, AsyncGeneratorState::Arguments),
            _ => false,
        }
    }

    /// The body has come to its end: AsyncGeneratorStart, steps 4.g. to 4.k. — <https://tc39.es/ecma262/#sec-asyncgeneratorstart>
    pub(super) fn async_generator_ended(
        &mut self,
        host: &mut dyn Host,
        generator: ObjectId,
        outcome: Result<Value, Value>,
    ) -> Result<(), Abrupt> {
        // 4.g.
        self.async_generator(generator)?.state = AsyncGeneratorState::DrainingQueue;
        // 4.j.
        self.async_generator_complete_step(host, generator, outcome, true)?;
        // 4.k.
        match self.async_generator_drain_queue(host, generator) {
            // Where that leaves the body's last instruction.
            Err(Abrupt::Throw(_)) => Err(Abrupt::Over),
            other => other,
        }
    }

    /// AsyncGeneratorYield ( value ) — <https://tc39.es/ecma262/#sec-asyncgeneratoryield>
    pub(super) fn async_generator_yield(&mut self, host: &mut dyn Host) -> Result<Flow, Abrupt> {
        let value = self.pop()?;
        let generator = self.top()?.generator.ok_or(Abrupt::Over)?;
        // 8.
        self.async_generator_complete_step(host, generator, Ok(value), false)?;
        // 10.
        if let Some(request) = self.async_generator(generator)?.queue.front() {
            let completion = request.completion.clone();
            if let Err(Abrupt::Throw(_)) = self.require_awaitable(host, &completion) {
                let ended = self.machine.activations.pop().ok_or(Abrupt::Over)?;
                return self.deliver(&ended.then, Value::Undefined);
            }
            return self.async_generator_received(completion);
        }
        // 11.
        let (then, _) = self.put_async_generator_aside(AsyncGeneratorState::SuspendedYield)?;
        self.deliver(&then, Value::Undefined)
    }

    /// AsyncGeneratorUnwrapYieldResumption ( resumptionValue ), at the `yield` behind which the body on top stands —
    /// <https://tc39.es/ecma262/#sec-asyncgeneratorunwrapyieldresumption>
    fn async_generator_received(&mut self, resumption: Resumption) -> Result<Flow, Abrupt> {
        match resumption {
            // 1.
            Resumption::Throw(error) => Err(Abrupt::Throw(error)),
            Resumption::Next(value) => {
                self.push(value)?;
                let top = self.top()?;
                let before = top.next.checked_sub(1).and_then(|place| top.code.operations.get(place));
                let Some(&Operation::AsyncYield(target)) = before else { return Err(Abrupt::Over) };
                self.jump(target)
            }
            // 2. to 5. are the instructions that follow.
            Resumption::Return(value) => self.push(value),
        }
    }

    /// AsyncGeneratorResume ( generator, completion ) — <https://tc39.es/ecma262/#sec-asyncgeneratorresume>
    pub(super) fn async_generator_resume(
        &mut self,
        host: &mut dyn Host,
        mut activation: Activation,
        completion: Option<Resumption>,
    ) -> Result<(), Abrupt> {
        let running = self.machine.context;
        // 5.
        if let Some(generator) = activation.generator {
            self.async_generator(generator)?.state = AsyncGeneratorState::Executing;
        }
        // 6.
        activation.then = Then::Native;
        self.machine.context = activation.context;
        self.push_activation(activation)?;
        // 7.
        let flow = match completion {
            None => Ok(Flow::Next),
            Some(completion) => match self.async_generator_received(completion) {
                Err(Abrupt::Throw(error)) => self.unwind(host, error),
                other => other,
            },
        };
        let outcome = match flow {
            Ok(Flow::Next) => self.run_natively(host).map(|_| ()),
            Ok(Flow::Over(_)) => Ok(()),
            Err(abrupt) => Err(abrupt),
        };
        self.machine.context = running;
        outcome
    }
}
