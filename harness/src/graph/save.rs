//! A graph as a case file.

use std::fmt::Write;

use serde_json::{Value as Json, json};

use super::Graph;
use crate::program::{self, document::Format};

/// Why a graph cannot be written as a case file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SaveError {
    /// The file would be too large.
    #[error(
        "As a case file this graph would have {bytes} bytes, and no more than {limit} are read.{}",
        if *.format == Format::Yaml { " Save it as `.json`, which may be larger." } else { "" }
    )]
    TooLarge {
        /// How large it would be.
        bytes: usize,
        /// How large it may be.
        limit: u64,
        /// What it was to be written in.
        format: Format,
    },
}

/// The text of a case file in `format` with one case, whose program is that of `graph`. `entry` is what the file says it
/// was made from.
///
/// The case expects nothing: what a graph read from disk must do is not written in any source but its own. It is run
/// like every other, so the invariants speak of it, and an engine is held against the reference with it.
///
/// # Errors
/// When the file would be larger than what the corpus loads.
pub fn case_file(graph: &Graph, entry: &str, format: Format) -> Result<String, SaveError> {
    let mut case = json!({
        "id": "graph",
        "why": format!("The module {entry} and all that it imports, as they stood on disk."),
        "source": ["sec-moduledeclarationlinking"],
    });
    if let (Json::Object(case), Json::Object(program)) = (&mut case, program::to_json(&graph.program)) {
        case.extend(program);
    }
    let file = json!({ "about": format!("The graph of {entry}."), "cases": [case] });
    let text = match format {
        Format::Yaml => serde_yaml::to_string(&file).unwrap_or_default(),
        Format::Json => without_controls(&format!("{file:#}\n")),
    };
    if text.len() as u64 > format.max_bytes() {
        return Err(SaveError::TooLarge { bytes: text.len(), limit: format.max_bytes(), format });
    }
    Ok(text)
}

/// JSON lets some control characters stand as they are; no case file does.
fn without_controls(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() && c != '\n' {
            let _ = write!(clean, "\\u{:04x}", u32::from(c));
        } else {
            clean.push(c);
        }
    }
    clean
}
