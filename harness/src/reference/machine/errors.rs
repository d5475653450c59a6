//! The errors that the language itself throws.
//!
//! Where an engine quotes the text of an expression in a way that is not the text itself, the error is not modelled.

use std::rc::Rc;

use super::{
    ObjectId,
    builtins::{ErrorType, Intrinsic},
    heap::{Callable, Content, Key, Kind, Object, Property},
    properties::Refusal,
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
    /// By `...` in an array, whose instruction stands at this place.
    Spread(usize),
    /// By `...` among arguments.
    Arguments,
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

    pub(super) fn uninitialized(&mut self, name: &str) -> Abrupt {
        if name.starts_with('*') {
            return Abrupt::Over;
        }
        self.throw(ErrorType::ReferenceError, &self.wording().uninitialized(name))
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
        if operator != BinaryOperator::Add && self.wording() == Wording::JavaScriptCore {
            return Abrupt::Over;
        }
        self.throw_type_error(&self.wording().mixed_big("addition"))
    }

    pub(super) fn class_called(&mut self, name: &str, context: ContextId) -> Abrupt {
        let running = std::mem::replace(&mut self.machine.context, context);
        let error = self.throw_type_error(&self.wording().class_called(name));
        self.machine.context = running;
        error
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
                        Wording::V8 => Wording::namespace_write(&key_text),
                        Wording::JavaScriptCore => wording.read_only("", ""),
                    };
                    return self.throw_type_error(&message);
                };
                let exports = &self.namespaces.get(*namespace).exports;
                let known = key
                    .as_str()
                    .is_some_and(|text| exports.iter().any(|&name| &**self.names.text(name) == text));
                if self.has(Quirk::NamespaceWritesWorded) {
                    Wording::namespace_write(&key_text)
                } else if known || *key == Key::Symbol(super::heap::TO_STRING_TAG) {
                    wording.read_only(&key_text, "object '[object Module]'")
                } else {
                    wording.namespace_not_extensible(&key_text)
                }
            }
            Refusal::NotExtensible => wording.not_extensible(&key_text),
            Refusal::ReadOnly | Refusal::OnlyGetter | Refusal::Primitive if !v8 => wording.read_only("", ""),
            Refusal::Primitive => {
                let Some(text) = self.primitive_text(object) else { return Abrupt::Over };
                wording.property_of_primitive(&key_text, &text)
            }
            Refusal::ReadOnly | Refusal::OnlyGetter => {
                let Some(text) = self.object_text(object) else { return Abrupt::Over };
                if refusal == Refusal::OnlyGetter {
                    wording.only_getter(&key_text, &text)
                } else {
                    let text = match object {
                        Value::String(text) => format!("string '{text}'"),
                        _ => format!("object '{text}'"),
                    };
                    wording.read_only(&key_text, &text)
                }
            }
        };
        self.throw_type_error(&message)
    }

    pub(super) fn not_deleted(&mut self, object: &Value, key: &Key) -> Abrupt {
        let key = self.key_text(key);
        let text = match object {
            Value::Namespace(_) => "[object Module]".to_owned(),
            _ if self.wording() == Wording::JavaScriptCore => String::new(),
            _ => match self.object_text(object) {
                Some(text) => text,
                None => return Abrupt::Over,
            },
        };
        self.throw_type_error(&self.wording().not_deleted(&key, &text))
    }

    pub(super) fn nothing_deleted(&mut self, _object: &Value, _place: usize) -> Abrupt {
        match self.wording() {
            Wording::V8 => self.throw_type_error("Cannot convert undefined or null to object"),
            Wording::JavaScriptCore => Abrupt::Over,
        }
    }

    /// `undefined` and `null` have no properties to read.
    pub(super) fn require_readable(&mut self, object: &Value, key: &Key, place: usize) -> Result<(), Abrupt> {
        let Some(nothing) = nothing(object) else { return Ok(()) };
        let key = self.key_text(key);
        let expression = self.text_at(place);
        Err(self.throw_type_error(&self.wording().unreadable(nothing, &key, &expression)))
    }

    pub(super) fn unreadable_element(&mut self, object: &Value, key: &Value, place: usize) -> Abrupt {
        let Some(nothing) = nothing(object) else { return Abrupt::Over };
        let key = match key {
            Value::String(text) => text.to_string(),
            Value::Number(number) => super::numbers::number_to_text(*number),
            _ if self.wording() == Wording::JavaScriptCore => String::new(),
            _ => return Abrupt::Over,
        };
        let expression = self.text_at(place);
        self.throw_type_error(&self.wording().unreadable(nothing, &key, &expression))
    }

    pub(super) fn unwritable(&mut self, object: &Value, key: &Key, _place: usize) -> Abrupt {
        let (Some(nothing), Wording::V8) = (nothing(object), self.wording()) else {
            return Abrupt::Over;
        };
        let key = self.key_text(key);
        self.throw_type_error(&format!("Cannot set properties of {nothing} (setting '{key}')"))
    }

    pub(super) fn not_callable(&mut self, function: &Value, place: usize) -> Abrupt {
        let callee = self.text_at(place);
        let wording = self.wording();
        if callee.starts_with("super") || (wording == Wording::V8 && !is_plain_callee(&callee)) {
            return Abrupt::Over;
        }
        let description = match function {
            Value::Undefined => None,
            other => match self.description_of(other) {
                Some(description) => Some(description),
                None if wording == Wording::V8 => None,
                None => return Abrupt::Over,
            },
        };
        let call = match self.call_at(place) {
            Some(call) => call,
            None if wording == Wording::V8 || description.is_none() => Rc::from(""),
            None => return Abrupt::Over,
        };
        self.throw_type_error(&wording.not_callable(&callee, &call, description.as_deref()))
    }

    pub(super) fn not_a_constructor(&mut self, constructor: &Value, place: usize) -> Abrupt {
        let callee = self.text_at(place);
        let wording = self.wording();
        if !is_plain_callee(&callee) {
            return Abrupt::Over;
        }
        if wording == Wording::V8 {
            return self.throw_type_error(&wording.not_a_constructor(&callee, "", ""));
        }
        let description = match constructor {
            Value::Undefined => "undefined".to_owned(),
            Value::Object(id) => match &self.machine.object(*id).kind {
                Kind::Function(_) => "function".to_owned(),
                Kind::Ordinary if self.object_text(constructor).as_deref() == Some("#<Object>") => {
                    "Object".to_owned()
                }
                _ => return Abrupt::Over,
            },
            other => match self.description_of(other) {
                Some(description) => description,
                None => return Abrupt::Over,
            },
        };
        let Some(call) = self.call_at(place) else { return Abrupt::Over };
        self.throw_type_error(&wording.not_a_constructor(&callee, &format!("new {call}"), &description))
    }

    pub(super) fn no_instance_of(&mut self, right: &Value, place: usize) -> Abrupt {
        let wording = self.wording();
        if !super::objects::is_object(right) {
            return self.throw_type_error(wording.instance_of_primitive());
        }
        match wording {
            Wording::V8 => self.throw_type_error("Right-hand side of 'instanceof' is not callable"),
            Wording::JavaScriptCore => {
                let text = self.text_at(place);
                let Some((_, name)) = text.rsplit_once("instanceof ") else { return Abrupt::Over };
                if !is_plain_callee(name) {
                    return Abrupt::Over;
                }
                self.throw_type_error(&format!("{name} is not a function. (evaluating '{text}')"))
            }
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
        _place: usize,
    ) -> Abrupt {
        let (Wording::V8, Value::String(_) | Value::Number(_)) = (self.wording(), key) else {
            return Abrupt::Over;
        };
        let texts = self.to_text(host, key).and_then(|key| Ok((key, self.to_text(host, right)?)));
        match texts {
            Ok((key, right)) => {
                self.throw_type_error(&format!("Cannot use 'in' operator to search for '{key}' in {right}"))
            }
            Err(_) => Abrupt::Over,
        }
    }

    pub(super) fn not_iterable(&mut self, value: &Value, quoted: Quoted) -> Abrupt {
        let place = match (self.wording(), quoted) {
            (Wording::V8, Quoted::Iterated(place) | Quoted::Spread(place)) => place,
            (Wording::JavaScriptCore, Quoted::Spread(_) | Quoted::Arguments) => {
                return self.throw_type_error(match nothing(value) {
                    Some(_) => "Spread syntax requires ...iterable not be null or undefined",
                    None => "Spread syntax requires ...iterable[Symbol.iterator] to be a function",
                });
            }
            (Wording::JavaScriptCore, Quoted::Iterated(_)) if super::objects::is_object(value) => {
                return self.throw_type_error("{} is not iterable");
            }
            _ => return Abrupt::Over,
        };
        let text = self.text_at(place);
        // Of a pattern the engine quotes what is destructured, which stands elsewhere.
        if !is_plain_callee(&text) || matches!(value, Value::Plain(_)) {
            return Abrupt::Over;
        }
        self.throw_type_error(&format!("{text} is not iterable"))
    }

    pub(super) fn iterator_no_object(&mut self) -> Abrupt {
        match self.wording() {
            Wording::V8 => self.throw_type_error("Result of the Symbol.iterator method is not an object"),
            Wording::JavaScriptCore => self.throw_type_error("Iterator result interface is not an object."),
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

    /// The text of a call whose callee the instruction stands for, when its arguments are simple.
    fn call_at(&self, place: usize) -> Option<Rc<str>> {
        let activation = self.machine.activations.last()?;
        let span = activation.code.spans.get(place)?;
        let rest = activation.code.source.get(span.end as usize..)?;
        if !rest.starts_with('(') {
            return None;
        }
        let end = rest.find(')')?;
        let arguments = &rest[1..end];
        if arguments.contains(['(', '\'', '"', '`', '{', '[', '/', '\n']) {
            return None;
        }
        Some(activation.code.source.get(span.start as usize..span.end as usize + end + 1)?.into())
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
            Value::Namespace(_) => Some("[object Module]".to_owned()),
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

    /// How JavaScriptCore says what a value is.
    fn description_of(&self, value: &Value) -> Option<String> {
        Some(match value {
            Value::Undefined => "undefined".to_owned(),
            Value::Null => "null".to_owned(),
            Value::Boolean(value) => value.to_string(),
            Value::Number(number) => super::numbers::number_to_text(*number),
            Value::String(text) => format!("\"{text}\""),
            Value::BigInt(number) => number.to_string(),
            Value::Symbol(_) => "a Symbol".to_owned(),
            Value::Namespace(_) => "an instance of Module".to_owned(),
            Value::Object(id) => match &self.machine.object(*id).kind {
                Kind::Array(_) => "an instance of Array".to_owned(),
                Kind::Ordinary if self.object_text(value).as_deref() == Some("#<Object>") => {
                    "an instance of Object".to_owned()
                }
                _ => return None,
            },
            _ => return None,
        })
    }
}

const fn nothing(value: &Value) -> Option<&'static str> {
    match value {
        Value::Undefined => Some("undefined"),
        Value::Null => Some("null"),
        _ => None,
    }
}

/// Whether an expression is names and dots alone, which every engine quotes as they stand.
fn is_plain_callee(text: &str) -> bool {
    // V8 does not quote `super`.
    !text.is_empty()
        && !text.starts_with("super.")
        && text.split('.').all(|part| {
            part.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '$')
                && part.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '$')
        })
}
