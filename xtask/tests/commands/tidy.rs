//! `cargo xtask tidy` and `cargo xtask readme`, in a project made for the test.

use crate::support::{Corpus, ended, xtask};

const README: &str = "\
# A project

<!-- capture of `cargo xtask conformance`, written by `cargo xtask readme` -->
```text
old
```
<!-- end of the capture -->

More.
";

fn run(corpus: &Corpus, arguments: &[&str]) -> (i32, String, String) {
    ended(xtask(&corpus.path(".")).args(arguments).args(["--root", "."]))
}

#[test]
fn a_tidy_project_ends_with_0_and_another_with_1() {
    let corpus = Corpus::new();
    assert_eq!(run(&corpus, &["tidy"]), (0, String::new(), "2 files checked, 0 complaints.\n".to_owned()));
    corpus.write("harness/src/program/mod.rs", "mod step;\n");
    corpus.write("fuzz/fuzz_targets/long.rs", &"// line\n".repeat(40));
    corpus.write("target/debug/made.rs", &"// line\n".repeat(1000));
    let (code, out, _) = run(&corpus, &["tidy"]);
    assert_eq!(code, 1);
    let complained: Vec<&str> = out.lines().filter_map(|line| line.split(": ").next()).collect();
    assert_eq!(complained, ["fuzz/fuzz_targets/long.rs", "harness/src/program/mod.rs:1"], "{out}");
}

#[test]
fn the_capture_is_what_the_command_prints() {
    let corpus = Corpus::new();
    corpus.write("README.md", README);
    for snapshots in ["--profile=contract", "--profile=ecma262"] {
        assert_eq!(ended(&mut corpus.with_snapshots(&["--bless", snapshots])).0, 0);
    }
    assert_eq!(run(&corpus, &["tidy"]).0, 1, "the capture is old");
    assert_eq!(run(&corpus, &["readme", "--check"]).0, 1);
    assert_eq!(corpus.read("README.md"), README, "a check writes nothing");
    assert_eq!(run(&corpus, &["readme"]).0, 0);
    let printed = ended(&mut corpus.with_snapshots(&[])).1;
    assert_eq!(corpus.read("README.md"), README.replace("old\n", &printed));
    assert_eq!(run(&corpus, &["readme", "--check"]).0, 0);
    assert_eq!(run(&corpus, &["tidy"]).0, 0);
}

#[test]
fn a_readme_without_a_place_for_the_capture_ends_with_2() {
    let corpus = Corpus::new();
    corpus.write("README.md", "# A project\n");
    let (code, _, err) = run(&corpus, &["readme"]);
    assert_eq!(code, 2);
    assert!(err.contains("<!-- end of the capture -->"), "{err}");
}
