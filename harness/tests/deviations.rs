//! The lists of deviations in `harness/deviations/`, held against what the profiles predict. A run on the runtimes holds
//! the predictions against the runtimes, so the two together leave no room for a list that is wrong.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{collections::BTreeSet, fs, path::Path};

use rayon::prelude::*;
use vmlink::{
    corpus,
    deviations::{DeviationKind, Reading, check_standard, deviations_from, deviations_path, explain, render},
    engines::ReferenceEngine,
    oracles::{crash_step, unmodelled_place},
    reference::ProfileName,
};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

#[test]
fn every_list_is_what_the_profile_predicts_and_names_the_right_quirks() {
    let corpus = corpus::load(&[root().join("cases")]).unwrap();
    let all = corpus.iter().map(|case| case.id.clone()).collect();
    ProfileName::RUNTIMES.par_iter().for_each(|&profile| {
        let path = deviations_path(root(), profile);
        let reading = Reading { profile, cases: Some(&all), is_rewritten: false };
        let list = deviations_from(&path, reading).unwrap_or_else(|error| panic!("{}", error.render(false)));
        assert_eq!(
            fs::read_to_string(&path).unwrap(),
            render(profile, &list),
            "{} is not as `--bless-deviations` writes it",
            path.display()
        );
        let mut wrong: Vec<String> = Vec::new();
        for case in &corpus {
            let predicted = ReferenceEngine::new(profile).transcript(&case.program);
            let is_listed = |kind| list.entry(kind, &case.id).is_some();
            let (dies, is_listed_to_die) =
                (crash_step(&predicted).is_some(), is_listed(DeviationKind::Crash));
            if dies != is_listed_to_die {
                wrong.push(format!("{}: predicted to crash: {dies}, listed: {is_listed_to_die}", case.id));
            }
            if unmodelled_place(&predicted).is_some() || dies || is_listed(DeviationKind::Hang) {
                continue;
            }
            for kind in [DeviationKind::Contract, DeviationKind::Ecma262] {
                let standard = kind.standard().unwrap();
                let objections = check_standard(case, standard, profile.wording(), &predicted);
                let entry = list.entry(kind, &case.id);
                if objections.is_empty() == entry.is_some() {
                    let predicted =
                        if entry.is_some() { "listed, not predicted" } else { "predicted, not listed" };
                    wrong.push(format!("{}: {} {predicted}", kind.as_str(), case.id));
                } else if let Some(entry) = entry {
                    let quirks = explain(case, profile, Some(standard)).quirks;
                    if entry.quirks != quirks {
                        wrong.push(format!("{}: {} has other quirks: {quirks:?}", kind.as_str(), case.id));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{profile}:\n{}", wrong.join("\n"));
    });
}

#[test]
fn nothing_but_lists_of_runtimes_is_there() {
    let expected: BTreeSet<String> =
        ProfileName::RUNTIMES.iter().map(|profile| format!("{profile}.yaml")).collect();
    let found: BTreeSet<String> = fs::read_dir(root().join("harness/deviations"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(found, expected);
}
