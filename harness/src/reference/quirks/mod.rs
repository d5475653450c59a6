//! A **quirk** is one way in which runtimes depart from the contract, with a name.
//!
//! A profile of a runtime is the contract plus its quirks plus a wording. Quirks are data: the enum [`Quirk`], a row of
//! facts for each, and [`QuirkSet`]. What a quirk does stands where the operation it changes stands, as a question to
//! the agent; nothing else in the reference knows a runtime.

mod table;

use std::fmt;

use super::ProfileName;
pub use table::Quirk;

/// What a quirk departs from. The strictest that is broken counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Breaks {
    /// A clause of CONTRACT.md. ECMA-262 allows it, or says nothing.
    Contract,
    /// ECMA-262, and with it the contract.
    Specification,
    /// Only what Node's documentation says.
    Documentation,
    /// Nothing but the wording or the order that other runtimes agree on.
    Agreement,
}

impl Breaks {
    /// The word for it in tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Contract => "contract",
            Self::Specification => "specification",
            Self::Documentation => "documentation",
            Self::Agreement => "agreement",
        }
    }
}

/// What is known of a quirk.
#[derive(Clone, Copy, Debug)]
pub struct QuirkFacts {
    /// The quirk.
    pub quirk: Quirk,
    /// Its name in tables and on the command line.
    pub name: &'static str,
    /// What runtimes with it do, in a sentence or two.
    pub sentence: &'static str,
    /// The profiles that have it.
    pub profiles: &'static [ProfileName],
    /// The full id of a case that shows it.
    pub case: &'static str,
    /// Where it is discussed upstream, as far as that is known.
    pub upstream: Option<&'static str>,
    /// What it departs from.
    pub breaks: Breaks,
}

/// Some quirks.
///
/// ```
/// use vmlink::reference::{ProfileName, Quirk, QuirkSet};
///
/// let node = ProfileName::Node24.quirks();
/// assert!(node.contains(Quirk::LinkerErrorUnwrapped));
/// assert!(!node.without(Quirk::LinkerErrorUnwrapped).contains(Quirk::LinkerErrorUnwrapped));
/// assert!(ProfileName::Contract.quirks().is_empty());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct QuirkSet([u128; 2]);

impl QuirkSet {
    /// The quirks of `profile`.
    #[must_use]
    pub fn of(profile: ProfileName) -> Self {
        let has = Quirk::ALL.iter().filter(|quirk| quirk.facts().profiles.contains(&profile));
        has.fold(Self::default(), |set, &quirk| set.with(quirk))
    }

    /// Whether `quirk` is one of them.
    #[must_use]
    pub const fn contains(self, quirk: Quirk) -> bool {
        let (word, bit) = quirk.place();
        self.0[word] & bit != 0
    }

    /// These and `quirk`.
    #[must_use]
    pub const fn with(mut self, quirk: Quirk) -> Self {
        let (word, bit) = quirk.place();
        self.0[word] |= bit;
        self
    }

    /// These but not `quirk`.
    #[must_use]
    pub const fn without(mut self, quirk: Quirk) -> Self {
        let (word, bit) = quirk.place();
        self.0[word] &= !bit;
        self
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0[0] == 0 && self.0[1] == 0
    }

    /// The quirks, in the order of the table.
    pub fn iter(self) -> impl Iterator<Item = Quirk> {
        Quirk::ALL.iter().copied().filter(move |&quirk| self.contains(quirk))
    }
}

impl Quirk {
    /// Its word in a set, and its bit there.
    const fn place(self) -> (usize, u128) {
        let number = self as usize;
        (number / 128, 1 << (number % 128))
    }

    /// The name in tables and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.facts().name
    }

    /// The quirk of that name.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|quirk| quirk.as_str() == text)
    }
}

impl fmt::Display for Quirk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use rustc_hash::FxHashSet;

    use super::*;

    #[test]
    fn every_quirk_is_described_once_and_belongs_to_a_runtime() {
        let mut names = FxHashSet::default();
        for &quirk in Quirk::ALL {
            let facts = quirk.facts();
            assert_eq!(facts.quirk, quirk);
            assert!(names.insert(facts.name), "two quirks are called {}", facts.name);
            assert_eq!(Quirk::from_text(facts.name), Some(quirk));
            assert!(!facts.profiles.is_empty(), "{quirk} belongs to nobody");
            for profile in facts.profiles {
                assert!(ProfileName::RUNTIMES.contains(profile), "{quirk}: {profile} is no runtime");
            }
            assert!(facts.sentence.ends_with('.'), "{quirk}");
        }
        assert!(Quirk::ALL.len() <= 256, "a set has 256 bits");
    }

    #[test]
    fn the_standards_have_no_quirks() {
        for profile in ProfileName::STANDARDS {
            assert!(QuirkSet::of(profile).is_empty());
        }
        for profile in ProfileName::RUNTIMES {
            assert!(QuirkSet::of(profile).iter().count() > 0, "{profile}");
        }
    }
}
