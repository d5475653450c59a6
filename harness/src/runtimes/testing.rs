//! Folders with programs made for a test.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;

/// A folder that is removed with its content.
pub(super) struct Folder(TempDir);

impl Folder {
    pub(super) fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder for the test"))
    }

    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(super) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).expect("the file is there")
    }

    /// Puts a shell script at `name` that can be run as a program.
    ///
    /// Another process writes it: a file that this one has open for writing at the moment another test starts a
    /// process cannot be run until that process is up, and the test would fail now and then.
    pub(super) fn script(&self, name: &str, script: &str) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder for the script");
        let mut shell = Command::new("/bin/sh")
            .args(["-c", r#"cat > "$0" && chmod 755 "$0""#])
            .arg(&path)
            .stdin(Stdio::piped())
            .spawn()
            .expect("a shell");
        let mut input = shell.stdin.take().expect("its input is a pipe");
        write!(input, "#!/bin/sh\n{script}\n").expect("the shell reads");
        drop(input);
        assert!(shell.wait().expect("the shell ends").success());
        path
    }
}
