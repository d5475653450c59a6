//! JavaScript as text: strings, keys, and literals broken over lines where they are long.

use std::fmt::Write as _;

use serde_json::Value as Json;

/// The longest line, in characters, that a literal is written on.
const WIDTH: usize = 100;

/// An expression that may be broken over several lines.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Js {
    /// Written as it is.
    Raw(String),
    /// `[a, b]`
    Array(Vec<Js>),
    /// `{ a: 1 }`
    Object(Vec<(String, Js)>),
}

impl Js {
    /// Text that is an expression already.
    pub(super) fn raw(text: impl Into<String>) -> Self {
        Self::Raw(text.into())
    }

    /// A string literal.
    pub(super) fn string(text: &str) -> Self {
        Self::Raw(string(text))
    }

    /// The literal of a value that JSON can write.
    pub(super) fn json(json: &Json) -> Self {
        match json {
            Json::String(text) => Self::string(text),
            Json::Array(items) => Self::Array(items.iter().map(Self::json).collect()),
            Json::Object(map) => {
                Self::Object(map.iter().map(|(key, value)| (key.clone(), Self::json(value))).collect())
            }
            other => Self::Raw(other.to_string()),
        }
    }

    /// Everything on one line.
    pub(super) fn flat(&self) -> String {
        match self {
            Self::Raw(text) => text.clone(),
            Self::Array(items) => {
                let items: Vec<String> = items.iter().map(Self::flat).collect();
                format!("[{}]", items.join(", "))
            }
            Self::Object(entries) if entries.is_empty() => "{}".to_owned(),
            Self::Object(entries) => {
                let entries: Vec<String> =
                    entries.iter().map(|(name, value)| entry(name, &value.flat())).collect();
                format!("{{ {} }}", entries.join(", "))
            }
        }
    }

    /// On one line when it ends before the edge with `after` characters behind it, else broken; the lines after the
    /// first are indented by `indent` and more. The first line starts at `column`.
    pub(super) fn print(&self, indent: usize, column: usize, after: usize) -> String {
        let flat = self.flat();
        if flat.contains('\n') || column + flat.chars().count() + after <= WIDTH {
            return flat;
        }
        let inner = indent + 2;
        let mut out = String::new();
        let (open, close) = match self {
            Self::Raw(_) => return flat,
            Self::Array(items) => {
                for item in items {
                    let _ = writeln!(out, "{:inner$}{},", "", item.print(inner, inner, 1));
                }
                ('[', ']')
            }
            Self::Object(entries) => {
                for (name, value) in entries {
                    let column = inner + key(name).chars().count() + 2;
                    let _ = writeln!(out, "{:inner$}{},", "", entry(name, &value.print(inner, column, 1)));
                }
                ('{', '}')
            }
        };
        format!("{open}\n{out}{:indent$}{close}", "")
    }
}

/// A call of `function` with `arguments`, indented by `indent`: on one line, or with the last argument broken, or with
/// each argument on lines of its own.
pub(super) fn call(function: &str, arguments: &[Js], indent: usize) -> String {
    let flat: Vec<String> = arguments.iter().map(Js::flat).collect();
    let line = format!("{function}({});", flat.join(", "));
    if indent + line.chars().count() <= WIDTH || arguments.is_empty() {
        return line;
    }
    let (last, before) = arguments.split_last().expect("there is an argument");
    let head = format!(
        "{function}({}",
        flat[..before.len()].iter().fold(String::new(), |all, one| all + one + ", ")
    );
    let column = indent + head.chars().count();
    let first_line = |text: &str| text.lines().next().unwrap_or_default().chars().count();
    let hugged = last.print(indent, column, 2);
    let is_short = flat[..before.len()].iter().all(|text| !text.contains('\n'));
    if is_short && !matches!(last, Js::Raw(_)) && column + first_line(&hugged) <= WIDTH {
        return format!("{head}{hugged});");
    }
    let inner = indent + 2;
    let lines = arguments.iter().fold(String::new(), |mut all, argument| {
        let _ = writeln!(all, "{:inner$}{},", "", argument.print(inner, inner, 1));
        all
    });
    format!("{function}(\n{lines}{:indent$});", "")
}

fn entry(name: &str, value: &str) -> String {
    if name == value { name.to_owned() } else { format!("{}: {value}", key(name)) }
}

/// A property key. `__proto__` is written so that it is a property like any other.
pub(super) fn key(name: &str) -> String {
    if name == "__proto__" {
        "[\"__proto__\"]".to_owned()
    } else if is_identifier_name(name) {
        name.to_owned()
    } else {
        string(name)
    }
}

/// Whether `name` can stand where an IdentifierName stands; only ASCII ones are said to.
pub(super) fn is_identifier_name(name: &str) -> bool {
    let starts = |char: char| char.is_ascii_alphabetic() || char == '_' || char == '$';
    name.starts_with(starts) && name.chars().all(|char| starts(char) || char.is_ascii_digit())
}

/// A string literal on one line, in whichever quotes need no escapes.
pub(super) fn string(text: &str) -> String {
    let quote = if text.contains('"') && !text.contains('\'') { '\'' } else { '"' };
    let mut out = String::from(quote);
    for char in text.chars() {
        match char {
            '\n' => out.push_str("\\n"),
            char if char == quote => {
                out.push('\\');
                out.push(char);
            }
            char => push_visible(&mut out, char),
        }
    }
    out.push(quote);
    out
}

/// A source text: a template literal when it has several lines, so that they stay lines.
pub(super) fn source(text: &str) -> String {
    if !text.trim_end_matches('\n').contains('\n') {
        return string(text);
    }
    let mut out = String::from('`');
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\n' => out.push('\n'),
            '`' => out.push_str("\\`"),
            '$' if chars.peek() == Some(&'{') => out.push_str("\\$"),
            char => push_visible(&mut out, char),
        }
    }
    out.push('`');
    out
}

/// A character inside quotes, which are not its business.
fn push_visible(out: &mut String, char: char) {
    match char {
        '\\' => out.push_str("\\\\"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '"' | '\'' => out.push(char),
        // What Rust would not show as it is: control, format and combining characters, and what ends a line.
        char if char.escape_debug().count() > 1 => {
            let _ = write!(out, "\\u{{{:x}}}", u32::from(char));
        }
        char => out.push(char),
    }
}

/// `text` as comment lines of at most [`WIDTH`] characters, each with `// ` before it and a line feed behind it. White
/// space is where lines may be broken; nothing in `text` can end a comment.
pub(super) fn comment(text: &str) -> String {
    comment_indented(text, "")
}

/// The same, every line after the first indented by `hanging` more.
pub(super) fn comment_indented(text: &str, hanging: &str) -> String {
    let mut out = String::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let word: String = word.chars().fold(String::new(), |mut all, char| {
            match char {
                '\'' | '"' | '\\' => all.push(char),
                _ => all.extend(char.escape_debug()),
            }
            all
        });
        let is_full = line.chars().count() + 4 + word.chars().count() > WIDTH;
        if !line.trim().is_empty() && is_full {
            let _ = writeln!(out, "// {}", line.trim_end());
            hanging.clone_into(&mut line);
        }
        line.push_str(&word);
        line.push(' ');
    }
    if out.is_empty() || !line.trim().is_empty() {
        let _ = writeln!(out, "{}", format!("// {}", line.trim_end()).trim_end());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_shows_every_character_and_ends_where_it_should() {
        let cases = [
            ("plain", r#""plain""#),
            ("it's", r#""it's""#),
            ("say \"no\"", r#"'say "no"'"#),
            ("both ' and \"", r#""both ' and \"""#),
            ("a\\b\n\r\t", r#""a\\b\n\r\t""#),
            ("\u{0}1\u{2028}\u{202e}é", r#""\u{0}1\u{2028}\u{202e}é""#),
            ("${x} `", r#""${x} `""#),
        ];
        for (text, expected) in cases {
            assert_eq!(string(text), expected);
        }
    }

    #[test]
    fn a_source_of_several_lines_is_a_template_that_means_the_same() {
        assert_eq!(source("one;\n"), r#""one;\n""#);
        assert_eq!(source("a;\nb`${c}$d\\e\r\n"), "`a;\nb\\`\\${c}$d\\\\e\\r\n`");
    }

    #[test]
    fn keys_are_quoted_when_they_must_be() {
        let keys = ["a", "class", "$_1", "", "1", "a b", "é", "__proto__"].map(key);
        assert_eq!(keys, ["a", "class", "$_1", "\"\"", "\"1\"", "\"a b\"", "\"é\"", "[\"__proto__\"]"]);
    }

    #[test]
    fn a_long_literal_is_broken_and_a_short_one_is_not() {
        let short =
            Js::Object(vec![("a".to_owned(), Js::Array(vec![Js::raw("1")])), ("b".to_owned(), Js::raw("b"))]);
        assert_eq!(short.print(0, 0, 0), "{ a: [1], b }");
        let long = Js::Object(vec![("x".to_owned(), Js::string(&"y".repeat(60))), ("z".to_owned(), short)]);
        let text = format!("{{\n  x: \"{}\",\n  z: {{ a: [1], b }},\n}}", "y".repeat(60));
        assert_eq!(long.print(0, 40, 0), text);
        let broken = call("await step", &[Js::string("link main"), Js::raw("() => 1"), long], 0);
        assert_eq!(broken, format!("await step(\"link main\", () => 1, {text});"));
    }

    #[test]
    fn nothing_ends_a_comment() {
        let text = comment("a */ b\nc\u{2028}d\re \u{202e}f");
        assert_eq!(text, "// a */ b c d e \\u{202e}f\n");
        assert!(
            comment(&"word ".repeat(200)).lines().all(|line| line.starts_with("// ") && line.len() <= 100)
        );
        assert_eq!(comment(""), "//\n");
    }
}
