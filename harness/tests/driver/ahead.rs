//! Programs that are sent before the answers to earlier ones are read: whatever becomes of one, each other keeps its result.

use std::{
    borrow::Cow,
    collections::HashSet,
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use libtest_mimic::Trial;
use vmlink::engines::{
    DriverEngine, DriverOptions, Engine, Interrupt, Notice, NoticeKind, RunFailure, run_each_tagged,
};

use crate::support::{fake, impatient, logged, options, program, start, trial};

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("ahead::programs_are_sent_before_answers_are_read", sent),
        trial("ahead::a_failure_costs_no_other_program_its_result", failures),
        trial("ahead::a_stall_is_attributed_to_its_program", stall),
        trial("ahead::time_counts_from_the_answer_before", time),
        trial("ahead::an_answer_out_of_turn_is_diagnosed", out_of_turn),
        trial("ahead::long_lines_do_not_make_both_sides_wait", long_lines),
        trial("ahead::a_process_that_is_not_clean_gives_no_further_result", left_behind),
        trial("ahead::processes_are_replaced_in_time", replaced),
        trial("ahead::an_interruption_hands_every_program_back", interrupted),
        trial("ahead::an_engine_that_is_given_up_hands_every_program_back", given_up),
        trial("ahead::a_panic_leaves_no_answer_for_the_next", panics),
    ]
}

/// What came of a program: the line it logged, or why there is none.
type Came = (Result<String, RunFailure>, Vec<Notice>);

/// What came of each program, in their order.
fn run_all<S: AsRef<str>>(engine: &DriverEngine, texts: &[S]) -> Vec<Came> {
    let mut came = Vec::new();
    let programs = texts.iter().enumerate().map(|(place, text)| (place, Cow::Owned(program(text.as_ref()))));
    run_each_tagged(engine, programs, |place, ran, transcript, notices| {
        assert_eq!(place, came.len(), "the programs come back in their order");
        assert_eq!(*ran, program(texts[place].as_ref()));
        came.push((transcript.map(|transcript| transcript.steps[0].log[0].clone()), notices));
    });
    assert_eq!(came.len(), texts.len());
    came
}

/// Texts of as many programs that are well, each with its number.
fn well(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("ok {number}")).collect()
}

/// Every program but those at `except` has logged its number, and nothing was noticed.
fn assert_well(came: &[Came], except: &[usize]) {
    for (number, came) in came.iter().enumerate() {
        if !except.contains(&number) {
            assert_eq!(*came, (Ok(number.to_string()), vec![]), "program {number}");
        }
    }
}

fn sent() {
    let engine = start("gathers:4", options(1));
    assert_well(&run_all(&engine, &well(40)), &[]);
}

fn failures() {
    let manners =
        ["exits 1", "wrong-run", "not-json", "babbles-and-dies", "wrong-status", "refuses", "hello-again"];
    let engine = start("well", options(1));
    let mut texts = well(100);
    let mut bad = Vec::new();
    for (number, manner) in manners.iter().enumerate() {
        bad.push(10 * number + 3);
        (*manner).clone_into(&mut texts[10 * number + 3]);
    }
    // Two in a row, the first and the last.
    for place in [0, 83, 84, 99] {
        bad.push(place);
        "exits 2".clone_into(&mut texts[place]);
    }
    let came = run_all(&engine, &texts);
    assert_well(&came, &bad);
    for &place in &bad {
        let failure = came[place].0.as_ref().expect_err("no transcript");
        match texts[place].as_str() {
            "exits 1" | "exits 2" | "babbles-and-dies" => {
                let RunFailure::Crash { death } = failure else { panic!("{failure}") };
                assert_eq!(death.step, Some(0), "it was run once more, and told its step");
            }
            _ => assert!(matches!(failure, RunFailure::Protocol(_)), "{failure}"),
        }
    }
}

fn stall() {
    let engine = start("well", impatient());
    let mut texts = well(40);
    "stalls".clone_into(&mut texts[5]);
    "dies-in-company me".clone_into(&mut texts[20]);
    let came = run_all(&engine, &texts);
    assert_well(&came, &[5, 20]);
    assert_eq!(came[5].0, Err(RunFailure::Hang { seconds: Duration::from_millis(1_500), step: Some(0) }));
    assert_eq!(came[20].0.as_deref(), Ok("me"));
    assert_eq!(came[20].1.len(), 1);
    assert_eq!(came[20].1[0].kind, NoticeKind::Disturbed);
}

fn time() {
    let engine = start("well", DriverOptions { timeout: Duration::from_secs(2), ..options(1) });
    let texts: Vec<String> = (0..12).map(|number| format!("slow {number}")).collect();
    let started = Instant::now();
    assert_well(&run_all(&engine, &texts), &[]);
    assert!(started.elapsed() > Duration::from_secs(2), "all together take longer than one may");
}

fn out_of_turn() {
    let engine = start("swaps", options(1));
    let came = run_all(&engine, &well(2));
    assert_eq!(came[0].0.as_deref(), Ok("0"));
    let notice = came[0].1[0].to_string();
    assert!(notice.contains("an answer to run 2, when run 1 was asked"), "{notice}");
    assert_eq!(came[1].0.as_deref(), Ok("1"));
}

fn long_lines() {
    let engine = start("well", options(1));
    // Each is longer than what any pipe holds, and so is the answer, which repeats it.
    let long = |number: usize| format!("ok {}", number.to_string().repeat(1 << 18));
    // Each is short, and its answer long: together they fill a pipe before the first is read.
    let short = |number: usize| format!("says-much {number}");
    let texts: Vec<String> =
        (0..40).map(|number| if number % 8 == 7 { long(number) } else { short(number) }).collect();
    for (number, came) in run_all(&engine, &texts).into_iter().enumerate() {
        let (Ok(line), notices) = came else { panic!("{came:?}") };
        assert_eq!(notices, []);
        assert!(line.starts_with(&number.to_string()) && line.len() >= 1 << 17, "{number}: {}", line.len());
    }
}

fn left_behind() {
    let engine = start("well", options(1));
    // It fails wherever it is not the first of its process.
    let came = run_all(&engine, &["leaves-something-behind 0"; 5]);
    for (log, notices) in came {
        assert_eq!(log.as_deref(), Ok("0"));
        let kinds: Vec<NoticeKind> = notices.iter().map(|notice| notice.kind).collect();
        assert_eq!(kinds, [NoticeKind::LeftBehind]);
    }
}

fn replaced() {
    for (most, processes) in [(1, 12), (5, 3)] {
        let programs_per_process = NonZeroUsize::new(most);
        let engine = start("well", DriverOptions { programs_per_process, ..options(1) });
        let came = run_all(&engine, &["says-its-number"; 12]);
        let numbers: HashSet<String> = came.into_iter().map(|(log, _)| log.expect("a transcript")).collect();
        assert_eq!(numbers.len(), processes);
    }
}

fn interrupted() {
    let interrupt = Interrupt::default();
    let options = DriverOptions { interrupt: interrupt.clone(), ..options(1) };
    let engine = DriverEngine::start(&fake("well"), options).expect("a hello");
    let mut texts = well(40);
    "stalls".clone_into(&mut texts[6]);
    let (sender, receiver) = mpsc::channel();
    let mut came = Vec::new();
    thread::scope(|scope| {
        let interrupt = &interrupt;
        scope.spawn(move || {
            // The sixth result is there, and the next program stalls.
            receiver.recv().expect("a result");
            thread::sleep(Duration::from_millis(300));
            interrupt.raise();
        });
        let programs = texts.iter().map(|text| ((), Cow::Owned(program(text))));
        run_each_tagged(&engine, programs, |(), _, transcript, notices| {
            came.push((transcript.map(|transcript| transcript.steps[0].log[0].clone()), notices));
            if came.len() == 6 {
                sender.send(()).expect("somebody who waits");
            }
        });
    });
    assert_eq!(came.len(), texts.len());
    assert_well(&came[..6], &[]);
    assert!(came[6..].iter().all(|(ran, _)| *ran == Err(RunFailure::Interrupted)), "{came:?}");
}

fn given_up() {
    let engine = start("well", options(1));
    let came = run_all(&engine, &["exits 1"; 80]);
    let ends = |(ran, _): &Came| matches!(ran, Err(RunFailure::Crash { .. }));
    let crashes = came.iter().take_while(|came| ends(came)).count();
    assert!((20..80).contains(&crashes), "{crashes}");
    assert!(came[crashes..].iter().all(|(ran, _)| matches!(ran, Err(RunFailure::GivenUp(_)))));
}

fn panics() {
    let engine = start("well", options(1));
    let texts = well(20);
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        let programs = texts.iter().map(|text| ((), Cow::Owned(program(text))));
        run_each_tagged(&engine, programs, |(), _, _, _| panic!("on purpose"));
    }));
    assert!(panicked.is_err());
    let (transcript, notices) = engine.run_noticing(&program("ok after"));
    assert_eq!(transcript.expect("a transcript").steps[0].log, ["after"]);
    assert_eq!(notices, []);
    assert_eq!(logged(&engine, "ok again"), "again");
}
