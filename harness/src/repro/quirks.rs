//! Which quirks of a profile a program meets.

use crate::{
    engines::ReferenceEngine,
    program::Program,
    reference::{ProfileName, Quirk, Rules},
};

/// The quirks of `profile` that show when `program` runs: those without which the reference would do something else.
///
/// Of two quirks that each hide what the other does, neither shows.
#[must_use]
pub fn active_quirks(program: &Program, profile: ProfileName) -> Vec<Quirk> {
    let rules = profile.rules();
    let transcript = ReferenceEngine::new(rules).transcript(program);
    let quirks = rules.quirks.iter();
    quirks
        .filter(|&quirk| {
            let without = Rules { quirks: rules.quirks.without(quirk), ..rules };
            ReferenceEngine::new(without).transcript(program) != transcript
        })
        .collect()
}
