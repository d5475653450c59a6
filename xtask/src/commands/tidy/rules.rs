//! The rules. Each gives one line for each place that breaks it: `path:line: what to do`.

use super::tree::File;

/// A house rule.
pub(crate) type Rule = fn(&[File]) -> Vec<String>;

/// Every rule, in the order they are checked.
pub(crate) const RULES: &[Rule] = &[
    fuzz_targets_are_glue,
    folders_define_their_word,
    files_have_one_subject,
    nothing_is_left_to_do,
    addresses_are_well_formed,
    no_registry_is_named,
    case_files_say_what_they_are_about,
];

/// A fuzz target decodes its input and calls the library; what is longer than this holds logic that no test sees.
const FUZZ_TARGET_LINES: usize = 40;

/// What a person reads in one go.
const SOURCE_LINES: usize = 350;

/// Files that are longer, and why splitting them would make them harder to read.
const LONG_FILES: &[(&str, &str)] = &[
    (
        "harness/src/reference/quirks/table.rs",
        "It is one table with a row for each quirk, which one looks up and does not read in one go.",
    ),
    (
        "harness/src/reference/machine/builtins/table.rs",
        "It is one table with a row for each builtin, which one looks up and does not read in one go.",
    ),
    (
        "harness/src/reference/machine/instructions.rs",
        "It has one arm for each instruction, and the short functions that only those arms call.",
    ),
    (
        "harness/src/reference/machine/errors.rs",
        "It has one short function for each error that a body can meet, which one looks up by name.",
    ),
];

fn fuzz_targets_are_glue(files: &[File]) -> Vec<String> {
    rust(files)
        .filter(|file| file.path.starts_with("fuzz/fuzz_targets/"))
        .filter(|file| file.text.lines().count() >= FUZZ_TARGET_LINES)
        .map(|file| {
            format!(
                "{}: move logic into the library; a fuzz target is shorter than {FUZZ_TARGET_LINES} lines",
                file.path
            )
        })
        .collect()
}

fn folders_define_their_word(files: &[File]) -> Vec<String> {
    rust(files)
        .filter(|file| file.path.starts_with("harness/src/") && file.path.ends_with("/mod.rs"))
        .filter_map(|file| {
            let first = file.text.lines().next().unwrap_or_default();
            let is_top = file.path.matches('/').count() == 3;
            if !first.starts_with("//! ") {
                Some(format!("{}:1: begin with a `//!` sentence that says what the folder is", file.path))
            } else if is_top && first.matches("**").count() < 2 {
                Some(format!("{}:1: define the folder's word, in bold, in the first sentence", file.path))
            } else {
                None
            }
        })
        .collect()
}

fn files_have_one_subject(files: &[File]) -> Vec<String> {
    let too_long = |file: &File| {
        let lines = file.text.lines().take_while(|line| line.trim() != "#[cfg(test)]").count();
        (lines > SOURCE_LINES && !is_test(&file.path)).then_some(lines)
    };
    let long = rust(files).filter_map(|file| {
        let lines = too_long(file)?;
        let is_allowed = LONG_FILES.iter().any(|(path, _)| *path == file.path);
        (!is_allowed).then(|| {
            format!(
                "{}: {lines} lines before the tests; split it by subject, {SOURCE_LINES} are enough",
                file.path
            )
        })
    });
    let stale = LONG_FILES.iter().filter_map(|(path, _)| {
        let file = files.iter().find(|file| file.path == *path)?;
        too_long(file).is_none().then(|| format!("{path}: is listed as a long file and is none"))
    });
    long.chain(stale).collect()
}

fn nothing_is_left_to_do(files: &[File]) -> Vec<String> {
    // Put together here so that this file does not break its own rule.
    let words = [concat!("FIX", "ME"), concat!("to", "do!")];
    let advice = "finish it, or write an issue and leave the code whole";
    lines_with(rust(files), &words, advice)
}

fn no_registry_is_named(files: &[File]) -> Vec<String> {
    let words = [concat!("npm", "js."), concat!("jsr", ".io"), concat!("crates", ".io")];
    // Cargo writes its lock file itself.
    let files = files.iter().filter(|file| file.path != "Cargo.lock");
    lines_with(files, &words, "leave the address of a package registry to the tools that know it")
}

fn addresses_are_well_formed(files: &[File]) -> Vec<String> {
    const START: &str = "https://tc39.es/ecma262/";
    let mut complaints = Vec::new();
    for file in files {
        for (index, line) in file.text.lines().enumerate() {
            let mut rest = line;
            while let Some(found) = rest.find(START) {
                rest = &rest[found + START.len()..];
                if !is_fragment(rest) {
                    complaints.push(format!("{}:{}: end the address with `#sec-…`", file.path, index + 1));
                }
            }
        }
    }
    complaints
}

/// Whether `text`, which stands behind the address of the specification, is `#` and the name of a place in it, or
/// nothing: the specification as a whole. Code that puts an address together stands for either.
fn is_fragment(text: &str) -> bool {
    let is_name = |character: char| character.is_ascii_alphanumeric() || "-_.%/".contains(character);
    let end = text.find(|character| character != '#' && !is_name(character)).unwrap_or(text.len());
    if end == 0 || text.starts_with("#{") {
        return true;
    }
    let name = text[..end].strip_prefix('#').map(|name| name.trim_end_matches('.'));
    // Sections, tables, steps and productions by their kind; the kinds of records are defined within sections.
    let kinds = ["sec-", "table-", "step-", "prod-"];
    name.is_some_and(|name| {
        let is_kind = kinds.iter().any(|kind| name.strip_prefix(kind).is_some_and(|rest| !rest.is_empty()));
        is_kind || name.strip_suffix("-record").is_some_and(|rest| !rest.is_empty())
    })
}

fn case_files_say_what_they_are_about(files: &[File]) -> Vec<String> {
    files
        .iter()
        .filter(|file| file.path.starts_with("cases/"))
        .filter(|file| ["yaml", "json"].contains(&file.ending()) && file.path != "cases/schema.json")
        .filter(|file| {
            let mut lines = file.text.lines();
            !lines.any(|line| line.starts_with("about:") || line.trim_start().starts_with("\"about\""))
        })
        .map(|file| format!("{}: say in `about` what the file is about", file.path))
        .collect()
}

fn rust(files: &[File]) -> impl Iterator<Item = &File> {
    files.iter().filter(|file| file.ending() == "rs")
}

fn is_test(path: &str) -> bool {
    path.split('/').any(|part| part == "tests" || part == "benches")
}

fn lines_with<'f>(files: impl Iterator<Item = &'f File>, words: &[&str], advice: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in files {
        for (index, line) in file.text.lines().enumerate() {
            if let Some(word) = words.iter().find(|word| line.contains(**word)) {
                complaints.push(format!("{}:{}: `{word}`; {advice}", file.path, index + 1));
            }
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(rule: Rule, path: &str, text: &str) -> Vec<String> {
        rule(&[File { path: path.to_owned(), text: text.to_owned() }])
    }

    #[test]
    fn a_fuzz_target_is_short() {
        let path = "fuzz/fuzz_targets/a.rs";
        assert!(complaints(fuzz_targets_are_glue, path, &"line\n".repeat(39)).is_empty());
        assert_eq!(complaints(fuzz_targets_are_glue, path, &"line\n".repeat(40)).len(), 1);
    }

    #[test]
    fn a_folder_defines_its_word() {
        let path = "harness/src/program/mod.rs";
        assert!(complaints(folders_define_their_word, path, "//! A **program** is run.\n").is_empty());
        assert_eq!(complaints(folders_define_their_word, path, "//! Programs.\n").len(), 1);
        assert_eq!(complaints(folders_define_their_word, path, "mod a;\n").len(), 1);
        assert!(complaints(folders_define_their_word, "harness/src/a/b/mod.rs", "//! Parts.\n").is_empty());
    }

    #[test]
    fn tests_do_not_count_as_lines() {
        let short = format!("{}#[cfg(test)]\n{}", "line\n".repeat(350), "line\n".repeat(100));
        assert!(complaints(files_have_one_subject, "harness/src/a.rs", &short).is_empty());
        let long = "line\n".repeat(351);
        assert_eq!(complaints(files_have_one_subject, "harness/src/a.rs", &long).len(), 1);
        assert!(complaints(files_have_one_subject, "harness/tests/a.rs", &long).is_empty());
    }

    #[test]
    fn unfinished_code_is_found_with_its_line() {
        let text = format!("fn a() {{\n    {}()\n}}\n", concat!("to", "do!"));
        let found = complaints(nothing_is_left_to_do, "a.rs", &text);
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("a.rs:2: "), "{found:?}");
    }

    #[test]
    fn addresses_lead_to_a_place() {
        let address = |end: &str| format!("See <https://tc39.es/ecma262/{end}>.\n");
        for end in ["#sec-parsemodule", "#sec-example-1.2", "#table-name", "#example-record", ""] {
            assert!(complaints(addresses_are_well_formed, "a.rs", &address(end)).is_empty(), "{end}");
        }
        for end in ["#", "#sec-", "sec-parsemodule", "#parsemodule", "multipage/#sec-parsemodule"] {
            assert_eq!(complaints(addresses_are_well_formed, "a.rs", &address(end)).len(), 1, "{end}");
        }
    }

    #[test]
    fn registries_are_not_named() {
        let text = format!("https://{}org\n", concat!("registry.npm", "js."));
        assert_eq!(complaints(no_registry_is_named, "README.md", &text).len(), 1);
        assert!(complaints(no_registry_is_named, "Cargo.lock", &text).is_empty());
    }

    #[test]
    fn a_case_file_says_what_it_is_about() {
        assert!(
            complaints(case_files_say_what_they_are_about, "cases/a/b.yaml", "about: It.\ncases: []\n")
                .is_empty()
        );
        assert_eq!(complaints(case_files_say_what_they_are_about, "cases/a/b.yaml", "cases: []\n").len(), 1);
        assert!(complaints(case_files_say_what_they_are_about, "cases/README.md", "").is_empty());
    }
}
