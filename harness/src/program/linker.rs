//! The linker function of a program, written down as data.

use std::collections::BTreeMap;

use super::{ModuleId, Step, Thrown, Value};

/// What the linker function answers, request by request.
///
/// A request that no entry selects is answered with the module whose name is the specifier; where there is none, the
/// linker throws `Error: Unknown specifier: X`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LinkerScript {
    /// The entries. The narrowest one that selects a request answers it (see [`LinkerKey`]).
    pub entries: Vec<LinkerEntry>,
}

/// Some requests, and what the linker does with them.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkerEntry {
    /// Which requests.
    pub key: LinkerKey,
    /// What the linker does at the first call, the second, …; the last one repeats. Never empty.
    pub behaviours: Vec<Behaviour>,
}

/// Selects requests. Of several keys that select a request, one with a referrer is narrower than one without, and
/// among those with the same answer to that, one with attributes is narrower than one without.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LinkerKey {
    /// The specifier as the importing module writes it.
    pub specifier: String,
    /// Only requests of this module, when it is given.
    pub referrer: Option<ModuleId>,
    /// Only requests with exactly these attributes, when they are given.
    pub attributes: Option<BTreeMap<String, String>>,
}

/// What the linker does in one call.
#[derive(Clone, Debug, PartialEq)]
pub struct Behaviour {
    /// Steps that are started, in order, inside the linker before it answers.
    pub first: Vec<Step>,
    /// What it answers.
    pub answer: Answer,
    /// How the answer reaches the caller.
    pub delivery: Delivery,
}

impl Behaviour {
    /// Gives `answer` directly, doing nothing else.
    #[must_use]
    pub const fn direct(answer: Answer) -> Self {
        Self { first: Vec::new(), answer, delivery: Delivery::Direct }
    }
}

/// The linker's answer to a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A module of the program.
    Module(ModuleId),
    /// An exception: thrown by the linker function, or inside an async linker (see [`Delivery`]).
    Throws(Thrown),
    /// A promise that is rejected.
    Rejects(Thrown),
    /// A value that is not a module.
    Returns(Value),
    /// A promise that never settles.
    Never,
    /// The promise of an async function that makes a module ready and returns it.
    Prepared(Preparation),
}

/// What an async function does before it returns a module, as loaders do that link each module by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Preparation {
    /// The module. It is linked when its status is `unlinked`, and that is waited for. A linker links it with itself, the
    /// callback of `import()` with the linker of the program.
    pub module: ModuleId,
    /// Whether `evaluate()` is called then, and waited for.
    pub evaluates: bool,
    /// Whether the function is called the first time only, and its promise given again every other time.
    pub shared: bool,
}

/// How an answer reaches the caller of the linker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Delivery {
    /// A module or value is returned as it is, an exception is thrown synchronously, a rejection is a promise that is
    /// rejected already.
    #[default]
    Direct,
    /// The answer is a promise that settles after this many jobs; at 0 it has settled already. An exception rejects it,
    /// as inside an async function.
    AfterJobs(u32),
    /// The answer is an object with a `then` method: it calls its first argument with the module or value, calls its
    /// second with what is rejected, throws what is thrown, or does nothing for an answer that never comes.
    Thenable,
    /// The answer is an object whose `then` is a getter that throws. Only for [`Answer::Throws`].
    ThenGetter,
}
