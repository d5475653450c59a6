//! IteratorClose — <https://tc39.es/ecma262/#sec-iteratorclose>.

use super::{
    heap::{Iteration, Key, Kind},
    objects::is_object,
};
use crate::reference::{Agent, Host, Value, completion::Abrupt};

impl Agent {
    /// IteratorClose ( iterator, completion ) where the completion is no exception: what closing throws counts.
    pub(super) fn close_iterator(&mut self, host: &mut dyn Host, kept: &Value) -> Result<(), Abrupt> {
        let Value::Object(id) = *kept else { return Err(Abrupt::Over) };
        let Kind::Iteration(iteration) = &mut self.machine.object_mut(id).kind else {
            return Err(Abrupt::Over);
        };
        if std::mem::replace(&mut iteration.done, true) {
            return Ok(());
        }
        let iteration = iteration.clone();
        self.close_iteration(host, &iteration)
    }

    /// The same of an iterator record at hand.
    pub(super) fn close_iteration(
        &mut self,
        host: &mut dyn Host,
        iteration: &Iteration,
    ) -> Result<(), Abrupt> {
        let Some(result) = self.call_return(host, iteration)? else { return Ok(()) };
        // 7.
        if is_object(&result) { Ok(()) } else { Err(self.iterator_result_no_object(&result)) }
    }

    /// Steps 3 and 4: what the method `return` gives; `None`: there is none.
    pub(super) fn call_return(
        &mut self,
        host: &mut dyn Host,
        iteration: &Iteration,
    ) -> Result<Option<Value>, Abrupt> {
        if self.own_array_iterator(iteration).is_some() {
            return Ok(None);
        }
        match self.get(host, &iteration.iterator, &Key::text("return"))? {
            Value::Undefined | Value::Null => Ok(None),
            method if self.callable(&method).is_none() => Err(Abrupt::Over),
            method => self.call(host, &method, iteration.iterator.clone(), &[]).map(Some),
        }
    }

    /// IteratorClose where the completion is an exception, of every iterator that it takes off the stack down to `depth`: what
    /// closing throws is dropped for it.
    pub(super) fn close_abandoned(&mut self, host: &mut dyn Host, depth: usize) -> Result<(), Abrupt> {
        while let Some(iteration) = self.pop_iteration(depth) {
            self.abandon_iteration(host, &iteration)?;
        }
        Ok(())
    }

    /// The same of an iterator record at hand.
    pub(super) fn abandon_iteration(
        &mut self,
        host: &mut dyn Host,
        iteration: &Iteration,
    ) -> Result<(), Abrupt> {
        // A method that cannot be called throws too.
        let outcome = match self.abandoned_method(host, iteration) {
            Ok(Some(method)) => self.call(host, &method, iteration.iterator.clone(), &[]).map(|_| ()),
            other => other.map(|_| ()),
        };
        match outcome {
            Ok(()) | Err(Abrupt::Throw(_)) => Ok(()),
            Err(Abrupt::Over) => Err(Abrupt::Over),
        }
    }

    fn abandoned_method(
        &mut self,
        host: &mut dyn Host,
        iteration: &Iteration,
    ) -> Result<Option<Value>, Abrupt> {
        if self.own_array_iterator(iteration).is_some() {
            return Ok(None);
        }
        let method = self.get(host, &iteration.iterator, &Key::text("return"))?;
        Ok(if self.callable(&method).is_some() { Some(method) } else { None })
    }

    /// The same where a generator is told to return: what closing throws counts.
    pub(super) fn close_returned(&mut self, host: &mut dyn Host, depth: usize) -> Result<(), Abrupt> {
        while let Some(iteration) = self.pop_iteration(depth) {
            self.close_iteration(host, &iteration)?;
        }
        Ok(())
    }

    /// Takes values off the stack of the body on top, down to so many or to an iterator that has not ended.
    fn pop_iteration(&mut self, depth: usize) -> Option<Iteration> {
        loop {
            let stack = &mut self.machine.activations.last_mut()?.stack;
            if stack.len() <= depth {
                return None;
            }
            let Some(Value::Object(id)) = stack.pop() else { continue };
            if let Kind::Iteration(iteration) = &mut self.machine.object_mut(id).kind
                && !std::mem::replace(&mut iteration.done, true)
            {
                return Some(iteration.clone());
            }
        }
    }
}
