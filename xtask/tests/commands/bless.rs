//! `cargo xtask conformance --bless`: what becomes of snapshots.

use std::fs;

use crate::support::{Corpus, ended};

const FILES: [&str; 4] = [
    "snapshots/contract/linking/empty.snap",
    "snapshots/contract/names/empty.snap",
    "snapshots/ecma262/linking/empty.snap",
    "snapshots/ecma262/names/empty.snap",
];

#[test]
fn what_was_blessed_passes_and_what_was_not_is_a_finding() {
    let corpus = Corpus::new();
    let (code, out, _) = ended(&mut corpus.with_snapshots(&[]));
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("There is no snapshot of this case file yet."), "{out}");
    let (code, _, err) = ended(&mut corpus.with_snapshots(&["--bless"]));
    assert_eq!(code, 0, "{err}");
    for file in FILES {
        assert!(corpus.path(file).is_file(), "{file}");
        assert!(err.contains(&format!("Blessed 2 sections of {file}.")), "{err}");
    }
    assert_eq!(ended(&mut corpus.with_snapshots(&[])).0, 0);
    let (_, _, err) = ended(&mut corpus.with_snapshots(&["--bless"]));
    assert!(err.contains("none was changed"), "{err}");
}

#[test]
fn a_partial_bless_keeps_the_other_sections() {
    let corpus = Corpus::new();
    assert_eq!(ended(&mut corpus.with_snapshots(&["--bless"])).0, 0);
    let before = FILES.map(|file| corpus.read(file));
    let spoiled = before[0]
        .replace("## links\n", "## links\nspoiled\n")
        .replace("## links-twice\n", "## links-twice\nspoiled\n");
    fs::write(corpus.path(FILES[0]), &spoiled).unwrap();
    assert_eq!(ended(&mut corpus.with_snapshots(&["linking/empty/links", "--bless"])).0, 0);
    let after = FILES.map(|file| corpus.read(file));
    assert_eq!(after[0], before[0].replace("## links-twice\n", "## links-twice\nspoiled\n"));
    assert_eq!(after[1..], before[1..]);
    let (code, out, _) = ended(&mut corpus.with_snapshots(&[]));
    assert_eq!(code, 1);
    assert!(out.contains("FAIL linking/empty/links-twice on reference, profile contract"), "{out}");
    assert!(!out.contains("FAIL linking/empty/links on"), "{out}");
}

#[test]
fn one_profile_is_blessed_alone() {
    let corpus = Corpus::new();
    ended(&mut corpus.with_snapshots(&["--bless", "--profile", "ecma262"]));
    assert_eq!(FILES.map(|file| corpus.path(file).exists()), [false, false, true, true]);
}

#[test]
fn the_command_that_a_failure_prints_blesses_its_case() {
    let corpus = Corpus::new();
    assert_eq!(ended(&mut corpus.with_snapshots(&["--bless"])).0, 0);
    let spoiled = corpus.read(FILES[3]).replace("## links\n", "## links\nspoiled\n");
    fs::write(corpus.path(FILES[3]), spoiled).unwrap();
    let (_, out, _) = ended(&mut corpus.with_snapshots(&[]));
    let line = out.lines().find_map(|line| line.trim().strip_prefix("Bless what came of it:")).unwrap();
    let arguments: Vec<&str> = line.trim().strip_prefix("cargo xtask ").unwrap().split(' ').collect();
    assert_eq!(ended(crate::support::xtask(&corpus.path(".")).args(arguments)).0, 0);
    assert_eq!(ended(&mut corpus.with_snapshots(&[])).0, 0);
}

#[test]
fn ci_does_not_bless() {
    let corpus = Corpus::new();
    let (code, out, err) = ended(corpus.with_snapshots(&["--bless"]).env("CI", "true"));
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("refused under CI"), "{err}");
    assert!(!corpus.path("snapshots").exists());
    assert_eq!(ended(corpus.with_snapshots(&["--bless"]).env("CI", "")).0, 0, "an empty CI is no CI");
}

#[test]
fn cases_from_elsewhere_have_no_snapshots_of_their_own() {
    let corpus = Corpus::new();
    assert_eq!(ended(&mut corpus.conformance(&[])).0, 0);
    let (code, _, err) = ended(&mut corpus.conformance(&["--bless"]));
    assert_eq!(code, 2);
    assert!(err.contains("--snapshots PATH"), "{err}");
}

#[test]
fn a_snapshot_without_a_case_is_a_finding() {
    let corpus = Corpus::new();
    assert_eq!(ended(&mut corpus.with_snapshots(&["--bless"])).0, 0);
    fs::remove_file(corpus.path("cases/names/empty.yaml")).unwrap();
    let (code, out, err) = ended(&mut corpus.with_snapshots(&[]));
    assert_eq!(code, 1, "{out}{err}");
    assert!(err.contains("No case file belongs to snapshots/contract/names/empty.snap. Delete it."), "{err}");
    let (code, _, _) = ended(&mut corpus.with_snapshots(&["linking/empty"]));
    assert_eq!(code, 0, "a run of a part does not look for them");
}

#[test]
fn a_part_of_a_corpus_knows_nothing_of_the_snapshots_of_the_rest() {
    let corpus = Corpus::new();
    corpus.write("cases/schema.json", "{}");
    assert_eq!(ended(&mut corpus.with_snapshots(&["--bless"])).0, 0);
    for part in ["cases/linking", "cases/linking/empty.yaml"] {
        let mut command = crate::support::xtask(&corpus.path("."));
        let (code, out, err) =
            ended(command.args(["conformance", "--snapshots", "snapshots", "--cases", part]));
        assert_eq!(code, 0, "{part}: {out}{err}");
        assert!(out.contains("As expected: 2 cases;"), "{part}: {out}");
        assert!(!err.contains("No case file belongs"), "{part}: {err}");
    }
    fs::remove_file(corpus.path("cases/names/empty.yaml")).unwrap();
    assert_eq!(ended(&mut corpus.with_snapshots(&[])).0, 1, "the whole folder does");
}
