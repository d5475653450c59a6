//! Statements without loops.

use super::compiles;

#[test]
fn blocks_enter_a_scope_when_they_declare_something() {
    compiles("{ a(); }", "Load a | undefined | Call 0 | Pop");
    compiles(
        "{ let a = 1; { const b = a; } }",
        "EnterScope let a | 1 | Initialize a | EnterScope const b | Load a | Initialize b | LeaveScope | LeaveScope",
    );
    compiles("{ var a = 1; }", "1 | Initialize a");
}

#[test]
fn branches_and_throws() {
    compiles("if (a) b; else c;", "Load a | JumpIfFalse 5 | Load b | Pop | Jump 7 | Load c | Pop");
    compiles("if (a) throw b;", "Load a | JumpIfFalse 4 | Load b | Throw");
    compiles("debugger; ;", "Unmodelled");
}

#[test]
fn labelled_blocks() {
    compiles("a: { if (b) break a; c; }", "Load b | JumpIfFalse 3 | Jump 5 | Load c | Pop");
    compiles(
        "a: { let b; break a; }",
        "EnterScope let b | undefined | Initialize b | Leave 5 tries 0 scopes 0 stack 0 | LeaveScope",
    );
}

#[test]
fn switches_keep_what_they_compare_with() {
    compiles(
        "switch (a) { case 1: b; break; default: c; case 2: let d = 1; }",
        "Load a | EnterScope let d | Duplicate | 1 | StrictlyEqual | Not | JumpIfFalse 13 | Duplicate | 2 | StrictlyEqual | Not | JumpIfFalse 18 | Jump 16 | Load b | Pop | Leave 21 tries 0 scopes 0 stack 1 | Load c | Pop | 1 | Initialize d | LeaveScope | Pop",
    );
}

#[test]
fn exceptions() {
    compiles(
        "try { a; } catch (e) { e; }",
        "EnterTry catch 5 | Load a | Pop | LeaveTry | Jump 10 | EnterScope var e | Initialize e | Load e | Pop | LeaveScope",
    );
    compiles("try { } catch { a; }", "EnterTry catch 3 | LeaveTry | Jump 6 | Pop | Load a | Pop");
    compiles(
        "try { a; } finally { b; }",
        "EnterTry finally 4 | Load a | Pop | LeaveTry | Load b | Pop | EndFinally",
    );
    compiles(
        "try { a; } catch { b; } finally { let c; }",
        "EnterTry finally 10 | EnterTry catch 6 | Load a | Pop | LeaveTry | Jump 9 | Pop | Load b | Pop | LeaveTry | EnterScope let c | undefined | Initialize c | LeaveScope | EndFinally",
    );
    compiles(
        "try { } catch ({ a }) { let b = a; }",
        "EnterTry catch 3 | LeaveTry | Jump 14 | EnterScope let a | RequireObject | Duplicate | GetProperty a | Initialize a | Pop | EnterScope let b | Load a | Initialize b | LeaveScope | LeaveScope",
    );
}
