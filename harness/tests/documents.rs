//! What the documents say of cases is true, and what cases say of the documents.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use vmlink::corpus::{self, Case};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn page(name: &str) -> String {
    fs::read_to_string(root().join(name)).expect("the page is there")
}

fn cases() -> Vec<Case> {
    corpus::load(&[root().join("cases")]).expect("the corpus loads")
}

/// The case ids a page names: its quoted words with two slashes.
fn ids(page: &str) -> Vec<&str> {
    page.split('`').skip(1).step_by(2).filter(|word| word.matches('/').count() == 2).collect()
}

/// The parts of a page below `## `, each with its heading.
fn sections(page: &str) -> Vec<(&str, &str)> {
    page.split("\n## ").skip(1).map(|part| part.split_once('\n').expect("a heading has a text")).collect()
}

#[test]
fn every_case_that_a_document_names_exists() {
    let known: BTreeSet<String> = cases().iter().map(|case| case.id.to_string()).collect();
    for name in ["CONTRACT.md", "CONFLICTS.md"] {
        let page = page(name);
        let named = ids(&page);
        assert!(named.len() > 10, "{name}: {named:?}");
        for id in named {
            assert!(known.contains(id), "{name} names `{id}`, which is no case");
        }
    }
}

#[test]
fn every_clause_has_a_heading_and_cases() {
    let page = page("CONTRACT.md");
    let sections = sections(&page);
    let clauses: Vec<_> =
        sections.iter().filter_map(|(heading, text)| Some((heading.split_once(": ")?.0, text))).collect();
    let names: Vec<&str> = clauses.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10", "C11"]);
    for (name, text) in clauses {
        assert!(ids(text).len() >= 2, "{name} names fewer than two cases");
    }
}

#[test]
fn every_source_inside_the_repository_is_a_section_of_the_contract() {
    let page = page("CONTRACT.md");
    let mut known: BTreeSet<String> = sections(&page)
        .iter()
        .filter_map(|(heading, _)| Some(heading.split_once(": ")?.0.to_owned()))
        .collect();
    assert!(sections(&page).iter().any(|(heading, _)| *heading == "Wording"));
    known.insert("wording".to_owned());
    for case in cases() {
        let elsewhere = |source: &&String| source.starts_with("sec-") || source.starts_with("https://");
        for source in case.source.iter().filter(|source| !elsewhere(source)) {
            assert!(known.contains(source), "{} has the source {source}, which CONTRACT.md lacks", case.id);
        }
    }
}

#[test]
fn the_page_of_quirks_is_the_one_of_the_code() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../QUIRKS.md");
    let expected = vmlink::report::quirks_page();
    if std::env::var_os("VMLINK_WRITE_QUIRKS").is_some() {
        fs::write(path, &expected).unwrap();
    }
    let actual = fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        actual == expected,
        "QUIRKS.md is out of date; write it anew with `VMLINK_WRITE_QUIRKS=1 cargo test --test documents`"
    );
}
