//! The values that flow through the reference.

use std::rc::Rc;

use super::{
    jobs::PromiseId,
    machine::{ObjectId, SymbolId},
    namespace::NamespaceId,
};
use crate::program::{self, ModuleId};

/// A JavaScript value, cheap to copy. Equality of objects of every kind is identity.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `undefined`
    Undefined,
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A number.
    Number(f64),
    /// A string without lone surrogates.
    String(Rc<str>),
    /// A BigInt that is not too large for the reference.
    BigInt(Rc<i128>),
    /// A symbol.
    Symbol(SymbolId),
    /// A promise.
    Promise(PromiseId),
    /// A module namespace object.
    Namespace(NamespaceId),
    /// An object that bodies or their builtins have made: functions and arrays are among them.
    Object(ObjectId),
    /// A module object.
    Module(ModuleId),
    /// An error object.
    Error(ErrorId),
    /// An object that looks like a module.
    Like(Likeness, ModuleId),
    /// A value from a script that no body has seen yet. Some can never be seen: proxies, and BigInts that are too large.
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
pub(super) struct Errors(Vec<ErrorEntry>);

#[derive(Debug)]
struct ErrorEntry {
    error: ErrorObject,
    /// The object with its properties, once a body could change them.
    object: Option<ObjectId>,
}

impl Errors {
    pub(super) fn create(&mut self, error: ErrorObject) -> Value {
        let id = u32::try_from(self.0.len()).expect("a run makes fewer than 2^32 errors");
        self.0.push(ErrorEntry { error, object: None });
        Value::Error(ErrorId(id))
    }

    pub(super) fn get(&self, id: ErrorId) -> &ErrorObject {
        &self.0[id.0 as usize].error
    }

    pub(super) fn object(&self, id: ErrorId) -> Option<ObjectId> {
        self.0[id.0 as usize].object
    }

    pub(super) fn set_object(&mut self, id: ErrorId, object: ObjectId) {
        self.0[id.0 as usize].object = Some(object);
    }
}
