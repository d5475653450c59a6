//! Arguments objects — <https://tc39.es/ecma262/#sec-arguments-exotic-objects>. Bodies are strict mode code, where they
//! know nothing of the parameters.

use super::{
    builtins::Intrinsic,
    heap::{Content, ITERATOR, Key, Kind, Object, PROPERTY_BYTES, Property},
};
use crate::reference::{Agent, Host, Value, Wording, completion::Abrupt};

impl Agent {
    /// CreateUnmappedArgumentsObject ( argumentsList ) —
    /// <https://tc39.es/ecma262/#sec-createunmappedargumentsobject>
    pub(super) fn create_unmapped_arguments(&mut self, arguments: &[Value]) -> Result<Value, Abrupt> {
        self.spend(arguments.len())?;
        self.machine.allocate(arguments.len() * PROPERTY_BYTES)?;
        let prototype = self.intrinsic(Intrinsic::ObjectPrototype);
        let array_prototype = self.intrinsic(Intrinsic::ArrayPrototype);
        let values = match array_prototype {
            Value::Object(id) => self.own_property(id, &Key::text("values"))?,
            _ => None,
        };
        let thrower = self.intrinsic(Intrinsic::ThrowTypeError);
        // 2. and 3.
        let mut object = Object::new(Kind::Arguments, Some(prototype), self.machine.context);
        // 4.
        #[expect(clippy::cast_precision_loss, reason = "there are fewer than 2^32 arguments")]
        let length = Value::Number(arguments.len() as f64);
        object.properties.insert(Key::text("length"), Property::hidden(length));
        // 5. and 6.
        for (index, argument) in arguments.iter().enumerate() {
            object.properties.insert(Key::text(&index.to_string()), Property::plain(argument.clone()));
        }
        // 7. The method is the intrinsic one, whatever `Array.prototype` has by now; bodies that change it are not modelled.
        if let Some(Property { content: Content::Data { value, .. }, .. }) = values {
            object.properties.insert(Key::Symbol(ITERATOR), Property::hidden(value));
        }
        // 8.
        let content = Content::Accessor { get: Some(thrower.clone()), set: Some(thrower) };
        let callee = Property { content, enumerable: false, configurable: false };
        object.properties.insert(Key::text("callee"), callee);
        // 9.
        Ok(Value::Object(self.machine.add_object(object)))
    }

    pub(super) fn is_arguments_object(&self, value: &Value) -> bool {
        matches!(value, Value::Object(id) if matches!(self.machine.object(*id).kind, Kind::Arguments))
    }

    /// LengthOfArrayLike ( object ) of an arguments object — <https://tc39.es/ecma262/#sec-lengthofarraylike>. Other objects
    /// that are like arrays are not modelled.
    pub(super) fn length_of_arguments(
        &mut self,
        host: &mut dyn Host,
        object: &Value,
    ) -> Result<usize, Abrupt> {
        if !self.is_arguments_object(object) {
            return Err(Abrupt::Over);
        }
        match self.get(host, object, &Key::text("length"))? {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it is within bounds"
            )]
            Value::Number(length) if (0.0..=f64::from(u16::MAX)).contains(&length) => Ok(length as usize),
            _ => Err(Abrupt::Over),
        }
    }

    /// CreateListFromArrayLike ( object ) of an array or an arguments object —
    /// <https://tc39.es/ecma262/#sec-createlistfromarraylike>
    pub(super) fn list_from_array_like(
        &mut self,
        host: &mut dyn Host,
        object: &Value,
    ) -> Result<Vec<Value>, Abrupt> {
        if !self.is_arguments_object(object) {
            return self.list_from_array(object);
        }
        let length = self.length_of_arguments(host, object)?;
        self.spend(length)?;
        let mut list = Vec::with_capacity(length);
        for index in 0..length {
            list.push(self.get(host, object, &Key::text(&index.to_string()))?);
        }
        Ok(list)
    }

    /// %ThrowTypeError% ( ) — <https://tc39.es/ecma262/#sec-%25throwtypeerror%25>
    pub(super) fn strict_arguments_asked(&mut self) -> Abrupt {
        self.throw_type_error(match self.wording() {
            Wording::V8 => {
                "'caller', 'callee', and 'arguments' properties may not be accessed on strict mode functions or the arguments objects for calls to them"
            }
            Wording::JavaScriptCore => {
                "'arguments', 'callee', and 'caller' cannot be accessed in this context."
            }
        })
    }
}
