//! `super`, `arguments`, templates with a tag, prototypes in literals, spread arguments of `new`.

use super::{code, compiles, function_compiles, listing::scope};

#[test]
fn a_property_of_super_is_assigned_to_with_its_base() {
    function_compiles("({ m() { super.x = 1; } })", "This | SuperBase | 1 | SetSuper x | Pop");
    function_compiles("({ m() { super[k] = 1; } })", "This | Load k | SuperBase | 1 | SetSuperElement | Pop");
}

#[test]
fn its_old_value_is_read_with_the_same_base() {
    function_compiles(
        "({ m() { super.x += 1; } })",
        "EnterScope var *this value*, var *key*, var *base* | This | Initialize *this value* | \"x\" | Initialize *key* | \
         SuperBase | Initialize *base* | Load *this value* | Load *key* | Load *base* | Load *this value* | Load *key* | \
         GetSuperElement | 1 | Add | SetSuperElement | LeaveScope | Pop",
    );
}

#[test]
fn the_scope_of_a_function_binds_its_arguments_where_they_are_used() {
    let outermost = |source: &str| scope(&code(source).functions[0].code.outermost);
    assert_eq!(outermost("function f(a) { var b; return arguments; }"), "var a, var b, var arguments");
    assert_eq!(outermost("function f() { return () => typeof arguments; }"), "var arguments");
    assert_eq!(outermost("function f() { return function () { return arguments; }; }"), "");
    assert!(code("function f(a = arguments) {}").functions[0].code.outermost.binds_arguments());
    assert!(!code("() => arguments").functions[0].code.outermost.binds_arguments());
}

#[test]
fn a_template_with_a_tag_is_a_call() {
    compiles("f`a${1}b`;", "Load f | undefined | Template 0 | 1 | Call 2 | Pop");
    compiles("a.b``;", "Load a | GetMethod b | Template 0 | Call 1 | Pop");
    let body = code("f`\\u{41}${1}\\u`;");
    let template = &body.templates[0];
    assert_eq!(*template.cooked, [Some("A".into()), None]);
    assert_eq!(*template.raw, ["\\u{41}".into(), "\\u".into()]);
}

#[test]
fn a_prototype_in_a_literal_is_no_property() {
    compiles("({ __proto__: a });", "NewObject | Load a | SetLiteralPrototype | Pop");
    compiles(
        "({ ['__proto__']: a });",
        "NewObject | \"__proto__\" | LiteralKey | Load a | DefineElement | Pop",
    );
    compiles("({ __proto__ });", "NewObject | Load __proto__ | DefineProperty __proto__ | Pop");
}

#[test]
fn new_takes_spread_arguments_in_an_array() {
    compiles("new A(1, ...b);", "Load A | 1 | NewArray 1 | Load b | AppendArguments | NewWithArray | Pop");
}

#[test]
fn computed_keys_wait_for_the_rest() {
    compiles(
        "var { [k]: a, ...b } = c;",
        "Load c | RequireObject | EnterScope var *key 0* | Duplicate | Load k | ToPropertyKey | Duplicate | \
         Initialize *key 0* | GetElement | Initialize a | Duplicate | Load *key 0* | RestProperties 1 | Initialize b | \
         LeaveScope | Pop",
    );
}
