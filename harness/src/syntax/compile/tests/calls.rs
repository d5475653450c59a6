//! Calls, members and optional chains.

use super::{code, compiles};

#[test]
fn calls_take_function_this_and_arguments() {
    compiles("a(b)", "Load a | undefined | Load b | Call 1 | Pop");
    compiles("a.b(c, 1)", "Load a | GetMethod b | Load c | 1 | Call 2 | Pop");
    compiles("(a.b)()", "Load a | GetMethod b | Call 0 | Pop");
    compiles("(0, a.b)()", "Load a | GetProperty b | undefined | Call 0 | Pop");
    compiles("a[b]()", "Load a | Load b | GetElementMethod | Call 0 | Pop");
    compiles(
        "a(b, ...c)",
        "Load a | undefined | Load b | NewArray 1 | Load c | AppendArguments | CallWithArray | Pop",
    );
    compiles("new A", "Load A | New 0 | Pop");
    compiles("new a.B(1)", "Load a | GetProperty B | 1 | New 1 | Pop");
    compiles("new A(...b)", "Load A | NewArray 0 | Load b | AppendArguments | NewWithArray | Pop");
}

#[test]
fn imports_and_meta_properties() {
    compiles("import('a')", "\"a\" | ImportCall Evaluation | Pop");
    compiles("import('a', b)", "\"a\" | Load b | ImportCall Evaluation with options | Pop");
    compiles("import.defer('a')", "\"a\" | ImportCall Defer | Pop");
    compiles("import.source('a')", "\"a\" | ImportCall Source | Pop");
    compiles("a = await import.meta.b", "ImportMeta | GetProperty b | Await | Store a");
    compiles("a = this", "This | Store a");
}

#[test]
fn optional_chains_end_with_undefined() {
    compiles("x = a?.b.c", "Load a | ChainJump 5 | GetProperty b | GetProperty c | Jump 5 | Store x");
    compiles("x = a?.[b]", "Load a | ChainJump 5 | Load b | GetElement | Jump 5 | Store x");
    compiles("x = a?.(b)", "Load a | ChainJump 6 | undefined | Load b | Call 1 | Jump 6 | Store x");
    compiles("x = a?.b()", "Load a | ChainJump 5 | GetMethod b | Call 0 | Jump 5 | Store x");
    compiles(
        "x = a.b?.(c)",
        "Load a | GetMethod b | Swap | ChainJump 8 | Swap | Load c | Call 1 | Jump 10 | Swap | Pop | Store x",
    );
    compiles("x = (a?.b).c", "Load a | ChainJump 4 | GetProperty b | Jump 4 | GetProperty c | Store x");
    compiles("(a?.b)()", "Load a | ChainJump 4 | GetMethod b | Jump 5 | undefined | Call 0 | Pop");
    compiles("x = delete a?.b", "Load a | ChainJump 4 | DeleteProperty b | Jump 6 | Pop | true | Store x");
}

#[test]
fn messages_quote_the_text_of_an_instruction() {
    let text_of = |source: &str, wanted: &str| {
        let body = code(source);
        let place = super::listing(&body).iter().position(|line| line.starts_with(wanted));
        body.text_at(place.unwrap_or_else(|| panic!("{source} has no {wanted}"))).to_owned()
    };
    assert_eq!(text_of("(ns.foo)(1)", "Call"), "ns.foo");
    assert_eq!(text_of("f(1)", "Call"), "f");
    assert_eq!(text_of("a?.b.c(1)", "Call"), "a?.b.c");
    assert_eq!(text_of("new ns.Foo(1)", "New"), "ns.Foo");
    assert_eq!(text_of("é = ns.foo.bar", "GetProperty bar"), "ns.foo.bar");
    assert_eq!(text_of("ns.foo.bar()", "GetMethod bar"), "ns.foo.bar");
    assert_eq!(text_of("ns.foo = 1", "SetProperty"), "ns.foo");
    assert_eq!(text_of("abc += 1", "Store"), "abc");
    assert_eq!(text_of("let abc = 1", "Initialize"), "abc");
    assert_eq!(text_of("await abc", "Await"), "await abc");
    assert_eq!(text_of("throw abc;", "Throw"), "throw abc;");
    assert_eq!(text_of("typeof abc", "TypeofName"), "abc");
    assert_eq!(text_of("for (const a of b.c);", "GetIterator"), "b.c");
    assert_eq!(text_of("1; debugger;", "Unmodelled"), "debugger;");
}
