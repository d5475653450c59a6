//! The table of snippets in `data/syntax_snippets.yaml`: which texts are modules and which are not.

use std::collections::BTreeSet;

use serde::Deserialize;
use vmlink::syntax::parse_module;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    rule: String,
    says: String,
    #[serde(default)]
    accepted: Vec<String>,
    #[serde(default)]
    rejected: Vec<String>,
    /// Node's verdict is the other one.
    #[serde(default)]
    node_differs: Vec<Difference>,
    /// Our verdict is the other one, for a reason that lies in the parser.
    #[serde(default)]
    parser_differs: Vec<Difference>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Difference {
    text: String,
    reason: String,
}

fn groups() -> Vec<Group> {
    serde_yaml::from_str(include_str!("data/syntax_snippets.yaml"))
        .expect("the table has the form of `Group`")
}

#[test]
fn every_snippet_is_judged_as_the_specification_says() {
    let mut wrong = Vec::new();
    for group in groups() {
        let known: BTreeSet<&str> = group.parser_differs.iter().map(|entry| &*entry.text).collect();
        let verdicts = [(&group.accepted, true), (&group.rejected, false)];
        for (text, accepted) in
            verdicts.iter().flat_map(|(list, accepted)| list.iter().map(move |text| (text, *accepted)))
        {
            let judged = parse_module(text);
            if judged.is_ok() != (accepted != known.contains(&**text)) {
                wrong.push(format!("{text:?} should be {accepted}, {}: {judged:?}", group.says));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_group_has_a_source_and_every_difference_a_text_of_its_group() {
    for group in groups() {
        assert!(group.rule.starts_with("https://tc39.es/"), "{}", group.rule);
        for difference in group.node_differs.iter().chain(&group.parser_differs) {
            assert!(!difference.reason.is_empty());
            assert!(
                group.accepted.contains(&difference.text) || group.rejected.contains(&difference.text),
                "{}",
                difference.text
            );
        }
    }
}

#[test]
fn every_error_says_something_and_points_into_the_text() {
    for group in groups() {
        for text in &group.rejected {
            let Err(error) = parse_module(text) else { continue };
            let lines = text.split(['\n', '\r', '\u{2028}']).count();
            assert!(!error.message.is_empty(), "{text:?}");
            assert!(error.position.line >= 1 && error.position.line as usize <= lines, "{text:?}: {error}");
            assert!(
                error.position.column >= 1 && error.position.column as usize <= text.chars().count() + 1,
                "{text:?}: {error}"
            );
        }
    }
}
