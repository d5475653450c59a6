//! Activations: bodies that are being run.

use std::rc::Rc;

use super::{ObjectId, scopes::EnvironmentId};
use crate::{
    program::ModuleId,
    reference::{ContextId, PromiseId, Value},
    syntax::{
        TextPosition,
        code::{Code, Target},
    },
};

/// An async body that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::reference) struct ActivationId(pub(super) u32);

/// What an arrow function takes from the code around it.
#[derive(Clone, Debug)]
pub(super) struct Around {
    pub(super) module: ModuleId,
    /// Whether the code is no part of the module: a function that was given to its constructor, or one written in that.
    pub(super) is_given: bool,
    pub(super) this: Value,
    pub(super) new_target: Value,
    /// The class whose constructor it is.
    pub(super) class: Option<ObjectId>,
    /// \[\[HomeObject]] of the method.
    pub(super) home: Option<ObjectId>,
}

impl Around {
    /// What the body of a module has around it.
    pub(super) const fn module(module: ModuleId) -> Self {
        Self {
            module,
            is_given: false,
            this: Value::Undefined,
            new_target: Value::Undefined,
            class: None,
            home: None,
        }
    }
}

/// A body that is being run — <https://tc39.es/ecma262/#sec-execution-contexts>.
#[derive(Debug)]
pub(super) struct Activation {
    pub(super) code: Rc<Code>,
    /// The next instruction.
    pub(super) next: usize,
    pub(super) stack: Vec<Value>,
    /// The scope of the body itself.
    pub(super) outermost: EnvironmentId,
    /// The scopes entered since, innermost last.
    pub(super) scopes: Vec<EnvironmentId>,
    pub(super) tries: Vec<Try>,
    pub(super) arguments: Vec<Value>,
    pub(super) around: Around,
    pub(super) context: ContextId,
    pub(super) then: Then,
    /// The promise of an async body.
    pub(super) promise: Option<PromiseId>,
    /// The generator whose body it is.
    pub(super) generator: Option<ObjectId>,
}

/// Where the result of an activation goes.
#[derive(Clone, Debug)]
pub(super) enum Then {
    /// To the stack of the activation below.
    Caller,
    /// There too; but when it is no object, this object.
    Constructor(ObjectId),
    /// There too, from a derived constructor: what is no object becomes its `this`.
    Derived,
    /// The same to whoever started the run.
    DerivedNative,
    /// To whoever started the run.
    Native,
    /// Nowhere: the promise tells it.
    Detached,
}

/// A `try` statement that is being run.
#[derive(Clone, Debug)]
pub(super) struct Try {
    pub(super) catch: Option<Target>,
    pub(super) finally: Option<Target>,
    pub(super) stack: usize,
    pub(super) scopes: usize,
    /// What its finally block goes on with, while that is being run.
    pub(super) kept: Option<Completion>,
}

/// How the block before a finally block ended.
#[derive(Clone, Debug)]
pub(super) enum Completion {
    Normal,
    Throw(Value),
    Return(Value),
    Leave { target: Target, tries: usize, scopes: usize, stack: usize },
}

impl Activation {
    /// Where the instruction at `place` stands in the text.
    pub(super) fn position_at(&self, place: usize) -> TextPosition {
        match self.code.spans.len().checked_sub(1) {
            None => TextPosition::START,
            Some(last) => self.code.position_at(place.min(last)),
        }
    }

    /// The innermost scope.
    pub(super) fn environment(&self) -> EnvironmentId {
        self.scopes.last().copied().unwrap_or(self.outermost)
    }
}
