//! The text of a file, and places in it.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{Diagnostic, MAX_FILE_BYTES, MAX_JSON_BYTES};

/// A range of a text, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// A place in a text, for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in Unicode scalar values.
    pub column: usize,
}

/// What a file is written in, by its ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `.yaml`
    Yaml,
    /// `.json`
    Json,
}

impl Format {
    /// The format of the file at `path`, or `None` when its ending is another.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()? {
            "yaml" => Some(Self::Yaml),
            "json" => Some(Self::Json),
            _ => None,
        }
    }

    /// The size in bytes beyond which a file is not read.
    #[must_use]
    pub const fn max_bytes(self) -> u64 {
        match self {
            Self::Yaml => MAX_FILE_BYTES,
            Self::Json => MAX_JSON_BYTES,
        }
    }
}

/// A file that has been read.
#[derive(Debug)]
pub struct SourceFile {
    /// Where it was read from, as reports show it.
    pub path: PathBuf,
    /// What it is written in.
    pub format: Format,
    /// All of its text.
    pub text: String,
    /// The byte at which each line starts.
    lines: Vec<usize>,
}

impl SourceFile {
    /// A file with this text, which need not exist on disk.
    #[must_use]
    pub fn new(path: PathBuf, format: Format, text: String) -> Self {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { path, format, text, lines }
    }

    /// Reads the file at `path`.
    ///
    /// # Errors
    /// When it cannot be opened, is not an ordinary file, is larger than [`Format::max_bytes`], or is not plain UTF-8.
    pub fn read(path: &Path, format: Format) -> Result<Arc<Self>, Box<Diagnostic>> {
        let fail = |message: String, help: &str| Box::new(Diagnostic::of_file(path, message).with_help(help));
        let unreadable = |error: std::io::Error| {
            fail(
                format!("this file cannot be read: {error}"),
                "check that the path is right and that you may read it",
            )
        };
        // Asked before opening, because opening a FIFO waits for a writer.
        let metadata = fs::metadata(path).map_err(unreadable)?;
        if !metadata.is_file() {
            return Err(fail(
                "this is not an ordinary file".to_owned(),
                "a case file must be a file on disk; devices, pipes and sockets are not read",
            ));
        }
        let limit = format.max_bytes();
        let too_large = |bytes: Option<u64>| {
            let size = bytes.map_or_else(String::new, |bytes| format!("{bytes} bytes, and "));
            fail(
                format!("this file is too large: {size}the limit is {limit} bytes"),
                "split it into several files; each file is a topic of its own in reports",
            )
        };
        if metadata.len() > limit {
            return Err(too_large(Some(metadata.len())));
        }
        let mut bytes = Vec::new();
        // One byte more than allowed tells a file that grew since, or whose size is not known before it is read.
        fs::File::open(path)
            .and_then(|file| file.take(limit + 1).read_to_end(&mut bytes))
            .map_err(unreadable)?;
        if bytes.len() as u64 > limit {
            return Err(too_large(None));
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            let line = String::from_utf8_lossy(&error.as_bytes()[..valid]).matches('\n').count() + 1;
            fail(format!("this file is not UTF-8: a wrong byte stands in line {line}"), "save it as UTF-8")
        })?;
        let file = Arc::new(Self::new(path.to_owned(), format, text));
        file.refuse_characters()?;
        Ok(file)
    }

    /// Objects to characters that no editor shows and that parsers disagree about.
    fn refuse_characters(self: &Arc<Self>) -> Result<(), Box<Diagnostic>> {
        if self.text.starts_with('\u{feff}') {
            let message = "this file starts with a byte order mark".to_owned();
            let diagnostic = Diagnostic::of_file(&self.path, message);
            return Err(Box::new(diagnostic.with_help("save it as UTF-8 without a byte order mark")));
        }
        let stray = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
        if let Some((at, c)) = self.text.char_indices().find(|(_, c)| stray(*c)) {
            let span = Span { start: at, end: at + c.len_utf8() };
            let code = u32::from(c);
            let diagnostic = Diagnostic::new(
                self,
                span,
                format!("the control character U+{code:04X} cannot stand in a file"),
            );
            let help = format!("write it as an escape in a quoted text: \"\\u{code:04X}\"");
            return Err(Box::new(diagnostic.with_help(&help)));
        }
        Ok(())
    }

    /// The place of a byte of the text.
    #[must_use]
    pub fn position(&self, at: usize) -> Position {
        let line = self.lines.partition_point(|start| *start <= at);
        let start = self.lines[line - 1];
        let end = at.min(self.text.len());
        let column = self.text.get(start..end).map_or(1, |before| before.chars().count() + 1);
        Position { line, column }
    }

    /// The text of a line counted from 1, without its line break, and the byte it starts at.
    #[must_use]
    pub fn line(&self, line: usize) -> (usize, &str) {
        let start = self.lines[line - 1];
        let end = self.lines.get(line).copied().unwrap_or(self.text.len());
        (start, self.text[start..end].trim_end_matches(['\n', '\r']))
    }

    /// The text of a span.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or("")
    }
}
