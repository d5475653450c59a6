//! Which files are read, and what their cases are called.

use super::*;

#[test]
fn ids_are_made_of_folder_file_and_id() {
    let corpus = folder(&[
        ("cases/schema.json", "{}"),
        ("cases/README.md", "text"),
        ("cases/.hidden.yaml", "text"),
        ("cases/linking/deep/x.yaml", GOOD),
        ("cases/linking/b.yaml", GOOD),
        ("cases/top.yaml", GOOD),
    ]);
    let cases = corpus.path().join("cases");
    let all = ["linking/b/a", "linking/deep/x/a", "top/a"];
    assert_eq!(ids(&load(&[&cases]).unwrap()), all);
    assert_eq!(ids(&load(&[cases.join("linking")]).unwrap()), all[..2], "a part of the corpus keeps its ids");
    assert_eq!(ids(&load(&[cases.join("linking/deep/x.yaml")]).unwrap()), all[1..2]);
    assert_eq!(ids(&load(&[cases.join("linking"), cases]).unwrap()), all, "no file is read twice");
}

#[test]
fn outside_a_corpus_a_folder_stands_for_itself() {
    let corpus = folder(&[("some/topic/x.yaml", GOOD)]);
    assert_eq!(ids(&load(&[corpus.path().join("some")]).unwrap()), ["topic/x/a"]);
    assert_eq!(ids(&load(&[corpus.path().join("some/topic/x.yaml")]).unwrap()), ["x/a"]);
}

#[test]
fn files_of_one_name_are_refused() {
    let json = r#"{ "about": "A file.", "cases": [{ "id": "b", "why": "It loads.", "source": "wording",
        "modules": { "main": "" }, "steps": [{ "link": "main" }] }] }"#;
    let corpus = folder(&[("x.yaml", GOOD), ("x.json", json)]);
    let message = only(&load(&[corpus.path()]).unwrap_err());
    assert!(message.starts_with("the cases of this file would have the same ids as those of "), "{message}");
    assert!(message.ends_with("x.json"), "{message}");
}

#[test]
fn files_that_are_no_case_files_are_named() {
    let corpus = folder(&[("notes.txt", ""), ("x.yml", GOOD), ("Upper.yaml", GOOD), ("Dir/x.yaml", GOOD)]);
    let error = load(&[corpus.path()]).unwrap_err();
    let found: Vec<_> = error
        .diagnostics()
        .iter()
        .map(|found| (found.file.file_name().unwrap().to_string_lossy().into_owned(), found.message.clone()))
        .collect();
    let ending = "this is no case file: its name ends neither in `.yaml` nor in `.json`".to_owned();
    let expected = [
        ("Dir".to_owned(), "\"Dir\" cannot be part of an id".to_owned()),
        ("Upper.yaml".to_owned(), "\"Upper\" cannot be part of an id".to_owned()),
        ("notes.txt".to_owned(), ending.clone()),
        ("x.yml".to_owned(), ending),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_folder_without_cases_is_empty() {
    let corpus = folder(&[]);
    assert!(load(&[corpus.path()]).unwrap().is_empty());
}

#[test]
fn a_path_that_does_not_exist_is_named() {
    let message = only(&load(&[Path::new("no/such/place")]).unwrap_err());
    assert!(message.starts_with("this cannot be read: "), "{message}");
}

#[test]
fn the_mistakes_of_all_files_come_in_order() {
    let bad = GOOD.replace("why: It loads.", "why: ''");
    let corpus = folder(&[("b.yaml", &bad), ("a.yaml", "about: x\ncases: 1\n"), ("c.yaml", &bad)]);
    let error = load(&[corpus.path()]).unwrap_err();
    let files: Vec<_> = error.diagnostics().iter().map(|found| found.file.file_name().unwrap()).collect();
    assert_eq!(files, ["a.yaml", "b.yaml", "c.yaml"]);
    assert_eq!(error.to_string(), "the cases do not load: 3 mistakes in 3 files");
}
