//! The texts of expressions as messages quote them.

use super::objects::is_object;
use crate::{
    reference::{Agent, Value, Wording},
    syntax::code::Operation,
};

/// Whether an expression is names and dots alone, which every engine quotes as they stand. But for `import.meta`: it is a
/// value without a name to V8.
pub(super) fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.split('.').all(is_name)
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '$')
        && text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '$')
}

fn is_digits(text: &str) -> bool {
    !text.is_empty()
        && text.len() < 10
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'))
}

/// How V8 writes an expression that is called: it prints the tree again rather than the text. `None` where that is not known.
pub(super) fn printed_by_v8(text: &str) -> Option<String> {
    if text.contains(',') {
        let parts: Option<Vec<&str>> = text
            .split(',')
            .map(str::trim)
            .map(|part| (is_digits(part) || (is_plain(part) && !part.starts_with("import."))).then_some(part))
            .collect();
        return parts.map(|parts| format!("({})", parts.join(" , ")));
    }
    let (mut printed, mut rest) = if let Some(rest) = text.strip_prefix("import.meta") {
        ("(intermediate value)".to_owned(), rest)
    } else if let Some(rest) = text.strip_prefix("({})") {
        ("{}".to_owned(), rest)
    } else if let Some(rest) = text.strip_prefix("[]") {
        ("[]".to_owned(), rest)
    } else {
        let end = text.find(['.', '[']).unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        if !is_name(name) {
            return None;
        }
        (name.to_owned(), rest)
    };
    while !rest.is_empty() {
        let (part, after) = if let Some(after) = rest.strip_prefix('.') {
            let end = after.find(['.', '[']).unwrap_or(after.len());
            let (name, after) = after.split_at(end);
            (is_name(name).then(|| format!(".{name}"))?, after)
        } else {
            let (key, after) = rest.strip_prefix('[')?.split_once(']')?;
            let quoted = key.strip_prefix('"').and_then(|key| key.strip_suffix('"'));
            let quoted = quoted.or_else(|| key.strip_prefix('\'').and_then(|key| key.strip_suffix('\'')));
            let part = match quoted {
                Some(name) => is_name(name).then(|| format!(".{name}"))?,
                None => (is_name(key) || is_digits(key)).then(|| format!("[{key}]"))?,
            };
            (part, after)
        };
        printed.push_str(&part);
        rest = after;
    }
    Some(printed)
}

impl Agent {
    /// The message for an object pattern that takes `undefined` or `null` apart, whose instruction stands at `place`. Engines
    /// name the first property, and V8 what is taken apart. `None` where the instructions do not tell those.
    pub(super) fn undestructured(&self, value: &Value, place: usize) -> Option<String> {
        let code = &self.machine.activations.last()?.code;
        let operation = |place: usize| code.operations.get(place).copied();
        let (Operation::Duplicate, Operation::GetProperty(name)) =
            (operation(place + 1)?, operation(place + 2)?)
        else {
            return None;
        };
        let property = code.names.get(name.0 as usize)?;
        if self.wording() == Wording::JavaScriptCore {
            return Some(format!("Cannot destructure property '{property}' from null or undefined value"));
        }
        // With a default, or with a pattern in it, V8 reads the property and complains of that.
        if matches!(
            operation(place + 3)?,
            Operation::DefaultJump(_) | Operation::RequireObject | Operation::GetIterator
        ) {
            return None;
        }
        // What is taken apart is a name or its members, written just before the pattern is run, and no default.
        let mut source = place.checked_sub(1)?;
        while let Operation::GetProperty(_) = operation(source)? {
            source = source.checked_sub(1)?;
        }
        let is_default = source.checked_sub(1).and_then(operation);
        if !matches!(operation(source)?, Operation::Load(_) | Operation::Constant(_))
            || matches!(is_default, Some(Operation::DefaultJump(_)))
        {
            return None;
        }
        let text = code.text_at(place - 1);
        let nothing = match value {
            Value::Undefined => "undefined",
            Value::Null => "null",
            _ => return None,
        };
        is_plain(text)
            .then(|| format!("Cannot destructure property '{property}' of '{text}' as it is {nothing}."))
    }

    /// The message of `Object.setPrototypeOf` for a prototype that is none.
    pub(super) fn no_prototype(&self, value: &Value) -> Option<String> {
        if self.wording() == Wording::JavaScriptCore {
            return Some("Prototype value can only be an object or null".to_owned());
        }
        let text = match value {
            Value::Undefined => "undefined".to_owned(),
            Value::Boolean(value) => value.to_string(),
            Value::Number(number) => super::numbers::number_to_text(*number),
            _ => return None,
        };
        debug_assert!(!is_object(value), "an object is a prototype");
        Some(format!("Object prototype may only be an Object or null: {text}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callees_of_names_and_dots_are_plain() {
        for text in ["a", "$", "_x1", "a.b.c", "é", "this.x"] {
            assert!(is_plain(text), "{text}");
        }
        for text in ["", "a.", ".a", "a..b", "1", "a[0]", "a()", "(a)", "a?.b", "a b", "a.#b", "`a`", "'a'"] {
            assert!(!is_plain(text), "{text}");
        }
    }

    #[test]
    fn v8_prints_what_it_has_read() {
        for (text, printed) in [
            ("a", "a"),
            ("a.b", "a.b"),
            ("a[\"b\"]", "a.b"),
            ("a.b['c'].d", "a.b.c.d"),
            ("a[0]", "a[0]"),
            ("a[b]", "a[b]"),
            ("({}).x", "{}.x"),
            ("[].x", "[].x"),
            ("0,a.b", "(0 , a.b)"),
            ("a, b", "(a , b)"),
            ("import.meta", "(intermediate value)"),
            ("import.meta.x", "(intermediate value).x"),
        ] {
            assert_eq!(printed_by_v8(text).as_deref(), Some(printed), "{text}");
        }
        for text in [
            "",
            "a()",
            "a().b",
            "a[b.c]",
            "a[\"b c\"]",
            "a[01]",
            "({a}).x",
            "[1].x",
            "a?.b",
            "a,b()",
            "`a`",
            "1",
        ] {
            assert_eq!(printed_by_v8(text), None, "{text}");
        }
    }
}
