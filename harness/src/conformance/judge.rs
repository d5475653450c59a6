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
    if let Some(snapshots) = snapshots {
        findings.extend(snapshots.check(&case.id, profile, transcript));
    }
    findings.sort_by_key(|finding| finding.step.unwrap_or(usize::MAX));
    let expects_unmodelled = expects_unmodelled(case, profile, transcript);
    (verdict(transcript, &findings, expects_unmodelled), findings)
}
