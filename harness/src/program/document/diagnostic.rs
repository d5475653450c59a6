//! Mistakes in a file, and how they are shown.

use std::{
    cmp::Ordering,
    collections::HashSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{MAX_MISTAKES, Position, SourceFile, Span};

/// The longest line, in bytes, that is given to the renderer as a whole. It cuts what does not fit a terminal by itself,
/// but takes time for all of it.
const LONGEST_LINE: usize = 1000;

/// How much of a longer line is shown on either side of the mistake, in bytes.
const SHOWN_AROUND: usize = 60;

/// A mistake, before it is known which file it is in.
#[derive(Clone, Debug)]
pub struct Mistake {
    span: Span,
    message: String,
    label: String,
    help: Option<String>,
}

impl Mistake {
    /// A mistake at `span`. `message` is a whole sentence without a full stop.
    #[must_use]
    pub fn at(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), label: String::new(), help: None }
    }

    /// What stands beside the underlined text.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// A way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// A mistake in a file, with its place and a way out.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The file, as it was named on the command line or found below the corpus folder.
    pub file: PathBuf,
    /// The place in the file; `None` when the file as a whole is the mistake.
    pub position: Option<Position>,
    /// What is wrong.
    pub message: String,
    /// What stands beside the underlined text; may be empty.
    pub label: String,
    /// A way out.
    pub help: Option<String>,
    source: Option<(Arc<SourceFile>, Span)>,
}

impl Diagnostic {
    /// A mistake at a place in a file.
    #[must_use]
    pub fn new(source: &Arc<SourceFile>, span: Span, message: String) -> Self {
        Self {
            file: source.path.clone(),
            position: Some(source.position(span.start)),
            message,
            label: String::new(),
            help: None,
            source: Some((Arc::clone(source), span)),
        }
    }

    /// A mistake that is the file as a whole.
    #[must_use]
    pub fn of_file(path: &Path, message: String) -> Self {
        Self {
            file: path.to_owned(),
            position: None,
            message,
            label: String::new(),
            help: None,
            source: None,
        }
    }

    /// The same with a way out.
    #[must_use]
    pub fn with_help(mut self, help: &str) -> Self {
        self.help = Some(help.to_owned());
        self
    }

    /// By file, line and column, then by what is said. What has no place comes last in its file.
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        let key = |of: &Self| (of.position.is_none(), of.position);
        self.file
            .cmp(&other.file)
            .then_with(|| key(self).cmp(&key(other)))
            .then_with(|| self.message.cmp(&other.message))
    }

    /// The mistake as text: what is wrong, where, the text underlined, a way out. With `colour`, ANSI escapes are used.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let path = self.file.display().to_string();
        let mut group = Group::with_title(Level::ERROR.primary_title(&self.message));
        if let (Some((source, span)), Some(position)) = (&self.source, self.position) {
            let (line_start, line) = source.line(position.line);
            let from = (span.start - line_start).min(line.len());
            let to = (span.end.max(span.start) - line_start).min(line.len());
            // A container's span can end in the white space before the next line.
            let to = from + line[from..to].trim_end().len();
            let label = (!self.label.is_empty()).then_some(self.label.as_str());
            let annotation = |span| AnnotationKind::Primary.span(span).label(label);
            if line.len() <= LONGEST_LINE {
                let snippet = Snippet::source(line).line_start(position.line).path(path);
                group = group.element(snippet.annotation(annotation(from..to)));
            } else {
                let cut_from = floor(line, from.saturating_sub(SHOWN_AROUND));
                let cut_to = floor(line, (to.min(from + SHOWN_AROUND) + SHOWN_AROUND).min(line.len()));
                let snippet = Snippet::source(&line[cut_from..cut_to]).line_start(position.line);
                group = group
                    .element(Origin::path(path).line(position.line).char_column(position.column))
                    .element(snippet.annotation(annotation(from - cut_from..to.min(cut_to) - cut_from)));
            }
        } else {
            group = group.element(Origin::path(path));
        }
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.message(help));
        }
        renderer.render(&[group])
    }
}

/// The nearest character boundary of `text` at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// Collects the mistakes of one file.
#[derive(Debug)]
pub struct Sink {
    source: Arc<SourceFile>,
    seen: HashSet<(Span, String)>,
    diagnostics: Vec<Diagnostic>,
}

impl Sink {
    /// No mistakes yet.
    #[must_use]
    pub fn new(source: Arc<SourceFile>) -> Self {
        Self { source, seen: HashSet::new(), diagnostics: Vec::new() }
    }

    /// The file.
    #[must_use]
    pub const fn source(&self) -> &Arc<SourceFile> {
        &self.source
    }

    /// Adds a mistake. The same mistake at the same place is kept once: a case that a matrix repeats is wrong once.
    pub fn report(&mut self, mistake: Mistake) {
        if self.seen.len() <= MAX_MISTAKES && self.seen.insert((mistake.span, mistake.message.clone())) {
            let Mistake { span, message, label, help } = mistake;
            if self.seen.len() > MAX_MISTAKES {
                let message =
                    format!("this file has more than {MAX_MISTAKES} mistakes; the rest is not shown");
                self.diagnostics.push(Diagnostic::of_file(&self.source.path, message));
                return;
            }
            let diagnostic = Diagnostic::new(&self.source, span, message);
            self.diagnostics.push(Diagnostic { label, help, ..diagnostic });
        }
    }

    /// How many mistakes were found so far.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.diagnostics.len()
    }

    /// Whether nothing was found.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// The mistakes.
    #[must_use]
    pub fn finish(self) -> Vec<Diagnostic> {
        self.diagnostics
    }
}

/// `text` in quotation marks, without anything a terminal would act on, cut when it is long.
pub(crate) fn quote(text: &str) -> String {
    const SHOWN: usize = 60;
    let shown: String = text.chars().take(SHOWN).flat_map(char::escape_debug).collect();
    let shown = shown.replace("\\'", "'").replace("\\\"", "\"");
    if text.chars().nth(SHOWN).is_some() { format!("\"{shown}…\"") } else { format!("\"{shown}\"") }
}

/// The one of `known` that was probably meant by `word`.
pub(crate) fn did_you_mean<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    // Longer words are not names that somebody mistyped, and comparing costs the product of the lengths.
    const LONGEST: usize = 64;
    if word.len() > LONGEST {
        return None;
    }
    let folded = word.to_lowercase();
    known
        .into_iter()
        .filter(|known| known.len() <= LONGEST)
        .map(|known| (strsim::damerau_levenshtein(&folded, &known.to_lowercase()), known))
        .filter(|(distance, known)| *distance <= (known.chars().count().max(3)) / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}
