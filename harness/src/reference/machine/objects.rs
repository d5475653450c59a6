//! Making objects, and finding the one behind a value.

use std::rc::Rc;

use super::{
    Machine, ObjectId,
    builtins::Intrinsic,
    heap::{Array, Callable, Key, Kind, Object, PROPERTY_BYTES, Property, SymbolId, WELL_KNOWN_SYMBOLS},
};
use crate::reference::{Agent, ContextId, PromiseId, Value, completion::Abrupt};

/// What a promise takes, in bytes, with a reaction.
const PROMISE_BYTES: usize = 128;

impl Machine {
    pub(super) fn object(&self, id: ObjectId) -> &Object {
        &self.objects[id.0 as usize]
    }

    pub(super) fn object_mut(&mut self, id: ObjectId) -> &mut Object {
        &mut self.objects[id.0 as usize]
    }

    pub(super) fn add_object(&mut self, object: Object) -> ObjectId {
        self.note(0, size_of::<Object>() + object.properties.capacity() * PROPERTY_BYTES);
        let id = u32::try_from(self.objects.len()).expect("a run makes fewer than 2^32 objects");
        self.objects.push(object);
        ObjectId(id)
    }

    /// The description of a symbol.
    pub(super) fn description(&self, symbol: SymbolId) -> Option<Rc<str>> {
        match symbol {
            super::heap::ITERATOR => Some("Symbol.iterator".into()),
            super::heap::TO_STRING_TAG => Some("Symbol.toStringTag".into()),
            super::heap::ASYNC_ITERATOR => Some("Symbol.asyncIterator".into()),
            super::heap::TO_PRIMITIVE => Some("Symbol.toPrimitive".into()),
            SymbolId(number) => self.symbols[(number - WELL_KNOWN_SYMBOLS) as usize].clone(),
        }
    }

    pub(super) fn new_symbol(&mut self, description: Option<Rc<str>>) -> Value {
        let number = u32::try_from(self.symbols.len()).expect("a run makes fewer than 2^32 symbols");
        self.symbols.push(description);
        Value::Symbol(SymbolId(WELL_KNOWN_SYMBOLS + number))
    }
}

impl Agent {
    /// OrdinaryObjectCreate ( %Object.prototype% )
    pub(super) fn new_object(&mut self) -> ObjectId {
        let prototype = self.intrinsic(Intrinsic::ObjectPrototype);
        self.new_object_with(Some(prototype))
    }

    pub(super) fn new_object_with(&mut self, prototype: Option<Value>) -> ObjectId {
        let context = self.machine.context;
        self.machine.add_object(Object::new(Kind::Ordinary, prototype, context))
    }

    /// CreateArrayFromList ( elements ) — <https://tc39.es/ecma262/#sec-createarrayfromlist>
    pub(super) fn new_array(&mut self, elements: Vec<Value>) -> Result<Value, Abrupt> {
        self.machine.allocate(elements.len() * size_of::<Value>())?;
        let prototype = self.intrinsic(Intrinsic::ArrayPrototype);
        let kind = Kind::Array(Array { elements, ..Array::default() });
        let context = self.machine.context;
        Ok(Value::Object(self.machine.add_object(Object::new(kind, Some(prototype), context))))
    }

    /// CreateBuiltinFunction — <https://tc39.es/ecma262/#sec-createbuiltinfunction>
    pub(super) fn new_builtin(&mut self, callable: Callable, name: &str, length: u32) -> Value {
        let prototype = self.intrinsic(Intrinsic::FunctionPrototype);
        let context = self.machine.context;
        let mut object = Object::new(Kind::Function(Rc::new(callable)), Some(prototype), context);
        object.properties.insert(Key::text("length"), Property::fixed(Value::Number(f64::from(length))));
        object.properties.insert(Key::text("name"), Property::fixed(Value::String(name.into())));
        Value::Object(self.machine.add_object(object))
    }

    /// A text that a body has made.
    pub(super) fn new_text(&mut self, text: &str) -> Result<Value, Abrupt> {
        self.machine.allocate(text.len())?;
        Ok(Value::String(text.into()))
    }

    /// The object with the properties of `value`; `None` for what is no object, and for a namespace, which has none.
    ///
    /// # Errors
    /// When the value is an object that no body can look into here.
    pub(super) fn object_of(&mut self, value: &Value) -> Result<Option<ObjectId>, Abrupt> {
        Ok(match value {
            Value::Object(id) => Some(*id),
            Value::Error(id) => Some(self.object_of_error(*id)),
            Value::Promise(id) => Some(self.object_of_promise(*id)),
            Value::Module(_) | Value::Like(..) | Value::Plain(_) => return Err(Abrupt::Over),
            _ => None,
        })
    }

    fn object_of_promise(&mut self, promise: PromiseId) -> ObjectId {
        if let Some(&object) = self.machine.promise_objects.get(&promise) {
            return object;
        }
        let context = self.promise_context(promise);
        let prototype = self.intrinsic_of(context, Intrinsic::PromisePrototype);
        let object = Object::new(Kind::Promise, Some(prototype), context);
        let id = self.machine.add_object(object);
        self.machine.promise_objects.insert(promise, id);
        id
    }

    /// The context whose `Promise` made the promise.
    pub(super) fn promise_context(&self, promise: PromiseId) -> ContextId {
        self.machine.promise_contexts.get(&promise).copied().unwrap_or_default()
    }

    /// A promise of the context whose code runs.
    pub(super) fn new_promise_here(&mut self) -> PromiseId {
        self.new_promise_in(self.machine.context)
    }

    /// A promise that the `Promise` of `context` makes.
    pub(in crate::reference) fn new_promise_in(&mut self, context: ContextId) -> PromiseId {
        self.machine.note(0, PROMISE_BYTES);
        let promise = self.new_promise();
        if context != ContextId::default() {
            self.machine.promise_contexts.insert(promise, context);
        }
        promise
    }

    /// The function that `value` is; `None` when it cannot be called.
    pub(super) fn callable(&self, value: &Value) -> Option<&Rc<Callable>> {
        let Value::Object(id) = value else { return None };
        match &self.machine.object(*id).kind {
            Kind::Function(callable) => Some(callable),
            _ => None,
        }
    }

    /// The elements of an array.
    pub(super) fn array(&self, value: &Value) -> Option<&Array> {
        let Value::Object(id) = value else { return None };
        match &self.machine.object(*id).kind {
            Kind::Array(array) => Some(array),
            _ => None,
        }
    }
}

/// Whether a value is an object — <https://tc39.es/ecma262/#sec-object-type>.
pub(in crate::reference) const fn is_object(value: &Value) -> bool {
    matches!(
        value,
        Value::Object(_)
            | Value::Error(_)
            | Value::Promise(_)
            | Value::Namespace(_)
            | Value::Module(_)
            | Value::Like(..)
            | Value::Plain(_)
    )
}
