//! What every builtin object has.

use super::{ErrorType, Intrinsic};

/// What a builtin function does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::reference::machine) enum Native {
    // The driver's.
    Log,
    Tick,
    Fail,
    // Constructors.
    Object,
    Function,
    Array,
    String,
    Number,
    Boolean,
    Symbol,
    Promise,
    MapConstructor,
    SetConstructor,
    Error(ErrorType),
    // Of `Object`.
    Keys,
    Values,
    Entries,
    FromEntries,
    Assign,
    Freeze,
    IsFrozen,
    Seal,
    IsSealed,
    PreventExtensions,
    IsExtensible,
    OwnNames,
    OwnSymbols,
    OwnDescriptor,
    GetPrototypeOf,
    SetPrototypeOf,
    Create,
    DefineProperty,
    DefineProperties,
    OwnDescriptors,
    HasOwn,
    Is,
    // Of `Object.prototype`.
    HasOwnProperty,
    ObjectToString,
    ObjectValueOf,
    IsPrototypeOf,
    PropertyIsEnumerable,
    // Of `Reflect`.
    ReflectApply,
    ReflectConstruct,
    ReflectDefineProperty,
    ReflectDeleteProperty,
    ReflectGet,
    ReflectOwnDescriptor,
    ReflectGetPrototypeOf,
    ReflectHas,
    ReflectIsExtensible,
    ReflectOwnKeys,
    ReflectPreventExtensions,
    ReflectSet,
    ReflectSetPrototypeOf,
    // Of functions.
    FunctionCall,
    FunctionApply,
    FunctionBind,
    FunctionToString,
    // Of arrays.
    IsArray,
    ArrayOf,
    Push,
    Pop,
    Shift,
    Unshift,
    Join,
    ArrayToString,
    Map,
    Filter,
    ForEach,
    Some,
    Every,
    Find,
    FindIndex,
    Includes,
    IndexOf,
    LastIndexOf,
    Concat,
    Slice,
    Reverse,
    Reduce,
    Sort,
    At,
    ArrayWith,
    ArrayKeys,
    ArrayValues,
    ArrayEntries,
    ArrayIteratorNext,
    IteratorSelf,
    // Of generators.
    GeneratorNext,
    GeneratorReturn,
    GeneratorThrow,
    AsyncGeneratorNext,
    AsyncGeneratorReturn,
    AsyncGeneratorThrow,
    // Of primitives.
    StringIterator,
    StringValueOf,
    CharAt,
    StringIncludes,
    StartsWith,
    EndsWith,
    StringIndexOf,
    StringSlice,
    Split,
    ToUpperCase,
    ToLowerCase,
    Trim,
    Repeat,
    PadStart,
    PadEnd,
    StringConcat,
    NumberToString,
    NumberValueOf,
    NumberIsInteger,
    NumberIsNaN,
    BooleanToString,
    BooleanValueOf,
    SymbolToString,
    SymbolValueOf,
    SymbolDescription,
    BigIntToString,
    // Of errors.
    ErrorToString,
    // Of promises.
    PromiseResolve,
    PromiseReject,
    PromiseAll,
    PromiseAllSettled,
    PromiseRace,
    PromiseAny,
    PromiseWithResolvers,
    PromiseTry,
    PromiseThen,
    PromiseCatch,
    PromiseFinally,
    // Of `JSON`.
    Stringify,
    // Of `Map` and `Set`, and of what iterates over them.
    MapGet,
    MapSet,
    MapHas,
    MapDelete,
    MapClear,
    MapSize,
    MapForEach,
    MapKeys,
    MapValues,
    MapEntries,
    SetAdd,
    SetHas,
    SetDelete,
    SetClear,
    SetSize,
    SetForEach,
    SetValues,
    SetEntries,
    CollectionIteratorNext,
    // Of `Math`.
    MathMax,
    MathMin,
    MathFloor,
    MathCeil,
    MathTrunc,
    MathAbs,
    MathSign,
    // Of arguments objects.
    ThrowTypeError,
    // Global functions.
    IsNaN,
    IsFinite,
}

impl Native {
    pub(in crate::reference::machine) const fn is_constructor(self) -> bool {
        matches!(
            self,
            Self::Object
                | Self::Function
                | Self::Array
                | Self::String
                | Self::Number
                | Self::Boolean
                | Self::Promise
                | Self::MapConstructor
                | Self::SetConstructor
                | Self::Error(_)
        )
    }
}

impl Native {
    /// Whether it is a method of maps, among those of collections.
    pub(super) const fn is_of_map(self) -> bool {
        matches!(
            self,
            Self::MapGet
                | Self::MapSet
                | Self::MapHas
                | Self::MapDelete
                | Self::MapClear
                | Self::MapSize
                | Self::MapForEach
                | Self::MapKeys
                | Self::MapValues
                | Self::MapEntries
        )
    }
}

/// A property of a builtin object.
#[derive(Clone, Copy, Debug)]
pub(super) enum Member {
    /// A function and its `length`.
    Method(Native, u32),
    /// A function that the driver lends to every context.
    Driver(Native, u32),
    Constructor(Intrinsic),
    Prototype(Intrinsic),
    GlobalThis,
    Text(&'static str),
    Number(f64),
    Undefined,
    SymbolIterator,
    SymbolAsyncIterator,
    SymbolToStringTag,
    SymbolToPrimitive,
    Getter(Native),
}

/// The properties of a builtin object that are modelled.
#[expect(clippy::too_many_lines, reason = "one line for each property")]
pub(super) const fn members(intrinsic: Intrinsic) -> &'static [(&'static str, Member)] {
    use Member::{Constructor, Driver, Getter, Method, Number, Prototype, Text};
    match intrinsic {
        Intrinsic::Global => &[
            ("log", Driver(Native::Log, 0)),
            ("tick", Driver(Native::Tick, 1)),
            ("fail", Driver(Native::Fail, 1)),
            ("globalThis", Member::GlobalThis),
            ("undefined", Member::Undefined),
            ("NaN", Number(f64::NAN)),
            ("Infinity", Number(f64::INFINITY)),
            ("Object", Constructor(Intrinsic::Object)),
            ("Function", Constructor(Intrinsic::Function)),
            ("Array", Constructor(Intrinsic::Array)),
            ("String", Constructor(Intrinsic::String)),
            ("Number", Constructor(Intrinsic::Number)),
            ("Boolean", Constructor(Intrinsic::Boolean)),
            ("Symbol", Constructor(Intrinsic::Symbol)),
            ("Promise", Constructor(Intrinsic::Promise)),
            ("Error", Constructor(Intrinsic::Error(ErrorType::Error))),
            ("AggregateError", Constructor(Intrinsic::Error(ErrorType::AggregateError))),
            ("EvalError", Constructor(Intrinsic::Error(ErrorType::EvalError))),
            ("RangeError", Constructor(Intrinsic::Error(ErrorType::RangeError))),
            ("ReferenceError", Constructor(Intrinsic::Error(ErrorType::ReferenceError))),
            ("SyntaxError", Constructor(Intrinsic::Error(ErrorType::SyntaxError))),
            ("TypeError", Constructor(Intrinsic::Error(ErrorType::TypeError))),
            ("URIError", Constructor(Intrinsic::Error(ErrorType::UriError))),
            ("Reflect", Constructor(Intrinsic::Reflect)),
            ("JSON", Constructor(Intrinsic::Json)),
            ("Math", Constructor(Intrinsic::Math)),
            ("Map", Constructor(Intrinsic::Map)),
            ("Set", Constructor(Intrinsic::Set)),
            ("isNaN", Method(Native::IsNaN, 1)),
            ("isFinite", Method(Native::IsFinite, 1)),
        ],
        Intrinsic::Object => &[
            ("prototype", Prototype(Intrinsic::ObjectPrototype)),
            ("keys", Method(Native::Keys, 1)),
            ("values", Method(Native::Values, 1)),
            ("entries", Method(Native::Entries, 1)),
            ("fromEntries", Method(Native::FromEntries, 1)),
            ("assign", Method(Native::Assign, 2)),
            ("freeze", Method(Native::Freeze, 1)),
            ("isFrozen", Method(Native::IsFrozen, 1)),
            ("seal", Method(Native::Seal, 1)),
            ("isSealed", Method(Native::IsSealed, 1)),
            ("preventExtensions", Method(Native::PreventExtensions, 1)),
            ("isExtensible", Method(Native::IsExtensible, 1)),
            ("getOwnPropertyNames", Method(Native::OwnNames, 1)),
            ("getOwnPropertySymbols", Method(Native::OwnSymbols, 1)),
            ("getOwnPropertyDescriptor", Method(Native::OwnDescriptor, 2)),
            ("getPrototypeOf", Method(Native::GetPrototypeOf, 1)),
            ("setPrototypeOf", Method(Native::SetPrototypeOf, 2)),
            ("create", Method(Native::Create, 2)),
            ("defineProperty", Method(Native::DefineProperty, 3)),
            ("defineProperties", Method(Native::DefineProperties, 2)),
            ("getOwnPropertyDescriptors", Method(Native::OwnDescriptors, 1)),
            ("hasOwn", Method(Native::HasOwn, 2)),
            ("is", Method(Native::Is, 2)),
        ],
        Intrinsic::ObjectPrototype => &[
            ("constructor", Constructor(Intrinsic::Object)),
            ("hasOwnProperty", Method(Native::HasOwnProperty, 1)),
            ("toString", Method(Native::ObjectToString, 0)),
            ("valueOf", Method(Native::ObjectValueOf, 0)),
            ("isPrototypeOf", Method(Native::IsPrototypeOf, 1)),
            ("propertyIsEnumerable", Method(Native::PropertyIsEnumerable, 1)),
        ],
        Intrinsic::Reflect => &[
            ("apply", Method(Native::ReflectApply, 3)),
            ("construct", Method(Native::ReflectConstruct, 2)),
            ("defineProperty", Method(Native::ReflectDefineProperty, 3)),
            ("deleteProperty", Method(Native::ReflectDeleteProperty, 2)),
            ("get", Method(Native::ReflectGet, 2)),
            ("getOwnPropertyDescriptor", Method(Native::ReflectOwnDescriptor, 2)),
            ("getPrototypeOf", Method(Native::ReflectGetPrototypeOf, 1)),
            ("has", Method(Native::ReflectHas, 2)),
            ("isExtensible", Method(Native::ReflectIsExtensible, 1)),
            ("ownKeys", Method(Native::ReflectOwnKeys, 1)),
            ("preventExtensions", Method(Native::ReflectPreventExtensions, 1)),
            ("set", Method(Native::ReflectSet, 3)),
            ("setPrototypeOf", Method(Native::ReflectSetPrototypeOf, 2)),
        ],
        Intrinsic::Function => &[("prototype", Prototype(Intrinsic::FunctionPrototype))],
        Intrinsic::FunctionPrototype => &[
            ("constructor", Constructor(Intrinsic::Function)),
            ("length", Number(0.0)),
            ("name", Text("")),
            ("call", Method(Native::FunctionCall, 1)),
            ("apply", Method(Native::FunctionApply, 2)),
            ("bind", Method(Native::FunctionBind, 1)),
            ("toString", Method(Native::FunctionToString, 0)),
        ],
        Intrinsic::Array => &[
            ("prototype", Prototype(Intrinsic::ArrayPrototype)),
            ("isArray", Method(Native::IsArray, 1)),
            ("of", Method(Native::ArrayOf, 0)),
        ],
        Intrinsic::ArrayPrototype => &[
            ("constructor", Constructor(Intrinsic::Array)),
            ("push", Method(Native::Push, 1)),
            ("pop", Method(Native::Pop, 0)),
            ("shift", Method(Native::Shift, 0)),
            ("unshift", Method(Native::Unshift, 1)),
            ("join", Method(Native::Join, 1)),
            ("toString", Method(Native::ArrayToString, 0)),
            ("map", Method(Native::Map, 1)),
            ("filter", Method(Native::Filter, 1)),
            ("forEach", Method(Native::ForEach, 1)),
            ("some", Method(Native::Some, 1)),
            ("every", Method(Native::Every, 1)),
            ("find", Method(Native::Find, 1)),
            ("findIndex", Method(Native::FindIndex, 1)),
            ("includes", Method(Native::Includes, 1)),
            ("indexOf", Method(Native::IndexOf, 1)),
            ("lastIndexOf", Method(Native::LastIndexOf, 1)),
            ("concat", Method(Native::Concat, 1)),
            ("slice", Method(Native::Slice, 2)),
            ("reverse", Method(Native::Reverse, 0)),
            ("reduce", Method(Native::Reduce, 1)),
            ("sort", Method(Native::Sort, 1)),
            ("at", Method(Native::At, 1)),
            ("with", Method(Native::ArrayWith, 2)),
            ("keys", Method(Native::ArrayKeys, 0)),
            ("values", Method(Native::ArrayValues, 0)),
            ("entries", Method(Native::ArrayEntries, 0)),
        ],
        Intrinsic::ArrayIteratorPrototype | Intrinsic::StringIteratorPrototype => {
            &[("next", Method(Native::ArrayIteratorNext, 0))]
        }
        Intrinsic::String => &[("prototype", Prototype(Intrinsic::StringPrototype))],
        Intrinsic::StringPrototype => &[
            ("constructor", Constructor(Intrinsic::String)),
            ("toString", Method(Native::StringValueOf, 0)),
            ("valueOf", Method(Native::StringValueOf, 0)),
            ("charAt", Method(Native::CharAt, 1)),
            ("includes", Method(Native::StringIncludes, 1)),
            ("startsWith", Method(Native::StartsWith, 1)),
            ("endsWith", Method(Native::EndsWith, 1)),
            ("indexOf", Method(Native::StringIndexOf, 1)),
            ("slice", Method(Native::StringSlice, 2)),
            ("split", Method(Native::Split, 2)),
            ("toUpperCase", Method(Native::ToUpperCase, 0)),
            ("toLowerCase", Method(Native::ToLowerCase, 0)),
            ("trim", Method(Native::Trim, 0)),
            ("repeat", Method(Native::Repeat, 1)),
            ("padStart", Method(Native::PadStart, 1)),
            ("padEnd", Method(Native::PadEnd, 1)),
            ("concat", Method(Native::StringConcat, 1)),
        ],
        Intrinsic::Number => &[
            ("prototype", Prototype(Intrinsic::NumberPrototype)),
            ("isInteger", Method(Native::NumberIsInteger, 1)),
            ("isNaN", Method(Native::NumberIsNaN, 1)),
        ],
        Intrinsic::NumberPrototype => &[
            ("constructor", Constructor(Intrinsic::Number)),
            ("toString", Method(Native::NumberToString, 1)),
            ("valueOf", Method(Native::NumberValueOf, 0)),
        ],
        Intrinsic::Boolean => &[("prototype", Prototype(Intrinsic::BooleanPrototype))],
        Intrinsic::BooleanPrototype => &[
            ("constructor", Constructor(Intrinsic::Boolean)),
            ("toString", Method(Native::BooleanToString, 0)),
            ("valueOf", Method(Native::BooleanValueOf, 0)),
        ],
        Intrinsic::Symbol => &[
            ("prototype", Prototype(Intrinsic::SymbolPrototype)),
            ("iterator", Member::SymbolIterator),
            ("asyncIterator", Member::SymbolAsyncIterator),
            ("toStringTag", Member::SymbolToStringTag),
            ("toPrimitive", Member::SymbolToPrimitive),
        ],
        Intrinsic::SymbolPrototype => &[
            ("constructor", Constructor(Intrinsic::Symbol)),
            ("toString", Method(Native::SymbolToString, 0)),
            ("valueOf", Method(Native::SymbolValueOf, 0)),
            ("description", Getter(Native::SymbolDescription)),
        ],
        Intrinsic::BigIntPrototype => &[("toString", Method(Native::BigIntToString, 0))],
        Intrinsic::Promise => &[
            ("prototype", Prototype(Intrinsic::PromisePrototype)),
            ("resolve", Method(Native::PromiseResolve, 1)),
            ("reject", Method(Native::PromiseReject, 1)),
            ("all", Method(Native::PromiseAll, 1)),
            ("allSettled", Method(Native::PromiseAllSettled, 1)),
            ("race", Method(Native::PromiseRace, 1)),
            ("any", Method(Native::PromiseAny, 1)),
            ("withResolvers", Method(Native::PromiseWithResolvers, 0)),
            ("try", Method(Native::PromiseTry, 1)),
        ],
        Intrinsic::PromisePrototype => &[
            ("constructor", Constructor(Intrinsic::Promise)),
            ("then", Method(Native::PromiseThen, 2)),
            ("catch", Method(Native::PromiseCatch, 1)),
            ("finally", Method(Native::PromiseFinally, 1)),
        ],
        Intrinsic::Error(kind) => error_members(kind, true),
        Intrinsic::ErrorPrototype(kind) => error_members(kind, false),
        Intrinsic::Json => &[("stringify", Method(Native::Stringify, 3))],
        Intrinsic::Map => &[("prototype", Prototype(Intrinsic::MapPrototype))],
        Intrinsic::MapPrototype => &[
            ("constructor", Constructor(Intrinsic::Map)),
            ("get", Method(Native::MapGet, 1)),
            ("set", Method(Native::MapSet, 2)),
            ("has", Method(Native::MapHas, 1)),
            ("delete", Method(Native::MapDelete, 1)),
            ("clear", Method(Native::MapClear, 0)),
            ("size", Getter(Native::MapSize)),
            ("forEach", Method(Native::MapForEach, 1)),
            ("keys", Method(Native::MapKeys, 0)),
            ("values", Method(Native::MapValues, 0)),
            ("entries", Method(Native::MapEntries, 0)),
        ],
        Intrinsic::Set => &[("prototype", Prototype(Intrinsic::SetPrototype))],
        Intrinsic::SetPrototype => &[
            ("constructor", Constructor(Intrinsic::Set)),
            ("add", Method(Native::SetAdd, 1)),
            ("has", Method(Native::SetHas, 1)),
            ("delete", Method(Native::SetDelete, 1)),
            ("clear", Method(Native::SetClear, 0)),
            ("size", Getter(Native::SetSize)),
            ("forEach", Method(Native::SetForEach, 1)),
            ("values", Method(Native::SetValues, 0)),
            ("entries", Method(Native::SetEntries, 0)),
        ],
        Intrinsic::MapIteratorPrototype | Intrinsic::SetIteratorPrototype => {
            &[("next", Method(Native::CollectionIteratorNext, 0))]
        }
        Intrinsic::Math => &[
            ("max", Method(Native::MathMax, 2)),
            ("min", Method(Native::MathMin, 2)),
            ("floor", Method(Native::MathFloor, 1)),
            ("ceil", Method(Native::MathCeil, 1)),
            ("trunc", Method(Native::MathTrunc, 1)),
            ("abs", Method(Native::MathAbs, 1)),
            ("sign", Method(Native::MathSign, 1)),
            ("PI", Number(std::f64::consts::PI)),
            ("E", Number(std::f64::consts::E)),
        ],
        Intrinsic::AsyncFunctionPrototype
        | Intrinsic::GeneratorFunctionPrototype
        | Intrinsic::AsyncGeneratorFunctionPrototype
        | Intrinsic::AsyncIteratorPrototype
        | Intrinsic::ThrowTypeError => &[],
        Intrinsic::GeneratorPrototype => &[
            ("next", Method(Native::GeneratorNext, 1)),
            ("return", Method(Native::GeneratorReturn, 1)),
            ("throw", Method(Native::GeneratorThrow, 1)),
        ],
        Intrinsic::AsyncGeneratorPrototype => &[
            ("next", Method(Native::AsyncGeneratorNext, 1)),
            ("return", Method(Native::AsyncGeneratorReturn, 1)),
            ("throw", Method(Native::AsyncGeneratorThrow, 1)),
        ],
    }
}

/// The properties of the constructor of errors, or of their prototype.
const fn error_members(kind: ErrorType, constructor: bool) -> &'static [(&'static str, Member)] {
    use Member::{Constructor, Method, Prototype, Text};
    macro_rules! of {
        ($kind:expr) => {
            if constructor {
                const { &[("prototype", Prototype(Intrinsic::ErrorPrototype($kind)))] }
            } else {
                const {
                    &[
                        ("constructor", Constructor(Intrinsic::Error($kind))),
                        ("name", Text($kind.name())),
                        ("message", Text("")),
                    ]
                }
            }
        };
    }
    match kind {
        ErrorType::Error if !constructor => &[
            ("constructor", Constructor(Intrinsic::Error(ErrorType::Error))),
            ("name", Text("Error")),
            ("message", Text("")),
            ("toString", Method(Native::ErrorToString, 0)),
        ],
        ErrorType::Error => of!(ErrorType::Error),
        ErrorType::AggregateError => of!(ErrorType::AggregateError),
        ErrorType::EvalError => of!(ErrorType::EvalError),
        ErrorType::RangeError => of!(ErrorType::RangeError),
        ErrorType::ReferenceError => of!(ErrorType::ReferenceError),
        ErrorType::SyntaxError => of!(ErrorType::SyntaxError),
        ErrorType::TypeError => of!(ErrorType::TypeError),
        ErrorType::UriError => of!(ErrorType::UriError),
    }
}
