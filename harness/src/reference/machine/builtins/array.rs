//! `Array` and its methods, of arrays alone — <https://tc39.es/ecma262/#sec-array-objects>.

use super::{Native, call::BuiltinCall};
use crate::reference::{
    Agent, Host, Value, Wording,
    completion::Abrupt,
    machine::{
        heap::{Integrity, Iterated, Key, Kind},
        instructions::to_boolean,
        operators::{is_strictly_equal, same_value},
    },
};

/// What is done with the answers of a callback.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Search {
    Map,
    Filter,
    ForEach,
    Some,
    Every,
    Find,
    FindIndex,
}

impl Search {
    const fn name(self) -> &'static str {
        match self {
            Self::Map => "map",
            Self::Filter => "filter",
            Self::ForEach => "forEach",
            Self::Some => "some",
            Self::Every => "every",
            Self::Find => "find",
            Self::FindIndex => "findIndex",
        }
    }
}

impl Agent {
    /// The elements of the array that a method is called on.
    pub(super) fn elements(&mut self, call: &BuiltinCall<'_>) -> Result<Vec<Value>, Abrupt> {
        self.list_from_array(&call.this)
    }

    pub(super) fn array_constructor(
        &mut self,
        native: Native,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        if call.new_target.is_some_and(|target| *target != self.intrinsic(super::Intrinsic::Array)) {
            return Err(Abrupt::Over);
        }
        match (native, call.arguments) {
            // One number is a length, and the elements are holes.
            (Native::Array, [Value::Number(length)]) if *length != 0.0 => Err(Abrupt::Over),
            (Native::Array, [Value::Number(_)]) => self.new_array(Vec::new()),
            (_, elements) => self.new_array(elements.to_vec()),
        }
    }

    /// push, pop, shift, unshift, reverse
    pub(super) fn array_change(&mut self, native: Native, call: &BuiltinCall<'_>) -> Result<Value, Abrupt> {
        let Value::Object(id) = call.this else { return Err(Abrupt::Over) };
        self.spend(call.arguments.len())?;
        self.machine.allocate(size_of_val(call.arguments))?;
        if !matches!(native, Native::Push | Native::Pop) {
            // All elements move.
            self.spend_on_bytes(self.length_of_array(&call.this)? * size_of::<Value>())?;
        }
        let object = self.machine.object_mut(id);
        let extensible = object.extensible;
        let Kind::Array(array) = &mut object.kind else { return Err(Abrupt::Over) };
        if !extensible || array.integrity != Integrity::None {
            return self.frozen_array_changed(native, call);
        }
        let elements = &mut array.elements;
        Ok(match native {
            Native::Push => {
                elements.extend_from_slice(call.arguments);
                length_of(elements)
            }
            Native::Unshift => {
                elements.splice(..0, call.arguments.iter().cloned());
                length_of(elements)
            }
            Native::Pop => elements.pop().unwrap_or(Value::Undefined),
            Native::Shift if elements.is_empty() => Value::Undefined,
            Native::Shift => elements.remove(0),
            _ => {
                elements.reverse();
                call.this.clone()
            }
        })
    }

    fn frozen_array_changed(&mut self, native: Native, call: &BuiltinCall<'_>) -> Result<Value, Abrupt> {
        let length = self.length_of_array(&call.this)?;
        match (native, self.wording()) {
            (Native::Push, Wording::V8) if !call.arguments.is_empty() => {
                Err(self.throw_type_error(&self.wording().not_extensible(&length.to_string())))
            }
            (Native::Push, Wording::JavaScriptCore) if !call.arguments.is_empty() => {
                Err(self.throw_type_error(self.wording().constant_assigned()))
            }
            _ => Err(Abrupt::Over),
        }
    }

    /// The methods that ask a callback of each element.
    pub(super) fn array_each(
        &mut self,
        host: &mut dyn Host,
        call: &BuiltinCall<'_>,
        search: Search,
    ) -> Result<Value, Abrupt> {
        let length = self.length_of_array(&call.this)?;
        let callback = call.argument(0);
        self.require_callback(&callback, search.name())?;
        let mut list = Vec::new();
        for index in 0..length {
            self.spend(1)?;
            let key = Key::text(&index.to_string());
            // What the callback has taken away is not there any more, but that `find` looks at all.
            let is_there = self.array(&call.this).is_some_and(|array| index < array.elements.len());
            if !is_there && !matches!(search, Search::Find | Search::FindIndex) {
                if search == Search::Map {
                    return Err(Abrupt::Over);
                }
                continue;
            }
            let element = self.get(host, &call.this, &key)?;
            let arguments = [element.clone(), number(index), call.this.clone()];
            let answer = self.call(host, &callback, call.argument(1), &arguments)?;
            let truthy = to_boolean(&answer);
            match search {
                Search::Map => list.push(answer),
                Search::Filter if truthy => list.push(element),
                Search::Some if truthy => return Ok(Value::Boolean(true)),
                Search::Every if !truthy => return Ok(Value::Boolean(false)),
                Search::Find if truthy => return Ok(element),
                Search::FindIndex if truthy => return Ok(number(index)),
                _ => {}
            }
        }
        Ok(match search {
            Search::Map | Search::Filter => return self.new_array(list),
            Search::ForEach | Search::Find => Value::Undefined,
            Search::Some => Value::Boolean(false),
            Search::Every => Value::Boolean(true),
            Search::FindIndex => Value::Number(-1.0),
        })
    }

    fn require_callback(&mut self, callback: &Value, method: &str) -> Result<(), Abrupt> {
        if self.callable(callback).is_some() {
            return Ok(());
        }
        match self.wording() {
            Wording::V8 => Err(self.not_a_function(callback)),
            Wording::JavaScriptCore => {
                Err(self.throw_type_error(&format!("Array.prototype.{method} callback must be a function")))
            }
        }
    }

    pub(super) fn array_reduce(
        &mut self,
        host: &mut dyn Host,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        let elements = self.elements(call)?;
        let callback = call.argument(0);
        self.require_callback(&callback, "reduce")?;
        let (mut value, from) = match (call.arguments.get(1), elements.first()) {
            (Some(initial), _) => (initial.clone(), 0),
            (None, Some(first)) => (first.clone(), 1),
            (None, None) => return Err(self.throw_type_error(self.wording().nothing_to_reduce())),
        };
        for index in from..elements.len() {
            self.spend(1)?;
            let is_there = self.array(&call.this).is_some_and(|array| index < array.elements.len());
            if !is_there {
                continue;
            }
            let element = self.get(host, &call.this, &Key::text(&index.to_string()))?;
            let arguments = [value, element, number(index), call.this.clone()];
            value = self.call(host, &callback, Value::Undefined, &arguments)?;
        }
        Ok(value)
    }

    /// includes, indexOf, lastIndexOf
    pub(super) fn array_search(&mut self, native: Native, call: &BuiltinCall<'_>) -> Result<Value, Abrupt> {
        if call.arguments.len() > 1 {
            return Err(Abrupt::Over);
        }
        let wanted = call.argument(0);
        let length = self.length_of_array(&call.this)?;
        self.spend(length)?;
        if let Value::String(text) = &wanted {
            self.spend_on_bytes(text.len().saturating_mul(length))?;
        }
        let elements = &self.array(&call.this).ok_or(Abrupt::Over)?.elements;
        let same = |element: &Value| is_strictly_equal(element, &wanted);
        Ok(match native {
            Native::Includes => {
                // SameValueZero
                Value::Boolean(elements.iter().any(|element| same(element) || same_value(element, &wanted)))
            }
            Native::IndexOf => elements.iter().position(same).map_or(Value::Number(-1.0), number),
            _ => elements.iter().rposition(same).map_or(Value::Number(-1.0), number),
        })
    }

    pub(super) fn array_concat(&mut self, call: &BuiltinCall<'_>) -> Result<Value, Abrupt> {
        let mut elements = self.elements(call)?;
        for argument in call.arguments {
            // What is gathered here is no array yet.
            self.machine.allocate(size_of::<Value>())?;
            match self.array(argument) {
                Some(_) => elements.extend(self.list_from_array(argument)?),
                None => elements.push(argument.clone()),
            }
        }
        self.new_array(elements)
    }

    pub(super) fn array_slice(
        &mut self,
        host: &mut dyn Host,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        let elements = self.elements(call)?;
        let (from, to) = self.range(host, call, elements.len())?;
        self.new_array(elements.get(from..to).unwrap_or_default().to_vec())
    }

    /// The start and end that the arguments of a `slice` name.
    pub(super) fn range(
        &mut self,
        host: &mut dyn Host,
        call: &BuiltinCall<'_>,
        length: usize,
    ) -> Result<(usize, usize), Abrupt> {
        let from = self.to_integer(host, &call.argument(0))?;
        let to = match call.argument(1) {
            Value::Undefined => f64::INFINITY,
            other => self.to_integer(host, &other)?,
        };
        let (from, to) = (place(from, length), place(to, length));
        Ok((from, to.max(from)))
    }

    pub(super) fn array_at(&mut self, host: &mut dyn Host, call: &BuiltinCall<'_>) -> Result<Value, Abrupt> {
        let length = self.length_of_array(&call.this)?;
        let index = self.to_integer(host, &call.argument(0))?;
        let index = if index < 0.0 { index + length_number(length) } else { index };
        if !(0.0..length_number(length)).contains(&index) {
            return Ok(Value::Undefined);
        }
        self.get(host, &call.this, &Key::text(&place(index, length).to_string()))
    }

    /// Array.prototype.with ( index, value ) — <https://tc39.es/ecma262/#sec-array.prototype.with>. What engines say of an index
    /// that is no place in the array is not modelled.
    pub(super) fn array_with(
        &mut self,
        host: &mut dyn Host,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        let mut elements = self.elements(call)?;
        let index = self.to_integer(host, &call.argument(0))?;
        let index = if index < 0.0 { index + length_number(elements.len()) } else { index };
        if !(0.0..length_number(elements.len())).contains(&index) {
            return Err(Abrupt::Over);
        }
        let index = place(index, elements.len());
        elements[index] = call.argument(1);
        self.new_array(elements)
    }

    pub(super) fn array_iterator(&mut self, call: &BuiltinCall<'_>, kind: Iterated) -> Result<Value, Abrupt> {
        if !self.is_arguments_object(&call.this) {
            self.length_of_array(&call.this)?;
        }
        Ok(self.new_iterator(call.this.clone(), kind))
    }
}

fn number(index: usize) -> Value {
    Value::Number(length_number(index))
}

fn length_of(elements: &[Value]) -> Value {
    number(elements.len())
}

#[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^53")]
const fn length_number(length: usize) -> f64 {
    length as f64
}

/// A relative index as a place between 0 and `length`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is within these bounds")]
fn place(index: f64, length: usize) -> usize {
    let end = length_number(length);
    (if index < 0.0 { (end + index).max(0.0) } else { index.min(end) }) as usize
}
