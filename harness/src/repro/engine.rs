//! Which profile says what an engine does.

use crate::reference::ProfileName;

/// The profile of the engine called `name`, which is the name of a profile (`node-24`) or of a runtime as other commands
/// take it (`node@24`, `node@24.11.1`, `bun`, `deno`); `None` when no profile speaks of it.
#[must_use]
pub fn profile_of_engine(name: &str) -> Option<ProfileName> {
    let mut runtimes = ProfileName::RUNTIMES.into_iter();
    if let Some(profile) = runtimes.clone().find(|profile| profile.as_str() == name) {
        return Some(profile);
    }
    let (runtime, version) = match name.split_once('@') {
        Some((runtime, version)) => (runtime, Some(version)),
        None => (name, None),
    };
    let mut of_runtime: Vec<ProfileName> = runtimes
        .by_ref()
        .filter(|profile| profile.as_str().split_once('-').is_some_and(|(known, _)| known == runtime))
        .collect();
    match version {
        // A runtime with one profile needs no version.
        None if of_runtime.len() == 1 => of_runtime.pop(),
        None => None,
        Some(version) => of_runtime.into_iter().find(|profile| {
            let known = profile.as_str().split_once('-').map_or("", |(_, known)| known);
            version == known || version.strip_prefix(known).is_some_and(|rest| rest.starts_with('.'))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_has_the_profile_of_its_release() {
        for (name, profile) in [
            ("node-24", Some(ProfileName::Node24)),
            ("node@24", Some(ProfileName::Node24)),
            ("node@18.20.8", Some(ProfileName::Node18)),
            ("bun", Some(ProfileName::Bun14)),
            ("bun@1.4.2", Some(ProfileName::Bun14)),
            ("deno@2.9", Some(ProfileName::Deno29)),
            ("node", None),
            ("node@2", None),
            ("node@240", None),
            ("bun@1.40", None),
            ("contract", None),
            ("", None),
        ] {
            assert_eq!(profile_of_engine(name), profile, "{name}");
        }
    }
}
