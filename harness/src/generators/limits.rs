//! How large a generated program may become.

/// Bounds of a generated program, and with them the size of its input: see [`Limits::input_length`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// At most so many modules; at least one is always made.
    pub modules: usize,
    /// At most so many statements in one module.
    pub statements: usize,
    /// At most so many entries in the linker script.
    pub entries: usize,
    /// At most so many steps; at least one is always made.
    pub steps: usize,
    /// The largest number of jobs an answer is delayed by.
    pub delay: u32,
    /// At most so many lines in a body, beside imports, exports and declarations.
    pub lines: usize,
    /// How many of the export names are used; see the pool in `names`.
    pub names: usize,
}

impl Limits {
    /// For the fuzzer and for differential runs.
    ///
    /// Eight modules hold two cycles joined by a path with a star-export diamond on it, the largest shape that a known
    /// fault of an engine has needed; more only dilute the choices. Seven statements let one module import, re-export
    /// and declare at once. Delays above three jobs order two answers no differently from three.
    pub const STANDARD: Self = Self {
        modules: 8,
        statements: 7,
        entries: 6,
        steps: 6,
        delay: 3,
        lines: 0,
        names: super::names::EXPORT_NAMES.len(),
    };

    /// A small world, where modules meet often: six modules, four statements, three names.
    ///
    /// With three names, two modules out of six export the same one in nearly every program, so missing, ambiguous and
    /// circular bindings are frequent; counterexamples are short enough to work out by hand.
    pub const SMALL: Self =
        Self { modules: 6, statements: 4, entries: 4, steps: 3, delay: 3, lines: 0, names: 3 };

    /// For evaluation: five modules with four lines each, so that two cycles can share a module and a third can wait for
    /// both while a fourth fails; the linker answers each request with the module that is meant.
    pub const EVALUATION: Self =
        Self { modules: 5, statements: 3, entries: 0, steps: 4, delay: 3, lines: 4, names: 3 };

    /// How many bytes the largest program reads. Longer inputs are read only so far.
    #[must_use]
    pub const fn input_length(&self) -> usize {
        super::layout::input_length(self)
    }
}

/// What the programs are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Mostly graphs that link: names are taken from what the requested module exports, the linker answers every
    /// request with the module meant, at once or late.
    WellFormed,
    /// Anything that a program can say, failing linkers, foreign contexts and text that does not parse included.
    Wild,
}
