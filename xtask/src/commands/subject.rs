//! The one case or program that a command is about.

use std::path::Path;

use vmlink::{
    conformance::Selection,
    corpus,
    repro::{Subject, SubjectError},
};

use crate::{
    exit::{Exit, Failure},
    output, workspace,
};

/// How many ids are shown to somebody whose word selects several cases.
const SHOWN: usize = 10;

/// The case whose id is `text`, or the only one that `text` selects, among those in `cases` (those of the project when it
/// is `None`); or what is in the file `text`.
///
/// # Errors
/// When there is no such case or file, when `text` selects several cases, or when a file does not load.
pub(super) fn find(text: &str, cases: Option<&Path>) -> Result<Subject, Failure> {
    let path = Path::new(text);
    if cases.is_none() && path.is_file() {
        return Subject::read(path).map_err(failure);
    }
    let own = workspace::cases();
    let cases = cases.map_or_else(|| workspace::relative(&own), Path::to_path_buf);
    let corpus = corpus::load(&[&cases]).map_err(|error| failure(SubjectError::Load(error)))?;
    let selection = Selection { filters: vec![text.to_owned()], shard: None };
    match selection.select(&corpus).as_slice() {
        [case] => Ok(Subject::of_case(case)),
        [] => Err(Failure::new(
            Exit::NothingSelected,
            format!(
                "`{text}` is neither a file nor a case in {}; the number of cases there is {}. \
                 `cargo xtask conformance --list` prints the id of every case.",
                workspace::shown(&cases),
                corpus.len()
            ),
        )),
        several => {
            let shown: Vec<String> =
                several.iter().take(SHOWN).map(|case| format!("  {}", case.id)).collect();
            let more = if several.len() > SHOWN { "\n  …" } else { "" };
            Err(Failure::usage(format!(
                "`{text}` selects {} cases. Give the full id of one of them:\n{}{more}",
                several.len(),
                shown.join("\n")
            )))
        }
    }
}

fn failure(error: SubjectError) -> Failure {
    match error {
        SubjectError::Load(error) => {
            Failure::rendered(Exit::Usage, error.render(output::stderr_has_colours()))
        }
        other => Failure::usage(other.to_string()),
    }
}
