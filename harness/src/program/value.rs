//! The JavaScript values a program can write down.

use std::fmt;

/// A JavaScript value that is not an error and not a module of the program.
///
/// Two values are equal as SameValue has it (<https://tc39.es/ecma262/#sec-samevalue>), objects by what they hold: `NaN`
/// equals itself, and `0` is not `-0`.
#[derive(Clone, Debug)]
pub enum Value {
    /// `undefined`
    Undefined,
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(f64),
    /// A string.
    String(String),
    /// A bigint, by its decimal digits.
    BigInt(String),
    /// `Symbol(description)`
    Symbol(String),
    /// A function of no further interest.
    Function,
    /// An array.
    Array(Vec<Value>),
    /// A plain object, its properties in the order they were written.
    Object(Vec<(String, Value)>),
    /// `new Proxy(module, {})`: looks like a module and is none.
    ProxyOf(super::ModuleId),
    /// `Object.create(module)`: inherits from a module and is none.
    InheritsFrom(super::ModuleId),
    /// The namespace object of a module, which must be readable when the linker answers.
    NamespaceOf(super::ModuleId),
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Undefined, Self::Undefined)
            | (Self::Null, Self::Null)
            | (Self::Function, Self::Function) => true,
            (Self::Bool(one), Self::Bool(other)) => one == other,
            (Self::Number(one), Self::Number(other)) => {
                one.is_nan() && other.is_nan() || one.to_bits() == other.to_bits()
            }
            (Self::String(one), Self::String(other))
            | (Self::BigInt(one), Self::BigInt(other))
            | (Self::Symbol(one), Self::Symbol(other)) => one == other,
            (Self::Array(one), Self::Array(other)) => one == other,
            (Self::Object(one), Self::Object(other)) => one == other,
            (Self::ProxyOf(one), Self::ProxyOf(other))
            | (Self::InheritsFrom(one), Self::InheritsFrom(other))
            | (Self::NamespaceOf(one), Self::NamespaceOf(other)) => one == other,
            _ => false,
        }
    }
}

/// The error constructors a program can throw from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ErrorKind {
    /// `Error`
    Error,
    /// `EvalError`
    EvalError,
    /// `RangeError`
    RangeError,
    /// `ReferenceError`
    ReferenceError,
    /// `SyntaxError`
    SyntaxError,
    /// `TypeError`
    TypeError,
    /// `URIError`
    UriError,
}

impl ErrorKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Error,
        Self::EvalError,
        Self::RangeError,
        Self::ReferenceError,
        Self::SyntaxError,
        Self::TypeError,
        Self::UriError,
    ];

    /// The name of the constructor, which is the `name` of its errors.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "Error",
            Self::EvalError => "EvalError",
            Self::RangeError => "RangeError",
            Self::ReferenceError => "ReferenceError",
            Self::SyntaxError => "SyntaxError",
            Self::TypeError => "TypeError",
            Self::UriError => "URIError",
        }
    }

    /// The kind whose constructor has this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a linker throws, or rejects with.
#[derive(Clone, Debug, PartialEq)]
pub enum Thrown {
    /// A new error object with this message.
    Error(ErrorKind, String),
    /// Any other value.
    Value(Value),
}

/// As `String(value)` gives it, but for a proxy of a module, whose text is ours because `String` would throw for it.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undefined => f.write_str("undefined"),
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(value) if value.is_nan() => f.write_str("NaN"),
            Self::Number(value) if value.is_infinite() => {
                f.write_str(if *value > 0.0 { "Infinity" } else { "-Infinity" })
            }
            Self::Number(value) => write!(f, "{}", if *value == 0.0 { 0.0 } else { *value }),
            Self::String(text) | Self::BigInt(text) => f.write_str(text),
            Self::Symbol(description) => write!(f, "Symbol({description})"),
            Self::Function => f.write_str("function () {}"),
            Self::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        f.write_str(",")?;
                    }
                    if !matches!(item, Self::Undefined | Self::Null) {
                        write!(f, "{item}")?;
                    }
                }
                Ok(())
            }
            Self::Object(_) => f.write_str("[object Object]"),
            Self::ProxyOf(_) | Self::InheritsFrom(_) => f.write_str("[object Module]"),
            Self::NamespaceOf(_) => f.write_str("[object Module Namespace]"),
        }
    }
}
