//! The properties, one file each, and how they are run.

mod any_bytes;
mod evaluation;
mod linking;
mod loading;
mod quality;

use std::cell::Cell;

use proptest::{
    collection::vec,
    prelude::{Strategy, any},
    prop_oneof,
    test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner},
};
use vmlink::{
    generators::Limits,
    program::{Program, to_yaml},
    reference::ProfileName,
    transcript::{ErrorView, Outcome, ThrownView},
};

/// Whether a case said anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    Compared,
    /// The program lies outside what the naive implementation models.
    Skipped,
}

/// Runs `property` on `cases` inputs for programs of these limits, always the same ones.
///
/// # Panics
/// With the smallest input found that breaks the property, and when fewer than `share` of a hundred cases compared
/// anything: a property that skips what it meets proves nothing.
fn check(limits: Limits, cases: u32, share: u32, property: impl Fn(&[u8]) -> Result<Told, TestCaseError>) {
    let factor = std::env::var("VMLINK_PROPERTY_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    let config = Config {
        cases: cases.saturating_mul(factor),
        failure_persistence: None,
        // An input has a few hundred bytes; so many attempts zero nearly all that do not matter, within seconds.
        max_shrink_iters: 8_192,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, b"vmlink: the same cases each time");
    let compared = Cell::new(0_u32);
    let run = Cell::new(0_u32);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let result = runner.run(&input(limits), |bytes| {
        run.set(run.get() + 1);
        if property(&bytes)? == Told::Compared {
            compared.set(compared.get() + 1);
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    assert!(
        compared.get() >= run.get() / 100 * share,
        "only {} of {} cases compared anything; at least {share} in a hundred must",
        compared.get(),
        run.get()
    );
}

/// Inputs: mostly as long as the largest program, now and then shorter.
fn input(limits: Limits) -> impl Strategy<Value = Vec<u8>> {
    let length = limits.input_length();
    prop_oneof![4 => vec(any::<u8>(), length..=length), 1 => vec(any::<u8>(), 0..=length)]
}

/// Fails the case with everything needed to work it out.
fn disagree(
    program: &Program,
    profile: ProfileName,
    what: &str,
    naive: impl std::fmt::Debug,
    reference: impl std::fmt::Debug,
) -> TestCaseError {
    TestCaseError::fail(format!(
        "{what} under {profile}\n   naive: {naive:?}\n   reference: {reference:?}\n{}",
        to_yaml(program)
    ))
}

/// The error object that a step failed with.
fn error_of(outcome: &Outcome) -> Option<&ErrorView> {
    match outcome {
        Outcome::Error(ThrownView::Error(error)) => Some(error),
        _ => None,
    }
}
