//! Transcripts that differ in one thing, and what is said about it.

use super::{
    Difference, Graph, check, compare,
    testing::{Files, transcript},
};
use crate::{
    program::Value,
    transcript::{ErrorView, ModuleStatus, Observed, Outcome, ThrownView, Transcript},
};

fn graph() -> Graph {
    Files::new(&[
        ("main.mjs", "import { a } from './a.mjs'; import './b.mjs';"),
        ("a.mjs", "export let a; export let c; import './b.mjs';"),
        ("b.mjs", "export let b; export * from './a.mjs';"),
    ])
    .graph("main.mjs")
}

/// What `change` of the reference's transcript is found to be, by [`compare`] and by [`check`].
fn found(change: impl FnOnce(&mut Transcript)) -> (Vec<String>, Vec<String>) {
    let graph = graph();
    let expected = transcript(&graph);
    assert_eq!(compare(&graph, &expected, &expected), []);
    assert_eq!(check(&graph, &expected), []);
    let mut actual = expected.clone();
    change(&mut actual);
    let texts = |differences: Vec<Difference>| differences.iter().map(ToString::to_string).collect();
    (texts(compare(&graph, &expected, &actual)), texts(check(&graph, &actual)))
}

fn error(message: &str) -> ThrownView {
    let (name, message) = ("SyntaxError".to_owned(), message.to_owned());
    ThrownView::Error(Box::new(ErrorView { identity: 1, name, code: None, message, cause: None }))
}

#[test]
fn a_construction_that_fails() {
    let (compared, checked) = found(|actual| {
        actual.construct.insert("a.mjs".to_owned(), Outcome::Error(error("bad")));
    });
    assert_eq!(compared, ["construction of a.mjs: expected a module, got SyntaxError"]);
    assert_eq!(checked, ["construction of a.mjs: expected a module, got SyntaxError: bad"]);
}

#[test]
fn early_errors_are_compared_by_name_only() {
    let graph = graph();
    let with = |message| {
        let mut transcript = transcript(&graph);
        transcript.construct.insert("a.mjs".to_owned(), Outcome::Error(error(message)));
        transcript
    };
    assert_eq!(compare(&graph, &with("one"), &with("other")), []);
}

#[test]
fn a_link_that_ends_otherwise() {
    let (compared, checked) = found(|actual| actual.steps[0].outcome = Outcome::Pending);
    let text = r#"outcome of link main.mjs: expected {"ok":{"undefined":true}}, got "pending""#;
    assert_eq!((compared, checked), (vec![text.to_owned()], vec![text.to_owned()]));
}

#[test]
fn a_run_that_ends_early() {
    let (compared, checked) = found(|actual| actual.steps.truncate(1));
    assert_eq!(compared.len(), 1);
    assert!(
        compared[0].starts_with("outcome of together: expected ") && compared[0].ends_with(", got nothing")
    );
    assert_eq!(checked.len(), 3);
    assert_eq!(checked[0], "outcome of namespace main.mjs: expected a namespace, got nothing");
}

#[test]
fn statuses_are_grouped() {
    let (compared, checked) = found(|actual| {
        for module in ["main.mjs", "b.mjs"] {
            actual.steps[0].status.insert(module.to_owned(), ModuleStatus::Unlinked);
        }
        actual.steps[0].status.shift_remove("a.mjs");
    });
    let expected = [
        "status after link main.mjs: expected linked, got unlinked, of main.mjs, b.mjs",
        "status after link main.mjs: expected linked, got none, of a.mjs",
    ];
    assert_eq!(compared, expected);
    assert_eq!(checked, expected);
}

#[test]
fn an_error_of_a_module() {
    let (compared, _) = found(|actual| {
        actual.steps[1].errors.insert("a.mjs".to_owned(), error("late"));
    });
    assert_eq!(compared.len(), 1);
    assert!(compared[0].starts_with("error of a.mjs after together: expected none, got {"), "{compared:?}");
}

#[test]
fn a_request_that_is_asked_twice_or_not_at_all() {
    let (compared, checked) = found(|actual| {
        let calls = &mut actual.steps[0].calls;
        let again = calls[0].clone();
        calls.push(again);
        calls.retain(|call| call.referrer != "b.mjs");
    });
    let expected = ["requests of main.mjs: unexpected ./a.mjs", "requests of b.mjs: missing ./a.mjs"];
    assert_eq!(compared, expected);
    assert_eq!(checked, expected);
}

#[test]
fn calls_in_another_order() {
    let (compared, _) = found(|actual| actual.steps[0].calls.swap(0, 1));
    assert_eq!(
        compared,
        ["order of linker calls: call 1 was to be ./a.mjs from main.mjs and is ./b.mjs from main.mjs"]
    );
}

#[test]
fn other_keys_and_other_orders_of_keys() {
    let namespace =
        |keys: &[&str]| Outcome::Ok(Observed::Namespace(keys.iter().map(|&key| key.to_owned()).collect()));
    // The modules are main, a and b.
    let (compared, checked) = found(|actual| actual.steps[1].together[1].outcome = namespace(&["a", "x"]));
    let expected = ["keys of a.mjs: missing c; unexpected x"];
    assert_eq!(
        (&compared[..], &checked[..]),
        (&expected.map(str::to_owned)[..], &expected.map(str::to_owned)[..])
    );
    let (compared, checked) = found(|actual| actual.steps[1].together[1].outcome = namespace(&["c", "a"]));
    assert_eq!(compared, ["order of the keys of a.mjs: expected a, c, got c, a"]);
    assert!(checked.is_empty(), "the graph alone does not tell the order");
    // What a star brings is for the reference to tell.
    let (compared, checked) = found(|actual| actual.steps[1].together[2].outcome = namespace(&["b"]));
    assert_eq!(compared, ["keys of b.mjs: missing a, c"]);
    assert!(checked.is_empty());
}

#[test]
fn a_namespace_that_is_refused() {
    let (compared, checked) = found(|actual| {
        actual.steps[1].together[0].outcome = Outcome::Ok(Observed::Value(Value::Null));
    });
    assert_eq!(compared, [r#"outcome of namespace main.mjs: expected {"ok":{"keys":[]}}, got {"ok":null}"#]);
    assert_eq!(checked, [r#"outcome of namespace main.mjs: expected a namespace, got {"ok":null}"#]);
}

#[test]
fn a_difference_as_json_names_its_kind() {
    let difference =
        Difference::Keys { module: "a".to_owned(), missing: vec!["x".to_owned()], unexpected: vec![] };
    assert_eq!(
        difference.to_json(),
        serde_json::json!({ "difference": "keys", "module": "a", "missing": ["x"], "unexpected": [] })
    );
}
