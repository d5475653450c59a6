//! The words that generated source text is put together from: names, specifiers, small expressions, odd fragments.

use super::{
    entropy::Record,
    names::{EXPORT_NAMES, module_export_name},
};

/// The word before a specifier, now and then misspelt or escaped.
pub(super) fn from(record: &mut Record<'_>, text: &mut String) {
    text.push_str(record.choose(&["from ", "from ", "from ", "from", "fr\\u006fm ", "form ", "", "from\n"]));
}

/// A module specifier, and now and then attributes.
pub(super) fn specifier(record: &mut Record<'_>, text: &mut String) {
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

/// A name to bind, among them those that cannot be bound.
pub(super) fn binding(record: &mut Record<'_>) -> &'static str {
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
pub(super) fn name(record: &mut Record<'_>, text: &mut String) {
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

/// Expressions without parts.
pub(super) const ATOMS: &[&str] = &[
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

/// Texts that early errors, lexers and parsers are touchy about.
pub(super) const FRAGMENTS: &[&str] = &[
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
