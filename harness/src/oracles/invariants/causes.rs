//! The codes and causes of errors.

use rustc_hash::FxHashSet;

use super::{Applies, Context, Invariant, event::as_error, invariant::Objection};
use crate::{
    oracles::lines::value_text,
    program::Thrown,
    reference::ProfileName,
    transcript::{ErrorView, ThrownView},
};

const LINK_FAILURE: &str = "ERR_VM_MODULE_LINK_FAILURE";

/// Every code there is under the contract.
const CONTRACT_CODES: [&str; 14] = [
    LINK_FAILURE,
    "ERR_VM_MODULE_STATUS",
    "ERR_VM_MODULE_ALREADY_LINKED",
    "ERR_VM_MODULE_NOT_MODULE",
    "ERR_VM_MODULE_DIFFERENT_CONTEXT",
    "ERR_MODULE_LINK_MISMATCH",
    "ERR_SOURCE_PHASE_NOT_DEFINED",
    "ERR_VM_MODULE_CANNOT_CREATE_CACHED_DATA",
    "ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING",
    "ERR_OUT_OF_RANGE",
    "ERR_SCRIPT_EXECUTION_TIMEOUT",
    "ERR_INVALID_ARG_TYPE",
    "ERR_INVALID_ARG_VALUE",
    "ERR_INVALID_THIS",
];

/// The one code under ECMA-262, which knows no codes: the reference's own, for a step that the assertions of the
/// specification do not allow.
const ECMA262_CODES: [&str; 1] = ["ECMA262_PRECONDITION"];

/// Every error object of the run, once, at the step it was first seen in.
fn errors<'r>(context: &Context<'r>) -> impl Iterator<Item = (Option<usize>, &'r ErrorView)> {
    let mut seen = FxHashSet::default();
    context
        .thrown()
        .filter_map(|(step, thrown)| Some((step, as_error(thrown)?)))
        .filter(move |(_, error)| seen.insert(error.identity))
}

/// No codes but those.
pub(super) const CLOSED_CODE_LIST: Invariant = Invariant {
    name: "closed-code-list",
    sentence: "The code of an error, if it has one, is one of those the contract speaks of, and never ERR_INTERNAL_ASSERTION.",
    source: "C1, C4, C8; Node's documentation of errors. Programs throw errors without a code",
    contract: Applies::Yes,
    ecma262: Applies::Yes,
    look: |context| {
        let list: &[&str] = match context.profile {
            ProfileName::Ecma262 => &ECMA262_CODES,
            _ => &CONTRACT_CODES,
        };
        let wrong = errors(context).filter_map(|(step, error)| {
            let code = error.code.as_deref().filter(|code| !list.contains(code))?;
            let (expected, actual) = (format!("code: one of {}", list.join(", ")), format!("code: {code}"));
            Some(Objection { step, expected, actual })
        });
        wrong.collect()
    },
};

/// Whether this is the error in which `link()` wraps what its linker threw.
fn is_wrapper(error: &ErrorView) -> bool {
    error.code.as_deref() == Some(LINK_FAILURE) && error.message == "Link failure"
}

fn describe(thrown: Option<&ThrownView>) -> String {
    match thrown {
        None => "none".to_owned(),
        Some(ThrownView::Value(value)) => format!("value {}", value_text(value)),
        Some(ThrownView::Elided) => "something too deep to be shown".to_owned(),
        Some(ThrownView::Error(error)) => {
            let code = error.code.as_deref().map_or(String::new(), |code| format!(" [{code}]"));
            format!("{}{code}: {:?}", error.name, error.message)
        }
    }
}

/// The cause is what was thrown, and nothing made of it.
pub(super) const CAUSE_IS_THROWN_VALUE: Invariant = Invariant {
    name: "cause-is-thrown-value",
    sentence: "The cause of a `Link failure` is something the program's linkers throw or reject with, or the error of an unknown specifier.",
    source: "C1, C2, C3, C6",
    contract: Applies::Yes,
    ecma262: Applies::No("ECMA-262 hands on what the host gave, unwrapped; there is no `Link failure`."),
    look: |context| {
        // A namespace may throw when it is read or awaited, and a linker that answers with a module which could not be
        // constructed throws what the engine makes of it: neither is written down in the program.
        let scripts = context.scripts();
        if scripts.answers_with_a_namespace()
            || scripts.prepares()
            || !context.transcript.construct.is_empty()
        {
            return Vec::new();
        }
        let wrong = errors(context).filter(|(_, error)| is_wrapper(error)).filter_map(|(step, error)| {
            let possible = match error.cause.as_ref() {
                None => false,
                Some(ThrownView::Elided) => true,
                Some(ThrownView::Error(cause)) => is_thrown_error(context, cause),
                Some(ThrownView::Value(value)) => context.scripts().thrown().any(
                    |thrown| matches!(thrown, Thrown::Value(other) if value_text(other) == value_text(value)),
                ),
            };
            let expected = "cause: what a linker of the program throws".to_owned();
            let actual = format!("cause: {}", describe(error.cause.as_ref()));
            (!possible).then_some(Objection { step, expected, actual })
        });
        wrong.collect()
    },
};

fn is_thrown_error(context: &Context<'_>, cause: &ErrorView) -> bool {
    if cause.code.is_some() || cause.cause.is_some() {
        return false;
    }
    let unknown = cause
        .message
        .strip_prefix("Unknown specifier: ")
        .filter(|_| cause.name == "Error")
        .is_some_and(|specifier| {
            context.records().any(|(_, record)| record.calls.iter().any(|call| call.specifier == specifier))
        });
    unknown
        || context.scripts().thrown().any(|thrown| {
            matches!(thrown, Thrown::Error(kind, message) if kind.name() == cause.name && *message == cause.message)
        })
}

/// Wrapped where it happened, and handed on as it is.
pub(super) const WRAPPED_ONCE: Invariant = Invariant {
    name: "wrapped-once",
    sentence: "The cause of a `Link failure` is not itself a link failure: what goes wrong deep in a graph is wrapped once.",
    source: "C5",
    contract: Applies::Yes,
    ecma262: Applies::No("ECMA-262 hands on what the host gave, unwrapped; there is no `Link failure`."),
    look: |context| {
        // There the failure of one link() may be what a linker hands on to another.
        if context.scripts().prepares() {
            return Vec::new();
        }
        let wrong = errors(context).filter(|(_, error)| is_wrapper(error)).filter_map(|(step, error)| {
            let inner = error.cause.as_ref().and_then(as_error)?;
            (inner.code.as_deref() == Some(LINK_FAILURE)).then(|| Objection {
                step,
                expected: "cause: the thrown value itself".to_owned(),
                actual: format!("cause: {}", describe(error.cause.as_ref())),
            })
        });
        wrong.collect()
    },
};

#[cfg(test)]
#[path = "causes_tests.rs"]
mod tests;
