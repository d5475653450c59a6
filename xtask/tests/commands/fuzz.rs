//! `cargo xtask fuzz`, with a `cargo` made for the test in place of the real one.
#![cfg(unix)]

use std::{fs, os::unix::fs::PermissionsExt};

use assert_cmd::Command;

use crate::support::{Corpus, ended, xtask};

/// Answers what is asked before a run, and notes how it was called.
const CARGO: &str = r#"#!/bin/sh
echo "$@" >> calls.txt
case "$*" in
  "+nightly --version" | "fuzz --version" | *" fuzz build "*) exit 0 ;;
esac
"#;

/// A folder with two fuzz targets and a `cargo` that runs `script` when it is told to fuzz.
fn project(script: &str) -> Corpus {
    let corpus = Corpus::new();
    corpus.write("fuzz/fuzz_targets/one.rs", "// one\n");
    corpus.write("fuzz/fuzz_targets/two.rs", "// two\n");
    corpus.write("fuzz/dictionaries/one.dict", "\"a\"\n");
    corpus.write("fuzz/seeds/one/seed", "a");
    corpus.write("bin/cargo", &format!("{CARGO}{script}"));
    fs::set_permissions(corpus.path("bin/cargo"), fs::Permissions::from_mode(0o755)).unwrap();
    corpus
}

fn fuzz(corpus: &Corpus, arguments: &[&str]) -> Command {
    let mut command = xtask(&corpus.path("."));
    let path = format!("{}:/usr/bin:/bin", corpus.path("bin").display());
    command.env("PATH", path).arg("fuzz").args(arguments).args(["--fuzz-dir", "fuzz"]);
    command
}

#[test]
fn targets_are_listed() {
    let corpus = project("exit 1");
    assert_eq!(ended(&mut fuzz(&corpus, &["--list"])), (0, "one\ntwo\n".to_owned(), String::new()));
    assert!(!corpus.path("calls.txt").exists(), "nothing is run");
}

#[test]
fn every_target_is_run_with_its_seeds_and_dictionary() {
    let corpus = project("exit 0");
    let (code, out, err) = ended(&mut fuzz(&corpus, &["--time", "2m", "--jobs", "3"]));
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    let calls = corpus.read("calls.txt");
    let runs: Vec<&str> = calls.lines().filter(|line| line.contains(" fuzz run ")).collect();
    assert_eq!(
        runs,
        [
            "+nightly fuzz run -O -s none --fuzz-dir fuzz --jobs 3 one fuzz/corpus/one fuzz/seeds/one \
             -- -max_total_time=120 -timeout=10 -dict=fuzz/dictionaries/one.dict",
            "+nightly fuzz run -O -s none --fuzz-dir fuzz --jobs 3 two fuzz/corpus/two \
             -- -max_total_time=120 -timeout=10",
        ]
    );
}

#[test]
fn a_crash_ends_with_1_and_is_kept() {
    let corpus = project(
        "mkdir -p fuzz/artifacts/two; printf input > fuzz/artifacts/two/crash-0123; printf slow > \
         fuzz/artifacts/two/slow-unit-4567; exit 77",
    );
    let (code, out, err) = ended(&mut fuzz(&corpus, &["two"]));
    assert_eq!(code, 1, "{err}");
    assert_eq!(corpus.read("fuzz/regressions/two/crash-0123"), "input");
    assert!(!corpus.path("fuzz/regressions/two/slow-unit-4567").exists());
    assert!(out.contains("kept as fuzz/regressions/two/crash-0123"), "{out}");
    assert!(out.contains("cargo +nightly fuzz run -O -s none two fuzz/regressions/two/crash-0123"), "{out}");
}

#[test]
fn an_old_artifact_is_no_finding() {
    let corpus = project("exit 0");
    corpus.write("fuzz/artifacts/one/crash-old", "input");
    let old = std::time::SystemTime::now() - std::time::Duration::from_hours(1);
    let file = fs::File::options().write(true).open(corpus.path("fuzz/artifacts/one/crash-old")).unwrap();
    file.set_modified(old).unwrap();
    assert_eq!(ended(&mut fuzz(&corpus, &["one"])).0, 0);
    assert!(!corpus.path("fuzz/regressions").exists());
}

#[test]
fn a_target_that_ends_without_an_input_is_a_bug() {
    let corpus = project("exit 1");
    let (code, _, err) = ended(&mut fuzz(&corpus, &["one"]));
    assert_eq!(code, 70);
    assert!(err.contains("left no input"), "{err}");
}

#[test]
fn missing_tools_end_with_3_and_what_to_install() {
    for (missing, install) in [
        ("+nightly --version", "rustup toolchain install nightly"),
        ("fuzz --version", "cargo install cargo-fuzz"),
    ] {
        let corpus = project("exit 0");
        corpus.write("bin/cargo", &format!("#!/bin/sh\ntest \"$*\" != '{missing}'\n"));
        let (code, out, err) = ended(&mut fuzz(&corpus, &[]));
        assert_eq!((code, out.as_str()), (3, ""));
        assert!(err.contains(install), "{err}");
    }
    let corpus = project("");
    fs::remove_file(corpus.path("bin/cargo")).unwrap();
    assert_eq!(ended(fuzz(&corpus, &[]).env("PATH", corpus.path("bin"))).0, 3, "no cargo at all");
}

#[test]
fn wrong_usage_ends_with_2() {
    let corpus = project("exit 0");
    for arguments in [&["three"][..], &["--time", "1.5s"], &["--time", "0s"], &["--jobs", "0"]] {
        let (code, _, err) = ended(&mut fuzz(&corpus, arguments));
        assert_eq!(code, 2, "{arguments:?}: {err}");
    }
    let (_, _, err) = ended(&mut fuzz(&corpus, &["three"]));
    assert!(err.contains("one, two"), "{err}");
}

#[test]
fn no_targets_end_with_4() {
    let corpus = Corpus::new();
    fs::create_dir_all(corpus.path("fuzz/fuzz_targets")).unwrap();
    assert_eq!(ended(&mut fuzz(&corpus, &[])).0, 4);
}
