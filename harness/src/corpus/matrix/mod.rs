//! A **matrix** repeats a case for every combination of some rows.
//!
//! ```yaml
//! - id: ${position}-${answer}
//!   matrix:
//!     position:                           # an axis, with two rows
//!       root:  { from: main }
//!       child: { from: dep }
//!     answer: [throws, rejects]           # an axis whose rows are nothing but their names
//!   except:
//!     - { position: child, answer: rejects, why: Said by the case below. }
//!   linker:
//!     ${position.from} -> missing: { "${answer}": { Error: no } }
//! ```
//!
//! * `${axis}` is the row's name, or the scalar itself in a list of scalars; `${axis.key}` is one of the row's values, and
//!   `${axis.key.sub}` a part of it. In a list of maps, each map has a `name`.
//! * A text that is nothing but one placeholder becomes the value, of whatever kind. In a longer text, and in a key, the
//!   placeholder is replaced by the text of a scalar.
//! * An entry of a map whose whole value is a placeholder for `null` is taken out, so that a row can do without it. (A
//!   JavaScript `null` is written around the placeholder: a row with `{ returns: null }` as its value keeps it.)
//! * `$${` writes `${`. What stands in a row is taken as it is.
//! * Combinations come in the order of the axes, the last one changing fastest. `except` leaves some out.
//! * The `id` must name every axis, so that it tells the cases apart.

mod axes;
mod except;
mod fill;

use crate::program::document::{Data, Entry, Mistake, Node, Sink, quote};
use axes::Axis;
use fill::Filler;

/// The most combinations of one matrix. The largest grid of linking has a few hundred cells.
const MAX_COMBINATIONS: usize = 10_000;

/// How many nodes all matrices of a file may make. It bounds the time a file takes, and the memory of its cases.
const MAX_NODES_MADE: usize = 300_000;

/// How many bytes of text all matrices of a file may make, for the same reason.
const MAX_BYTES_MADE: usize = 16 * 1024 * 1024;

/// How much a file's matrices may still make.
#[derive(Debug)]
pub(super) struct Budget {
    nodes: usize,
    bytes: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { nodes: MAX_NODES_MADE, bytes: MAX_BYTES_MADE }
    }
}

impl Budget {
    /// Takes a node with so many bytes of text; false when too much was made.
    fn take(&mut self, bytes: usize) -> bool {
        if self.nodes == 0 || self.bytes < bytes {
            self.nodes = 0;
            return false;
        }
        self.nodes -= 1;
        self.bytes -= bytes;
        true
    }

    fn is_spent(&self) -> bool {
        self.nodes == 0
    }
}

/// Calls `each` with every case that `node` stands for, in order: with `node` itself when it has no matrix.
pub(super) fn expand(
    node: &Node,
    sink: &mut Sink,
    budget: &mut Budget,
    each: &mut dyn FnMut(&Node, &mut Sink),
) {
    let Data::Map(entries) = &node.data else {
        each(node, sink);
        return;
    };
    let find = |key: &str| entries.iter().find(|entry| entry.key.text == key);
    let Some(matrix) = find("matrix") else {
        if let Some(except) = find("except") {
            sink.report(
                Mistake::at(
                    except.key.span,
                    "`except` leaves out combinations of a `matrix`, and there is none",
                )
                .help("add `matrix`, or leave `except` out"),
            );
        }
        each(node, sink);
        return;
    };
    let Some(axes) = axes::read(matrix, sink) else { return };
    check_id(find("id"), &axes, sink);
    let Some(combinations) = combinations(matrix, &axes, sink) else { return };
    let Some(kept) = except::leave_out(find("except"), &axes, combinations, sink) else { return };
    for combination in kept {
        let rows = axes.iter().zip(&combination).map(|(axis, row)| (axis.name, &axis.rows[*row])).collect();
        let mut filler = Filler { rows, sink, budget };
        let template = entries.iter().filter(|entry| !matches!(entry.key.text.as_str(), "matrix" | "except"));
        let case = filler.entries(template);
        if budget.is_spent() {
            sink.report(
                Mistake::at(matrix.key.span, "the matrices of this file make too much")
                    .label("the limit is reached here")
                    .help("split the file, or give the axes fewer or smaller rows"),
            );
            return;
        }
        if let Some(entries) = case {
            each(&Node { span: node.span, data: Data::Map(entries) }, sink);
        }
    }
}

/// Every combination of rows, by their places.
fn combinations(matrix: &Entry, axes: &[Axis<'_>], sink: &mut Sink) -> Option<Vec<Vec<usize>>> {
    let count = axes.iter().try_fold(1_usize, |count, axis| count.checked_mul(axis.rows.len()));
    let Some(count) = count.filter(|count| *count <= MAX_COMBINATIONS) else {
        sink.report(
            Mistake::at(
                matrix.key.span,
                format!("this matrix has more than {MAX_COMBINATIONS} combinations"),
            )
            .help("make several cases with smaller matrices of it"),
        );
        return None;
    };
    let combination = |index: usize| {
        let mut rest = index;
        let mut rows: Vec<usize> = axes
            .iter()
            .rev()
            .map(|axis| {
                let row = rest % axis.rows.len();
                rest /= axis.rows.len();
                row
            })
            .collect();
        rows.reverse();
        rows
    };
    Some((0..count).map(combination).collect())
}

/// The id must change along every axis.
fn check_id(id: Option<&Entry>, axes: &[Axis<'_>], sink: &mut Sink) {
    let Some(id) = id else { return };
    let Data::Text(text) = &id.value.data else { return };
    for axis in axes {
        let name = axis.name;
        if !text.contains(&format!("${{{name}}}")) && !text.contains(&format!("${{{name}.")) {
            sink.report(
                Mistake::at(id.value.span, format!("the id does not name the axis {}", quote(name)))
                    .help(format!("put `${{{name}}}` into it, so that the cases can be told apart")),
            );
        }
    }
}
