//! What the documents say of cases is true.

use std::{collections::BTreeSet, fs, path::Path};

use vmlink::corpus;

#[test]
fn every_conflict_names_a_case_that_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let cases = corpus::load(&[root.join("cases")]).expect("the corpus loads");
    let known: BTreeSet<String> = cases.iter().map(|case| case.id.to_string()).collect();
    let page = fs::read_to_string(root.join("CONFLICTS.md")).expect("the page is there");
    // Case ids are the quoted words with two slashes.
    let named: Vec<&str> =
        page.split('`').skip(1).step_by(2).filter(|word| word.matches('/').count() == 2).collect();
    assert!(named.len() > 10, "{named:?}");
    for id in named {
        assert!(known.contains(id), "CONFLICTS.md names `{id}`, which is no case");
    }
}
