//! The code of one body while it is written.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::exits::Enclosing;
use crate::syntax::code::{
    Class, Code, Constant, Function, NameIndex, Operation, Scope, Span, Target, Template,
};

/// From this many names on, one among them is found by hashing rather than by comparing with each.
pub(super) const HASH_FROM: usize = 16;

/// How much of a body is open at an instruction, in the terms of [`Operation::Leave`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Depth {
    pub(super) tries: u16,
    pub(super) scopes: u16,
    /// Values that statements keep: the iterators of loops, what a `switch` compares with.
    pub(super) stack: u16,
}

/// A jump whose target is not known yet.
#[derive(Clone, Copy, Debug)]
#[must_use = "the jump leads nowhere until it is patched"]
pub(super) struct Site(usize);

/// The parts of a [`Code`] that grow.
#[derive(Debug, Default)]
pub(super) struct Builder<'a> {
    operations: Vec<Operation>,
    spans: Vec<Span>,
    calls: Vec<(u32, Span)>,
    names: Vec<Rc<str>>,
    /// Filled from [`HASH_FROM`] names on.
    places_of_names: FxHashMap<Rc<str>, u32>,
    constants: Vec<Constant>,
    scopes: Vec<Scope>,
    functions: Vec<Rc<Function>>,
    classes: Vec<Class>,
    /// Whether it is that of an async generator.
    pub(super) is_async_generator: bool,
    templates: Vec<Template>,
    /// What is open where the next instruction stands.
    pub(super) depth: Depth,
    /// How many finally blocks are around the next instruction.
    pub(super) finally_blocks: u16,
    /// How many values of `return`s inside loops the outermost scope keeps.
    pub(super) returned_values: u16,
    /// The statements around it that `break` and `continue` can leave.
    pub(super) enclosing: Vec<Enclosing<'a>>,
}

impl Builder<'_> {
    pub(super) fn emit(&mut self, operation: Operation, span: Span) {
        self.operations.push(operation);
        self.spans.push(span);
    }

    /// Writes the instruction of a call; `whole` is the call with its arguments, `span` what is called.
    pub(super) fn emit_call(&mut self, operation: Operation, span: Span, whole: Span) {
        self.calls.push((number(self.operations.len()), whole));
        self.emit(operation, span);
    }

    /// Writes a jump to be patched; `jump` makes one of a target.
    pub(super) fn emit_jump(&mut self, jump: impl FnOnce(Target) -> Operation, span: Span) -> Site {
        let site = Site(self.operations.len());
        self.emit(jump(Target(u32::MAX)), span);
        site
    }

    /// The place of the next instruction.
    pub(super) fn here(&self) -> Target {
        Target(number(self.operations.len()))
    }

    /// Makes a jump lead to the next instruction.
    pub(super) fn land(&mut self, site: Site) {
        let here = self.here();
        match &mut self.operations[site.0] {
            Operation::Jump(target)
            | Operation::JumpIfFalse(target)
            | Operation::AndJump(target)
            | Operation::OrJump(target)
            | Operation::CoalesceJump(target)
            | Operation::ChainJump(target)
            | Operation::DefaultJump(target)
            | Operation::Next(target)
            | Operation::NextKey(target)
            | Operation::AsyncStep(target)
            | Operation::CloseAsyncIterator(target)
            | Operation::AbandonAsyncIterator(target)
            | Operation::AsyncYield(target)
            | Operation::DelegateThrow(target)
            | Operation::DelegateReturn(target)
            | Operation::Delegated(target)
            | Operation::Leave { target, .. }
            | Operation::EnterTry { catch: Some(target), .. }
            | Operation::EnterTry { finally: Some(target), .. } => *target = here,
            other => debug_assert!(false, "{other:?} does not jump"),
        }
    }

    pub(super) fn land_all(&mut self, sites: Vec<Site>) {
        for site in sites {
            self.land(site);
        }
    }

    pub(super) fn name(&mut self, name: Rc<str>) -> NameIndex {
        let known = if self.names.len() < HASH_FROM {
            self.names.iter().position(|known| *known == name).map(number)
        } else {
            if self.places_of_names.is_empty() {
                let places = self.names.iter().enumerate();
                self.places_of_names.extend(places.map(|(place, name)| (name.clone(), number(place))));
            }
            self.places_of_names.get(&name).copied()
        };
        NameIndex(known.unwrap_or_else(|| {
            let place = number(self.names.len());
            if self.names.len() >= HASH_FROM {
                self.places_of_names.insert(name.clone(), place);
            }
            self.names.push(name);
            place
        }))
    }

    pub(super) fn constant(&mut self, constant: Constant) -> Operation {
        self.constants.push(constant);
        Operation::Constant(number(self.constants.len() - 1))
    }

    /// Keeps a scope and gives its place.
    pub(super) fn scope(&mut self, scope: Scope) -> u32 {
        self.scopes.push(scope);
        number(self.scopes.len() - 1)
    }

    /// Keeps a function and gives its place.
    pub(super) fn function(&mut self, function: Function) -> u32 {
        self.functions.push(Rc::new(function));
        number(self.functions.len() - 1)
    }

    /// Keeps a class and gives its place.
    pub(super) fn class(&mut self, class: Class) -> u32 {
        self.classes.push(class);
        number(self.classes.len() - 1)
    }

    /// Keeps a template and gives its place.
    pub(super) fn template(&mut self, template: Template) -> u32 {
        self.templates.push(template);
        number(self.templates.len() - 1)
    }

    /// Whether nothing at all was written.
    pub(super) fn is_empty(&self) -> bool {
        self.operations.is_empty() && self.functions.is_empty()
    }

    /// The finished code.
    pub(super) fn finish(self, source: Rc<str>, outermost: Scope) -> Code {
        Code {
            source,
            operations: self.operations.into(),
            spans: self.spans.into(),
            calls: self.calls.into(),
            names: self.names.into(),
            constants: self.constants.into(),
            scopes: self.scopes.into(),
            functions: self.functions.into(),
            classes: self.classes.into(),
            templates: self.templates.into(),
            outermost,
        }
    }
}

/// A place in a list as the code keeps it. Texts are shorter than 2 GiB, so no list is longer than that.
pub(super) fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
