//! Versions of runtimes, and the part of one that selects several.

use std::fmt;

/// A released version, `major.minor.patch`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Version {
    /// Changes when something may break.
    pub major: u32,
    /// Changes when something is added.
    pub minor: u32,
    /// Changes when something is mended.
    pub patch: u32,
}

impl Version {
    /// The version with these parts.
    #[must_use]
    pub const fn new(major: u32, minor: u32, patch: u32) -> Self {
        Self { major, minor, patch }
    }

    /// Reads what a binary says of itself. What stands behind the three numbers (`-nightly`, `+build`) is left out:
    /// no profile tells such builds from the version they lead to.
    #[must_use]
    pub fn from_report(text: &str) -> Option<Self> {
        let end = text.find(['-', '+']).unwrap_or(text.len());
        VersionPattern::from_text(&text[..end])?.exact()
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

/// The beginning of a version: nothing, `24`, `24.21` or `24.21.0`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct VersionPattern {
    major: Option<u32>,
    minor: Option<u32>,
    patch: Option<u32>,
}

impl VersionPattern {
    /// Every version.
    pub const ANY: Self = Self { major: None, minor: None, patch: None };

    /// Reads one to three numbers with dots between them, each written as programs write it: digits only, no zero in
    /// front.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let mut parts = text.split('.').map(number);
        let mut next = || parts.next().map_or(Some(None), |part| part.map(Some));
        let pattern = Self { major: next()?, minor: next()?, patch: next()? };
        parts.next().is_none().then_some(pattern)
    }

    /// Whether `version` begins with these parts.
    #[must_use]
    pub fn selects(self, version: Version) -> bool {
        let is = |part: Option<u32>, actual| part.is_none_or(|part| part == actual);
        is(self.major, version.major) && is(self.minor, version.minor) && is(self.patch, version.patch)
    }

    /// The version, where all three parts are written.
    #[must_use]
    pub fn exact(self) -> Option<Version> {
        Some(Version::new(self.major?, self.minor?, self.patch?))
    }

    /// Whether no part is written.
    #[must_use]
    pub fn is_any(self) -> bool {
        self == Self::ANY
    }
}

fn number(text: &str) -> Option<u32> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    // What has too many digits is no version that anybody released.
    if is_plain { text.parse().ok() } else { None }
}

impl From<Version> for VersionPattern {
    fn from(version: Version) -> Self {
        Self { major: Some(version.major), minor: Some(version.minor), patch: Some(version.patch) }
    }
}

impl fmt::Display for VersionPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [self.major, self.minor, self.patch];
        for (index, part) in parts.into_iter().flatten().enumerate() {
            let dot = if index == 0 { "" } else { "." };
            write!(f, "{dot}{part}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> VersionPattern {
        VersionPattern::from_text(text).unwrap()
    }

    #[test]
    fn a_pattern_selects_what_begins_with_it() {
        let version = Version::new(24, 21, 0);
        for text in ["24", "24.21", "24.21.0"] {
            assert!(pattern(text).selects(version), "{text}");
            assert_eq!(pattern(text).to_string(), text);
        }
        for text in ["2", "242", "24.2", "24.21.1", "21", "0"] {
            assert!(!pattern(text).selects(version), "{text}");
        }
        assert!(VersionPattern::ANY.selects(version));
        assert_eq!(pattern("24.21.0").exact(), Some(version));
        assert_eq!(pattern("24.21").exact(), None);
    }

    #[test]
    fn what_is_no_version_is_refused() {
        for text in [
            "",
            ".",
            "24.",
            ".24",
            "24..1",
            "24.1.0.0",
            "v24",
            "24.x",
            "024",
            "+24",
            "-1",
            " 24",
            "99999999999",
            "２４",
        ] {
            assert_eq!(VersionPattern::from_text(text), None, "{text}");
        }
    }

    #[test]
    fn a_report_may_name_a_build() {
        let version = Some(Version::new(27, 0, 1));
        for text in ["27.0.1", "27.0.1-nightly20261101", "27.0.1+5a01e32", "27.0.1-canary.3+abc"] {
            assert_eq!(Version::from_report(text), version, "{text}");
        }
        assert_eq!(Version::from_report("27.0"), None);
        assert_eq!(Version::from_report(""), None);
    }

    #[test]
    fn versions_are_ordered_by_number() {
        assert!(Version::new(9, 0, 0) < Version::new(10, 0, 0));
        assert!(Version::new(24, 9, 9) < Version::new(24, 10, 0));
    }
}
