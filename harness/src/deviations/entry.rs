//! One entry of a list of deviations.

use std::{collections::BTreeSet, fmt};

use crate::{
    corpus::CaseId,
    reference::{ProfileName, Quirk},
};

/// In what a runtime deviates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DeviationKind {
    /// It does not obey the contract.
    Contract,
    /// It does not obey ECMA-262.
    Ecma262,
    /// It dies.
    Crash,
    /// It does not answer.
    Hang,
}

impl DeviationKind {
    /// Every kind, in the order files have them.
    pub const ALL: [Self; 4] = [Self::Contract, Self::Ecma262, Self::Crash, Self::Hang];

    /// The key in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Contract => "contract",
            Self::Ecma262 => "ecma262",
            Self::Crash => "crash",
            Self::Hang => "hang",
        }
    }

    /// The standard that is not obeyed, where it is one.
    #[must_use]
    pub const fn standard(self) -> Option<ProfileName> {
        match self {
            Self::Contract => Some(ProfileName::Contract),
            Self::Ecma262 => Some(ProfileName::Ecma262),
            Self::Crash | Self::Hang => None,
        }
    }

    /// What the runtime does, as the end of a sentence.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Contract => "does not obey the contract",
            Self::Ecma262 => "does not obey the specification",
            Self::Crash => "crashes",
            Self::Hang => "does not answer",
        }
    }
}

/// Where a deviation is discussed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Link {
    /// Nowhere but here: `ours`.
    Ours,
    /// At this address.
    Address(String),
}

impl Link {
    /// Reads `ours` or an address that begins with `https://`.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        if text == "ours" {
            return Some(Self::Ours);
        }
        let rest = text.strip_prefix("https://")?;
        let is_address = !rest.is_empty() && !rest.contains(char::is_whitespace);
        is_address.then(|| Self::Address(text.to_owned()))
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ours => "ours",
            Self::Address(address) => address,
        })
    }
}

/// Cases in which a runtime deviates, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deviation {
    /// Why, in a sentence or more.
    pub reason: String,
    /// Where that is discussed.
    pub link: Link,
    /// The quirks of the runtime's profile that bring it about, in the order of their table.
    pub quirks: Vec<Quirk>,
    /// The cases.
    pub cases: BTreeSet<(DeviationKind, CaseId)>,
}
