//! Source text for the parser: plausible, nearly plausible and broken.

use super::{
    entropy::Record,
    names::{EXPORT_NAMES, module_export_name},
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

fn from(record: &mut Record<'_>, text: &mut String) {
    text.push_str(record.choose(&["from ", "from ", "from ", "from", "fr\\u006fm ", "form ", "", "from\n"]));
}

fn specifier(record: &mut Record<'_>, text: &mut String) {
    text.push_str(record.choose(&[
        "\"m0\"",
        "'m1'",
        "\"./a.mjs\"",
        "\"\"",
        "\"\\u{1F600}\"",
        "\"\\uD800\"",
        "\"a\\\nb\"",
        "`m0`",
        "m0",
        "\"unterminated",
        "'\\x41'",
        "\"\\08\"",
    ]));
    match record.byte() {
        0..=191 => {}
        192..=239 => {
            text.push_str(record.choose(&[" with ", " with ", " assert ", "\nwith ", " w\\u0069th "]));
            text.push_str("{ ");
            for _ in 0..record.below(4) {
                text.push_str(record.choose(&[
                    "type",
                    "\"type\"",
                    "'t\\u0079pe'",
                    "other",
                    "0",
                    "[x]",
                    "if",
                ]));
                text.push_str(": ");
                text.push_str(record.choose(&["\"json\"", "'text'", "\"\"", "1", "`x`", "\"\\uDC00\""]));
                text.push_str(", ");
            }
            text.push('}');
        }
        240.. => text.push_str(" with"),
    }
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

fn binding(record: &mut Record<'_>) -> &'static str {
    record.choose(&[
        "x",
        "y",
        "z",
        "l0",
        "l1",
        "f",
        "C",
        "eval",
        "arguments",
        "await",
        "yield",
        "let",
        "static",
        "async",
        "of",
        "as",
        "from",
        "default",
        "enum",
        "defer",
        "source",
        "\\u0078",
        "\u{1d4b3}",
        "x-y",
        "0",
    ])
}

/// A name in an import or export clause.
fn name(record: &mut Record<'_>, text: &mut String) {
    match record.byte() {
        byte @ 0..=191 => {
            text.push_str(&module_export_name(EXPORT_NAMES[usize::from(byte) % EXPORT_NAMES.len()]));
        }
        192..=223 => text.push_str(binding(record)),
        224.. => text.push_str(record.choose(&[
            "\"\\uD800\"",
            "\"\\uD83D\\uDE00\"",
            "'x'",
            "\"\"",
            "\"*default*\"",
            "\"\\x78\"",
            "\"\\u{110000}\"",
        ])),
    }
}

const ATOMS: &[&str] = &[
    "0",
    "1n",
    "08",
    "0x",
    "1_0",
    "1__0",
    ".5e",
    "x",
    "this",
    "null",
    "\"s\"",
    "'\\u{0}'",
    "/re/g",
    "/(/",
    "/[/]/v",
    "``",
    "`\\u`",
    "import.meta",
    "import.meta.url",
    "new.target",
    "super.x",
    "#p in x",
    "async x => x",
    "{}",
    "[]",
    "{ __proto__: 1, __proto__: 2 }",
    "import.source(\"x\")",
    "import.defer(\"x\")",
];

const FRAGMENTS: &[&str] = &[
    "#!/usr/bin/env node\n",
    "\"use strict\"",
    "<!-- html\n",
    "-->\n",
    "-\n`\\u`",
    "// comment",
    "/* comment */",
    "/* open",
    "export { x }; let x",
    "export { x, x }; let x",
    "let x; var x",
    "import { x } from \"m\"; function x() {}",
    "label: label: ;",
    "break missing",
    "return",
    "export default 1; export default 2",
    "export let default",
    "import x, * from \"m\"",
    "try { throw x } catch { }",
    "for await (const x of y) {}",
    "if (x) export let y",
    "{ import \"m\" }",
    "with (x) {}",
    "delete x",
    "\u{feff}",
    "\\u{61}wait x",
];

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
