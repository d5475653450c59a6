//! Destructuring.

use super::{code, compiles};

#[test]
fn object_patterns() {
    compiles(
        "const { a, b: c, d = 1, [e]: f } = g;",
        "Load g | RequireObject | Duplicate | GetProperty a | Initialize a | Duplicate | GetProperty b | Initialize c | Duplicate | GetProperty d | DefaultJump 12 | 1 | Initialize d | Duplicate | Load e | ToPropertyKey | GetElement | Initialize f | Pop",
    );
    compiles(
        "const { ...a } = b;",
        "Load b | RequireObject | Duplicate | RestProperties 0 | Initialize a | Pop",
    );
    compiles(
        "const { a, ...b } = c;",
        "Load c | RequireObject | Duplicate | GetProperty a | Initialize a | Duplicate | \"a\" | \
         RestProperties 1 | Initialize b | Pop",
    );
    compiles(
        "const { [a]: b, ...c } = d;",
        "Load d | RequireObject | EnterScope var *key 0* | Duplicate | Load a | ToPropertyKey | Duplicate | \
         Initialize *key 0* | GetElement | Initialize b | Duplicate | Load *key 0* | RestProperties 1 | Initialize c | \
         LeaveScope | Pop",
    );
    compiles("({ a } = b);", "Load b | RequireObject | Duplicate | GetProperty a | Store a | Pop");
}

#[test]
fn array_patterns() {
    compiles(
        "let [a, , b = 1, ...c] = d;",
        "Load d | GetIterator | NextElement | Initialize a | NextElement | Pop | NextElement | DefaultJump 9 | 1 | Initialize b | RestElements | Initialize c | CloseIterator",
    );
    compiles(
        "let [[a]] = b;",
        "Load b | GetIterator | NextElement | GetIterator | NextElement | Initialize a | CloseIterator | CloseIterator",
    );
    compiles(
        "f([a] = b);",
        "Load f | undefined | Load b | Duplicate | GetIterator | NextElement | Store a | CloseIterator | Call 1 | Pop",
    );
}

#[test]
fn members_are_evaluated_before_the_value_is_read() {
    compiles(
        "[a.b = 1] = c;",
        "Load c | GetIterator | Load a | EnterScope var *object*, var *key* | Initialize *object* | NextElement | DefaultJump 8 | 1 | Load *object* | Swap | SetProperty b | Pop | LeaveScope | CloseIterator",
    );
    compiles(
        "({ a: b[c] } = d);",
        "Load d | RequireObject | Load b | Load c | EnterScope var *object*, var *key* | Initialize *key* | Initialize *object* | Duplicate | GetProperty a | Load *object* | Load *key* | Rotate | Rotate | SetElement | Pop | LeaveScope | Pop",
    );
}

#[test]
fn defaults_name_functions() {
    for source in
        ["let { a = () => 1 } = b", "let [a = () => 1] = b", "[a = () => 1] = b", "({ c: a = () => 1 } = b)"]
    {
        assert_eq!(&*code(source).functions[0].name, "a", "{source}");
    }
    assert_eq!(&*code("[a.b = () => 1] = c").functions[0].name, "");
}
