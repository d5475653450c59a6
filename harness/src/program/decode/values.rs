//! JavaScript values, and what is thrown.

use super::Decoder;
use crate::program::{
    ErrorKind, Thrown, Value,
    document::{Data, Entry, Mistake, Node, quote},
};

/// The keys that, alone in a map, write a value that JSON has no word for.
pub(crate) const RESERVED: [&str; 9] = [
    "undefined",
    "function",
    "symbol",
    "bigint",
    "number",
    "proxyOf",
    "inheritsFrom",
    "namespaceOf",
    "object",
];

/// The numbers that JSON cannot write.
const NUMBERS: [(&str, f64); 4] =
    [("NaN", f64::NAN), ("Infinity", f64::INFINITY), ("-Infinity", f64::NEG_INFINITY), ("-0", -0.0)];

impl Decoder<'_> {
    /// VALUE
    pub(crate) fn value(&mut self, node: &Node) -> Option<Value> {
        match &node.data {
            Data::Null => Some(Value::Null),
            Data::Bool(value) => Some(Value::Bool(*value)),
            Data::Number(number) if number.exact => Some(Value::Number(number.value)),
            Data::Number(number) => {
                self.sink.report(
                    Mistake::at(node.span, "JavaScript has no number of exactly this value")
                        .label(format!("the nearest is {}", number.value))
                        .help("write the nearest number, or `{ bigint: \"…\" }` for a bigint"),
                );
                None
            }
            Data::Text(text) => Some(Value::String(text.clone())),
            Data::List(items) => {
                let values: Vec<_> = items.iter().map(|item| self.value(item)).collect();
                values.into_iter().collect::<Option<_>>().map(Value::Array)
            }
            Data::Map(entries) => match entries.as_slice() {
                [only] if RESERVED.contains(&only.key.text.as_str()) => self.reserved(only),
                _ => self.object(entries),
            },
        }
    }

    fn object(&mut self, entries: &[Entry]) -> Option<Value> {
        let properties: Vec<_> = entries
            .iter()
            .map(|entry| self.value(&entry.value).map(|value| (entry.key.text.clone(), value)))
            .collect();
        properties.into_iter().collect::<Option<_>>().map(Value::Object)
    }

    fn reserved(&mut self, entry: &Entry) -> Option<Value> {
        let (key, node) = (entry.key.text.as_str(), &entry.value);
        match key {
            "undefined" | "function" => {
                let way_out = "an object whose only key has this name is written `{ object: { … } }`";
                self.sink
                    .only_true(node, key, way_out)
                    .then(|| if key == "function" { Value::Function } else { Value::Undefined })
            }
            "symbol" => {
                self.sink.text(node, "the description of a symbol").map(|text| Value::Symbol(text.to_owned()))
            }
            "bigint" => self.bigint(node),
            "number" => self.number(node),
            "proxyOf" => self.module(node, "`proxyOf`").map(Value::ProxyOf),
            "inheritsFrom" => self.module(node, "`inheritsFrom`").map(Value::InheritsFrom),
            "namespaceOf" => self.module(node, "`namespaceOf`").map(Value::NamespaceOf),
            _ => {
                let entries = self.sink.map(node, "`object`")?;
                self.object(entries)
            }
        }
    }

    fn bigint(&mut self, node: &Node) -> Option<Value> {
        let text = self.sink.text(node, "a bigint")?;
        let digits = text.strip_prefix('-').unwrap_or(text);
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let canonical = digits == "0" && text == "0" || plain && !digits.starts_with('0');
        if !canonical {
            self.sink.report(
                Mistake::at(node.span, format!("{} is not the decimal text of a bigint", quote(text)))
                    .help("write its digits, with `-` before them when it is negative: { bigint: \"12\" }"),
            );
        }
        canonical.then(|| Value::BigInt(text.to_owned()))
    }

    fn number(&mut self, node: &Node) -> Option<Value> {
        let name = match &node.data {
            Data::Text(text) => text.clone(),
            // `-0` without quotes is read as a number, and JSON's reader keeps its sign while YAML's does not.
            _ => self.sink.source().slice(node.span).trim().to_owned(),
        };
        let found = NUMBERS.iter().find(|(known, _)| *known == name);
        if found.is_none() {
            self.sink.report(
                Mistake::at(node.span, "`number` is for `NaN`, `Infinity`, `-Infinity` and `-0`")
                    .help("write any other number as it is"),
            );
        }
        found.map(|(_, value)| Value::Number(*value))
    }

    /// THROWN
    pub(crate) fn thrown(&mut self, node: &Node) -> Option<Thrown> {
        const FORM: &str =
            "write `{ Error: text }`, another error's name in place of `Error`, or `{ value: VALUE }`";
        let entries = self.sink.map(node, "what is thrown")?;
        let [entry] = entries else {
            self.sink.report(Mistake::at(node.span, "what is thrown has exactly one key").help(FORM));
            return None;
        };
        let key = entry.key.text.as_str();
        if key == "value" {
            return self.value(&entry.value).map(Thrown::Value);
        }
        let Some(kind) = ErrorKind::from_name(key) else {
            let known: Vec<_> = ErrorKind::ALL.iter().map(|kind| kind.name()).chain(["value"]).collect();
            self.sink.unknown_key(entry, "what is thrown", &known);
            return None;
        };
        let text = self.sink.text(&entry.value, "the message of an error")?;
        Some(Thrown::Error(kind, text.to_owned()))
    }
}
