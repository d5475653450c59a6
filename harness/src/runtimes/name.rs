//! How people name a runtime: `node`, `node@24`, `node@24.21.0`, `node=./out/Release/node`.

use std::{fmt, path::PathBuf, str::FromStr};

use super::{Release, RuntimeKind, VersionPattern};

/// What was written for a runtime, `NAME[@VERSION][=PATH]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuntimeName {
    /// Which program.
    pub kind: RuntimeKind,
    /// Which versions of it.
    pub version: VersionPattern,
    /// The binary, where it is not one of those that vmlink installed.
    pub path: Option<PathBuf>,
}

impl RuntimeName {
    /// Whether this name selects `release`. The path has no say in it.
    #[must_use]
    pub fn selects(&self, release: Release) -> bool {
        self.kind == release.kind && self.version.selects(release.version)
    }
}

/// Why a text names no runtime.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// There is no such program.
    #[error(
        "`{text}` is not a runtime that vmlink knows; write {}, alone or with a version as in node@24",
        known()
    )]
    Unknown {
        /// What stands where the name of a runtime must.
        text: String,
    },
    /// What stands behind the `@` is not the beginning of a version.
    #[error(
        "`{text}` is not a version of {kind}; write one to three whole numbers with dots, as in {kind}@{example}",
        example = example(*kind)
    )]
    Version {
        /// The runtime.
        kind: RuntimeKind,
        /// What stands behind the `@`.
        text: String,
    },
    /// Nothing stands behind the `=`.
    #[error("`{text}` names no binary behind the `=`; write its path there, as in {text}./{}", kind.as_str())]
    Path {
        /// The runtime.
        kind: RuntimeKind,
        /// The whole text.
        text: String,
    },
}

fn known() -> String {
    let [first @ .., last] = RuntimeKind::ALL.map(RuntimeKind::as_str);
    format!("{} or {last}", first.join(", "))
}

/// The version that an example shows.
fn example(kind: RuntimeKind) -> String {
    let newest = super::pinned().iter().filter(|release| release.kind == kind).max();
    newest.map_or_else(|| "1.0.0".to_owned(), |release| release.version.to_string())
}

impl FromStr for RuntimeName {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let (name, path) = match text.split_once('=') {
            Some((name, path)) => (name, Some(path)),
            None => (text, None),
        };
        let (name, version) = match name.split_once('@') {
            Some((name, version)) => (name, Some(version)),
            None => (name, None),
        };
        let kind =
            RuntimeKind::from_text(name).ok_or_else(|| NameError::Unknown { text: name.to_owned() })?;
        let version = version
            .map_or(Some(VersionPattern::ANY), VersionPattern::from_text)
            .ok_or_else(|| NameError::Version { kind, text: version.unwrap_or_default().to_owned() })?;
        if path == Some("") {
            return Err(NameError::Path { kind, text: text.to_owned() });
        }
        Ok(Self { kind, version, path: path.map(PathBuf::from) })
    }
}

impl From<Release> for RuntimeName {
    fn from(release: Release) -> Self {
        Self { kind: release.kind, version: release.version.into(), path: None }
    }
}

impl fmt::Display for RuntimeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.kind)?;
        if !self.version.is_any() {
            write!(f, "@{}", self.version)?;
        }
        self.path.as_ref().map_or(Ok(()), |path| write!(f, "={}", path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> RuntimeName {
        text.parse().unwrap()
    }

    fn refused(text: &str) -> String {
        text.parse::<RuntimeName>().unwrap_err().to_string()
    }

    #[test]
    fn every_form_is_read_and_written_back() {
        for text in ["node", "node@24", "bun@1.4", "deno@2.9.6", "node=./out/node", "bun@1.4.5=/a b/bun"] {
            assert_eq!(name(text).to_string(), text);
        }
        assert_eq!(
            name("deno"),
            RuntimeName { kind: RuntimeKind::Deno, version: VersionPattern::ANY, path: None }
        );
        assert_eq!(name("node@18").version, VersionPattern::from_text("18").unwrap());
    }

    #[test]
    fn a_path_may_hold_what_separates_elsewhere() {
        let name = name("node=/tools/node@24=new/node");
        assert_eq!(name.path, Some(PathBuf::from("/tools/node@24=new/node")));
        assert!(name.version.is_any());
    }

    #[test]
    fn an_unknown_name_lists_the_known_ones() {
        for text in ["nodejs", "", "@24", "=node", "Node@24", "node 24"] {
            let sentence = refused(text);
            assert!(sentence.contains("node, bun or deno"), "{text}: {sentence}");
        }
    }

    #[test]
    fn a_wrong_version_and_an_empty_path_are_said() {
        assert!(refused("node@latest").starts_with("`latest` is not a version of node"));
        assert!(refused("bun@").starts_with("`` is not a version of bun"));
        assert!(refused("deno=").contains("deno=./deno"));
    }
}
