//! **Code** is what a body does, as instructions of a small stack machine.
//!
//! A body is a module's, a function's, or that of a synthetic module. Bodies are strict mode code without exception, so
//! nothing here knows sloppy mode. What the language of bodies does not have becomes [`Operation::Unmodelled`]: whoever
//! runs the code stops where it stands, and not before.

mod function;
mod operation;
mod operators;

use std::rc::Rc;

pub use function::{
    Class, ClassMember, ClassNaming, Function, FunctionKind, MemberKey, MemberKind, Scope, ScopeName,
};
pub use operation::Operation;
pub use operators::{BinaryOperator, UnaryOperator};

use super::{TextPosition, text::text_position};

/// The name under which `this` of a derived constructor waits for `super()`. No text can hold it.
pub const DERIVED_THIS: &str = "*this*";

/// The name of the arguments object in a function that uses it. In strict mode nothing else can be bound to it.
pub const ARGUMENTS: &str = "arguments";

/// The instructions of one body, and what they refer to by number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Code {
    /// The whole text that [`spans`](Self::spans) point into.
    pub source: Rc<str>,
    /// The instructions, run from the first on. A body that comes to its end returns `undefined`.
    pub operations: Box<[Operation]>,
    /// The construct each instruction stands for: messages quote it, and an unmodelled one is told by its place.
    pub spans: Box<[Span]>,
    /// The whole text of each call and each `new`, by the place of its instruction, in ascending order.
    pub calls: Box<[(u32, Span)]>,
    /// Names of bindings and properties.
    pub names: Box<[Rc<str>]>,
    /// Literals.
    pub constants: Box<[Constant]>,
    /// The scopes of blocks, loops and catch clauses.
    pub scopes: Box<[Scope]>,
    /// The functions written in this body, outside other functions.
    pub functions: Box<[Rc<Function>]>,
    /// The classes written in this body, outside functions.
    pub classes: Box<[Class]>,
    /// The templates with a tag.
    pub templates: Box<[Template]>,
    /// What is declared in the body's own scope. Of a module: everything but its imports. Of a function: parameters,
    /// `var`s, top-level functions and lexical declarations together.
    pub outermost: Scope,
}

/// A template with a tag: its texts around the substitutions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Template {
    /// The texts; `None` where one has an escape sequence that means nothing.
    pub cooked: Box<[Option<Rc<str>>]>,
    /// The texts as they are written.
    pub raw: Box<[Rc<str>]>,
}

/// A part of a source text, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte behind the last one.
    pub end: u32,
}

/// A name, by its place in [`Code::names`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NameIndex(pub u32);

/// An instruction, by its place in [`Code::operations`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Target(pub u32);

/// A literal.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    /// `undefined` itself, as where a declaration has no initializer.
    Undefined,
    /// `null`
    Null,
    /// `true` and `false`
    Boolean(bool),
    /// A number.
    Number(f64),
    /// A string without lone surrogates.
    String(Rc<str>),
    /// The decimal digits of a BigInt.
    BigInt(Rc<str>),
}

impl Code {
    /// The name at `index`.
    #[must_use]
    pub fn name(&self, index: NameIndex) -> &Rc<str> {
        &self.names[index.0 as usize]
    }

    /// The place of the first instruction that does more than initialize names with literals, functions, and classes whose
    /// static fields are literals.
    #[must_use]
    pub fn first_observable(&self) -> Option<usize> {
        let computes = |member: &ClassMember| {
            let code = member.function.map(|place| &self.functions[place as usize].code);
            let is_literal = |code: &Rc<Self>| {
                code.operations
                    .iter()
                    .all(|operation| matches!(operation, Operation::Constant(_) | Operation::Return))
            };
            member.kind == MemberKind::StaticBlock
                || (member.is_static
                    && member.kind == MemberKind::Field
                    && code.is_some_and(|code| !is_literal(code)))
        };
        self.operations.iter().position(|operation| match operation {
            Operation::Constant(_) | Operation::Initialize(_) | Operation::Closure(_) | Operation::Pop => {
                false
            }
            Operation::Class(place) => self.classes[*place as usize].members.iter().any(computes),
            _ => true,
        })
    }

    /// The text of the construct that the instruction at `place` stands for.
    #[must_use]
    pub fn text_at(&self, place: usize) -> &str {
        self.text_of(self.spans[place])
    }

    /// Where that construct begins.
    #[must_use]
    pub fn position_at(&self, place: usize) -> TextPosition {
        text_position(&self.source, self.spans[place].start)
    }

    /// The whole call, or the whole `new`, whose instruction is at `place`.
    #[must_use]
    pub fn call_at(&self, place: usize) -> Option<Span> {
        let place = u32::try_from(place).ok()?;
        let index = self.calls.binary_search_by_key(&place, |(place, _)| *place).ok()?;
        Some(self.calls[index].1)
    }

    /// A part of the text.
    #[must_use]
    pub fn text_of(&self, span: Span) -> &str {
        self.source.get(span.start as usize..span.end as usize).unwrap_or_default()
    }
}
