//! How a runtime is started so that only the script has a say, and the folder it runs in and the person's settings
//! have none.

use std::{path::Path, process::Command};

use super::{InstalledRuntime, RuntimeKind};

/// The arguments that stand before the path of a script.
///
/// Each is there because without it the runtime was seen to do something else than run the script.
#[must_use]
pub const fn arguments(kind: RuntimeKind) -> &'static [&'static str] {
    match kind {
        // `vm.Module` is behind a flag, and using it prints a warning.
        RuntimeKind::Node => &["--experimental-vm-modules", "--no-warnings"],
        // `bunfig.toml` of the current folder may name scripts to run first, `.env` sets variables, and a bare
        // specifier is fetched from the network.
        RuntimeKind::Bun => &["--config=/dev/null", "--no-env-file", "--no-install"],
        // A `deno.json` that does not parse ends the run, in whatever folder above the script it stands; the code
        // cache makes a second run differ from the first.
        RuntimeKind::Deno => {
            &["run", "-A", "--no-config", "--no-lock", "--no-remote", "--no-npm", "--no-code-cache"]
        }
    }
}

/// The environment variables that a runtime is started with, each with its value, or `None` where it is taken away.
/// All others are left as they are.
#[must_use]
pub const fn environment(kind: RuntimeKind) -> &'static [(&'static str, Option<&'static str>)] {
    match kind {
        RuntimeKind::Node => &[("NODE_OPTIONS", None), ("FORCE_COLOR", None)],
        RuntimeKind::Bun => &[
            ("BUN_OPTIONS", None),
            ("BUN_INSPECT_PRELOAD", None),
            ("NODE_OPTIONS", None),
            ("FORCE_COLOR", None),
        ],
        RuntimeKind::Deno => &[
            // Asks the network for a newer version otherwise.
            ("DENO_NO_UPDATE_CHECK", Some("1")),
            // Colours its errors even where they go to a pipe.
            ("NO_COLOR", Some("1")),
            ("DENO_V8_FLAGS", None),
            ("NODE_OPTIONS", None),
            ("FORCE_COLOR", None),
        ],
    }
}

/// Starts with the binary at `path` and the environment of `kind`; what it shall do is still to be said.
pub(super) fn bare_command(kind: RuntimeKind, path: &Path) -> Command {
    let mut command = Command::new(path);
    for (name, value) in environment(kind) {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command
}

impl InstalledRuntime {
    /// The command that runs `script` with [`arguments`] and [`environment`]. Arguments for the script, and what its
    /// streams are connected to, are for the caller to add.
    #[must_use]
    pub fn command(&self, script: &Path) -> Command {
        let mut command = bare_command(self.kind, &self.path);
        command.args(arguments(self.kind)).arg(script);
        command
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::*;
    use crate::runtimes::Version;

    #[test]
    fn the_script_stands_behind_the_arguments() {
        for kind in RuntimeKind::ALL {
            let runtime = InstalledRuntime { kind, version: Version::new(1, 0, 0), path: "/bin/it".into() };
            let command = runtime.command(Path::new("driver.mjs"));
            let given: Vec<&OsStr> = command.get_args().collect();
            assert_eq!(given.last(), Some(&OsStr::new("driver.mjs")));
            assert_eq!(given.len(), arguments(kind).len() + 1);
            assert_eq!(command.get_program(), "/bin/it");
        }
    }

    #[test]
    fn options_from_outside_are_taken_away() {
        for kind in RuntimeKind::ALL {
            let command = bare_command(kind, Path::new("/bin/it"));
            let taken: Vec<&OsStr> =
                command.get_envs().filter(|(_, value)| value.is_none()).map(|(name, _)| name).collect();
            assert!(taken.contains(&OsStr::new("NODE_OPTIONS")), "{kind}");
        }
        let command = bare_command(RuntimeKind::Deno, Path::new("/bin/it"));
        let set: Vec<_> = command.get_envs().filter_map(|(name, value)| Some((name, value?))).collect();
        assert!(set.contains(&(OsStr::new("DENO_NO_UPDATE_CHECK"), OsStr::new("1"))));
    }
}
