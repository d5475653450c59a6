//! The tree of a document.

use std::{collections::HashMap, sync::Arc};

use super::{
    Format, MAX_DEPTH, Mistake, Sink, SourceFile, Span, diagnostic::quote, json_events, plain::Plain,
    yaml_events,
};

/// A value in a document, and its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where it stands. A value that was left empty has the place of its key.
    pub span: Span,
    /// What it is.
    pub data: Data,
}

/// What a node is.
#[derive(Clone, Debug)]
pub enum Data {
    /// `null`, or nothing at all.
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A map, in the order it was written. The keys of a document are distinct; a matrix can make them equal again.
    Map(Vec<Entry>),
}

/// A number as JavaScript has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// Its value, or the nearest there is.
    pub value: f64,
    /// Whether the value is what was written, and not only the nearest to it.
    pub exact: bool,
}

impl Number {
    /// The number of an integer.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "the loss is what is found out"
    )]
    pub(super) fn from_integer(integer: i128) -> Self {
        let value = integer as f64;
        Self { value, exact: value as i128 == integer }
    }
}

/// A key and its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: Key,
    /// Its value.
    pub value: Node,
}

/// A key, and its place.
#[derive(Clone, Debug)]
pub struct Key {
    /// Its text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A place in a document, in the order of the text.
#[derive(Clone, Copy, Debug)]
pub(super) enum Mark {
    /// A list or a map starts.
    Open(Span),
    /// It ends.
    Close(Span),
    /// A scalar.
    Scalar(Span),
}

impl Node {
    /// What it is, in words: `a list`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self.data {
            Data::Null => "null",
            Data::Bool(_) => "true or false",
            Data::Number(_) => "a number",
            Data::Text(_) => "a text",
            Data::List(_) => "a list",
            Data::Map(_) => "a map",
        }
    }
}

/// Reads the file in `sink` as a tree. Mistakes of form go to `sink`; the answer is `None` when they leave no tree.
pub fn parse(sink: &mut Sink) -> Option<Node> {
    let source = Arc::clone(sink.source());
    // Where the nodes stand is found first, because that walk is the one that bounds depth and number.
    let (marks, plain) = match source.format {
        Format::Yaml => {
            let marks = yaml_events::marks(sink)?;
            (
                marks,
                serde_yaml::from_str(&source.text).map_err(|error| report_yaml(&error, &source, sink)).ok(),
            )
        }
        Format::Json => {
            let marks = json_events::marks(sink)?;
            (
                marks,
                serde_json::from_str(&source.text).map_err(|error| report_json(&error, &source, sink)).ok(),
            )
        }
    };
    if marks.is_empty() && sink.is_empty() {
        let start = Span { start: 0, end: 0 };
        sink.report(
            Mistake::at(start, "this file is empty").help("a case file starts with `about: …` and `cases:`"),
        );
        return None;
    }
    let node = Builder { marks: marks.into_iter(), sink }.node(plain?, None, 0);
    if node.is_none() && sink.is_empty() {
        let start = Span { start: 0, end: 0 };
        sink.report(Mistake::at(start, "two parsers read this file differently").help(
            "this is a mistake of the harness, and the file has an unusual form; write it in a plainer way",
        ));
    }
    node
}

fn report_yaml(error: &serde_yaml::Error, source: &SourceFile, sink: &mut Sink) {
    let at = error.location().map_or(0, |location| location.index().min(source.text.len()));
    // The library names the place at the end of its text; the diagnostic shows it already.
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or_default();
    sink.report(Mistake::at(Span { start: at, end: at }, format!("this is not YAML: {text}")));
}

fn report_json(error: &serde_json::Error, source: &SourceFile, sink: &mut Sink) {
    let (line_start, line) = source.line(error.line().max(1));
    // The column is counted in bytes, from 1, and is 0 before the first byte of a line.
    let mut column = error.column().saturating_sub(1).min(line.len());
    while !line.is_char_boundary(column) {
        column -= 1;
    }
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or_default();
    let at = line_start + column;
    sink.report(
        Mistake::at(Span { start: at, end: at }, format!("this is not JSON: {text}"))
            .help("JSON has no comments and no comma before a closing bracket; a `.yaml` file may have both"),
    );
}

/// Joins what nodes mean with where they stand.
struct Builder<'s> {
    marks: std::vec::IntoIter<Mark>,
    sink: &'s mut Sink,
}

impl Builder<'_> {
    /// The node of `plain`; `None` when the marks do not fit it. Recursion is bounded by [`MAX_DEPTH`], which the walk that
    /// made the marks has checked.
    fn node(&mut self, plain: Plain, key: Option<Span>, depth: usize) -> Option<Node> {
        if depth > MAX_DEPTH {
            return None;
        }
        let mark = self.marks.next()?;
        let (span, data) = match (plain, mark) {
            (Plain::Null, Mark::Scalar(span)) => (span, Data::Null),
            (Plain::Bool(value), Mark::Scalar(span)) => (span, Data::Bool(value)),
            (Plain::Number(value), Mark::Scalar(span)) => (span, Data::Number(value)),
            (Plain::Text(value), Mark::Scalar(span)) => (span, Data::Text(value)),
            (Plain::List(items), Mark::Open(open)) => {
                let items = items
                    .into_iter()
                    .map(|item| self.node(item, None, depth + 1))
                    .collect::<Option<Vec<_>>>()?;
                (self.close(open)?, Data::List(items))
            }
            (Plain::Map(entries), Mark::Open(open)) => {
                let entries = self.entries(entries, depth + 1)?;
                (self.close(open)?, Data::Map(entries))
            }
            _ => return None,
        };
        let span = if span.start >= span.end { key.unwrap_or(span) } else { span };
        Some(Node { span, data })
    }

    fn close(&mut self, open: Span) -> Option<Span> {
        match self.marks.next()? {
            Mark::Close(close) => Some(Span { start: open.start, end: close.end.max(open.end) }),
            _ => None,
        }
    }

    fn entries(&mut self, entries: Vec<(Plain, Plain)>, depth: usize) -> Option<Vec<Entry>> {
        let mut built = Vec::with_capacity(entries.len());
        let mut seen: HashMap<String, Span> = HashMap::new();
        for (key, value) in entries {
            let key = self.node(key, None, depth)?;
            let value = self.node(value, Some(key.span), depth)?;
            let Data::Text(text) = key.data else {
                let written = self.sink.source().slice(key.span).trim().to_owned();
                let mistake = Mistake::at(key.span, format!("a key must be a text, not {}", key.kind()));
                self.sink.report(match key.data {
                    Data::List(_) | Data::Map(_) => mistake,
                    _ => mistake.help(format!("write it in quotes: {}", quote(&written))),
                });
                continue;
            };
            if text == "<<" {
                self.sink.report(
                    Mistake::at(key.span, "merge keys are not read in case files")
                        .help("write the merged keys out, or use `matrix` to repeat a case"),
                );
                continue;
            }
            if let Some(first) = seen.get(&text) {
                let line = self.sink.source().position(first.start).line;
                self.sink.report(
                    Mistake::at(key.span, format!("the key {} stands twice in this map", quote(&text)))
                        .label(format!("first given in line {line}"))
                        .help("keep one of the two"),
                );
                continue;
            }
            seen.insert(text.clone(), key.span);
            built.push(Entry { key: Key { text, span: key.span }, value });
        }
        Some(built)
    }
}
