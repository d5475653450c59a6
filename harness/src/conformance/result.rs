//! What a run says of one case.

use crate::{
    corpus::CaseId,
    engines::Notice,
    oracles::{Finding, Verdict},
    reference::ProfileName,
    transcript::Transcript,
};

/// One case, judged on one engine under one profile.
#[derive(Clone, Debug)]
pub struct CaseResult {
    /// The case.
    pub case: CaseId,
    /// The engine's name.
    pub engine: String,
    /// The profile whose expectations it was held against.
    pub profile: ProfileName,
    /// How it ended.
    pub verdict: Verdict,
    /// What was seen; empty when the engine brought no transcript, and then a finding says why.
    pub transcript: Transcript,
    /// What the oracles object to, in the order of the steps.
    pub findings: Vec<Finding>,
    /// What was seen beside the transcript. It changes no verdict.
    pub notices: Vec<Notice>,
}
