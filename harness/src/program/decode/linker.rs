//! The linker of a case or a step.

use std::collections::{BTreeMap, HashSet};

use super::Decoder;
use crate::program::{
    Answer, Behaviour, Delivery, LinkerEntry, LinkerKey, LinkerScript, Preparation, Step,
    document::{Data, Entry, Fields, MAX_DELAY, Mistake, Node, Span},
};

/// The keys that say what a linker answers; exactly one stands in a behaviour.
const ANSWERS: [&str; 7] = ["module", "throws", "rejects", "returns", "never", "linked", "evaluated"];

/// The keys of a behaviour.
pub(crate) const BEHAVIOUR: [&str; 11] = [
    "module",
    "throws",
    "rejects",
    "returns",
    "never",
    "linked",
    "evaluated",
    "shared",
    "after",
    "thenable",
    "first",
];

impl Decoder<'_> {
    /// `linker`: a map from keys to behaviours, or a list of entries.
    pub(crate) fn linker(&mut self, node: &Node) -> Option<LinkerScript> {
        let entries: Vec<Option<(LinkerEntry, Span)>> = match &node.data {
            Data::Map(entries) => entries.iter().map(|entry| self.map_entry(entry)).collect(),
            Data::List(items) => items.iter().map(|item| self.list_entry(item)).collect(),
            _ => {
                self.sink.wrong_type(node, "`linker`", "a map");
                return None;
            }
        };
        let entries: Vec<(LinkerEntry, Span)> = entries.into_iter().collect::<Option<_>>()?;
        let mut seen: HashSet<&LinkerKey> = HashSet::new();
        for (entry, span) in &entries {
            if !seen.insert(&entry.key) {
                self.sink.report(
                    Mistake::at(*span, "another entry of this linker selects the same requests")
                        .help("make it one entry; several behaviours in a list are used call after call"),
                );
            }
        }
        Some(LinkerScript { entries: entries.into_iter().map(|(entry, _)| entry).collect() })
    }

    fn map_entry(&mut self, entry: &Entry) -> Option<(LinkerEntry, Span)> {
        let at = Node { span: entry.key.span, data: Data::Null };
        let key = self.linker_key(&entry.key.text, &at);
        let behaviours = self.behaviours(&entry.value);
        Some((LinkerEntry { key: key?, behaviours: behaviours? }, entry.key.span))
    }

    fn list_entry(&mut self, node: &Node) -> Option<(LinkerEntry, Span)> {
        let fields =
            self.sink.fields(node, "a linker entry", &["specifier", "referrer", "with", "answer"])?;
        let specifier = fields.require("specifier", "dep", self.sink);
        let specifier = specifier.and_then(|node| self.sink.text(node, "`specifier`"));
        let referrer = match fields.get("referrer") {
            Some(node) => self.module(node, "`referrer`").map(Some),
            None => Some(None),
        };
        let attributes = match fields.get("with") {
            Some(node) => self.attribute_map(node).map(Some),
            None => Some(None),
        };
        let behaviours = fields.require("answer", "{ module: dep }", self.sink);
        let behaviours = behaviours.and_then(|node| self.behaviours(node));
        let key =
            LinkerKey { specifier: specifier?.to_owned(), referrer: referrer?, attributes: attributes? };
        Some((LinkerEntry { key, behaviours: behaviours? }, fields.span))
    }

    /// `{ type: json }`
    pub(crate) fn attribute_map(&mut self, node: &Node) -> Option<BTreeMap<String, String>> {
        let entries = self.sink.map(node, "a map of attributes")?;
        let pairs: Vec<_> = entries
            .iter()
            .map(|entry| {
                let value = self.sink.text(&entry.value, "the value of an attribute")?;
                Some((entry.key.text.clone(), value.to_owned()))
            })
            .collect();
        pairs.into_iter().collect()
    }

    fn behaviours(&mut self, node: &Node) -> Option<Vec<Behaviour>> {
        let Data::List(items) = &node.data else {
            return self.behaviour(node).map(|behaviour| vec![behaviour]);
        };
        if items.is_empty() {
            self.sink.report(
                Mistake::at(node.span, "this list of behaviours is empty")
                    .help("say what the linker does at the first call, the second, …; the last one repeats"),
            );
            return None;
        }
        let behaviours: Vec<_> = items.iter().map(|item| self.behaviour(item)).collect();
        behaviours.into_iter().collect()
    }

    /// BEHAVIOUR
    fn behaviour(&mut self, node: &Node) -> Option<Behaviour> {
        let fields = self.sink.fields(node, "a behaviour", &BEHAVIOUR)?;
        let answer = self.answer(fields);
        let delivery = self.delivery(fields);
        let first = match fields.get("first") {
            Some(node) => self.first(node),
            None => Some(Vec::new()),
        };
        Some(Behaviour { first: first?, answer: answer?, delivery: delivery? })
    }

    fn answer(&mut self, fields: Fields<'_>) -> Option<Answer> {
        const FORM: &str =
            "the answers are `module`, `linked`, `evaluated`, `throws`, `rejects`, `returns` and `never`";
        let mut given = ANSWERS.iter().filter_map(|key| fields.entry(key));
        let Some(entry) = given.next() else {
            if fields.is_misspelt(&ANSWERS) {
                return None;
            }
            self.sink.report(
                Mistake::at(fields.span, "this behaviour does not say what the linker answers").help(FORM),
            );
            return None;
        };
        for second in given {
            self.sink.report(
                Mistake::at(second.key.span, "a behaviour has one answer")
                    .label("a second answer")
                    .help("keep one; several behaviours in a list are used call after call"),
            );
        }
        let node = &entry.value;
        match entry.key.text.as_str() {
            "module" => self.module(node, "`module`").map(Answer::Module),
            "throws" => self.thrown(node).map(Answer::Throws),
            "rejects" => self.thrown(node).map(Answer::Rejects),
            "returns" => self.value(node).map(Answer::Returns),
            "linked" => self.prepared(node, false, fields),
            "evaluated" => self.prepared(node, true, fields),
            _ => self
                .sink
                .only_true(node, "never", "leave it out, and give another answer")
                .then_some(Answer::Never),
        }
    }

    /// `linked` and `evaluated`
    fn prepared(&mut self, node: &Node, evaluates: bool, fields: Fields<'_>) -> Option<Answer> {
        let module = self.module(node, if evaluates { "`evaluated`" } else { "`linked`" });
        let shared = match fields.get("shared") {
            Some(node) => self.sink.only_true(node, "shared", "leave it out").then_some(true),
            None => Some(false),
        };
        Some(Answer::Prepared(Preparation { module: module?, evaluates, shared: shared? }))
    }

    fn delivery(&mut self, fields: Fields<'_>) -> Option<Delivery> {
        let (after, thenable) = (fields.entry("after"), fields.entry("thenable"));
        let prepared = ["linked", "evaluated"].into_iter().find(|key| fields.get(key).is_some());
        if let Some(key) = prepared
            && let Some(entry) = after.or(thenable)
        {
            let message =
                format!("`{key}` comes as a promise by itself, so `{}` says nothing", entry.key.text);
            self.sink.report(Mistake::at(entry.key.span, message).help("leave it out"));
            return None;
        }
        if prepared.is_none()
            && let Some(entry) = fields.entry("shared")
        {
            self.sink.report(
                Mistake::at(entry.key.span, "only the promise of `linked` or `evaluated` is `shared`")
                    .help("leave it out"),
            );
            return None;
        }
        if let (Some(_), Some(second)) = (after, thenable) {
            self.sink.report(
                Mistake::at(second.key.span, "`after` and `thenable` exclude each other")
                    .help("an answer comes as a promise (`after`) or as an object with `then` (`thenable`)"),
            );
            return None;
        }
        if let Some(entry) = after {
            if fields.get("never").is_some() {
                self.sink.report(
                    Mistake::at(
                        entry.key.span,
                        "a promise that never settles does not settle after some jobs",
                    )
                    .help("leave out `after` or `never`"),
                );
                return None;
            }
            return self.delay(&entry.value).map(Delivery::AfterJobs);
        }
        let Some(entry) = thenable else { return Some(Delivery::Direct) };
        match &entry.value.data {
            Data::Bool(true) => Some(Delivery::Thenable),
            Data::Text(text) if text == "getter" && fields.get("throws").is_some() => {
                Some(Delivery::ThenGetter)
            }
            Data::Text(text) if text == "getter" => {
                self.sink.report(
                    Mistake::at(entry.value.span, "`thenable: getter` needs `throws`")
                        .help("the getter of `then` throws, so say what: `throws: { Error: text }`"),
                );
                None
            }
            _ => {
                self.sink.report(
                    Mistake::at(entry.value.span, "`thenable` can only be `true` or `getter`")
                        .help("leave it out when the answer is no object with `then`"),
                );
                None
            }
        }
    }

    /// `after`
    fn delay(&mut self, node: &Node) -> Option<u32> {
        let jobs = self.sink.count_from(node, "`after`", 0)?;
        if jobs > MAX_DELAY {
            self.sink.report(
                Mistake::at(node.span, format!("`after` is {jobs} jobs, and the limit is {MAX_DELAY}")).help(
                    "a few jobs more than the other answer need are enough; for one that never comes, write `never: true`",
                ),
            );
            return None;
        }
        Some(jobs)
    }

    /// The steps a linker starts before it answers: nothing is expected of them here, see `inside`.
    fn first(&mut self, node: &Node) -> Option<Vec<Step>> {
        let items = self.sink.list(node, "`first`")?;
        if items.is_empty() {
            self.sink.report(Mistake::at(node.span, "`first` is empty").help("leave it out"));
        }
        let steps: Vec<_> = items.iter().map(|item| self.inner_step(item, "a step in `first`")).collect();
        for step in &steps {
            if let Some(entry) = step.expect.or(step.under) {
                self.sink.report(
                    Mistake::at(entry.key.span, "a step in `first` has no expectations of its own")
                        .help("put `inside: [OUTCOME…]` into the `expect` of the step during which the linker is called"),
                );
            }
        }
        steps.into_iter().map(|step| step.step).collect()
    }
}
