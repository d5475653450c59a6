//! One transcript, held against everything that speaks of it.

use crate::{
    corpus::Case,
    oracles::{
        Finding, Verdict, check_expectations, check_invariants, expects_unmodelled, snapshots::Snapshots,
        verdict,
    },
    reference::ProfileName,
    transcript::Transcript,
};

/// What the oracles say of `transcript`, which is what the case's program brought under `profile`.
///
/// The findings come in the order of the steps; those that speak of the program as a whole come last. Without
/// `snapshots` no snapshot is compared.
#[must_use]
pub fn judge(
    case: &Case,
    profile: ProfileName,
    transcript: &Transcript,
    snapshots: Option<&Snapshots>,
) -> (Verdict, Vec<Finding>) {
    let mut findings = check_expectations(case, profile, transcript);
    findings.extend(check_invariants(&case.program, profile, transcript));
    findings.extend(snapshots.and_then(|snapshots| snapshots.check(&case.id, profile, transcript)));
    findings.sort_by_key(|finding| finding.step.unwrap_or(usize::MAX));
    (verdict(transcript, &findings, expects_unmodelled(case, profile, transcript)), findings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        corpus::ExpectedOutcome,
        corpus::testing::case,
        engines::ReferenceEngine,
        program::{Action, ModuleId},
        transcript::ModuleStatus,
    };

    const PROFILE: ProfileName = ProfileName::Contract;

    /// A case that links its module twice, of which the second must fail, and what the reference makes of it.
    fn linked_twice() -> (Case, Transcript) {
        let mut case = case("linking/basics/one");
        case.program.steps.push(Action::Link(ModuleId::new(0)).into());
        case.expectations.steps.push(crate::corpus::StepExpectation::default());
        let transcript = ReferenceEngine::new(PROFILE).transcript(&case.program);
        (case, transcript)
    }

    #[test]
    fn a_right_transcript_passes() {
        let (case, transcript) = linked_twice();
        assert_eq!(judge(&case, PROFILE, &transcript, None), (Verdict::Pass, vec![]));
    }

    #[test]
    fn every_oracle_is_asked_and_steps_come_before_the_whole() {
        let (mut case, mut transcript) = linked_twice();
        case.expectations.steps[1].contract.outcome = Some(ExpectedOutcome::Ok);
        // Linked, and then unlinked again: no allowed edge leads there.
        transcript.steps[1].status.insert("main".to_owned(), ModuleStatus::Unlinked);
        let snapshots = Snapshots::default();
        let (verdict, findings) = judge(&case, PROFILE, &transcript, Some(&snapshots));
        assert_eq!(verdict, Verdict::Fail);
        let oracles: Vec<&str> = findings.iter().map(|finding| finding.oracle.as_str()).collect();
        assert_eq!(oracles.first(), Some(&"expectation"), "{oracles:?}");
        assert_eq!(oracles.last(), Some(&"snapshot"), "{oracles:?}");
        assert!(oracles.len() > 2, "an invariant is broken too: {oracles:?}");
        assert!(findings.iter().map(|finding| finding.step.unwrap_or(usize::MAX)).is_sorted());
    }
}
