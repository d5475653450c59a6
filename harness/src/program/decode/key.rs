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

pub(super) const ARROW: &str = " -> ";
pub(super) const WITH: &str = " with ";

const LIST_FORM: &str = "a specifier that holds ` -> ` or ` with ` is written in the list form: \
                         `- { specifier: …, referrer: …, with: { type: json }, answer: … }`";

impl Decoder<'_> {
    /// The linker key `text`, which stands at `node`.
    pub(super) fn linker_key(&mut self, text: &str, node: &Node) -> Option<LinkerKey> {
        let (referrer, rest) = match text.split_once(ARROW) {
            Some((referrer, rest)) => (Some(referrer), rest),
            None => (None, text),
        };
        let (specifier, attributes) = match rest.rsplit_once(WITH) {
            Some((specifier, attributes)) => (specifier, Some(attributes)),
            None => (rest, None),
        };
        let referrer = match referrer {
            Some(name) => match self.names.get(name) {
                Some(module) => Some(Some(module)),
                None => {
                    let mistake = self.dangling(name, node);
                    self.sink.report(mistake.help(format!(
                        "before ` -> ` stands the name of the module that imports; {LIST_FORM}"
                    )));
                    None
                }
            },
            None => Some(None),
        };
        let attributes = match attributes {
            Some(attributes) => self.attributes(attributes, text, node).map(Some),
            None => Some(None),
        };
        Some(LinkerKey { specifier: specifier.to_owned(), referrer: referrer?, attributes: attributes? })
    }

    fn attributes(&mut self, text: &str, key: &str, node: &Node) -> Option<BTreeMap<String, String>> {
        let mut attributes = BTreeMap::new();
        for pair in text.split(", ") {
            let well_formed =
                pair.split_once('=').filter(|(name, _)| !name.trim().is_empty() && name.trim() == *name);
            let problem = match well_formed {
                None => format!("{} is not of the form `key=value`", quote(pair)),
                Some((name, value)) => {
                    if attributes.insert(name.to_owned(), value.to_owned()).is_none() {
                        continue;
                    }
                    format!("the attribute {} is given twice", quote(name))
                }
            };
            self.sink.report(
                Mistake::at(
                    node.span,
                    format!("the linker key {} has wrong attributes: {problem}", quote(key)),
                )
                .help(format!("attributes are written ` with type=json, lang=en`; {LIST_FORM}")),
            );
            return None;
        }
        Some(attributes)
    }
}
