//! `break`, `continue`, and `return` out of a loop.

use std::rc::Rc;

use swc_atoms::Atom;
use swc_common::Spanned;

use super::{
    Compiler,
    builder::{Depth, Site},
    scopes::ScopeDraft,
};
use crate::syntax::code::{Operation, ScopeName, Span, Target};

/// A statement that `break` can leave.
#[derive(Debug)]
pub(super) struct Enclosing<'a> {
    pub(super) kind: Kind,
    /// The labels in front of it.
    labels: Vec<&'a Atom>,
    /// What is open where `break` leads.
    at_break: Depth,
    /// What is open where `continue` leads.
    at_continue: Depth,
    breaks: Vec<Site>,
    continues: Vec<Site>,
    /// Of a loop over an iterator: the exits to statements further out, which close the iterator on their way.
    through: Vec<(Exit, Vec<Site>)>,
}

/// What kind of statement it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A labelled statement that is no loop.
    Labelled,
    Switch,
    Loop,
    /// A loop with an iterator on the stack.
    IteratorLoop,
    /// The same with an async one, which is awaited when it is closed.
    AsyncIteratorLoop,
}

impl Kind {
    const fn is_loop(self) -> bool {
        matches!(self, Self::Loop) || self.closes()
    }

    /// Whether leaving it closes an iterator.
    const fn closes(self) -> bool {
        matches!(self, Self::IteratorLoop | Self::AsyncIteratorLoop)
    }
}

/// Where an exit leads. Statements are known by their places among those that are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    Break(usize),
    Continue(usize),
    /// Out of the function, with the value that waits under the name that [`returned`] gives.
    Return(u16),
}

/// What the stack holds where an exit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stack {
    /// What statements keep there.
    AtRest,
    /// Perhaps the values of an unfinished expression too.
    InUse,
}

/// The name under which the value of a `return` waits while iterators are closed. No text can hold it. A `return` inside a
/// finally block may come to run while one outside waits, and may be given up: so each nesting of blocks has a name of its
/// own.
fn returned(finally_blocks: u16) -> Rc<str> {
    match finally_blocks {
        0 => "*returned*".into(),
        inside => format!("*returned {inside}*").into(),
    }
}

/// The jumps out of a loop over an iterator, once the loop is compiled.
#[derive(Debug)]
pub(super) struct WaysOut {
    pub(super) breaks: Vec<Site>,
    kind: Kind,
    through: Vec<(Exit, Vec<Site>)>,
}

impl<'a> Compiler<'a> {
    /// Opens a statement. Its breaks lead to where as much is open as now.
    pub(super) fn open_statement(&mut self, kind: Kind, labels: Vec<&'a Atom>) {
        let depth = self.depth();
        self.body.enclosing.push(Enclosing {
            kind,
            labels,
            at_break: depth,
            at_continue: depth,
            breaks: Vec::new(),
            continues: Vec::new(),
            through: Vec::new(),
        });
    }

    /// The body of a loop begins: its `continue`s lead to where as much is open as now.
    pub(super) fn loop_body_begins(&mut self) {
        let depth = self.depth();
        if let Some(statement) = self.body.enclosing.last_mut() {
            statement.at_continue = depth;
        }
    }

    /// Lets the `continue`s of the innermost loop lead here.
    pub(super) fn land_continues(&mut self) {
        if let Some(statement) = self.body.enclosing.last_mut() {
            let sites = std::mem::take(&mut statement.continues);
            self.body.land_all(sites);
        }
    }

    /// Closes the innermost statement and lets its `break`s lead here.
    pub(super) fn close_statement(&mut self) {
        if let Some(statement) = self.body.enclosing.pop() {
            self.body.land_all(statement.breaks);
        }
    }

    /// Closes the innermost statement, a loop over an iterator.
    pub(super) fn close_iterator_loop(&mut self) -> WaysOut {
        let nothing = WaysOut { breaks: Vec::new(), kind: Kind::IteratorLoop, through: Vec::new() };
        self.body.enclosing.pop().map_or(nothing, |statement| WaysOut {
            breaks: statement.breaks,
            kind: statement.kind,
            through: statement.through,
        })
    }

    /// Compiles the ways out of a loop with its iterator on the stack, which is closed before they go on: first those that lead
    /// further out, then the breaks, which come to what follows.
    pub(super) fn leave_iterator_loop(&mut self, ways_out: WaysOut, span: Span) {
        let kind = ways_out.kind;
        for (exit, sites) in ways_out.through {
            self.body.land_all(sites);
            self.close_iterator(kind, span);
            self.body.depth.stack -= 1;
            self.exit(exit, span, Stack::AtRest);
            self.body.depth.stack += 1;
        }
        if !ways_out.breaks.is_empty() {
            self.body.land_all(ways_out.breaks);
            self.close_iterator(kind, span);
        }
    }

    /// `iterator →`
    fn close_iterator(&mut self, kind: Kind, span: Span) {
        match kind {
            Kind::AsyncIteratorLoop => self.close_async_iterator(span),
            _ => self.emit(Operation::CloseIterator, span),
        }
    }

    pub(super) fn break_statement(&mut self, label: Option<&Atom>, statement: &impl Spanned) {
        let target = self.body.enclosing.iter().rposition(|enclosing| match label {
            Some(label) => enclosing.labels.contains(&label),
            None => enclosing.kind != Kind::Labelled,
        });
        self.exit_to(target.map(Exit::Break), statement);
    }

    pub(super) fn continue_statement(&mut self, label: Option<&Atom>, statement: &impl Spanned) {
        let target = self.body.enclosing.iter().rposition(|enclosing| {
            enclosing.kind.is_loop() && label.is_none_or(|label| enclosing.labels.contains(&label))
        });
        self.exit_to(target.map(Exit::Continue), statement);
    }

    /// `value →`: returns it, behind closing the iterators of all loops around it.
    pub(super) fn return_value(&mut self, span: Span) {
        self.return_with(span, Stack::AtRest);
    }

    /// The same out of an expression.
    pub(super) fn return_from_expression(&mut self, span: Span) {
        self.return_with(span, Stack::InUse);
    }

    fn return_with(&mut self, span: Span, stack: Stack) {
        if self.body.enclosing.iter().any(|enclosing| enclosing.kind.closes()) {
            let nesting = self.body.finally_blocks;
            self.body.returned_values = self.body.returned_values.max(nesting + 1);
            let name = self.body.name(returned(nesting));
            self.emit(Operation::Initialize(name), span);
            self.exit(Exit::Return(nesting), span, stack);
        } else {
            self.emit(Operation::Return, span);
        }
    }

    /// Declares the names that [`return_value`](Self::return_value) used, and those of fewer finally blocks.
    pub(super) fn declare_returned_value(&self, scope: &mut ScopeDraft) {
        for nesting in 0..self.body.returned_values {
            scope.declare(returned(nesting), ScopeName::Variable);
        }
    }

    fn exit_to(&mut self, exit: Option<Exit>, node: &impl Spanned) {
        let span = self.span(node);
        match exit {
            Some(exit) => self.exit(exit, span, Stack::AtRest),
            // The labels were checked before.
            None => self.unmodelled(node),
        }
    }

    /// Writes the jump of an exit: to its end, or to the innermost loop whose iterator it has to close first.
    fn exit(&mut self, exit: Exit, span: Span, stack: Stack) {
        let inner = match exit {
            Exit::Break(statement) | Exit::Continue(statement) => statement + 1,
            Exit::Return(_) => 0,
        };
        let loops = self.body.enclosing[inner..].iter();
        let through = loops.enumerate().rfind(|(_, enclosing)| enclosing.kind.closes());
        let through = through.map(|(place, _)| place + inner);
        let depth = match (through, exit) {
            (Some(statement), _) | (None, Exit::Break(statement)) => self.body.enclosing[statement].at_break,
            (None, Exit::Continue(statement)) => self.body.enclosing[statement].at_continue,
            (None, Exit::Return(nesting)) => {
                let name = self.body.name(returned(nesting));
                self.emit(Operation::Load(name), span);
                return self.emit(Operation::Return, span);
            }
        };
        let site = if stack == Stack::AtRest && depth == self.depth() {
            self.emit_jump(Operation::Jump, span)
        } else {
            let Depth { tries, scopes, stack } = depth;
            self.emit_jump(|target: Target| Operation::Leave { target, tries, scopes, stack }, span)
        };
        let sites = match (through, exit) {
            (Some(statement), _) => sites_of(&mut self.body.enclosing[statement].through, exit),
            (None, Exit::Continue(statement)) => &mut self.body.enclosing[statement].continues,
            (None, Exit::Break(statement)) => &mut self.body.enclosing[statement].breaks,
            (None, Exit::Return(_)) => return,
        };
        sites.push(site);
    }
}

fn sites_of(through: &mut Vec<(Exit, Vec<Site>)>, exit: Exit) -> &mut Vec<Site> {
    let place = through.iter().position(|(known, _)| *known == exit).unwrap_or_else(|| {
        through.push((exit, Vec::new()));
        through.len() - 1
    });
    &mut through[place].1
}
