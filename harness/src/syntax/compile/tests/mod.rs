//! Bodies and the instructions that the specification asks for them, worked out by hand.

mod awaited;
mod calls;
mod constructs;
mod everything;
mod expressions;
mod functions;
mod listing;
mod loops;
mod modules;
mod patterns;
mod statements;
mod verify;

use std::rc::Rc;

use self::{listing::listing, verify::verify};
use crate::syntax::{code::Code, parse_module};

/// The code of a module's body, which keeps the rules.
fn code(source: &str) -> Rc<Code> {
    let body = parse_module(source).unwrap_or_else(|error| panic!("{source}: {error}")).body;
    if let Err(reason) = verify(&body) {
        panic!("{source}: {reason}\n{:#?}", listing(&body));
    }
    body
}

/// Checks the instructions of a module's body. They are written with ` | ` between them.
#[track_caller]
fn compiles(source: &str, expected: &str) {
    let lines = listing(&code(source));
    assert_eq!(lines.join(" | "), expected, "{source}\n{lines:#?}");
}

/// Checks the instructions of the only function of a module's body.
#[track_caller]
fn function_compiles(source: &str, expected: &str) {
    let body = code(source);
    let [function] = &*body.functions else { panic!("{source} has {} functions", body.functions.len()) };
    let lines = listing(&function.code);
    assert_eq!(lines.join(" | "), expected, "{source}\n{lines:#?}");
}
