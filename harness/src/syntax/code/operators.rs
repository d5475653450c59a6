//! The operators of expressions that are instructions.

/// An operator between two values. `&&`, `||` and `??` are jumps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BinaryOperator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Remainder,
    /// `**`
    Exponentiate,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `===`
    StrictlyEqual,
    /// `!==`
    StrictlyNotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `&`
    BitAnd,
    /// `|`
    BitOr,
    /// `^`
    BitXor,
    /// `<<`
    ShiftLeft,
    /// `>>`
    ShiftRight,
    /// `>>>`
    ShiftRightUnsigned,
    /// `in`
    In,
    /// `instanceof`
    InstanceOf,
}

/// An operator on one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnaryOperator {
    /// `-`
    Negate,
    /// `+`
    Plus,
    /// `!`
    Not,
    /// `~`
    BitNot,
    /// `typeof` of anything but a name.
    Typeof,
    /// `void`
    Void,
    /// ToNumeric, as `++` and `--` apply it before they add.
    ToNumeric,
    /// Adds one to a Number or BigInt, as `++` does behind [`ToNumeric`](Self::ToNumeric).
    Increment,
    /// Takes one from a Number or BigInt.
    Decrement,
}
