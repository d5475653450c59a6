//! `cargo xtask readme`: keeps the capture in README.md what the command really prints.

use std::{fs, path::Path, path::PathBuf};

use clap::Args;

use super::conformance;
use crate::{
    exit::{Exit, Failure},
    output, workspace,
};

/// Write the capture in README.md anew from what `cargo xtask conformance` prints.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Write nothing, and end with 1 when the capture is not what the command prints
    #[arg(long)]
    check: bool,

    /// The folder of the project
    #[arg(long, value_name = "PATH", hide = true)]
    root: Option<PathBuf>,
}

const BEGIN: &str =
    "<!-- capture of `cargo xtask conformance`, written by `cargo xtask readme` -->\n```text\n";
const END: &str = "```\n<!-- end of the capture -->";

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let root = arguments.root.clone().unwrap_or_else(workspace::root);
    let readme = Readme::read(&root)?;
    let fresh = readme.with(&capture(&root)?);
    let Some(fresh) = fresh else {
        return Err(Failure::usage(format!(
            "README.md has no place for the capture. Put these lines where it belongs:\n{BEGIN}{END}"
        )));
    };
    if fresh == readme.text {
        return Ok(Exit::AsExpected);
    }
    if arguments.check {
        output::print(STALE).map_err(|error| Failure::io("The output", &error))?;
        return Ok(Exit::Findings);
    }
    fs::write(&readme.path, fresh).map_err(|error| Failure::io(readme.path.display(), &error))?;
    Ok(Exit::AsExpected)
}

const STALE: &str =
    "README.md: the capture is not what `cargo xtask conformance` prints; run `cargo xtask readme`";

/// What is wrong with the capture of the project in `root`, for `cargo xtask tidy`. A README.md without a place for
/// one, and a project without one, has nothing wrong.
pub(crate) fn complaint(root: &Path) -> Result<Option<String>, Failure> {
    if !root.join("README.md").is_file() {
        return Ok(None);
    }
    let readme = Readme::read(root)?;
    if readme.with("").is_none() {
        return Ok(None);
    }
    let fresh = readme.with(&capture(root)?);
    Ok((fresh.as_ref() != Some(&readme.text)).then(|| STALE.to_owned()))
}

struct Readme {
    path: PathBuf,
    text: String,
}

impl Readme {
    fn read(root: &Path) -> Result<Self, Failure> {
        let path = root.join("README.md");
        let text = fs::read_to_string(&path).map_err(|error| Failure::io(path.display(), &error))?;
        Ok(Self { path, text })
    }

    /// The text with `capture` between the markers, or `None` when it does not hold them.
    fn with(&self, capture: &str) -> Option<String> {
        let (before, rest) = self.text.split_once(BEGIN)?;
        let (_, after) = rest.split_once(END)?;
        Some(format!("{before}{BEGIN}{capture}{END}{after}"))
    }
}

/// What a pipe receives from `cargo xtask conformance` in `root`.
fn capture(root: &Path) -> Result<String, Failure> {
    let mut out = anstream::StripStream::new(Vec::new());
    conformance::capture(root, &mut out)?;
    Ok(String::from_utf8_lossy(&out.into_inner()).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readme(text: &str) -> Readme {
        Readme { path: PathBuf::new(), text: text.to_owned() }
    }

    #[test]
    fn the_capture_is_replaced_and_nothing_else() {
        let old = format!("before\n{BEGIN}old\n{END}\nafter\n");
        let new = readme(&old).with("new\n").unwrap();
        assert_eq!(new, format!("before\n{BEGIN}new\n{END}\nafter\n"));
    }

    #[test]
    fn a_text_without_markers_has_no_place_for_it() {
        assert_eq!(readme("text").with("new"), None);
        assert_eq!(readme(BEGIN).with("new"), None);
    }
}
