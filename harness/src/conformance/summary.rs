//! What a run says as a whole.

use indexmap::IndexMap;

use super::{Assignment, CaseResult, Coverage};
use crate::{
    corpus::CaseId,
    oracles::Verdict,
    reference::{ProfileName, marks::Marks},
};

/// How many results ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Every oracle agreed.
    pub pass: usize,
    /// At least one did not.
    pub fail: usize,
    /// The engine could not say what happens.
    pub unmodelled: usize,
    /// The engine died.
    pub crash: usize,
    /// The engine did not answer in time.
    pub hang: usize,
}

/// The counts of a run, and what a report adds below them.
#[derive(Clone, Debug, Default)]
pub struct RunSummary {
    /// How many cases were judged, each once, under however many profiles.
    pub cases: usize,
    /// Every result of the run.
    pub total: Counts,
    /// The results of each engine and profile, in the order of the plan.
    pub by_profile: IndexMap<(String, ProfileName), Counts>,
    /// The results of each topic, in the order of the corpus.
    pub by_topic: IndexMap<String, Counts>,
    /// How each runtime of the plan stands, by its name.
    pub runtimes: IndexMap<String, RuntimeCounts>,
    /// How many results are no pass, and nothing is to be done about them.
    pub excused: usize,
    /// The cases on which the harness itself went wrong. Their results count as `crash`.
    pub bugs: Vec<InternalBug>,
    /// Whether the run ended at the first result that is not a pass, before all cases were judged.
    pub stopped: bool,
    /// Whether somebody ended the run before all cases were judged, so that all numbers speak of a part of them.
    pub interrupted: bool,
    /// What the run reached of the reference, when that was asked for.
    pub coverage: Option<Coverage>,
}

/// How a runtime stands in all cases of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuntimeCounts {
    /// The profile that it was compared with.
    pub profile: ProfileName,
    /// Whether that is the profile of another line of releases, because its own has none.
    pub is_nearest: bool,
    /// How the results ended.
    pub counts: Counts,
    /// The cases that its profile predicts exactly.
    pub predicted: usize,
    /// The cases with a finding.
    pub findings: usize,
    /// The cases in which it obeys the contract.
    pub contract: usize,
    /// The cases in which it obeys ECMA-262.
    pub ecma262: usize,
}

/// A panic of the harness while it ran or judged a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InternalBug {
    /// The case.
    pub case: CaseId,
    /// The engine's name.
    pub engine: String,
    /// The profile the case was judged under.
    pub profile: ProfileName,
    /// What the panic said.
    pub message: String,
}

impl Counts {
    /// Counts one more result.
    pub fn add(&mut self, verdict: Verdict) {
        *match verdict {
            Verdict::Pass => &mut self.pass,
            Verdict::Fail => &mut self.fail,
            Verdict::Unmodelled => &mut self.unmodelled,
            Verdict::Crash => &mut self.crash,
            Verdict::Hang => &mut self.hang,
        } += 1;
    }

    /// All results.
    #[must_use]
    pub const fn all(&self) -> usize {
        self.pass + self.fail + self.unmodelled + self.crash + self.hang
    }

    /// The results that are not a pass.
    #[must_use]
    pub const fn not_passed(&self) -> usize {
        self.all() - self.pass
    }
}

impl RuntimeCounts {
    /// Of a runtime with no result yet.
    #[must_use]
    pub fn new(profile: ProfileName, is_nearest: bool) -> Self {
        Self {
            profile,
            is_nearest,
            counts: Counts::default(),
            predicted: 0,
            findings: 0,
            contract: 0,
            ecma262: 0,
        }
    }

    /// Takes in one result.
    pub fn add(&mut self, result: &CaseResult) {
        self.counts.add(result.verdict);
        self.findings += usize::from(!result.is_as_expected());
        if let Some(standing) = result.standing {
            self.predicted += usize::from(standing.is_predicted == Some(true));
            self.contract += usize::from(standing.contract == Some(false));
            self.ecma262 += usize::from(standing.ecma262 == Some(false));
        }
    }
}

impl RunSummary {
    /// Of a run that has judged nothing yet.
    pub(super) fn of_plan(plan: &[Assignment<'_>]) -> Self {
        let runtimes = plan.iter().filter_map(|assignment| {
            let runtime = assignment.as_runtime()?;
            Some((runtime.name.to_owned(), RuntimeCounts::new(runtime.measure.profile, runtime.is_nearest)))
        });
        Self { runtimes: runtimes.collect(), ..Self::default() }
    }

    /// Whether every result is a pass or excused and nothing went wrong in the harness.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.total.not_passed() == self.excused && self.bugs.is_empty()
    }

    /// Takes in one result; `is_new_case` says that its case comes for the first time.
    pub(super) fn add(
        &mut self,
        result: &CaseResult,
        is_new_case: bool,
        marks: Option<&Marks>,
        bug: Option<String>,
    ) {
        self.cases += usize::from(is_new_case);
        self.excused += usize::from(result.verdict != Verdict::Pass && result.is_as_expected());
        if let Some(runtime) = self.runtimes.get_mut(&result.engine) {
            runtime.add(result);
        }
        self.total.add(result.verdict);
        self.by_profile.entry((result.engine.clone(), result.profile)).or_default().add(result.verdict);
        self.by_topic.entry(result.case.topic.clone()).or_default().add(result.verdict);
        if let (Some(coverage), Some(marks)) = (&mut self.coverage, marks) {
            coverage.add(marks);
        }
        self.bugs.extend(bug.map(|message| InternalBug {
            case: result.case.clone(),
            engine: result.engine.clone(),
            profile: result.profile,
            message,
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{corpus::testing::case, transcript::Transcript};

    #[test]
    fn results_are_counted_by_topic_and_profile() {
        let result = |id: &str, profile, verdict| CaseResult {
            case: case(id).id,
            engine: "reference".to_owned(),
            profile,
            verdict,
            transcript: Transcript::default(),
            findings: vec![],
            notices: vec![],
            standing: None,
        };
        let mut summary = RunSummary::default();
        let verdicts =
            [Verdict::Pass, Verdict::Fail, Verdict::Unmodelled, Verdict::Crash, Verdict::Hang, Verdict::Pass];
        for verdict in verdicts {
            summary.add(&result("names/a/one", ProfileName::Ecma262, verdict), true, None, None);
        }
        assert!(!summary.is_clean());
        summary.add(&result("linking/a/one", ProfileName::Contract, Verdict::Pass), true, None, None);
        summary.add(&result("linking/a/one", ProfileName::Ecma262, Verdict::Pass), false, None, None);
        let names = Counts { pass: 2, fail: 1, unmodelled: 1, crash: 1, hang: 1 };
        let linking = Counts { pass: 2, ..Counts::default() };
        assert_eq!(summary.by_topic["names"], names);
        assert_eq!(summary.by_topic["linking"], linking);
        let under = |profile| summary.by_profile[&("reference".to_owned(), profile)];
        assert_eq!(under(ProfileName::Contract), Counts { pass: 1, ..Counts::default() });
        assert_eq!(under(ProfileName::Ecma262), Counts { pass: 3, ..names });
        assert_eq!((summary.total.all(), summary.total.not_passed()), (8, 4));
        assert_eq!(summary.cases, 7);
    }

    #[test]
    fn a_run_with_passes_only_is_clean_unless_the_harness_went_wrong() {
        let mut summary = RunSummary::default();
        assert!(summary.is_clean());
        let id = case("names/a/one").id;
        let (engine, profile) = ("reference".to_owned(), ProfileName::Contract);
        summary.bugs.push(InternalBug { case: id, engine, profile, message: String::new() });
        assert!(!summary.is_clean());
    }
}
