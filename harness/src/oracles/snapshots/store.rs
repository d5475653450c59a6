//! The snapshots a run compares with.

use std::{
    fs,
    path::{Path, PathBuf},
};

use insta::Snapshot;
use rustc_hash::FxHashMap;

use super::SnapshotFile;
use crate::{
    corpus::{Case, CaseId},
    oracles::Finding,
    reference::ProfileName,
    transcript::{Transcript, canonical_text},
};

/// The name of this oracle in findings.
const ORACLE: &str = "snapshot";

/// The snapshot files of a run, all read when the run begins.
#[derive(Debug, Default)]
pub struct Snapshots {
    /// A file that does not exist is `Ok(None)`; one that cannot be read keeps the sentence that says why.
    files: FxHashMap<(ProfileName, String), Result<Option<SnapshotFile>, String>>,
}

/// A snapshot file that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// insta does not understand it, or the operating system does not give it.
    #[error("The snapshot file {path} cannot be read: {reason}. Restore it, or bless its whole case file.")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What insta says.
        reason: String,
    },
    /// Its contents are not sections.
    #[error(
        "The snapshot file {path} does not hold one section for each case. {reason} Bless its whole case file."
    )]
    Contents {
        /// The file.
        path: PathBuf,
        /// What is wrong, as a sentence.
        reason: String,
    },
}

/// Where the snapshot of a case file lives: `<root>/<profile>/<file id>.snap`.
///
/// `file_id` is [`CaseId::file_id`].
#[must_use]
pub fn snapshot_path(root: &Path, profile: ProfileName, file_id: &str) -> PathBuf {
    // The file id may hold dots, so the ending is added and not set.
    root.join(profile.as_str()).join(format!("{file_id}.snap"))
}

impl Snapshots {
    /// Reads the snapshots of `cases` under `profiles` from the folder `root`. A file that is missing or cannot be read
    /// is told when a case is compared with it.
    pub fn load<'c>(
        root: &Path,
        cases: impl IntoIterator<Item = &'c Case>,
        profiles: &[ProfileName],
    ) -> Self {
        let mut files = FxHashMap::default();
        for case in cases {
            for &profile in profiles {
                files.entry((profile, case.id.file_id())).or_insert_with_key(|(profile, file_id)| {
                    read(&snapshot_path(root, *profile, file_id)).map_err(|error| error.to_string())
                });
            }
        }
        Self { files }
    }

    /// Compares the transcript of a case with its snapshot.
    #[must_use]
    pub fn check(&self, case: &CaseId, profile: ProfileName, transcript: &Transcript) -> Option<Finding> {
        let actual = canonical_text(transcript);
        let way_out = || {
            format!(
                "Read the transcript; when it is right, record it with \
                 `cargo xtask conformance {case} --profile {profile} --bless`."
            )
        };
        let expected = match self.files.get(&(profile, case.file_id())) {
            Some(Ok(Some(file))) => match file.section(&case.id) {
                Some(text) if text == actual => return None,
                Some(text) => text.to_owned(),
                None => format!(
                    "There is no section `{}` in the snapshot of its case file. {}",
                    case.id,
                    way_out()
                ),
            },
            Some(Err(reason)) => reason.clone(),
            Some(Ok(None)) | None => format!("There is no snapshot of this case file yet. {}", way_out()),
        };
        Some(Finding { oracle: ORACLE.to_owned(), step: None, expected, actual })
    }
}

/// The file at `path`, or `None` when there is none.
///
/// # Errors
/// When there is one that cannot be read.
pub(super) fn read(path: &Path) -> Result<Option<SnapshotFile>, SnapshotError> {
    let unreadable = |reason: String| SnapshotError::Unreadable { path: path.to_owned(), reason };
    if !path.try_exists().map_err(|error| unreadable(error.to_string()))? {
        return Ok(None);
    }
    // insta reads files that do not begin like this as a format of its past and says so on standard error.
    let beginning = fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))?;
    if !beginning.starts_with("---\n") && !beginning.starts_with("---\r\n") {
        return Err(unreadable("it does not begin with insta's front matter".to_owned()));
    }
    let snapshot = Snapshot::from_file(path).map_err(|error| unreadable(error.to_string()))?;
    let Some(text) = snapshot.as_text() else {
        return Err(unreadable("it does not hold text".to_owned()));
    };
    SnapshotFile::parse(&text.to_string())
        .map(Some)
        .map_err(|reason| SnapshotError::Contents { path: path.to_owned(), reason })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::testing::case;

    const PROFILE: ProfileName = ProfileName::Contract;

    /// The finding for a transcript without steps when the snapshot file is this.
    fn finding(file: Option<&str>) -> Option<Finding> {
        let root = tempfile::tempdir().unwrap();
        let case = case("linking/basics/one");
        if let Some(text) = file {
            let path = snapshot_path(root.path(), PROFILE, "linking/basics");
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Snapshots::load(root.path(), [&case], &[PROFILE]).check(&case.id, PROFILE, &Transcript::default())
    }

    #[test]
    fn the_path_has_the_profile_and_the_name_of_the_case_file() {
        let path = snapshot_path(Path::new("snapshots"), ProfileName::Ecma262, "linking/a.b");
        assert_eq!(path, Path::new("snapshots/ecma262/linking/a.b.snap"));
    }

    #[test]
    fn the_same_text_is_no_finding() {
        assert_eq!(finding(Some("---\nsource: a.rs\n---\n## one\nno steps\n\n## two\nlink main\n")), None);
    }

    #[test]
    fn another_text_is_a_finding_with_both_texts() {
        let finding = finding(Some("---\nsource: a.rs\n---\n## one\nlink main\n")).unwrap();
        assert_eq!(finding.oracle, "snapshot");
        assert_eq!(finding.expected, "link main\n");
        assert_eq!(finding.actual, "no steps\n");
    }

    #[test]
    fn a_missing_file_or_section_says_how_to_bless() {
        for file in [None, Some("---\nsource: a.rs\n---\n## two\nno steps\n")] {
            let finding = finding(file).unwrap();
            assert!(
                finding
                    .expected
                    .contains("`cargo xtask conformance linking/basics/one --profile contract --bless`"),
                "{}",
                finding.expected
            );
        }
    }

    #[test]
    fn a_file_that_cannot_be_read_is_a_finding_that_names_it() {
        for file in
            ["", "---\n: {\n---\n", "---\nsource: a.rs\n---\nstray\n## one\nno steps\n", "## one\nno steps\n"]
        {
            let finding = finding(Some(file)).unwrap();
            assert_eq!(finding.oracle, "snapshot", "{file:?}");
        }
        let finding = finding(Some("---\nsource: a.rs\n---\nstray\n")).unwrap();
        assert!(finding.expected.contains("basics.snap"), "{}", finding.expected);
    }
}
