//! **Decoding** turns a document into the parts of a program.
//!
//! Nothing here stops at the first mistake: every function reports what it finds, gives `None` when it has nothing to
//! give, and its caller goes on with the rest. Recursion follows the document, whose depth is bounded.

mod key;
mod linker;
mod modules;
mod names;
mod size;
mod steps;
mod values;

pub(crate) use key::WrittenKey;
#[cfg(test)]
pub(crate) use linker::BEHAVIOUR as BEHAVIOUR_KEYS;
pub(crate) use names::{Decoder, Names};
pub(crate) use steps::DecodedStep;
#[cfg(test)]
pub(crate) use steps::KEYS as STEP_KEYS;
pub(crate) use values::RESERVED;
