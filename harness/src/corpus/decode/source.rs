//! Where the expectations of a case come from.

use crate::program::document::{Data, Mistake, Node, Sink, quote};

/// The number of clauses of the contract, C1 to C11: the headings of `CONTRACT.md`.
const CLAUSES: u32 = 11;

/// `source`: a text or a list of texts, each of which a reader can look up.
///
/// `wording` is the last section of `CONTRACT.md`: texts of messages that are an engine's own.
pub(super) fn source(node: &Node, sink: &mut Sink) -> Option<Vec<String>> {
    let items = match &node.data {
        Data::Text(_) => std::slice::from_ref(node),
        _ => sink.list(node, "`source`")?,
    };
    if items.is_empty() {
        sink.report(Mistake::at(node.span, "`source` is empty").help(FORM));
        return None;
    }
    let sources: Vec<_> = items.iter().map(|item| one(item, sink)).collect();
    sources.into_iter().collect()
}

const FORM: &str = "a source is a clause of the contract (`C1` to `C11`), a section of ECMA-262 by its id (`sec-…`), \
                    `wording` (the section of CONTRACT.md), or an address (`https://…`)";

fn one(node: &Node, sink: &mut Sink) -> Option<String> {
    let text = sink.text(node, "an item of `source`")?;
    let clause = text.strip_prefix('C').and_then(|number| {
        let plain = !number.starts_with('0') && number.bytes().all(|byte| byte.is_ascii_digit());
        number.parse::<u32>().ok().filter(|number| plain && (1..=CLAUSES).contains(number))
    });
    let section = text.strip_prefix("sec-").is_some_and(|rest| {
        !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.%@:".contains(&byte))
    });
    let address = text
        .strip_prefix("https://")
        .is_some_and(|rest| !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace()));
    if clause.is_some() || section || address || text == "wording" {
        return Some(text.to_owned());
    }
    sink.report(
        Mistake::at(node.span, format!("{} is not a source that can be looked up", quote(text))).help(FORM),
    );
    None
}
