//! Declarations and exports of modules.

use super::{code, compiles, listing::scope};

#[track_caller]
fn declares(source: &str, expected: &str) {
    assert_eq!(scope(&code(source).outermost), expected, "{source}");
}

#[test]
fn a_module_declares_what_it_does_not_import() {
    declares("import a, { b } from 'x'; import * as c from 'x'; export * from 'x';", "");
    declares(
        "let a; const b = 1, { c, d: [e], ...f } = {}; class G {}",
        "let a, const b, const c, const e, const f, let G",
    );
    declares(
        "f(); { var a; { for (var b;;) var c; } } for (var d of e) try { var g } catch { var h } finally { var i }",
        "var a, var b, var c, var d, var g, var h, var i",
    );
    declares(
        "if (1) var a; else var b; while (0) var c; do var d; while (0); l: var e; switch (1) { case 1: var f }",
        "var a, var b, var c, var d, var e, var f",
    );
    declares("var a; var a; { let b; class C {} function d() {} }", "var a");
    declares("for (const x in y) var z; for (var k in y);", "var z, var k");
}

#[test]
fn functions_are_initialized_with_the_scope() {
    declares("a(); export function a() {} function b() {}", "var a = function 0, var b = function 1");
    compiles("export function a() {} export async function b() {} export function* c() {}", "");
    declares("export default function () {}", "var *default* = function 0");
    declares("export default async function a() {}", "var a = function 0");
    assert_eq!(&*code("export default function () {}").functions[0].name, "default");
    assert_eq!(&*code("export default function a() {}").functions[0].name, "a");
    compiles(
        "{ function a() {} a(); }",
        "EnterScope var a = function 0 | Load a | undefined | Call 0 | Pop | LeaveScope",
    );
}

#[test]
fn default_exports_initialize_their_binding() {
    declares("export default 1", "let *default*");
    compiles("export default 1", "1 | Initialize *default*");
    compiles("export default class {}", "Class 0 | Initialize *default*");
    compiles("export default class A {}", "Class 0 | Initialize A");
    declares("export default class A {}", "let A");
    compiles("export default () => 1", "Closure 0 | Initialize *default*");
    for (source, name) in [
        ("export default () => 1", "default"),
        ("export default (function () {})", "default"),
        ("export default (function a() {})", "a"),
    ] {
        assert_eq!(&*code(source).functions[0].name, name, "{source}");
    }
    for (source, name, binds) in [
        ("export default class {}", "default", false),
        ("export default (class {})", "default", false),
        ("export default class A {}", "A", true),
    ] {
        let class = &code(source).classes[0];
        assert_eq!((&*class.name, class.binds_own_name()), (name, binds), "{source}");
    }
}

#[test]
fn declarations_initialize_their_names() {
    compiles(
        "let a; var b; const c = 1; var d = 2;",
        "undefined | Initialize a | 1 | Initialize c | 2 | Initialize d",
    );
    compiles("export let a = b, c = null;", "Load b | Initialize a | null | Initialize c");
    compiles("class A {}", "Class 0 | Initialize A");
}

#[test]
fn a_module_of_imports_and_exports_has_no_code() {
    let first = code("import 'a'; export * from 'b'; 'use strict';");
    let second = code("");
    assert!(std::rc::Rc::ptr_eq(&first, &second));
    compiles("'use strict'; 1; null; true; `x`;", "\"x\" | Pop");
}
