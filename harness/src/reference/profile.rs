//! Which rules the reference runs under.

use std::fmt;

use super::Wording;

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
    pub const ALL: [Self; 2] = [Self::Contract, Self::Ecma262];

    /// The name on the command line, in case files and in the path of a snapshot.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Contract => "contract",
            Self::Ecma262 => "ecma262",
        }
    }

    /// The profile of that name.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.as_str() == text)
    }

    /// What programs meet under this profile.
    #[must_use]
    pub const fn layer(self) -> Layer {
        match self {
            Self::Contract => Layer::Vm,
            Self::Ecma262 => Layer::Bare,
        }
    }

    /// The texts of messages under this profile.
    #[must_use]
    pub const fn wording(self) -> Wording {
        match self {
            Self::Contract | Self::Ecma262 => Wording::V8,
        }
    }
}

impl fmt::Display for ProfileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
