//! Where the files of the project are.

use std::path::{Path, PathBuf};

/// The folder of the workspace. `cargo xtask` can be called from any folder below it.
pub(crate) fn root() -> PathBuf {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    manifest.parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// The folder of the corpus.
pub(crate) fn cases() -> PathBuf {
    root().join("cases")
}

/// The folder of the snapshots.
pub(crate) fn snapshots() -> PathBuf {
    root().join("snapshots")
}

/// The folder of the lists of deviations.
pub(crate) fn deviations() -> PathBuf {
    root().join("harness/deviations")
}

/// `path` below the current folder as people write it, any other as it is.
pub(crate) fn relative(path: &Path) -> PathBuf {
    let current = std::env::current_dir().unwrap_or_default();
    match path.strip_prefix(&current) {
        Ok(below) if below != Path::new("") => below.to_path_buf(),
        _ => path.to_path_buf(),
    }
}

/// [`relative`] as text.
pub(crate) fn shown(path: &Path) -> String {
    relative(path).display().to_string()
}
