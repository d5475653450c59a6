//! The only place that lets insta write, and the only place that lets insta assert.

use std::{
    any::Any,
    fs, io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use serde::{Deserialize, Serialize};

use super::{BlessError, SnapshotFile, snapshot_path};
use crate::reference::ProfileName;

/// What the process that writes is asked for, as JSON on its standard input.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Request {
    /// The files. None is put in its place before all are written.
    pub(super) files: Vec<RequestedFile>,
}

/// One file to write.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct RequestedFile {
    /// The snapshot file.
    pub(super) path: std::path::PathBuf,
    /// Its contents, without front matter.
    pub(super) contents: String,
}

/// Asserts through insta that the snapshot file of `file_id` under `profile` holds exactly `file`.
///
/// # Panics
/// As `insta::assert_snapshot!` does, when it does not; insta prints the difference.
pub fn assert_file(root: &Path, profile: ProfileName, file_id: &str, file: &SnapshotFile) {
    let path = snapshot_path(root, profile, file_id);
    assert_at(&path, &file.render());
}

fn assert_at(path: &Path, contents: &str) {
    let folder = path.parent().unwrap_or(Path::new(""));
    let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, contents));
}

/// Writes the snapshot files that `request` asks for; the work of the process that [`Bless::write`] starts.
///
/// insta decides from the environment whether it writes, and reads the environment once in a process. So this belongs
/// into a process of its own, which was started with `INSTA_UPDATE=always`. insta writes into a folder beside each
/// file's place; when it has written all of them and they read as they should, they are put in their places. A failure
/// before that leaves every file as it was.
///
/// [`Bless::write`]: super::Bless::write
///
/// # Errors
/// When the request cannot be read or a file cannot be written.
pub fn write_requested(request: impl io::Read) -> Result<(), BlessError> {
    let request: Request = serde_json::from_reader(request).map_err(BlessError::Request)?;
    let mut staged = Vec::new();
    for file in &request.files {
        let failed = |reason: String| BlessError::Write { path: file.path.clone(), reason };
        let name = file.path.file_name().ok_or_else(|| failed("it has no name".to_owned()))?;
        let folder = file.path.parent().unwrap_or(Path::new(""));
        // insta takes a relative path to be relative to a source file of this crate.
        fs::create_dir_all(folder).map_err(|error| failed(error.to_string()))?;
        let folder = folder.canonicalize().map_err(|error| failed(error.to_string()))?;
        let stage = Stage::new(&folder).map_err(|error| failed(error.to_string()))?;
        let path = stage.0.join(name);
        catch_unwind(AssertUnwindSafe(|| assert_at(&path, &file.contents)))
            .map_err(|panic| failed(message(panic.as_ref())))?;
        let written = super::store::read(&path).map_err(|error| failed(error.to_string()))?;
        if written.map(|file| file.render()).as_deref() != Some(file.contents.as_str()) {
            return Err(failed("insta wrote something else than it was given".to_owned()));
        }
        staged.push((stage, path, folder.join(name)));
    }
    for (_, from, to) in &staged {
        fs::rename(from, to)
            .map_err(|error| BlessError::Write { path: to.clone(), reason: error.to_string() })?;
    }
    Ok(())
}

/// A folder that is removed with all that is left in it.
struct Stage(std::path::PathBuf);

impl Stage {
    /// A new folder in `folder`, so that renaming a file from one to the other is one step of the file system.
    fn new(folder: &Path) -> io::Result<Self> {
        let mut count = 0_u32;
        loop {
            let path = folder.join(format!(".bless-{}-{count}", std::process::id()));
            match fs::create_dir(&path) {
                Ok(()) => return Ok(Self(path)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => count += 1,
                Err(error) => return Err(error),
            }
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // A folder that stays is found as an unreferenced snapshot by the next run.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("insta panicked").to_owned()
}
