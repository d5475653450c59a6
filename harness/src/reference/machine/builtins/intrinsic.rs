//! The objects of a context, made when they are first looked at.

use std::rc::Rc;

use super::{
    ErrorType, names,
    table::{Member, Native, members},
};
use crate::reference::{
    Agent, ContextId, Quirk, Value,
    completion::Abrupt,
    machine::{
        ObjectId,
        heap::{
            ASYNC_ITERATOR, Callable, Content, ITERATOR, Key, Kind, Object, Property, TO_PRIMITIVE,
            TO_STRING_TAG,
        },
    },
};

/// Well-known intrinsic objects — <https://tc39.es/ecma262/#sec-well-known-intrinsic-objects>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::reference::machine) enum Intrinsic {
    Global,
    ObjectPrototype,
    FunctionPrototype,
    AsyncFunctionPrototype,
    GeneratorFunctionPrototype,
    GeneratorPrototype,
    AsyncGeneratorFunctionPrototype,
    AsyncGeneratorPrototype,
    AsyncIteratorPrototype,
    ArrayPrototype,
    ArrayIteratorPrototype,
    StringIteratorPrototype,
    StringPrototype,
    NumberPrototype,
    BooleanPrototype,
    SymbolPrototype,
    BigIntPrototype,
    PromisePrototype,
    ErrorPrototype(ErrorType),
    Object,
    Function,
    Array,
    String,
    Number,
    Boolean,
    Symbol,
    Promise,
    Error(ErrorType),
    Reflect,
    Json,
    Math,
    ThrowTypeError,
    Map,
    MapPrototype,
    MapIteratorPrototype,
    Set,
    SetPrototype,
    SetIteratorPrototype,
}

impl Intrinsic {
    /// Whether the object has an own property of that key from the start.
    pub(in crate::reference::machine) fn has_own(self, key: &Key) -> bool {
        match key {
            Key::String(name) => members(self).iter().any(|(known, _)| *known == &**name),
            Key::Symbol(_) => true,
        }
    }

    /// \[\[Prototype]]
    const fn prototype(self) -> Option<Self> {
        match self {
            Self::ObjectPrototype => None,
            Self::AsyncFunctionPrototype
            | Self::GeneratorFunctionPrototype
            | Self::AsyncGeneratorFunctionPrototype
            | Self::Object
            | Self::Function
            | Self::Array
            | Self::String
            | Self::Number
            | Self::Boolean
            | Self::Symbol
            | Self::Promise
            | Self::ThrowTypeError
            | Self::Map
            | Self::Set
            | Self::Error(ErrorType::Error) => Some(Self::FunctionPrototype),
            Self::AsyncGeneratorPrototype => Some(Self::AsyncIteratorPrototype),
            Self::Error(_) => Some(Self::Error(ErrorType::Error)),
            Self::ErrorPrototype(ErrorType::Error) => Some(Self::ObjectPrototype),
            Self::ErrorPrototype(_) => Some(Self::ErrorPrototype(ErrorType::Error)),
            _ => Some(Self::ObjectPrototype),
        }
    }

    /// The function that a constructor is: what it does, its name and its length.
    const fn function(self) -> Option<(Native, &'static str, u32)> {
        Some(match self {
            Self::Object => (Native::Object, "Object", 1),
            Self::Function => (Native::Function, "Function", 1),
            Self::Array => (Native::Array, "Array", 1),
            Self::String => (Native::String, "String", 1),
            Self::Number => (Native::Number, "Number", 1),
            Self::Boolean => (Native::Boolean, "Boolean", 1),
            Self::Symbol => (Native::Symbol, "Symbol", 0),
            Self::Promise => (Native::Promise, "Promise", 1),
            Self::Error(ErrorType::AggregateError) => {
                (Native::Error(ErrorType::AggregateError), "AggregateError", 2)
            }
            Self::Error(kind) => (Native::Error(kind), kind.name(), 1),
            Self::ThrowTypeError => (Native::ThrowTypeError, "", 0),
            Self::Map => (Native::MapConstructor, "Map", 0),
            Self::Set => (Native::SetConstructor, "Set", 0),
            _ => return None,
        })
    }

    /// What engines have there beyond what is modelled.
    fn names(self) -> &'static str {
        match self {
            Self::Global => names::GLOBAL,
            Self::ObjectPrototype => names::OBJECT_PROTOTYPE,
            Self::FunctionPrototype => names::FUNCTION_PROTOTYPE,
            Self::ArrayPrototype => names::ARRAY_PROTOTYPE,
            Self::ArrayIteratorPrototype
            | Self::StringIteratorPrototype
            | Self::MapIteratorPrototype
            | Self::SetIteratorPrototype
            | Self::GeneratorPrototype => names::ITERATOR_PROTOTYPE,
            Self::GeneratorFunctionPrototype | Self::AsyncGeneratorFunctionPrototype => {
                "constructor prototype"
            }
            Self::AsyncGeneratorPrototype | Self::AsyncIteratorPrototype => "constructor",
            Self::StringPrototype => names::STRING_PROTOTYPE,
            Self::NumberPrototype => names::NUMBER_PROTOTYPE,
            Self::BooleanPrototype => names::BOOLEAN_PROTOTYPE,
            Self::SymbolPrototype => names::SYMBOL_PROTOTYPE,
            Self::BigIntPrototype => names::BIG_INT_PROTOTYPE,
            Self::PromisePrototype => names::PROMISE_PROTOTYPE,
            Self::Object => names::OBJECT,
            Self::Array => names::ARRAY,
            Self::String => names::STRING,
            Self::Number => names::NUMBER,
            Self::Symbol => names::SYMBOL,
            Self::Promise => names::PROMISE,
            Self::Error(ErrorType::Error) => names::ERROR,
            Self::Reflect => names::REFLECT,
            Self::Json => names::JSON,
            Self::Math => names::MATH,
            Self::Map => "groupBy",
            Self::MapPrototype => names::MAP_PROTOTYPE,
            Self::SetPrototype => names::SET_PROTOTYPE,
            Self::Set | Self::ThrowTypeError => "",
            Self::Error(_)
            | Self::Function
            | Self::Boolean
            | Self::ErrorPrototype(_)
            | Self::AsyncFunctionPrototype => "constructor stack",
        }
    }
}

impl Agent {
    /// An object of the context whose code runs.
    pub(in crate::reference::machine) fn intrinsic(&mut self, intrinsic: Intrinsic) -> Value {
        self.intrinsic_of(self.machine.context, intrinsic)
    }

    /// An object of a context.
    pub(in crate::reference::machine) fn intrinsic_of(
        &mut self,
        context: ContextId,
        intrinsic: Intrinsic,
    ) -> Value {
        if let Some(&object) = self.machine.intrinsics.get(&(context, intrinsic)) {
            return Value::Object(object);
        }
        let prototype = intrinsic.prototype().map(|prototype| self.intrinsic_of(context, prototype));
        let kind = match intrinsic.function() {
            Some((native, ..)) => Kind::Function(Rc::new(Callable::Native(native))),
            None => Kind::Ordinary,
        };
        let mut object = Object::new(kind, prototype, context);
        object.intrinsic = Some(intrinsic);
        if let Some((_, name, length)) = intrinsic.function() {
            object.properties.insert(Key::text("length"), Property::fixed(Value::Number(length.into())));
            object.properties.insert(Key::text("name"), Property::fixed(Value::String(name.into())));
        }
        let object = self.machine.add_object(object);
        self.machine.intrinsics.insert((context, intrinsic), object);
        Value::Object(object)
    }

    /// The global object of the context whose code runs.
    pub(in crate::reference::machine) fn global_object(&mut self) -> Value {
        self.intrinsic(Intrinsic::Global)
    }

    /// A property of an intrinsic object that nobody has looked at before.
    ///
    /// # Errors
    /// When engines have one that is not modelled.
    pub(in crate::reference::machine) fn own_property_of_intrinsic(
        &mut self,
        object: ObjectId,
        intrinsic: Intrinsic,
        key: &Key,
    ) -> Result<Option<Property>, Abrupt> {
        let context = self.machine.object(object).context;
        let property = match key {
            Key::Symbol(TO_STRING_TAG) if intrinsic == Intrinsic::Global => return Err(Abrupt::Over),
            Key::Symbol(TO_STRING_TAG) => match intrinsic.tag() {
                Some(tag) => Property::fixed(Value::String(tag.into())),
                None => return Ok(None),
            },
            Key::Symbol(ITERATOR) => match intrinsic {
                Intrinsic::ArrayPrototype | Intrinsic::SetPrototype => {
                    return self.own_property(object, &Key::text("values"));
                }
                Intrinsic::MapPrototype => return self.own_property(object, &Key::text("entries")),
                Intrinsic::StringPrototype => {
                    self.builtin_property(context, Native::StringIterator, "[Symbol.iterator]", 0)
                }
                Intrinsic::ArrayIteratorPrototype
                | Intrinsic::StringIteratorPrototype
                | Intrinsic::MapIteratorPrototype
                | Intrinsic::SetIteratorPrototype
                | Intrinsic::GeneratorPrototype => {
                    self.builtin_property(context, Native::IteratorSelf, "[Symbol.iterator]", 0)
                }
                _ => return Ok(None),
            },
            Key::Symbol(ASYNC_ITERATOR) if intrinsic == Intrinsic::AsyncIteratorPrototype => {
                self.builtin_property(context, Native::IteratorSelf, "[Symbol.asyncIterator]", 0)
            }
            // Of symbols it gives the symbol.
            Key::Symbol(TO_PRIMITIVE) if intrinsic == Intrinsic::SymbolPrototype => return Err(Abrupt::Over),
            Key::Symbol(_) => return Ok(None),
            Key::String(name) if intrinsic == Intrinsic::SetPrototype && &**name == "keys" => {
                return self.own_property(object, &Key::text("values"));
            }
            Key::String(name) => match members(intrinsic).iter().find(|(known, _)| *known == &**name) {
                Some((_, member)) if self.is_missing(*member) => return Ok(None),
                Some((name, member)) => self.member(object, context, name, *member),
                None if intrinsic.names().split(' ').any(|known| known == &**name) => {
                    return Err(Abrupt::Over);
                }
                None => return Ok(None),
            },
        };
        self.machine.object_mut(object).properties.insert(key.clone(), property.clone());
        Ok(Some(property))
    }

    /// Whether the runtime is too old for a builtin.
    fn is_missing(&self, member: Member) -> bool {
        match member {
            Member::Method(Native::PromiseWithResolvers, _) => self.has(Quirk::WithResolversMissing),
            Member::Method(Native::ArrayWith, _) => self.has(Quirk::ArrayWithMissing),
            Member::Method(Native::PromiseTry, _) => self.has(Quirk::PromiseTryMissing),
            _ => false,
        }
    }

    fn member(
        &mut self,
        object: ObjectId,
        context: ContextId,
        name: &'static str,
        member: Member,
    ) -> Property {
        match member {
            Member::Method(native, length) => self.builtin_property(context, native, name, length),
            Member::Driver(native, length) => {
                // What the driver lends to every context belongs to the first.
                let first = ContextId::default();
                let value = if context == first {
                    self.builtin_value(first, native, name, length)
                } else {
                    let global = self.intrinsic_of(first, Intrinsic::Global);
                    let Value::Object(global) = global else { return Property::plain(Value::Undefined) };
                    match self.own_property(global, &Key::text(name)) {
                        Ok(Some(Property { content: Content::Data { value, .. }, .. })) => value,
                        _ => Value::Undefined,
                    }
                };
                let is_lent = context != first;
                Property {
                    content: Content::Data { value, writable: is_lent },
                    enumerable: true,
                    configurable: is_lent,
                }
            }
            Member::Constructor(intrinsic) => Property::hidden(self.intrinsic_of(context, intrinsic)),
            Member::Prototype(intrinsic) => frozen(self.intrinsic_of(context, intrinsic)),
            Member::GlobalThis => Property::hidden(Value::Object(object)),
            Member::Text(text) => Property::hidden(Value::String(text.into())),
            Member::Number(number) => frozen(Value::Number(number)),
            Member::Undefined => frozen(Value::Undefined),
            Member::SymbolIterator => frozen(Value::Symbol(ITERATOR)),
            Member::SymbolAsyncIterator => frozen(Value::Symbol(ASYNC_ITERATOR)),
            Member::SymbolToStringTag => frozen(Value::Symbol(TO_STRING_TAG)),
            Member::SymbolToPrimitive => frozen(Value::Symbol(TO_PRIMITIVE)),
            Member::Getter(native) => {
                let get = Some(self.builtin_value(context, native, &format!("get {name}"), 0));
                Property {
                    content: Content::Accessor { get, set: None },
                    enumerable: false,
                    configurable: true,
                }
            }
        }
    }

    fn builtin_property(&mut self, context: ContextId, native: Native, name: &str, length: u32) -> Property {
        Property::hidden(self.builtin_value(context, native, name, length))
    }

    fn builtin_value(&mut self, context: ContextId, native: Native, name: &str, length: u32) -> Value {
        self.in_context(context, |agent| agent.new_builtin(Callable::Native(native), name, length))
    }
}

const fn frozen(value: Value) -> Property {
    let content = Content::Data { value, writable: false };
    Property { content, enumerable: false, configurable: false }
}
