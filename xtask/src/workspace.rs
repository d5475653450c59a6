//! Where the files of the project are.

use std::path::{Path, PathBuf};

/// The folder of the workspace. `cargo xtask` can be called from any folder below it.
pub(crate) fn root() -> PathBuf {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
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

/// `path` as people write it: relative to the current folder where it is below it.
pub(crate) fn shown(path: &Path) -> String {
    let current = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&current).unwrap_or(path).display().to_string()
}
