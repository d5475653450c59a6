//! What is installed, and which of it a name selects.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    ANSWER_LIMIT, AskError, Platform, Release, RuntimeKind, RuntimeName, Version, ask, folder,
    releases_to_install,
};

/// A runtime on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstalledRuntime {
    /// Which program.
    pub kind: RuntimeKind,
    /// Which version of it.
    pub version: Version,
    /// Its binary.
    pub path: PathBuf,
}

impl InstalledRuntime {
    /// Which release it is.
    #[must_use]
    pub const fn release(&self) -> Release {
        Release::new(self.kind, self.version)
    }
}

/// Why a name gives no runtime.
#[derive(Debug, thiserror::Error)]
pub enum RuntimeError {
    /// None of the installed runtimes has this name.
    #[error("No installed runtime is {name}. {}", how_to_install(name))]
    NotInstalled {
        /// The name.
        name: RuntimeName,
    },
    /// The binary that a name gives is not there.
    #[error("There is no file {}, which `{name}` names as its binary.", path.display())]
    NoBinary {
        /// The name.
        name: RuntimeName,
        /// Where the binary should be.
        path: PathBuf,
    },
    /// The binary that a name gives did not say its version.
    #[error("`{name}` cannot be used. {error}")]
    NoAnswer {
        /// The name.
        name: RuntimeName,
        /// What it did instead.
        error: AskError,
    },
    /// The binary that a name gives is another version.
    #[error(
        "`{name}` names a binary that is version {reported}. Write {}@{reported} before the `=`, or no version.",
        name.kind
    )]
    OtherVersion {
        /// The name.
        name: RuntimeName,
        /// What the binary says it is.
        reported: Version,
    },
    /// The folder of the runtimes cannot be read.
    #[error("{} cannot be read: {error}.", path.display())]
    Unreadable {
        /// The folder.
        path: PathBuf,
        /// Why not.
        error: io::Error,
    },
}

fn how_to_install(name: &RuntimeName) -> String {
    // A name without a version asks for several; one of them is enough to go on.
    let newest = releases_to_install(std::slice::from_ref(name)).ok().and_then(|all| all.into_iter().max());
    match newest {
        Some(_) if !name.version.is_any() => {
            format!("Install it with `cargo xtask runtimes install {name}`.")
        }
        Some(newest) => format!("Install one with `cargo xtask runtimes install {newest}`."),
        None => format!(
            "Install it with `cargo xtask runtimes install {}@VERSION`, with its version in full.",
            name.kind
        ),
    }
}

/// The installed runtimes of the project in `root`, sorted by release. Those for another machine are left out.
///
/// # Errors
/// The folder is there and cannot be read.
pub fn installed(root: &Path) -> Result<Vec<InstalledRuntime>, RuntimeError> {
    let Some(platform) = Platform::current() else { return Ok(Vec::new()) };
    let folder = folder(root);
    let unreadable = |error| RuntimeError::Unreadable { path: folder.clone(), error };
    let entries = match fs::read_dir(&folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(unreadable)?,
    };
    let mut runtimes = Vec::new();
    for entry in entries {
        let entry = entry.map_err(unreadable)?;
        let Some(release) = entry.file_name().to_str().and_then(Release::from_text) else { continue };
        let path = entry.path().join(platform.binary(release.kind));
        if path.is_file() {
            runtimes.push(InstalledRuntime { kind: release.kind, version: release.version, path });
        }
    }
    runtimes.sort_by_key(InstalledRuntime::release);
    Ok(runtimes)
}

/// The runtime that `name` selects: the newest of those installed in the project in `root`, or the binary that the
/// name gives, which is asked for its version.
///
/// # Errors
/// Nothing that is installed has this name, or the binary the name gives is not there or not what the name says.
pub fn find(root: &Path, name: &RuntimeName) -> Result<InstalledRuntime, RuntimeError> {
    let Some(path) = &name.path else {
        let selected = installed(root)?.into_iter().rfind(|runtime| name.selects(runtime.release()));
        return selected.ok_or_else(|| RuntimeError::NotInstalled { name: name.clone() });
    };
    // Without a folder in front, a program of the search path would be started.
    let path = std::path::absolute(path).unwrap_or_else(|_| path.clone());
    if !path.is_file() {
        return Err(RuntimeError::NoBinary { name: name.clone(), path });
    }
    let version = ask(name.kind, &path, ANSWER_LIMIT)
        .map_err(|error| RuntimeError::NoAnswer { name: name.clone(), error })?
        .version;
    if name.version.selects(version) {
        Ok(InstalledRuntime { kind: name.kind, version, path })
    } else {
        Err(RuntimeError::OtherVersion { name: name.clone(), reported: version })
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use crate::runtimes::testing::Folder;

    /// A project in which these releases are installed.
    fn project(releases: &[&str]) -> Folder {
        let folder = Folder::new();
        for release in releases {
            let kind = Release::from_text(release).unwrap().kind;
            let binary = Platform::current().unwrap().binary(kind);
            folder.script(&format!(".runtimes/{release}/{binary}"), "exit 1");
        }
        folder
    }

    fn found(folder: &Folder, name: &str) -> Result<String, String> {
        let runtime = find(folder.path(), &name.parse().unwrap()).map_err(|error| error.to_string())?;
        assert!(runtime.path.is_file());
        Ok(runtime.release().to_string())
    }

    #[test]
    fn the_newest_that_a_name_selects_is_taken() {
        let folder = project(&["node@9.11.2", "node@24.21.0", "node@24.9.0", "node@22.1.0", "bun@1.4.5"]);
        assert_eq!(found(&folder, "node").unwrap(), "node@24.21.0");
        assert_eq!(found(&folder, "node@24").unwrap(), "node@24.21.0");
        assert_eq!(found(&folder, "node@24.9").unwrap(), "node@24.9.0");
        assert_eq!(found(&folder, "node@22.1.0").unwrap(), "node@22.1.0");
        assert_eq!(found(&folder, "bun").unwrap(), "bun@1.4.5");
    }

    #[test]
    fn what_is_missing_says_the_command_that_installs_it() {
        let folder = project(&["node@24.21.0"]);
        for (name, command) in [
            ("node@26", "install node@26`"),
            ("node@24.1.0", "install node@24.1.0`"),
            ("bun", "install bun@1.4.5`"),
            ("node@23", "install node@VERSION`, with its version in full"),
        ] {
            let sentence = found(&folder, name).unwrap_err();
            assert!(sentence.starts_with(&format!("No installed runtime is {name}. ")), "{sentence}");
            assert!(sentence.contains(command), "{sentence}");
        }
    }

    #[test]
    fn only_whole_folders_with_a_binary_count() {
        let folder = project(&["deno@2.9.6"]);
        for name in ["node@24.21.0", ".installing-node@26.10.0", "node@18", "notes"] {
            fs::create_dir_all(folder.path().join(".runtimes").join(name)).unwrap();
        }
        fs::write(folder.path().join(".runtimes/.lock"), "").unwrap();
        let installed = installed(folder.path()).unwrap();
        assert_eq!(installed.iter().map(|all| all.release().to_string()).collect::<Vec<_>>(), ["deno@2.9.6"]);
        assert_eq!(super::installed(Folder::new().path()).unwrap(), [], "no folder at all");
    }

    #[test]
    fn a_binary_of_ones_own_is_asked_for_its_version() {
        let folder = Folder::new();
        let answer = r#"{"name":"node","version":"27.1.0-pre","engine":"15.1"}"#;
        let path = folder.script("out/node", &format!("echo '{answer}'"));
        let name = |version: &str| format!("node{version}={}", path.display());
        assert_eq!(found(&folder, &name("")).unwrap(), "node@27.1.0");
        assert_eq!(found(&folder, &name("@27")).unwrap(), "node@27.1.0");
        assert!(found(&folder, &name("@26")).unwrap_err().contains("is version 27.1.0"));
        assert!(found(&folder, &format!("bun={}", path.display())).unwrap_err().contains("as bun does"));
        assert!(found(&folder, "node=./missing").unwrap_err().contains("There is no file"));
    }
}
