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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{super::testing::Files, *};
    use crate::corpus;

    fn odd() -> Graph {
        let files = Files::new(&[
            (
                "main.mjs",
                "import './a -> b.mjs'; import './line\\nend.mjs';\r\n// \u{7f}\u{85}\u{9b}\u{2028}\t\u{0}",
            ),
            ("a -> b.mjs", "export { x } from './old.cjs'; // ` with `: # - {"),
            ("line\nend.mjs", "'---\\n...'"),
            ("old.cjs", ""),
        ]);
        files.graph("main.mjs")
    }

    #[test]
    fn what_is_written_is_read_as_the_same_program() {
        let graph = odd();
        let folder = tempfile::tempdir().unwrap();
        for (name, format) in [("a.yaml", Format::Yaml), ("b.json", Format::Json)] {
            let path = folder.path().join(name);
            fs::write(&path, case_file(&graph, "main.mjs", format).unwrap()).unwrap();
            let cases = corpus::load(&[&path]).unwrap_or_else(|error| panic!("{}", error.render(false)));
            assert_eq!(cases.len(), 1);
            assert_eq!(cases[0].program, graph.program, "{name}");
            assert!(
                cases[0].expectations.steps.iter().all(|step| step.contract == corpus::Expect::default())
            );
        }
    }

    #[test]
    fn what_is_too_large_for_the_loader_is_not_written() {
        let mut graph = odd();
        let text = "// a comment\n".repeat(100_000);
        graph.program.modules[0].kind = program::ModuleKind::Source(text);
        let error = case_file(&graph, "main.mjs", Format::Yaml).unwrap_err();
        assert!(error.to_string().ends_with("Save it as `.json`, which may be larger."), "{error}");
        assert!(case_file(&graph, "main.mjs", Format::Json).is_ok());
    }
}
