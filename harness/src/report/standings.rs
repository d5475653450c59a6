//! How the pinned runtimes stand, as their lists of deviations have it.

use std::fmt::Write as _;

use rustc_hash::FxHashSet;

use crate::{
    corpus::CaseId,
    deviations::{DeviationKind, DeviationList},
    runtimes::Release,
};

/// A table in Markdown with one row for each runtime: in how many of `cases` it obeys the contract, and in how many the
/// specification.
///
/// It is made from the lists alone, so that it can be made where no runtime is installed. A run on the runtimes objects
/// to every list that is not what they do. A case that crashes a runtime or is not answered obeys nothing.
#[must_use]
pub fn standings(cases: usize, lists: &[(Release, DeviationList)]) -> String {
    let mut text = "| Runtime | Obeys the contract | Obeys ECMA-262 | Crashes | Hangs |\n\
                    | --- | ---: | ---: | ---: | ---: |\n"
        .to_owned();
    for (release, list) in lists {
        let obeys = |kind| {
            let deviate = cases_of(list, &[kind, DeviationKind::Crash, DeviationKind::Hang]);
            format!("{} of {cases}", cases.saturating_sub(deviate))
        };
        let _ = writeln!(
            text,
            "| {release} | {} | {} | {} | {} |",
            obeys(DeviationKind::Contract),
            obeys(DeviationKind::Ecma262),
            list.count(DeviationKind::Crash),
            list.count(DeviationKind::Hang)
        );
    }
    text
}

/// How many cases are listed for any of `kinds`.
fn cases_of(list: &DeviationList, kinds: &[DeviationKind]) -> usize {
    let cases = list.entries().iter().flat_map(|entry| &entry.cases);
    let cases: FxHashSet<&CaseId> =
        cases.filter(|(kind, _)| kinds.contains(kind)).map(|(_, case)| case).collect();
    cases.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        corpus::testing::case,
        deviations::{Deviation, Link},
    };

    #[test]
    fn a_case_that_deviates_in_two_ways_counts_once() {
        let cases = [
            (DeviationKind::Contract, "a/b/one"),
            (DeviationKind::Contract, "a/b/two"),
            (DeviationKind::Crash, "a/b/two"),
            (DeviationKind::Crash, "a/b/three"),
        ];
        let list = DeviationList::new(vec![Deviation {
            reason: "Because.".to_owned(),
            link: Link::Ours,
            quirks: vec![],
            cases: cases.into_iter().map(|(kind, id)| (kind, case(id).id)).collect(),
        }]);
        let release = Release::from_text("bun@1.4.5").unwrap();
        let text = standings(10, &[(release, list)]);
        assert_eq!(text.lines().last().unwrap(), "| bun@1.4.5 | 7 of 10 | 8 of 10 | 2 | 0 |");
        assert!(text.lines().all(|line| line.matches('|').count() == 6), "{text}");
    }
}
