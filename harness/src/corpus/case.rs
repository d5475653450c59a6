//! One case: a program, why it is in the corpus, and what must happen.

use std::{fmt, path::PathBuf};

use indexmap::IndexMap;

use super::Expect;
use crate::{program::Program, reference::ProfileName};

/// One behaviour, as a program with expectations.
#[derive(Clone, Debug)]
pub struct Case {
    /// `<topic>/<file>/<id>`
    pub id: CaseId,
    /// One sentence: what a reader learns from the case.
    pub why: String,
    /// Where the expectations come from: contract clauses, ECMA-262 sections, document addresses. Never empty.
    pub source: Vec<String>,
    /// The file the case stands in, as it was named on the command line or found below the corpus folder.
    pub file: PathBuf,
    /// The line of the case's `id`, counted from 1.
    pub line: usize,
    /// What is run.
    pub program: Program,
    /// What must happen.
    pub expectations: Expectations,
}

/// The full name of a case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CaseId {
    /// The folder below the corpus folder, `/` between its parts; empty for a file given alone.
    pub topic: String,
    /// The file's name without its ending.
    pub file: String,
    /// The `id` in the file.
    pub id: String,
}

impl CaseId {
    /// `<topic>/<file>`: the name of the case's file, which is also the name of its snapshot.
    #[must_use]
    pub fn file_id(&self) -> String {
        if self.topic.is_empty() { self.file.clone() } else { format!("{}/{}", self.topic, self.file) }
    }
}

impl fmt::Display for CaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.file_id(), self.id)
    }
}

/// What must happen when the case's program runs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expectations {
    /// The constructions that must fail, by the name of the module, and how. All others must succeed.
    pub construct: IndexMap<String, StepExpectation>,
    /// One for each step of the program, in order.
    pub steps: Vec<StepExpectation>,
}

/// What is expected of one step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StepExpectation {
    /// Under the profile `contract`; empty when the case says nothing of it.
    pub contract: Expect,
    /// Under other profiles.
    pub under: IndexMap<ProfileName, Expect>,
    /// For `together`: what is expected of each of its steps, in order. Empty for every other step.
    pub together: Vec<StepExpectation>,
}

impl StepExpectation {
    /// What is expected under `profile`, or `None` when the case says nothing of it.
    #[must_use]
    pub fn for_profile(&self, profile: ProfileName) -> Option<&Expect> {
        if profile == ProfileName::Contract { Some(&self.contract) } else { self.under.get(&profile) }
    }
}
