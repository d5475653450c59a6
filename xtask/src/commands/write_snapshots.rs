//! The process that `cargo xtask conformance --bless` starts to write snapshots. Nobody calls it by hand.

use vmlink::oracles::snapshots::write_requested;

use crate::exit::{Exit, Failure};

/// The name of the command.
pub(crate) const NAME: &str = "write-snapshots";

pub(crate) fn run() -> Result<Exit, Failure> {
    write_requested(std::io::stdin().lock()).map_err(|error| Failure::usage(error.to_string()))?;
    Ok(Exit::AsExpected)
}
