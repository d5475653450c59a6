//! What the record of a text says, after `ParseModule` of the specification.

use vmlink::syntax::{ImportName, IndirectName, ModuleRecord, Phase, parse_module};

fn record(source: &str) -> ModuleRecord {
    parse_module(source).expect("the texts of these tests are modules")
}

/// Requests as `specifier` or `specifier{key=value}` with their phase in front.
fn requests(source: &str) -> Vec<String> {
    let describe = |request: &vmlink::syntax::ModuleRequest| {
        let attributes = request
            .attributes
            .iter()
            .map(|(key, value)| format!("{{{key}={value}}}"))
            .collect::<Vec<_>>()
            .concat();
        let phase = match request.phase {
            Phase::Evaluation => "",
            Phase::Defer => "defer ",
            Phase::Source => "source ",
        };
        format!("{phase}{}{attributes}", request.specifier)
    };
    record(source).requests.iter().map(describe).collect()
}

/// Exports as `local name`, `indirect name <- request:name` and `star request`.
fn exports(source: &str) -> Vec<String> {
    let record = record(source);
    let local = record
        .local_exports
        .iter()
        .map(|entry| format!("local {} = {}", entry.export_name, entry.local_name));
    let indirect = record.indirect_exports.iter().map(|entry| {
        let name = match &entry.import_name {
            IndirectName::Name(name) => name,
            IndirectName::All => "*",
        };
        format!(
            "indirect {} = {}:{name}",
            entry.export_name, record.requests[entry.request.0 as usize].specifier
        )
    });
    let star = record
        .star_exports
        .iter()
        .map(|entry| format!("star {}", record.requests[entry.request.0 as usize].specifier));
    local.chain(indirect).chain(star).collect()
}

#[test]
fn requests_stand_in_order_of_first_appearance_and_once() {
    let source = "export * from 'b'; import 'a'; import x from 'b'; import 'a'; export {y} from 'c'";
    assert_eq!(requests(source), ["b", "a", "c"]);
}

#[test]
fn attributes_and_phases_tell_requests_apart_and_the_order_of_attributes_does_not() {
    let source = "import 'a' with {y: '1', x: '2'}; import 'a' with {x: '2', 'y': '1'}; import 'a'; import defer * as n from 'a'; import source s from 'a'; import * as m from 'a' with {}";
    assert_eq!(requests(source), ["a{x=2}{y=1}", "a", "defer a", "source a"]);
}

#[test]
fn many_requests_are_merged_as_few_are() {
    let source = (0..100).map(|n| format!("import 'm{}';", n % 40)).collect::<Vec<_>>().concat();
    let expected: Vec<String> = (0..40).map(|n| format!("m{n}")).collect();
    assert_eq!(requests(&source), expected);
}

#[test]
fn attributes_are_sorted_by_utf_16_code_units() {
    // U+FF5E is greater than U+1F600 as a code unit (its lead is D83D) and less as a code point.
    assert_eq!(
        requests("import 'a' with {'\u{FF5E}': '1', '\u{1F600}': '2'}"),
        ["a{\u{1F600}=2}{\u{FF5E}=1}"]
    );
}

#[test]
fn exports_are_classified_as_the_specification_says() {
    assert_eq!(
        exports("export let a, [b, {c: d}] = []; export {a as e}"),
        ["local a = a", "local b = b", "local d = d", "local e = a",]
    );
    assert_eq!(
        exports(
            "export {a as b, d, default as e}; import d, {x as a} from 'm'; let default_"
                .replace(", default as e", "")
                .as_str()
        ),
        ["indirect b = m:x", "indirect d = m:default",]
    );
    assert_eq!(exports("import * as n from 'm'; export {n}"), ["local n = n"]);
    assert_eq!(exports("import source s from 'm'; export {s}"), ["local s = s"]);
    assert_eq!(
        exports("export * as n from 'm'; export {x as 'y z'} from 'k'; export * from 'm'"),
        ["indirect n = m:*", "indirect y z = k:x", "star m",]
    );
    assert_eq!(exports("export default 1"), ["local default = *default*"]);
    assert_eq!(exports("export default function f() {}"), ["local default = f"]);
    assert_eq!(exports("export default class {}"), ["local default = *default*"]);
}

#[test]
fn import_entries_carry_names_namespaces_and_sources() {
    let record =
        record("import d, {a as b, 'c d' as e} from 'm'; import * as n from 'm'; import source s from 'm'");
    let entries: Vec<(&str, &ImportName)> =
        record.import_entries.iter().map(|entry| (&*entry.local_name, &entry.import_name)).collect();
    assert_eq!(
        entries,
        [
            ("d", &ImportName::Name("default".into())),
            ("b", &ImportName::Name("a".into())),
            ("e", &ImportName::Name("c d".into())),
            ("n", &ImportName::NamespaceObject),
            ("s", &ImportName::Source),
        ]
    );
}

#[test]
fn top_level_await_is_found_outside_functions_only() {
    for source in [
        "await 1",
        "for await (let a of b) ;",
        "await using a = null",
        "class C { [await 1]() {} }",
        "class C extends (await 1) {}",
        "export default await 1",
        "`${await 1}`",
        "{ if (1) { await 1 } }",
    ] {
        assert!(record(source).has_tla, "{source}");
    }
    for source in [
        "async () => await 1",
        "async function f() { await 1; for await (let a of b) ; await using c = null }",
        "class C { async m() { await 1 } }",
        "class C { static { async () => await 1 } }",
        "class C { a = async () => await 1 }",
        "let await_",
    ] {
        assert!(!record(source).has_tla, "{source}");
    }
}

#[test]
fn a_body_of_declarations_is_told_from_one_that_runs() {
    let quiet = "'use strict'; import 'a'; export let a = 1, b = 'x', c, d = `x`, e = 1n, f = null, g = true; var h = function () {}, i = () => j(), k = class { static x = 1; y = z(); m() {} }; function l() { w() } class M { static n() {} } ; export default (x) => y";
    assert_eq!(record(quiet).body.first_observable(), None);
    let loud = [
        ("let a;\n  f()", 2, 3),
        ("let a = b", 1, 9),
        ("let a = 1, [b] = c", 1, 18),
        ("class C extends D {}", 1, 1),
        ("class C { static { } }", 1, 1),
        ("class C { static a = f() }", 1, 1),
        ("class C { [a]() {} }", 1, 1),
        ("if (1) {}", 1, 1),
        ("export default f()", 1, 16),
        ("using a = null", 1, 1),
        ("let é = '𝒳'; await 1", 1, 14),
        ("let a = /r/g", 1, 9),
        ("class C { #p }", 1, 1),
        ("debugger", 1, 1),
    ];
    for (source, line, column) in loud {
        let body = record(source).body;
        let position = body.position_at(body.first_observable().expect(source));
        assert_eq!((position.line, position.column), (line, column), "{source}");
    }
}

#[test]
fn lone_surrogates_in_specifiers_stay_apart() {
    assert_eq!(
        requests(r"import '\uD800'; import '\uDFFF'; import '\uD800\uDFFF'"),
        ["\u{10F800}", "\u{10FFFF}", "\u{103FF}"]
    );
}

#[test]
fn the_first_error_in_the_text_is_told() {
    let error = parse_module("export {a};\nlet b; let b").unwrap_err();
    assert_eq!(error.to_string(), "the exported name a is not declared (1:9)");
    let error = parse_module("let b;\nlet b; export {a}").unwrap_err();
    assert_eq!(error.to_string(), "the name b is declared twice (2:5)");
    let error = parse_module("let a; export {a}; export {a}").unwrap_err();
    assert_eq!(error.to_string(), "the name a is exported twice (1:28)");
}
