//! What is said when cases do not load.

use std::{collections::BTreeSet, fmt};

use crate::program::document::Diagnostic;

/// Everything that is wrong with the files that were to be read.
///
/// Refused are: a path that does not exist or cannot be read; whatever is not an ordinary file; symbolic links inside a
/// folder; a file that is too large, nested too deep or not UTF-8; a file that is neither `.yaml` nor `.json` (but
/// `README.md`, the corpus's `schema.json` and names with a leading dot are passed over); two files whose cases would have the same
/// ids; and every mistake in the form of a case.
#[derive(Debug, thiserror::Error)]
pub struct LoadError {
    diagnostics: Vec<Diagnostic>,
}

impl LoadError {
    pub(crate) fn new(mut diagnostics: Vec<Diagnostic>) -> Self {
        diagnostics.sort_by(Diagnostic::order);
        Self { diagnostics }
    }

    /// The mistakes, by file, line and column.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// All mistakes as text, with an empty line between them and a last line that counts them.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        let mut text = String::new();
        for diagnostic in &self.diagnostics {
            text.push_str(&diagnostic.render(colour));
            text.push_str("\n\n");
        }
        text.push_str(&self.to_string());
        text.push('\n');
        text
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files: BTreeSet<_> = self.diagnostics.iter().map(|diagnostic| &diagnostic.file).collect();
        let count = |number: usize, word: &str| match number {
            1 => format!("1 {word}"),
            _ => format!("{number} {word}s"),
        };
        let (mistakes, files) = (count(self.diagnostics.len(), "mistake"), count(files.len(), "file"));
        write!(f, "the cases do not load: {mistakes} in {files}")
    }
}
