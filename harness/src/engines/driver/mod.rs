//! A **driver** runs programs on a real runtime: a process that reads one program a line and writes one transcript a line.
//!
//! The lines are described in `PROTOCOL.md` beside this file. [`DriverEngine`] keeps a pool of such processes, ends those
//! that do not answer, and tells what happened to those that died.

pub mod check;
mod command;
mod engine;
mod fits;
mod lines;
mod message;
mod pool;
mod process;
mod question;
mod queue;
mod schema;
mod watchdog;
mod worker;

pub use command::DriverCommand;
pub use engine::{DriverEngine, DriverOptions};
pub use message::Hello;
pub use schema::schema;
pub use worker::StartError;

/// The version of the protocol that this harness speaks.
pub const PROTOCOL: u64 = 1;

/// The driver for Node, Bun, Deno and whatever else has their `node:vm`: the text of a JavaScript module.
pub const DRIVER: &str = include_str!("driver.mjs");
