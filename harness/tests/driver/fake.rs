//! A driver that does what it is told: how it begins by its argument, what it does with a program by the text of the
//! program's first module.

use std::{
    fs,
    io::{self, BufRead, Write},
    iter,
    process::{self, Command, ExitCode, Stdio},
    thread,
    time::Duration,
};

use serde_json::{Value as Json, json};

/// What stands before the manner on the command line.
pub(crate) const ARGUMENT: &str = "--be-a-driver=";

/// Bytes of a flood, where it must have an end.
const FLOOD: usize = 20 << 20;

/// Speaks the protocol in a manner, until its input ends.
pub(crate) fn run(manner: &str) -> ExitCode {
    let (manner, detail) = manner.split_once(':').unwrap_or((manner, ""));
    match manner {
        "silent" => stall(),
        "dies" => {
            eprintln!("no licence");
            return ExitCode::from(9);
        }
        "asks" => say(&json!({ "run": 1, "transcript": {} })),
        "babbles" => println!("Welcome!"),
        "endless-hello" => flood("{"),
        "old" => say(&json!({ "hello": { "protocol": 0, "name": "an older form" } })),
        "new" => say(&json!({ "hello": { "protocol": 2 } })),
        "nameless" => say(&json!({ "hello": { "protocol": 1, "version": "1" } })),
        // Works the first time it is started; `detail` is a file that remembers.
        "dies-later" | "changes" if fs::exists(detail).unwrap_or(false) => {
            if manner == "dies-later" {
                return ExitCode::from(9);
            }
            hello("other");
        }
        "dies-later" | "changes" => {
            fs::write(detail, "").expect("a folder to write to");
            hello("fake");
        }
        _ => hello("fake"),
    }
    let gathered = match manner {
        "gathers" => detail.parse().expect("a number"),
        "swaps" => 2,
        _ => 1,
    };
    let lines = io::stdin().lock().lines().map_while(Result::ok);
    let mut questions =
        lines.map(|line| serde_json::from_str::<Json>(&line).expect("a question")).enumerate();
    while let Some(first) = questions.next() {
        // A program that is traced has been sent alone, and what is swapped once is never swapped again.
        let is_alone = first.1["trace"] == true || (manner == "swaps" && first.0 > 0);
        let more = if is_alone { 0 } else { gathered - 1 };
        let mut all: Vec<_> = iter::once(first).chain(questions.by_ref().take(more)).collect();
        if manner == "swaps" {
            all.reverse();
        }
        for (place, question) in all {
            if let Some(code) = answer(&question, place) {
                return code;
            }
        }
    }
    ExitCode::SUCCESS
}

fn hello(runtime: &str) {
    let capabilities: [&str; 0] = [];
    say(&json!({ "hello": {
        "protocol": 1, "runtime": runtime, "version": "1.0", "engine": "none", "capabilities": capabilities,
    } }));
}

/// Does as the program says; gives the exit code when that is the end. `place` counts the programs of this process.
fn answer(question: &Json, place: usize) -> Option<ExitCode> {
    let run = &question["run"];
    let text = question["program"]["modules"][0]["source"].as_str().unwrap_or_default();
    let (manner, detail) = text.split_once(' ').unwrap_or((text, ""));
    if question["trace"] == true {
        say(&json!({ "run": run, "step": 0 }));
    }
    let right = || json!({ "run": run, "transcript": transcript("link main", detail) });
    match manner {
        "wrong-run" => say(&json!({ "run": 77, "transcript": transcript("link main", "") })),
        "not-json" => println!("Segmentation fault"),
        "wrong-shape" => say(&json!({ "run": run, "transcript": { "construct": {}, "steps": 1 } })),
        "wrong-status" => {
            let mut answer = right();
            answer["transcript"]["steps"][0]["status"]["main"] = "ready".into();
            say(&answer);
        }
        "other-steps" => say(&json!({ "run": run, "transcript": transcript("evaluate main", "") })),
        "more-steps" => {
            let mut answer = right();
            let step = answer["transcript"]["steps"][0].clone();
            answer["transcript"]["steps"].as_array_mut().expect("steps").push(step);
            say(&answer);
        }
        "unknown-key" => {
            say(&json!({ "run": run, "transcript": transcript("link main", ""), "mood": "good" }));
        }
        "refuses" => say(&json!({ "run": run, "failure": "not today" })),
        "hello-again" => hello("fake"),
        "twice" => {
            say(&right());
            say(&right());
        }
        "stalls" => stall(),
        "slow" => {
            thread::sleep(Duration::from_millis(300));
            say(&right());
        }
        "says-much" => {
            let log = format!("{detail} {}", "x".repeat(1 << 17));
            say(&json!({ "run": run, "transcript": transcript("link main", &log) }));
        }
        "stalls-in-company" if place > 0 => stall(),
        "stalls-with-a-child" => {
            let me = std::env::current_exe().expect("a path");
            let mut child = Command::new(me);
            child.arg(format!("{ARGUMENT}silent")).stdin(Stdio::null());
            let mut child = child.spawn().expect("a child");
            fs::write(detail, child.id().to_string()).expect("a folder to write to");
            // It does not end by itself either.
            let _ = child.wait();
        }
        "endless-line" => flood("x"),
        "endless-lines" => flood("x\n"),
        "endless-errors" => loop {
            let _ = io::stderr().write_all(&[b'e'; 1 << 13]);
        },
        "many-errors" => {
            for _ in 0..FLOOD >> 10 {
                let _ = io::stderr().write_all(&[b'e'; 1 << 10]);
            }
            say(&right());
        }
        "exits" => {
            eprintln!("first words");
            eprintln!("last words");
            return Some(ExitCode::from(detail.parse().unwrap_or(0)));
        }
        "exits-and-says-so" => {
            say(&json!({ "run": run, "exit": 7, "step": 0 }));
            return Some(ExitCode::from(7));
        }
        "aborts" => process::abort(),
        "dies-in-company" if place > 0 => return Some(ExitCode::from(1)),
        "babbles-and-dies" => {
            println!("#\n# Fatal error");
            return Some(ExitCode::from(133));
        }
        "leaves-something-behind" if place > 0 => say(&json!({ "run": run, "failure": "not the first" })),
        "leaves-something-behind" => {
            let mut answer = right();
            answer["notices"] = json!([{ "leftBehind": "globalThis.x", "step": 0 }]);
            say(&answer);
        }
        "says-its-number" => {
            say(&json!({ "run": run, "transcript": transcript("link main", &process::id().to_string()) }));
        }
        "rejects" => {
            let mut answer = right();
            answer["notices"] = json!([{ "unhandledRejection": "Error: x", "step": 0 }]);
            say(&answer);
        }
        _ => say(&right()),
    }
    None
}

/// What comes of linking one module that imports nothing, with a line in its log that says which program it was.
fn transcript(step: &str, log: &str) -> Json {
    json!({ "construct": {}, "steps": [{
        "step": step,
        "outcome": { "ok": { "undefined": true } },
        "status": { "main": "linked" },
        "calls": [],
        "log": [log],
    }] })
}

fn say(message: &Json) {
    println!("{message}");
}

fn stall() {
    thread::sleep(Duration::from_mins(10));
}

/// Writes without end; the other side ends it.
fn flood(text: &str) {
    let chunk = text.repeat(1 << 14);
    while io::stdout().write_all(chunk.as_bytes()).and_then(|()| io::stdout().flush()).is_ok() {}
}
