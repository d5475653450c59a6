//! Which quirks bring a deviation about.

use super::check_standard;
use crate::{
    corpus::Case,
    engines::ReferenceEngine,
    reference::{ProfileName, Quirk, QuirkSet},
    transcript::{Transcript, canonical_text},
};

/// What brings a deviation about, as far as the reference can tell.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Explanation {
    /// The quirks of the profile that have a part in it, in the order of their table.
    pub quirks: Vec<Quirk>,
    /// Whether what the contract asks for is no less a deviation from the standard: the two differ here.
    pub is_contracts_own: bool,
}

impl Explanation {
    /// Whether nothing was found.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.quirks.is_empty() && !self.is_contracts_own
    }
}

/// Finds out what makes runtimes with `profile` deviate from `standard` in `case`.
///
/// A quirk has a part in it when the reference does something else in the case without it. Where no single quirk has,
/// because each of several brings the same about, the answer is a set that has a part in it as a whole, and of which none can be left out.
#[must_use]
pub fn explain(case: &Case, profile: ProfileName, standard: Option<ProfileName>) -> Explanation {
    let rules = profile.rules();
    let transcript = |quirks: QuirkSet| -> Transcript {
        ReferenceEngine::new(crate::reference::Rules { quirks, ..rules }).transcript(&case.program)
    };
    let predicted = canonical_text(&transcript(rules.quirks));
    let changes = |quirks: QuirkSet| canonical_text(&transcript(quirks)) != predicted;
    let mut quirks: Vec<Quirk> =
        rules.quirks.iter().filter(|quirk| changes(rules.quirks.without(*quirk))).collect();
    if quirks.is_empty() && changes(QuirkSet::default()) {
        // Quirks are put back one by one, as long as those that stay away still make a difference.
        let mut kept = QuirkSet::default();
        for quirk in rules.quirks.iter() {
            if changes(kept.with(quirk)) {
                kept = kept.with(quirk);
            } else {
                quirks.push(quirk);
            }
        }
    }
    let is_contracts_own = standard == Some(ProfileName::Ecma262) && {
        let contract = ReferenceEngine::new(ProfileName::Contract).transcript(&case.program);
        let wording = ProfileName::Contract.wording();
        !check_standard(case, ProfileName::Ecma262, wording, &contract).is_empty()
    };
    Explanation { quirks, is_contracts_own }
}
