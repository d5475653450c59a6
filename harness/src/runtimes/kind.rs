//! Which program it is.

use std::fmt;

/// A program that implements `vm.Module`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RuntimeKind {
    /// Node.js, where `vm.Module` comes from.
    Node,
    /// Bun, on JavaScriptCore.
    Bun,
    /// Deno, on V8 with its own `node:vm`.
    Deno,
}

impl RuntimeKind {
    /// Every runtime, in the order lists show them.
    pub const ALL: [Self; 3] = [Self::Node, Self::Bun, Self::Deno];

    /// The name on the command line and in the names of profiles.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Node => "node",
            Self::Bun => "bun",
            Self::Deno => "deno",
        }
    }

    /// The runtime of that name.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// The JavaScript engine inside, as its makers write it.
    #[must_use]
    pub const fn engine(self) -> &'static str {
        match self {
            Self::Node | Self::Deno => "V8",
            Self::Bun => "JavaScriptCore",
        }
    }
}

impl fmt::Display for RuntimeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
