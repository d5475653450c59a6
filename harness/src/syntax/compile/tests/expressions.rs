//! Operators, literals and assignments.

use super::{code, compiles};

#[test]
fn literals() {
    compiles(
        "f(1, 'a', null, false, 12n, -1)",
        "Load f | undefined | 1 | \"a\" | null | false | 12n | 1 | Negate | Call 6 | Pop",
    );
    compiles("a = /x/", "Unmodelled | Store a");
    compiles("a = '\\uD800'", "Unmodelled | Store a");
}

#[test]
fn templates_join_strings_in_order() {
    compiles("a = ``", "\"\" | Store a");
    compiles("a = `x${b}y`", "\"x\" | Load b | \"y\" | Join 3 | Store a");
    // Each substitution is a string before the next is evaluated.
    compiles("a = `${b}${c}`", "Load b | Join 1 | Load c | Join 2 | Store a");
    compiles("a`b`", "Load a | undefined | Template 0 | Call 1 | Pop");
}

#[test]
fn arrays() {
    compiles("a = [1, b]", "1 | Load b | NewArray 2 | Store a");
    compiles("a = []", "NewArray 0 | Store a");
    compiles("a = [1, ...b, 2]", "1 | NewArray 1 | Load b | AppendAll | 2 | Append | Store a");
    compiles("a = [, 1]", "Unmodelled | Store a");
}

#[test]
fn objects() {
    compiles(
        "a = { b, c: 1, 'd e': 2, 3: 4, [f]: 5, ...g }",
        "NewObject | Load b | DefineProperty b | 1 | DefineProperty c | 2 | DefineProperty d e | 4 | DefineProperty 3 | Load f | LiteralKey | 5 | DefineElement | Load g | CopyProperties | Store a",
    );
    compiles(
        "a = { m() {}, get b() {}, set b(c) {} }",
        "NewObject | Closure 0 | DefineProperty m | Closure 1 | DefineGetter b | Closure 2 | DefineSetter b | Store a",
    );
    let names: Vec<_> = code("a = { m() {}, get b() {}, set b(c) {}, f: () => 1, g: function h() {} }")
        .functions
        .iter()
        .map(|function| function.name.to_string())
        .collect();
    assert_eq!(names, ["m", "get b", "set b", "f", "h"]);
    // Names that only running can tell, and the prototype.
    compiles(
        "a = { [b]() {} }",
        "NewObject | Load b | ToPropertyKey | Closure 0 | NameFunction(Method) | DefineElement | Store a",
    );
    compiles(
        "a = { [b]: () => 1 }",
        "NewObject | Load b | ToPropertyKey | Closure 0 | NameFunction(Field) | DefineElement | Store a",
    );
    compiles("a = { __proto__: b }", "NewObject | Load b | SetLiteralPrototype | Store a");
}

#[test]
fn operators() {
    compiles("a = b + c * d", "Load b | Load c | Load d | Multiply | Add | Store a");
    compiles("a = !b in c", "Load b | Not | Load c | In | Store a");
    compiles("a = typeof b, typeof c.d", "TypeofName b | Store a | Load c | GetProperty d | Typeof | Pop");
    compiles("a = typeof (b)", "TypeofName b | Store a");
    compiles("a = void 0", "0 | Void | Store a");
    compiles("a = b | c", "Load b | Load c | BitOr | Store a");
    compiles("a = ~b", "Load b | BitNot | Store a");
    compiles("delete a.b", "Load a | DeleteProperty b | Pop");
    compiles("delete a[b]", "Load a | Load b | DeleteElement | Pop");
    compiles("delete f()", "Load f | undefined | Call 0 | Pop | true | Pop");
}

#[test]
fn jumping_operators_keep_the_left_value() {
    compiles("a = b && c", "Load b | AndJump 3 | Load c | Store a");
    compiles("a = b || c", "Load b | OrJump 3 | Load c | Store a");
    compiles("a = b ?? c", "Load b | CoalesceJump 3 | Load c | Store a");
    compiles("a = b ? c : d", "Load b | JumpIfFalse 4 | Load c | Jump 5 | Load d | Store a");
    compiles("a = (b, c)", "Load b | Pop | Load c | Store a");
}

#[test]
fn assignments_to_names() {
    compiles("a = b = c", "Load c | Duplicate | Store b | Store a");
    compiles("a += b", "Load a | Load b | Add | Store a");
    compiles("f(a -= 1)", "Load f | undefined | Load a | 1 | Subtract | Duplicate | Store a | Call 1 | Pop");
    compiles("a &&= b", "Load a | AndJump 5 | Load b | Duplicate | Store a | Pop");
    compiles("a <<= b", "Load a | Load b | ShiftLeft | Store a");
    for (source, name) in [
        ("a = () => 1", "a"),
        ("a = (() => 1)", "a"),
        ("(a) = () => 1", ""),
        ("a ??= () => 1", "a"),
        ("a.b = () => 1", ""),
        ("let a = () => 1", "a"),
        ("a += () => 1", ""),
    ] {
        assert_eq!(&*code(source).functions[0].name, name, "{source}");
    }
}

#[test]
fn assignments_to_members_evaluate_the_object_first() {
    compiles("a.b = c", "Load a | Load c | SetProperty b | Pop");
    compiles("a[b] = c", "Load a | Load b | Load c | SetElement | Pop");
    compiles("a.b += c", "Load a | Duplicate | GetProperty b | Load c | Add | SetProperty b | Pop");
    compiles(
        "a[b] -= c",
        "Load a | Load b | ReferenceKey | DuplicatePair | GetElement | Load c | Subtract | SetElement | Pop",
    );
    compiles(
        "a.b ||= c",
        "Load a | Duplicate | GetProperty b | OrJump 7 | Load c | SetProperty b | Jump 9 | Swap | Pop | Pop",
    );
    compiles(
        "a[b] ??= c",
        "Load a | Load b | ReferenceKey | DuplicatePair | GetElement | CoalesceJump 9 | Load c | SetElement | Jump 12 | Rotate | Pop | Pop | Pop",
    );
}

#[test]
fn updates() {
    compiles("a++", "Load a | ToNumeric | Increment | Store a");
    compiles(
        "f(--a)",
        "Load f | undefined | Load a | ToNumeric | Decrement | Duplicate | Store a | Call 1 | Pop",
    );
    compiles("b = a++", "Load a | ToNumeric | Duplicate | Increment | Store a | Store b");
    compiles("a.b--", "Load a | Duplicate | GetProperty b | ToNumeric | Decrement | SetProperty b | Pop");
    compiles(
        "c = a.b++",
        "Load a | Duplicate | GetProperty b | ToNumeric | Duplicate | Rotate | Increment | SetProperty b | Pop | Store c",
    );
    compiles(
        "c = a[b]++",
        "Load a | Load b | ReferenceKey | DuplicatePair | GetElement | ToNumeric | EnterScope var *old* | Duplicate | Initialize *old* | Increment | SetElement | Pop | Load *old* | LeaveScope | Store c",
    );
}
