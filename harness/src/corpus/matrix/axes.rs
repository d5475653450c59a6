//! The axes of a matrix.

use std::collections::HashSet;

use crate::program::document::{Data, Entry, Mistake, Node, Sink, Span, quote};

/// An axis: what is varied.
#[derive(Debug)]
pub(super) struct Axis<'n> {
    /// Its name.
    pub(super) name: &'n str,
    /// Its rows, at least one.
    pub(super) rows: Vec<Row<'n>>,
}

/// A row: one way it is varied.
#[derive(Debug)]
pub(super) struct Row<'n> {
    /// What `except` calls it.
    pub(super) name: String,
    /// What `${axis}` stands for.
    pub(super) itself: Node,
    /// What `${axis.key}` stands for.
    pub(super) values: &'n [Entry],
}

/// Reads the map under `matrix`.
pub(super) fn read<'n>(matrix: &'n Entry, sink: &mut Sink) -> Option<Vec<Axis<'n>>> {
    let entries = sink.map(&matrix.value, "`matrix`")?;
    if entries.is_empty() {
        sink.report(
            Mistake::at(matrix.value.span, "this matrix has no axes").help("leave it out, or add an axis"),
        );
        return None;
    }
    let axes: Vec<_> = entries.iter().map(|entry| axis(entry, sink)).collect();
    axes.into_iter().collect()
}

fn axis<'n>(entry: &'n Entry, sink: &mut Sink) -> Option<Axis<'n>> {
    let name = entry.key.text.as_str();
    let plain = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if !plain || name == "why" {
        sink.report(
            Mistake::at(entry.key.span, format!("{} cannot be the name of an axis", quote(name)))
                .help("name it with letters, digits, `-` and `_`, starting with a letter; `why` is taken by `except`"),
        );
        return None;
    }
    let rows: Vec<Option<Row<'n>>> = match &entry.value.data {
        Data::Map(rows) => rows.iter().map(|row| map_row(row, sink)).collect(),
        Data::List(rows) => rows.iter().map(|row| list_row(row, sink)).collect(),
        _ => {
            sink.wrong_type(&entry.value, "an axis", "a map of rows or a list of rows");
            return None;
        }
    };
    if rows.is_empty() {
        sink.report(
            Mistake::at(entry.value.span, "this axis has no rows").help("leave the axis out, or add a row"),
        );
        return None;
    }
    let rows = rows.into_iter().collect::<Option<Vec<_>>>()?;
    let mut seen = HashSet::new();
    for row in &rows {
        if !seen.insert(row.name.as_str()) {
            sink.report(
                Mistake::at(
                    row.itself.span,
                    format!("the row {} stands twice in this axis", quote(&row.name)),
                )
                .help("keep one of the two"),
            );
        }
    }
    Some(Axis { name, rows })
}

/// `ROW: { key: value, … }`; a row without values can be left empty.
fn map_row<'n>(entry: &'n Entry, sink: &mut Sink) -> Option<Row<'n>> {
    let values = match &entry.value.data {
        Data::Null => &[],
        _ => sink.map(&entry.value, "a row of a matrix")?,
    };
    Some(named(entry.key.text.clone(), entry.key.span, values))
}

/// A scalar, or a map with a `name`.
fn list_row<'n>(node: &'n Node, sink: &mut Sink) -> Option<Row<'n>> {
    if let Data::Map(entries) = &node.data {
        let Some(entry) = entries.iter().find(|entry| entry.key.text == "name") else {
            sink.report(
                Mistake::at(node.span, "this row has no name")
                    .help("add `name: …` to it, or write the axis as a map from names to rows"),
            );
            return None;
        };
        let name = sink.text(&entry.value, "the name of a row")?;
        return Some(named(name.to_owned(), entry.value.span, entries));
    }
    let Some(name) = scalar_text(node, sink) else {
        sink.report(
            Mistake::at(node.span, format!("a row cannot be {}", node.kind()))
                .help("write a scalar or a map; to give a row any value, write `ROW: { key: value }`"),
        );
        return None;
    };
    Some(Row { name, itself: node.clone(), values: &[] })
}

fn named(name: String, span: Span, values: &[Entry]) -> Row<'_> {
    Row { itself: Node { span, data: Data::Text(name.clone()) }, name, values }
}

/// The text of a scalar as it is written; `None` for `null`, lists and maps.
pub(super) fn scalar_text(node: &Node, sink: &Sink) -> Option<String> {
    match &node.data {
        Data::Text(text) => Some(text.clone()),
        Data::Bool(value) => Some(value.to_string()),
        Data::Number(_) => Some(sink.source().slice(node.span).trim().to_owned()),
        Data::Null | Data::List(_) | Data::Map(_) => None,
    }
}
