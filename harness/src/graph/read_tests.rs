//! Files on disk, and the graph that is read from them.

use super::{
    Content, GraphError, LeafKind, Options, Resolution, Statistics, check,
    testing::{Files, imports, keys, leaf, names, transcript},
};
use crate::syntax::TextPosition;

const MODULE: &str = r#"{ "type": "module" }"#;

fn missing_allowed() -> Options {
    Options { allow_missing: true, ..Options::default() }
}

/// One of everything, with a cycle and a star.
fn everything() -> Files {
    Files::new(&[
        ("package.json", MODULE),
        (
            "src/main.js",
            "import { a } from './a.js'; import old, { named } from './old.cjs'; import data from './data.json' with \
             { type: 'json' }; import * as fs from 'node:fs'; import { join } from 'path'; import dep from 'dep'; \
             import sub from 'dep/sub'; import 'dep';",
        ),
        ("src/a.js", "export * from './b.js'; export const a = 1; import './data.json';"),
        ("src/b.js", "import { a } from './a.js'; export let b = 2; export { readFile } from 'fs';"),
        ("src/old.cjs", "exports.named = require('nothing');"),
        ("src/data.json", "{}"),
        (
            "node_modules/dep/package.json",
            r#"{ "name": "dep", "exports": {
                ".": { "require": "./wrong.cjs", "browser": "./wrong.js", "import": "./index.mjs" },
                "./sub": { "node": { "default": "./sub.js" }, "default": "./wrong.js" }
            } }"#,
        ),
        ("node_modules/dep/index.mjs", "export { default } from './sub.js';"),
        ("node_modules/dep/sub.js", "module.exports = 1;"),
    ])
}

#[test]
fn every_file_is_found_once_and_named_by_its_path() {
    let graph = everything().graph("src/main.js");
    assert_eq!(
        names(&graph),
        [
            "src/main.js",
            "src/a.js",
            "src/old.cjs",
            "src/data.json",
            "node:fs",
            "node:path",
            "node_modules/dep/index.mjs",
            "node_modules/dep/sub.js",
            "src/b.js",
        ]
    );
    assert_eq!(imports(&graph, "src/a.js"), ["src/b.js", "src/data.json"]);
    assert_eq!(imports(&graph, "src/b.js"), ["src/a.js", "node:fs"]);
    assert_eq!(imports(&graph, "node_modules/dep/index.mjs"), ["node_modules/dep/sub.js"]);
}

#[test]
fn leaves_export_what_is_asked_of_them() {
    let graph = everything().graph("src/main.js");
    assert_eq!(leaf(&graph, "src/old.cjs"), (LeafKind::CommonJs, vec!["default", "named"]));
    assert_eq!(leaf(&graph, "src/data.json"), (LeafKind::Json, vec!["default"]));
    assert_eq!(leaf(&graph, "node:fs"), (LeafKind::Builtin, vec!["default", "readFile"]));
    assert_eq!(leaf(&graph, "node:path"), (LeafKind::Builtin, vec!["default", "join"]));
    assert_eq!(leaf(&graph, "node_modules/dep/sub.js"), (LeafKind::CommonJs, vec!["default"]));
}

#[test]
fn the_numbers_are_those_of_the_files() {
    let graph = everything().graph("src/main.js");
    assert_eq!(
        Statistics::of(&graph),
        Statistics {
            modules: 9,
            source: 4,
            broken: 0,
            common_js: 2,
            json: 1,
            builtin: 2,
            missing: 0,
            // 7 of main, 2 of a, 2 of b, 1 of dep.
            requests: 12,
            edges: 12,
            star_exports: 1,
            cycles: 1,
            largest_cycle: 2,
            depth: 2,
        }
    );
}

#[test]
fn the_program_links_and_has_every_namespace() {
    let graph = everything().graph("src/main.js");
    let transcript = transcript(&graph);
    assert_eq!(check(&graph, &transcript), []);
    assert_eq!(keys(&graph, &transcript, "src/main.js"), Vec::<String>::new());
    assert_eq!(keys(&graph, &transcript, "src/a.js"), ["a", "b", "readFile"]);
    assert_eq!(keys(&graph, &transcript, "src/b.js"), ["b", "readFile"]);
}

#[test]
fn an_import_that_leads_nowhere_is_an_error_with_its_place() {
    let files = Files::new(&[
        ("main.mjs", "import './a.mjs';\n\nimport { x } from 'nowhere';\nimport './none.js';\n"),
        ("a.mjs", "// é\n  export * from './style.css'; import './sub';"),
        ("style.css", ""),
        ("sub/index.js", ""),
    ]);
    let Err(GraphError::Imports(lost)) = files.read("main.mjs", Options::default()) else { panic!() };
    let places: Vec<_> =
        lost.iter().map(|lost| (lost.importer.clone(), lost.position, lost.specifier.as_str())).collect();
    let at = |line, column| TextPosition { line, column };
    assert_eq!(
        places,
        [
            (files.path("main.mjs"), at(3, 19), "nowhere"),
            (files.path("main.mjs"), at(4, 8), "./none.js"),
            (files.path("a.mjs"), at(2, 17), "./style.css"),
            (files.path("a.mjs"), at(2, 39), "./sub"),
        ]
    );
    assert_eq!(lost[2].reason, "a file that ends in `.css` is neither JavaScript nor JSON");
    let text = GraphError::Imports(lost).to_string();
    assert!(text.contains("main.mjs:3:19: the import of \"nowhere\" leads nowhere: "), "{text}");
    assert!(text.ends_with("endings that Node does not."), "{text}");
}

#[test]
fn what_is_missing_can_be_made_up() {
    let files = Files::new(&[
        ("main.mjs", "import { x } from 'nowhere'; import './sub/a.mjs'; import '../none.js';"),
        ("sub/a.mjs", "import y from 'nowhere'; import './none.js'; import '../../none.js';"),
    ]);
    let graph = files.read("main.mjs", missing_allowed()).unwrap();
    assert_eq!(leaf(&graph, "missing nowhere"), (LeafKind::Missing, vec!["default", "x"]));
    assert_eq!(leaf(&graph, "missing sub/none.js"), (LeafKind::Missing, vec!["default"]));
    assert_eq!(Statistics::of(&graph).missing, 3, "the same file by two paths is one: {:?}", names(&graph));
    assert_eq!(check(&graph, &transcript(&graph)), []);
}

#[test]
fn a_module_that_does_not_parse_stays_in_the_graph() {
    let files = Files::new(&[
        ("package.json", MODULE),
        ("main.js", "import './broken.js'; import './old.js';"),
        ("broken.js", "let a; let a;"),
        ("old.js", ""),
    ]);
    let graph = files.graph("main.js");
    assert!(matches!(graph.contents[1], Content::Broken(_)));
    let found: Vec<_> = check(&graph, &transcript(&graph)).iter().map(ToString::to_string).collect();
    assert!(
        found[0].starts_with("construction of broken.js: expected a module, got SyntaxError: "),
        "{found:?}"
    );
    assert!(found[1].starts_with("outcome of link main.js: expected "), "{found:?}");
    assert_eq!(found.len(), 2, "what follows from a failed link is left out");
}

#[test]
fn the_text_tells_a_module_where_nothing_else_does() {
    for (text, is_module) in [
        ("import 'node:fs';", true),
        ("export let x;", true),
        ("export {};", true),
        ("#!/usr/bin/env node\nexport {};", true),
        ("await 0;", true),
        ("exports.x = 1;", false),
        ("#!/usr/bin/env node\nexports.x = 1;", false),
        ("return;", false),
        ("with (a) b;", false),
        ("", false),
    ] {
        let files = Files::new(&[("main.mjs", "import './a.js';"), ("a.js", text)]);
        let graph = files.graph("main.mjs");
        assert_eq!(matches!(graph.contents[1], Content::Module { .. }), is_module, "{text}");
    }
}

#[test]
fn a_name_asked_through_stars_is_exported_once() {
    let files = Files::new(&[
        ("main.mjs", "import { x, y, own, z } from './all.mjs'; import { z as other } from './two.cjs';"),
        (
            "all.mjs",
            "export * from './one.cjs'; export * from './two.cjs'; export * from './data.json'; \
                     export * from './deep.mjs'; export let own;",
        ),
        ("deep.mjs", "export * from './all.mjs'; export let y;"),
        ("one.cjs", ""),
        ("two.cjs", ""),
        ("data.json", "{}"),
    ]);
    let graph = files.graph("main.mjs");
    assert_eq!(
        leaf(&graph, "one.cjs").1,
        ["default", "x"],
        "y and own are exported by modules, z by two.cjs"
    );
    assert_eq!(leaf(&graph, "two.cjs").1, ["default", "z"]);
    assert_eq!(leaf(&graph, "data.json").1, ["default"]);
    let transcript = transcript(&graph);
    assert_eq!(check(&graph, &transcript), []);
    assert_eq!(keys(&graph, &transcript, "all.mjs"), ["own", "x", "y", "z"]);
}

#[test]
fn the_entry_has_to_be_a_module_that_is_there() {
    let files = Files::new(&[("a.cjs", ""), ("a.json", "{}"), ("a.css", ""), ("a#b.mjs", "")]);
    let text = |entry: &str| files.read(entry, missing_allowed()).unwrap_err().to_string();
    assert!(text("a.cjs").contains("a.cjs is a CommonJS file, and a graph begins with an ES module."));
    assert!(text("a.json").contains("a.json is a JSON file"));
    assert!(text("a.css").contains("neither JavaScript nor JSON"));
    assert!(text("none.js").contains("none.js cannot be read: "));
    assert!(text("").contains("it is not an ordinary file"));
    assert_eq!(names(&files.graph("a#b.mjs")), ["a#b.mjs"]);
}

#[test]
fn bundlers_try_endings_folders_and_the_field_module() {
    let files = Files::new(&[
        ("main.js", "import './a'; import './sub'; import 'dep';"),
        ("a.js", "export let a;"),
        ("sub/index.js", "export let b;"),
        ("node_modules/dep/package.json", r#"{ "main": "./old.js", "module": "./new.js" }"#),
        ("node_modules/dep/old.js", ""),
        ("node_modules/dep/new.js", "export let c;"),
    ]);
    assert!(
        matches!(files.read("main.js", Options::default()), Err(GraphError::Imports(lost)) if lost.len() == 2)
    );
    let graph =
        files.read("main.js", Options { resolution: Resolution::Bundler, ..Options::default() }).unwrap();
    assert_eq!(names(&graph), ["main.js", "a.js", "sub/index.js", "node_modules/dep/new.js"]);
}

#[test]
fn a_query_makes_another_module_of_a_file() {
    let files = Files::new(&[
        ("main.mjs", "import './a.mjs'; import './a.mjs?1'; import './a.mjs#f'; import './a.mjs?1';"),
        ("a.mjs", ""),
    ]);
    assert_eq!(names(&files.graph("main.mjs")), ["main.mjs", "a.mjs", "a.mjs?1", "a.mjs#f"]);
}

#[test]
fn texts_are_decoded_as_node_decodes_them() {
    let files = Files::new(&[("main.mjs", "import './mark.mjs'; import './bytes.mjs';")]);
    files.write("mark.mjs", b"\xEF\xBB\xBF#!hashbang\nexport let a;");
    files.write("bytes.mjs", b"export let b = '\xFF';");
    let graph = files.graph("main.mjs");
    let transcript = transcript(&graph);
    assert_eq!(check(&graph, &transcript), []);
    assert_eq!(keys(&graph, &transcript, "bytes.mjs"), ["b"]);
}

#[test]
fn the_same_specifier_means_another_file_in_another_folder() {
    let files = Files::new(&[
        ("main.mjs", "import './x.mjs'; import './sub/main.mjs'; import 'node:fs';"),
        ("x.mjs", "export let outer; import 'node:fs';"),
        ("sub/main.mjs", "export * from './x.mjs';"),
        ("sub/x.mjs", "export let inner;"),
    ]);
    let graph = files.graph("main.mjs");
    assert_eq!(imports(&graph, "sub/main.mjs"), ["sub/x.mjs"]);
    let keys_written: Vec<_> = graph
        .program
        .linker
        .entries
        .iter()
        .map(|entry| (entry.key.referrer.map(|module| graph.program.name(module)), &*entry.key.specifier))
        .collect();
    assert_eq!(
        keys_written,
        [
            (Some("main.mjs"), "./x.mjs"),
            (None, "./sub/main.mjs"),
            (None, "node:fs"),
            (Some("sub/main.mjs"), "./x.mjs"),
        ]
    );
    let transcript = transcript(&graph);
    assert_eq!(keys(&graph, &transcript, "sub/main.mjs"), ["inner"]);
}

#[test]
fn a_long_chain_is_followed_without_recursion() {
    const LENGTH: usize = 2_000;
    let files = Files::new(&[]);
    for number in 0..LENGTH {
        let text = format!("export * from './m{}.mjs';", (number + 1) % LENGTH);
        files.write(&format!("m{number}.mjs"), text.as_bytes());
    }
    let graph = files.graph("m0.mjs");
    let statistics = Statistics::of(&graph);
    assert_eq!((statistics.largest_cycle, statistics.depth), (LENGTH, LENGTH - 1));
    assert_eq!(check(&graph, &transcript(&graph)), []);
}
