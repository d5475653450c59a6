//! Which numbered steps of which operations a run reached.

/// An operation of ECMA-262 or of `vm.Module`, with the steps of it that are marked.
#[derive(Debug)]
pub struct Operation {
    /// Its name, as the specification spells it.
    pub name: &'static str,
    /// Where it is defined.
    pub address: &'static str,
    /// The numbers of the marked steps, in order: `11.c.v`.
    pub steps: &'static [&'static str],
    /// Steps that cannot be reached, and why.
    pub unreachable: &'static [(&'static str, &'static str)],
}

/// Every operation the reference marks.
pub const OPERATIONS: &[Operation] = &[];

/// A set of steps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks(Vec<u64>);

impl Marks {
    /// Adds every step of `other`.
    pub fn merge(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine |= theirs;
        }
    }

    /// Whether step `step` of `operation` was reached.
    #[must_use]
    pub fn contains(&self, operation: &str, step: &str) -> bool {
        let _ = (operation, step);
        false
    }
}
