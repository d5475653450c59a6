//! Async iteration: `for await`, and what async generators await.

use super::{compiles, function_compiles};

#[test]
fn a_loop_closes_its_iterator_when_a_turn_throws() {
    compiles(
        "for await (var a of b) ;",
        "Load b | GetAsyncIterator | EnterTry catch 11 | AsyncNext | Await | AsyncStep 8 | Initialize a | Jump 3 | \
         LeaveTry | Pop | Jump 19 | \
         EnterTry catch 17 | AbandonAsyncIterator 15 | Await | Pop | LeaveTry | Throw | Pop | Throw",
    );
}

#[test]
fn a_loop_that_is_left_closes_its_iterator() {
    compiles(
        "for await (var a of b) break;",
        "Load b | GetAsyncIterator | EnterTry catch 12 | AsyncNext | Await | AsyncStep 9 | Initialize a | \
         Leave 20 tries 0 scopes 0 stack 1 | Jump 3 | LeaveTry | Pop | Jump 23 | \
         EnterTry catch 18 | AbandonAsyncIterator 16 | Await | Pop | LeaveTry | Throw | Pop | Throw | \
         CloseAsyncIterator 23 | Await | RequireResult",
    );
}

#[test]
fn a_yield_can_return() {
    function_compiles(
        "async function* f(a) { yield 1; }",
        "Argument 0 | Initialize a | AsyncGeneratorStart | 1 | Await | AsyncYield 8 | Await | Return | Pop",
    );
    // The stack holds the unfinished sum as well, so this is no plain jump.
    function_compiles(
        "async function* f() { for (a of b) 1 + (yield); }",
        "AsyncGeneratorStart | Load b | GetIterator | Next 18 | Store a | 1 | undefined | Await | AsyncYield 12 | \
         Await | Initialize *returned* | Leave 15 tries 0 scopes 0 stack 1 | Add | Pop | Jump 3 | \
         CloseIterator | Load *returned* | Return",
    );
    function_compiles("async function* f() { return 1; }", "AsyncGeneratorStart | 1 | Await | Return");
    function_compiles("async function* f() { return; }", "AsyncGeneratorStart | undefined | Return");
}

#[test]
fn a_delegation_passes_on_what_it_receives() {
    function_compiles(
        "async function* f() { yield* a; }",
        "AsyncGeneratorStart | Load a | GetAsyncIterator | undefined | DelegateNext | Await | Delegated 14 | Jump 46 | \
         DelegateReturn 12 | Await | Delegated 14 | Return | Await | Return | \
         EnterTry catch 37 | Duplicate | AwaitDelegated | AsyncYield 29 | ToPromise | Swap | Pop | LeaveTry | \
         EnterTry catch 33 | Duplicate | AwaitPromise | Swap | Pop | LeaveTry | Jump 8 | \
         Swap | Pop | LeaveTry | Jump 4 | Swap | Pop | RejectedReturn 4 | Jump 39 | \
         Swap | Pop | DelegateThrow 41 | Jump 5 | \
         Pop | CloseAsyncIterator 45 | Await | RequireResult | NoThrowMethod | Pop",
    );
}
