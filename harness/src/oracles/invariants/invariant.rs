//! What an invariant is, the list of them all, and how they are checked.

use super::{Context, calls, causes, errors, evaluation, failures, graphs, queries, statuses};
use crate::{oracles::Finding, program::Program, reference::ProfileName, transcript::Transcript};

/// A statement about every run.
#[derive(Debug)]
pub struct Invariant {
    /// The name in findings and reports, in kebab case.
    pub name: &'static str,
    /// What must hold, in one sentence.
    pub sentence: &'static str,
    /// The clause of the contract or the section it follows from.
    pub source: &'static str,
    /// Whether it holds under the profile `contract`.
    pub(super) contract: Applies,
    /// Whether it holds under the profile `ecma262`.
    pub(super) ecma262: Applies,
    /// Looks for what breaks it.
    pub(super) look: fn(&Context<'_>) -> Vec<Objection>,
}

/// Whether an invariant holds under a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applies {
    /// It does.
    Yes,
    /// It does not, for this reason.
    No(&'static str),
}

/// A step that breaks an invariant.
#[derive(Debug)]
pub(super) struct Objection {
    /// The step, counted from 0; `None` for the constructions.
    pub(super) step: Option<usize>,
    /// What must be.
    pub(super) expected: String,
    /// What was.
    pub(super) actual: String,
}

impl Objection {
    pub(super) fn at(step: usize, expected: impl Into<String>, actual: impl Into<String>) -> Self {
        Self { step: Some(step), expected: expected.into(), actual: actual.into() }
    }
}

/// Every invariant, in the order reports list them.
pub const ALL: &[&Invariant] = &[
    &failures::FAILED_MODULE_NEVER_RELINKS,
    &failures::LINK_NEEDS_AN_UNLINKED_MODULE,
    &failures::NAMESPACE_REFUSED_AFTER_LINK_FAILURE,
    &failures::ERRORED_DEPENDENTS_SHARE_ERROR,
    &failures::ERRORED_BY_AN_OPERATION,
    &statuses::STATUS_EDGES,
    &statuses::LINKED_STAYS_LINKED,
    &statuses::OK_LINK_MEANS_LINKED,
    &statuses::PENDING_LINK_MEANS_LINKING,
    &errors::ERRORED_IFF_ERROR_READABLE,
    &errors::SAME_ERROR_EVERY_TIME,
    &errors::FAILED_LINK_REJECTS_WITH_THE_ERROR,
    &errors::EVALUATE_OF_ERRORED_REJECTS_WITH_THE_ERROR,
    &graphs::NO_HALF_LINKED_GRAPH,
    &graphs::LINKED_MODULES_HAVE_LINKED_REQUESTS,
    &queries::ASYNC_GRAPH_IS_THE_CLOSURE_OF_AWAIT,
    &evaluation::BODIES_RUN_ONCE,
    &evaluation::DEPENDENCIES_RUN_FIRST,
    &evaluation::OK_EVALUATE_MEANS_EVALUATED,
    &evaluation::FAILURE_REACHES_DEPENDENTS,
    &evaluation::ANCESTORS_FAIL_WITH_THE_ERROR,
    &evaluation::EVALUATION_STAYS_IN_ITS_GRAPH,
    &calls::CALLS_ONLY_FOR_KNOWN_REQUESTS,
    &calls::LINKER_ASKED_ONCE,
    &calls::LINKER_ASKED_ONCE_PER_LINK,
    &calls::LINKED_MODULES_ASK_NOTHING,
    &causes::CLOSED_CODE_LIST,
    &causes::CAUSE_IS_THROWN_VALUE,
    &causes::WRAPPED_ONCE,
];

impl Invariant {
    /// Whether the invariant holds for runs under `profile`.
    #[must_use]
    pub const fn applies_to(&self, profile: ProfileName) -> Applies {
        match profile {
            ProfileName::Contract => self.contract,
            ProfileName::Ecma262 => self.ecma262,
            _ => Applies::No(
                "A runtime is held against what its profile predicts; this is what the contract says.",
            ),
        }
    }

    /// Every place at which the run breaks the invariant, in the order of the steps. Whether it applies to the profile at
    /// all is for the caller to ask.
    #[must_use]
    pub fn check(&self, context: &Context<'_>) -> Vec<Finding> {
        (self.look)(context)
            .into_iter()
            .map(|Objection { step, expected, actual }| Finding {
                oracle: self.name.to_owned(),
                step,
                expected,
                actual,
            })
            .collect()
    }
}

/// Checks every invariant that applies to `profile`. Findings come in the order of [`ALL`].
///
/// `transcript` is what an engine gave for `program`. Records after a step whose outcome the engine could not give are not
/// looked at, nor is that step: there the run stopped half-way.
#[must_use]
pub fn check_invariants(program: &Program, profile: ProfileName, transcript: &Transcript) -> Vec<Finding> {
    let context = Context::new(program, transcript, profile);
    ALL.iter()
        .filter(|invariant| invariant.applies_to(profile) == Applies::Yes)
        .flat_map(|invariant| invariant.check(&context))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::oracles::invariants::testing::{Run, ok, unmodelled};

    #[test]
    fn every_invariant_is_named_sourced_and_explained() {
        let mut names = BTreeSet::new();
        for invariant in ALL {
            assert!(names.insert(invariant.name), "{} is there twice", invariant.name);
            assert!(invariant.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", invariant.name);
            assert!(invariant.sentence.ends_with('.'), "{}", invariant.name);
            assert!(!invariant.source.is_empty(), "{}", invariant.name);
            for profile in ProfileName::STANDARDS {
                if let Applies::No(reason) = invariant.applies_to(profile) {
                    assert!(reason.len() > 20 && reason.ends_with('.'), "{}: {reason}", invariant.name);
                }
            }
            let holds = |profile| invariant.applies_to(profile) == Applies::Yes;
            assert!(ProfileName::STANDARDS.into_iter().any(holds), "{} holds nowhere", invariant.name);
        }
    }

    #[test]
    fn an_invariant_that_does_not_apply_is_not_checked() {
        // A module that ECMA-262 has put back to `unlinked` may be linked; the contract makes it `errored` for good.
        let mut run = Run::new(&["main"]);
        run.step("link main", Outcome::Pending, "main unlinked");
        let names = |profile| {
            check_invariants(&run.program, profile, &run.transcript)
                .into_iter()
                .map(|finding| finding.oracle)
                .collect::<Vec<_>>()
        };
        assert_eq!(names(ProfileName::Contract), ["pending-link-means-linking"]);
        assert_eq!(names(ProfileName::Ecma262), [""; 0]);
    }

    #[test]
    fn the_step_the_engine_could_not_finish_is_not_looked_at() {
        let mut run = Run::new(&["main"]);
        run.step("link main", ok(), "main linked");
        run.step("evaluate main", unmodelled(1, 1), "main unlinked");
        assert_eq!(check_invariants(&run.program, ProfileName::Contract, &run.transcript), []);
        run.transcript.steps[1].outcome = ok();
        assert_ne!(check_invariants(&run.program, ProfileName::Contract, &run.transcript), []);
    }

    use crate::transcript::Outcome;
}
