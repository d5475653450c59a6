//! A case file as a whole.

use std::{collections::HashMap, path::PathBuf};

use super::case;
use crate::{
    corpus::{Case, CaseId, matrix},
    program::document::{Data, Mistake, Node, Sink, parse, quote},
};

/// What the place of a file says about the cases in it.
#[derive(Clone, Debug)]
pub(in crate::corpus) struct FileNames {
    /// The folder below the corpus folder.
    pub(in crate::corpus) topic: String,
    /// The file's name without its ending.
    pub(in crate::corpus) stem: String,
}

impl FileNames {
    /// The full id of the case called `id` in this file.
    pub(super) fn case_id(&self, id: &str) -> CaseId {
        CaseId { topic: self.topic.clone(), file: self.stem.clone(), id: id.to_owned() }
    }
}

/// The cases of the file in `sink`, which takes all mistakes. Without mistakes the cases are complete.
pub(in crate::corpus) fn cases(sink: &mut Sink, names: &FileNames) -> Vec<Case> {
    let Some(root) = parse(sink) else { return Vec::new() };
    let Some(fields) = sink.fields(&root, "a case file", &["about", "cases"]) else { return Vec::new() };
    if let Some(about) = fields.require("about", "One sentence that says what the cases are about.", sink) {
        sentence(about, "`about`", sink);
    }
    let Some(list) = fields.require("cases", "a list of cases", sink) else { return Vec::new() };
    if matches!(list.data, Data::Null) {
        report_empty(list, sink);
        return Vec::new();
    }
    let Some(items) = sink.list(list, "`cases`") else { return Vec::new() };
    if items.is_empty() {
        report_empty(list, sink);
    }
    let path: PathBuf = sink.source().path.clone();
    let mut ids = HashMap::new();
    let mut budget = matrix::Budget::default();
    let mut cases = Vec::new();
    for item in items {
        matrix::expand(item, sink, &mut budget, &mut |node, sink| {
            cases.extend(case::case(node, sink, names, &path, &mut ids));
        });
    }
    cases
}

fn report_empty(node: &Node, sink: &mut Sink) {
    sink.report(
        Mistake::at(node.span, "this file holds no cases")
            .help("add a case: `- id: …`, `why: …`, `source: […]`, `modules: {…}`, `steps: […]`"),
    );
}

/// A text that says something to a reader.
pub(in crate::corpus) fn sentence(node: &Node, what: &str, sink: &mut Sink) -> Option<String> {
    let text = sink.text(node, what)?.trim();
    if text.is_empty() {
        sink.report(
            Mistake::at(node.span, format!("{what} is empty")).help("write one sentence for the reader"),
        );
        return None;
    }
    Some(text.to_owned())
}

/// Whether a text can be part of a case's id.
pub(in crate::corpus) fn is_id(text: &str) -> bool {
    let word = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    text.as_bytes().first().is_some_and(word) && text.bytes().all(|byte| word(&byte) || byte == b'-')
}

/// Takes the text of `id`, which must not be taken yet.
pub(super) fn id(node: &Node, sink: &mut Sink, ids: &mut HashMap<String, usize>) -> Option<String> {
    let text = sink.text(node, "`id`")?;
    if !is_id(text) {
        sink.report(Mistake::at(node.span, format!("{} cannot be an id", quote(text))).help(
            "an id is made of lower-case letters, digits and `-`, and starts with a letter or a digit",
        ));
        return None;
    }
    let line = sink.source().position(node.span.start).line;
    if let Some(first) = ids.insert(text.to_owned(), line) {
        ids.insert(text.to_owned(), first);
        sink.report(
            Mistake::at(node.span, format!("the id {} is taken", quote(text)))
                .label(format!("first given in line {first}"))
                .help("ids are unique within a file; give this case another"),
        );
        return None;
    }
    Some(text.to_owned())
}
