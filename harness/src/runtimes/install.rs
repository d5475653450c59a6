//! Putting releases into the folder of the project, each beside the others, whole or not at all.

use std::{
    ffi::OsString,
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

use super::{ANSWER_LIMIT, AskError, NpmError, Platform, Release, RuntimeName, Version, ask, npm, pinned};

/// The folder of the installed runtimes in the folder of the project. Git ignores it.
pub const FOLDER: &str = ".runtimes";

/// The name of a folder that is being filled begins so; none of a finished one does.
const UNFINISHED: &str = ".installing-";

/// The file that is locked while something is installed.
const LOCK: &str = ".lock";

/// The folder of the runtimes of the project in `root`.
#[must_use]
pub fn folder(root: &Path) -> PathBuf {
    root.join(FOLDER)
}

/// Why a release could not be installed.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    /// A name selects none of the pinned releases.
    #[error(
        "None of the pinned releases is {name}; those of {} are {}. To install another one, write its version in full, \
         as in {}@1.2.3.",
        name.kind, pinned_of(name), name.kind
    )]
    NotPinned {
        /// The name.
        name: RuntimeName,
    },
    /// A name says where its binary is.
    #[error(
        "{name} is a binary that you have already; there is nothing to install. Leave out what begins with `=`."
    )]
    NamesBinary {
        /// The name.
        name: RuntimeName,
    },
    /// No package is known for this machine.
    #[error(
        "The runtimes are not published for {} on {} in a form that vmlink knows. Run a binary of your own with \
         `--engine NAME=PATH`.",
        std::env::consts::OS,
        std::env::consts::ARCH
    )]
    Platform,
    /// npm did not do it.
    #[error(transparent)]
    Npm(#[from] NpmError),
    /// npm succeeded, and the binary is not where it must be.
    #[error(
        "The package of {release} has no {binary}, so nothing was installed. Its form may have changed; please report \
         this."
    )]
    NoBinary {
        /// What was installed.
        release: Release,
        /// Where its binary must be, below the folder it was installed into.
        binary: String,
    },
    /// What npm brought does not run here.
    #[error("{release} does not run on this machine, so it was not installed. {error}")]
    DoesNotRun {
        /// What was installed.
        release: Release,
        /// What it did instead.
        error: AskError,
    },
    /// What npm brought is another version.
    #[error(
        "The package of {release} holds version {reported}, so it was not installed. Please report this."
    )]
    OtherVersion {
        /// What was installed.
        release: Release,
        /// What it says it is.
        reported: Version,
    },
    /// A file or folder could not be read or written.
    #[error("{} cannot be used: {error}.", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

fn pinned_of(name: &RuntimeName) -> String {
    let releases = pinned().iter().filter(|release| release.kind == name.kind);
    releases.map(Release::to_string).collect::<Vec<_>>().join(", ")
}

fn io_at(path: &Path) -> impl FnOnce(io::Error) -> InstallError {
    move |error| InstallError::Io { path: path.to_path_buf(), error }
}

/// Installs releases into the folder of one project. While there is one, no other process can have one for the same
/// folder.
#[derive(Debug)]
pub struct Installer {
    folder: PathBuf,
    platform: Platform,
    npm: OsString,
    /// Locked until every process that has it open has closed it or ended.
    lock: File,
}

impl Installer {
    /// Prepares the folder in the project `root` and clears what an install that was interrupted left there. Where
    /// another process is installing, calls `waiting` and waits for its end.
    ///
    /// # Errors
    /// The platform is not known, or the folder cannot be written.
    pub fn new(root: &Path, waiting: impl FnOnce()) -> Result<Self, InstallError> {
        let platform = Platform::current().ok_or(InstallError::Platform)?;
        let folder = folder(root);
        fs::create_dir_all(&folder).map_err(io_at(&folder))?;
        let path = folder.join(LOCK);
        let open = File::options().read(true).write(true).create(true).truncate(false).open(&path);
        let lock = open.map_err(io_at(&path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                waiting();
                lock.lock().map_err(io_at(&path))?;
            }
            Err(TryLockError::Error(error)) => return Err(io_at(&path)(error)),
        }
        let installer = Self { folder, platform, npm: "npm".into(), lock };
        installer.clear()?;
        Ok(installer)
    }

    fn clear(&self) -> Result<(), InstallError> {
        for entry in fs::read_dir(&self.folder).map_err(io_at(&self.folder))? {
            let entry = entry.map_err(io_at(&self.folder))?;
            if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
                fs::remove_dir_all(entry.path()).map_err(io_at(&entry.path()))?;
            }
        }
        Ok(())
    }

    /// Whether `release` is installed for this machine.
    #[must_use]
    pub fn has(&self, release: Release) -> bool {
        self.folder.join(release.to_string()).join(self.platform.binary(release.kind)).is_file()
    }

    /// Installs `release`, unless it is there already. It is fetched beside its place, started once, and moved to its
    /// place when it says that it is what it should be; whatever goes wrong before leaves nothing.
    ///
    /// # Errors
    /// npm is missing or fails, what it brings is not the release or does not run here, or a file cannot be written.
    pub fn install(&self, release: Release) -> Result<(), InstallError> {
        if self.has(release) {
            return Ok(());
        }
        let unfinished = self.folder.join(format!("{UNFINISHED}{release}"));
        fs::create_dir(&unfinished).map_err(io_at(&unfinished))?;
        let installed =
            self.fetch(release, &unfinished).and_then(|()| self.put_in_place(release, &unfinished));
        if installed.is_err() {
            // What cannot be removed now is removed by the next install.
            let _ = fs::remove_dir_all(&unfinished);
        }
        installed
    }

    fn fetch(&self, release: Release, into: &Path) -> Result<(), InstallError> {
        let package = format!("{}@{}", self.platform.package(release.kind), release.version);
        // With the locked file as its input, an npm that outlives this process keeps others away until it has ended.
        let input = self.lock.try_clone().map_err(io_at(&self.folder))?;
        npm::install(&self.npm, &package, into, input.into())?;
        let binary = self.platform.binary(release.kind);
        let path = into.join(&binary);
        if !path.is_file() {
            return Err(InstallError::NoBinary { release, binary });
        }
        let reported = ask(release.kind, &path, ANSWER_LIMIT)
            .map_err(|error| InstallError::DoesNotRun { release, error })?
            .version;
        if reported == release.version {
            Ok(())
        } else {
            Err(InstallError::OtherVersion { release, reported })
        }
    }

    fn put_in_place(&self, release: Release, unfinished: &Path) -> Result<(), InstallError> {
        let place = self.folder.join(release.to_string());
        // It is there without a binary for this machine, then: made for another one, or damaged.
        if place.exists() {
            fs::remove_dir_all(&place).map_err(io_at(&place))?;
        }
        fs::rename(unfinished, &place).map_err(io_at(&place))
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::ffi::OsStr;

    use super::*;
    use crate::runtimes::{RuntimeKind, testing::Folder};

    const RELEASE: Release = Release::new(RuntimeKind::Deno, Version::new(2, 9, 6));

    /// An installer whose npm runs `script`, in which `$binary` is the path of the binary.
    fn installer(folder: &Folder, script: &str) -> Installer {
        let mut installer = Installer::new(folder.path(), || panic!("nobody else installs")).unwrap();
        let binary = installer.platform.binary(RELEASE.kind);
        let script =
            format!("echo \"$*\" >> {}/calls; binary=$3/{binary}\n{script}", folder.path().display());
        installer.npm = folder.script("npm", &script).into_os_string();
        installer
    }

    fn bringing(version: &str) -> String {
        let answer = format!(r#"{{"name":"deno","version":"{version}","engine":"15.0"}}"#);
        format!(
            "mkdir -p \"${{binary%/*}}\"; printf '#!/bin/sh\\necho '\"'\"'{answer}'\"'\"'\\n' > \"$binary\"\n\
             chmod 755 \"$binary\""
        )
    }

    fn content(folder: &Folder) -> Vec<String> {
        let entries = fs::read_dir(super::folder(folder.path())).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_release_is_installed_once() {
        let folder = Folder::new();
        let installer = installer(&folder, &bringing("2.9.6"));
        assert!(!installer.has(RELEASE));
        installer.install(RELEASE).unwrap();
        installer.install(RELEASE).unwrap();
        assert!(installer.has(RELEASE));
        assert_eq!(content(&folder), [".lock", "deno@2.9.6"]);
        assert_eq!(folder.read("calls").lines().count(), 1);
    }

    #[test]
    fn what_goes_wrong_leaves_nothing() {
        for (script, part) in [
            ("mkdir -p \"$binary\"; exit 1".to_owned(), "npm could not install"),
            ("true".to_owned(), "has no node_modules/"),
            (bringing("2.9.5"), "holds version 2.9.5"),
            (format!("{}; echo exit 9 >> \"$binary\"", bringing("2.9.6")), "does not run on this machine"),
        ] {
            let folder = Folder::new();
            let installer = installer(&folder, &script);
            let error = installer.install(RELEASE).unwrap_err().to_string();
            assert!(error.contains(part), "{script}: {error}");
            assert!(!installer.has(RELEASE));
            assert_eq!(content(&folder), [".lock"], "{script}");
        }
    }

    #[test]
    fn an_interrupted_install_is_cleared_and_a_damaged_one_replaced() {
        let folder = Folder::new();
        let runtimes = super::folder(folder.path());
        fs::create_dir_all(runtimes.join(".installing-deno@2.9.6/node_modules")).unwrap();
        fs::create_dir_all(runtimes.join("deno@2.9.6/node_modules")).unwrap();
        fs::create_dir_all(runtimes.join("mine")).unwrap();
        let installer = installer(&folder, &bringing("2.9.6"));
        assert_eq!(content(&folder), [".lock", "deno@2.9.6", "mine"]);
        assert!(!installer.has(RELEASE));
        installer.install(RELEASE).unwrap();
        assert!(installer.has(RELEASE));
    }

    #[test]
    fn two_installers_wait_for_each_other() {
        let folder = Folder::new();
        let first = installer(&folder, "true");
        let (send, receive) = std::sync::mpsc::channel();
        let root = folder.path().to_path_buf();
        let second =
            std::thread::spawn(move || Installer::new(&root, move || send.send(()).unwrap()).map(drop));
        receive.recv().expect("the second says that it waits");
        assert!(!second.is_finished());
        drop(first);
        second.join().unwrap().unwrap();
    }

    #[test]
    fn an_npm_that_is_left_behind_is_waited_for() {
        let folder = Folder::new();
        // What a shell starts behind itself gets an empty input, but keeps what else is open.
        let script = format!("exec 3<&0; (sleep 1; {}) >/dev/null 2>&1 & exit 1", bringing("2.9.6"));
        let first = installer(&folder, &script);
        first.install(RELEASE).unwrap_err();
        drop(first);
        let mut has_waited = false;
        let second = Installer::new(folder.path(), || has_waited = true).unwrap();
        assert!(has_waited);
        drop(second);
        assert_eq!(content(&folder), [".lock"], "what it brought too late is cleared");
    }

    #[test]
    fn a_missing_npm_is_said() {
        let folder = Folder::new();
        let mut installer = installer(&folder, "true");
        installer.npm = OsStr::new("/missing/npm").to_owned();
        assert!(matches!(installer.install(RELEASE), Err(InstallError::Npm(NpmError::Missing))));
    }
}
