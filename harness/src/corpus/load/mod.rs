//! Reading the corpus folder, or whatever part of it is asked for.

mod error;
mod walk;

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
};

pub use error::LoadError;
pub use walk::is_whole_corpus;

use super::{Case, decode};
use crate::program::document::{Diagnostic, Sink, SourceFile};
use walk::CaseFile;

/// Reads every case in the files and folders `roots`, sorted by file, in the order of the file.
///
/// A folder is searched for `.yaml` and `.json` files. A case's topic is the path of its file below the folder; for a
/// file, or a folder inside a corpus, it is the path below the corpus, so that an id does not depend on how much of the
/// corpus is read (see [`LoadError`] for what is refused).
///
/// # Errors
/// All mistakes of all files.
pub fn load<P: AsRef<Path>>(roots: &[P]) -> Result<Vec<Case>, LoadError> {
    let mut diagnostics = Vec::new();
    let mut files = Vec::new();
    for root in roots {
        walk::find(root.as_ref(), &mut files, &mut diagnostics);
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    // The same file can be reached through two roots, and under two spellings.
    let mut seen: HashSet<PathBuf> = HashSet::new();
    files.retain(|file| seen.insert(file.canonical.clone()));
    report_equal_names(&files, &mut diagnostics);
    let mut cases = Vec::new();
    for file in &files {
        match SourceFile::read(&file.path, file.format) {
            Ok(source) => {
                let mut sink = Sink::new(source);
                cases.extend(decode::cases(&mut sink, &file.names));
                diagnostics.extend(sink.finish());
            }
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    if diagnostics.is_empty() { Ok(cases) } else { Err(LoadError::new(diagnostics)) }
}

/// Objects to files whose cases would have the same ids.
fn report_equal_names(files: &[CaseFile], diagnostics: &mut Vec<Diagnostic>) {
    let mut first: HashMap<(&str, &str), &Path> = HashMap::new();
    for file in files {
        let names = (file.names.topic.as_str(), file.names.stem.as_str());
        if let Some(other) = first.get(&names) {
            let message =
                format!("the cases of this file would have the same ids as those of {}", other.display());
            diagnostics.push(
                Diagnostic::of_file(&file.path, message)
                    .with_help("rename one of the two files; an id is made of folder, file name and `id`"),
            );
        } else {
            first.insert(names, &file.path);
        }
    }
}
