//! `for … in` — <https://tc39.es/ecma262/#sec-enumerate-object-properties>.

use std::{collections::HashSet, rc::Rc};

use super::{
    builtins::Intrinsic,
    heap::{Key, Kind, Object},
};
use crate::reference::{Agent, Host, Value, completion::Abrupt};

/// What `for … in` has still to visit.
#[derive(Debug)]
pub(super) struct Enumeration {
    object: Value,
    /// The keys, the next one last.
    keys: Vec<Rc<str>>,
}

impl Agent {
    /// EnumerateObjectProperties ( value ), as engines do it: the keys of an object and of everything that it inherits from
    /// are looked up when the loop begins. So a namespace with an export that is not initialized throws before the first turn.
    pub(super) fn begin_enumeration(&mut self, host: &mut dyn Host, value: &Value) -> Result<Value, Abrupt> {
        let mut keys = Vec::new();
        let mut visited: HashSet<Rc<str>> = HashSet::new();
        let mut current = match value {
            Value::Undefined | Value::Null => None,
            other => Some(other.clone()),
        };
        while let Some(object) = current {
            self.machine.executed += 1;
            if !self.has_nothing_enumerable(&object)? {
                self.enumerate_own(host, &object, &mut keys, &mut visited)?;
            }
            current = self.get_prototype_of(&object)?;
        }
        keys.reverse();
        let context = self.machine.context;
        let kind = Kind::Enumeration(Enumeration { object: value.clone(), keys });
        Ok(Value::Object(self.machine.add_object(Object::new(kind, None, context))))
    }

    /// Whether an object is one of those that every context has, whose properties are all hidden.
    fn has_nothing_enumerable(&self, value: &Value) -> Result<bool, Abrupt> {
        match value {
            Value::Object(id) => match self.machine.object(*id).intrinsic {
                Some(Intrinsic::Global) => Err(Abrupt::Over),
                intrinsic => Ok(intrinsic.is_some()),
            },
            // Hosts give their errors more than the language does.
            Value::Error(id) if self.errors.get(*id).code.is_some() => Err(Abrupt::Over),
            _ => Ok(false),
        }
    }

    fn enumerate_own(
        &mut self,
        host: &mut dyn Host,
        object: &Value,
        keys: &mut Vec<Rc<str>>,
        visited: &mut HashSet<Rc<str>>,
    ) -> Result<(), Abrupt> {
        for key in self.own_property_keys(host, object)? {
            let Key::String(name) = &key else { continue };
            self.machine.executed += 1;
            self.machine.allocate(size_of::<Rc<str>>())?;
            // An export is read, which shows in what V8 says before its declaration.
            if let Value::Namespace(namespace) = object {
                self.namespace_get(host, *namespace, &key)?;
            }
            let own = self.get_own_property(host, object, &key)?;
            // A property that is not enumerable hides what is inherited under its name.
            if own.is_some_and(|property| visited.insert(Rc::clone(name)) && property.enumerable) {
                keys.push(Rc::clone(name));
            }
        }
        Ok(())
    }

    /// The next key that is still there.
    pub(super) fn next_key(
        &mut self,
        host: &mut dyn Host,
        enumeration: &Value,
    ) -> Result<Option<Value>, Abrupt> {
        let Value::Object(id) = *enumeration else { return Err(Abrupt::Over) };
        loop {
            let Kind::Enumeration(state) = &mut self.machine.object_mut(id).kind else {
                return Err(Abrupt::Over);
            };
            let Some(name) = state.keys.pop() else { return Ok(None) };
            let object = state.object.clone();
            self.machine.executed += 1;
            match self.is_still_enumerable(host, object, &Key::from(&name))? {
                None => {}
                Some(true) => return Ok(Some(Value::String(name))),
                // V8 visits what is no longer enumerable, and JavaScriptCore does not.
                Some(false) => return Err(Abrupt::Over),
            }
        }
    }

    /// Whether a property is enumerable where it is found; `None`: it is gone.
    fn is_still_enumerable(
        &mut self,
        host: &mut dyn Host,
        mut object: Value,
        key: &Key,
    ) -> Result<Option<bool>, Abrupt> {
        loop {
            if let Some(property) = self.get_own_property(host, &object, key)? {
                return Ok(Some(property.enumerable));
            }
            match self.get_prototype_of(&object)? {
                Some(prototype) => object = prototype,
                None => return Ok(None),
            }
        }
    }
}
