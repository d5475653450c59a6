//! The text files of the project.

use std::{fs, path::Path};

use walkdir::WalkDir;

use crate::exit::{Exit, Failure};

/// One file.
#[derive(Debug)]
pub(crate) struct File {
    /// Its path below the project's folder, with `/` between its parts.
    pub(crate) path: String,
    /// What it holds.
    pub(crate) text: String,
}

impl File {
    /// What stands behind the last dot of its name.
    pub(crate) fn ending(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, ending)| ending)
    }
}

/// Folders that hold what tools made, by their path below the project's folder.
const MADE: [&str; 7] =
    [".git", ".runtimes", "target", "fuzz/target", "fuzz/corpus", "fuzz/artifacts", "fuzz/coverage"];

/// Every text file below `root`, in the order of the paths. Files that are not UTF-8 are inputs of fuzzing.
pub(crate) fn read(root: &Path) -> Result<Vec<File>, Failure> {
    let mut files = Vec::new();
    let relative = |path: &Path| {
        let parts = path.strip_prefix(root).unwrap_or(path).components();
        parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
    };
    let entries = WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(|entry| {
        let path = relative(entry.path());
        !MADE.contains(&path.as_str()) && !path.starts_with("mutants.out")
    });
    for entry in entries {
        let entry = entry.map_err(|error| {
            Failure::new(Exit::Usage, format!("The project's files cannot be read: {error}."))
        })?;
        if entry.file_type().is_file() {
            let bytes =
                fs::read(entry.path()).map_err(|error| Failure::io(entry.path().display(), &error))?;
            if let Ok(text) = String::from_utf8(bytes) {
                files.push(File { path: relative(entry.path()), text });
            }
        }
    }
    Ok(files)
}
