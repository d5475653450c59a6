//! Files that are made to do harm end in an error, at once and in little memory.
//!
//! Nothing here measures time: every file is far beyond a limit, and a loader without that limit would not come back.

use vmlink::program::document::{
    MAX_DELAY, MAX_DEPTH, MAX_FILE_BYTES, MAX_MISTAKES, MAX_NODES, MAX_STATUSES,
};

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

/// The only mistake of this file: line and column, what is wrong, and the way out.
fn mistake(text: &str) -> (Option<(usize, usize)>, String, String) {
    let folder = folder(&[("x.yaml", text)]);
    let error = load(&[folder.path()]).unwrap_err();
    let message = only(&error);
    let found = &error.diagnostics()[0];
    let position = found.position.map(|position| (position.line, position.column));
    (position, message, found.help.clone().unwrap())
}

#[test]
fn an_answer_that_is_late_beyond_reason_is_refused() {
    let after = |jobs: u32| {
        let linker = format!("    linker: {{ dep: {{ module: main, after: {jobs} }} }}\n");
        GOOD.replace("    steps:", &format!("{linker}    steps:"))
    };
    let good = folder(&[("x.yaml", &after(MAX_DELAY))]);
    assert_eq!(load(&[good.path()]).unwrap().len(), 1);
    for jobs in [MAX_DELAY + 1, u32::MAX] {
        let (position, message, help) = mistake(&after(jobs));
        assert_eq!(position, Some((7, 43)));
        assert_eq!(message, format!("`after` is {jobs} jobs, and the limit is 1000"));
        assert!(help.contains("never: true"), "{help}");
    }
}

#[test]
fn more_statuses_than_a_transcript_holds_are_refused() {
    let text = |modules: usize, steps: &str| {
        let modules: Vec<String> = (1..modules).map(|number| format!("m{number}: ''")).collect();
        let modules = format!("{{ main: '', {} }}", modules.join(", "));
        GOOD.replace("{ main: '' }", &modules).replace("[{ link: main }]", &format!("[{steps}]"))
    };
    let links = |steps: usize| "{ link: main }, ".repeat(steps);
    let together = |parts: usize| format!("{{ together: [{}] }}", links(parts));
    let most = MAX_STATUSES / 1000;
    // The statuses are recorded once for all parts of `together`.
    for steps in [links(most), links(most - 1) + &together(2 * most)] {
        let good = folder(&[("x.yaml", &text(1000, &steps))]);
        assert_eq!(load(&[good.path()]).unwrap().len(), 1);
    }
    for steps in [links(most + 1), links(most) + &together(2)] {
        let (position, message, help) = mistake(&text(1000, &steps));
        assert_eq!(position, Some((7, 5)), "at `steps`");
        assert_eq!(message, "1000 modules times 101 steps is more than 100000, which is the limit");
        assert!(help.contains("several cases"), "{help}");
    }
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    assert_eq!(
        refused("x.yaml", b"about: x\ncases: \xff"),
        "this file is not UTF-8: a wrong byte stands in line 2"
    );
    assert_eq!(refused("x.yaml", "\u{feff}about: x"), "this file starts with a byte order mark");
    assert_eq!(refused("x.yaml", "about: \0"), "the control character U+0000 cannot stand in a file");
    assert_eq!(refused("x.yaml", "about: \u{1b}[31m"), "the control character U+001B cannot stand in a file");
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
