//! Which rules the reference runs under.

use std::fmt;

/// The profiles the reference can run under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProfileName {
    /// What `vm.Module` promises: the clauses of the contract, on top of ECMA-262.
    Contract,
    /// ECMA-262 alone, without `vm.Module` around it.
    Ecma262,
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
}

impl fmt::Display for ProfileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
