//! Filling a template with the values of a combination.

use std::collections::HashSet;

use super::{
    Budget,
    axes::{Row, scalar_text},
};
use crate::program::document::{
    Data, Entry, Key, Mistake, Node, Sink, Span, did_you_mean, list_words, quote,
};

/// Fills in one combination.
#[derive(Debug)]
pub(super) struct Filler<'m, 'n, 's> {
    /// The axes by name, and the row of each.
    pub(super) rows: Vec<(&'n str, &'m Row<'n>)>,
    /// Where mistakes go.
    pub(super) sink: &'s mut Sink,
    /// What may still be made.
    pub(super) budget: &'s mut Budget,
}

/// A part of a text.
#[derive(Debug, PartialEq)]
enum Piece<'t> {
    Literal(&'t str),
    /// What stands between `${` and `}`.
    Placeholder(&'t str),
    /// A `${` without its `}`.
    Unclosed,
}

/// The parts of `text`. `$${` is the literal `${`.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("${") {
        let escaped = rest[..at].ends_with('$');
        if escaped {
            pieces.push(Piece::Literal(&rest[..at - 1]));
            pieces.push(Piece::Literal("${"));
            rest = &rest[at + 2..];
            continue;
        }
        if at > 0 {
            pieces.push(Piece::Literal(&rest[..at]));
        }
        rest = &rest[at + 2..];
        if let Some((name, after)) = rest.split_once('}') {
            pieces.push(Piece::Placeholder(name));
            rest = after;
        } else {
            pieces.push(Piece::Unclosed);
            return pieces;
        }
    }
    if !rest.is_empty() || pieces.is_empty() {
        pieces.push(Piece::Literal(rest));
    }
    pieces
}

impl Filler<'_, '_, '_> {
    /// The entries of a map, filled in; `None` after a mistake.
    pub(super) fn entries<'e>(&mut self, entries: impl Iterator<Item = &'e Entry>) -> Option<Vec<Entry>> {
        let mut filled = Vec::new();
        let mut seen = HashSet::new();
        let mut whole = true;
        for entry in entries {
            let key = self.text(&entry.key.text, entry.key.span);
            let value = self.node(&entry.value);
            let (Some(key), Some(value)) = (key, value) else {
                whole = false;
                if self.budget.is_spent() {
                    return None;
                }
                continue;
            };
            if matches!(value.data, Data::Null) && is_placeholder(&entry.value) {
                continue;
            }
            if !seen.insert(key.clone()) {
                let message =
                    format!("with the matrix filled in, the key {} stands twice in this map", quote(&key));
                self.sink.report(Mistake::at(entry.key.span, message).help("keep one of the two"));
                whole = false;
            }
            filled.push(Entry { key: Key { text: key, span: entry.key.span }, value });
        }
        whole.then_some(filled)
    }

    /// Recursion follows the document, whose depth is bounded.
    fn node(&mut self, node: &Node) -> Option<Node> {
        let data = match &node.data {
            Data::Text(text) => {
                if let [Piece::Placeholder(name)] = pieces(text).as_slice() {
                    let value = self.value(name, node.span)?;
                    return self.charge(&value).then_some(value);
                }
                Data::Text(self.text(text, node.span)?)
            }
            Data::List(items) => {
                let items: Vec<_> = items.iter().map(|item| self.node(item)).collect();
                Data::List(items.into_iter().collect::<Option<_>>()?)
            }
            Data::Map(entries) => Data::Map(self.entries(entries.iter())?),
            other => other.clone(),
        };
        self.budget.take(0).then_some(Node { span: node.span, data })
    }

    /// Charges the budget with a whole value that is copied.
    fn charge(&mut self, node: &Node) -> bool {
        match &node.data {
            Data::Text(text) => self.budget.take(text.len()),
            Data::List(items) => self.budget.take(0) && items.iter().all(|item| self.charge(item)),
            Data::Map(entries) => {
                self.budget.take(0)
                    && entries
                        .iter()
                        .all(|entry| self.budget.take(entry.key.text.len()) && self.charge(&entry.value))
            }
            _ => self.budget.take(0),
        }
    }

    /// A text with its placeholders replaced by the text of scalars.
    fn text(&mut self, text: &str, span: Span) -> Option<String> {
        let mut filled = String::new();
        for piece in pieces(text) {
            match piece {
                Piece::Literal(literal) => filled.push_str(literal),
                Piece::Placeholder(name) => {
                    let value = self.value(name, span)?;
                    let Some(text) = scalar_text(&value, self.sink) else {
                        let message = format!("`${{{name}}}` stands for {}, which has no text", value.kind());
                        let place = self.place(name, span);
                        self.sink.report(Mistake::at(place, message).help(
                            "inside a longer text or a key, a placeholder stands for a text, a number, true or false",
                        ));
                        return None;
                    };
                    filled.push_str(&text);
                }
                Piece::Unclosed => {
                    self.sink.report(
                        Mistake::at(span, "a placeholder is not closed: `${` without `}`")
                            .help("close it, or write `$${` for `${` itself"),
                    );
                    return None;
                }
            }
            // Checked piece by piece, because one text can hold many placeholders for a large one.
            if filled.len() > self.budget.bytes {
                self.budget.take(filled.len());
                return None;
            }
        }
        self.budget.take(filled.len()).then_some(filled)
    }

    /// The value that `${name}` stands for.
    fn value(&mut self, name: &str, span: Span) -> Option<Node> {
        // Values are copied before they are charged, so nothing is copied once too much was made.
        if self.budget.is_spent() {
            return None;
        }
        let mut parts = name.split('.');
        let axis = parts.next().unwrap_or_default();
        let Some((_, row)) = self.rows.iter().find(|(known, _)| *known == axis) else {
            let known: Vec<_> = self.rows.iter().map(|(name, _)| *name).collect();
            let message = format!("the matrix has no axis {}", quote(axis));
            self.missing(name, span, message, axis, &known, "its axes are");
            return None;
        };
        let row: &Row<'_> = row;
        let mut node = &row.itself;
        let mut values = Some(row.values);
        for part in parts {
            let found = values.and_then(|values| values.iter().find(|entry| entry.key.text == part));
            let Some(entry) = found else {
                let known: Vec<_> =
                    values.into_iter().flatten().map(|entry| entry.key.text.as_str()).collect();
                let message = format!("the row {} has no value for `${{{name}}}`", quote(&row.name));
                self.missing(name, span, message, part, &known, "there it has");
                return None;
            };
            node = &entry.value;
            values = match &node.data {
                Data::Map(entries) => Some(entries),
                _ => None,
            };
        }
        Some(node.clone())
    }

    fn missing(&mut self, name: &str, span: Span, message: String, word: &str, known: &[&str], has: &str) {
        let mut mistake = Mistake::at(self.place(name, span), message);
        if let Some(meant) = did_you_mean(word, known.iter().copied()) {
            mistake = mistake.label(format!("did you mean `{meant}`?"));
        }
        let known = list_words(known);
        self.sink.report(mistake.help(format!("{has} {known}; `$${{` writes `${{` itself")));
    }

    /// Where `${name}` stands in the text at `span`, if it can be found there as it is.
    fn place(&self, name: &str, span: Span) -> Span {
        let placeholder = format!("${{{name}}}");
        self.sink
            .source()
            .slice(span)
            .find(&placeholder)
            .map_or(span, |at| Span { start: span.start + at, end: span.start + at + placeholder.len() })
    }
}

/// Whether the value of an entry is nothing but a placeholder.
fn is_placeholder(node: &Node) -> bool {
    matches!(&node.data, Data::Text(text) if matches!(pieces(text).as_slice(), [Piece::Placeholder(_)]))
}

#[cfg(test)]
mod tests {
    use super::{
        Piece::{Literal, Placeholder, Unclosed},
        pieces,
    };

    #[test]
    fn texts_are_taken_apart() {
        assert_eq!(pieces("plain $5"), [Literal("plain $5")]);
        assert_eq!(pieces(""), [Literal("")]);
        assert_eq!(pieces("${a}"), [Placeholder("a")]);
        assert_eq!(
            pieces("x-${a.b}-${c}"),
            [Literal("x-"), Placeholder("a.b"), Literal("-"), Placeholder("c")]
        );
        assert_eq!(pieces("${a"), [Unclosed]);
    }

    #[test]
    fn a_second_dollar_keeps_a_placeholder_from_being_one() {
        assert_eq!(pieces("`$${x}`"), [Literal("`"), Literal("${"), Literal("x}`")]);
    }
}
