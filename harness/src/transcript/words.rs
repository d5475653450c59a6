//! The words canonical text is made of. Whatever they are given, they stay on one line and show every character.

use std::fmt::{self, Display, Write};

use crate::program::Value;

/// How deep a value is written. Nothing that comes from a case file or from a driver is nested deeper.
const MAX_DEPTH: usize = 128;

/// A text as it is, but for what cannot be seen on one line.
pub(super) struct Plain<'t>(pub(super) &'t str);

/// A text in double quotes.
pub(super) struct Quoted<'t>(pub(super) &'t str);

/// A name: as it is when it is made of what names are made of, in quotes when it is not.
pub(super) struct Name<'t>(pub(super) &'t str);

/// A value as a program would write it.
pub(super) struct ValueText<'v>(pub(super) &'v Value);

impl Display for Plain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|char| visible(f, char))
    }
}

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for char in self.0.chars() {
            if char == '"' { f.write_str("\\\"") } else { visible(f, char) }?;
        }
        f.write_char('"')
    }
}

impl Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_plain = |char: char| char.is_ascii_alphanumeric() || "_$-./:@#".contains(char);
        if !self.0.is_empty() && self.0.chars().all(is_plain) {
            f.write_str(self.0)
        } else {
            Quoted(self.0).fmt(f)
        }
    }
}

/// A backslash is doubled; what ends a line or cannot be seen is escaped, as Rust writes it in a string.
fn visible(f: &mut fmt::Formatter<'_>, char: char) -> fmt::Result {
    match char {
        '"' | '\'' => f.write_char(char),
        _ => write!(f, "{}", char.escape_debug()),
    }
}

impl Display for ValueText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_value(f, self.0, 0)
    }
}

fn write_value(f: &mut fmt::Formatter<'_>, value: &Value, depth: usize) -> fmt::Result {
    match value {
        _ if depth > MAX_DEPTH => f.write_char('…'),
        Value::String(text) => Quoted(text).fmt(f),
        Value::BigInt(digits) => write!(f, "{}n", Plain(digits)),
        Value::Symbol(description) => write!(f, "Symbol({})", Quoted(description)),
        Value::Number(number) if *number == 0.0 && number.is_sign_negative() => f.write_str("-0"),
        Value::Undefined | Value::Null | Value::Bool(_) | Value::Number(_) => value.fmt(f),
        Value::Function => f.write_str("a function"),
        Value::Array(items) => {
            f.write_char('[')?;
            for (place, item) in items.iter().enumerate() {
                f.write_str(if place == 0 { "" } else { ", " })?;
                write_value(f, item, depth + 1)?;
            }
            f.write_char(']')
        }
        Value::Object(properties) if properties.is_empty() => f.write_str("{}"),
        Value::Object(properties) => {
            f.write_char('{')?;
            for (place, (key, item)) in properties.iter().enumerate() {
                write!(f, "{} {}: ", if place == 0 { "" } else { "," }, Name(key))?;
                write_value(f, item, depth + 1)?;
            }
            f.write_str(" }")
        }
        Value::ProxyOf(module) => write!(f, "a proxy of module {}", module.index()),
        Value::InheritsFrom(module) => write!(f, "an object that inherits from module {}", module.index()),
        Value::NamespaceOf(module) => write!(f, "the namespace of module {}", module.index()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::ModuleId;

    #[test]
    fn what_cannot_be_seen_on_one_line_is_escaped() {
        assert_eq!(
            Plain("a\nb\r\t\\ \u{0}\u{2028}\u{202e}'\"é").to_string(),
            r#"a\nb\r\t\\ \0\u{2028}\u{202e}'"é"#
        );
        assert_eq!(Quoted("say \"no\"\n").to_string(), r#""say \"no\"\n""#);
    }

    #[test]
    fn a_name_is_quoted_when_it_could_be_taken_for_something_else() {
        assert_eq!(Name("ERR_VM_MODULE_STATUS").to_string(), "ERR_VM_MODULE_STATUS");
        assert_eq!(Name("a b").to_string(), r#""a b""#);
        assert_eq!(Name("").to_string(), r#""""#);
        assert_eq!(Name("A]: x").to_string(), r#""A]: x""#);
    }

    #[test]
    fn every_kind_of_value_has_a_text_of_its_own() {
        let values = [
            Value::Undefined,
            Value::Null,
            Value::Bool(true),
            Value::Number(-0.0),
            Value::Number(0.0),
            Value::Number(f64::NAN),
            Value::Number(1.5),
            Value::String("1.5".to_owned()),
            Value::BigInt("1".to_owned()),
            Value::Symbol("s".to_owned()),
            Value::Function,
            Value::Array(vec![Value::Null, Value::Array(vec![])]),
            Value::Object(vec![("a b".to_owned(), Value::Bool(false)), ("c".to_owned(), Value::Undefined)]),
            Value::Object(vec![]),
            Value::ProxyOf(ModuleId::new(0)),
            Value::InheritsFrom(ModuleId::new(0)),
            Value::NamespaceOf(ModuleId::new(0)),
        ];
        let texts: Vec<String> = values.iter().map(|value| ValueText(value).to_string()).collect();
        assert_eq!(
            texts,
            [
                "undefined",
                "null",
                "true",
                "-0",
                "0",
                "NaN",
                "1.5",
                "\"1.5\"",
                "1n",
                "Symbol(\"s\")",
                "a function",
                "[null, []]",
                "{ \"a b\": false, c: undefined }",
                "{}",
                "a proxy of module 0",
                "an object that inherits from module 0",
                "the namespace of module 0",
            ]
        );
    }

    #[test]
    fn a_value_nested_too_deep_is_cut() {
        let deep = (0..1_000).fold(Value::Null, |value, _| Value::Array(vec![value]));
        let text = ValueText(&deep).to_string();
        assert_eq!(text.matches('[').count(), MAX_DEPTH + 1);
        assert!(text.contains('…'));
    }
}
