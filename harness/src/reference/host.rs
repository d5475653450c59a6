//! The linker function, which is the one thing the reference asks of a program.

use crate::program::ModuleId;

use super::{Agent, PromiseId, Value};

/// Which linker function a link() was given. Only the host knows what the number means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LinkerHandle(pub u32);

/// The arguments of one call of a linker function.
#[derive(Clone, Copy, Debug)]
pub struct LinkerCall<'a> {
    /// The specifier as the referrer writes it.
    pub specifier: &'a str,
    /// The module that asks.
    pub referrer: ModuleId,
    /// The attributes, sorted by key.
    pub attributes: &'a [(&'a str, &'a str)],
}

/// The arguments of one call of `importModuleDynamically`.
#[derive(Clone, Copy, Debug)]
pub struct ImportCall<'a> {
    /// The specifier, as a string.
    pub specifier: &'a str,
    /// The module whose body calls `import()`.
    pub referrer: ModuleId,
    /// The attributes, sorted by key.
    pub attributes: &'a [(&'a str, &'a str)],
}

/// How a call of a linker function, or of `importModuleDynamically`, completes.
#[derive(Clone, Debug)]
pub enum LinkerCompletion {
    /// It returns.
    Returned(LinkerAnswer),
    /// It throws.
    Threw(Value),
}

/// What a linker function returns.
#[derive(Clone, Debug)]
pub enum LinkerAnswer {
    /// A value that is neither a promise nor a thenable: a module, or anything else.
    Value(Value),
    /// A promise.
    Promise(PromiseId),
    /// An object with a `then` method that does this when it is called.
    Thenable(Reaction),
    /// An object whose `then` cannot be read: the getter throws this.
    ThrowingThen(Value),
}

/// What a `then` method does with the two functions it is given.
#[derive(Clone, Debug)]
pub enum Reaction {
    /// Calls the first with this.
    Resolve(Value),
    /// Calls the second with this, or throws it, which comes to the same.
    Reject(Value),
    /// Calls neither.
    Nothing,
}

/// Whoever answers the calls of a program's functions.
pub trait Host {
    /// Calls the linker function `linker`. It may use `agent`: a linker can link and evaluate before it answers.
    fn call_linker(
        &mut self,
        agent: &mut Agent,
        linker: LinkerHandle,
        call: &LinkerCall<'_>,
    ) -> LinkerCompletion;

    /// Calls the `importModuleDynamically` of the module that imports, which has one.
    ///
    /// A host whose modules have none need not have this; it answers with what is no module.
    fn call_importer(&mut self, _agent: &mut Agent, _call: &ImportCall<'_>) -> LinkerCompletion {
        LinkerCompletion::Returned(LinkerAnswer::Value(Value::Undefined))
    }
}
