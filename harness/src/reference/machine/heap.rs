//! Objects and symbols, as they lie in memory.

use std::{cell::Cell, rc::Rc};

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use super::{
    builtins::{Intrinsic, Native},
    scopes::EnvironmentId,
};
use crate::{
    program::ModuleId,
    reference::{ContextId, ErrorId, PromiseId, Value},
    syntax::code::{ClassNaming, Code, Function},
};

/// An object of an [`Agent`](crate::reference::Agent).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectId(pub(super) u32);

/// A symbol of an [`Agent`](crate::reference::Agent).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SymbolId(pub(super) u32);

/// `Symbol.iterator`
pub(super) const ITERATOR: SymbolId = SymbolId(0);
/// `Symbol.toStringTag`
pub(super) const TO_STRING_TAG: SymbolId = SymbolId(1);
/// `Symbol.asyncIterator`
pub(super) const ASYNC_ITERATOR: SymbolId = SymbolId(2);
/// `Symbol.toPrimitive`
pub(super) const TO_PRIMITIVE: SymbolId = SymbolId(3);
/// How many symbols there are from the start.
pub(super) const WELL_KNOWN_SYMBOLS: u32 = 4;

/// A property key — <https://tc39.es/ecma262/#sec-object-type>.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::reference) enum Key {
    String(Rc<str>),
    Symbol(SymbolId),
}

impl Key {
    pub(in crate::reference) fn text(text: &str) -> Self {
        Self::String(Rc::from(text))
    }

    /// The array index that the key is — <https://tc39.es/ecma262/#sec-object-type>.
    pub(super) fn index(&self) -> Option<u32> {
        let Self::String(text) = self else { return None };
        let first = *text.as_bytes().first()?;
        if !first.is_ascii_digit() || (first == b'0' && text.len() > 1) {
            return None;
        }
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|&index| digits && index != u32::MAX)
    }

    pub(super) fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            Self::Symbol(_) => None,
        }
    }
}

impl From<&Rc<str>> for Key {
    fn from(text: &Rc<str>) -> Self {
        Self::String(Rc::clone(text))
    }
}

impl From<Key> for Value {
    fn from(key: Key) -> Self {
        match key {
            Key::String(text) => Self::String(text),
            Key::Symbol(symbol) => Self::Symbol(symbol),
        }
    }
}

/// A property — <https://tc39.es/ecma262/#sec-property-attributes>.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Property {
    pub(super) content: Content,
    pub(super) enumerable: bool,
    pub(super) configurable: bool,
}

/// What reading a property gives.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content {
    Data { value: Value, writable: bool },
    Accessor { get: Option<Value>, set: Option<Value> },
}

impl Property {
    /// As assignment and literals make it.
    pub(super) const fn plain(value: Value) -> Self {
        Self { content: Content::Data { value, writable: true }, enumerable: true, configurable: true }
    }

    /// As builtins have their methods.
    pub(super) const fn hidden(value: Value) -> Self {
        Self { content: Content::Data { value, writable: true }, enumerable: false, configurable: true }
    }

    /// As functions have `name` and `length`.
    pub(super) const fn fixed(value: Value) -> Self {
        Self { content: Content::Data { value, writable: false }, enumerable: false, configurable: true }
    }
}

/// What a property takes, in bytes, with its place among the others.
pub(super) const PROPERTY_BYTES: usize = size_of::<Key>() + size_of::<Property>() + 2 * size_of::<usize>();

/// The properties of an object, in the order they were made.
pub(super) type Properties = IndexMap<Key, Property, FxBuildHasher>;

/// An object.
#[derive(Debug)]
pub(super) struct Object {
    pub(super) kind: Kind,
    /// \[\[Prototype]]
    pub(super) prototype: Option<Value>,
    pub(super) extensible: bool,
    pub(super) properties: Properties,
    /// Which of the objects it is that every context has, if it is one.
    pub(super) intrinsic: Option<Intrinsic>,
    /// The context it was made in.
    pub(super) context: ContextId,
}

/// What an object is beside its properties.
#[derive(Debug)]
pub(super) enum Kind {
    Ordinary,
    Array(Array),
    Function(Rc<Callable>),
    /// The properties of an error object.
    Error(ErrorId),
    /// The properties of a promise.
    Promise,
    /// The arguments object of a function.
    Arguments,
    /// An array iterator: what is left to iterate over, and where it is. `None` when it has ended.
    Iterator(Option<(Value, usize)>, Iterated),
    /// A `Map` or a `Set`.
    Collection(super::collections::Collection),
    /// An iterator of one: where it is. `None` when it has ended.
    CollectionIterator(Option<(ObjectId, usize)>, Iterated),
    /// What `for … in` has still to visit.
    Enumeration(super::enumeration::Enumeration),
    /// A generator.
    Generator(super::generators::Generator),
    /// An async generator.
    AsyncGenerator(Box<super::async_generators::AsyncGenerator>),
    /// What an instruction keeps of an iteration.
    Iteration(Iteration),
    /// The same of an async one.
    AsyncIteration(AsyncIteration),
}

/// What an array iterator gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Iterated {
    Keys,
    Values,
    Entries,
}

/// An Iterator Record — <https://tc39.es/ecma262/#sec-iterator-records>.
#[derive(Clone, Debug)]
pub(super) struct Iteration {
    pub(super) iterator: Value,
    pub(super) next: Value,
    pub(super) done: bool,
}

/// The same of an async iterator, which closes only through the code that iterates.
#[derive(Clone, Debug)]
pub(super) struct AsyncIteration {
    pub(super) record: Iteration,
    /// Whether it is that of a sync iterator, inside an async-from-sync iterator that nobody sees —
    /// <https://tc39.es/ecma262/#sec-async-from-sync-iterator-objects>.
    pub(super) is_sync: bool,
}

/// The elements of an array, which has no holes: a body that would make one is not modelled.
#[derive(Debug, Default)]
pub(super) struct Array {
    pub(super) elements: Vec<Value>,
    pub(super) integrity: Integrity,
}

/// How far elements are protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Integrity {
    #[default]
    None,
    Sealed,
    Frozen,
}

/// What a function does.
#[derive(Debug)]
pub(super) enum Callable {
    /// Written in a body.
    Closure(Closure),
    /// Built in.
    Native(Native),
    /// A class.
    Class(ClassObject),
    /// Made by `bind`; whether it is a constructor is decided then.
    Bound { target: Value, this: Value, arguments: Vec<Value>, constructs: bool },
    /// One of the two functions that settle a promise — <https://tc39.es/ecma262/#sec-promise-resolve-functions>.
    Resolving { promise: PromiseId, rejects: bool, already_resolved: Rc<Cell<bool>> },
    /// The functions of `finally` — <https://tc39.es/ecma262/#sec-thenfinallyfunctions>.
    Finally { on_finally: Value, rejects: bool },
    /// Gives a value, or throws it: what `finally` waits with.
    Constant { value: Value, throws: bool },
    /// An element function of a combinator — <https://tc39.es/ecma262/#sec-promise.all-resolve-element-functions>.
    Element { all: Rc<super::combinators::Combination>, index: usize, rejects: bool, called: Rc<Cell<bool>> },
    /// Makes a value the result of an async-from-sync iterator, or closes its sync iterator and throws the value.
    FromSync(FromSync),
    /// Sets an export of a synthetic module.
    SetExport(ModuleId),
    /// The method `setExport` of a synthetic module, which is its `this`.
    SetExportMethod,
    /// The functions of a script, which do nothing.
    Scripted,
}

/// What an async-from-sync iterator waits with —
/// <https://tc39.es/ecma262/#sec-asyncfromsynciteratorcontinuation>.
#[derive(Debug)]
pub(super) enum FromSync {
    Unwrap { done: bool },
    Close(Iteration),
}

/// A function of a body.
#[derive(Debug)]
pub(super) struct Closure {
    pub(super) function: Rc<Function>,
    /// The code it is written in, whose text has its span.
    pub(super) code: Rc<Code>,
    pub(super) environment: EnvironmentId,
    /// \[\[Realm]]
    pub(super) context: ContextId,
    pub(super) module: ModuleId,
    /// See [`Around`](super::activation::Around).
    pub(super) is_given: bool,
    /// What an arrow takes from the code around it.
    pub(super) outer: Option<super::activation::Around>,
    /// \[\[HomeObject]]
    pub(super) home: Option<ObjectId>,
}

/// A class.
#[derive(Debug)]
pub(super) struct ClassObject {
    pub(super) name: Rc<str>,
    pub(super) naming: ClassNaming,
    pub(super) text: Rc<str>,
    /// What is written as its constructor.
    pub(super) constructor: Option<Closure>,
    /// Whether its constructor gets `this` from `super()`.
    pub(super) is_derived: bool,
    /// \[\[PrivateMethods]]
    pub(super) private_methods: Rc<[(SymbolId, super::private::PrivateElement)]>,
    pub(super) fields: Rc<[Field]>,
}

/// A field of the instances of a class.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) key: FieldKey,
    /// A function that gives the value.
    pub(super) initializer: Option<Value>,
}

/// How a field is called.
#[derive(Clone, Debug)]
pub(super) enum FieldKey {
    Property(Key),
    Private(SymbolId),
    /// A static block, which is run like the initializer of a field.
    None,
}

impl Object {
    pub(super) fn new(kind: Kind, prototype: Option<Value>, context: ContextId) -> Self {
        Self {
            kind,
            prototype,
            extensible: true,
            properties: Properties::default(),
            intrinsic: None,
            context,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn array_indices_are_written_as_numbers_are() {
        for (text, index) in [("0", 0), ("7", 7), ("10", 10), ("4294967294", 4_294_967_294)] {
            assert_eq!(Key::text(text).index(), Some(index));
        }
        for text in
            ["", "00", "01", "-1", "+1", "1.0", "1e3", " 1", "4294967295", "99999999999", "x", "\u{661}"]
        {
            assert_eq!(Key::text(text).index(), None, "{text}");
        }
        assert_eq!(Key::Symbol(ITERATOR).index(), None);
    }
}
