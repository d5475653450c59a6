//! Snapshots that no case refers to.

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

use rustc_hash::{FxHashMap, FxHashSet};
use walkdir::WalkDir;

use super::{snapshot_path, store};
use crate::{corpus::Case, reference::ProfileName};

/// A snapshot, or a part of one, that no case of the corpus refers to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unreferenced {
    /// The file.
    pub path: PathBuf,
    /// The section, or `None` when the whole file belongs to no case.
    pub section: Option<String>,
}

impl fmt::Display for Unreferenced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.section {
            None => write!(f, "No case file belongs to {path}. Delete it."),
            Some(id) => write!(
                f,
                "No case belongs to the section `{id}` of {path}. Bless its whole case file, or delete the section."
            ),
        }
    }
}

/// Everything below the folder `root` that no case of `corpus` refers to under any profile, in the order of the paths.
///
/// `corpus` must be every case there is. Files that are no snapshots count too: nothing else belongs into the folder.
/// A folder that does not exist holds nothing.
///
/// # Errors
/// When the folder cannot be read. A file that cannot be read is not told here: the cases that are compared with it do.
pub fn unreferenced(root: &Path, corpus: &[Case]) -> io::Result<Vec<Unreferenced>> {
    let mut known: FxHashMap<PathBuf, FxHashSet<&str>> = FxHashMap::default();
    for case in corpus {
        for profile in ProfileName::ALL {
            let path = snapshot_path(root, profile, &case.id.file_id());
            known.entry(path).or_default().insert(&case.id.id);
        }
    }
    let mut found = Vec::new();
    if !root.try_exists()? {
        return Ok(found);
    }
    for entry in WalkDir::new(root).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_dir() {
            continue;
        }
        let path = entry.into_path();
        let Some(ids) = known.get(&path) else {
            found.push(Unreferenced { path, section: None });
            continue;
        };
        if let Ok(Some(file)) = store::read(&path) {
            let strangers = file.ids().filter(|id| !ids.contains(id));
            found.extend(
                strangers.map(|id| Unreferenced { path: path.clone(), section: Some(id.to_owned()) }),
            );
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::corpus::testing::cases;

    #[test]
    fn files_and_sections_without_a_case_are_listed() {
        let root = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("contract/linking/a.snap", "---\nsource: a.rs\n---\n## one\nno steps\n\n## gone\nno steps\n");
        write("ecma262/linking/a.snap", "---\nsource: a.rs\n---\n## two\nno steps\n");
        write("ecma262/linking/b.snap", "---\nsource: a.rs\n---\n## one\nno steps\n");
        write("node-99/linking/a.snap", "---\nsource: a.rs\n---\n## one\nno steps\n");
        write("contract/linking/a.snap.new", "");
        let corpus = cases(&["linking/a/one", "linking/a/two"]);
        let found: Vec<(String, Option<String>)> = unreferenced(root.path(), &corpus)
            .unwrap()
            .into_iter()
            .map(|found| {
                let path = found.path.strip_prefix(root.path()).unwrap().to_string_lossy().into_owned();
                (path, found.section)
            })
            .collect();
        assert_eq!(
            found,
            [
                ("contract/linking/a.snap".to_owned(), Some("gone".to_owned())),
                ("contract/linking/a.snap.new".to_owned(), None),
                ("ecma262/linking/b.snap".to_owned(), None),
                ("node-99/linking/a.snap".to_owned(), None),
            ]
        );
    }

    #[test]
    fn a_folder_that_does_not_exist_holds_nothing() {
        assert_eq!(unreferenced(Path::new("no-such-folder"), &[]).unwrap(), []);
    }
}
