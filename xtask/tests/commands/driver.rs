//! `cargo xtask driver check`.

#![cfg(unix)]

use std::{
    fs,
    process::{Command as Process, Stdio},
    thread,
    time::{Duration, Instant},
};

use assert_cmd::Command;

fn xtask() -> Command {
    Command::cargo_bin("xtask").unwrap()
}

/// A driver that says hello as `protocol`, and then to every program what `answer` says.
fn script(protocol: u32, answer: &str) -> String {
    let hello = format!(
        r#"{{"hello":{{"protocol":{protocol},"runtime":"sh","version":"1","engine":"e","capabilities":[]}}}}"#
    );
    format!("echo '{hello}'; n=0; while read line; do n=$((n+1)); {answer}; done")
}

fn check(script: &str) -> (Option<i32>, String, String) {
    let output = xtask().args(["driver", "check", "sh", "-c", script]).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_driver_that_lies_fails_its_checks_and_is_told_why() {
    let (code, out, _) = check(&script(1, r#"echo "{\"run\":$n,\"failure\":\"not today\"}""#));
    assert_eq!(code, Some(1), "{out}");
    assert!(out.starts_with("sh 1 (e) says hello in protocol 1.\n"), "{out}");
    let expected = "FAIL  links-and-evaluates\n      A step has its label,";
    assert!(out.contains(expected), "{out}");
    assert!(out.contains("the driver could not run the program: not today"), "{out}");
    assert!(out.contains("skip  attributes-are-recorded"), "{out}");
    assert!(out.contains("pass  ends-with-its-input"), "{out}");
    assert!(out.trim_end().ends_with("1 cannot be seen on its engine."), "{out}");
}

#[test]
fn what_does_not_say_hello_is_no_driver() {
    let (code, out, err) = check(&script(0, ":"));
    assert_eq!((code, out.as_str()), (Some(3), ""));
    assert!(err.contains("speaks version 0 of the driver protocol"), "{err}");
    let (code, _, err) = check("echo 'no licence' >&2; exit 4");
    assert_eq!(code, Some(3));
    assert!(err.contains("ended before it had said hello, with exit code 4"), "{err}");
    assert!(err.contains("no licence"), "{err}");
    xtask().args(["driver", "check", "/there/is/no/such/driver"]).assert().code(3);
    xtask().args(["driver", "check"]).assert().code(2);
}

#[test]
fn an_interruption_leaves_no_process_behind() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("number");
    let script = format!("echo $$ > '{0}.new'; mv '{0}.new' '{0}'; sleep 600", file.display());
    let mut child = Process::new(assert_cmd::cargo::cargo_bin("xtask"))
        .args(["driver", "check", "--timeout", "10m", "sh", "-c", &script])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let started = Instant::now();
    let number = loop {
        if let Ok(number) = fs::read_to_string(&file) {
            break number.trim().to_owned();
        }
        assert!(started.elapsed() < Duration::from_mins(1), "the driver was not started");
        thread::sleep(Duration::from_millis(20));
    };
    let kill = |arguments: &[&str]| {
        let mut kill = Process::new("kill");
        kill.args(arguments).stderr(Stdio::null()).status().unwrap().success()
    };
    assert!(kill(&["-0", &number]), "the driver runs");
    assert!(kill(&["-INT", &child.id().to_string()]));
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(!kill(&["-0", &number]), "the driver was ended");
}
