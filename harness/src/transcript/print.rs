//! How an error is shown to people.

use super::{ErrorView, ThrownView};

/// The text of an error and of its causes, one line each: `Error [CODE]: message`, then `Caused by: …`.
///
/// Contract clause C7. A cause that is not an error object is shown as `String(value)` gives it.
#[must_use]
pub fn print_error(error: &ErrorView) -> String {
    let mut lines = vec![headline(error)];
    let mut cause = error.cause.as_ref();
    while let Some(thrown) = cause {
        let (text, next) = match thrown {
            ThrownView::Error(error) => (headline(error), error.cause.as_ref()),
            ThrownView::Value(value) => (value.to_string(), None),
            ThrownView::Elided => ("…".to_owned(), None),
        };
        lines.push(format!("Caused by: {text}"));
        cause = next;
    }
    lines.join("\n")
}

fn headline(error: &ErrorView) -> String {
    let code = error.code.as_ref().map(|code| format!(" [{code}]")).unwrap_or_default();
    if error.message.is_empty() {
        format!("{}{code}", error.name)
    } else {
        format!("{}{code}: {}", error.name, error.message)
    }
}
