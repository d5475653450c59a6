//! Approving transcripts: what the snapshot files become.

use std::{
    ffi::OsStr,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use indexmap::IndexMap;

use super::{
    SnapshotError, SnapshotFile, snapshot_path, store,
    writer::{Request, RequestedFile},
};
use crate::{
    corpus::{Case, CaseId},
    reference::ProfileName,
    transcript::{Transcript, canonical_text},
};

/// The transcripts of a run that are to be approved. Nothing is written before [`Bless::write`].
#[derive(Debug, Default)]
pub struct Bless {
    news: IndexMap<(ProfileName, String), SnapshotFile>,
}

/// A snapshot file that was approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlessedFile {
    /// The file.
    pub path: PathBuf,
    /// How many of its sections are new, changed or gone; 0 when the file was as it should be and was not touched.
    pub changed: usize,
}

/// Snapshots that could not be written.
#[derive(Debug, thiserror::Error)]
pub enum BlessError {
    /// An old file, some sections of which are to stay, cannot be read.
    #[error(transparent)]
    Old(#[from] SnapshotError),
    /// The process that writes could not be started, or did not take its input.
    #[error("The process that writes the snapshots did not run: {0}. No snapshot was changed.")]
    Start(std::io::Error),
    /// The process that writes ended badly.
    #[error("The process that writes the snapshots failed ({0}). {1}")]
    Writer(std::process::ExitStatus, String),
    /// The process that writes was not started by a bless.
    #[error("The request for snapshots cannot be read: {0}. Snapshots are written with `--bless`.")]
    Request(serde_json::Error),
    /// A file could not be written.
    #[error("The snapshot file {path} could not be written: {reason}.")]
    Write {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        reason: String,
    },
}

/// Whether snapshots must not be written because a machine and not a person runs the command: `ci` is the value of the
/// environment variable `CI`, and says no when it is unset, empty, `false` or `0`.
#[must_use]
pub fn refuses_to_bless(ci: Option<&OsStr>) -> bool {
    ci.is_some_and(|value| !["", "false", "0"].iter().any(|off| value == *off))
}

impl Bless {
    /// Adds the transcript of one case.
    pub fn add(&mut self, case: &CaseId, profile: ProfileName, transcript: &Transcript) {
        self.news.entry((profile, case.file_id())).or_default().set(&case.id, canonical_text(transcript));
    }

    /// Whether nothing was added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.news.is_empty()
    }

    /// Writes the snapshot files of all that was added, below the folder `root`.
    ///
    /// `corpus` is every case there is, whether it was run or not: it gives the sections their order and says which are
    /// to stay (see [`SnapshotFile::merged`]). `writer` is a command that calls [`write_requested`] with its standard
    /// input; its environment is set here. Files that hold what they should already are not touched.
    ///
    /// [`write_requested`]: super::write_requested
    ///
    /// # Errors
    /// When an old file cannot be read or a new one cannot be written. All files are then as they were, unless the
    /// error says that one of them could not be put in its place.
    pub fn write(
        &self,
        root: &Path,
        corpus: &[Case],
        mut writer: Command,
    ) -> Result<Vec<BlessedFile>, BlessError> {
        let (blessed, request) = self.plan(root, corpus)?;
        if request.files.is_empty() {
            return Ok(blessed);
        }
        let mut child = writer
            .env("INSTA_UPDATE", "always")
            .env("INSTA_OUTPUT", "none")
            .env("INSTA_FORCE_PASS", "0")
            .env_remove("INSTA_PENDING_DIR")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(BlessError::Start)?;
        let input = serde_json::to_vec(&request).map_err(|error| BlessError::Start(error.into()))?;
        // The child reads all of its input before it says anything, so neither waits for the other. Should it end
        // early, its status says more than the broken pipe.
        let sent = child.stdin.take().map_or(Ok(()), |mut pipe| pipe.write_all(&input));
        let output = child.wait_with_output().map_err(BlessError::Start)?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            return Err(BlessError::Writer(output.status, said));
        }
        sent.map_err(BlessError::Start)?;
        Ok(blessed)
    }

    fn plan(&self, root: &Path, corpus: &[Case]) -> Result<(Vec<BlessedFile>, Request), BlessError> {
        let mut ids: IndexMap<String, Vec<&str>> = IndexMap::new();
        for case in corpus {
            ids.entry(case.id.file_id()).or_default().push(&case.id.id);
        }
        let (mut blessed, mut files) = (Vec::new(), Vec::new());
        for ((profile, file_id), news) in &self.news {
            let path = snapshot_path(root, *profile, file_id);
            let ids = ids.get(file_id).map(Vec::as_slice).unwrap_or_default();
            let old = match store::read(&path) {
                Ok(old) => old.unwrap_or_default(),
                // A file that is replaced as a whole need not be understood.
                Err(_) if ids.iter().all(|id| news.section(id).is_some()) => SnapshotFile::default(),
                Err(error) => return Err(error.into()),
            };
            let new = old.merged(news, ids);
            let changed = new.ids().filter(|id| old.section(id) != new.section(id)).count()
                + old.ids().filter(|id| new.section(id).is_none()).count();
            if old.render() != new.render() || !path.exists() {
                files.push(RequestedFile { path: path.clone(), contents: new.render() });
            }
            blessed.push(BlessedFile { path, changed });
        }
        Ok((blessed, Request { files }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_person_blesses() {
        for value in ["1", "true", "yes", " "] {
            assert!(refuses_to_bless(Some(OsStr::new(value))), "{value:?}");
        }
        for value in [None, Some(""), Some("false"), Some("0")] {
            assert!(!refuses_to_bless(value.map(OsStr::new)), "{value:?}");
        }
    }
}
