//! Making a list of deviations from what was seen.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::{Deviation, DeviationKind, DeviationList, Explanation, Link, decode::UNEXPLAINED, explain};
use crate::{
    corpus::{Case, CaseId},
    reference::{ProfileName, Quirk},
};

/// The reason of a deviation from ECMA-262 that the contract asks for.
const CONTRACTS_OWN: &str = "The contract asks for this: `vm.Module` and the specification differ here.";

/// What a runtime was seen to do in one case.
#[derive(Clone, Debug)]
pub struct Seen<'c> {
    /// The case.
    pub case: &'c Case,
    /// In what it deviates.
    pub kinds: Vec<DeviationKind>,
}

/// The list after a run of `observed` on a runtime with `profile`. Cases that were not run stay where `old` has them.
///
/// A deviation keeps its reason and its link as long as its entry names the quirks that [`explain`] it. All others are
/// grouped by these: their reason is what the quirks do, their link the first upstream link of one. What nothing explains
/// is marked so that the list does not load until a person has written a reason.
#[must_use]
pub fn bless(profile: ProfileName, old: &DeviationList, observed: &[Seen<'_>]) -> DeviationList {
    let explained: Vec<_> = observed
        .par_iter()
        .flat_map_iter(|Seen { case, kinds }| {
            kinds.iter().map(move |kind| (*kind, &case.id, explanation(case, profile, *kind)))
        })
        .collect();
    let run: FxHashSet<&CaseId> = observed.iter().map(|one| &one.case.id).collect();
    let mut entries: IndexMap<(String, Link, Vec<Quirk>), BTreeSet<_>> = IndexMap::new();
    for entry in old.entries() {
        let stays = entry.cases.iter().filter(|(_, case)| !run.contains(case)).cloned();
        entries
            .entry((entry.reason.clone(), entry.link.clone(), entry.quirks.clone()))
            .or_default()
            .extend(stays);
    }
    for (kind, case, explanation) in explained {
        let kept = old.entry(kind, case).filter(|entry| entry.quirks == explanation.quirks);
        let key = kept.map_or_else(
            || worded(&explanation),
            |entry| (entry.reason.clone(), entry.link.clone(), entry.quirks.clone()),
        );
        entries.entry(key).or_default().insert((kind, case.clone()));
    }
    let entries = entries
        .into_iter()
        .map(|((reason, link, quirks), cases)| Deviation { reason, link, quirks, cases })
        .collect();
    DeviationList::new(entries)
}

fn explanation(case: &Case, profile: ProfileName, kind: DeviationKind) -> Explanation {
    match kind {
        DeviationKind::Contract | DeviationKind::Ecma262 => explain(case, profile, kind.standard()),
        // The reference does not die, so it has nothing to say of it.
        DeviationKind::Crash | DeviationKind::Hang => Explanation { quirks: vec![], is_contracts_own: false },
    }
}

fn worded(explanation: &Explanation) -> (String, Link, Vec<Quirk>) {
    let facts = explanation.quirks.iter().map(|quirk| quirk.facts());
    let mut sentences: Vec<&str> = facts.clone().map(|facts| facts.sentence).collect();
    if explanation.is_contracts_own {
        sentences.insert(0, CONTRACTS_OWN);
    }
    if sentences.is_empty() {
        sentences.push(UNEXPLAINED);
    }
    let link = facts.clone().find_map(|facts| Link::from_text(facts.upstream?)).unwrap_or(Link::Ours);
    (sentences.join(" "), link, explanation.quirks.clone())
}
