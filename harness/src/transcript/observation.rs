//! The observations a transcript is made of.

use indexmap::IndexMap;

use crate::program::Value;

/// What was seen while a program ran.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Transcript {
    /// The constructions that failed, by the name of the module.
    pub construct: IndexMap<String, Outcome>,
    /// One record for each step that was started, in order.
    pub steps: Vec<StepRecord>,
}

/// What one step brought.
#[derive(Clone, Debug, PartialEq)]
pub struct StepRecord {
    /// What the step did, as [`Action::label`](crate::program::Action::label) words it.
    pub step: String,
    /// How it ended.
    pub outcome: Outcome,
    /// For `together`: how each of its steps ended, in order.
    pub together: Vec<SettledStep>,
    /// The steps the linker started during this one, in the order they were started, and how they ended.
    pub inside: Vec<SettledStep>,
    /// Earlier steps that were pending and settled during this one.
    pub settled: Vec<SettledStep>,
    /// The status of every constructed module after the step, in the order of construction.
    pub status: IndexMap<String, ModuleStatus>,
    /// What `.error` gives after the step, for every module on which it can be read.
    pub errors: IndexMap<String, ThrownView>,
    /// The linker calls made during the step, in order.
    pub calls: Vec<LinkerCall>,
    /// The calls of `importModuleDynamically` made during the step, in order.
    pub imports: Vec<ImportCall>,
    /// The lines logged by module bodies during the step.
    pub log: Vec<String>,
}

/// A step inside another, and how it ended.
#[derive(Clone, Debug, PartialEq)]
pub struct SettledStep {
    /// What the step did.
    pub step: String,
    /// How it ended.
    pub outcome: Outcome,
}

/// One call of the linker function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkerCall {
    /// The first argument.
    pub specifier: String,
    /// The name of the module given as second argument.
    pub referrer: String,
    /// The attributes given in the third argument, sorted by key.
    pub attributes: Vec<(String, String)>,
}

/// One call of `importModuleDynamically`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportCall {
    /// The first argument.
    pub specifier: String,
    /// The name of the module given as second argument: the one whose body imports.
    pub referrer: String,
    /// The attributes given as third argument, sorted by key.
    pub attributes: Vec<(String, String)>,
}

/// How a step ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It returned, or its promise was fulfilled, with this.
    Ok(Observed),
    /// It threw, or its promise was rejected. Which of the two is not told apart: users `await` both.
    Error(ThrownView),
    /// Its promise had not settled when no job was left.
    Pending,
    /// The engine cannot say, and says so. The run ends here.
    Unmodelled(Unmodelled),
    /// The process of the runtime dies, and the run with it. Only the reference says so: what dies says nothing.
    Crash,
}

/// What a step gave.
#[derive(Clone, Debug, PartialEq)]
pub enum Observed {
    /// A value.
    Value(Value),
    /// An error object (the result of reading `.error`).
    Thrown(ThrownView),
    /// A module namespace object, by its keys in their order.
    Namespace(Vec<String>),
}

/// Something thrown, as a program sees it.
#[derive(Clone, Debug, PartialEq)]
pub enum ThrownView {
    /// An error object.
    Error(Box<ErrorView>),
    /// Any other value.
    Value(Value),
    /// A cause too deep to be shown; see [`ErrorView::MAX_CAUSES`].
    Elided,
}

/// An error object, as a program sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorView {
    /// Counts the error objects of a run from 1 in the order they were first seen; the same object has the same number
    /// everywhere in a transcript.
    pub identity: u32,
    /// `error.name`
    pub name: String,
    /// `error.code`, when it has one.
    pub code: Option<String>,
    /// `error.message`
    pub message: String,
    /// `error.cause`, when it has one.
    pub cause: Option<ThrownView>,
}

impl ErrorView {
    /// How many causes deep a view goes. Enough for any graph a person reads; it bounds the recursion of everything
    /// that walks a view.
    pub const MAX_CAUSES: usize = 16;
}

/// `module.status`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ModuleStatus {
    /// `unlinked`
    Unlinked,
    /// `linking`
    Linking,
    /// `linked`
    Linked,
    /// `evaluating`
    Evaluating,
    /// `evaluated`
    Evaluated,
    /// `errored`
    Errored,
}

impl ModuleStatus {
    /// Every status, in the order a module goes through them.
    pub const ALL: [Self; 6] =
        [Self::Unlinked, Self::Linking, Self::Linked, Self::Evaluating, Self::Evaluated, Self::Errored];

    /// The text `module.status` gives.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unlinked => "unlinked",
            Self::Linking => "linking",
            Self::Linked => "linked",
            Self::Evaluating => "evaluating",
            Self::Evaluated => "evaluated",
            Self::Errored => "errored",
        }
    }

    /// The status of that text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// Why an engine cannot say what a step does.
#[derive(Clone, Debug, PartialEq)]
pub struct Unmodelled {
    /// The module whose body holds the construct.
    pub module: String,
    /// Where in its source text, line and column counted from 1.
    pub line: u32,
    /// See `line`.
    pub column: u32,
}
