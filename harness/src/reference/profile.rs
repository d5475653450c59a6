//! Which rules the reference runs under.

use std::fmt;

use super::{QuirkSet, Wording};

/// The profiles the reference can run under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProfileName {
    /// What `vm.Module` promises: the clauses of the contract, on top of ECMA-262.
    Contract,
    /// ECMA-262 alone, without `vm.Module` around it.
    ///
    /// A step that an assertion of the specification does not allow (evaluating a module that is not linked, say) fails
    /// with the code `ECMA262_PRECONDITION`, which no runtime has: it says that the specification leaves this to hosts.
    Ecma262,
    /// Node 18, as released.
    Node18,
    /// Node 20, as released.
    Node20,
    /// Node 22, as released.
    Node22,
    /// Node 24, as released.
    Node24,
    /// Node 25, as released.
    Node25,
    /// Node 26, as released.
    Node26,
    /// Bun 1.4, as released.
    Bun14,
    /// Deno 2.9, as released.
    Deno29,
}

/// What an agent goes by: a profile, taken apart.
///
/// Every profile has its rules ([`ProfileName::rules`]); rules with a quirk more or less are for finding out what the
/// quirk does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// What programs meet.
    pub layer: Layer,
    /// The texts of messages.
    pub wording: Wording,
    /// Where the contract is not kept.
    pub quirks: QuirkSet,
}

impl From<ProfileName> for Rules {
    fn from(profile: ProfileName) -> Self {
        profile.rules()
    }
}

/// What stands between a program and the specification's operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// `vm.Module`: its status checks, its linker function, its errors.
    Vm,
    /// Nothing; the linker function is the host.
    Bare,
}

impl ProfileName {
    /// Every profile, in the order reports show them.
    pub const ALL: [Self; 10] = [
        Self::Contract,
        Self::Ecma262,
        Self::Node18,
        Self::Node20,
        Self::Node22,
        Self::Node24,
        Self::Node25,
        Self::Node26,
        Self::Bun14,
        Self::Deno29,
    ];

    /// The profiles that say what must happen.
    pub const STANDARDS: [Self; 2] = [Self::Contract, Self::Ecma262];

    /// The profiles that say what a runtime does.
    pub const RUNTIMES: [Self; 8] = [
        Self::Node18,
        Self::Node20,
        Self::Node22,
        Self::Node24,
        Self::Node25,
        Self::Node26,
        Self::Bun14,
        Self::Deno29,
    ];

    /// The name on the command line, in case files and in the path of a snapshot.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Contract => "contract",
            Self::Ecma262 => "ecma262",
            Self::Node18 => "node-18",
            Self::Node20 => "node-20",
            Self::Node22 => "node-22",
            Self::Node24 => "node-24",
            Self::Node25 => "node-25",
            Self::Node26 => "node-26",
            Self::Bun14 => "bun-1.4",
            Self::Deno29 => "deno-2.9",
        }
    }

    /// The profile of that name.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.as_str() == text)
    }

    /// What an agent under this profile goes by.
    #[must_use]
    pub fn rules(self) -> Rules {
        Rules { layer: self.layer(), wording: self.wording(), quirks: self.quirks() }
    }

    /// What programs meet under this profile.
    #[must_use]
    pub const fn layer(self) -> Layer {
        match self {
            Self::Ecma262 => Layer::Bare,
            _ => Layer::Vm,
        }
    }

    /// The texts of messages under this profile.
    #[must_use]
    pub const fn wording(self) -> Wording {
        match self {
            Self::Bun14 => Wording::JavaScriptCore,
            _ => Wording::V8,
        }
    }

    /// Where this profile does not keep the contract.
    #[must_use]
    pub fn quirks(self) -> QuirkSet {
        QuirkSet::of(self)
    }
}

impl fmt::Display for ProfileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
