//! Each way in which a driver can fail is found and called by its name.

use std::time::{Duration, Instant};

use libtest_mimic::Trial;
use vmlink::engines::{DriverEngine, Engine, ProtocolError, RunFailure, StartError};

use crate::support::{failure, fake, impatient, logged, options, start, trial};

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("failures::a_driver_that_does_not_begin_is_diagnosed", does_not_begin),
        trial("failures::another_version_of_the_protocol_is_named", other_protocol),
        trial("failures::a_lie_is_diagnosed_and_costs_no_other_result", lies),
        trial("failures::a_death_is_told_with_its_code_its_step_and_its_last_words", deaths),
        trial("failures::a_stall_is_a_hang", stalls),
        trial("failures::a_flood_ends_and_fills_nothing", floods),
        trial("failures::an_output_that_is_closed_is_no_hang", closed),
    ]
}

fn start_error(manner: &str) -> StartError {
    let mut options = impatient();
    options.start_timeout = options.timeout;
    DriverEngine::start(&fake(manner), options).expect_err("no hello")
}

fn does_not_begin() {
    let missing = DriverEngine::start(
        &vmlink::engines::DriverCommand::custom("/there/is/no/such/driver", [""; 0]),
        options(1),
    );
    assert!(matches!(missing, Err(StartError::Spawn { .. })));
    assert!(matches!(start_error("silent"), StartError::Silent { .. }));
    let StartError::Died { death, .. } = start_error("dies") else { panic!("it dies") };
    assert_eq!((death.code, death.output.as_str()), (Some(9), "no licence"));
    let no_hello = |manner| match start_error(manner) {
        StartError::NoHello { reason, .. } => reason,
        other => panic!("{other}"),
    };
    assert_eq!(no_hello("asks"), ProtocolError::Unasked { answered: 1 });
    assert!(matches!(no_hello("babbles"), ProtocolError::NotAMessage { line, .. } if line == "Welcome!"));
    assert!(no_hello("nameless").to_string().contains("no text `runtime`"));
    assert!(matches!(no_hello("endless-hello"), ProtocolError::TooLong { .. }));
}

fn other_protocol() {
    for (manner, version) in [("old", 0), ("new", 2)] {
        let error = start_error(manner);
        assert!(matches!(error, StartError::OtherProtocol { theirs, .. } if theirs == version), "{error}");
        let words = format!("speaks version {version} of the driver protocol");
        assert!(error.to_string().contains(&words), "{error}");
    }
}

fn protocol_error(engine: &DriverEngine, what: &str) -> ProtocolError {
    match failure(engine, what) {
        RunFailure::Protocol(error) => error,
        other => panic!("{what}: {other}"),
    }
}

fn lies() {
    let engine = start("well", options(1));
    assert_eq!(engine.name(), "fake@1.0");
    assert_eq!(logged(&engine, "ok before"), "before");
    let is = |what: &str, expected: &str| {
        let error = protocol_error(&engine, what).to_string();
        assert!(error.contains(expected), "{what}: {error}");
        assert_eq!(logged(&engine, "ok after"), "after", "the engine goes on after {what}");
    };
    assert_eq!(protocol_error(&engine, "wrong-run"), ProtocolError::WrongRun { asked: 1, answered: 77 });
    assert_eq!(protocol_error(&engine, "hello-again"), ProtocolError::SecondHello { asked: 1 });
    assert_eq!(protocol_error(&engine, "refuses"), ProtocolError::Refused("not today".to_owned()));
    is("not-json", "`Segmentation fault` is not a message of the protocol: it is not JSON");
    is("wrong-shape", "steps must be a list, and is 1");
    is("wrong-status", "steps[0].status.main must be one of unlinked, ");
    is("other-steps", "its step 1 is `evaluate main` instead of `link main`");
    is("more-steps", "it has 2 steps instead of 1");
    is("unknown-key", "a key `mood`");
}

fn deaths() {
    let engine = start("well", options(1));
    let death = |what| match failure(&engine, what) {
        RunFailure::Crash { death } => *death,
        other => panic!("{what}: {other}"),
    };
    let exit = death("exits 3");
    assert_eq!((exit.code, exit.signal, exit.step), (Some(3), None, Some(0)));
    assert_eq!(exit.output, "first words\nlast words");
    assert_eq!(death("exits 0").code, Some(0));
    let told = death("exits-and-says-so");
    assert_eq!((told.code, told.step), (Some(7), Some(0)));
    let babble = death("babbles-and-dies");
    assert_eq!((babble.code, babble.output.as_str()), (Some(133), "#\n# Fatal error"));
    #[cfg(unix)]
    {
        let abort = death("aborts");
        assert_eq!((abort.code, abort.signal), (None, Some(6)));
        assert!(abort.to_string().contains("signal 6 (SIGABRT)"), "{abort}");
    }
    assert_eq!(logged(&engine, "ok after"), "after");
}

fn stalls() {
    let engine = start("well", impatient());
    let started = Instant::now();
    let hang = failure(&engine, "stalls");
    assert_eq!(hang, RunFailure::Hang { seconds: Duration::from_millis(1_500), step: Some(0) });
    assert!(started.elapsed() >= Duration::from_secs(3), "it is tried alone too");
    assert!(started.elapsed() < Duration::from_mins(1));
    assert_eq!(logged(&engine, "ok after"), "after");
}

fn floods() {
    let engine = start("well", options(1));
    assert!(matches!(protocol_error(&engine, "endless-line"), ProtocolError::TooLong { .. }));
    assert!(matches!(protocol_error(&engine, "endless-lines"), ProtocolError::NotAMessage { .. }));
    assert_eq!(logged(&engine, "many-errors after"), "after", "a full standard error holds nobody up");
    drop(engine);
    let engine = start("well", impatient());
    let hang = failure(&engine, "endless-errors");
    assert!(matches!(hang, RunFailure::Hang { .. }), "{hang}");
}

fn closed() {
    #[cfg(unix)]
    {
        let hello = r#"{"hello":{"protocol":1,"runtime":"sh","version":"1","engine":"e","capabilities":[]}}"#;
        let script = format!("printf '%s\\n' '{hello}'; read line; exec 1>&-; sleep 600");
        let command = vmlink::engines::DriverCommand::custom("sh", ["-c", &script]);
        let engine = DriverEngine::start(&command, options(1)).expect("a hello");
        let RunFailure::Crash { death } = failure(&engine, "ok") else { panic!("it has closed its output") };
        assert_eq!(death.signal, Some(9), "it was ended, because it did not end by itself");
    }
}
