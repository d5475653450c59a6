//! The errors that the language itself throws.
//!
//! Where an engine quotes the text of an expression in a way that is not the text itself, the error is not modelled.

use std::rc::Rc;

use super::{
    ObjectId,
    builtins::{ErrorType, Intrinsic},
    heap::{Callable, Content, Key, Kind, Object, Property},
    not_iterable::described_by_v8,
    properties::{ReceiverHas, Refusal},
};
use crate::{
    reference::{Agent, ContextId, ErrorId, ErrorObject, Quirk, Value, Wording, completion::Abrupt},
    syntax::code::BinaryOperator,
};

/// What is iterated over, for the message when it cannot be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Quoted {
    /// By a loop or a pattern whose instruction stands at this place.
    Iterated(usize),
    /// By `for await` or the `yield*` of an async generator, whose instruction stands at this place.
    Awaited(usize),
    /// By `...` in an array, whose instruction stands at this place.
    Spread(usize),
    /// By `...` among arguments, whose instruction stands at this place.
    Arguments(usize),
    /// By a builtin.
    Builtin,
}

impl Agent {
    /// A new error object of the context whose code runs.
    pub(super) fn new_error(&mut self, kind: ErrorType, message: Option<&str>) -> Value {
        let context = self.machine.context;
        let prototype = self.intrinsic(Intrinsic::ErrorPrototype(kind));
        self.new_error_with(kind, message, Some(prototype), context)
    }

    pub(super) fn new_error_with(
        &mut self,
        kind: ErrorType,
        message: Option<&str>,
        prototype: Option<Value>,
        context: ContextId,
    ) -> Value {
        let text = message.unwrap_or_default().to_owned();
        self.machine.note(0, size_of::<ErrorObject>() + 2 * text.len());
        let value =
            self.create_error(ErrorObject { name: kind.name(), code: None, message: text, cause: None });
        let Value::Error(id) = value else { return value };
        let mut object = Object::new(Kind::Error(id), prototype, context);
        if let Some(message) = message {
            object.properties.insert(Key::text("message"), Property::hidden(Value::String(message.into())));
        }
        let object = self.machine.add_object(object);
        self.errors.set_object(id, object);
        value
    }

    /// The properties of an error object. Errors from outside a body are of the first context.
    pub(super) fn object_of_error(&mut self, id: ErrorId) -> ObjectId {
        if let Some(object) = self.errors.object(id) {
            return object;
        }
        let error = self.errors.get(id).clone();
        let context = ContextId::default();
        let kind = ErrorType::from_name(error.name).unwrap_or(ErrorType::Error);
        let prototype = self.intrinsic_of(context, Intrinsic::ErrorPrototype(kind));
        let mut object = Object::new(Kind::Error(id), Some(prototype), context);
        let message = Property::hidden(Value::String(error.message.as_str().into()));
        object.properties.insert(Key::text("message"), message);
        if let Some(cause) = error.cause {
            let cause = self.enter(cause);
            object.properties.insert(Key::text("cause"), Property::hidden(cause));
        }
        if let Some(code) = error.code {
            object.properties.insert(Key::text("code"), Property::plain(Value::String(code.into())));
        }
        let object = self.machine.add_object(object);
        self.errors.set_object(id, object);
        object
    }

    pub(in crate::reference) fn throw(&mut self, kind: ErrorType, message: &str) -> Abrupt {
        Abrupt::Throw(self.new_error(kind, Some(message)))
    }

    pub(super) fn throw_type_error(&mut self, message: &str) -> Abrupt {
        self.throw(ErrorType::TypeError, message)
    }

    pub(super) fn not_defined(&mut self, name: &str) -> Abrupt {
        self.throw(ErrorType::ReferenceError, &self.wording().not_defined(name))
    }

    pub(super) fn uninitialized_described(&mut self, name: &str) -> Abrupt {
        self.throw(ErrorType::ReferenceError, &self.wording().uninitialized_described(name))
    }

    pub(super) fn constant_assigned(&mut self) -> Abrupt {
        self.throw_type_error(self.wording().constant_assigned())
    }

    pub(super) fn no_primitive(&mut self) -> Abrupt {
        self.throw_type_error(self.wording().no_primitive())
    }

    /// What is under `Symbol.toPrimitive` cannot be called.
    pub(super) fn no_conversion_method(&mut self, method: &Value) -> Abrupt {
        let text = match (self.wording(), method) {
            (Wording::JavaScriptCore, _) => {
                "Symbol.toPrimitive is not a function, undefined, or null".to_owned()
            }
            // V8 says nothing more of an object.
            (Wording::V8, method) => match described_by_v8(self, method) {
                Some(text) => format!("{text} is not a function"),
                None => return Abrupt::Over,
            },
        };
        self.throw_type_error(&text)
    }

    /// The function under `Symbol.toPrimitive` gave an object.
    pub(super) fn converted_to_object(&mut self) -> Abrupt {
        self.throw_type_error(match self.wording() {
            Wording::V8 => self.wording().no_primitive(),
            Wording::JavaScriptCore => "Symbol.toPrimitive returned an object",
        })
    }

    pub(super) fn symbol_to(&mut self, wanted: &str) -> Abrupt {
        self.throw_type_error(&self.wording().symbol_to(wanted))
    }

    pub(super) fn big_to_number(&mut self) -> Abrupt {
        self.throw_type_error(self.wording().big_to_number())
    }

    pub(super) fn division_by_zero(&mut self) -> Abrupt {
        self.throw(ErrorType::RangeError, self.wording().division_by_zero())
    }

    pub(super) fn mixed_big(&mut self, operator: BinaryOperator) -> Abrupt {
        let operation = match operator {
            BinaryOperator::Add => "addition",
            BinaryOperator::Subtract => "subtraction",
            BinaryOperator::Divide => "division",
            BinaryOperator::Remainder => "remainder",
            BinaryOperator::Exponentiate => "exponentiation",
            BinaryOperator::BitAnd => "bitwise 'and' operation",
            BinaryOperator::BitOr => "bitwise 'or' operation",
            BinaryOperator::ShiftLeft => "left shift operation",
            BinaryOperator::ShiftRightUnsigned if self.wording() == Wording::JavaScriptCore => {
                return self.big_shifted_unsigned();
            }
            // JavaScriptCore makes numbers of what it multiplies.
            BinaryOperator::Multiply if self.wording() == Wording::JavaScriptCore => {
                return self.big_to_number();
            }
            _ if self.wording() == Wording::JavaScriptCore => return Abrupt::Over,
            _ => "",
        };
        self.throw_type_error(&self.wording().mixed_big(operation))
    }

    /// `>>>` of a BigInt.
    pub(super) fn big_shifted_unsigned(&mut self) -> Abrupt {
        self.throw_type_error(match self.wording() {
            Wording::V8 => "BigInts have no unsigned right shift, use >> instead",
            Wording::JavaScriptCore => "BigInt does not support >>> operator",
        })
    }

    /// A builtin was given something to call that cannot be called.
    pub(super) fn not_a_function(&mut self, value: &Value) -> Abrupt {
        match (self.wording(), value) {
            (Wording::V8, Value::Undefined) => self.throw_type_error("undefined is not a function"),
            _ => Abrupt::Over,
        }
    }

    pub(super) fn not_set(&mut self, object: &Value, key: &Key, refusal: Refusal) -> Abrupt {
        let key_text = self.key_text(key);
        let wording = self.wording();
        let v8 = wording == Wording::V8;
        let message = match refusal {
            Refusal::Namespace => {
                let Value::Namespace(namespace) = object else {
                    // What the object inherits from refuses.
                    let message = match wording {
                        Wording::V8 => Wording::namespace_write(&key_text, "[object Module]"),
                        Wording::JavaScriptCore => wording.read_only("", ""),
                    };
                    return self.throw_type_error(&message);
                };
                let exports = &self.namespaces.get(*namespace).exports;
                let known = key
                    .as_str()
                    .is_some_and(|text| exports.iter().any(|&name| &**self.names.text(name) == text));
                let text = self.namespace_text(*namespace);
                if self.has(Quirk::NamespaceWritesWorded) {
                    Wording::namespace_write(&key_text, &text)
                } else if known || *key == Key::Symbol(super::heap::TO_STRING_TAG) {
                    wording.read_only(&key_text, &format!("object '{text}'"))
                } else {
                    wording.namespace_not_extensible(&key_text)
                }
            }
            Refusal::NotExtensible => wording.not_extensible(&key_text),
            Refusal::Receiver(has) => match (wording, has) {
                // It says of the receiver what it says of every object that is written to.
                (Wording::V8, ReceiverHas::Unasked) => return self.not_set(object, key, Refusal::Namespace),
                (Wording::V8, ReceiverHas::ReadOnly) if !matches!(object, Value::Namespace(_)) => {
                    return self.not_set(object, key, Refusal::ReadOnly);
                }
                (Wording::JavaScriptCore, ReceiverHas::Export) => {
                    "Cannot replace module namespace object's binding's value".to_owned()
                }
                (Wording::JavaScriptCore, ReceiverHas::NoExport) => wording.not_defined_on(&key_text),
                (Wording::JavaScriptCore, ReceiverHas::ReadOnly) if matches!(object, Value::Namespace(_)) => {
                    wording.read_only("", "")
                }
                _ => wording.not_redefined(&key_text),
            },
            Refusal::ReadOnly | Refusal::OnlyGetter | Refusal::Primitive if !v8 => wording.read_only("", ""),
            Refusal::Primitive => {
                let Some(text) = self.primitive_text(object) else { return Abrupt::Over };
                wording.property_of_primitive(&key_text, &text)
            }
            // V8 shows who has the accessor.
            Refusal::OnlyGetter => match self.holder_text(object, key) {
                Some(text) => wording.only_getter(&key_text, &text),
                None => return Abrupt::Over,
            },
            Refusal::ReadOnly => {
                let Some(text) = self.object_text(object) else { return Abrupt::Over };
                let text = match object {
                    Value::String(text) => format!("string '{text}'"),
                    _ => format!("object '{text}'"),
                };
                wording.read_only(&key_text, &text)
            }
        };
        self.throw_type_error(&message)
    }

    pub(super) fn not_deleted(&mut self, object: &Value, key: &Key) -> Abrupt {
        let key = self.key_text(key);
        let text = match object {
            Value::Namespace(namespace) => self.namespace_text(*namespace),
            _ if self.wording() == Wording::JavaScriptCore => String::new(),
            _ => match self.object_text(object) {
                Some(text) => text,
                None => return Abrupt::Over,
            },
        };
        self.throw_type_error(&self.wording().not_deleted(&key, &text))
    }

    /// `delete` of a property of `undefined` or `null`.
    pub(super) fn nothing_deleted(&mut self, object: &Value) -> Abrupt {
        if self.wording() == Wording::V8 {
            return self.throw_type_error("Cannot convert undefined or null to object");
        }
        let Some(nothing) = nothing(object) else { return Abrupt::Over };
        self.throw_type_error(&self.wording().unreadable(nothing, ""))
    }

    /// `undefined` and `null` have no properties to read.
    pub(super) fn require_readable(&mut self, object: &Value, key: &Key) -> Result<(), Abrupt> {
        let Some(nothing) = nothing(object) else { return Ok(()) };
        let key = self.key_text(key);
        Err(self.throw_type_error(&self.wording().unreadable(nothing, &key)))
    }

    pub(super) fn unreadable_element(&mut self, object: &Value, key: &Value) -> Abrupt {
        let Some(nothing) = nothing(object) else { return Abrupt::Over };
        let key = match key {
            Value::String(text) => text.to_string(),
            Value::Number(number) => super::numbers::number_to_text(*number),
            _ if self.wording() == Wording::JavaScriptCore => String::new(),
            _ => return Abrupt::Over,
        };
        self.throw_type_error(&self.wording().unreadable(nothing, &key))
    }

    /// The same for a property that is read in order to be written, whose key is no literal.
    pub(super) fn unreadable_reference(&mut self, object: &Value, key: &Value) -> Abrupt {
        match self.wording() {
            Wording::V8 => self.unreadable_element(object, key),
            Wording::JavaScriptCore => self.throw_type_error("Cannot access property of undefined or null"),
        }
    }

    pub(super) fn unwritable(&mut self, object: &Value, key: &Key) -> Abrupt {
        let Some(nothing) = nothing(object) else { return Abrupt::Over };
        let key = self.key_text(key);
        self.throw_type_error(&self.wording().unwritable(nothing, &key))
    }

    pub(super) fn no_instance_of(&mut self, right: &Value) -> Abrupt {
        let wording = self.wording();
        if !super::objects::is_object(right) {
            return self.throw_type_error(wording.instance_of_primitive());
        }
        match wording {
            Wording::V8 => self.throw_type_error("Right-hand side of 'instanceof' is not callable"),
            // It shows the object by its class, with nothing where the source would stand.
            Wording::JavaScriptCore => match self.description_of(right) {
                Ok(description) => self.throw_type_error(&format!("{description}  is not a function")),
                Err(_) => Abrupt::Over,
            },
        }
    }

    pub(super) fn prototype_no_object(&mut self, prototype: &Value) -> Abrupt {
        match (self.wording(), prototype) {
            (Wording::V8, Value::Undefined) => {
                self.throw_type_error("Function has non-object prototype 'undefined' in instanceof check")
            }
            (Wording::V8, _) => Abrupt::Over,
            (Wording::JavaScriptCore, _) => {
                self.throw_type_error("instanceof called on an object with an invalid prototype property.")
            }
        }
    }

    pub(super) fn in_no_object(
        &mut self,
        host: &mut dyn crate::reference::Host,
        key: &Value,
        right: &Value,
    ) -> Abrupt {
        if self.wording() == Wording::JavaScriptCore {
            return match self.description_of(right) {
                Ok(description) => self.throw_type_error(&format!("{description} is not an Object.")),
                Err(_) => Abrupt::Over,
            };
        }
        if !matches!(key, Value::String(_) | Value::Number(_)) {
            return Abrupt::Over;
        }
        let texts = self.to_text(host, key).and_then(|key| Ok((key, self.to_text(host, right)?)));
        match texts {
            Ok((key, right)) => {
                self.throw_type_error(&format!("Cannot use 'in' operator to search for '{key}' in {right}"))
            }
            Err(_) => Abrupt::Over,
        }
    }

    pub(super) fn iterator_result_no_object(&mut self, result: &Value) -> Abrupt {
        match (self.wording(), result) {
            (Wording::V8, Value::Number(number)) => {
                let number = super::numbers::number_to_text(*number);
                self.throw_type_error(&format!("Iterator result {number} is not an object"))
            }
            (Wording::V8, Value::Undefined) => {
                self.throw_type_error("Iterator result undefined is not an object")
            }
            (Wording::V8, _) => Abrupt::Over,
            (Wording::JavaScriptCore, _) => {
                self.throw_type_error("Iterator result interface is not an object.")
            }
        }
    }

    /// The text of the construct that an instruction of the running body stands for.
    pub(super) fn text_at(&self, place: usize) -> Rc<str> {
        match self.machine.activations.last() {
            Some(activation) if place < activation.code.spans.len() => activation.code.text_at(place).into(),
            _ => "".into(),
        }
    }

    /// A key as messages show it.
    pub(super) fn key_text(&self, key: &Key) -> String {
        match key {
            Key::String(text) => text.to_string(),
            Key::Symbol(symbol) => {
                format!("Symbol({})", self.machine.description(*symbol).unwrap_or_default())
            }
        }
    }

    /// How V8 shows an object in a message: `#<Object>`.
    pub(super) fn object_text(&self, value: &Value) -> Option<String> {
        match value {
            Value::Namespace(namespace) => Some(self.namespace_text(*namespace)),
            Value::String(text) => Some(text.to_string()),
            Value::Object(id) => {
                let object = self.machine.object(*id);
                match (&object.kind, &object.prototype) {
                    (Kind::Array(_), _) => Some("[object Array]".to_owned()),
                    (Kind::Ordinary, Some(Value::Object(prototype))) => {
                        let constructor = Key::text("constructor");
                        let is_plain = self.machine.object(*prototype).intrinsic
                            == Some(Intrinsic::ObjectPrototype)
                            && !object.properties.contains_key(&constructor)
                            && object.intrinsic.is_none();
                        if is_plain {
                            return Some("#<Object>".to_owned());
                        }
                        let property = self.machine.object(*prototype).properties.get(&constructor)?;
                        let Content::Data { value, .. } = &property.content else { return None };
                        match self.callable(value).map(|callable| &**callable) {
                            Some(Callable::Class(class)) if !class.name.is_empty() => {
                                Some(format!("#<{}>", class.name))
                            }
                            _ => None,
                        }
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn primitive_text(&self, value: &Value) -> Option<String> {
        Some(match value {
            Value::String(text) => format!("string '{text}'"),
            Value::Number(number) => format!("number '{}'", super::numbers::number_to_text(*number)),
            Value::Boolean(value) => format!("boolean '{value}'"),
            Value::Symbol(symbol) => format!("symbol '{}'", self.key_text(&Key::Symbol(*symbol))),
            _ => return None,
        })
    }
}

pub(super) const fn nothing(value: &Value) -> Option<&'static str> {
    match value {
        Value::Undefined => Some("undefined"),
        Value::Null => Some("null"),
        _ => None,
    }
}
