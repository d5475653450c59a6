//! Reading case files: what is read, what is refused, and what is said about it.

#![expect(clippy::unwrap_used, reason = "what helpers of a test do not find is a failure of the test")]

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use vmlink::corpus::{Case, LoadError, load};

mod folders;
mod form;
mod hostile;
#[cfg(unix)]
mod links;
mod matrix;
mod round_trip;

/// Every file of `tests/data/bad`, with the text that must be shown for it beside it.
#[test]
fn every_mistake_is_shown_with_its_place_and_a_way_out() {
    let mut files: Vec<PathBuf> =
        fs::read_dir("tests/data/bad").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let (texts, files): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|path| path.extension().is_some_and(|ending| ending == "txt"));
    assert_eq!(texts.len(), files.len(), "each file has its text");
    let mut wrong = String::new();
    for file in files {
        let expected = fs::read_to_string(file.with_extension("txt")).unwrap();
        let actual = match load(&[&file]) {
            Ok(cases) => format!("{} cases were loaded\n", cases.len()),
            Err(error) => error.render(false),
        };
        if actual != expected {
            write!(wrong, "== {}\nexpected\n{expected}\nactual\n{actual}\n", file.display()).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Lines may end as on Windows, and a column counts characters, not bytes.
#[test]
fn places_are_counted_in_characters() {
    let text =
        GOOD.replace("why: It loads.", "why: { \u{e9}: \"\u{1f600}\", \u{1f600}: 1 }").replace('\n', "\r\n");
    let text = text.replace("main }", "'\u{1f600}' }, { link: mian }");
    let corpus = folder(&[("x.yaml", &text)]);
    let error = load(&[corpus.path()]).unwrap_err();
    let places: Vec<_> = error
        .diagnostics()
        .iter()
        .map(|found| (found.position.map(|place| (place.line, place.column)), found.message.as_str()))
        .collect();
    let expected = [
        (Some((4, 10)), "`why` must be a text, not a map"),
        (Some((7, 21)), "no module is called \"\u{1f600}\""),
        (Some((7, 36)), "no module is called \"mian\""),
    ];
    assert_eq!(places, expected);
}

/// A case file with one case.
const GOOD: &str = "about: A file.\ncases:\n  - id: a\n    why: It loads.\n    source: wording\n    \
                    modules: { main: '' }\n    steps: [{ link: main }]\n";

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn ids(cases: &[Case]) -> Vec<String> {
    cases.iter().map(|case| case.id.to_string()).collect()
}

/// The only mistake there is.
fn only(error: &LoadError) -> String {
    let [diagnostic] = error.diagnostics() else { panic!("one mistake, not {}", error.render(false)) };
    diagnostic.message.clone()
}

fn refused(name: &str, text: impl AsRef<[u8]>) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    only(&load(&[&path]).unwrap_err())
}
