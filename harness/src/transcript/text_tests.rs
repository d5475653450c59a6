//! Tests of the canonical text.

use indexmap::IndexMap;
use proptest::{collection, option, prelude::*, sample};

use super::{
    ErrorView, LinkerCall, ModuleStatus, Observed, Outcome, SettledStep, StepRecord, ThrownView, Transcript,
    Unmodelled, canonical_text,
};
use crate::program::Value;

fn error(
    identity: u32,
    name: &str,
    code: Option<&str>,
    message: &str,
    cause: Option<ThrownView>,
) -> ThrownView {
    ThrownView::Error(Box::new(ErrorView {
        identity,
        name: name.to_owned(),
        code: code.map(str::to_owned),
        message: message.to_owned(),
        cause,
    }))
}

fn link_failure() -> ThrownView {
    let cause = error(2, "Error", None, "Cannot find missing", None);
    error(1, "Error", Some("ERR_VM_MODULE_LINK_FAILURE"), "Link failure", Some(cause))
}

fn ok() -> Outcome {
    Outcome::Ok(Observed::Value(Value::Undefined))
}

fn record(step: &str, outcome: Outcome, status: &[(&str, ModuleStatus)]) -> StepRecord {
    StepRecord {
        step: step.to_owned(),
        outcome,
        together: vec![],
        inside: vec![],
        settled: vec![],
        status: status.iter().map(|(module, status)| ((*module).to_owned(), *status)).collect(),
        errors: IndexMap::default(),
        calls: vec![],
        imports: vec![],
        log: vec![],
    }
}

fn text(steps: Vec<StepRecord>) -> String {
    canonical_text(&Transcript { steps, ..Transcript::default() })
}

fn step(name: &str, outcome: Outcome) -> SettledStep {
    SettledStep { step: name.to_owned(), outcome }
}

#[test]
fn a_failed_link_reads_as_prose() {
    let mut link = record(
        "link main",
        Outcome::Error(link_failure()),
        &[("main", ModuleStatus::Errored), ("dep", ModuleStatus::Unlinked)],
    );
    link.calls = vec![LinkerCall {
        specifier: "missing".to_owned(),
        referrer: "main".to_owned(),
        attributes: vec![("type".to_owned(), "json".to_owned()), ("a b".to_owned(), String::new())],
    }];
    link.errors.insert("main".to_owned(), link_failure());
    let mut again = link.clone();
    again.calls.clear();
    again.outcome = Outcome::Error(error(
        3,
        "Error",
        Some("ERR_VM_MODULE_STATUS"),
        "Module status must be unlinked",
        None,
    ));
    assert_eq!(
        text(vec![link, again]),
        "link main\n\
        \x20 main asks for \"missing\" with type=\"json\", \"a b\"=\"\"\n\
        \x20 fails: Error [ERR_VM_MODULE_LINK_FAILURE]: Link failure  #1\n\
        \x20   because of: Error: Cannot find missing  #2\n\
        \x20 main is errored with #1\n\
        \x20 dep is unlinked\n\
        link main\n\
        \x20 fails: Error [ERR_VM_MODULE_STATUS]: Module status must be unlinked  #3\n"
    );
}

#[test]
fn every_kind_of_outcome_has_its_words() {
    let keys = vec!["default".to_owned(), "a b".to_owned()];
    let place = Unmodelled { module: "main".to_owned(), line: 3, column: 9 };
    let outcomes = [
        ok(),
        Outcome::Ok(Observed::Value(Value::Null)),
        Outcome::Ok(Observed::Namespace(vec![])),
        Outcome::Ok(Observed::Namespace(keys)),
        Outcome::Ok(Observed::Thrown(error(1, "TypeError", None, "", None))),
        Outcome::Ok(Observed::Thrown(ThrownView::Value(Value::Null))),
        Outcome::Error(ThrownView::Value(Value::String("no".to_owned()))),
        Outcome::Error(error(4, "Error", None, "a\nb", Some(ThrownView::Elided))),
        Outcome::Pending,
        Outcome::Unmodelled(place),
    ];
    let steps = outcomes.into_iter().map(|outcome| record("link main", outcome, &[])).collect();
    let text = text(steps);
    let lines: Vec<&str> = text.lines().filter(|line| line.starts_with(' ')).collect();
    assert_eq!(
        lines,
        [
            "  succeeds",
            "  succeeds with null",
            "  gives a namespace without names",
            "  gives a namespace with \"default\", \"a b\"",
            "  gives TypeError  #1",
            "  gives the value null",
            "  fails: the value \"no\"",
            "  fails: Error: a\\nb  #4",
            "    because of: causes that are not shown",
            "  is pending",
            "  is unmodelled: main, line 3, column 9",
        ]
    );
}

#[test]
fn steps_in_other_steps_say_what_they_have_to_do_with_them() {
    let mut together = record("together", ok(), &[]);
    together.log = vec!["one \"line\"\nonly".to_owned()];
    together.inside = vec![step("link dep", Outcome::Pending)];
    together.together = vec![step("link a", ok()), step("link b", Outcome::Error(link_failure()))];
    together.settled = vec![step("link old", ok())];
    assert_eq!(
        text(vec![together]),
        "together\n\
        \x20 logs \"one \\\"line\\\"\\nonly\"\n\
        \x20 link dep, started by the linker, is pending\n\
        \x20 link a, started together, succeeds\n\
        \x20 link b, started together, fails: Error [ERR_VM_MODULE_LINK_FAILURE]: Link failure  #1\n\
        \x20   because of: Error: Cannot find missing  #2\n\
        \x20 succeeds\n\
        \x20 link old, pending until now, succeeds\n"
    );
}

#[test]
fn a_module_is_told_of_again_only_when_something_changed() {
    use ModuleStatus::{Errored, Linked, Unlinked};
    let both = [("main", Linked), ("dep", Linked)];
    let mut third = record("evaluate main", ok(), &[("main", Errored), ("dep", Linked)]);
    third.errors.insert("main".to_owned(), error(5, "Error", None, "x", None));
    let mut fourth = third.clone();
    fourth.errors.insert("main".to_owned(), error(5, "Error", None, "changed", None));
    fourth.errors.insert("dep".to_owned(), ThrownView::Value(Value::Number(1.0)));
    let fifth = record("evaluate main", ok(), &[("main", Errored)]);
    let steps = vec![
        record("link main", ok(), &[("main", Linked), ("dep", Unlinked)]),
        record("link dep", ok(), &both),
        third,
        fourth,
        fifth,
    ];
    assert_eq!(
        text(steps),
        "link main\n  succeeds\n  main is linked\n  dep is unlinked\n\
        link dep\n  succeeds\n  dep is linked\n\
        evaluate main\n  succeeds\n  main is errored with Error: x  #5\n\
        evaluate main\n  succeeds\n  main is errored with Error: changed  #5\n  dep is linked, yet has the error the value 1\n\
        evaluate main\n  succeeds\n  main is errored without an error\n  dep has no status any more\n"
    );
}

#[test]
fn constructions_that_failed_come_first() {
    let construct =
        IndexMap::from([("main".to_owned(), Outcome::Error(error(1, "SyntaxError", None, "no", None)))]);
    assert_eq!(
        canonical_text(&Transcript { construct, steps: vec![] }),
        "construct main\n  fails: SyntaxError: no  #1\n"
    );
    assert_eq!(canonical_text(&Transcript::default()), "no steps\n");
}

fn values() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Undefined),
        Just(Value::Null),
        "[1\"n\n\\\\]{0,2}".prop_map(Value::String),
        Just(Value::Number(1.0)),
        Just(Value::BigInt("1".to_owned())),
        Just(Value::Array(vec![Value::Null])),
    ]
}

fn throwns() -> impl Strategy<Value = ThrownView> {
    let leaf = prop_oneof![1 => values().prop_map(ThrownView::Value), 1 => Just(ThrownView::Elided)];
    leaf.prop_recursive(3, 4, 1, |inner| {
        (1..4_u32, "Error|A B|", option::of("CODE|E D"), "|a|:|a  #1|\\[CODE\\]|\n", option::of(inner))
            .prop_map(|(identity, name, code, message, cause)| {
                error(identity, &name, code.as_deref(), &message, cause)
            })
    })
}

fn outcomes() -> impl Strategy<Value = Outcome> {
    prop_oneof![
        values().prop_map(|value| Outcome::Ok(Observed::Value(value))),
        throwns().prop_map(|thrown| Outcome::Ok(Observed::Thrown(thrown))),
        collection::vec("a|b|a\", \"b", 0..3).prop_map(|keys| Outcome::Ok(Observed::Namespace(keys))),
        throwns().prop_map(Outcome::Error),
        Just(Outcome::Pending),
        (1..3_u32, 1..3_u32).prop_map(|(line, column)| Outcome::Unmodelled(Unmodelled {
            module: "main".to_owned(),
            line,
            column
        })),
    ]
}

fn settled() -> impl Strategy<Value = Vec<SettledStep>> {
    collection::vec(("link a|link b", outcomes()).prop_map(|(name, outcome)| step(&name, outcome)), 0..2)
}

fn records() -> impl Strategy<Value = StepRecord> {
    let call = ("x|y|x\" with a=\"", "main|dep", collection::vec(("a|b c", "1|2"), 0..2));
    let modules = ["main", "dep"];
    let status = sample::select(ModuleStatus::ALL.to_vec());
    (
        ("link main|evaluate main", outcomes()),
        (settled(), settled(), settled()),
        (option::of(status.clone()), option::of(status), option::of(throwns()), option::of(throwns())),
        collection::vec(call, 0..2),
        collection::vec("a|succeeds|\n", 0..2),
    )
        .prop_map(
            move |(
                (step, outcome),
                (together, inside, settled),
                (main, dep, main_error, dep_error),
                calls,
                log,
            )| {
                let status = modules
                    .iter()
                    .zip([main, dep])
                    .filter_map(|(name, one)| Some(((*name).to_owned(), one?)));
                let errors = modules
                    .iter()
                    .zip([main_error, dep_error])
                    .filter_map(|(name, one)| Some(((*name).to_owned(), one?)));
                let calls = calls
                    .into_iter()
                    .map(|(specifier, referrer, attributes)| LinkerCall { specifier, referrer, attributes })
                    .collect();
                StepRecord {
                    step,
                    outcome,
                    together,
                    inside,
                    settled,
                    status: status.collect(),
                    errors: errors.collect(),
                    calls,
                    imports: Vec::new(),
                    log,
                }
            },
        )
}

/// Replaces one part of a record by that of another.
fn graft(record: &mut StepRecord, other: StepRecord, part: usize) {
    match part {
        0 => record.outcome = other.outcome,
        1 => record.together = other.together,
        2 => record.inside = other.inside,
        3 => record.settled = other.settled,
        4 => record.status = other.status,
        5 => record.errors = other.errors,
        6 => record.calls = other.calls,
        7 => record.log = other.log,
        _ => record.step = other.step,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    /// Nothing is lost: when any part of any step differs, so does the text.
    #[test]
    fn texts_are_equal_exactly_when_transcripts_are(
        steps in collection::vec(records(), 1..4),
        place in any::<sample::Index>(),
        other in records(),
        part in 0..9_usize,
    ) {
        let mut changed = steps.clone();
        graft(&mut changed[place.index(steps.len())], other, part);
        prop_assert_eq!(text(steps.clone()) == text(changed.clone()), steps == changed);
    }

    /// Every line is a step's or indented, none is empty, and nothing in it ends a line for any reader.
    #[test]
    fn every_fact_is_one_line(steps in collection::vec(records(), 1..4), message in any::<String>()) {
        let mut steps = steps;
        steps[0].outcome = Outcome::Error(error(1, &message, Some(&message), &message, None));
        for line in text(steps).split('\n').rev().skip(1) {
            prop_assert!(!line.trim().is_empty());
            let ends_line = |char: char| char.is_control() || ['\u{2028}', '\u{2029}'].contains(&char);
            prop_assert!(!line.contains(ends_line), "{}", line);
            prop_assert!(line.starts_with("  ") || line.ends_with(" main"), "{}", line);
        }
    }
}
