//! Many programs on a few processes: no result is lost, and no process is left.

use std::{
    fs,
    num::NonZeroUsize,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use libtest_mimic::Trial;
use vmlink::engines::{DriverEngine, Engine, Interrupt, Notice, NoticeKind, RunFailure};

use crate::support::{failure, fake, impatient, logged, options, program, start, trial};

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("pool::every_thread_gets_its_own_result", own_results),
        trial("pool::a_program_that_fails_in_company_only_brings_its_transcript_and_a_notice", company),
        trial("pool::a_second_answer_is_not_taken_for_the_next", second_answer),
        trial("pool::notices_are_handed_on", notices),
        trial("pool::a_process_that_is_not_clean_is_replaced", left_behind),
        trial("pool::processes_are_replaced_in_time", replaced),
        trial("pool::an_engine_that_runs_nothing_is_given_up", given_up),
        trial("pool::a_runtime_that_cannot_be_started_again_is_given_up", not_started_again),
        trial("pool::nothing_is_left_running", nothing_left),
        trial("pool::an_interruption_ends_everything_at_once", interrupted),
    ]
}

fn own_results() {
    let engine = start("well", options(3));
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    match number {
                        400.. => break,
                        _ if number % 50 == 7 => {
                            assert!(matches!(failure(&engine, "exits 1"), RunFailure::Crash { .. }));
                        }
                        _ if number % 50 == 8 => {
                            assert!(matches!(failure(&engine, "wrong-run"), RunFailure::Protocol(_)));
                        }
                        _ => assert_eq!(logged(&engine, &format!("ok {number}")), number.to_string()),
                    }
                }
            });
        }
    });
}

fn run(engine: &DriverEngine, what: &str) -> (String, Vec<Notice>) {
    let (transcript, notices) = engine.run_noticing(&program(what));
    (transcript.expect("a transcript").steps[0].log[0].clone(), notices)
}

fn company() {
    let engine = start("well", impatient());
    for (manner, words) in [("dies-in-company", "exit code 1"), ("stalls-in-company", "within 1.5 s")] {
        assert_eq!(logged(&engine, "ok first"), "first");
        let (log, notices) = run(&engine, &format!("{manner} me"));
        assert_eq!(log, "me");
        assert_eq!(notices.len(), 1);
        assert_eq!(notices[0].kind, NoticeKind::Disturbed);
        assert!(notices[0].text.contains(words), "{}", notices[0]);
    }
}

fn second_answer() {
    let engine = start("well", options(1));
    assert_eq!(logged(&engine, "twice one"), "one");
    let (log, notices) = run(&engine, "ok two");
    assert_eq!(log, "two");
    assert!(notices[0].text.contains("an answer to run 1, when run 2 was asked"), "{}", notices[0]);
}

fn notices() {
    let engine = start("well", options(1));
    let (_, notices) = run(&engine, "rejects");
    let expected =
        Notice { kind: NoticeKind::UnhandledRejection, step: Some(0), text: "Error: x".to_owned() };
    assert_eq!(notices, [expected]);
    assert_eq!(run(&engine, "ok").1, []);
}

fn left_behind() {
    let engine = start("well", options(1));
    for _ in 0..3 {
        let (_, notices) = run(&engine, "leaves-something-behind");
        assert_eq!(notices[0].kind, NoticeKind::LeftBehind);
        assert_eq!(notices.len(), 1, "the first program of each process is not disturbed");
    }
}

fn replaced() {
    let numbers = |programs_per_process| {
        let engine = start("well", vmlink::engines::DriverOptions { programs_per_process, ..options(1) });
        let mut numbers: Vec<String> = (0..6).map(|_| logged(&engine, "says-its-number")).collect();
        numbers.dedup();
        numbers.len()
    };
    assert_eq!(numbers(None), 1);
    assert_eq!(numbers(NonZeroUsize::new(2)), 3);
}

fn given_up() {
    let engine = start("well", options(1));
    let mut failures = 0;
    let last = loop {
        match failure(&engine, "exits 1") {
            RunFailure::Crash { .. } => failures += 1,
            other => break other,
        }
        assert!(failures < 1_000);
    };
    assert!(failures >= 20, "a corpus may show some crashes in a row: {failures}");
    assert!(matches!(&last, RunFailure::GivenUp(reason) if reason.contains("exit code 1")), "{last}");
    assert!(matches!(failure(&engine, "ok"), RunFailure::GivenUp(_)));
}

fn not_started_again() {
    for (manner, words) in [("dies-later", "ended before it had said hello"), ("changes", "other@1.0")] {
        let folder = tempfile::tempdir().expect("a folder");
        let manner = format!("{manner}:{}", folder.path().join("was-here").display());
        let engine = start(&manner, options(1));
        assert_eq!(logged(&engine, "ok"), "");
        let restart = failure(&engine, "exits 1");
        assert!(matches!(&restart, RunFailure::Restart(reason) if reason.contains(words)), "{restart}");
        assert!(matches!(failure(&engine, "ok"), RunFailure::GivenUp(_)));
    }
}

#[cfg(unix)]
fn is_running(number: &str) -> bool {
    let pid = rustix::process::Pid::from_raw(number.parse().expect("a number")).expect("not 0");
    rustix::process::test_kill_process(pid).is_ok()
}

/// Whether the process ends soon. A child of a process that was ended is waited for by the system, in its own time.
#[cfg(unix)]
fn ends(number: &str) -> bool {
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(10) {
        let state = fs::read_to_string(format!("/proc/{number}/stat")).unwrap_or_default();
        if !is_running(number) || state.contains(") Z ") {
            return true;
        }
        thread::sleep(Duration::from_millis(20));
    }
    false
}

fn nothing_left() {
    #[cfg(unix)]
    {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("child");
        let engine = start("well", impatient());
        let hang = failure(&engine, &format!("stalls-with-a-child {}", file.display()));
        assert!(matches!(hang, RunFailure::Hang { .. }), "{hang}");
        let child = fs::read_to_string(file).expect("the child's number");
        assert!(ends(&child), "what a driver has started ends with it");
        let worker = logged(&engine, "says-its-number");
        assert!(is_running(&worker));
        drop(engine);
        assert!(!is_running(&worker), "a worker ends with its engine");
    }
}

fn interrupted() {
    let interrupt = Interrupt::default();
    let engine = DriverEngine::start(
        &fake("well"),
        vmlink::engines::DriverOptions { interrupt: interrupt.clone(), ..options(2) },
    )
    .expect("a hello");
    let started = Instant::now();
    thread::scope(|scope| {
        let waiting: Vec<_> = (0..3).map(|_| scope.spawn(|| failure(&engine, "stalls"))).collect();
        thread::sleep(Duration::from_millis(300));
        interrupt.raise();
        for waiting in waiting {
            assert_eq!(waiting.join().expect("no panic"), RunFailure::Interrupted);
        }
    });
    assert!(started.elapsed() < Duration::from_secs(20), "the time limit was a minute");
    assert_eq!(failure(&engine, "ok"), RunFailure::Interrupted);
}
