//! The tags of built-in objects.

use super::Intrinsic;

impl Intrinsic {
    /// `Symbol.toStringTag` of the object.
    pub(super) const fn tag(self) -> Option<&'static str> {
        Some(match self {
            Self::PromisePrototype => "Promise",
            Self::SymbolPrototype => "Symbol",
            Self::BigIntPrototype => "BigInt",
            Self::AsyncFunctionPrototype => "AsyncFunction",
            Self::GeneratorFunctionPrototype => "GeneratorFunction",
            Self::GeneratorPrototype => "Generator",
            Self::AsyncGeneratorFunctionPrototype => "AsyncGeneratorFunction",
            Self::AsyncGeneratorPrototype => "AsyncGenerator",
            Self::ArrayIteratorPrototype => "Array Iterator",
            Self::StringIteratorPrototype => "String Iterator",
            Self::Reflect => "Reflect",
            Self::Json => "JSON",
            Self::Math => "Math",
            Self::MapPrototype => "Map",
            Self::SetPrototype => "Set",
            Self::MapIteratorPrototype => "Map Iterator",
            Self::SetIteratorPrototype => "Set Iterator",
            _ => return None,
        })
    }
}
