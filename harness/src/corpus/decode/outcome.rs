//! How a case expects a step to end.

use super::expect::{Kind, OUTCOMES};
use crate::{
    corpus::{ErrorExpect, ExpectedOutcome, Presence, ThrownExpect},
    program::{
        decode::Decoder,
        document::{Data, Entry, Fields, Mistake, Node},
    },
};

/// The keys of an error that is expected.
pub(in crate::corpus) const ERROR: [&str; 6] = ["name", "code", "message", "cause", "printed", "identicalTo"];

impl Decoder<'_> {
    /// The end that `fields` speaks of; `Some(None)` when it speaks of none, `None` after a mistake.
    #[expect(clippy::option_option, reason = "the two levels are told apart by every caller")]
    pub(super) fn outcome(&mut self, fields: Fields<'_>, kind: Kind) -> Option<Option<ExpectedOutcome>> {
        let mut given = OUTCOMES.iter().filter_map(|key| fields.entry(key));
        let Some(entry) = given.next() else { return Some(None) };
        let mut clash = false;
        for second in given {
            clash = true;
            self.sink.report(
                Mistake::at(second.key.span, "a step ends in one way, so this can never match")
                    .label(format!("`{}` stands beside it", entry.key.text))
                    .help("keep one of the two; what a step gives is `value`, and a success needs no `ok` beside it"),
            );
        }
        let possible = self.is_possible(entry, kind);
        let outcome = self.one_outcome(entry, kind)?;
        (!clash && possible).then_some(Some(outcome))
    }

    /// Reports an end that a step of this kind never has.
    fn is_possible(&mut self, entry: &Entry, kind: Kind) -> bool {
        let problem = match (entry.key.text.as_str(), kind) {
            ("keys", Kind::Inside | Kind::Unknown | Kind::Namespace) => return true,
            ("keys", _) => {
                Some(("only a `namespace` step gives keys", "use `value` for what another step gives"))
            }
            ("value", Kind::Namespace) => {
                Some(("a `namespace` step gives a namespace", "write its keys: `keys: [a, b]`"))
            }
            ("pending", Kind::Namespace | Kind::Error | Kind::Get | Kind::Read) => {
                Some(("reading a property never waits", "use `ok`, `value`, `keys` or `error`"))
            }
            ("pending", Kind::Call) => {
                Some(("this step gives no promise, so it never waits", "use `ok`, `value` or `error`"))
            }
            _ => None,
        };
        if let Some((message, help)) = problem {
            let message = format!("{message}, so `{}` can never match", entry.key.text);
            self.sink.report(Mistake::at(entry.key.span, message).help(help));
        }
        problem.is_none()
    }

    fn one_outcome(&mut self, entry: &Entry, kind: Kind) -> Option<ExpectedOutcome> {
        let node = &entry.value;
        match entry.key.text.as_str() {
            "ok" => {
                let way_out = "a step that must fail is expected with `error: { … }`";
                self.sink.only_true(node, "ok", way_out).then_some(ExpectedOutcome::Ok)
            }
            "value" => self.given_value(node, kind),
            "keys" => self.sink.texts(node, "`keys`").map(ExpectedOutcome::Keys),
            "pending" => {
                let way_out = "a step that must settle is expected with `ok: true` or `error: { … }`";
                self.sink.only_true(node, "pending", way_out).then_some(ExpectedOutcome::Pending)
            }
            "error" => self.thrown_expect(node).map(ExpectedOutcome::Error),
            _ => self.unmodelled(node),
        }
    }

    /// `value`: of an `error` step it is what was thrown, of any other step a value.
    ///
    /// `get` gives either, and `inside` does not know which step it speaks of; there a map with only the keys of an error is taken for an error.
    fn given_value(&mut self, node: &Node, kind: Kind) -> Option<ExpectedOutcome> {
        let looks_thrown = match &node.data {
            Data::Map(entries) if kind == Kind::Error => {
                entries.iter().any(|entry| ERROR.contains(&entry.key.text.as_str()))
                    || is_thrown_value(entries)
            }
            Data::Map(entries) if matches!(kind, Kind::Inside | Kind::Get) => {
                !entries.is_empty() && entries.iter().all(|entry| ERROR.contains(&entry.key.text.as_str()))
            }
            _ => false,
        };
        if looks_thrown {
            return self.thrown_expect(node).map(ExpectedOutcome::Thrown);
        }
        let value = self.value(node)?;
        Some(if kind == Kind::Error {
            ExpectedOutcome::Thrown(ThrownExpect::Value(value))
        } else {
            ExpectedOutcome::Value(value)
        })
    }

    /// An error that is expected: some of its properties, or `{ value: VALUE }` for what is not an error object.
    fn thrown_expect(&mut self, node: &Node) -> Option<ThrownExpect> {
        const KEYS: [&str; 7] = ["name", "code", "message", "cause", "printed", "identicalTo", "value"];
        let fields = self.sink.fields(node, "an expected error", &KEYS)?;
        if let Some(value) = fields.get("value") {
            for name in ERROR {
                if let Some(entry) = fields.entry(name) {
                    self.sink.report(
                        Mistake::at(
                            entry.key.span,
                            format!("what is thrown is a `value` or has a `{name}`, so both can never match"),
                        )
                        .help(
                            "`value` is for what is not an error object; leave it out, or leave the rest out",
                        ),
                    );
                    return None;
                }
            }
            return self.value(value).map(ThrownExpect::Value);
        }
        let name = self.text_of(fields, "name");
        let message = self.text_of(fields, "message");
        let printed = self.text_of(fields, "printed");
        let code = self
            .presence(fields, "code", |decoder, node| decoder.sink.text(node, "`code`").map(str::to_owned));
        let cause = self.presence(fields, "cause", Self::thrown_expect);
        let identical_to = match fields.get("identicalTo") {
            Some(node) => {
                self.module(node, "`identicalTo`").map(|module| Some(self.names.name(module).to_owned()))
            }
            None => Some(None),
        };
        Some(ThrownExpect::Error(Box::new(ErrorExpect {
            name: name?,
            code: code?,
            message: message?,
            cause: cause?,
            identical_to: identical_to?,
            printed: printed?,
        })))
    }

    #[expect(clippy::option_option, reason = "the two levels are told apart by the caller, and only there")]
    fn text_of(&mut self, fields: Fields<'_>, key: &str) -> Option<Option<String>> {
        let Some(node) = fields.get(key) else { return Some(None) };
        self.sink.text(node, &format!("`{key}`")).map(|text| Some(text.to_owned()))
    }

    /// A property that may be `null` for one that must not be there.
    #[expect(clippy::option_option, reason = "the two levels are told apart by the caller, and only there")]
    fn presence<T>(
        &mut self,
        fields: Fields<'_>,
        key: &str,
        read: impl FnOnce(&mut Self, &Node) -> Option<T>,
    ) -> Option<Option<Presence<T>>> {
        let Some(entry) = fields.entry(key) else { return Some(None) };
        if matches!(entry.value.data, Data::Null) {
            return Some(Some(Presence::Absent));
        }
        read(self, &entry.value).map(|value| Some(Presence::Present(value)))
    }

    fn unmodelled(&mut self, node: &Node) -> Option<ExpectedOutcome> {
        match &node.data {
            Data::Bool(true) => Some(ExpectedOutcome::Unmodelled(None)),
            Data::Map(_) => {
                let fields = self.sink.fields(node, "`unmodelled`", &["line", "column"])?;
                let line = fields.require("line", "1", self.sink);
                let line = line.and_then(|node| self.sink.count_from(node, "`line`", 1));
                let column = fields.require("column", "1", self.sink);
                let column = column.and_then(|node| self.sink.count_from(node, "`column`", 1));
                Some(ExpectedOutcome::Unmodelled(Some((line?, column?))))
            }
            _ => {
                self.sink.report(
                    Mistake::at(node.span, "`unmodelled` can only be `true` or `{ line, column }`")
                        .help("leave it out when the reference can tell what happens"),
                );
                None
            }
        }
    }
}

/// Exactly `{ value: VALUE }`.
fn is_thrown_value(entries: &[Entry]) -> bool {
    matches!(entries, [only] if only.key.text == "value")
}
