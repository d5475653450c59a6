//! The values that flow through the reference.

use std::rc::Rc;

use crate::program::{self, ModuleId};

/// A JavaScript value, cheap to copy. Equality of errors and modules is identity.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `undefined`
    Undefined,
    /// A module object.
    Module(ModuleId),
    /// An error object.
    Error(ErrorId),
    /// An object that looks like a module.
    Like(Likeness, ModuleId),
    /// Anything else.
    Plain(Rc<program::Value>),
}

/// How an object that is not a module looks like one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Likeness {
    /// `new Proxy(module, {})`
    Proxy,
    /// `Object.create(module)`
    Inherits,
}

impl From<program::Value> for Value {
    fn from(value: program::Value) -> Self {
        match value {
            program::Value::Undefined => Self::Undefined,
            other => Self::Plain(Rc::new(other)),
        }
    }
}

/// An error object of an [`Agent`](super::Agent).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ErrorId(u32);

/// What an error object holds.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorObject {
    /// `error.name`
    pub name: &'static str,
    /// `error.code`
    pub code: Option<&'static str>,
    /// `error.message`
    pub message: String,
    /// `error.cause`, when the error has that property; its value may be `undefined`.
    pub cause: Option<Value>,
}

/// The error objects of an agent.
#[derive(Debug, Default)]
pub(super) struct Errors(Vec<ErrorObject>);

impl Errors {
    pub(super) fn create(&mut self, error: ErrorObject) -> Value {
        let id = u32::try_from(self.0.len()).expect("a run makes fewer than 2^32 errors");
        self.0.push(error);
        Value::Error(ErrorId(id))
    }

    pub(super) fn get(&self, id: ErrorId) -> &ErrorObject {
        &self.0[id.0 as usize]
    }
}
