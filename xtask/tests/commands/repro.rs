//! `cargo xtask repro` and `cargo xtask explain`: what they print, and how they end.

use crate::support::{Corpus, ended, xtask};

const PROGRAM: &str = "\
modules: { main: import x from 'missing'; }
steps: [{ link: main }]
";

fn run(corpus: &Corpus, arguments: &[&str]) -> (i32, String, String) {
    ended(xtask(&corpus.path(".")).args(arguments))
}

#[test]
fn a_case_is_written_as_a_script() {
    let corpus = Corpus::new();
    let (code, out, err) = run(&corpus, &["repro", "linking/empty/links", "--cases", "cases"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.starts_with("// linking/empty/links\n//\n// A module without requests links.\n"), "{out}");
    assert!(out.contains("await step(\"link main\", () => main.link(linker), {"), "{out}");
    let to_file = ["repro", "linking/empty/links", "--cases", "cases", "--output", "out.mjs"];
    assert_eq!(run(&corpus, &to_file), (0, String::new(), String::new()));
    assert_eq!(corpus.read("out.mjs"), out);
}

#[test]
fn a_program_in_a_file_is_a_subject_too() {
    let corpus = Corpus::new();
    corpus.write("program.yaml", PROGRAM);
    let (code, out, _) = run(&corpus, &["repro", "program.yaml", "--engine", "node@24"]);
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("ERR_VM_MODULE_LINK_FAILURE") && out.contains("node-24"), "{out}");
    let (code, out, _) = run(&corpus, &["explain", "program.yaml"]);
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("── \"missing\" ──► throws Error: \"Unknown specifier: missing\""), "{out}");
    assert!(out.contains("ecma262") && out.contains("link main"), "{out}");
}

#[test]
fn what_is_not_there_ends_with_4_and_what_is_unclear_with_2() {
    let corpus = Corpus::new();
    corpus.write("wrong.yaml", "modules: 1\n");
    for command in ["repro", "explain"] {
        let (code, out, err) = run(&corpus, &[command, "nowhere", "--cases", "cases"]);
        assert_eq!((code, out.as_str()), (4, ""), "{err}");
        assert!(err.contains("`nowhere` is neither a file nor a case in cases"), "{err}");
        let (code, _, err) = run(&corpus, &[command, "empty/links", "--cases", "cases"]);
        assert_eq!(code, 2, "{err}");
        assert!(err.contains("linking/empty/links-twice"), "{err}");
        assert_eq!(run(&corpus, &[command, "cases/linking/empty.yaml"]).0, 2, "two cases are one too many");
        assert_eq!(run(&corpus, &[command, "wrong.yaml"]).0, 2);
    }
    let with_engine = |engine: &str| {
        run(&corpus, &["repro", "linking/empty/links", "--cases", "cases", "--engine", engine])
    };
    assert_eq!(with_engine("node").0, 2);
    assert_eq!(with_engine("nothing=node").0, 2);
    let (code, _, err) = with_engine("node=./nowhere");
    assert_eq!(code, 3, "{err}");
    assert!(err.contains("./nowhere"), "{err}");
}
