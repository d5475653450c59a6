//! What the modules of a graph are called.

use std::{
    collections::HashSet,
    path::{Component, Path, PathBuf},
};

/// The deepest folder that holds all of `paths`; empty when there is none.
pub(super) fn common_root<'p>(paths: impl IntoIterator<Item = &'p Path>) -> PathBuf {
    let mut paths = paths.into_iter();
    let Some(first) = paths.next().and_then(Path::parent) else { return PathBuf::new() };
    let mut common: Vec<Component<'_>> = first.components().collect();
    for path in paths {
        let same = common.iter().zip(path.components()).take_while(|(one, other)| *one == other).count();
        common.truncate(same);
    }
    common.iter().collect()
}

/// The path of `path` below `root`, with `/` between its parts on every system.
pub(super) fn below(path: &Path, root: &Path) -> String {
    let parts = path.strip_prefix(root).unwrap_or(path).components();
    let parts: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// Gives every module a name of its own, one that a case file can hold.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: HashSet<String>,
}

impl Names {
    /// `wanted`, or the name nearest to it that is free and that can be written in a linker key.
    pub(super) fn unique(&mut self, wanted: &str) -> String {
        let clean: String = wanted.chars().map(|c| if c.is_control() { '_' } else { c }).collect();
        let clean = clean.replace(" -> ", "_->_");
        let clean = match clean.trim() {
            "" => "_",
            trimmed => trimmed,
        };
        let mut name = clean.to_owned();
        let mut number = 2_u64;
        while !self.taken.insert(name.clone()) {
            name = format!("{clean} ({number})");
            number += 1;
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_the_deepest_folder_of_all() {
        let root = |paths: &[&str]| common_root(paths.iter().map(Path::new));
        assert_eq!(root(&["/a/b/c.js"]), Path::new("/a/b"));
        assert_eq!(root(&["/a/b/c.js", "/a/b/d/e.js"]), Path::new("/a/b"));
        assert_eq!(root(&["/a/b/c.js", "/a/bc/d.js"]), Path::new("/a"));
        assert_eq!(root(&["/a/b.js", "/c/d.js"]), Path::new("/"));
        assert_eq!(root(&[]), Path::new(""));
    }

    #[test]
    fn names_are_paths_with_slashes() {
        assert_eq!(below(Path::new("/a/b/c.js"), Path::new("/a")), "b/c.js");
    }

    #[test]
    fn a_name_is_given_once_and_can_stand_in_a_linker_key() {
        let mut names = Names::default();
        assert_eq!(names.unique("a.js"), "a.js");
        assert_eq!(names.unique("a.js"), "a.js (2)");
        assert_eq!(names.unique("a.js"), "a.js (3)");
        assert_eq!(names.unique(" a -> b\n"), "a_->_b_");
        assert_eq!(names.unique(""), "_");
    }
}
