//! One transcript, held against everything that speaks of it.

use crate::{
    corpus::Case,
    oracles::{Finding, Verdict, snapshots::Snapshots},
    reference::ProfileName,
    transcript::{Outcome, Transcript},
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
    let mut findings: Vec<Finding> = Vec::new();
    if let Some(snapshots) = snapshots {
        findings.extend(snapshots.check(&case.id, profile, transcript));
    }
    findings.sort_by_key(|finding| finding.step.unwrap_or(usize::MAX));
    (verdict(transcript, &findings), findings)
}

fn verdict(transcript: &Transcript, findings: &[Finding]) -> Verdict {
    let is_lost = |record: &crate::transcript::StepRecord| matches!(record.outcome, Outcome::Unmodelled(_));
    if !findings.is_empty() {
        Verdict::Fail
    } else if transcript.steps.iter().any(is_lost) {
        Verdict::Unmodelled
    } else {
        Verdict::Pass
    }
}
