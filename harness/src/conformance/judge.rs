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

/// A program the engine could not follow to its end says nothing of what it would have done there: what the oracles
/// miss from that step on is no failure. What they object to before it is.
fn verdict(transcript: &Transcript, findings: &[Finding]) -> Verdict {
    if findings.is_empty() {
        return Verdict::Pass;
    }
    let lost = transcript.steps.iter().position(|record| matches!(record.outcome, Outcome::Unmodelled(_)));
    match lost {
        Some(lost) if findings.iter().all(|finding| finding.step.is_none_or(|step| step >= lost)) => {
            Verdict::Unmodelled
        }
        _ => Verdict::Fail,
    }
}
