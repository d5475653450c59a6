//! `cargo xtask graph`: what it prints where, what it saves, and how it ends.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{ended, xtask};

/// A module that imports a module, a star, a CommonJS file and a built-in module.
fn package() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("package.json", r#"{ "type": "module" }"#),
        ("main.js", "import { a } from './a.js'; import old from './old.cjs'; import 'node:fs';"),
        ("a.js", "export * from './b.js'; export let a;"),
        ("b.js", "import './a.js'; export let b;"),
        ("old.cjs", "module.exports = 1;"),
        ("lost.js", "\nimport './nowhere.js';"),
        ("broken.js", "let a; let a;"),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn graph(folder: &TempDir, arguments: &[&str]) -> (i32, String, String) {
    ended(xtask(folder.path()).arg("graph").args(arguments))
}

#[test]
fn a_graph_that_links_ends_with_0_and_its_numbers() {
    let folder = package();
    let (code, out, err) = graph(&folder, &["main.js"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    for line in [
        "The graph of main.js",
        "modules       5: 3 source, 1 CommonJS, 1 built-in",
        "requests      5",
        "edges         5",
        "star exports  1",
        "cycles        1, the largest of 2 modules",
        "depth         2",
        "As expected on 1 engine.",
    ] {
        assert!(out.lines().any(|printed| printed == line), "{line} is missing:\n{out}");
    }
    assert!(out.lines().any(|line| line.starts_with("reference    yes         0  ")), "{out}");
}

#[test]
fn a_difference_ends_with_1_and_is_printed() {
    let folder = package();
    let (code, out, _) = graph(&folder, &["broken.js"]);
    assert_eq!(code, 1);
    assert!(out.contains("  construction of broken.js: expected a module, got SyntaxError: "), "{out}");
    assert!(out.ends_with("2 findings on 1 engine.\n"), "{out}");
    let (code, out, _) = graph(&folder, &["broken.js", "--format", "jsonl"]);
    assert_eq!(code, 1);
    let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["graph"]["broken"], 1);
    assert_eq!(lines[1]["differences"][0]["difference"], "construction");
    assert_eq!(lines[2]["summary"]["findings"], 2);
}

#[test]
fn what_cannot_be_read_ends_with_2_and_its_place() {
    let folder = package();
    let (code, out, err) = graph(&folder, &["lost.js"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("lost.js:2:8: the import of \"./nowhere.js\" leads nowhere: "), "{err}");
    assert_eq!(graph(&folder, &["lost.js", "--allow-missing"]).0, 0);
    assert_eq!(graph(&folder, &["nothing.js"]).0, 2);
    assert_eq!(graph(&folder, &["old.cjs"]).0, 2);
}

#[test]
fn an_engine_that_is_not_there_ends_with_3() {
    let (code, _, err) = graph(&package(), &["main.js", "--engine", "node=none/node"]);
    assert_eq!(code, 3);
    assert!(err.contains("There is no file "), "{err}");
    let (code, _, err) = graph(&package(), &["main.js", "--engine", "nothing"]);
    assert_eq!(code, 2);
    assert!(err.contains("`nothing` is not a runtime that vmlink knows"), "{err}");
}

#[test]
fn what_is_saved_is_a_case_that_passes() {
    let folder = package();
    for file in ["saved.yaml", "saved.json"] {
        let (code, _, err) = graph(&folder, &["main.js", "--save", file]);
        assert_eq!(code, 0, "{err}");
        assert!(err.starts_with(&format!("Saved as a case with 5 modules in {file}, ")), "{err}");
        let (code, out, err) = ended(xtask(folder.path()).args(["conformance", "--cases", file]));
        assert_eq!(code, 0, "{out}{err}");
        assert!(out.contains("contract: 1 pass; ecma262: 1 pass."), "{out}");
    }
    let (code, _, err) = graph(&folder, &["main.js", "--save", "saved.txt"]);
    assert_eq!(code, 2);
    assert!(err.contains("ends in `.yaml` or `.json`"), "{err}");
}
