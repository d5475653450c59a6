//! Case files that do not load, and what is said about them.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use vmlink::corpus::{Case, LoadError, load};

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

/// A case file with one case.
const GOOD: &str = "about: A file.\ncases:\n  - id: a\n    why: It loads.\n    source: design\n    \
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

mod folders {
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
        assert_eq!(
            ids(&load(&[cases.join("linking")]).unwrap()),
            all[..2],
            "a part of the corpus keeps its ids"
        );
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
        let json = r#"{ "about": "A file.", "cases": [{ "id": "b", "why": "It loads.", "source": "design",
            "modules": { "main": "" }, "steps": [{ "link": "main" }] }] }"#;
        let corpus = folder(&[("x.yaml", GOOD), ("x.json", json)]);
        let message = only(&load(&[corpus.path()]).unwrap_err());
        assert!(
            message.starts_with("the cases of this file would have the same ids as those of "),
            "{message}"
        );
        assert!(message.ends_with("x.json"), "{message}");
    }

    #[test]
    fn files_that_are_no_case_files_are_named() {
        let corpus =
            folder(&[("notes.txt", ""), ("x.yml", GOOD), ("Upper.yaml", GOOD), ("Dir/x.yaml", GOOD)]);
        let error = load(&[corpus.path()]).unwrap_err();
        let found: Vec<_> = error
            .diagnostics()
            .iter()
            .map(|found| {
                (found.file.file_name().unwrap().to_string_lossy().into_owned(), found.message.clone())
            })
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
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;

    const LINK: &str = "symbolic links inside a corpus are not followed";

    #[test]
    fn links_inside_a_folder_are_refused() {
        let outside = folder(&[("x.yaml", GOOD)]);
        for (name, target) in [
            ("out.yaml", outside.path().join("x.yaml")),
            ("out", outside.path().to_owned()),
            ("loop", PathBuf::from(".")),
            ("self.yaml", PathBuf::from("self.yaml")),
            ("broken.yaml", PathBuf::from("nothing.yaml")),
        ] {
            let corpus = folder(&[("y.yaml", GOOD)]);
            symlink(target, corpus.path().join(name)).unwrap();
            assert_eq!(only(&load(&[corpus.path()]).unwrap_err()), LINK, "{name}");
        }
    }

    #[test]
    fn a_link_that_is_named_is_followed() {
        let outside = folder(&[("corpus/x.yaml", GOOD)]);
        let links = folder(&[]);
        symlink(outside.path().join("corpus"), links.path().join("link")).unwrap();
        assert_eq!(ids(&load(&[links.path().join("link")]).unwrap()), ["x/a"]);
    }

    #[test]
    fn what_is_no_file_is_not_opened() {
        let corpus = folder(&[]);
        let fifo = corpus.path().join("fifo.yaml");
        assert!(std::process::Command::new("mkfifo").arg(&fifo).status().unwrap().success());
        assert_eq!(only(&load(&[corpus.path()]).unwrap_err()), "this is not an ordinary file");
        assert_eq!(only(&load(&[&fifo]).unwrap_err()), "this is not an ordinary file");
        let device = corpus.path().join("zero.yaml");
        symlink("/dev/zero", &device).unwrap();
        assert_eq!(only(&load(&[&device]).unwrap_err()), "this is not an ordinary file");
    }
}

mod hostile {
    use vmlink::program::document::{MAX_DEPTH, MAX_FILE_BYTES, MAX_MISTAKES, MAX_NODES};

    use super::*;

    fn too_deep() -> String {
        format!("lists and maps are nested deeper than {MAX_DEPTH} levels")
    }

    #[test]
    fn a_file_over_the_limit_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("huge.yaml");
        // A sparse file: it has the size, and takes no room.
        fs::File::create(&path).unwrap().set_len(1 << 40).unwrap();
        let message = only(&load(&[&path]).unwrap_err());
        assert_eq!(
            message,
            format!("this file is too large: {} bytes, and the limit is {MAX_FILE_BYTES} bytes", 1_u64 << 40)
        );
    }

    #[test]
    fn deep_nesting_is_refused() {
        for open in ["[", "{a: ", "- ", "? "] {
            assert_eq!(refused("x.yaml", open.repeat(200_000)), too_deep(), "{open}");
        }
        let mut block = String::new();
        for depth in 0..1000 {
            writeln!(block, "{}a:", " ".repeat(depth)).unwrap();
        }
        assert_eq!(refused("x.yaml", block), too_deep());
        for open in ["[", "{\"a\":"] {
            assert_eq!(refused("x.json", open.repeat(200_000)), too_deep(), "{open}");
        }
    }

    #[test]
    fn the_last_level_that_is_allowed_is_read() {
        // File, list of cases, case, steps, step, setExport: six levels around the value.
        let value = |levels: usize| {
            let value = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
            GOOD.replace(
                "{ link: main }",
                &format!("{{ setExport: {{ module: main, name: x, value: {value} }} }}"),
            )
        };
        let folder = folder(&[("x.yaml", &value(MAX_DEPTH - 6))]);
        assert_eq!(load(&[folder.path()]).unwrap().len(), 1);
        assert_eq!(refused("x.yaml", value(MAX_DEPTH - 5)), too_deep());
    }

    #[test]
    fn many_nodes_are_refused() {
        let text = format!("cases: [{}]", "a,".repeat(MAX_NODES));
        assert_eq!(refused("x.yaml", text), format!("this file holds more than {MAX_NODES} keys and values"));
    }

    #[test]
    fn an_alias_bomb_does_not_go_off() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..30 {
            let alias = format!("*a{}", level - 1);
            writeln!(text, "a{level}: &a{level} [{}]", [alias.as_str(); 9].join(", ")).unwrap();
        }
        let folder = folder(&[("x.yaml", &text)]);
        let error = load(&[folder.path()]).unwrap_err();
        assert!(error.diagnostics().len() > 200);
        assert!(error.diagnostics()[..MAX_MISTAKES].iter().all(|found| {
            found.message == "anchors are not read in case files"
                || found.message == "aliases are not read in case files"
        }));
    }

    #[test]
    fn mistakes_beyond_a_number_are_counted_only() {
        let mut text = GOOD.to_owned();
        for number in 0..2 * MAX_MISTAKES {
            writeln!(text, "unknown{number}: 1").unwrap();
        }
        let folder = folder(&[("x.yaml", &text)]);
        let error = load(&[folder.path()]).unwrap_err();
        assert_eq!(error.diagnostics().len(), MAX_MISTAKES + 1);
        assert_eq!(
            error.diagnostics()[MAX_MISTAKES].message,
            "this file has more than 200 mistakes; the rest is not shown"
        );
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        assert_eq!(
            refused("x.yaml", b"about: x\ncases: \xff"),
            "this file is not UTF-8: a wrong byte stands in line 2"
        );
        assert_eq!(refused("x.yaml", "\u{feff}about: x"), "this file starts with a byte order mark");
        assert_eq!(refused("x.yaml", "about: \0"), "the control character U+0000 cannot stand in a file");
        assert_eq!(
            refused("x.yaml", "about: \u{1b}[31m"),
            "the control character U+001B cannot stand in a file"
        );
        assert_eq!(refused("x.yaml", ""), "this file is empty");
        assert_eq!(refused("x.yaml", "# only a comment\n"), "this file is empty");
    }

    #[test]
    fn nothing_a_terminal_acts_on_is_shown() {
        let text = GOOD.replace("link: main", "link: \"\\x1b[31m\\u202e\"");
        let folder = folder(&[("x.yaml", &text)]);
        let shown = load(&[folder.path()]).unwrap_err().render(false);
        assert!(!shown.contains('\u{1b}'), "{shown}");
    }

    #[test]
    fn a_line_of_a_million_characters_is_shown_in_part() {
        let text = format!("{{about: {}, csaes: 1}}", "x".repeat(1_000_000));
        let folder = folder(&[("x.yaml", &text)]);
        let shown = load(&[folder.path()]).unwrap_err().render(false);
        assert!(shown.contains("did you mean `cases`?"), "{shown}");
        assert!(shown.contains("x.yaml:1:1000011"), "{shown}");
        assert!(shown.len() < 2000, "{}", shown.len());
    }
}
