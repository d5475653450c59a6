//! Outcomes as lines of text that differ exactly when what they stand for differs.
//!
//! An expectation and what was seen are written by the same rules, and only what the expectation names is written on
//! either side. So "it matches" is "the lines are equal", and a diff of the two shows the difference and nothing else.

use std::fmt::Write as _;

use crate::{
    corpus::{ErrorExpect, ExpectedOutcome, Presence, ThrownExpect},
    program::Value,
    transcript::{ErrorView, Observed, Outcome, StepRecord, ThrownView, print_error},
};

/// Lines of text, each with its depth.
#[derive(Debug, Default)]
pub(super) struct Lines {
    text: String,
    depth: usize,
}

impl Lines {
    /// Adds one line.
    pub(super) fn line(&mut self, line: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        for _ in 0..self.depth {
            self.text.push_str("  ");
        }
        self.text.push_str(line);
    }

    /// Adds the lines `fill` writes, one level deeper than those around them.
    pub(super) fn nested(&mut self, fill: impl FnOnce(&mut Self)) {
        self.depth += 1;
        fill(self);
        self.depth -= 1;
    }

    /// All lines, joined.
    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// A text without white space or quotes stands bare, any other in quotes; `none` is kept for what is absent.
pub(super) fn word(text: &str) -> String {
    let bare = !text.is_empty()
        && text != "none"
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/'));
    if bare { text.to_owned() } else { quoted(text) }
}

/// A text in quotes, on one line.
pub(super) fn quoted(text: &str) -> String {
    format!("{text:?}")
}

/// A value, so that two values have the same text exactly when they are the same: numbers as ECMA-262's `SameValue` has
/// it (`NaN` is `NaN`, `0` is not `-0`), objects by their properties in any order.
///
/// It descends as deep as the value does, which the readers of case files and of driver answers bound.
pub(super) fn value_text(value: &Value) -> String {
    let mut out = String::new();
    write_value(&mut out, value);
    out
}

fn write_value(out: &mut String, value: &Value) {
    match value {
        Value::Number(number) if *number == 0.0 && number.is_sign_negative() => out.push_str("-0"),
        Value::Undefined | Value::Null | Value::Bool(_) | Value::Number(_) => {
            let _ = write!(out, "{value}");
        }
        Value::String(text) => out.push_str(&quoted(text)),
        Value::BigInt(digits) => {
            let _ = write!(out, "{digits}n");
        }
        Value::Symbol(description) => {
            let _ = write!(out, "Symbol({})", quoted(description));
        }
        Value::Function => out.push_str("function"),
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                write_value(out, item);
            }
            out.push(']');
        }
        Value::Object(properties) => {
            let mut properties: Vec<_> = properties.iter().collect();
            properties.sort_by(|(left, _), (right, _)| left.cmp(right));
            out.push('{');
            for (index, (key, item)) in properties.into_iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                let _ = write!(out, "{}: ", quoted(key));
                write_value(out, item);
            }
            out.push('}');
        }
        Value::ProxyOf(module) => {
            let _ = write!(out, "proxy of module {}", module.index());
        }
        Value::InheritsFrom(module) => {
            let _ = write!(out, "object that inherits from module {}", module.index());
        }
        Value::NamespaceOf(module) => {
            let _ = write!(out, "namespace of module {}", module.index());
        }
    }
}

/// Writes what is expected of an outcome. `head` stands before it on its first line.
pub(super) fn expected_outcome(lines: &mut Lines, head: &str, expected: &ExpectedOutcome) {
    match expected {
        ExpectedOutcome::Ok => lines.line(&format!("{head}ok")),
        ExpectedOutcome::Value(value) => lines.line(&format!("{head}ok, value {}", value_text(value))),
        ExpectedOutcome::Thrown(thrown) => expected_thrown(lines, &format!("{head}ok, "), thrown),
        ExpectedOutcome::Keys(keys) => lines.line(&format!("{head}ok, namespace {}", key_list(keys))),
        ExpectedOutcome::Pending => lines.line(&format!("{head}pending")),
        ExpectedOutcome::Error(thrown) => expected_thrown(lines, &format!("{head}throws "), thrown),
        ExpectedOutcome::Unmodelled(None) => lines.line(&format!("{head}unmodelled")),
        ExpectedOutcome::Unmodelled(Some((line, column))) => {
            lines.line(&format!("{head}unmodelled at {line}:{column}"));
        }
    }
}

/// Writes an outcome as far as `expected` speaks of it, and all of it where it is of another kind.
///
/// `record` is the step it was seen in; it is needed to tell whether two errors are the same object.
pub(super) fn actual_outcome(
    lines: &mut Lines,
    head: &str,
    outcome: &Outcome,
    expected: Option<&ExpectedOutcome>,
    record: Option<&StepRecord>,
) {
    match (outcome, expected) {
        (Outcome::Ok(_), Some(ExpectedOutcome::Ok)) => lines.line(&format!("{head}ok")),
        // A value that was thrown and is no error object is read back as that value; a case writes both alike.
        (Outcome::Ok(Observed::Value(value) | Observed::Thrown(ThrownView::Value(value))), _) => {
            lines.line(&format!("{head}ok, value {}", value_text(value)));
        }
        (Outcome::Ok(Observed::Thrown(thrown)), expected) => {
            let like = match expected {
                Some(ExpectedOutcome::Thrown(like)) => Some(like),
                _ => None,
            };
            actual_thrown(lines, &format!("{head}ok, "), thrown, like, record);
        }
        (Outcome::Ok(Observed::Namespace(keys)), _) => {
            lines.line(&format!("{head}ok, namespace {}", key_list(keys)));
        }
        (Outcome::Pending, _) => lines.line(&format!("{head}pending")),
        (Outcome::Crash, _) => lines.line(&format!("{head}the end of the process")),
        (Outcome::Error(thrown), expected) => {
            let like = match expected {
                Some(ExpectedOutcome::Error(like)) => Some(like),
                _ => None,
            };
            actual_thrown(lines, &format!("{head}throws "), thrown, like, record);
        }
        (Outcome::Unmodelled(_), Some(ExpectedOutcome::Unmodelled(None))) => {
            lines.line(&format!("{head}unmodelled"));
        }
        (Outcome::Unmodelled(place), _) => {
            lines.line(&format!("{head}unmodelled at {}:{}", place.line, place.column));
        }
    }
}

pub(super) fn key_list(keys: &[String]) -> String {
    value_text(&Value::Array(keys.iter().cloned().map(Value::String).collect()))
}

fn expected_thrown(lines: &mut Lines, head: &str, expected: &ThrownExpect) {
    match expected {
        ThrownExpect::Value(value) => lines.line(&format!("{head}value {}", value_text(value))),
        ThrownExpect::Error(expected) => {
            lines.line(&format!("{head}error"));
            lines.nested(|lines| expected_error(lines, expected));
        }
    }
}

fn expected_error(lines: &mut Lines, expected: &ErrorExpect) {
    if let Some(name) = &expected.name {
        lines.line(&format!("name: {}", word(name)));
    }
    match &expected.code {
        Some(Presence::Absent) => lines.line("code: none"),
        Some(Presence::Present(code)) => lines.line(&format!("code: {}", word(code))),
        None => {}
    }
    if let Some(message) = &expected.message {
        lines.line(&format!("message: {}", quoted(message)));
    }
    match &expected.cause {
        Some(Presence::Absent) => lines.line("cause: none"),
        Some(Presence::Present(cause)) => expected_thrown(lines, "cause: ", cause),
        None => {}
    }
    if let Some(name) = &expected.identical_to {
        lines.line(&format!("identical to: the error of {}", word(name)));
    }
    if let Some(text) = &expected.printed {
        lines.line("printed:");
        lines.nested(|lines| {
            text.trim_end_matches('\n').split('\n').for_each(|line| lines.line(&quoted(line)));
        });
    }
}

/// Writes something thrown as far as `expected` speaks of it; all of it when nothing of its kind is expected.
pub(super) fn actual_thrown(
    lines: &mut Lines,
    head: &str,
    thrown: &ThrownView,
    expected: Option<&ThrownExpect>,
    record: Option<&StepRecord>,
) {
    match thrown {
        ThrownView::Value(value) => lines.line(&format!("{head}value {}", value_text(value))),
        ThrownView::Elided => lines.line(&format!("{head}something too deep to be shown")),
        ThrownView::Error(error) => {
            lines.line(&format!("{head}error"));
            lines.nested(|lines| match expected {
                Some(ThrownExpect::Error(expected)) => error_like(lines, error, expected, record),
                _ => whole_error(lines, error),
            });
        }
    }
}

fn error_like(lines: &mut Lines, error: &ErrorView, expected: &ErrorExpect, record: Option<&StepRecord>) {
    if expected.name.is_some() {
        lines.line(&format!("name: {}", word(&error.name)));
    }
    if expected.code.is_some() {
        lines.line(&format!("code: {}", error.code.as_deref().map_or("none".to_owned(), word)));
    }
    if expected.message.is_some() {
        lines.line(&format!("message: {}", quoted(&error.message)));
    }
    match (&expected.cause, &error.cause) {
        (None, _) => {}
        (Some(_), None) => lines.line("cause: none"),
        (Some(presence), Some(cause)) => {
            let like = match presence {
                Presence::Present(like) => Some(like),
                Presence::Absent => None,
            };
            actual_thrown(lines, "cause: ", cause, like, record);
        }
    }
    if let Some(name) = &expected.identical_to {
        let place = match record.and_then(|record| record.errors.get(name)) {
            Some(ThrownView::Error(other)) if other.identity == error.identity => "the error of",
            Some(_) => "another object than the error of",
            None => "nothing, because no error can be read on",
        };
        lines.line(&format!("identical to: {place} {}", word(name)));
    }
    if expected.printed.is_some() {
        lines.line("printed:");
        lines.nested(|lines| print_error(error).split('\n').for_each(|line| lines.line(&quoted(line))));
    }
}

fn whole_error(lines: &mut Lines, error: &ErrorView) {
    lines.line(&format!("name: {}", word(&error.name)));
    if let Some(code) = &error.code {
        lines.line(&format!("code: {}", word(code)));
    }
    lines.line(&format!("message: {}", quoted(&error.message)));
    if let Some(cause) = &error.cause {
        actual_thrown(lines, "cause: ", cause, None, None);
    }
}

/// Everything that can be said of an outcome, on one or several lines.
pub(super) fn outcome_text(outcome: &Outcome) -> String {
    let mut lines = Lines::default();
    actual_outcome(&mut lines, "", outcome, None, None);
    lines.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_equal_texts_exactly_when_they_are_the_same_value() {
        let values = [
            Value::Undefined,
            Value::Null,
            Value::Number(0.0),
            Value::Number(-0.0),
            Value::Number(f64::NAN),
            Value::Number(1.0),
            Value::String("1".into()),
            Value::BigInt("1".into()),
            Value::String("undefined".into()),
            Value::Array(vec![Value::Number(1.0), Value::Number(2.0)]),
            Value::Array(vec![Value::String("1, 2".into())]),
            Value::Object(vec![]),
            Value::Symbol(String::new()),
            Value::Function,
        ];
        for (i, left) in values.iter().enumerate() {
            for (j, right) in values.iter().enumerate() {
                assert_eq!(value_text(left) == value_text(right), i == j, "{left:?} and {right:?}");
            }
        }
        assert_eq!(value_text(&Value::Number(f64::NAN)), value_text(&Value::Number(-f64::NAN)));
    }

    #[test]
    fn the_properties_of_an_object_are_compared_in_any_order() {
        let one = |key: &str| (key.to_owned(), Value::Null);
        let left = Value::Object(vec![one("a"), one("b")]);
        let right = Value::Object(vec![one("b"), one("a")]);
        assert_eq!(value_text(&left), value_text(&right));
    }

    #[test]
    fn a_word_called_none_differs_from_the_absent_one() {
        assert_eq!(word("none"), "\"none\"");
        assert_eq!(word("ERR_VM_MODULE_STATUS"), "ERR_VM_MODULE_STATUS");
        assert_eq!(word(""), "\"\"");
    }
}
