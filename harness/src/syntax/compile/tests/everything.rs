//! Every text at hand compiles to code that keeps the rules.

use std::path::Path;

use super::{listing, verify};
use crate::{
    corpus,
    generators::{seeded, source_text},
    program::ModuleKind,
    syntax::{parse_module, parse_synthetic_body},
};

/// How many generated texts are compiled: about a third of them are modules.
const GENERATED: u64 = 3_000;

#[track_caller]
fn check(text: &str) -> bool {
    let Ok(record) = parse_module(text) else { return false };
    if let Err(reason) = verify(&record.body) {
        panic!("{reason}\n{text}\n{:#?}", listing(&record.body));
    }
    true
}

#[test]
fn the_bodies_of_the_corpus_keep_the_rules() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cases");
    let cases = corpus::load(&[folder]).unwrap();
    let mut compiled = 0;
    for module in cases.iter().flat_map(|case| &case.program.modules) {
        match &module.kind {
            ModuleKind::Source(text) => compiled += u32::from(check(text)),
            ModuleKind::Synthetic { body, .. } => {
                if let Ok(code) = parse_synthetic_body(body, false) {
                    verify(&code).unwrap_or_else(|reason| panic!("{reason}\n{body}"));
                }
            }
        }
    }
    assert!(compiled > 500, "{compiled}");
}

#[test]
fn generated_texts_keep_the_rules() {
    // Short ones are more often modules, long ones hold more.
    let texts = (0..GENERATED).map(|n| source_text(&seeded(11, n, if n % 4 == 0 { 96 } else { 12 })));
    let modules = texts.filter(|text| check(text)).count();
    assert!(modules > 100, "{modules}");
}

#[test]
fn the_snippets_of_every_rule_keep_the_rules() {
    let table: serde_yaml::Value =
        serde_yaml::from_str(include_str!("../../../../tests/data/syntax_snippets.yaml")).unwrap();
    let groups = table.as_sequence().unwrap();
    let texts = groups.iter().filter_map(|group| group.get("accepted")?.as_sequence()).flatten();
    let compiled = texts.filter(|text| check(text.as_str().unwrap())).count();
    assert!(compiled > 100, "{compiled}");
}

/// Statements that are put into each other in every order of three.
const STATEMENTS: [&str; 18] = [
    "{ let a = () => a; # }",
    "for (let a = 0; a < 2; a++) { # }",
    "for (const a of b) { # }",
    "for (var [c, d = 1] of b) { # }",
    "for (e.f of b) { # }",
    "for await (const a of b) { # }",
    "while (a) { # }",
    "do { # } while (a);",
    "outer: while (a) { # continue outer; }",
    "block: { # break block; }",
    "switch (a) { case 1: let g; # break; default: # }",
    "try { # } catch (e) { # }",
    "try { # } finally { # }",
    "try { # } catch ({ message }) { # } finally { let h; # }",
    "if (a) { # } else { # }",
    "(function () { # return 1; });",
    "(async function* () { # f(yield* a, yield 1); [a = yield] = b; return 1; });",
    "# throw a;",
];

/// What stands innermost.
const LEAVES: [&str; 4] =
    ["a?.b?.(c);", "a[b]++;", "x = [y.z] = [1];", "var i = j => { for (const k of l) return k; };"];

#[test]
fn statements_inside_each_other_keep_the_rules() {
    for first in STATEMENTS {
        for second in STATEMENTS {
            for third in STATEMENTS {
                for leaf in LEAVES {
                    let inner = third.replace('#', leaf);
                    let text = first.replace('#', &second.replace('#', &inner)).replace("outer", "o");
                    // A label may not stand inside the same label.
                    if let Ok(record) = parse_module(&text) {
                        verify(&record.body).unwrap_or_else(|reason| panic!("{reason}\n{text}"));
                    }
                }
            }
        }
    }
}

/// `break` and `continue` from every combination of statements.
#[test]
fn exits_from_everywhere_keep_the_rules() {
    let around = [
        "for (const a of b) { # }",
        "for (let a = 0;;) { # }",
        "for await (const a of b) { # }",
        "switch (a) { case 1: let g; # }",
        "try { # } finally { let h; }",
        "try { } finally { let h; # }",
        "try { # } catch { # }",
        "{ let c; # }",
    ];
    for outer in ["for (const o of b)", "for await (const o of b)", "while (o)", "for (let o = 0;;)"] {
        for exit in ["break;", "continue;", "break outer;", "continue outer;"] {
            for first in around {
                for second in around {
                    for third in around {
                        let inner = second.replace('#', &third.replace('#', &format!("if (x) {exit}")));
                        let text = format!("outer: {outer} {{ {} }}", first.replace('#', &inner));
                        assert!(check(&text), "{text}");
                    }
                }
            }
        }
    }
}
