//! Every quirk is needed: without it, a profile that has it no longer predicts what it predicts with it.
//!
//! That the prediction with the quirk is right is shown on the runtimes themselves, by `cargo xtask conformance --engine`;
//! so the one without it is wrong there.

use std::path::Path;

use rayon::prelude::*;
use vmlink::{
    corpus::{self, Case},
    engines::ReferenceEngine,
    reference::{ProfileName, Quirk, Rules},
};

fn cases() -> Vec<Case> {
    corpus::load(&[&Path::new(env!("CARGO_MANIFEST_DIR")).join("../cases")])
        .unwrap_or_else(|error| panic!("{}", error.render(false)))
}

/// Whether the case comes out differently under `profile` when `quirk` is switched off.
fn matters(quirk: Quirk, profile: ProfileName, case: &Case) -> bool {
    let rules = profile.rules();
    let without = Rules { quirks: rules.quirks.without(quirk), ..rules };
    ReferenceEngine::new(rules).transcript(&case.program)
        != ReferenceEngine::new(without).transcript(&case.program)
}

#[test]
fn the_case_of_each_quirk_shows_it() {
    let cases = cases();
    let mut wrong = Vec::new();
    for &quirk in Quirk::ALL {
        let facts = quirk.facts();
        match cases.iter().find(|case| case.id.to_string() == facts.case) {
            None => wrong.push(format!("{quirk}: there is no case {}", facts.case)),
            Some(case) if !facts.profiles.iter().any(|&profile| matters(quirk, profile, case)) => {
                wrong.push(format!("{quirk}: {} comes out the same without it", facts.case));
            }
            Some(_) => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_profile_needs_each_of_its_quirks() {
    let cases = &cases();
    let idle = |profile: ProfileName| {
        let rules = profile.rules();
        let predictions: Vec<_> =
            cases.iter().map(|case| ReferenceEngine::new(rules).transcript(&case.program)).collect();
        let changes_nothing = move |quirk: &Quirk| {
            let without = ReferenceEngine::new(Rules { quirks: rules.quirks.without(*quirk), ..rules });
            !cases.iter().zip(&predictions).any(|(case, with)| without.transcript(&case.program) != *with)
        };
        let quirks: Vec<Quirk> = rules.quirks.iter().filter(changes_nothing).collect();
        quirks.iter().map(|quirk| format!("{profile} has {quirk}, which changes no case of it")).collect()
    };
    let idle: Vec<Vec<String>> = ProfileName::RUNTIMES.into_par_iter().map(idle).collect();
    assert!(idle.concat().is_empty(), "{}", idle.concat().join("\n"));
}
