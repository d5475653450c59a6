//! The functions, classes and scopes of a body.

use std::rc::Rc;

use super::{Code, Span};

/// What is declared in a scope, in source order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scope {
    /// The names, without repetitions.
    pub names: Vec<(Rc<str>, ScopeName)>,
    /// Function declarations, each initialized when the scope is entered: the name, and the place in
    /// [`Code::functions`]. A repeated name stands once, with the last function.
    pub functions: Vec<(Rc<str>, u32)>,
}

impl Scope {
    /// Whether it is the scope of a function that uses its arguments object.
    #[must_use]
    pub fn binds_arguments(&self) -> bool {
        self.names.last().is_some_and(|(name, _)| &**name == super::ARGUMENTS)
    }
}

/// How a name is declared in its scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScopeName {
    /// `let`, `class`, and the name of a default export that is no function: uninitialized until its declaration is run.
    Lexical,
    /// `const`: the same, and never assigned afterwards.
    Constant,
    /// `var`, a function declaration, a parameter or the parameter of a catch clause: it can be read from the start.
    Variable,
    /// The name of a function expression or of a class inside itself: readable from the start where that is a function;
    /// assigning to it throws.
    OwnName,
}

/// A function, as it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    /// The initial value of its `name`.
    pub name: Rc<str>,
    /// The initial value of its `length`.
    pub length: u32,
    /// What kind it is.
    pub kind: FunctionKind,
    /// Whether `super.name` stands in it, so that it has to know the object it is a method of.
    pub uses_super: bool,
    /// Whether its own name is bound in a scope of its own around it: a function expression with a name.
    pub binds_own_name: bool,
    /// Its whole text.
    pub span: Span,
    /// What it does. Its first instructions take the arguments.
    pub code: Rc<Code>,
}

/// How a function is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FunctionKind {
    /// `function`: `this` is its own, and `new` can be used.
    Plain,
    /// An arrow: `this` is that of the code around it.
    Arrow,
    /// A method, getter or setter: `this` is its own, and `new` cannot be used.
    Method,
    /// `async function`
    Async,
    /// `async` arrow
    AsyncArrow,
    /// `async` method
    AsyncMethod,
    /// The constructor of a class: it can only be used with `new`.
    ClassConstructor,
    /// The constructor of a class with heritage: `this` is what `super()` gives, and waits under
    /// [`DERIVED_THIS`](super::DERIVED_THIS) in its scope.
    DerivedConstructor,
    /// `function*`: a call gives a generator.
    Generator,
    /// `async function*`: a call gives an async generator.
    AsyncGenerator,
}

impl FunctionKind {
    /// Whether a call gives a promise.
    #[must_use]
    pub const fn is_async(self) -> bool {
        matches!(self, Self::Async | Self::AsyncArrow | Self::AsyncMethod)
    }

    /// Whether `this` is that of the code around the function.
    #[must_use]
    pub const fn is_arrow(self) -> bool {
        matches!(self, Self::Arrow | Self::AsyncArrow)
    }
}

/// A class without decorators and `accessor`s.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    /// The initial value of its `name`.
    pub name: Rc<str>,
    /// Where its name comes from.
    pub naming: ClassNaming,
    /// Whether the code around it has entered that scope, which declares the private names too.
    pub is_in_scope: bool,
    /// Whether it has heritage, which is on the stack.
    pub has_heritage: bool,
    /// Its whole text.
    pub span: Span,
    /// Its constructor, by its place in [`Code::functions`]; `None` when none is written. One with heritage always has one.
    pub constructor: Option<u32>,
    /// Its methods, fields and static blocks, in source order.
    pub members: Vec<ClassMember>,
}

/// Where the name of a class comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClassNaming {
    /// It is written before its body, and bound in a scope of its own around it.
    Written,
    /// It has none and is a default export, by declaration.
    Default,
    /// It has none and gets that of what it is assigned to, if it is assigned.
    Inferred,
}

impl Class {
    /// Whether its name is bound in a scope of its own around it.
    #[must_use]
    pub fn binds_own_name(&self) -> bool {
        self.naming == ClassNaming::Written
    }

    /// How many values it takes from the stack: those of its heritage and of its computed keys.
    #[must_use]
    pub fn operands(&self) -> usize {
        let computed = self.members.iter().filter(|member| member.key == MemberKey::Computed).count();
        computed + if self.has_heritage { 2 } else { 0 }
    }
}

/// A method, field or static block of a class.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassMember {
    /// The property.
    pub key: MemberKey,
    /// Whether it belongs to the class and not to its instances.
    pub is_static: bool,
    /// What it is.
    pub kind: MemberKind,
    /// By its place in [`Code::functions`]: the method, or a method that gives the value of the field. `None`: a field
    /// without initializer.
    pub function: Option<u32>,
}

/// How a member of a class is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MemberKey {
    /// A property key that stands in the text.
    Name(Rc<str>),
    /// A private name, `#` included.
    Private(Rc<str>),
    /// A property key that is computed, and waits on the stack; the first is lowest.
    Computed,
    /// A static block has none.
    None,
}

/// What a member of a class is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MemberKind {
    /// A method.
    Method,
    /// A getter.
    Getter,
    /// A setter.
    Setter,
    /// A field.
    Field,
    /// A static block.
    StaticBlock,
}
