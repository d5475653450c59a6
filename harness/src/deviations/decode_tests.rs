use super::*;
use crate::corpus::testing::cases;

const GOOD: &str = "\
deviations:
  - reason: It does not wrap.
    link: https://example.org/1
    quirks: [linker-error-unwrapped]
    contract:
      linking/a: [one, two]
    ecma262:
      linking/a: [one]
    crash:
      linking/a: [three]
";

fn read(text: &str, is_rewritten: bool) -> Result<DeviationList, DeviationError> {
    let corpus: FxHashSet<CaseId> = cases(&["linking/a/one", "linking/a/two", "linking/a/three"])
        .into_iter()
        .map(|case| case.id)
        .collect();
    let source = SourceFile::new("node-24.yaml".into(), Format::Yaml, text.to_owned());
    let reading = Reading { profile: ProfileName::Node24, cases: Some(&corpus), is_rewritten };
    decode(Arc::new(source), reading)
}

fn id(text: &str) -> CaseId {
    crate::corpus::testing::case(text).id
}

#[test]
fn a_list_tells_the_entry_of_a_case() {
    let list = read(GOOD, false).unwrap();
    let entry = list.entry(DeviationKind::Contract, &id("linking/a/two")).unwrap();
    assert_eq!(entry.reason, "It does not wrap.");
    assert_eq!(entry.link, Link::Address("https://example.org/1".to_owned()));
    assert_eq!(entry.quirks, [Quirk::LinkerErrorUnwrapped]);
    assert!(list.entry(DeviationKind::Ecma262, &id("linking/a/two")).is_none());
    assert!(list.entry(DeviationKind::Crash, &id("linking/a/three")).is_some());
    assert_eq!(DeviationKind::ALL.map(|kind| list.count(kind)), [2, 1, 1, 0]);
}

#[test]
fn every_mistake_has_its_place_and_says_what_to_do() {
    let changes = [
        ("reason", "raison", (2, 5), "has no key \"raison\""),
        ("  - reason: It does not wrap.\n    link", "  - link", (2, 5), "needs the key `reason`"),
        ("    link: https://example.org/1\n", "", (2, 5), "needs the key `link`"),
        ("It does not wrap.", "Not explained yet.", (2, 13), "is not explained"),
        ("It does not wrap.", "''", (2, 13), "is not explained"),
        ("https://example.org/1", "somewhere", (3, 11), "\"somewhere\" is not a link"),
        ("linker-error-unwrapped]", "no-such-quirk]", (4, 14), "has no quirk \"no-such-quirk\""),
        (
            "linker-error-unwrapped]",
            "linker-error-unwrapped, linker-error-unwrapped]",
            (4, 38),
            "is there twice",
        ),
        ("linker-error-unwrapped]", "linker-in-async-function]", (4, 14), "node-24 has no quirk"),
        ("one, two]", "one, four]", (6, 24), "there is no case \"linking/a/four\""),
        ("one, two]", "one, one]", (6, 24), "is listed twice for `contract`"),
        ("one, two]", "]", (6, 7), "no case of \"linking/a\" is listed"),
        ("deviations:", "deviation:", (1, 1), "has no key \"deviation\""),
    ];
    for (from, to, (line, column), message) in changes {
        let text = GOOD.replacen(from, to, 1);
        assert_ne!(text, GOOD, "{from}");
        let error = read(&text, false).unwrap_err();
        let found = error.diagnostics().iter().find(|diagnostic| diagnostic.message.contains(message));
        let found = found.unwrap_or_else(|| panic!("{message}: {}", error.render(false)));
        let position = found.position.unwrap();
        assert_eq!((position.line, position.column), (line, column), "{}", error.render(false));
        assert!(error.render(false).contains("node-24.yaml"), "{error}");
    }
    let error = read("deviations:\n  - { reason: Because., link: ours }\n", false).unwrap_err();
    assert!(error.render(false).contains("lists no cases"), "{}", error.render(false));
    let error = read(&GOOD.replacen("link:", "reason: Again.\n    link:", 1), false).unwrap_err();
    assert_eq!(error.diagnostics()[0].position.unwrap().line, 3, "a key that is there twice");
}

#[test]
fn a_case_may_stand_in_two_entries_for_two_kinds_only() {
    let second = "  - { reason: More., link: ours, hang: { linking/a: [one] } }\n";
    assert!(read(&(GOOD.to_owned() + second), false).is_ok());
    let second = second.replace("hang", "contract");
    let error = read(&(GOOD.to_owned() + &second), false).unwrap_err();
    assert!(error.render(false).contains("already listed in line 6"), "{}", error.render(false));
}

#[test]
fn what_is_rewritten_may_speak_of_what_is_gone() {
    for (from, to) in [
        ("It does not wrap.", UNEXPLAINED),
        ("linker-error-unwrapped]", "gone-since]"),
        ("one, two]", "one, gone-since]"),
    ] {
        let text = GOOD.replacen(from, to, 1);
        assert!(read(&text, false).is_err(), "{to}");
        assert!(read(&text, true).is_ok(), "{to}");
    }
    let list = read(&GOOD.replacen("one, two]", "one, gone-since]", 1), true).unwrap();
    assert_eq!(list.count(DeviationKind::Contract), 1);
    assert!(read(&GOOD.replacen("link", "lynk", 1), true).is_err(), "other mistakes stay mistakes");
}

#[test]
fn no_file_lists_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let reading = Reading { profile: ProfileName::Bun14, cases: None, is_rewritten: false };
    let list = deviations_from(&folder.path().join("bun-1.4.yaml"), reading).unwrap();
    assert!(list.entries().is_empty());
    assert!(deviations_from(folder.path(), reading).is_err(), "a folder is no list");
}
