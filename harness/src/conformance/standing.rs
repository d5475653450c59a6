//! How a runtime stands in one case: to its profile, to the contract, to the specification.

use super::failure::failed;
use crate::{
    corpus::Case,
    deviations::{DeviationKind, DeviationList, check_standard},
    engines::{ReferenceEngine, RunFailure},
    oracles::{
        Finding, Prediction, Verdict, check_expectations, check_predicted_crash, check_prediction,
        expects_unmodelled,
    },
    reference::ProfileName,
    transcript::Transcript,
};

/// The name in findings of a deviation that is not listed. What deviates stands behind it, then what objects to it.
const NOT_LISTED: &str = "deviation-not-listed";

/// The name in findings of a deviation that is listed and not there. What should deviate stands behind it.
const GONE: &str = "deviation-gone";

/// What a runtime is held against.
#[derive(Clone, Copy, Debug)]
pub struct Measure<'l> {
    /// The profile that predicts it.
    pub profile: ProfileName,
    /// Its deviations, all of which are expected. Without a list they are told and nothing is made of them.
    pub deviations: Option<&'l DeviationList>,
}

/// How a runtime stands in one case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whether its profile predicts it; `None` where the profile cannot tell, which is so of everything that hangs.
    pub is_predicted: Option<bool>,
    /// Whether it deviates from the contract; `None` when it brought no transcript.
    pub contract: Option<bool>,
    /// Whether it deviates from ECMA-262; `None` when it brought no transcript.
    pub ecma262: Option<bool>,
    /// Whether it died or did not answer.
    pub failure: Option<DeviationKind>,
    /// Whether the result is no pass and nothing is to be done about it: the profile cannot tell, or the crash is listed and
    /// what the profile predicts, or the hang is listed.
    pub is_excused: bool,
}

impl Standing {
    /// In what it deviates; `None` when that cannot be said, because something else went wrong than the runtime.
    #[must_use]
    pub fn kinds(&self) -> Option<Vec<DeviationKind>> {
        if let Some(failure) = self.failure {
            return Some(vec![failure]);
        }
        let standards = [(DeviationKind::Contract, self.contract?), (DeviationKind::Ecma262, self.ecma262?)];
        Some(standards.into_iter().filter_map(|(kind, deviates)| deviates.then_some(kind)).collect())
    }
}

/// What is said of a runtime that brought `transcript`.
pub(super) fn judge_runtime(
    case: &Case,
    measure: Measure<'_>,
    transcript: &Transcript,
) -> (Verdict, Vec<Finding>, Standing) {
    let Measure { profile, deviations } = measure;
    let predicted = ReferenceEngine::new(profile).transcript(&case.program);
    let mut findings = Vec::new();
    let is_predicted = match check_prediction(&predicted, transcript) {
        Prediction::Right => Some(true),
        Prediction::Wrong(finding) => {
            findings.push(finding);
            Some(false)
        }
        Prediction::Unmodelled if says_unmodelled(case, profile, &predicted) => Some(true),
        Prediction::Unmodelled => None,
    };
    // What a case says of this profile is said of the runtime as well as of the reference.
    if ProfileName::RUNTIMES.contains(&profile) {
        findings.extend(
            check_expectations(case, profile, transcript)
                .into_iter()
                .filter(|finding| finding.step.is_some()),
        );
    }
    let against = |standard| check_standard(case, standard, profile.wording(), transcript);
    let (contract, ecma262) = (against(ProfileName::Contract), against(ProfileName::Ecma262));
    if let Some(list) = deviations {
        for (kind, objections) in [(DeviationKind::Contract, &contract), (DeviationKind::Ecma262, &ecma262)] {
            match (list.entry(kind, &case.id), objections.is_empty()) {
                (None, false) => {
                    findings.extend(objections.iter().map(|objection| unlisted(kind, objection)));
                }
                (Some(entry), true) => findings.push(gone(kind, &entry.reason)),
                (Some(_), false) | (None, true) => {}
            }
        }
        for kind in [DeviationKind::Crash, DeviationKind::Hang] {
            findings.extend(list.entry(kind, &case.id).map(|entry| gone(kind, &entry.reason)));
        }
    }
    let verdict = match (findings.is_empty(), is_predicted) {
        (false, _) => Verdict::Fail,
        (true, None) => Verdict::Unmodelled,
        (true, Some(_)) => Verdict::Pass,
    };
    let standing = Standing {
        is_predicted,
        contract: Some(!contract.is_empty()),
        ecma262: Some(!ecma262.is_empty()),
        failure: None,
        is_excused: verdict == Verdict::Unmodelled,
    };
    (verdict, findings, standing)
}

/// What is said of a runtime that brought nothing.
pub(super) fn judge_failure(
    case: &Case,
    measure: Measure<'_>,
    failure: &RunFailure,
) -> (Verdict, Vec<Finding>, Standing) {
    let (verdict, mut finding) = failed(failure);
    let (kind, is_predicted) = match failure {
        RunFailure::Crash { death } => {
            let predicted = ReferenceEngine::new(measure.profile).transcript(&case.program);
            let is_predicted = match check_predicted_crash(&predicted, death) {
                Prediction::Right => Some(true),
                Prediction::Unmodelled => None,
                Prediction::Wrong(wrong) => {
                    finding = wrong;
                    Some(false)
                }
            };
            (Some(DeviationKind::Crash), is_predicted)
        }
        RunFailure::Hang { .. } => (Some(DeviationKind::Hang), None),
        _ => (None, Some(false)),
    };
    let is_listed = kind.and_then(|kind| measure.deviations?.entry(kind, &case.id)).is_some();
    let is_excused = is_listed && is_predicted != Some(false);
    let findings = if is_excused { Vec::new() } else { vec![finding] };
    let standing = Standing { is_predicted, contract: None, ecma262: None, failure: kind, is_excused };
    (verdict, findings, standing)
}

/// Whether the case expects that the reference cannot tell, under this profile or, as most cases do, under the contract.
fn says_unmodelled(case: &Case, profile: ProfileName, predicted: &Transcript) -> bool {
    [profile, ProfileName::Contract].into_iter().any(|profile| expects_unmodelled(case, profile, predicted))
}

fn unlisted(kind: DeviationKind, objection: &Finding) -> Finding {
    Finding { oracle: format!("{NOT_LISTED}/{}/{}", kind.as_str(), objection.oracle), ..objection.clone() }
}

fn gone(kind: DeviationKind, reason: &str) -> Finding {
    let words = kind.in_words();
    Finding {
        oracle: format!("{GONE}/{}", kind.as_str()),
        step: None,
        expected: format!("a runtime that {words}, because it is listed so: {reason}"),
        actual: "it does not deviate: the runtime has mended it, or the case has changed. Take the case from the list."
            .to_owned(),
    }
}

#[cfg(test)]
#[path = "standing_tests.rs"]
mod tests;
