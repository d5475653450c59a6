//! Running a command in a folder of its own.

use std::{
    fs,
    path::{Path, PathBuf},
};

use assert_cmd::Command;
use tempfile::TempDir;

/// A folder with a corpus, and room for snapshots.
pub(crate) struct Corpus {
    folder: TempDir,
}

/// One case file with two cases that pass.
const LINKS: &str = "\
about: Modules without requests.
cases:
  - id: links
    why: A module without requests links.
    source: [sec-moduledeclarationlinking]
    modules:
      main: export {};
    steps:
      - link: main
        expect: { ok: true, status: { main: linked } }
  - id: links-twice
    why: Two modules link one after the other.
    source: [sec-moduledeclarationlinking]
    modules:
      main: export {};
      other: export {};
    steps:
      - link: main
      - link: other
        expect: { status: { main: linked, other: linked } }
";

impl Corpus {
    /// `linking/empty.yaml` with the cases `links` and `links-twice`, and `names/empty.yaml` with the same.
    pub(crate) fn new() -> Self {
        let corpus = Self { folder: tempfile::tempdir().unwrap() };
        corpus.write("cases/linking/empty.yaml", LINKS);
        corpus.write("cases/names/empty.yaml", LINKS);
        corpus
    }

    /// The path of `name` in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// `cargo xtask conformance` on this corpus, in its folder.
    pub(crate) fn conformance(&self, arguments: &[&str]) -> Command {
        let mut command = xtask(self.folder.path());
        command.args(["conformance", "--cases", "cases"]).args(arguments);
        command
    }

    /// The same with this corpus's own snapshots.
    pub(crate) fn with_snapshots(&self, arguments: &[&str]) -> Command {
        let mut command = self.conformance(arguments);
        command.args(["--snapshots", "snapshots"]);
        command
    }
}

/// `cargo xtask` in `folder`, as a person runs it.
pub(crate) fn xtask(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.current_dir(folder).env_remove("CI").env_remove("CLICOLOR_FORCE").env_remove("NO_COLOR");
    command
}

/// How a command ended, and what it wrote to standard output and standard error.
pub(crate) fn ended(command: &mut Command) -> (i32, String, String) {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}
