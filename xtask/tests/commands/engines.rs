//! `cargo xtask conformance --engine` and `cargo xtask differential`, with a runtime made for the test: a shell script
//! that says it is Node 24 and knows the answers to the test's two cases by heart.
#![cfg(unix)]

use std::{fs, os::unix::fs::PermissionsExt};

use assert_cmd::Command;
use serde_json::Value;

use crate::support::{Corpus, ended, xtask};

/// What it does with a program of two modules stands in the file `manner`.
const NODE: &str = r#"#!/bin/sh
case "$*" in
  *driver.mjs) ;;
  *) echo '{"name":"node","version":"24.21.0","engine":"none"}'; exit ;;
esac
echo '{"hello":{"protocol":1,"runtime":"node","version":"24.21.0","engine":"none","capabilities":[]}}'
ok='"outcome":{"ok":{"undefined":true}},"calls":[],"log":[]'
run=0
while read -r line; do
  run=$((run + 1))
  first="{\"step\":\"link main\",$ok,\"status\":{\"main\":\"linked\"}}"
  steps=$first
  case $line in *other*)
    last=linked
    case $(cat "MANNER") in
      lazy) last=unlinked ;;
      mortal) exit 9 ;;
    esac
    first="{\"step\":\"link main\",$ok,\"status\":{\"main\":\"linked\",\"other\":\"unlinked\"}}"
    steps="$first,{\"step\":\"link other\",$ok,\"status\":{\"main\":\"linked\",\"other\":\"$last\"}}" ;;
  esac
  echo "{\"run\":$run,\"transcript\":{\"construct\":{},\"steps\":[$steps]}}"
done
"#;

/// The corpus of the test, and the runtime beside it.
struct Project(Corpus);

impl Project {
    fn new(manner: &str) -> Self {
        let corpus = Corpus::new();
        let script = NODE.replace("MANNER", corpus.path("manner").to_str().unwrap());
        corpus.write("node", &script);
        fs::set_permissions(corpus.path("node"), fs::Permissions::from_mode(0o755)).unwrap();
        let project = Self(corpus);
        project.manner(manner);
        project
    }

    fn manner(&self, manner: &str) {
        self.0.write("manner", manner);
    }

    /// Judges the corpus on the runtime, with lists of deviations in the folder `lists`.
    fn judge(&self, arguments: &[&str]) -> Command {
        let mut command = self.0.conformance(&["--engine", "node=./node", "--deviations", "lists"]);
        command.args(arguments);
        command
    }

    fn list(&self) -> String {
        self.0.read("lists/node-24.yaml")
    }
}

#[test]
fn a_runtime_that_does_what_it_should_has_a_row_and_ends_with_0() {
    let project = Project::new("right");
    let (code, out, err) = ended(&mut project.judge(&[]));
    assert_eq!(code, 0, "{out}{err}");
    let row = out.lines().find(|line| line.starts_with("node@24.21.0=./node")).unwrap();
    let row: Vec<&str> = row.split_whitespace().skip(1).collect();
    assert_eq!(row, ["node-24", "4/4", "0", "0", "0", "0", "4/4", "4/4"]);
    assert_eq!(out.lines().last().unwrap(), "As expected: 4 cases on 1 runtime.");
}

#[test]
fn a_difference_is_a_finding_and_a_new_deviation_is_another() {
    let project = Project::new("lazy");
    let (code, out, _) = ended(&mut project.judge(&[]));
    assert_eq!(code, 1, "{out}");
    for shown in [
        "FAIL linking/empty/links-twice on node@24.21.0=./node, profile node-24",
        "  prediction, at step 2 of 2, link other",
        "    - status other: linked\n    + status other: unlinked",
        "  deviation-not-listed/contract/expectation, at step 2 of 2",
        "cargo xtask conformance linking/empty/links-twice --engine node=./node --cases cases --deviations lists",
        "cargo xtask repro linking/empty/links-twice --engine node=./node --cases cases",
    ] {
        assert!(out.contains(shown), "{shown} is missing: {out}");
    }
    assert_eq!(out.lines().last().unwrap(), "2 of 4 cases are not as expected on 1 runtime.");
}

#[test]
fn the_json_lines_tell_the_two_verdicts_apart() {
    let project = Project::new("lazy");
    let (_, out, _) = ended(&mut project.judge(&["linking", "--format", "jsonl"]));
    let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["deviates"].to_string(), r#"{"contract":false,"ecma262":false}"#);
    assert_eq!((&lines[0]["verdict"], &lines[0]["predicted"]), (&"pass".into(), &true.into()));
    assert_eq!(lines[1]["deviates"]["contract"], true);
    assert_eq!((&lines[1]["verdict"], &lines[1]["predicted"]), (&"fail".into(), &false.into()));
    let runtime = &lines[2]["summary"]["runtimes"][0];
    assert_eq!(
        (&runtime["cases"], &runtime["predicted"], &runtime["findings"]),
        (&2.into(), &1.into(), &1.into())
    );
    assert_eq!(runtime["obeys"]["contract"], 1);
}

#[test]
fn deviations_are_listed_explained_and_missed_when_they_are_gone() {
    let project = Project::new("lazy");
    let (code, _, err) = ended(&mut project.judge(&["--bless-deviations"]));
    assert_eq!(code, 1, "the prediction is wrong still: {err}");
    let list = project.list();
    assert!(list.contains("linking/empty:\n        - links-twice\n"), "{list}");
    let (code, out, err) = ended(&mut project.judge(&[]));
    assert_eq!((code, out.as_str()), (2, ""), "nobody has explained it");
    assert!(err.contains("lists/node-24.yaml:5:7") && err.contains("is not explained"), "{err}");

    project.0.write("lists/node-24.yaml", &list.replace("Not explained yet.", "It is lazy."));
    let (code, out, _) = ended(&mut project.judge(&[]));
    assert!(code == 1 && out.contains("  prediction, ") && !out.contains("deviation-"), "{out}");
    // A person's reason stays, also when only a part is blessed.
    ended(&mut project.judge(&["names", "--bless-deviations"]));
    assert_eq!(project.list(), list.replace("Not explained yet.", "It is lazy."));

    project.manner("right");
    let (code, out, _) = ended(&mut project.judge(&["linking"]));
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("  deviation-gone/contract, for the case as a whole"), "{out}");
    assert!(out.contains("It is lazy.") && out.contains("--bless-deviations"), "{out}");
    assert_eq!(ended(&mut project.judge(&["--bless-deviations"])).0, 0);
    assert!(project.list().ends_with("deviations: []\n"), "{}", project.list());
    assert_eq!(ended(&mut project.judge(&[])).0, 0);
}

#[test]
fn a_list_that_does_not_load_ends_with_2_and_the_place() {
    let project = Project::new("right");
    project.0.write(
        "lists/node-24.yaml",
        "deviations:\n  - { reason: x, link: ours, contract: { linking/empty: [linx] } }\n",
    );
    let (code, _, err) = ended(&mut project.judge(&[]));
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("lists/node-24.yaml:2:58") && err.contains("linking/empty/linx"), "{err}");
}

#[test]
fn a_crash_that_no_profile_predicts_is_told_even_when_it_is_listed() {
    let project = Project::new("mortal");
    let (code, out, _) = ended(&mut project.judge(&[]));
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("CRASH linking/empty/links-twice") && out.contains("exit code 9"), "{out}");
    ended(&mut project.judge(&["--bless-deviations"]));
    let list = project.list().replace("Not explained yet.", "It is mortal.");
    project.0.write("lists/node-24.yaml", &list);
    let (code, out, _) = ended(&mut project.judge(&[]));
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("  prediction, ") && !out.contains("deviation-"), "{out}");
    let row = out.lines().find(|line| line.starts_with("node@")).unwrap();
    let row: Vec<&str> = row.split_whitespace().skip(1).collect();
    assert_eq!(row, ["node-24", "2/4", "0", "2", "2", "0", "2/4", "2/4"], "never silent");
    project.manner("right");
    let (code, out, _) = ended(&mut project.judge(&[]));
    assert!(code == 1 && out.contains("deviation-gone/crash"), "{out}");
}

#[test]
fn ci_lists_nothing() {
    let project = Project::new("lazy");
    let (code, _, err) = ended(project.judge(&["--bless-deviations"]).env("CI", "true"));
    assert_eq!(code, 2);
    assert!(err.contains("refused under CI"), "{err}");
    assert!(!project.0.path("lists").exists());
}

#[test]
fn cases_from_elsewhere_have_no_list_and_deviate_without_a_finding() {
    let project = Project::new("lazy");
    let (code, out, _) = ended(&mut project.0.conformance(&["--engine", "node=./node"]));
    assert!(code == 1 && out.contains("  prediction, ") && !out.contains("deviation-"), "{out}");
    let (code, _, err) =
        ended(&mut project.0.conformance(&["--engine", "node=./node", "--bless-deviations"]));
    assert!(code == 2 && err.contains("--deviations PATH"), "{err}");
}

#[test]
fn a_missing_engine_ends_with_3_and_the_command_that_installs_it() {
    let corpus = Corpus::new();
    for command in ["conformance", "differential"] {
        for (engine, install) in [
            ("node@24.0.99", "cargo xtask runtimes install node@24.0.99"),
            ("bun@1.0", "cargo xtask runtimes install bun@VERSION"),
            ("node=./nowhere", "There is no file"),
        ] {
            let (code, out, err) = ended(xtask(&corpus.path(".")).args([command, "--engine", engine]));
            assert_eq!((code, out.as_str()), (3, ""), "{engine}: {err}");
            assert!(err.contains(install), "{engine}: {err}");
        }
    }
}

#[test]
fn engines_and_options_that_do_not_fit_end_with_2() {
    let project = Project::new("right");
    for arguments in [
        &["--engine", "nodejs"][..],
        &["--engine", "reference@1"],
        &["--timeout", "5"],
        &["--bless-deviations"],
        &["--engine", "node=./node", "--bless"],
        &["--engine", "node=./node", "--coverage"],
        &["--engine", "node=./node", "--profile", "all"],
        &["--engine", "node=./node", "--timeout", "0"],
        &["--engine", "node=./node", "--deviations", "lists", "--profile", "node-22", "--bless-deviations"],
    ] {
        let (code, out, err) = ended(&mut project.0.conformance(arguments));
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}: {err}");
    }
    assert_eq!(ended(xtask(&project.0.path(".")).arg("differential")).0, 2);
}

#[test]
fn another_profile_can_be_named() {
    let project = Project::new("right");
    let (code, out, _) = ended(&mut project.judge(&["--profile", "bun-1.4", "--engine", "reference"]));
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("bun-1.4"), "{out}");
}

#[test]
fn generated_programs_that_go_wrong_are_shown_with_their_number() {
    let project = Project::new("right");
    let search = |arguments: &[&str]| {
        let mut command = xtask(&project.0.path("."));
        ended(command.args(["differential", "--engine", "node=./node"]).args(arguments))
    };
    let (code, out, err) = search(&["--count", "12", "--seed", "3"]);
    assert_eq!(code, 1, "{out}{err}");
    assert_eq!(out.matches("\n  Run only this program:  ").count(), 5, "{out}");
    assert!(out.contains("\n  program\n    modules:\n"), "the program is YAML: {out}");
    assert!(out.contains(" 12 programs, "), "{out}");
    let again =
        out.lines().find_map(|line| line.split_once("Run only this program:  cargo xtask differential "));
    let again: Vec<&str> = again.unwrap().1.split(' ').skip(2).collect();
    let (code, out, _) = search(&again);
    assert_eq!(code, 1);
    assert!(out.contains(" 1 programs, 0 predicted exactly, 1 findings."), "{out}");
}
