//! The modules of a program.

/// A module of one program, by its place in [`Program::modules`](super::Program::modules).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModuleId(u32);

impl ModuleId {
    /// The id of the module at `index`.
    ///
    /// # Panics
    /// When `index` does not fit 32 bits; a program of four thousand million modules does not fit memory either.
    #[must_use]
    pub fn new(index: usize) -> Self {
        Self(u32::try_from(index).expect("a program has fewer than 2^32 modules"))
    }

    /// The place of the module in its program.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One module, as it is constructed.
#[derive(Clone, Debug, PartialEq)]
pub struct ModuleDefinition {
    /// What steps, the linker script and transcripts call the module.
    pub name: String,
    /// The `identifier` given to the constructor; the module's name when it is `None`.
    pub identifier: Option<String>,
    /// The context the module lives in. Modules with different names here live in different contexts; `None` is the
    /// main one.
    pub context: Option<String>,
    /// The text of the function that is the option `initializeImportMeta`, with the parameters `meta` and `name`. The
    /// first is the object that the runtime hands over; the second is the name of the module that it hands over, and
    /// `undefined` when that is none. `None` is the option left out. Only source text modules have it.
    pub initialize_import_meta: Option<String>,
    /// What is constructed.
    pub kind: ModuleKind,
}

/// Which constructor makes the module.
#[derive(Clone, Debug, PartialEq)]
pub enum ModuleKind {
    /// `new vm.SourceTextModule(text)`.
    Source(String),
    /// `new vm.SyntheticModule(exports, function () { body })`, or with an async function.
    Synthetic {
        /// The names it exports.
        exports: Vec<String>,
        /// The text of the function that runs when the module is evaluated.
        body: String,
        /// Whether that function is an async one.
        is_async: bool,
    },
}

impl ModuleDefinition {
    /// A source text module in the main context, identified by its name.
    #[must_use]
    pub fn source(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::new(name, ModuleKind::Source(text.into()))
    }

    /// A module in the main context, identified by its name.
    #[must_use]
    pub fn new(name: impl Into<String>, kind: ModuleKind) -> Self {
        Self { name: name.into(), identifier: None, context: None, initialize_import_meta: None, kind }
    }
}
