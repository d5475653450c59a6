//! What keeps the parser from ending the process: its panics become values, its stack is large enough, its store of names
//! is emptied now and then.

use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook},
    sync::Once,
};

/// How many parses go by between two clean-ups of the store in which the parser keeps names longer than 7 bytes. The store
/// grows by about 150 bytes with each module of new names.
const PARSES_PER_CLEANUP: u32 = 1000;

/// The stack is grown when less than this is left beyond what the text needs, in bytes.
const RED_ZONE: usize = 64 * 1024;

thread_local! {
    static IN_PARSER: Cell<bool> = const { Cell::new(false) };
    static PARSES: Cell<u32> = const { Cell::new(0) };
}

/// The parser panicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ParserPanicked;

/// Runs the parser, and only the parser, so that a panic in it is told to the caller and to nobody else.
///
/// The first call of the process puts a panic hook in front of the one in force. It passes every panic on, except those
/// that a thread meets inside this function. A program that sets a hook of its own later sees the parser's panics there;
/// they are caught all the same.
pub(super) fn run_parser<R>(parser: impl FnOnce() -> R) -> Result<R, ParserPanicked> {
    install_hook();
    let outer = IN_PARSER.replace(true);
    let result = catch_unwind(AssertUnwindSafe(parser));
    IN_PARSER.set(outer);
    result.map_err(|_| ParserPanicked)
}

fn install_hook() {
    static INSTALLED: Once = Once::new();
    // A thread that is already panicking may not set a hook.
    if INSTALLED.is_completed() || std::thread::panicking() {
        return;
    }
    INSTALLED.call_once(|| {
        let previous = take_hook();
        set_hook(Box::new(move |panic| {
            // A thread that is ending has lost its flag; its panics are not the parser's.
            if !IN_PARSER.try_with(Cell::get).unwrap_or(false) {
                previous(panic);
            }
        }));
    });
}

/// How many bytes of stack the caller can promise a parse without growing the stack; zero where the system does not tell.
pub(super) fn stack_left() -> usize {
    stacker::remaining_stack().map_or(0, |left| left.saturating_sub(2 * RED_ZONE))
}

/// Runs a parse, with everything that walks or frees its tree, on a stack with `needed` bytes left.
pub(super) fn with_stack<R>(needed: usize, parse: impl FnOnce() -> R) -> R {
    let result = stacker::maybe_grow(needed + RED_ZONE, needed + 2 * RED_ZONE, parse);
    clean_up_names();
    result
}

/// Every [`PARSES_PER_CLEANUP`] parses of a thread, frees the names that nothing refers to.
fn clean_up_names() {
    let parses = PARSES.get() + 1;
    if parses < PARSES_PER_CLEANUP {
        PARSES.set(parses);
    } else {
        PARSES.set(0);
        hstr::global_atom_store_gc();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_inside_is_caught_and_one_outside_is_not() {
        assert_eq!(run_parser(|| 1), Ok(1));
        assert_eq!(run_parser(|| -> u8 { panic!("inside") }), Err(ParserPanicked));
        assert!(!IN_PARSER.get());
        assert!(catch_unwind(|| panic!("this line belongs to the test")).is_err());
    }
}
