//! Functions, classes and the bodies of synthetic modules.

use super::{code, compiles, function_compiles, listing, listing::scope, verify};
use crate::syntax::{
    code::{FunctionKind, MemberKey, MemberKind},
    parse_synthetic_body,
};

#[test]
fn parameters_are_taken_first() {
    function_compiles(
        "function f(a, ...b) { return a; }",
        "Argument 0 | Initialize a | RestArguments 1 | Initialize b | Load a | Return",
    );
    function_compiles("f = a => a", "Argument 0 | Initialize a | Load a | Return");
    function_compiles("f = () => { return; }", "undefined | Return");
    function_compiles(
        "function f({ a }) {}",
        "Argument 0 | RequireObject | Duplicate | GetProperty a | Initialize a | Pop",
    );
    let body = code("function f(a, b) { var a, c; let d; function e() {} }");
    assert_eq!(scope(&body.functions[0].code.outermost), "var a, var b, var c, let d, var e = function 0");
}

#[test]
fn a_body_has_its_own_scope_where_the_parameters_have_expressions() {
    function_compiles(
        "function f(a, b = a) { var a; return b; }",
        "Argument 0 | Initialize a | Argument 1 | DefaultJump 5 | Load a | Initialize b | Load a | EnterScope var a | Initialize a | Load b | Return | LeaveScope",
    );
    let body = code("function f(a, b = a) { var a; }");
    assert_eq!(scope(&body.functions[0].code.outermost), "let a, let b");
    function_compiles(
        "function f(a = 1) { return a; }",
        "Argument 0 | DefaultJump 3 | 1 | Initialize a | Load a | Return",
    );
    // A function of the body is not overwritten by the argument.
    let body = code("function f(a) { function a() {} }");
    assert_eq!(
        listing(&body.functions[0].code).join(" | "),
        "Argument 0 | Initialize a | EnterScope var a = function 0 | LeaveScope"
    );
}

#[test]
fn kinds_names_and_lengths() {
    for (source, kind, name, length) in [
        ("function f(a, b) {}", FunctionKind::Plain, "f", 2),
        ("async function f(a, b = 1, c) {}", FunctionKind::Async, "f", 1),
        ("function* f(...a) {}", FunctionKind::Generator, "f", 0),
        ("async function* f() {}", FunctionKind::AsyncGenerator, "f", 0),
        ("let f = ([a]) => 1", FunctionKind::Arrow, "f", 1),
        ("let f = async () => 1", FunctionKind::AsyncArrow, "f", 0),
        ("g = { f() {} }", FunctionKind::Method, "f", 0),
        ("g = { async f() {} }", FunctionKind::AsyncMethod, "f", 0),
        ("g = { *f() {} }", FunctionKind::Generator, "f", 0),
        ("class f { constructor(a) {} }", FunctionKind::ClassConstructor, "f", 1),
    ] {
        let body = code(source);
        let function = &body.functions[0];
        assert_eq!((function.kind, &*function.name, function.length), (kind, name, length), "{source}");
        assert!(!function.binds_own_name);
    }
    assert!(code("(function f() {})").functions[0].binds_own_name);
    function_compiles(
        "function* f(a) { yield 1; yield* a; }",
        "Argument 0 | Initialize a | GeneratorStart | 1 | Yield | Pop | Load a | GetIterator | undefined | YieldAll | Pop",
    );
    let span = code("g = { async f() {} }").functions[0].span;
    assert_eq!((span.start, span.end), (6, 18));
}

#[test]
fn functions_deep_inside_others_are_not_modelled() {
    let mut body = code(&format!("f = {}1", "() => ".repeat(70)));
    let mut depth = 0;
    while let [function] = &*body.functions {
        body = function.code.clone();
        depth += 1;
    }
    assert_eq!((depth, listing(&body).join(" | ")), (65, "Unmodelled".into()));
}

#[test]
fn arguments_belong_to_functions() {
    compiles("f = arguments", "Load arguments | Store f");
    function_compiles("f = () => arguments", "Load arguments | Return");
    function_compiles(
        "function f() { arguments; typeof arguments; }",
        "Load arguments | Pop | TypeofName arguments | Pop",
    );
    function_compiles("function f() { return new.target; }", "NewTarget | Return");
}

#[test]
fn classes() {
    let body = code("class A { constructor() {} m() {} static get b() {} c = () => 1; static d; ; }");
    let class = &body.classes[0];
    assert_eq!((&*class.name, class.binds_own_name(), class.constructor), ("A", true, Some(0)));
    let named = |name: &str| MemberKey::Name(name.into());
    let members: Vec<_> = class
        .members
        .iter()
        .map(|member| (member.key.clone(), member.is_static, member.kind, member.function))
        .collect();
    assert_eq!(
        members,
        [
            (named("m"), false, MemberKind::Method, Some(1)),
            (named("b"), true, MemberKind::Getter, Some(2)),
            (named("c"), false, MemberKind::Field, Some(3)),
            (named("d"), true, MemberKind::Field, None),
        ]
    );
    let field = &body.functions[3];
    assert_eq!(
        (field.kind, listing(&field.code).join(" | ")),
        (FunctionKind::Method, "Closure 0 | Return".into())
    );
    assert_eq!(&*field.code.functions[0].name, "c");
    let body = code("class A extends B { #a; #b() {} [c]() {} static {} }");
    assert_eq!(
        listing(&body).join(" | "),
        "EnterScope own A, const #a, const #b | NewPrivateName #a | NewPrivateName #b | Load B | Heritage | \
         Load c | ToPropertyKey | Class 0 | LeaveScope | Initialize A"
    );
    let constructor = &body.functions[body.classes[0].constructor.unwrap_or_default() as usize];
    assert_eq!(
        listing(&constructor.code).join(" | "),
        "RestArguments 0 | SuperCallWithArray | BindThis *this* | Pop"
    );
}

#[test]
fn bodies_of_synthetic_modules_are_those_of_functions() {
    let text = "setExport('a', 1); // end";
    let code = parse_synthetic_body(text, false).unwrap();
    verify(&code).unwrap();
    let expected =
        "Argument 0 | Initialize setExport | Load setExport | undefined | \"a\" | 1 | Call 2 | Pop";
    assert_eq!(listing(&code).join(" | "), expected);
    assert_eq!(scope(&code.outermost), "var setExport");
    assert_eq!((&*code.source, code.text_at(6)), (text, "setExport"));
    let position = parse_synthetic_body("\n  f()", false).unwrap().position_at(2);
    assert_eq!((position.line, position.column), (2, 3));
    for text in ["await 1", "return; await 1"] {
        assert!(parse_synthetic_body(text, true).is_ok(), "{text}");
        assert!(parse_synthetic_body(text, false).is_err(), "{text}");
    }
    for text in ["", "return 1", "// a", "var setExport = 1", "let a = () => { };", "import('x')", "{}"] {
        assert!(parse_synthetic_body(text, false).is_ok(), "{text}");
    }
    for text in [
        "}",
        "} + function () {",
        "}); (function () {",
        "}, function () {",
        "}(function () {}",
        "/*",
        "`",
        "import 'x'",
        "export {}",
        "with (a) {}",
        "let a; let a",
        "delete a",
        "08",
        "import.meta",
        "super()",
        "break",
        "a b",
    ] {
        for is_async in [false, true] {
            assert!(parse_synthetic_body(text, is_async).is_err(), "{text}");
        }
    }
    let error = parse_synthetic_body("let a;\n let a;", false).unwrap_err();
    assert_eq!(error.to_string(), "the name a is declared twice (2:6)");
}
