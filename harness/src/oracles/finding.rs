//! What an oracle says.

/// Something an oracle objects to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The oracle's name: `expectation`, `snapshot`, or the name of an invariant.
    pub oracle: String,
    /// The place of the step in the program, counted from 0; `None` for the program as a whole.
    pub step: Option<usize>,
    /// What must be, as text of one or more lines.
    pub expected: String,
    /// What was, likewise.
    pub actual: String,
}

/// How a case ended on an engine under a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// Every oracle agrees.
    Pass,
    /// At least one does not.
    Fail,
    /// The engine could not say what happens, and the case did not expect that.
    Unmodelled,
    /// The engine died.
    Crash,
    /// The engine did not answer in time.
    Hang,
}
