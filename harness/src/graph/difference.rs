//! What two runs of a graph disagree about.

use std::fmt::{self, Write};

use serde_json::{Value as Json, json};

/// One thing that came otherwise than expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// A module was constructed, or not. `None` is a construction that succeeded; a failure is told by the name of its
    /// error, because engines word early errors freely.
    Construction {
        /// The module.
        module: String,
        /// How its construction was to end.
        expected: Option<String>,
        /// How it ended.
        actual: Option<String>,
    },
    /// A step ended otherwise.
    Outcome {
        /// The step.
        step: String,
        /// How it was to end.
        expected: String,
        /// How it ended.
        actual: String,
    },
    /// Modules have another status after a step.
    Status {
        /// The step.
        step: String,
        /// What it was to be; `none` for a module that was not to be constructed.
        expected: String,
        /// What it is.
        actual: String,
        /// The modules, in the order of the graph.
        modules: Vec<String>,
    },
    /// `.error` of a module is another after a step.
    Error {
        /// The step.
        step: String,
        /// The module.
        module: String,
        /// What it was to be.
        expected: String,
        /// What it is.
        actual: String,
    },
    /// The linker was called for other requests of a module.
    Requests {
        /// The module.
        module: String,
        /// The requests that were to be asked and were not.
        missing: Vec<String>,
        /// The requests that were asked and were not to be, or were asked too often.
        unexpected: Vec<String>,
    },
    /// The linker was called for the same requests in another order.
    Order {
        /// The first call that is another, counted from 1.
        call: usize,
        /// The call that was to come.
        expected: String,
        /// The call that came.
        actual: String,
    },
    /// A namespace has other keys.
    Keys {
        /// The module.
        module: String,
        /// The keys it was to have and has not.
        missing: Vec<String>,
        /// The keys it has and was not to have.
        unexpected: Vec<String>,
    },
    /// A namespace has the same keys in another order.
    KeyOrder {
        /// The module.
        module: String,
        /// The keys as they were to come.
        expected: Vec<String>,
        /// The keys as they came.
        actual: Vec<String>,
    },
}

impl Difference {
    /// The difference as one object: `difference` names its kind, the other keys are its parts.
    #[must_use]
    pub fn to_json(&self) -> Json {
        match self {
            Self::Construction { module, expected, actual } => {
                json!({ "difference": "construction", "module": module, "expected": expected, "actual": actual })
            }
            Self::Outcome { step, expected, actual } => {
                json!({ "difference": "outcome", "step": step, "expected": expected, "actual": actual })
            }
            Self::Status { step, expected, actual, modules } => json!({
                "difference": "status", "step": step, "expected": expected, "actual": actual, "modules": modules,
            }),
            Self::Error { step, module, expected, actual } => json!({
                "difference": "error", "step": step, "module": module, "expected": expected, "actual": actual,
            }),
            Self::Requests { module, missing, unexpected } => json!({
                "difference": "requests", "module": module, "missing": missing, "unexpected": unexpected,
            }),
            Self::Order { call, expected, actual } => {
                json!({ "difference": "order", "call": call, "expected": expected, "actual": actual })
            }
            Self::Keys { module, missing, unexpected } => json!({
                "difference": "keys", "module": module, "missing": missing, "unexpected": unexpected,
            }),
            Self::KeyOrder { module, expected, actual } => {
                json!({ "difference": "key order", "module": module, "expected": expected, "actual": actual })
            }
        }
    }
}

/// One line, without a full stop.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Construction { module, expected, actual } => {
                let word = |ended: &Option<String>| ended.clone().unwrap_or_else(|| "a module".to_owned());
                write!(f, "construction of {module}: expected {}, got {}", word(expected), word(actual))
            }
            Self::Outcome { step, expected, actual } => {
                write!(f, "outcome of {step}: expected {expected}, got {actual}")
            }
            Self::Status { step, expected, actual, modules } => {
                write!(f, "status after {step}: expected {expected}, got {actual}, of {}", modules.join(", "))
            }
            Self::Error { step, module, expected, actual } => {
                write!(f, "error of {module} after {step}: expected {expected}, got {actual}")
            }
            Self::Requests { module, missing, unexpected } => {
                write!(f, "requests of {module}: {}", two_lists(missing, unexpected))
            }
            Self::Order { call, expected, actual } => {
                write!(f, "order of linker calls: call {call} was to be {expected} and is {actual}")
            }
            Self::Keys { module, missing, unexpected } => {
                write!(f, "keys of {module}: {}", two_lists(missing, unexpected))
            }
            Self::KeyOrder { module, expected, actual } => {
                write!(
                    f,
                    "order of the keys of {module}: expected {}, got {}",
                    expected.join(", "),
                    actual.join(", ")
                )
            }
        }
    }
}

fn two_lists(missing: &[String], unexpected: &[String]) -> String {
    let mut text = String::new();
    for (word, list) in [("missing", missing), ("unexpected", unexpected)] {
        if !list.is_empty() {
            let separator = if text.is_empty() { "" } else { "; " };
            let _ = write!(text, "{separator}{word} {}", list.join(", "));
        }
    }
    text
}
