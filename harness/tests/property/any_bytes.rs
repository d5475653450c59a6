//! What holds of every byte string.

use std::sync::Arc;

use proptest::test_runner::TestCaseError;
use vmlink::{
    engines::ReferenceEngine,
    generators::{Limits, program, source_text},
    oracles::check_invariants,
    program::{
        document::{Format, SourceFile},
        read, to_yaml,
    },
    reference::ProfileName,
    syntax::parse_module,
};

use super::{Told, check, disagree};

#[test]
fn every_program_keeps_the_invariants_and_runs_the_same_twice() {
    check(Limits::STANDARD, 1_500, 100, |bytes| {
        let program = program(bytes);
        for profile in ProfileName::STANDARDS {
            let engine = ReferenceEngine::new(profile);
            let transcript = engine.transcript(&program);
            let findings = check_invariants(&program, profile, &transcript);
            if !findings.is_empty() {
                return Err(disagree(&program, profile, "an invariant is broken", findings, transcript));
            }
            let again = engine.transcript(&program);
            if again != transcript {
                return Err(disagree(&program, profile, "a second run differs", transcript, again));
            }
        }
        Ok(Told::Compared)
    });
}

#[test]
fn every_program_reads_back_from_the_form_it_is_written_in() {
    check(Limits::STANDARD, 1_000, 100, |bytes| {
        let program = program(bytes);
        let text = to_yaml(&program);
        let source = SourceFile::new("generated.yaml".into(), Format::Yaml, text.clone());
        match read(Arc::new(source)) {
            Ok(back) if back == program => Ok(Told::Compared),
            Ok(_) => Err(TestCaseError::fail(format!("reads back as another program: {text}"))),
            Err(mistakes) => Err(TestCaseError::fail(format!("does not read back: {mistakes:?} {text}"))),
        }
    });
}

#[test]
fn every_text_is_a_record_or_a_placed_syntax_error() {
    let limits = Limits { modules: 2, statements: 6, entries: 0, steps: 1, ..Limits::STANDARD };
    check(limits, 500, 100, |bytes| {
        for text in [source_text(bytes), String::from_utf8_lossy(bytes).into_owned()] {
            let first = parse_module(&text);
            if first != parse_module(&text) {
                return Err(TestCaseError::fail(format!("a second parse differs: {text:?}")));
            }
            if let Err(error) = first
                && (error.message.is_empty() || error.position.line == 0 || error.position.column == 0)
            {
                return Err(TestCaseError::fail(format!("the error says too little: {error:?} in {text:?}")));
            }
        }
        Ok(Told::Compared)
    });
}
