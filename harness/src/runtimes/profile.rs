//! Which profile a runtime is compared with.

use super::{RuntimeKind, Version, pinned, profile_name};
use crate::reference::ProfileName;

/// The profile that is meant to predict a version of a runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuntimeProfile {
    /// The profile.
    pub name: ProfileName,
    /// Whether it is that of another line of releases, because there is none for this one.
    pub is_nearest: bool,
}

/// The profile of the line that `version` belongs to; for a line without one that of the nearest older line, and for
/// what is older than all lines that of the oldest.
///
/// # Panics
/// Never: every kind of runtime has a pinned release, and every pinned release has a profile.
#[must_use]
pub fn profile_for(kind: RuntimeKind, version: Version) -> RuntimeProfile {
    let of = |version| profile_name(kind, version).and_then(|name| ProfileName::from_text(&name));
    if let Some(name) = of(version) {
        return RuntimeProfile { name, is_nearest: false };
    }
    let mut lines = pinned().iter().filter(|release| release.kind == kind).map(|release| release.version);
    let older = lines.clone().rfind(|pinned| *pinned < version).or_else(|| lines.next());
    let name = older.and_then(of).expect("every kind of runtime is pinned, and a test finds the profiles");
    RuntimeProfile { name, is_nearest: true }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtimes::Release;

    #[test]
    fn a_line_without_a_profile_has_the_nearest_older_one() {
        for (release, profile, is_nearest) in [
            ("node@24.1.0", ProfileName::Node24, false),
            ("node@23.11.0", ProfileName::Node22, true),
            ("node@27.0.0", ProfileName::Node26, true),
            ("node@16.20.2", ProfileName::Node18, true),
            ("bun@1.4.0", ProfileName::Bun14, false),
            ("bun@1.3.0", ProfileName::Bun14, true),
            ("deno@3.0.0", ProfileName::Deno29, true),
        ] {
            let Release { kind, version } = Release::from_text(release).unwrap();
            assert_eq!(profile_for(kind, version), RuntimeProfile { name: profile, is_nearest }, "{release}");
        }
    }
}
