//! What a run says of one case.

use super::Standing;
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
    /// How the engine stands to its profile and to the standards, when it is a runtime that is judged by both.
    pub standing: Option<Standing>,
}

impl CaseResult {
    /// Whether nothing is to be done about it.
    #[must_use]
    pub fn is_as_expected(&self) -> bool {
        self.verdict == Verdict::Pass || self.standing.is_some_and(|standing| standing.is_excused)
    }
}
