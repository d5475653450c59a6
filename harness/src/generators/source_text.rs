//! Source text for the parser: plausible, nearly plausible and broken.

use super::{
    entropy::Record,
    source_words::{ATOMS, FRAGMENTS, binding, from, name, specifier},
};

/// The longest text, in bytes. Early errors speak of two or three statements, and a parser's depth is reached by
/// nesting, of which this length holds thousands; more only makes the fuzzer slow.
const MAX_LENGTH: usize = 8 * 1024;

/// The deepest nesting one fragment writes, counted in brackets.
const MAX_NESTING: usize = 4096;

/// A text made of the statements and expressions that modules consist of, each now and then damaged; every byte string
/// has one. The bytes are read in order, about one for each choice.
#[must_use]
pub fn source_text(bytes: &[u8]) -> String {
    let mut record = Record::window(bytes, 0, bytes.len());
    let mut text = String::new();
    while record.has_more() && text.len() < MAX_LENGTH {
        let start = text.len();
        item(&mut record, &mut text);
        damage(&mut record, &mut text, start);
        text.push_str(record.choose(&["\n", "\n", ";", " ", "\r\n", "\u{2028}", "", "\t"]));
    }
    let mut end = text.len().min(MAX_LENGTH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    text
}

fn item(record: &mut Record<'_>, text: &mut String) {
    match record.byte() {
        0..=79 => import(record, text),
        80..=167 => export(record, text),
        168..=207 => declaration(record, text),
        208..=231 => text.push_str(record.choose(FRAGMENTS)),
        232..=239 => nesting(record, text),
        240..=247 => expression(record, text, 4),
        248.. => raw(record, text),
    }
}

fn import(record: &mut Record<'_>, text: &mut String) {
    text.push_str(record.choose(&[
        "import ",
        "import ",
        "import ",
        "import\n",
        "import/**/",
        "im\\u0070ort ",
    ]));
    match record.byte() % 8 {
        0 => {}
        1 => {
            text.push_str(binding(record));
            text.push(' ');
            from(record, text);
        }
        2 => {
            text.push_str(record.choose(&[
                "* as ",
                "* as ",
                "*as ",
                "defer * as ",
                "source ",
                "defer ",
                "* ",
            ]));
            text.push_str(binding(record));
            text.push(' ');
            from(record, text);
        }
        3 => {
            text.push_str(binding(record));
            text.push_str(", ");
            clause(record, text);
            from(record, text);
        }
        _ => {
            clause(record, text);
            from(record, text);
        }
    }
    specifier(record, text);
}

fn export(record: &mut Record<'_>, text: &mut String) {
    text.push_str("export ");
    match record.byte() % 8 {
        0 => {
            text.push_str("* ");
            from(record, text);
            specifier(record, text);
        }
        1 => {
            text.push_str("* as ");
            name(record, text);
            text.push(' ');
            from(record, text);
            specifier(record, text);
        }
        2 => clause(record, text),
        3 | 4 => {
            clause(record, text);
            from(record, text);
            specifier(record, text);
        }
        5 => {
            text.push_str("default ");
            match record.byte() % 3 {
                0 => expression(record, text, 2),
                1 => text.push_str(record.choose(&[
                    "function () {}",
                    "class {}",
                    "async () => 1",
                    "async function f() {}",
                ])),
                _ => declaration(record, text),
            }
        }
        _ => declaration(record, text),
    }
}

/// `{ a as b, "c" as d }`
fn clause(record: &mut Record<'_>, text: &mut String) {
    text.push_str("{ ");
    for _ in 0..record.below(4) {
        name(record, text);
        if record.byte() % 4 < 3 {
            text.push_str(" as ");
            name(record, text);
        }
        text.push_str(record.choose(&[", ", ", ", ",", " "]));
    }
    text.push_str("} ");
}

fn declaration(record: &mut Record<'_>, text: &mut String) {
    text.push_str(record.choose(&[
        "let ",
        "const ",
        "var ",
        "function ",
        "class ",
        "async function ",
        "function* ",
        "async function* ",
        "using ",
        "await using ",
    ]));
    let after = record.byte();
    if after.is_multiple_of(8) {
        text.push_str(record.choose(&[
            "{ x, y: [z] } = {}",
            "[x, ...y] = []",
            "{ x = 1 } = {}",
            "{ x, x } = {}",
        ]));
        return;
    }
    text.push_str(binding(record));
    match after % 8 {
        1 => text.push_str("() {}"),
        2 => text.push_str(" {}"),
        3 => text.push_str(" extends y { #a; #a; static { await; } }"),
        4 => text.push_str("(x, x) { \"use strict\"; with (x) {} }"),
        5 => {
            text.push_str(" = ");
            expression(record, text, 3);
        }
        _ => {}
    }
}

/// An expression. `depth` bounds the recursion of the grammar.
fn expression(record: &mut Record<'_>, text: &mut String, depth: u8) {
    if depth == 0 {
        text.push_str(record.choose(ATOMS));
        return;
    }
    match record.byte() % 10 {
        0..=2 => text.push_str(record.choose(ATOMS)),
        3 => {
            text.push_str("await ");
            expression(record, text, depth - 1);
        }
        4 => {
            text.push_str("import(");
            expression(record, text, depth - 1);
            text.push(')');
        }
        5 => {
            expression(record, text, depth - 1);
            text.push_str(
                record.choose(&[" + ", " ** ", " ?? ", " || ", " in ", " = ", " => ", "?.", ", ", " -->"]),
            );
            expression(record, text, depth - 1);
        }
        6 => {
            text.push_str(
                record.choose(&["(", "[", "{", "-", "!", "new ", "delete ", "typeof ", "yield ", "async "]),
            );
            expression(record, text, depth - 1);
            text.push_str(record.choose(&[")", "]", "}", "", "", "", "", "", "", ""]));
        }
        7 => {
            text.push_str("`${");
            expression(record, text, depth - 1);
            text.push_str("}`");
        }
        8 => {
            text.push_str("() => ");
            expression(record, text, depth - 1);
        }
        _ => {
            text.push_str("function () { return ");
            expression(record, text, depth - 1);
            text.push_str("; }");
        }
    }
}

/// Many equal brackets, closed or not.
fn nesting(record: &mut Record<'_>, text: &mut String) {
    let (open, close) = record.choose(&[
        ("(", ")"),
        ("[", "]"),
        ("{", "}"),
        ("${`", "`}"),
        ("a?b:", ""),
        ("x=>", ""),
        ("!", ""),
        ("if(x)", ";"),
        ("function f(){", "}"),
        ("class C{m(){", "}}"),
    ]);
    let room = (MAX_LENGTH / 2).saturating_sub(text.len()) / (open.len() + close.len());
    let depth = (usize::from(record.byte()) * 16).min(MAX_NESTING).min(room);
    text.push_str(&open.repeat(depth));
    text.push('0');
    if !record.byte().is_multiple_of(4) {
        text.push_str(&close.repeat(depth));
    }
}

/// Bytes of the input as they are.
fn raw(record: &mut Record<'_>, text: &mut String) {
    let length = record.below(32);
    let bytes: Vec<u8> = (0..length).map(|_| record.byte()).collect();
    text.push_str(&String::from_utf8_lossy(&bytes));
}

/// Now and then takes the end of what was written since `start` away, doubles it, or puts a stray token behind it.
fn damage(record: &mut Record<'_>, text: &mut String, start: usize) {
    match record.byte() {
        0..=223 => {}
        224..=233 => {
            let mut keep = start + record.below(text.len() - start + 1);
            while !text.is_char_boundary(keep) {
                keep -= 1;
            }
            text.truncate(keep);
        }
        234..=243 => {
            let written = text[start..].to_owned();
            text.push(' ');
            text.push_str(&written);
        }
        244.. => text
            .push_str(record.choose(&["}", "{", ")", "\\", "\u{0}", "\"", "`", "/*", "*/", "/", "#", "@"])),
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_LENGTH, source_text};
    use crate::generators::seeded;

    #[test]
    fn every_byte_string_has_a_text_of_bounded_length() {
        assert_eq!(source_text(&[]), "");
        for n in 0..2_000 {
            let bytes = seeded(5, n, usize::try_from(n).expect("a small number"));
            let text = source_text(&bytes);
            assert!(text.len() <= MAX_LENGTH);
            assert_eq!(text, source_text(&bytes));
        }
    }

    #[test]
    fn the_grammar_writes_all_its_parts() {
        let texts: Vec<String> = (0..3_000).map(|n| source_text(&seeded(6, n, 64))).collect();
        for part in
            ["import ", "export * from", "export default", " with { ", "await ", "\\uD800", "#!", "((((("]
        {
            let share = texts.iter().filter(|text| text.contains(part)).count();
            assert!(share >= 30, "{part:?} stands in {share} of {} texts only", texts.len());
        }
    }
}
