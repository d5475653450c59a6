//! Repeating a case.

use crate::program::document::{Node, Sink};

/// How much a file's matrices may still make.
#[derive(Debug, Default)]
pub(super) struct Budget {}

/// Calls `each` with every case that `node` stands for, in order.
pub(super) fn expand(
    node: &Node,
    sink: &mut Sink,
    _budget: &mut Budget,
    each: &mut dyn FnMut(&Node, &mut Sink),
) {
    each(node, sink);
}
