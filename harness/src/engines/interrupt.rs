//! The wish of a person that work ends early.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// Raised once, from a signal handler or from anywhere else, and seen by everything that holds a clone of it.
///
/// A run of cases that sees it starts no further case; an engine that drives processes ends them.
#[derive(Clone, Debug, Default)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Asks everything that holds a clone to end its work.
    pub fn raise(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Whether somebody has asked for that.
    #[must_use]
    pub fn is_raised(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
