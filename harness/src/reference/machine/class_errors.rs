//! The errors of classes, and what engines say in them.

use super::{
    ObjectId,
    builtins::{ErrorType, Intrinsic},
    heap::{Callable, Content, Key, Kind, SymbolId},
    properties::Refusal,
};
use crate::reference::{Agent, Value, Wording, completion::Abrupt};

impl Agent {
    pub(super) fn super_not_called(&mut self) -> Abrupt {
        let message = match self.wording() {
            Wording::V8 => {
                "Must call super constructor in derived class before accessing 'this' or returning from derived constructor"
            }
            Wording::JavaScriptCore => {
                "'super()' must be called in derived constructor before accessing |this| or returning non-object."
            }
        };
        self.throw(ErrorType::ReferenceError, message)
    }

    pub(super) fn super_called_twice(&mut self) -> Abrupt {
        let message = match self.wording() {
            Wording::V8 => "Super constructor may only be called once",
            Wording::JavaScriptCore => "'super()' can't be called more than once in a constructor.",
        };
        self.throw(ErrorType::ReferenceError, message)
    }

    /// A derived constructor returned something else than an object.
    pub(super) fn no_object_returned(&mut self, class: Option<ObjectId>) -> Abrupt {
        let name = class.and_then(|class| self.static_name(&Value::Object(class)));
        let message = match (self.wording(), name.unwrap_or_default().as_str()) {
            (Wording::V8, _) => "Derived constructors may only return object or undefined".to_owned(),
            (Wording::JavaScriptCore, "") => {
                "Cannot return a non-object type in the constructor of a derived class.".to_owned()
            }
            (Wording::JavaScriptCore, name) => {
                format!("Cannot return a non-object type in the constructor of a derived class {name}.")
            }
        };
        self.throw_type_error(&message)
    }

    /// What `super()` would construct is no constructor.
    pub(super) fn no_super_constructor(&mut self, parent: &Value, class: &Value, place: usize) -> Abrupt {
        // %Function.prototype%, which a class has for parent that extends `null`, is a function without a name.
        let is_nameless = matches!(parent, Value::Object(id)
            if self.machine.object(*id).intrinsic == Some(Intrinsic::FunctionPrototype));
        match self.wording() {
            Wording::V8 => {
                let parent = match self.static_name(parent) {
                    _ if is_nameless => "null".to_owned(),
                    Some(name) if name.is_empty() => "null".to_owned(),
                    Some(name) => name,
                    None => match self.rendered(parent) {
                        Some(text) => text,
                        None => return Abrupt::Over,
                    },
                };
                let class = self.static_name(class).filter(|name| !name.is_empty());
                let class = class.unwrap_or_else(|| "anonymous class".to_owned());
                self.throw_type_error(&format!("Super constructor {parent} of {class} is not a constructor"))
            }
            Wording::JavaScriptCore => {
                let text = self.text_at(place);
                let call = if text.starts_with("super") { text } else { "super(...args)".into() };
                let description = match parent {
                    Value::Null => "null",
                    _ if is_nameless => "function",
                    Value::Object(_) if self.callable(parent).is_some() => "function",
                    Value::Object(_) if self.rendered(parent).as_deref() == Some("#<Object>") => "Object",
                    _ => return Abrupt::Over,
                };
                if call.contains('\n') {
                    return Abrupt::Over;
                }
                self.throw_type_error(&format!("{description} is not a constructor (evaluating '{call}')"))
            }
        }
    }

    /// A class extends what is no constructor.
    pub(super) fn no_heritage(&mut self, value: &Value) -> Abrupt {
        match self.wording() {
            Wording::V8 => match self.rendered(value) {
                Some(text) => {
                    self.throw_type_error(&format!("Class extends value {text} is not a constructor or null"))
                }
                None => Abrupt::Over,
            },
            Wording::JavaScriptCore => self.throw_type_error("The superclass is not a constructor."),
        }
    }

    /// A class extends a constructor whose `prototype` is neither an object nor `null`.
    pub(super) fn no_heritage_prototype(&mut self, prototype: &Value) -> Abrupt {
        match self.wording() {
            Wording::V8 => match self.rendered(prototype) {
                Some(text) => self.throw_type_error(&format!(
                    "Class extends value does not have valid prototype property {text}"
                )),
                None => Abrupt::Over,
            },
            Wording::JavaScriptCore => self.throw_type_error(
                "The value of the superclass's prototype property is not an object or null.",
            ),
        }
    }

    /// A static member called `prototype`.
    pub(super) fn static_prototype(&mut self, is_field: bool) -> Abrupt {
        self.throw_type_error(match (self.wording(), is_field) {
            (Wording::V8, _) => "Classes may not have a static property named 'prototype'",
            (Wording::JavaScriptCore, true) => "Cannot declare a static field named 'prototype'",
            (Wording::JavaScriptCore, false) => {
                "Attempting to change configurable attribute of unconfigurable property."
            }
        })
    }

    /// An object does not take a field, which it has already or not.
    pub(super) fn field_not_defined(&mut self, object: &Value, key: &Key, is_known: bool) -> Abrupt {
        let text = self.key_text(key);
        let wording = self.wording();
        self.throw_type_error(&match (wording, object, key) {
            _ if !is_known => wording.not_defined_on(&text),
            (Wording::V8, ..) => wording.not_redefined(&text),
            (Wording::JavaScriptCore, Value::Namespace(_), Key::String(_)) => {
                "Cannot replace module namespace object's binding with configurable attribute".to_owned()
            }
            (Wording::JavaScriptCore, ..) => {
                "Attempting to change configurable attribute of unconfigurable property.".to_owned()
            }
        })
    }

    /// An object has no private member of that name, which was to be read or written.
    pub(super) fn no_private_member(&mut self, name: SymbolId, is_read: bool) -> Abrupt {
        let text = self.private_text(name);
        let brand = self.machine.private_methods.get(&name).cloned();
        let message = match (self.wording(), brand) {
            (Wording::V8, None) => {
                let (verb, preposition) = if is_read { ("read", "from") } else { ("write", "to") };
                format!(
                    "Cannot {verb} private member {text} {preposition} an object whose class did not declare it"
                )
            }
            // V8 has an odd name for a class without one.
            (Wording::V8, Some(brand)) if brand.class.is_empty() => return Abrupt::Over,
            (Wording::V8, Some(brand)) if brand.is_static => {
                format!("Receiver must be class {}", brand.class)
            }
            (Wording::V8, Some(brand)) => format!("Receiver must be an instance of class {}", brand.class),
            (Wording::JavaScriptCore, Some(brand)) if brand.is_static => {
                "Cannot access static private method or accessor".to_owned()
            }
            (Wording::JavaScriptCore, None) => "Cannot access invalid private field".to_owned(),
            // The word is misspelt there.
            (Wording::JavaScriptCore, Some(_)) => "Cannot access private method or acessor".to_owned(),
        };
        self.throw_type_error(&message)
    }

    /// A private member of `undefined` or `null` is read.
    pub(super) fn no_private_of_nothing(&mut self, name: SymbolId, object: &Value) -> Abrupt {
        let is_method = self.machine.private_methods.contains_key(&name);
        if is_method && self.wording() == Wording::V8 {
            return Abrupt::Over;
        }
        let key = Key::text(&self.private_text(name));
        match self.require_readable(object, &key) {
            Ok(()) => Abrupt::Over,
            Err(error) => error,
        }
    }

    /// A private member of `undefined` or `null` is set.
    pub(super) fn nothing_private_set(&mut self, name: SymbolId, object: &Value) -> Abrupt {
        if self.wording() != Wording::V8 || self.machine.private_methods.contains_key(&name) {
            return Abrupt::Over;
        }
        let nothing = if *object == Value::Null { "null" } else { "undefined" };
        let text = self.private_text(name);
        self.throw_type_error(&format!("Cannot set properties of {nothing} (setting '{text}')"))
    }

    pub(super) fn private_method_set(&mut self, name: SymbolId) -> Abrupt {
        let message = match self.wording() {
            Wording::V8 => format!("Private method '{}' is not writable", self.private_text(name)),
            Wording::JavaScriptCore => "Trying to access an undefined private setter".to_owned(),
        };
        self.throw_type_error(&message)
    }

    /// A private accessor has no `getter`, or no `setter`.
    pub(super) fn no_private_accessor(&mut self, name: SymbolId, missing: &str) -> Abrupt {
        let message = match self.wording() {
            Wording::V8 => format!("'{}' was defined without a {missing}", self.private_text(name)),
            Wording::JavaScriptCore => format!("Trying to access an undefined private {missing}"),
        };
        self.throw_type_error(&message)
    }

    /// A property of `super`, whose properties are those of `base`, was not set on `this`.
    pub(super) fn not_set_through_super(
        &mut self,
        base: &Value,
        this: &Value,
        key: &Key,
        refusal: Refusal,
    ) -> Abrupt {
        match (self.wording(), refusal) {
            (Wording::V8, Refusal::Primitive) => {
                let Some(text) = self.rendered(this) else { return Abrupt::Over };
                let Ok(Value::String(kind)) = self.type_of(this) else { return Abrupt::Over };
                let object = format!("{kind} '{text}'");
                self.throw_type_error(&Wording::V8.read_only(&self.key_text(key), &object))
            }
            (Wording::V8, Refusal::OnlyGetter) => self.not_set(base, key, refusal),
            (Wording::V8, Refusal::ReadOnly) if matches!(base, Value::Namespace(_)) => {
                self.not_set(base, key, Refusal::Namespace)
            }
            (_, refusal) => self.not_set(this, key, refusal),
        }
    }

    /// How V8 shows the object that has a property which another one inherits.
    pub(super) fn holder_text(&self, object: &Value, key: &Key) -> Option<String> {
        let mut current = object;
        loop {
            let Value::Object(id) = current else { return None };
            let object = self.machine.object(*id);
            if object.properties.contains_key(key) {
                return self.constructor_text(*id);
            }
            current = object.prototype.as_ref()?;
        }
    }

    /// How V8 shows a prototype by its own constructor, or a plain object.
    fn constructor_text(&self, id: ObjectId) -> Option<String> {
        let object = self.machine.object(id);
        match object.properties.get(&Key::text("constructor")).map(|property| &property.content) {
            None => self.object_text(&Value::Object(id)),
            Some(Content::Data { value, .. }) => {
                self.static_name(value).filter(|name| !name.is_empty()).map(|name| format!("#<{name}>"))
            }
            Some(_) => None,
        }
    }

    /// `#name in` a primitive.
    pub(super) fn private_in_no_object(&mut self, name: SymbolId, value: &Value) -> Abrupt {
        let Some(text) = self.rendered(value) else { return Abrupt::Over };
        match (self.wording(), value) {
            (Wording::V8, _) => {
                let name = self.private_text(name);
                self.throw_type_error(&format!("Cannot use 'in' operator to search for '{name}' in {text}"))
            }
            (Wording::JavaScriptCore, Value::Number(_)) => {
                self.throw_type_error(&format!("{text} is not an Object."))
            }
            (Wording::JavaScriptCore, _) => Abrupt::Over,
        }
    }

    /// A private member is added to an object that has it already.
    pub(super) fn private_added_twice(&mut self, name: SymbolId) -> Abrupt {
        let brand = self.machine.private_methods.get(&name).cloned();
        match (self.wording(), brand) {
            (Wording::V8, None) => {
                let text = self.private_text(name);
                self.throw_type_error(&format!("Cannot initialize {text} twice on the same object"))
            }
            (Wording::V8, Some(brand)) if !brand.class.is_empty() => self.throw_type_error(&format!(
                "Cannot initialize private methods of class {} twice on the same object",
                brand.class
            )),
            (Wording::V8, Some(_)) => Abrupt::Over,
            (Wording::JavaScriptCore, None) => {
                self.throw_type_error("Cannot redefine existing private field")
            }
            (Wording::JavaScriptCore, Some(_)) => {
                self.throw_type_error("Cannot install same private methods on object more than once")
            }
        }
    }

    /// A private name as messages show it.
    fn private_text(&self, name: SymbolId) -> String {
        self.machine.description(name).unwrap_or_default().to_string()
    }

    /// The name that a function is written with.
    fn static_name(&self, value: &Value) -> Option<String> {
        Some(match &**self.callable(value)? {
            Callable::Closure(closure) => closure.function.name.to_string(),
            Callable::Class(class) => class.name.to_string(),
            Callable::Native(_) => match value {
                Value::Object(id) if self.machine.object(*id).intrinsic.is_some() => String::new(),
                _ => return None,
            },
            _ => return None,
        })
    }

    /// How V8 shows a value in the messages of classes and of `Reflect`.
    pub(super) fn rendered(&self, value: &Value) -> Option<String> {
        Some(match value {
            Value::Undefined => "undefined".to_owned(),
            Value::Null => "null".to_owned(),
            Value::Boolean(value) => value.to_string(),
            Value::Number(number) => super::numbers::number_to_text(*number),
            Value::String(text) => text.to_string(),
            Value::BigInt(number) => number.to_string(),
            Value::Symbol(symbol) => self.key_text(&Key::Symbol(*symbol)),
            Value::Object(id) if matches!(self.machine.object(*id).kind, Kind::Function(_)) => return None,
            other => return self.object_text(other),
        })
    }
}
