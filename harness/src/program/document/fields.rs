//! Taking a document apart.

use super::{
    Data, Entry, Mistake, Node, Sink, Span,
    diagnostic::{did_you_mean, quote},
};

/// The entries of a map whose keys are known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields<'n> {
    /// Where the map stands.
    pub(crate) span: Span,
    what: &'static str,
    known: &'static [&'static str],
    entries: &'n [Entry],
}

impl<'n> Fields<'n> {
    /// The value of `key`.
    pub(crate) fn get(&self, key: &str) -> Option<&'n Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The entry of `key`.
    pub(crate) fn entry(&self, key: &str) -> Option<&'n Entry> {
        self.entries.iter().find(|entry| entry.key.text == key)
    }

    /// Whether one of `keys` seems to be there under a wrong spelling, which has been reported: then that it is missing
    /// need not be said as well.
    pub(crate) fn is_misspelt(&self, keys: &[&str]) -> bool {
        let unknown = self.entries.iter().filter(|entry| !self.known.contains(&entry.key.text.as_str()));
        unknown.into_iter().any(|entry| {
            did_you_mean(&entry.key.text, self.known.iter().copied())
                .is_some_and(|meant| keys.contains(&meant))
        })
    }

    /// Whether there is a key that is not known, which has been reported.
    pub(crate) fn has_unknown(&self) -> bool {
        self.entries.iter().any(|entry| !self.known.contains(&entry.key.text.as_str()))
    }

    /// The value of `key`, or a mistake that shows how to write it.
    pub(crate) fn require(&self, key: &str, example: &str, sink: &mut Sink) -> Option<&'n Node> {
        let found = self.get(key);
        if found.is_none() && !self.is_misspelt(&[key]) {
            sink.report(
                Mistake::at(self.span, format!("{} needs the key `{key}`", self.what))
                    .label(format!("`{key}` is missing here"))
                    .help(format!("add `{key}: {example}`")),
            );
        }
        found
    }
}

impl Sink {
    /// `node` as a map that has no other keys than `known`. `what` names it in messages: `a case`.
    pub(crate) fn fields<'n>(
        &mut self,
        node: &'n Node,
        what: &'static str,
        known: &'static [&'static str],
    ) -> Option<Fields<'n>> {
        let entries = self.map(node, what)?;
        for entry in entries {
            if !known.contains(&entry.key.text.as_str()) {
                self.unknown_key(entry, what, known);
            }
        }
        Some(Fields { span: first_line(node), what, known, entries })
    }

    /// Reports a key that nothing reads.
    pub(crate) fn unknown_key(&mut self, entry: &Entry, what: &str, known: &[&str]) {
        let text = &entry.key.text;
        let mut mistake = Mistake::at(entry.key.span, format!("{what} has no key {}", quote(text)));
        if let Some(meant) = did_you_mean(text, known.iter().copied()) {
            mistake = mistake.label(format!("did you mean `{meant}`?"));
        }
        self.report(mistake.help(format!("the keys of {what} are {}", list_words(known))));
    }

    /// `node` as a map.
    pub(crate) fn map<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n [Entry]> {
        if let Data::Map(entries) = &node.data {
            return Some(entries);
        }
        self.wrong_type(node, what, "a map");
        None
    }

    /// `node` as a list.
    pub(crate) fn list<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n [Node]> {
        if let Data::List(items) = &node.data {
            return Some(items);
        }
        self.wrong_type(node, what, "a list");
        None
    }

    /// `node` as a text.
    pub(crate) fn text<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n str> {
        if let Data::Text(text) = &node.data {
            return Some(text);
        }
        self.wrong_type(node, what, "a text");
        None
    }

    /// `node` as a list of texts.
    pub(crate) fn texts(&mut self, node: &Node, what: &str) -> Option<Vec<String>> {
        let items = self.list(node, what)?;
        let texts: Vec<_> = items
            .iter()
            .filter_map(|item| self.text(item, &format!("an item of {what}")))
            .map(str::to_owned)
            .collect();
        (texts.len() == items.len()).then_some(texts)
    }

    /// `node` as a whole number from `least` on that fits 32 bits.
    pub(crate) fn count_from(&mut self, node: &Node, what: &str, least: u32) -> Option<u32> {
        if let Data::Number(number) = node.data {
            let value = number.value;
            if value.fract() == 0.0 && value >= f64::from(least) && value <= f64::from(u32::MAX) {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "checked just above"
                )]
                return Some(value as u32);
            }
        }
        self.report(Mistake::at(node.span, format!("{what} must be a whole number, {least} or more")));
        None
    }

    /// Reports a key that can only be `true`.
    pub(crate) fn only_true(&mut self, node: &Node, key: &str, way_out: &str) -> bool {
        let is_true = matches!(node.data, Data::Bool(true));
        if !is_true {
            self.report(Mistake::at(node.span, format!("`{key}` can only be `true`")).help(way_out));
        }
        is_true
    }

    /// Reports a value of the wrong type. `what` and `wanted` are words: "an item of `source`", "a text".
    pub(crate) fn wrong_type(&mut self, node: &Node, what: &str, wanted: &str) {
        let mut mistake = Mistake::at(node.span, format!("{what} must be {wanted}, not {}", node.kind()))
            .label(format!("this is {}", node.kind()));
        if wanted == "a text" && matches!(node.data, Data::Null | Data::Bool(_) | Data::Number(_)) {
            let written = self.source().slice(node.span).trim().to_owned();
            mistake = mistake.help(format!("write it in quotes: {}", quote(&written)));
        } else if wanted == "a list" && !matches!(node.data, Data::Map(_) | Data::Null) {
            mistake = mistake.help("put it in brackets: […]");
        }
        self.report(mistake);
    }
}

/// The first entry of a map that is written without braces, or all of the node: a span of many lines helps nobody.
fn first_line(node: &Node) -> Span {
    match &node.data {
        Data::Map(entries) => entries.first().map_or(node.span, |entry| {
            if node.span.start == entry.key.span.start { entry.key.span } else { node.span }
        }),
        _ => node.span,
    }
}

/// `a`, `b` and `c`
pub(crate) fn list_words(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.as_slice() {
        [] => "none".to_owned(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}
