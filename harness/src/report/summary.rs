//! What all results of a run come to.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use crate::{conformance::CaseResult, corpus::CaseId, oracles::Verdict, reference::ProfileName};

/// How many judgements ended in which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Ended in [`Verdict::Pass`].
    pub pass: usize,
    /// Ended in [`Verdict::Fail`].
    pub fail: usize,
    /// Ended in [`Verdict::Unmodelled`].
    pub unmodelled: usize,
    /// Ended in [`Verdict::Crash`].
    pub crash: usize,
    /// Ended in [`Verdict::Hang`].
    pub hang: usize,
}

impl Counts {
    /// Counts one more judgement.
    pub const fn add(&mut self, verdict: Verdict) {
        let count = match verdict {
            Verdict::Pass => &mut self.pass,
            Verdict::Fail => &mut self.fail,
            Verdict::Unmodelled => &mut self.unmodelled,
            Verdict::Crash => &mut self.crash,
            Verdict::Hang => &mut self.hang,
        };
        *count += 1;
    }

    /// All judgements counted.
    #[must_use]
    pub const fn total(&self) -> usize {
        self.pass + self.fail + self.unmodelled + self.crash + self.hang
    }

    /// The counts with the word for each, in the order reports show them.
    #[must_use]
    pub const fn named(&self) -> [(&'static str, usize); 5] {
        [
            ("pass", self.pass),
            ("fail", self.fail),
            ("unmodelled", self.unmodelled),
            ("crash", self.crash),
            ("hang", self.hang),
        ]
    }
}

/// A run in numbers. A case judged under two profiles is two judgements.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// All judgements.
    pub total: Counts,
    /// By topic, in the order the topics were first met; a case without a topic stands under its file's name.
    pub topics: IndexMap<String, BTreeMap<ProfileName, Counts>>,
    /// By profile.
    pub profiles: BTreeMap<ProfileName, Counts>,
}

impl Summary {
    /// What `results` come to.
    pub fn of<'r>(results: impl IntoIterator<Item = &'r CaseResult>) -> Self {
        let mut summary = Self::default();
        for result in results {
            summary.add(&result.case, result.profile, result.verdict);
        }
        summary
    }

    /// Counts one more judgement.
    pub fn add(&mut self, case: &CaseId, profile: ProfileName, verdict: Verdict) {
        let topic = if case.topic.is_empty() { &case.file } else { &case.topic };
        if !self.topics.contains_key(topic) {
            self.topics.insert(topic.clone(), BTreeMap::new());
        }
        self.topics[topic].entry(profile).or_default().add(verdict);
        self.profiles.entry(profile).or_default().add(verdict);
        self.total.add(verdict);
    }

    /// Whether every judgement is a pass.
    #[must_use]
    pub const fn is_all_pass(&self) -> bool {
        self.total.pass == self.total.total()
    }
}
