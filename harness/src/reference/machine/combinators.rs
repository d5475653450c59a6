//! `Promise.all` and its kin — <https://tc39.es/ecma262/#sec-promise.all>.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use super::{
    builtins::{ErrorType, Native},
    errors::Quoted,
    heap::{Callable, Key, Property},
};
use crate::reference::{Agent, Host, PromiseId, Value, Wording, completion::Abrupt};

/// What the element functions of a combinator share.
#[derive(Debug)]
pub(super) struct Combination {
    kind: Native,
    promise: PromiseId,
    values: RefCell<Vec<Value>>,
    /// remainingElementsCount
    remaining: Cell<usize>,
}

impl Agent {
    /// Promise.all, allSettled, race and any — <https://tc39.es/ecma262/#sec-promise.all>
    pub(super) fn combine(
        &mut self,
        host: &mut dyn Host,
        kind: Native,
        iterable: &Value,
    ) -> Result<Value, Abrupt> {
        let promise = self.new_promise_here();
        let remaining = Cell::new(1);
        let all = Rc::new(Combination { kind, promise, values: RefCell::default(), remaining });
        match self.perform_combination(host, &all, iterable) {
            Ok(()) => {}
            Err(Abrupt::Throw(reason)) => self.settle(promise, Err(reason)),
            Err(Abrupt::Over) => return Err(Abrupt::Over),
        }
        Ok(Value::Promise(promise))
    }

    fn perform_combination(
        &mut self,
        host: &mut dyn Host,
        all: &Rc<Combination>,
        iterable: &Value,
    ) -> Result<(), Abrupt> {
        let mut iteration = self.get_iterator(host, iterable, Quoted::Builtin)?;
        let (resolve, reject) = self.resolving_functions(all.promise);
        let mut index = 0;
        while let Some(value) = self.iterate(host, &mut iteration)? {
            let next = Value::Promise(self.promise_resolve(host, &value)?);
            let called = Rc::new(Cell::new(false));
            let element = |agent: &mut Self, rejects| {
                let (all, called) = (Rc::clone(all), Rc::clone(&called));
                agent.anonymous(Callable::Element { all, index, rejects, called }, 1)
            };
            let (fulfilled, rejected) = match all.kind {
                Native::PromiseAll => (element(self, false), reject.clone()),
                Native::PromiseAny => (resolve.clone(), element(self, true)),
                Native::PromiseAllSettled => (element(self, false), element(self, true)),
                _ => (resolve.clone(), reject.clone()),
            };
            if all.kind != Native::PromiseRace {
                all.values.borrow_mut().push(Value::Undefined);
                all.remaining.set(all.remaining.get() + 1);
            }
            self.invoke_then(host, &next, fulfilled, rejected)?;
            index += 1;
        }
        if all.kind != Native::PromiseRace {
            self.combination_step(host, all)?;
        }
        Ok(())
    }

    /// The element functions of combinators.
    pub(super) fn combination_element(
        &mut self,
        host: &mut dyn Host,
        all: &Rc<Combination>,
        index: usize,
        rejects: bool,
        value: Value,
    ) -> Result<Value, Abrupt> {
        let value = if all.kind == Native::PromiseAllSettled {
            let object = self.new_object();
            let (status, key) = if rejects { ("rejected", "reason") } else { ("fulfilled", "value") };
            self.define_plain(object, Key::text("status"), Value::String(status.into()));
            self.define_plain(object, Key::text(key), value);
            Value::Object(object)
        } else {
            value
        };
        if let Some(place) = all.values.borrow_mut().get_mut(index) {
            *place = value;
        }
        self.combination_step(host, all)?;
        Ok(Value::Undefined)
    }

    /// One less is awaited; when none is left, the combinator's promise is settled.
    fn combination_step(&mut self, host: &mut dyn Host, all: &Rc<Combination>) -> Result<(), Abrupt> {
        all.remaining.set(all.remaining.get() - 1);
        if all.remaining.get() > 0 {
            return Ok(());
        }
        let values = all.values.borrow().clone();
        let values = self.new_array(values)?;
        if all.kind != Native::PromiseAny {
            return self.resolve_promise(host, all.promise, values);
        }
        let message = match self.wording() {
            Wording::V8 => Some("All promises were rejected"),
            Wording::JavaScriptCore => Some(""),
        };
        let error = self.new_error(ErrorType::AggregateError, message);
        if let Some(object) = self.object_of(&error)? {
            self.machine.object_mut(object).properties.insert(Key::text("errors"), Property::hidden(values));
        }
        self.settle(all.promise, Err(error));
        Ok(())
    }
}
