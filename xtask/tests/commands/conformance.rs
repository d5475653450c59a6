//! `cargo xtask conformance`: selection, formats, exit codes.

use std::process::Stdio;

use serde_json::Value;

use crate::support::{Corpus, ended};

/// A case whose expectation no engine can meet: a module that nothing touches does not become `errored`.
const WRONG: &str = "\
about: An expectation that is wrong.
cases:
  - id: fails
    why: This expects too much.
    source: [C4]
    modules:
      main: export {};
      other: export {};
    steps:
      - link: main
        expect: { status: { other: errored } }
";

#[test]
fn a_corpus_that_passes_ends_with_0() {
    let corpus = Corpus::new();
    let (code, out, _) = ended(&mut corpus.conformance(&[]));
    assert_eq!(code, 0, "{out}");
    let last = out.lines().last().unwrap();
    assert_eq!(last, "As expected: 4 cases; contract: 4 pass; ecma262: 4 pass.");
    assert!(!out.contains('\u{1b}'), "no colours in a pipe: {out:?}");
}

#[test]
fn the_contract_alone_is_judged_when_it_is_asked_for() {
    let corpus = Corpus::new();
    for (profile, expected) in [
        ("contract", "As expected: 4 cases; contract: 4 pass."),
        (
            "all",
            "As expected: 4 cases; contract: 4 pass; ecma262: 4 pass; node-18: 4 pass; node-20: 4 pass; \
             node-22: 4 pass; node-24: 4 pass; node-25: 4 pass; node-26: 4 pass; bun-1.4: 4 pass; deno-2.9: 4 pass.",
        ),
    ] {
        let (_, out, _) = ended(&mut corpus.conformance(&["--profile", profile]));
        assert_eq!(out.lines().last().unwrap(), expected);
    }
}

#[test]
fn a_wrong_expectation_ends_with_1_and_the_commands_that_go_on() {
    let corpus = Corpus::new();
    corpus.write("cases/linking/wrong.yaml", WRONG);
    let (code, out, _) = ended(&mut corpus.conformance(&["--profile", "contract"]));
    assert_eq!(code, 1, "{out}");
    for shown in [
        "FAIL linking/wrong/fails on reference, profile contract",
        "cases/linking/wrong.yaml:3",
        "This expects too much.",
        "Source: C4",
        "at step 1 of 1, link main",
        "- expected  + actual",
    ] {
        assert!(out.contains(shown), "{shown} is missing: {out}");
    }
    let commands = |out: &str| -> Vec<String> {
        let failure = out.split("\n\n").find(|part| part.contains("Run only this case")).unwrap();
        failure.lines().filter_map(|line| line.split_once(":  ")).map(|(_, c)| c.trim().to_owned()).collect()
    };
    let again = "cargo xtask conformance linking/wrong/fails --profile contract --cases cases";
    assert_eq!(commands(&out), [again], "there is no folder to bless into");
    let (_, out, _) = ended(&mut corpus.with_snapshots(&["linking/wrong/fails", "--profile", "contract"]));
    let again = format!("{again} --snapshots snapshots");
    assert_eq!(commands(&out), [again.clone(), format!("{again} --bless")]);
}

#[test]
fn any_number_of_jobs_is_taken() {
    let corpus = Corpus::new();
    let (code, out, err) = ended(&mut corpus.conformance(&["--jobs", "4000000000"]));
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("As expected: 4 cases;"), "{out}");
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_cannot_be_written_ends_with_2_and_the_reason() {
    let corpus = Corpus::new();
    for arguments in [&[][..], &["--format", "jsonl"], &["--list"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(["conformance", "--cases"]).arg(corpus.path("cases")).args(arguments);
        let output = command.stdout(full).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {err}");
        assert!(err.contains("The output cannot be used: "), "{arguments:?}: {err}");
    }
    let (_, help, _) = ended(crate::support::xtask(&corpus.path(".")).arg("--help"));
    assert!(help.contains("an output that cannot be written"), "{help}");
}

#[test]
fn the_command_of_a_failure_judges_only_its_case() {
    let corpus = Corpus::new();
    corpus.write("cases/linking/wrong.yaml", WRONG);
    let (code, out, _) = ended(&mut corpus.conformance(&["linking/wrong/fails", "--profile", "contract"]));
    assert_eq!(code, 1);
    assert_eq!(out.lines().last().unwrap(), "1 of 1 case is not as expected; contract: 0 pass, 1 fail.");
}

#[test]
fn fail_fast_leaves_the_rest() {
    let corpus = Corpus::new();
    corpus.write("cases/linking/a-wrong.yaml", WRONG);
    let (code, out, _) =
        ended(&mut corpus.conformance(&["--profile", "contract", "--fail-fast", "--jobs", "1"]));
    assert_eq!(code, 1);
    assert!(out.contains("Stopped at the first result"), "{out}");
    assert_eq!(out.lines().last().unwrap(), "1 of 1 case is not as expected; contract: 0 pass, 1 fail.");
}

#[test]
fn wrong_usage_ends_with_2() {
    let corpus = Corpus::new();
    for arguments in [
        &["--no-such-flag"][..],
        &["--profile", "node-0"],
        &["--format", "xml"],
        &["--jobs", "0"],
        &["--jobs", "many"],
        &["--shard", "3/2"],
        &["--shard", "0/2"],
        &["--cases", "somewhere-else"],
        &["--bless", "--shard", "1/2"],
        &["--bless", "--fail-fast"],
        &["--bless", "--list"],
        &["--coverage", "--format", "jsonl"],
    ] {
        let (code, out, err) = ended(&mut corpus.conformance(arguments));
        assert_eq!(code, 2, "{arguments:?}: {err}");
        assert_eq!(out, "", "{arguments:?}");
        assert!(err.contains("error"), "{arguments:?}: {err}");
    }
}

#[test]
fn a_case_file_that_does_not_load_ends_with_2_and_its_place() {
    let corpus = Corpus::new();
    corpus.write("cases/linking/broken.yaml", "about: A mistake.\ncases:\n  - id: a\n    wy: It.\n");
    let (code, out, err) = ended(&mut corpus.conformance(&[]));
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("broken.yaml:4:5"), "{err}");
    assert!(err.contains("why"), "{err}");
}

#[test]
fn a_path_that_does_not_exist_ends_with_2() {
    let corpus = Corpus::new();
    let mut command = crate::support::xtask(&corpus.path("."));
    let (code, _, err) = ended(command.args(["conformance", "--cases", "no-such-folder"]));
    assert_eq!(code, 2);
    assert!(err.contains("no-such-folder"), "{err}");
}

#[test]
fn nothing_selected_ends_with_4() {
    let corpus = Corpus::new();
    for arguments in
        [&["no-such-case"][..], &["no-such-case", "--list"], &["linking/empty/links", "--shard", "4/4"]]
    {
        let (code, out, err) = ended(&mut corpus.conformance(arguments));
        assert_eq!((code, out.as_str()), (4, ""), "{arguments:?}");
        assert!(err.contains("--list"), "says where to look: {err}");
    }
}

#[test]
fn list_prints_full_ids_and_judges_nothing() {
    let corpus = Corpus::new();
    let (code, out, err) = ended(&mut corpus.conformance(&["--list"]));
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(
        out,
        "linking/empty/links\nlinking/empty/links-twice\nnames/empty/links\nnames/empty/links-twice\n"
    );
    let (_, out, _) = ended(&mut corpus.conformance(&["linking/empty/links", "--list"]));
    assert_eq!(out, "linking/empty/links\n", "a full id selects that case alone");
}

#[test]
fn shards_part_the_corpus() {
    let corpus = Corpus::new();
    let list = |shard: &str| ended(&mut corpus.conformance(&["--list", "--shard", shard])).1;
    let mut parts: Vec<String> = ["1/3", "2/3", "3/3"]
        .iter()
        .flat_map(|shard| list(shard).lines().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    parts.sort();
    let all = ended(&mut corpus.conformance(&["--list"])).1;
    assert_eq!(parts, all.lines().collect::<Vec<_>>());
}

#[test]
fn jsonl_is_one_object_a_result_and_one_with_the_sums() {
    let corpus = Corpus::new();
    corpus.write("cases/linking/wrong.yaml", WRONG);
    let (code, out, _) =
        ended(&mut corpus.conformance(&["linking", "--profile", "contract", "--format", "jsonl"]));
    assert_eq!(code, 1);
    let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (summary, results) = lines.split_last().unwrap();
    assert_eq!(
        summary.to_string(),
        r#"{"summary":{"cases":3,"pass":2,"fail":1,"unmodelled":0,"crash":0,"hang":0}}"#
    );
    assert_eq!(results.len(), 3);
    for result in results {
        let keys: Vec<&String> = result.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["case", "engine", "profile", "verdict", "steps", "findings"]);
        assert_eq!((&result["engine"], &result["profile"]), (&"reference".into(), &"contract".into()));
        for step in result["steps"].as_array().unwrap() {
            let keys: Vec<&String> = step.as_object().unwrap().keys().collect();
            assert_eq!(keys[..5], ["step", "outcome", "status", "calls", "log"]);
        }
    }
    assert_eq!(results[0]["case"], "linking/empty/links");
    assert_eq!(results[0]["verdict"], "pass");
    assert_eq!(results[0]["steps"][0]["step"], "link main");
    assert_eq!(results[0]["steps"][0]["status"]["main"], "linked");
    let failed = &results[2];
    assert_eq!((&failed["case"], &failed["verdict"]), (&"linking/wrong/fails".into(), &"fail".into()));
    let finding = &failed["findings"][0];
    assert_eq!((&finding["oracle"], &finding["step"]), (&"expectation".into(), &"link main".into()));
    assert!(finding["expected"].is_string() && finding["actual"].is_string(), "{finding}");
}

#[test]
fn the_same_run_prints_the_same() {
    let corpus = Corpus::new();
    let run = |jobs: &str| ended(&mut corpus.conformance(&["--format", "jsonl", "--jobs", jobs])).1;
    assert_eq!(run("1"), run("4"));
}

#[test]
fn coverage_is_a_table_before_the_summary() {
    let corpus = Corpus::new();
    let (code, out, _) = ended(&mut corpus.conformance(&["--coverage"]));
    assert_eq!(code, 0);
    assert!(out.contains("steps reached, "), "{out}");
    assert!(out.lines().last().unwrap().starts_with("As expected: "), "{out}");
}

#[test]
fn a_reader_that_leaves_changes_nothing_but_the_output() {
    let corpus = Corpus::new();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["conformance", "--format", "jsonl", "--cases"]).arg(corpus.path("cases"));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(!err.contains("panicked") && !err.contains("error"), "{err}");
}
