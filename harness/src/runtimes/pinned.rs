//! The releases that vmlink is held against.

use std::fmt;

use super::{InstallError, RuntimeKind, RuntimeName, Version, VersionPattern};

/// One version of one runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Release {
    /// Which program.
    pub kind: RuntimeKind,
    /// Which version of it.
    pub version: Version,
}

impl Release {
    /// The release with these parts.
    #[must_use]
    pub const fn new(kind: RuntimeKind, version: Version) -> Self {
        Self { kind, version }
    }

    /// Reads `NAME@MAJOR.MINOR.PATCH`, which is how [`fmt::Display`] writes it.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let (kind, version) = text.split_once('@')?;
        Some(Self::new(RuntimeKind::from_text(kind)?, VersionPattern::from_text(version)?.exact()?))
    }

    /// The line of releases this one belongs to. Its members behave alike as far as a profile goes: Node keeps
    /// behaviour for a major version, Bun and Deno change theirs with minor ones.
    fn line(self) -> (u32, Option<u32>) {
        match self.kind {
            RuntimeKind::Node => (self.version.major, None),
            RuntimeKind::Bun | RuntimeKind::Deno => (self.version.major, Some(self.version.minor)),
        }
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.kind, self.version)
    }
}

/// The newest release of each line that has a profile. Deviations and quirks are measured on exactly these.
const PINNED: [Release; 8] = [
    Release::new(RuntimeKind::Node, Version::new(18, 20, 8)),
    Release::new(RuntimeKind::Node, Version::new(20, 20, 2)),
    Release::new(RuntimeKind::Node, Version::new(22, 23, 3)),
    Release::new(RuntimeKind::Node, Version::new(24, 21, 0)),
    Release::new(RuntimeKind::Node, Version::new(25, 9, 0)),
    Release::new(RuntimeKind::Node, Version::new(26, 10, 0)),
    Release::new(RuntimeKind::Bun, Version::new(1, 4, 5)),
    Release::new(RuntimeKind::Deno, Version::new(2, 9, 6)),
];

/// The pinned releases, one for each line, in the order lists show them.
#[must_use]
pub const fn pinned() -> &'static [Release] {
    &PINNED
}

/// The name of the profile that predicts a runtime of this kind and version, such as `node-24` or `bun-1.4`. `None`
/// for a version of which no line is pinned.
#[must_use]
pub fn profile_name(kind: RuntimeKind, version: Version) -> Option<String> {
    let line = Release::new(kind, version).line();
    pinned().iter().find(|release| release.kind == kind && release.line() == line)?;
    Some(match line {
        (major, None) => format!("{kind}-{major}"),
        (major, Some(minor)) => format!("{kind}-{major}.{minor}"),
    })
}

/// The releases that `names` ask to be installed, each once: the pinned ones that a name selects, or exactly the
/// version it writes in full. Without a name, all pinned ones.
///
/// # Errors
/// A name selects no pinned release and is no full version, or names a binary by its path.
pub fn releases_to_install(names: &[RuntimeName]) -> Result<Vec<Release>, InstallError> {
    if names.is_empty() {
        return Ok(pinned().to_vec());
    }
    let mut releases: Vec<Release> = Vec::new();
    for name in names {
        if name.path.is_some() {
            return Err(InstallError::NamesBinary { name: name.clone() });
        }
        let selected: Vec<Release> = match name.version.exact() {
            Some(version) => vec![Release::new(name.kind, version)],
            None => pinned().iter().copied().filter(|release| name.selects(*release)).collect(),
        };
        if selected.is_empty() {
            return Err(InstallError::NotPinned { name: name.clone() });
        }
        for release in selected {
            if !releases.contains(&release) {
                releases.push(release);
            }
        }
    }
    Ok(releases)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::ProfileName;

    fn releases(names: &[&str]) -> Result<Vec<String>, String> {
        let names: Vec<RuntimeName> = names.iter().map(|name| name.parse().unwrap()).collect();
        releases_to_install(&names)
            .map(|releases| releases.iter().map(Release::to_string).collect())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn the_list_is_sorted_and_has_one_release_for_each_profile() {
        assert!(pinned().is_sorted());
        let profiles: Vec<_> =
            pinned().iter().map(|release| profile_name(release.kind, release.version).unwrap()).collect();
        assert_eq!(
            profiles,
            ["node-18", "node-20", "node-22", "node-24", "node-25", "node-26", "bun-1.4", "deno-2.9"]
        );
    }

    #[test]
    fn every_pinned_release_has_a_profile_of_the_reference() {
        for release in pinned() {
            let name = profile_name(release.kind, release.version).unwrap();
            assert!(ProfileName::from_text(&name).is_some(), "{name}");
        }
    }

    #[test]
    fn a_profile_belongs_to_a_line() {
        let of = |text| {
            let release = Release::from_text(text).unwrap();
            profile_name(release.kind, release.version)
        };
        assert_eq!(of("node@24.1.0").as_deref(), Some("node-24"));
        assert_eq!(of("bun@1.4.0").as_deref(), Some("bun-1.4"));
        assert_eq!(of("deno@2.9.0").as_deref(), Some("deno-2.9"));
        for text in ["node@16.20.2", "node@23.1.0", "bun@1.3.9", "bun@2.4.5", "deno@2.8.6", "deno@1.9.6"] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn a_line_stands_for_its_pinned_release_and_a_version_for_itself() {
        assert_eq!(releases(&["node@24"]).unwrap(), ["node@24.21.0"]);
        assert_eq!(releases(&["node@24.1.0"]).unwrap(), ["node@24.1.0"]);
        assert_eq!(releases(&["bun@1", "deno"]).unwrap(), ["bun@1.4.5", "deno@2.9.6"]);
        assert_eq!(releases(&["node"]).unwrap().len(), 6);
        assert_eq!(releases(&[]).unwrap().len(), pinned().len());
        assert_eq!(releases(&["node@24", "node@24.21.0", "node@24"]).unwrap(), ["node@24.21.0"]);
    }

    #[test]
    fn what_is_not_pinned_and_what_is_there_already_is_refused() {
        let sentence = releases(&["bun", "node@23"]).unwrap_err();
        assert!(sentence.contains("node@23") && sentence.contains("node@24.21.0"), "{sentence}");
        assert!(!sentence.contains("bun@"), "only versions of the same runtime help: {sentence}");
        assert!(releases(&["node=/bin/node"]).unwrap_err().contains("/bin/node"));
    }
}
