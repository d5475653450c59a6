//! Reading the file of a runtime's deviations.

use std::{
    collections::{BTreeSet, HashMap},
    fmt,
    path::Path,
    sync::Arc,
};

use rustc_hash::FxHashSet;

use super::{Deviation, DeviationKind, DeviationList, Link};
use crate::{
    corpus::CaseId,
    program::document::{
        Diagnostic, Entry, Format, Mistake, Node, Sink, SourceFile, did_you_mean, parse, quote,
    },
    reference::{ProfileName, Quirk, QuirkSet},
};

/// The reason of a deviation that nobody has explained. It is written for a person to replace, and does not load.
pub(super) const UNEXPLAINED: &str = "Not explained yet.";

/// The keys of an entry.
const KEYS: &[&str] = &["reason", "link", "quirks", "contract", "ecma262", "crash", "hang"];

/// What a file of deviations is read for.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'c> {
    /// The profile of the runtime.
    pub profile: ProfileName,
    /// Every case there is; `None` when only a part of the corpus is known, so that nothing can be said of the others.
    pub cases: Option<&'c FxHashSet<CaseId>>,
    /// Whether the file is about to be written anew: then an entry that nobody has explained, one with a quirk that there
    /// is not, and a case that there is not are left out, and no mistake.
    pub is_rewritten: bool,
}

/// A file of deviations that does not load.
#[derive(Debug, thiserror::Error)]
pub struct DeviationError {
    diagnostics: Vec<Diagnostic>,
}

impl DeviationError {
    /// The mistakes, by line and column.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// All mistakes as text, with an empty line between them and a last line that counts them.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        let each = self.diagnostics.iter().map(|diagnostic| diagnostic.render(colour) + "\n\n");
        format!("{}{self}\n", each.collect::<String>())
    }
}

impl fmt::Display for DeviationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.diagnostics.len();
        let mistakes = if count == 1 { "mistake" } else { "mistakes" };
        write!(f, "the list of deviations does not load: {count} {mistakes}")
    }
}

/// Reads the file at `path`. Where there is none, no deviation is listed.
///
/// # Errors
/// All mistakes of the file: a key that is unknown or there twice, a reason or a link that is missing or says nothing, a
/// quirk that the profile has not, a case that there is not or that is listed twice.
pub fn deviations_from(path: &Path, reading: Reading<'_>) -> Result<DeviationList, DeviationError> {
    // What cannot be looked at cannot be read either, which is said below.
    if let Ok(false) = path.try_exists() {
        return Ok(DeviationList::default());
    }
    let source = SourceFile::read(path, Format::Yaml)
        .map_err(|diagnostic| DeviationError { diagnostics: vec![*diagnostic] })?;
    decode(source, reading)
}

/// The list that `source` holds.
pub(super) fn decode(source: Arc<SourceFile>, reading: Reading<'_>) -> Result<DeviationList, DeviationError> {
    let mut decoder = Decoder { sink: Sink::new(source), reading, listed: HashMap::new() };
    let entries = decoder.file();
    let mut diagnostics = decoder.sink.finish();
    diagnostics.sort_by(Diagnostic::order);
    if diagnostics.is_empty() { Ok(DeviationList::new(entries)) } else { Err(DeviationError { diagnostics }) }
}

struct Decoder<'c> {
    sink: Sink,
    reading: Reading<'c>,
    /// The line in which each case is listed.
    listed: HashMap<(DeviationKind, CaseId), usize>,
}

impl Decoder<'_> {
    fn file(&mut self) -> Vec<Deviation> {
        let Some(root) = parse(&mut self.sink) else { return Vec::new() };
        let fields = self.sink.fields(&root, "a list of deviations", &["deviations"]);
        let list = fields.and_then(|fields| {
            fields.require("deviations", "[{ reason: …, link: ours, contract: … }]", &mut self.sink)
        });
        let items = list.and_then(|list| self.sink.list(list, "`deviations`")).unwrap_or_default();
        items.iter().filter_map(|item| self.entry(item)).collect()
    }

    fn entry(&mut self, node: &Node) -> Option<Deviation> {
        let fields = self.sink.fields(node, "a deviation", KEYS)?;
        let reason = fields.require("reason", "One sentence that says why.", &mut self.sink);
        let link = fields.require("link", "ours", &mut self.sink);
        let reason = reason.and_then(|node| self.reason(node));
        let link = link.and_then(|node| self.link(node));
        let quirks = fields.get("quirks").map_or_else(|| Some(Vec::new()), |node| self.quirks(node));
        let mut cases = BTreeSet::new();
        let mut is_listed = false;
        for kind in DeviationKind::ALL {
            if let Some(node) = fields.get(kind.as_str()) {
                is_listed = true;
                self.cases(kind, node, &mut cases);
            }
        }
        if !is_listed && !fields.has_unknown() {
            self.sink.report(
                Mistake::at(fields.span, "this deviation lists no cases")
                    .help("add `contract`, `ecma262`, `crash` or `hang`, with the cases by file"),
            );
        }
        Some(Deviation { reason: reason?, link: link?, quirks: quirks?, cases })
    }

    fn reason(&mut self, node: &Node) -> Option<String> {
        let text = self.sink.text(node, "`reason`")?.trim();
        if text == UNEXPLAINED && self.reading.is_rewritten {
            return None;
        }
        if text.is_empty() || text == UNEXPLAINED {
            self.sink.report(
                Mistake::at(node.span, "this deviation is not explained")
                    .help("find out why the runtime does this, and write one sentence that says so"),
            );
            return None;
        }
        Some(text.to_owned())
    }

    fn link(&mut self, node: &Node) -> Option<Link> {
        let text = self.sink.text(node, "`link`")?;
        let link = Link::from_text(text);
        if link.is_none() {
            self.sink.report(
                Mistake::at(node.span, format!("{} is not a link", quote(text)))
                    .help("write the address of an upstream issue, beginning with `https://`, or `ours` where there is none"),
            );
        }
        link
    }

    fn quirks(&mut self, node: &Node) -> Option<Vec<Quirk>> {
        let mut quirks = QuirkSet::default();
        let mut is_known = true;
        for item in self.sink.list(node, "`quirks`")? {
            let Some(text) = self.sink.text(item, "an item of `quirks`") else {
                is_known = false;
                continue;
            };
            let quirk = Quirk::from_text(text).filter(|quirk| self.profile_has(*quirk));
            if let Some(quirk) = quirk.filter(|quirk| !quirks.contains(*quirk)) {
                quirks = quirks.with(quirk);
                continue;
            }
            is_known = false;
            if quirk.is_some() {
                self.sink.report(Mistake::at(item.span, format!("the quirk {} is there twice", quote(text))));
            } else if !self.reading.is_rewritten {
                let known =
                    Quirk::ALL.iter().filter(|quirk| self.profile_has(**quirk)).map(|quirk| quirk.as_str());
                let mistake = Mistake::at(
                    item.span,
                    format!("the profile {} has no quirk {}", self.reading.profile, quote(text)),
                );
                self.sink.report(match did_you_mean(text, known) {
                    Some(meant) => mistake.label(format!("did you mean `{meant}`?")),
                    None => {
                        mistake.help("the quirks and their profiles stand in harness/src/reference/quirks/")
                    }
                });
            }
        }
        is_known.then(|| quirks.iter().collect())
    }

    fn profile_has(&self, quirk: Quirk) -> bool {
        quirk.facts().profiles.contains(&self.reading.profile)
    }

    /// The cases that `node` lists by file.
    fn cases(&mut self, kind: DeviationKind, node: &Node, cases: &mut BTreeSet<(DeviationKind, CaseId)>) {
        let files = self.sink.map(node, &format!("`{}`", kind.as_str())).unwrap_or_default();
        for Entry { key, value } in files {
            let ids = self.sink.list(value, "the cases of a file").unwrap_or_default();
            if ids.is_empty() && matches!(value.data, crate::program::document::Data::List(_)) {
                self.sink.report(Mistake::at(key.span, format!("no case of {} is listed", quote(&key.text))));
            }
            for node in ids {
                let Some(id) = self.sink.text(node, "a case") else { continue };
                let (topic, file) = key.text.rsplit_once('/').unwrap_or(("", &key.text));
                let id = CaseId { topic: topic.to_owned(), file: file.to_owned(), id: id.to_owned() };
                if let Some(id) = self.known(node, id).and_then(|id| self.once(kind, node, id)) {
                    cases.insert((kind, id));
                }
            }
        }
    }

    fn known(&mut self, node: &Node, id: CaseId) -> Option<CaseId> {
        if self.reading.cases.is_none_or(|cases| cases.contains(&id)) {
            return Some(id);
        }
        if !self.reading.is_rewritten {
            let message = format!("there is no case {}", quote(&id.to_string()));
            self.sink.report(Mistake::at(node.span, message).help(
                "take it from the list, or write its new name; `cargo xtask conformance --list` prints all",
            ));
        }
        None
    }

    fn once(&mut self, kind: DeviationKind, node: &Node, id: CaseId) -> Option<CaseId> {
        let line = self.sink.source().position(node.span.start).line;
        let Some(first) = self.listed.insert((kind, id.clone()), line) else { return Some(id) };
        let case = quote(&id.to_string());
        self.sink.report(
            Mistake::at(node.span, format!("the case {case} is listed twice for `{}`", kind.as_str()))
                .label(format!("already listed in line {first}"))
                .help("a case stands in one entry for each kind; list it where its reason stands"),
        );
        None
    }
}

#[cfg(test)]
#[path = "decode_tests.rs"]
mod tests;
