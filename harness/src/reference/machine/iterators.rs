//! Iteration — <https://tc39.es/ecma262/#sec-operations-on-iterator-objects>.

use super::{
    errors::Quoted,
    heap::{ITERATOR, Iterated, Iteration, Key, Kind, Object},
    instructions::to_boolean,
    objects::is_object,
};
use crate::reference::{Agent, Host, Value, completion::Abrupt};

/// What a text of one character takes, in bytes.
const CHARACTER_BYTES: usize = 32;

impl Agent {
    /// GetIterator ( value, sync ) — <https://tc39.es/ecma262/#sec-getiterator>
    ///
    /// A builtin that iterates over what has a `return` method is not modelled: it would have to call it in the end.
    pub(super) fn get_iterator(
        &mut self,
        host: &mut dyn Host,
        iterable: &Value,
        quoted: Quoted,
    ) -> Result<Iteration, Abrupt> {
        if matches!(iterable, Value::Undefined | Value::Null) {
            return Err(self.not_iterable(iterable, quoted));
        }
        let method = self.get(host, iterable, &Key::Symbol(ITERATOR))?;
        if matches!(method, Value::Undefined | Value::Null) {
            return Err(self.not_iterable(iterable, quoted));
        }
        if self.callable(&method).is_none() {
            return Err(Abrupt::Over);
        }
        let iterator = self.call(host, &method, iterable.clone(), &[])?;
        if !is_object(&iterator) {
            return Err(self.iterator_no_object(quoted));
        }
        let next = self.get(host, &iterator, &Key::text("next"))?;
        if matches!(quoted, Quoted::Builtin)
            && self.get(host, &iterator, &Key::text("return"))? != Value::Undefined
        {
            return Err(Abrupt::Over);
        }
        Ok(Iteration { iterator, next, done: false })
    }

    /// IteratorStepValue ( iteration ) — <https://tc39.es/ecma262/#sec-iteratorstepvalue>
    pub(super) fn iterate(
        &mut self,
        host: &mut dyn Host,
        iteration: &mut Iteration,
    ) -> Result<Option<Value>, Abrupt> {
        if iteration.done {
            return Ok(None);
        }
        iteration.done = true;
        // A loop over something endless has no instruction in it.
        self.spend(1)?;
        if let Some(id) = self.own_array_iterator(iteration) {
            let step = self.advance(host, id)?;
            iteration.done = step.is_none();
            return Ok(step);
        }
        if self.callable(&iteration.next).is_none() {
            return Err(Abrupt::Over);
        }
        let result = self.call(host, &iteration.next.clone(), iteration.iterator.clone(), &[])?;
        if !is_object(&result) {
            return Err(self.iterator_result_no_object(&result));
        }
        let done = self.get(host, &result, &Key::text("done"))?;
        if to_boolean(&done) {
            return Ok(None);
        }
        let value = self.get(host, &result, &Key::text("value"))?;
        iteration.done = false;
        Ok(Some(value))
    }

    /// The array iterator that is iterated, whose result object nobody sees. `None`: it is none.
    pub(super) fn own_array_iterator(&self, iteration: &Iteration) -> Option<super::ObjectId> {
        let is_own = matches!(
            self.callable(&iteration.next).map(|callable| &**callable),
            Some(super::heap::Callable::Native(super::builtins::Native::ArrayIteratorNext))
        );
        match iteration.iterator {
            Value::Object(id) if is_own && matches!(self.machine.object(id).kind, Kind::Iterator(..)) => {
                Some(id)
            }
            _ => None,
        }
    }

    /// %ArrayIteratorPrototype%.next ( ), and that of strings — <https://tc39.es/ecma262/#sec-%25arrayiteratorprototype%25.next>
    pub(super) fn advance(
        &mut self,
        host: &mut dyn Host,
        iterator: super::ObjectId,
    ) -> Result<Option<Value>, Abrupt> {
        let Kind::Iterator(state, kind) = &mut self.machine.object_mut(iterator).kind else {
            return Err(Abrupt::Over);
        };
        let kind = *kind;
        let Some((subject, index)) = state.take() else { return Ok(None) };
        if let Value::String(text) = &subject {
            // Code points; `index` counts bytes.
            let Some(character) = text.get(index..).and_then(|rest| rest.chars().next()) else {
                return Ok(None);
            };
            self.machine.allocate(CHARACTER_BYTES)?;
            let value = Value::String(character.to_string().into());
            self.set_iterator(iterator, (subject.clone(), index + character.len_utf8()));
            return Ok(Some(value));
        }
        let length = match self.array(&subject) {
            Some(array) => array.elements.len(),
            None => self.length_of_arguments(host, &subject)?,
        };
        if index >= length {
            return Ok(None);
        }
        #[expect(clippy::cast_precision_loss, reason = "an array has fewer than 2^32 elements")]
        let key = Value::Number(index as f64);
        let value = match kind {
            Iterated::Keys => key,
            Iterated::Values => self.get(host, &subject, &Key::text(&index.to_string()))?,
            Iterated::Entries => {
                let value = self.get(host, &subject, &Key::text(&index.to_string()))?;
                self.new_array(vec![key, value])?
            }
        };
        self.set_iterator(iterator, (subject, index + 1));
        Ok(Some(value))
    }

    fn set_iterator(&mut self, iterator: super::ObjectId, next: (Value, usize)) {
        if let Kind::Iterator(state, _) = &mut self.machine.object_mut(iterator).kind {
            *state = Some(next);
        }
    }

    /// CreateArrayIterator ( array, kind ) — <https://tc39.es/ecma262/#sec-createarrayiterator>
    pub(super) fn new_iterator(&mut self, subject: Value, kind: Iterated) -> Value {
        let intrinsic = if matches!(subject, Value::String(_)) {
            super::builtins::Intrinsic::StringIteratorPrototype
        } else {
            super::builtins::Intrinsic::ArrayIteratorPrototype
        };
        let prototype = self.intrinsic(intrinsic);
        let kind = Kind::Iterator(Some((subject, 0)), kind);
        let context = self.machine.context;
        Value::Object(self.machine.add_object(Object::new(kind, Some(prototype), context)))
    }

    /// Puts an iteration where instructions find it.
    pub(super) fn keep_iteration(&mut self, iteration: Iteration) -> Value {
        let context = self.machine.context;
        Value::Object(self.machine.add_object(Object::new(Kind::Iteration(iteration), None, context)))
    }

    /// The next value of an iteration that was kept.
    pub(super) fn next_of(&mut self, host: &mut dyn Host, kept: &Value) -> Result<Option<Value>, Abrupt> {
        let Value::Object(id) = *kept else { return Err(Abrupt::Over) };
        let Kind::Iteration(iteration) = &self.machine.object(id).kind else {
            return Err(Abrupt::Over);
        };
        let mut iteration = iteration.clone();
        let step = self.iterate(host, &mut iteration);
        if let Kind::Iteration(kept) = &mut self.machine.object_mut(id).kind {
            *kept = iteration;
        }
        step
    }
}
