//! Blessing snapshots: what is written, what stays, and that a failure changes nothing.
//!
//! insta writes in a process of its own; this binary is that process when it is started with [`WRITER`] set.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    env, fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
};

use libtest_mimic::{Arguments, Failed, Trial};
use vmlink::{
    corpus::{Case, CaseId, Expectations},
    oracles::snapshots::{Bless, BlessError, Snapshots, assert_file, snapshot_path, write_requested},
    program::Program,
    reference::ProfileName::{self, Contract, Ecma262},
    transcript::{Outcome, Transcript},
};

const WRITER: &str = "VMLINK_TEST_WRITES_SNAPSHOTS";

fn main() -> ExitCode {
    if env::var_os(WRITER).is_some() {
        return match write_requested(io::stdin()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{error}");
                ExitCode::FAILURE
            }
        };
    }
    let test = |name: &'static str, test: fn()| {
        Trial::test(name, move || {
            test();
            Ok::<(), Failed>(())
        })
    };
    let trials = vec![
        test("what is blessed is what the next run compares with", round_trip),
        test("a bless of some cases leaves the sections of the others", selection),
        test("a file that holds what it should is not touched", untouched),
        test("a failure before all files are written changes none", failure),
        test("a broken file is replaced as a whole or not at all", broken),
        test("without leave to write nothing is written", no_leave),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn writer() -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command.env(WRITER, "1");
    command
}

fn corpus(ids: &[&str]) -> Vec<Case> {
    let case = |id: &&str| Case {
        id: CaseId { topic: "topic".to_owned(), file: "file".to_owned(), id: (*id).to_owned() },
        why: "It is here to be blessed.".to_owned(),
        source: vec!["C4".to_owned()],
        file: "cases/topic/file.yaml".into(),
        line: 1,
        program: Program::default(),
        expectations: Expectations::default(),
    };
    ids.iter().map(case).collect()
}

/// A transcript whose text holds `word`.
fn transcript(word: &str) -> Transcript {
    Transcript { construct: [(word.to_owned(), Outcome::Pending)].into_iter().collect(), steps: vec![] }
}

/// Blesses the cases of `ids` with transcripts that hold `word`.
fn bless(
    root: &Path,
    corpus: &[Case],
    ids: &[&str],
    profiles: &[ProfileName],
    word: &str,
) -> Result<Vec<usize>, BlessError> {
    let mut bless = Bless::default();
    for &profile in profiles {
        for case in corpus.iter().filter(|case| ids.contains(&case.id.id.as_str())) {
            bless.add(&case.id, profile, &transcript(word));
        }
    }
    Ok(bless.write(root, corpus, writer())?.into_iter().map(|file| file.changed).collect())
}

fn contents(root: &Path) -> String {
    fs::read_to_string(snapshot_path(root, Contract, "topic/file")).unwrap()
}

/// Every path below `root`.
fn tree(root: &Path) -> Vec<PathBuf> {
    walkdir::WalkDir::new(root)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .collect()
}

fn round_trip() {
    let root = tempfile::tempdir().unwrap();
    let corpus = corpus(&["one", "two"]);
    let changed = bless(root.path(), &corpus, &["one", "two"], &[Contract, Ecma262], "new").unwrap();
    assert_eq!(changed, [2, 2]);
    assert_eq!(
        contents(root.path()),
        "---\nsource: harness/src/oracles/snapshots/writer.rs\n---\n\
         ## one\nconstruct new\n  is pending\n\n## two\nconstruct new\n  is pending\n"
    );
    let snapshots = Snapshots::load(root.path(), &corpus, &ProfileName::STANDARDS);
    for case in &corpus {
        for profile in ProfileName::STANDARDS {
            assert_eq!(snapshots.check(&case.id, profile, &transcript("new")), None);
            assert!(snapshots.check(&case.id, profile, &transcript("other")).is_some());
        }
    }
    let mut whole = vmlink::oracles::snapshots::SnapshotFile::default();
    for case in &corpus {
        whole.set(&case.id.id, "construct new\n  is pending\n");
    }
    assert_file(root.path(), Contract, "topic/file", &whole);
    let names = tree(root.path());
    assert!(
        names.iter().all(|path| path.is_dir() || path.extension().is_some_and(|end| end == "snap")),
        "{names:?}"
    );
}

fn selection() {
    let root = tempfile::tempdir().unwrap();
    bless(root.path(), &corpus(&["gone", "one", "three"]), &["gone", "one", "three"], &[Contract], "old")
        .unwrap();
    let corpus = corpus(&["one", "two", "three"]);
    let changed = bless(root.path(), &corpus, &["two", "three"], &[Contract], "new").unwrap();
    assert_eq!(changed, [2]);
    let section = |id: &str, word: &str| format!("## {id}\nconstruct {word}\n  is pending\n");
    assert!(
        contents(root.path()).ends_with(
            &[section("one", "old"), section("two", "new"), section("three", "new"), section("gone", "old")]
                .join("\n")
        )
    );
    let changed = bless(root.path(), &corpus, &["one", "two", "three"], &[Contract], "new").unwrap();
    assert_eq!(changed, [2], "one section is new and one is gone");
    assert!(!contents(root.path()).contains("gone"));
}

fn untouched() {
    let root = tempfile::tempdir().unwrap();
    let corpus = corpus(&["one"]);
    bless(root.path(), &corpus, &["one"], &[Contract], "new").unwrap();
    let marked = contents(root.path()).replace("snapshots/writer.rs", "somewhere_else.rs");
    fs::write(snapshot_path(root.path(), Contract, "topic/file"), &marked).unwrap();
    assert_eq!(bless(root.path(), &corpus, &["one"], &[Contract], "new").unwrap(), [0]);
    assert_eq!(contents(root.path()), marked);
}

fn failure() {
    let root = tempfile::tempdir().unwrap();
    let corpus = corpus(&["one"]);
    bless(root.path(), &corpus, &["one"], &[Contract], "old").unwrap();
    // A file stands where the second snapshot needs a folder.
    fs::write(root.path().join("ecma262"), "").unwrap();
    let before = (tree(root.path()), contents(root.path()));
    let error = bless(root.path(), &corpus, &["one"], &[Contract, Ecma262], "new").unwrap_err();
    assert!(matches!(error, BlessError::Writer(..)), "{error}");
    assert!(error.to_string().contains("ecma262"), "{error}");
    assert_eq!((tree(root.path()), contents(root.path())), before);
}

fn broken() {
    let root = tempfile::tempdir().unwrap();
    let corpus = corpus(&["one", "two"]);
    let path = snapshot_path(root.path(), Contract, "topic/file");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, "---\nsource: a.rs\n---\n<<<<<<< HEAD\n## one\n").unwrap();
    let error = bless(root.path(), &corpus, &["one"], &[Contract], "new").unwrap_err();
    assert!(matches!(error, BlessError::Old(_)), "{error}");
    assert!(contents(root.path()).contains("<<<<<<<"));
    bless(root.path(), &corpus, &["one", "two"], &[Contract], "new").unwrap();
    assert!(!contents(root.path()).contains("<<<<<<<"));
}

fn no_leave() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("contract/topic/file.snap");
    let request = serde_json::json!({ "files": [{ "path": path, "contents": "## one\nno steps" }] });
    let mut child = writer()
        .env("INSTA_UPDATE", "no")
        .env("INSTA_OUTPUT", "none")
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(request.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("could not be written"), "{said}");
    assert!(tree(root.path()).iter().all(|path| path.is_dir()));
}
