//! `cargo xtask readme`: keeps the captures in README.md what the command really prints, and the table of the runtimes
//! what their lists of deviations have.

use std::{fs, path::Path, path::PathBuf};

use clap::Args;

use super::conformance;
use crate::{
    exit::{Exit, Failure},
    output, workspace,
};

/// Write the captures in README.md anew from what `cargo xtask conformance` prints, and the table of the runtimes from
/// their lists of deviations.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Write nothing, and end with 1 when a capture is not what the command prints
    #[arg(long)]
    check: bool,

    /// The folder of the project
    #[arg(long, value_name = "PATH", hide = true)]
    root: Option<PathBuf>,
}

/// What stands around a capture: a comment that names the command, and the fence.
fn begin(command: &str) -> String {
    format!("<!-- capture of `{command}`, written by `cargo xtask readme` -->\n```text\n")
}

const END: &str = "```\n<!-- end of the capture -->";

/// What stands around the table of the runtimes.
const TABLE_BEGIN: &str = "<!-- table of the runtimes, written by `cargo xtask readme` -->\n\n";
const TABLE_END: &str = "\n<!-- end of the table -->";

/// The run of the whole corpus.
const CORPUS: &str = "cargo xtask conformance";

/// The run of a case that is wrong on purpose.
const FAILURE: &str = "cargo xtask conformance --profile contract --cases xtask/examples/wrong.yaml";

const FAILURE_CASES: &str = "xtask/examples/wrong.yaml";

const STALE: &str =
    "README.md: a capture is not what `cargo xtask conformance` prints; run `cargo xtask readme`";

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let root = arguments.root.clone().unwrap_or_else(workspace::root);
    let path = root.join("README.md");
    let text = read(&path)?;
    let fresh = refreshed(&root, &text)?.ok_or_else(|| {
        Failure::usage(format!(
            "README.md has no place for a capture. Put these lines where it belongs:\n{}{END}",
            begin(CORPUS)
        ))
    })?;
    if fresh == text {
        return Ok(Exit::AsExpected);
    }
    if arguments.check {
        output::print(STALE).map_err(|error| Failure::io("The output", &error))?;
        return Ok(Exit::Findings);
    }
    fs::write(&path, fresh).map_err(|error| Failure::io(path.display(), &error))?;
    Ok(Exit::AsExpected)
}

/// What is wrong with the captures of the project in `root`, for `cargo xtask tidy`. A README.md without a place for
/// one, and a project without README.md, has nothing wrong.
pub(crate) fn complaint(root: &Path) -> Result<Option<String>, Failure> {
    let path = root.join("README.md");
    if !path.is_file() {
        return Ok(None);
    }
    let text = read(&path)?;
    let fresh = refreshed(root, &text)?;
    Ok(fresh.is_some_and(|fresh| fresh != text).then(|| STALE.to_owned()))
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::io(path.display(), &error))
}

/// `text` with the captures that it has a place for, or `None` when it has a place for none.
fn refreshed(root: &Path, text: &str) -> Result<Option<String>, Failure> {
    let mut fresh = None;
    for command in [CORPUS, FAILURE] {
        let text = fresh.as_deref().unwrap_or(text);
        // Nothing is run for a capture that nobody wants.
        if with(text, command, "").is_some() {
            fresh = with(text, command, &capture(root, command)?);
        }
    }
    let text = fresh.as_deref().unwrap_or(text);
    if with_table(text, "").is_some() {
        fresh = with_table(text, &conformance::standings(root)?);
    }
    Ok(fresh)
}

/// `text` with `table` where that of the runtimes belongs, or `None` when it has no place for it.
fn with_table(text: &str, table: &str) -> Option<String> {
    let (before, rest) = text.split_once(TABLE_BEGIN)?;
    let (_, after) = rest.split_once(TABLE_END)?;
    Some(format!("{before}{TABLE_BEGIN}{table}{TABLE_END}{after}"))
}

/// `text` with `capture` where that of `command` belongs, or `None` when it has no place for it.
fn with(text: &str, command: &str, capture: &str) -> Option<String> {
    let begin = begin(command);
    let (before, rest) = text.split_once(&begin)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{begin}{capture}{END}{after}"))
}

/// What a pipe receives from `command` in `root`.
fn capture(root: &Path, command: &str) -> Result<String, Failure> {
    let mut out = anstream::StripStream::new(Vec::new());
    if command == CORPUS {
        conformance::capture(root, &mut out)?;
    } else {
        conformance::capture_cases(root, FAILURE_CASES, &mut out)?;
    }
    Ok(String::from_utf8_lossy(&out.into_inner()).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_capture_is_replaced_and_nothing_else() {
        let begin = begin(CORPUS);
        let old = format!("before\n{begin}old\n{END}\nafter\n");
        let new = with(&old, CORPUS, "new\n").unwrap();
        assert_eq!(new, format!("before\n{begin}new\n{END}\nafter\n"));
        assert_eq!(with(&old, FAILURE, "new\n"), None, "each command has its own place");
    }

    #[test]
    fn the_table_is_replaced_and_nothing_else() {
        let old = format!("before\n{TABLE_BEGIN}old\n{TABLE_END}\nafter\n");
        assert_eq!(
            with_table(&old, "new\n").unwrap(),
            format!("before\n{TABLE_BEGIN}new\n{TABLE_END}\nafter\n")
        );
        assert_eq!(with_table("before", "new\n"), None);
    }

    #[test]
    fn a_text_without_markers_has_no_place_for_it() {
        assert_eq!(with("text", CORPUS, "new"), None);
        assert_eq!(with(&begin(CORPUS), CORPUS, "new"), None);
    }

    #[test]
    fn the_command_names_its_cases() {
        assert!(FAILURE.ends_with(FAILURE_CASES));
    }
}
