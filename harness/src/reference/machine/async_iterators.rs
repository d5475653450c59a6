//! Async iteration: the instructions of `for await` and of the `yield*` of async generators.

use super::{
    errors::Quoted,
    heap::{ASYNC_ITERATOR, AsyncIteration, Iteration, Key, Kind, Object},
    instructions::to_boolean,
    objects::is_object,
    run::Flow,
};
use crate::{
    reference::{Agent, Host, Quirk, Value, completion::Abrupt},
    syntax::code::{Operation, Target},
};

impl Agent {
    /// Runs an instruction of async iteration, which stands at `place`.
    pub(super) fn async_iteration(
        &mut self,
        host: &mut dyn Host,
        operation: Operation,
        place: usize,
    ) -> Result<Flow, Abrupt> {
        match operation {
            Operation::GetAsyncIterator => {
                let iterable = self.pop()?;
                let iteration = self.get_async_iterator(host, &iterable, place)?;
                let context = self.machine.context;
                let object = Object::new(Kind::AsyncIteration(iteration), None, context);
                let kept = self.machine.add_object(object);
                self.push(Value::Object(kept))
            }
            Operation::AsyncNext => {
                let kept = self.peek()?;
                let iteration = self.begin_async_step(&kept)?;
                let result = self.async_next(host, &iteration, &[])?;
                self.push(result)
            }
            Operation::AsyncStep(target) => self.async_step(host, target),
            Operation::CloseAsyncIterator(nothing) => {
                let kept = self.pop()?;
                let iteration = self.begin_async_step(&kept)?;
                match self.async_method(host, &iteration, "return")? {
                    None => self.jump(nothing),
                    Some(method) => {
                        let result = self.call_async_method(host, &iteration, "return", &method, None)?;
                        self.push(result)
                    }
                }
            }
            Operation::RequireResult => {
                let result = self.pop()?;
                if is_object(&result) { Ok(Flow::Next) } else { Err(self.iterator_result_no_object(&result)) }
            }
            Operation::AbandonAsyncIterator(nothing) => self.abandon_async_iterator(host, nothing),
            Operation::DelegateNext => {
                let received = self.pop()?;
                let kept = self.peek()?;
                let iteration = self.async_iteration_of(&kept)?.clone();
                let result = self.async_next(host, &iteration, &[received])?;
                self.push(result)
            }
            Operation::DelegateThrow(otherwise) => self.async_delegate(host, "throw", otherwise),
            Operation::DelegateReturn(otherwise) => self.async_delegate(host, "return", otherwise),
            Operation::Delegated(not_done) => self.async_delegated(host, not_done),
            Operation::RejectedReturn(next) if self.has(Quirk::RejectedReturnDelegatedAsNext) => {
                self.jump(next)
            }
            Operation::RejectedReturn(_) => Ok(Flow::Next),
            Operation::NoThrowMethod => Err(self.no_throw_method()),
            _ => Err(Abrupt::Over),
        }
    }

    /// GetIterator ( value, async ) — <https://tc39.es/ecma262/#sec-getiterator>
    fn get_async_iterator(
        &mut self,
        host: &mut dyn Host,
        iterable: &Value,
        place: usize,
    ) -> Result<AsyncIteration, Abrupt> {
        if matches!(iterable, Value::Undefined | Value::Null) {
            return Err(self.not_async_iterable(iterable, place));
        }
        // 1.a.
        let method = self.get(host, iterable, &Key::Symbol(ASYNC_ITERATOR))?;
        // 1.b.
        if matches!(method, Value::Undefined | Value::Null) {
            let record = self.get_iterator(host, iterable, Quoted::Awaited(place))?;
            return Ok(AsyncIteration { record, is_sync: true });
        }
        if self.callable(&method).is_none() {
            return Err(Abrupt::Over);
        }
        // 3. GetIteratorFromMethod ( value, method ) — https://tc39.es/ecma262/#sec-getiteratorfrommethod
        let iterator = self.call(host, &method, iterable.clone(), &[])?;
        if !is_object(&iterator) {
            return Err(self.async_iterator_no_object());
        }
        let next = self.get(host, &iterator, &Key::text("next"))?;
        Ok(AsyncIteration { record: Iteration { iterator, next, done: false }, is_sync: false })
    }

    fn async_iteration_of(&mut self, kept: &Value) -> Result<&mut AsyncIteration, Abrupt> {
        let Value::Object(id) = *kept else { return Err(Abrupt::Over) };
        match &mut self.machine.object_mut(id).kind {
            Kind::AsyncIteration(iteration) => Ok(iteration),
            _ => Err(Abrupt::Over),
        }
    }

    /// The iteration, which is not closed when what follows throws.
    fn begin_async_step(&mut self, kept: &Value) -> Result<AsyncIteration, Abrupt> {
        let iteration = self.async_iteration_of(kept)?;
        iteration.record.done = true;
        Ok(iteration.clone())
    }

    /// Calls the method `next`: the result is to be awaited.
    fn async_next(
        &mut self,
        host: &mut dyn Host,
        iteration: &AsyncIteration,
        arguments: &[Value],
    ) -> Result<Value, Abrupt> {
        let record = &iteration.record;
        if iteration.is_sync {
            return self.async_from_sync_next(host, record, arguments).map(Value::Promise);
        }
        if self.callable(&record.next).is_none() {
            return Err(Abrupt::Over);
        }
        self.call(host, &record.next, record.iterator.clone(), arguments)
    }

    /// ForIn/OfBodyEvaluation, steps 6.c. to 6.f., of what was awaited —
    /// <https://tc39.es/ecma262/#sec-runtime-semantics-forin-div-ofbodyevaluation-lhs-stmt-iterator-lhskind-labelset>
    fn async_step(&mut self, host: &mut dyn Host, target: Target) -> Result<Flow, Abrupt> {
        let result = self.pop()?;
        // 6.c.
        if !is_object(&result) {
            return Err(self.iterator_result_no_object(&result));
        }
        // 6.d. and e.
        let done = self.get(host, &result, &Key::text("done"))?;
        if to_boolean(&done) {
            self.pop()?;
            self.push(result)?;
            return self.jump(target);
        }
        // 6.f.
        let value = self.get(host, &result, &Key::text("value"))?;
        let kept = self.peek()?;
        self.async_iteration_of(&kept)?.record.done = false;
        self.push(value)
    }

    /// A method `return` or `throw` of an async iterator. `None`: there is none; an async-from-sync iterator has both.
    fn async_method(
        &mut self,
        host: &mut dyn Host,
        iteration: &AsyncIteration,
        name: &str,
    ) -> Result<Option<Value>, Abrupt> {
        if iteration.is_sync {
            return Ok(Some(Value::Undefined));
        }
        match self.get(host, &iteration.record.iterator, &Key::text(name))? {
            Value::Undefined | Value::Null => Ok(None),
            method => Ok(Some(method)),
        }
    }

    /// Calls it: the result is to be awaited.
    fn call_async_method(
        &mut self,
        host: &mut dyn Host,
        iteration: &AsyncIteration,
        name: &str,
        method: &Value,
        argument: Option<Value>,
    ) -> Result<Value, Abrupt> {
        let record = &iteration.record;
        if iteration.is_sync {
            let promise = if name == "throw" {
                self.async_from_sync_throw(host, record, argument.unwrap_or(Value::Undefined))?
            } else {
                self.async_from_sync_return(host, record, argument)?
            };
            return Ok(Value::Promise(promise));
        }
        if self.callable(method).is_none() {
            return Err(Abrupt::Over);
        }
        let arguments = argument.as_slice();
        self.call(host, method, record.iterator.clone(), arguments)
    }

    /// AsyncIteratorClose ( iterator, completion ), steps 3 and 4, where the completion is an exception: what is thrown here is
    /// dropped — <https://tc39.es/ecma262/#sec-asynciteratorclose>
    fn abandon_async_iterator(&mut self, host: &mut dyn Host, nothing: Target) -> Result<Flow, Abrupt> {
        let stack = &self.top()?.stack;
        let kept = stack.len().checked_sub(2).and_then(|place| stack.get(place)).cloned();
        let kept = kept.ok_or(Abrupt::Over)?;
        if self.async_iteration_of(&kept)?.record.done {
            return self.jump(nothing);
        }
        let iteration = self.begin_async_step(&kept)?;
        match self.async_method(host, &iteration, "return")? {
            // What cannot be called throws, and that is dropped.
            Some(method) if iteration.is_sync || self.callable(&method).is_some() => {
                let result = self.call_async_method(host, &iteration, "return", &method, None)?;
                self.push(result)
            }
            _ => self.jump(nothing),
        }
    }

    /// `yield*` of an async generator, steps 7.b. and 7.c. —
    /// <https://tc39.es/ecma262/#sec-generator-function-definitions-runtime-semantics-evaluation>
    fn async_delegate(&mut self, host: &mut dyn Host, name: &str, otherwise: Target) -> Result<Flow, Abrupt> {
        let received = self.pop()?;
        let kept = self.peek()?;
        let iteration = self.async_iteration_of(&kept)?.clone();
        match self.async_method(host, &iteration, name)? {
            // b.iii. and c.iii.
            None => {
                self.push(received)?;
                self.jump(otherwise)
            }
            // b.ii. and c.iv.
            Some(method) => {
                let result = self.call_async_method(host, &iteration, name, &method, Some(received))?;
                self.push(result)
            }
        }
    }

    /// `yield*` of an async generator, steps 7.a.iii. to vi., and the same of b. and c., of what was awaited.
    fn async_delegated(&mut self, host: &mut dyn Host, not_done: Target) -> Result<Flow, Abrupt> {
        let result = self.pop()?;
        if !is_object(&result) {
            return Err(self.iterator_result_no_object(&result));
        }
        let done = self.get(host, &result, &Key::text("done"))?;
        let value = self.get(host, &result, &Key::text("value"))?;
        if to_boolean(&done) {
            self.pop()?;
            return self.push(value);
        }
        self.push(value)?;
        self.jump(not_done)
    }
}
