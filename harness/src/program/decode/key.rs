//! The keys of a linker.
//!
//! `SPECIFIER`, or `REFERRER -> SPECIFIER`, either followed by ` with KEY=VALUE, KEY=VALUE`. The first ` -> ` ends the
//! referrer and the last ` with ` starts the attributes, always; a specifier or an attribute that holds one of these
//! texts is written in the list form of `linker`.

use std::collections::BTreeMap;

use super::Decoder;
use crate::program::{
    LinkerKey,
    document::{Mistake, Node, quote},
};

const ARROW: &str = " -> ";
const WITH: &str = " with ";

const LIST_FORM: &str = "a specifier that holds ` -> ` or ` with ` is written in the list form: \
                         `- { specifier: …, referrer: …, with: { type: json }, answer: … }`";

/// A linker key as it is written.
#[derive(Debug, PartialEq)]
pub(crate) struct WrittenKey<'k> {
    /// Before ` -> `.
    pub(crate) referrer: Option<&'k str>,
    /// What is requested.
    pub(crate) specifier: &'k str,
    /// After ` with `.
    pub(crate) attributes: Option<BTreeMap<String, String>>,
}

impl<'k> WrittenKey<'k> {
    /// Takes `text` apart; the error says what is wrong with its attributes.
    pub(crate) fn parse(text: &'k str) -> Result<Self, String> {
        let (referrer, rest) = match text.split_once(ARROW) {
            Some((referrer, rest)) => (Some(referrer), rest),
            None => (None, text),
        };
        let (specifier, attributes) = match rest.rsplit_once(WITH) {
            Some((specifier, attributes)) => (specifier, Some(parse_attributes(attributes)?)),
            None => (rest, None),
        };
        Ok(Self { referrer, specifier, attributes })
    }

    /// The text that [`parse`](Self::parse) takes apart into this, or `None` when there is none.
    pub(crate) fn write(&self) -> Option<String> {
        let mut text = String::new();
        if let Some(referrer) = self.referrer {
            text.push_str(referrer);
            text.push_str(ARROW);
        }
        text.push_str(self.specifier);
        if let Some(attributes) = &self.attributes {
            let pairs: Vec<_> = attributes.iter().map(|(key, value)| format!("{key}={value}")).collect();
            text.push_str(WITH);
            text.push_str(&pairs.join(", "));
        }
        let is_read_back = WrittenKey::parse(&text).is_ok_and(|read| read == *self);
        is_read_back.then_some(text)
    }
}

fn parse_attributes(text: &str) -> Result<BTreeMap<String, String>, String> {
    let mut attributes = BTreeMap::new();
    for pair in text.split(", ") {
        let well_formed = pair.split_once('=').filter(|(name, _)| !name.is_empty() && name.trim() == *name);
        let Some((name, value)) = well_formed else {
            return Err(format!("{} is not of the form `key=value`", quote(pair)));
        };
        if attributes.insert(name.to_owned(), value.to_owned()).is_some() {
            return Err(format!("the attribute {} is given twice", quote(name)));
        }
    }
    Ok(attributes)
}

impl Decoder<'_> {
    /// The linker key `text`, which stands at `node`.
    pub(super) fn linker_key(&mut self, text: &str, node: &Node) -> Option<LinkerKey> {
        let key = match WrittenKey::parse(text) {
            Ok(key) => key,
            Err(problem) => {
                self.sink.report(
                    Mistake::at(
                        node.span,
                        format!("the linker key {} has wrong attributes: {problem}", quote(text)),
                    )
                    .help(format!("attributes are written ` with type=json, lang=en`; {LIST_FORM}")),
                );
                return None;
            }
        };
        let referrer = match key.referrer {
            Some(name) => {
                let Some(module) = self.names.get(name) else {
                    let mistake = self.dangling(name, node).help(format!(
                        "before ` -> ` stands the name of the module that imports; {LIST_FORM}"
                    ));
                    self.sink.report(mistake);
                    return None;
                };
                Some(module)
            }
            None => None,
        };
        Some(LinkerKey { specifier: key.specifier.to_owned(), referrer, attributes: key.attributes })
    }
}
