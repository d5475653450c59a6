//! The deviations of one runtime.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::{Deviation, DeviationKind};
use crate::{corpus::CaseId, reference::ProfileName};

/// The folder of the lists, below that of the project.
const FOLDER: &str = "harness/deviations";

/// Where the deviations of the runtimes with this profile are listed in the project in `root`.
#[must_use]
pub fn deviations_path(root: &Path, profile: ProfileName) -> PathBuf {
    root.join(FOLDER).join(format!("{profile}.yaml"))
}

/// Every deviation that is expected of the runtimes with one profile.
#[derive(Clone, Debug, Default)]
pub struct DeviationList {
    entries: Vec<Deviation>,
    places: FxHashMap<(DeviationKind, CaseId), usize>,
}

impl DeviationList {
    /// The list of these entries, sorted by their quirks, then by their first case. Of a case that stands in several
    /// entries for the same kind, the first counts.
    #[must_use]
    pub fn new(mut entries: Vec<Deviation>) -> Self {
        entries.retain(|entry| !entry.cases.is_empty());
        entries.sort_by(|one, other| {
            (&one.quirks, one.cases.first()).cmp(&(&other.quirks, other.cases.first()))
        });
        let mut places = FxHashMap::default();
        for (place, entry) in entries.iter().enumerate() {
            for case in &entry.cases {
                places.entry(case.clone()).or_insert(place);
            }
        }
        Self { entries, places }
    }

    /// The entries.
    #[must_use]
    pub fn entries(&self) -> &[Deviation] {
        &self.entries
    }

    /// The entry that lists `case` for `kind`.
    #[must_use]
    pub fn entry(&self, kind: DeviationKind, case: &CaseId) -> Option<&Deviation> {
        // One case is looked up four times in a run, so a copy of its id costs nothing that is felt.
        self.places.get(&(kind, case.clone())).map(|place| &self.entries[*place])
    }

    /// How many cases are listed for `kind`.
    #[must_use]
    pub fn count(&self, kind: DeviationKind) -> usize {
        self.places.keys().filter(|(other, _)| *other == kind).count()
    }
}
