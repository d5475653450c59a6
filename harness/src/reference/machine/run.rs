//! The loop that runs instructions, and the ways in which control leaves a block or a body.

use std::rc::Rc;

use super::{
    activation::{Activation, ActivationId, Completion, Then, Try},
    objects::is_object,
};
use crate::{
    reference::{Agent, Host, Quirk, Value, completion::Abrupt},
    syntax::TextPosition,
    syntax::code::Target,
};

/// How many bodies may be in each other. Engines have a stack of a size of their own, and throw a RangeError at its end.
const MOST_ACTIVATIONS: usize = 5_000;

/// How an instruction ends.
pub(super) enum Flow {
    /// The next one follows.
    Next,
    /// The run is over with this.
    Over(Result<Value, Value>),
}

impl Agent {
    /// Puts a body on top of the others.
    pub(super) fn push_activation(&mut self, activation: Activation) -> Result<(), Abrupt> {
        if self.machine.activations.len() >= MOST_ACTIVATIONS {
            return Err(Abrupt::Over);
        }
        self.machine.last_module = Some(activation.around.module);
        self.machine.activations.push(activation);
        Ok(())
    }

    /// Runs the body on top, and everything that it calls, to its end or to where it waits.
    pub(super) fn run(&mut self, host: &mut dyn Host) -> Result<Value, Abrupt> {
        let context = self.machine.context;
        let outcome = loop {
            match self.run_instruction(host) {
                Ok(Flow::Next) => {}
                Ok(Flow::Over(outcome)) => break outcome.map_err(Abrupt::Throw),
                Err(abrupt) => break Err(abrupt),
            }
        };
        self.machine.context = context;
        outcome
    }

    fn run_instruction(&mut self, host: &mut dyn Host) -> Result<Flow, Abrupt> {
        let Some(activation) = self.machine.activations.last_mut() else { return Err(Abrupt::Over) };
        self.machine.context = activation.context;
        let place = activation.next;
        let Some(&operation) = activation.code.operations.get(place) else {
            return self.complete(host, Value::Undefined);
        };
        activation.next += 1;
        let outcome = match self.spend(1) {
            Ok(()) => self.execute(host, operation, place),
            Err(abrupt) => Err(abrupt),
        };
        match outcome {
            Ok(flow) => Ok(flow),
            Err(Abrupt::Throw(value)) => self.unwind(host, value),
            Err(Abrupt::Over) => {
                self.note_unmodelled(place);
                Err(Abrupt::Over)
            }
        }
    }

    /// Notes where the run left the language of bodies, unless something below has done so.
    pub(super) fn note_unmodelled(&mut self, place: usize) {
        if !self.is_over()
            && let Some(activation) = self.machine.activations.last()
        {
            let (module, position) = (activation.around.module, activation.position_at(place));
            self.end_unmodelled(module, position);
        }
    }

    /// Where in its text the body is that runs.
    pub(in crate::reference) fn current_place(&self) -> TextPosition {
        let activation = self.machine.activations.last();
        activation.map_or(TextPosition::START, |activation| {
            activation.position_at(activation.next.saturating_sub(1))
        })
    }

    /// An exception goes to the innermost `try` block. Bodies without one end, one after the other.
    pub(super) fn unwind(&mut self, host: &mut dyn Host, value: Value) -> Result<Flow, Abrupt> {
        loop {
            let Some(activation) = self.machine.activations.last_mut() else {
                return Err(Abrupt::Throw(value));
            };
            if let Some(block) = activation.tries.pop() {
                // An exception in a finally block stands for what the block was to go on with.
                if block.kept.is_some() {
                    continue;
                }
                self.close_abandoned(host, block.stack)?;
                let Some(activation) = self.machine.activations.last_mut() else {
                    return Err(Abrupt::Over);
                };
                activation.stack.truncate(block.stack);
                activation.scopes.truncate(block.scopes);
                if let Some(catch) = block.catch {
                    activation.stack.push(value);
                    activation.next = catch.0 as usize;
                } else {
                    activation.run_finally(&block, Completion::Throw(value));
                }
                return Ok(Flow::Next);
            }
            self.close_abandoned(host, 0)?;
            let Some(ended) = self.machine.activations.pop() else { return Err(Abrupt::Throw(value)) };
            if let Some(generator) = ended.generator {
                if self.async_generator_has_begun(generator) {
                    self.machine.context = ended.context;
                    self.async_generator_ended(host, generator, Err(value))?;
                    return self.deliver(&ended.then, Value::Undefined);
                }
                self.complete_generator(generator);
            }
            if let Some(promise) = ended.promise {
                // AsyncBlockStart 3.g. — https://tc39.es/ecma262/#sec-asyncblockstart
                self.settle(promise, Err(value));
                return self.deliver(&ended.then, Value::Promise(promise));
            }
            if let Then::Native | Then::DerivedNative | Then::Detached = ended.then {
                return Ok(Flow::Over(Err(value)));
            }
        }
    }

    /// Gives the result of a body that has ended, or the promise of one that waits, to whom it belongs.
    pub(super) fn deliver(&mut self, then: &Then, value: Value) -> Result<Flow, Abrupt> {
        match then {
            Then::Native | Then::DerivedNative | Then::Detached => Ok(Flow::Over(Ok(value))),
            Then::Constructor(object) if !is_object(&value) => self.give(Value::Object(*object)),
            Then::Caller | Then::Derived | Then::Constructor(_) => self.give(value),
        }
    }

    /// Leaves the innermost `try` block, down to so many. What closing the iterators of loops and patterns in it throws is thrown
    /// inside the block.
    fn pop_try(&mut self, host: &mut dyn Host, depth: usize) -> Result<Option<Try>, Abrupt> {
        let tries = &self.top()?.tries;
        let Some(stack) = tries.last().filter(|_| tries.len() > depth).map(|block| block.stack) else {
            return Ok(None);
        };
        self.close_returned(host, stack)?;
        Ok(self.top()?.tries.pop())
    }

    /// `return`: finally blocks run first.
    pub(super) fn return_value(&mut self, host: &mut dyn Host, value: Value) -> Result<Flow, Abrupt> {
        while let Some(block) = self.pop_try(host, 0)? {
            if block.has_finally_ahead() {
                self.top()?.run_finally(&block, Completion::Return(value));
                return Ok(Flow::Next);
            }
        }
        self.close_returned(host, 0)?;
        self.complete(host, value)
    }

    /// The body on top comes to its end.
    fn complete(&mut self, host: &mut dyn Host, value: Value) -> Result<Flow, Abrupt> {
        let Some(ended) = self.machine.activations.pop() else { return Err(Abrupt::Over) };
        if let Some(generator) = ended.generator {
            if self.async_generator_has_begun(generator) {
                self.machine.context = ended.context;
                self.async_generator_ended(host, generator, Ok(value))?;
                return self.deliver(&ended.then, Value::Undefined);
            }
            self.complete_generator(generator);
            let result = self.iterator_result(value, true);
            return self.deliver(&ended.then, result);
        }
        match ended.promise {
            None if matches!(ended.then, Then::Derived | Then::DerivedNative) => {
                match (self.derived_result(&ended, value), ended.then) {
                    (Ok(value), then) => self.deliver(&then, value),
                    (Err(Abrupt::Throw(error)), Then::DerivedNative) => Ok(Flow::Over(Err(error))),
                    (Err(Abrupt::Throw(error)), _) => self.unwind(host, error),
                    (Err(Abrupt::Over), _) => Err(Abrupt::Over),
                }
            }
            None => self.deliver(&ended.then, value),
            Some(promise) => {
                // AsyncBlockStart 3.e. and 3.f. — https://tc39.es/ecma262/#sec-asyncblockstart
                self.machine.context = ended.context;
                self.resolve_promise(host, promise, value)?;
                self.deliver(&ended.then, Value::Promise(promise))
            }
        }
    }

    /// Gives a value to the body on top.
    pub(super) fn give(&mut self, value: Value) -> Result<Flow, Abrupt> {
        match self.machine.activations.last_mut() {
            Some(activation) => {
                activation.stack.push(value);
                Ok(Flow::Next)
            }
            None => Err(Abrupt::Over),
        }
    }

    /// Takes the body on top away until what it waits for is there.
    pub(super) fn suspend(&mut self) -> Result<(ActivationId, Flow), Abrupt> {
        let Some(mut activation) = self.machine.activations.pop() else { return Err(Abrupt::Over) };
        // Nobody is given anything for an async generator that waits.
        let given = match activation.promise {
            Some(promise) => Value::Promise(promise),
            None if activation.generator.is_some() => Value::Undefined,
            None => return Err(Abrupt::Over),
        };
        let then = std::mem::replace(&mut activation.then, Then::Detached);
        let number = u32::try_from(self.machine.suspended.len()).map_err(|_| Abrupt::Over)?;
        self.machine.note(0, size_of::<Activation>());
        self.machine.suspended.push(Some(activation));
        let flow = self.deliver(&then, given)?;
        Ok((ActivationId(number), flow))
    }

    /// What an async body waited for is there.
    ///
    /// # Errors
    /// Only that something is not modelled; the promise of the body tells how it ends otherwise.
    pub(in crate::reference) fn resume(
        &mut self,
        host: &mut dyn Host,
        id: ActivationId,
        outcome: Result<Value, Value>,
    ) -> Result<(), Abrupt> {
        let Some(waiting) = self.machine.suspended.get_mut(id.0 as usize).and_then(Option::take) else {
            return Ok(());
        };
        if self.has(Quirk::FailedBodyStaysSuspended)
            && self.evaluation_error(waiting.around.module).is_some()
            && Rc::ptr_eq(&waiting.code, &self.body_code(waiting.around.module))
        {
            return Ok(());
        }
        self.machine.context = waiting.context;
        self.machine.last_module = Some(waiting.around.module);
        self.machine.activations.push(waiting);
        let flow = match outcome {
            Ok(value) => {
                let value = self.enter(value);
                self.give(value)
            }
            Err(reason) => {
                let reason = self.enter(reason);
                self.unwind(host, reason)
            }
        };
        let outcome = match flow {
            Ok(Flow::Next) => self.run(host).map(|_| ()),
            Ok(Flow::Over(_)) => Ok(()),
            Err(abrupt) => Err(abrupt),
        };
        match outcome {
            Ok(()) | Err(Abrupt::Throw(_)) => Ok(()),
            Err(Abrupt::Over) => Err(Abrupt::Over),
        }
    }

    /// `break` and `continue`, and the `return` of an async generator from inside an expression: patterns that it leaves close
    /// their iterators.
    pub(super) fn leave(
        &mut self,
        host: &mut dyn Host,
        target: Target,
        tries: usize,
        scopes: usize,
        stack: usize,
    ) -> Result<Flow, Abrupt> {
        while let Some(block) = self.pop_try(host, tries)? {
            if block.has_finally_ahead() {
                self.top()?.run_finally(&block, Completion::Leave { target, tries, scopes, stack });
                return Ok(Flow::Next);
            }
        }
        self.close_returned(host, stack)?;
        let activation = self.top()?;
        activation.scopes.truncate(scopes);
        activation.stack.truncate(stack);
        activation.next = target.0 as usize;
        Ok(Flow::Next)
    }

    /// The end of a finally block.
    pub(super) fn end_finally(&mut self, host: &mut dyn Host) -> Result<Flow, Abrupt> {
        let block = self.machine.activations.last_mut().and_then(|activation| activation.tries.pop());
        match block.and_then(|block| block.kept).ok_or(Abrupt::Over)? {
            Completion::Normal => Ok(Flow::Next),
            Completion::Throw(value) => Err(Abrupt::Throw(value)),
            Completion::Return(value) => self.return_value(host, value),
            Completion::Leave { target, tries, scopes, stack } => {
                self.leave(host, target, tries, scopes, stack)
            }
        }
    }
}

impl Try {
    /// Whether it has a finally block that is not being run yet.
    const fn has_finally_ahead(&self) -> bool {
        self.finally.is_some() && self.kept.is_none()
    }
}

impl Activation {
    /// Runs the finally block of a statement, which goes on with `kept`.
    pub(super) fn run_finally(&mut self, block: &Try, kept: Completion) {
        let Some(finally) = block.finally else { return };
        self.stack.truncate(block.stack);
        self.scopes.truncate(block.scopes);
        self.tries.push(Try { kept: Some(kept), ..*block });
        self.next = finally.0 as usize;
    }
}
