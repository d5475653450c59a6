//! Why a graph cannot be read.

use std::{
    fmt::{self, Write},
    path::PathBuf,
};

use crate::syntax::TextPosition;

/// Why the graph of an entry cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum GraphError {
    /// The entry itself cannot be found or read.
    #[error("{} cannot be read: {reason}. Give the path of a JavaScript module.", path.display())]
    Entry {
        /// The entry, as it was given.
        path: PathBuf,
        /// What is wrong, without a full stop.
        reason: String,
    },
    /// The entry is no ES module.
    #[error(
        "{} is {what}, and a graph begins with an ES module. Give another entry; a file is a module when it ends in \
         `.mjs`, when the nearest package.json has `\"type\": \"module\"`, or when its text imports or exports.",
        path.display()
    )]
    NotAModule {
        /// The entry, as it was given.
        path: PathBuf,
        /// What it is, with an article.
        what: &'static str,
    },
    /// Some imports lead nowhere. Never empty; in the order they were met.
    #[error("{}", imports_in_words(.0))]
    Imports(Vec<ImportError>),
}

/// An import that leads to no file that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportError {
    /// The file that imports.
    pub importer: PathBuf,
    /// Where in it the specifier stands.
    pub position: TextPosition,
    /// What it asks for.
    pub specifier: String,
    /// Why it is not found, without a full stop.
    pub reason: String,
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { importer, position, specifier, reason } = self;
        write!(f, "{}:{position}: the import of {specifier:?} leads nowhere: {reason}", importer.display())
    }
}

/// How many imports are shown. The first few tell which package is missing or which way of resolving is wrong.
const MOST_SHOWN: usize = 20;

fn imports_in_words(imports: &[ImportError]) -> String {
    let mut text = String::new();
    for import in imports.iter().take(MOST_SHOWN) {
        let _ = writeln!(text, "{import}");
    }
    if let Some(more @ 1..) = imports.len().checked_sub(MOST_SHOWN) {
        let _ = writeln!(text, "and {more} more");
    }
    let (count, lead) = match imports.len() {
        1 => ("1 import".to_owned(), "leads"),
        count => (format!("{count} imports"), "lead"),
    };
    let _ = write!(
        text,
        "{count} of the graph {lead} nowhere. Install what is missing, or pass --allow-missing to put a synthetic module \
         in its place; --resolution bundler also tries the endings that Node does not."
    );
    text
}
