//! Labels, and where `break` and `continue` lead.

use swc_atoms::Atom;
use swc_common::BytePos;

use super::found::FirstError;

/// The labels and loops around a place of the text, up to the function's edge.
///
/// `ContainsDuplicateLabels`, `ContainsUndefinedBreakTarget` and `ContainsUndefinedContinueTarget` —
/// <https://tc39.es/ecma262/#sec-static-semantics-containsduplicatelabels> and the two sections behind it.
#[derive(Debug, Default)]
pub(super) struct Labels<'a> {
    open: Vec<(&'a Atom, bool)>,
    edge: Edge,
}

/// What a function, static block or field hides of the code around it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Edge {
    first_label: usize,
    loops: u32,
    switches: u32,
}

impl<'a> Labels<'a> {
    /// Enters a function, whose code sees no label and no loop outside it.
    pub(super) fn enter_function(&mut self) -> Edge {
        std::mem::replace(&mut self.edge, Edge { first_label: self.open.len(), loops: 0, switches: 0 })
    }

    /// Leaves the function that gave `outer`.
    pub(super) fn leave_function(&mut self, outer: Edge) {
        self.edge = outer;
    }

    /// Opens a label; `of_loop` when what it labels, behind further labels, is a loop.
    pub(super) fn open(
        &mut self,
        label: &'a Atom,
        of_loop: bool,
        position: BytePos,
        errors: &mut FirstError,
    ) {
        if self.find(label).is_some() {
            errors.report(position, || format!("the label {label} stands inside itself"));
        }
        self.open.push((label, of_loop));
    }

    /// Closes the innermost label.
    pub(super) fn close(&mut self) {
        self.open.pop();
    }

    /// Enters or leaves the body of a loop.
    pub(super) fn in_loop(&mut self, entering: bool) {
        self.edge.loops = if entering { self.edge.loops + 1 } else { self.edge.loops.saturating_sub(1) };
    }

    /// Enters or leaves the clauses of a `switch`.
    pub(super) fn in_switch(&mut self, entering: bool) {
        self.edge.switches =
            if entering { self.edge.switches + 1 } else { self.edge.switches.saturating_sub(1) };
    }

    /// Checks a `break`.
    pub(super) fn check_break(&self, label: Option<&Atom>, position: BytePos, errors: &mut FirstError) {
        match label {
            None if self.edge.loops == 0 && self.edge.switches == 0 => {
                errors.report(position, || "`break` stands outside of a loop or switch".into());
            }
            Some(label) if self.find(label).is_none() => {
                errors
                    .report(position, || format!("`break` names the label {label}, which is not around it"));
            }
            _ => {}
        }
    }

    /// Checks a `continue`.
    pub(super) fn check_continue(&self, label: Option<&Atom>, position: BytePos, errors: &mut FirstError) {
        match label {
            None if self.edge.loops == 0 => {
                errors.report(position, || "`continue` stands outside of a loop".into());
            }
            Some(label) if self.find(label) != Some(true) => {
                errors.report(position, || {
                    format!("`continue` names the label {label}, which is not that of a loop around it")
                });
            }
            _ => {}
        }
    }

    /// Whether a label of the function at hand is a loop's; `None` when there is no such label.
    fn find(&self, label: &Atom) -> Option<bool> {
        self.open[self.edge.first_label..]
            .iter()
            .rev()
            .find(|(name, _)| *name == label)
            .map(|(_, of_loop)| *of_loop)
    }
}
