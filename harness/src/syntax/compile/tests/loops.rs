//! Loops and the ways out of them.

use super::{compiles, function_compiles};

#[test]
fn while_loops() {
    compiles(
        "while (a) { b; continue; break; }",
        "Load a | JumpIfFalse 7 | Load b | Pop | Jump 6 | Jump 7 | Jump 0",
    );
    compiles("do { continue; b; } while (a)", "Jump 3 | Load b | Pop | Load a | Not | JumpIfFalse 0");
}

#[test]
fn for_loops_copy_their_scope() {
    compiles(
        "for (let i = 0; i < 2; i++) a;",
        "EnterScope let i | 0 | Initialize i | CopyScope | Load i | 2 | Less | JumpIfFalse 16 | Load a | Pop | CopyScope | Load i | ToNumeric | Increment | Store i | Jump 4 | LeaveScope",
    );
    compiles(
        "for (const i = 0;;) break;",
        "EnterScope const i | 0 | Initialize i | Jump 5 | Jump 3 | LeaveScope",
    );
    compiles("for (var i = 0; a;) ;", "0 | Initialize i | Load a | JumpIfFalse 5 | Jump 2");
    compiles("for (a = 0;; a++) ;", "0 | Store a | Load a | ToNumeric | Increment | Store a | Jump 2");
}

#[test]
fn loops_over_iterators() {
    compiles(
        "for (const a of b) a;",
        "EnterScope let a | Load b | LeaveScope | GetIterator | Next 11 | EnterScope const a | Initialize a | Load a | Pop | LeaveScope | Jump 4",
    );
    compiles("for (var a of b) ;", "Load b | GetIterator | Next 5 | Initialize a | Jump 2");
    compiles("for (a of b) ;", "Load b | GetIterator | Next 5 | Store a | Jump 2");
    compiles(
        "for (a.b of c) ;",
        "Load c | GetIterator | Next 8 | Load a | Swap | SetProperty b | Pop | Jump 2",
    );
    compiles(
        "for (a[b] of c) ;",
        "Load c | GetIterator | Next 10 | Load a | Load b | Rotate | Rotate | SetElement | Pop | Jump 2",
    );
    compiles(
        "for (const a in b) ;",
        "EnterScope let a | Load b | LeaveScope | Enumerate | NextKey 10 | EnterScope const a | Initialize a | \
         LeaveScope | Jump 4 | Pop",
    );
}

#[test]
fn a_loop_that_is_left_closes_its_iterator() {
    compiles(
        "for (var a of b) break;",
        "Load b | GetIterator | Next 7 | Initialize a | Jump 6 | Jump 2 | CloseIterator",
    );
    compiles("for (var a of b) continue;", "Load b | GetIterator | Next 6 | Initialize a | Jump 5 | Jump 2");
    // The inner iterator is closed, then the outer one.
    compiles(
        "o: for (var a of b) for (var c of d) break o;",
        "Load b | GetIterator | Next 14 | Initialize a | Load d | GetIterator | Next 12 | Initialize c | Jump 10 | Jump 6 | CloseIterator | Jump 13 | Jump 2 | CloseIterator",
    );
    // The finally block runs before the iterator is closed.
    compiles(
        "for (var a of b) try { break; } finally { c; }",
        "Load b | GetIterator | Next 12 | Initialize a | EnterTry finally 7 | Leave 11 tries 0 scopes 0 stack 1 | LeaveTry | Load c | Pop | EndFinally | Jump 2 | CloseIterator",
    );
}

#[test]
fn an_exit_out_of_a_finally_block_leaves_the_statement() {
    compiles(
        "while (a) try { } finally { break; }",
        "Load a | JumpIfFalse 7 | EnterTry finally 4 | LeaveTry | Leave 7 tries 0 scopes 0 stack 0 | EndFinally | Jump 0",
    );
    compiles(
        "try { } finally { while (a) break; }",
        "EnterTry finally 2 | LeaveTry | Load a | JumpIfFalse 6 | Jump 6 | Jump 2 | EndFinally",
    );
}

#[test]
fn a_return_closes_the_iterators_of_all_loops() {
    function_compiles(
        "function f(a) { for (var b of a) return b; }",
        "Argument 0 | Initialize a | Load a | GetIterator | Next 13 | Initialize b | Load b | Initialize *returned* | Jump 10 | Jump 4 | CloseIterator | Load *returned* | Return",
    );
    function_compiles(
        "function f(a) { while (a) return a; }",
        "Argument 0 | Initialize a | Load a | JumpIfFalse 7 | Load a | Return | Jump 2",
    );
}
