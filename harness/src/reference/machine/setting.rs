//! \[\[Set]] — <https://tc39.es/ecma262/#sec-ordinaryset>.

use super::{
    builtins::Descriptor,
    heap::{Content, Key, Property, TO_STRING_TAG},
    objects::is_object,
    properties::{ReceiverHas, Refusal},
};
use crate::reference::{Agent, Host, Quirk, Value, completion::Abrupt};

impl Agent {
    /// \[\[Set]] ( key, value, receiver ) where the receiver is the object itself.
    pub(super) fn set(
        &mut self,
        host: &mut dyn Host,
        object: &Value,
        key: &Key,
        value: Value,
    ) -> Result<Result<(), Refusal>, Abrupt> {
        self.set_with_receiver(host, object, key, value, object)
    }

    /// \[\[Set]] ( key, value, receiver )
    pub(super) fn set_with_receiver(
        &mut self,
        host: &mut dyn Host,
        object: &Value,
        key: &Key,
        value: Value,
        receiver: &Value,
    ) -> Result<Result<(), Refusal>, Abrupt> {
        let mut current = object.clone();
        loop {
            if let Value::Namespace(_) = current {
                // Its \[\[Set]] refuses, whoever the receiver is.
                if current == *receiver || !self.has(Quirk::NamespaceWritesPassOn) {
                    return Ok(Err(Refusal::Namespace));
                }
                // There it is an object like others, all of whose properties but one are writable.
                if *key == Key::Symbol(TO_STRING_TAG) {
                    return Ok(Err(Refusal::ReadOnly));
                }
                break;
            }
            match self.get_own_property(host, &current, key)?.map(|property| property.content) {
                Some(Content::Data { writable: false, .. }) => return Ok(Err(Refusal::ReadOnly)),
                Some(Content::Data { .. }) => break,
                Some(Content::Accessor { set: None, .. }) => return Ok(Err(Refusal::OnlyGetter)),
                Some(Content::Accessor { set: Some(setter), .. }) => {
                    self.call(host, &setter, receiver.clone(), &[value])?;
                    return Ok(Ok(()));
                }
                None => {}
            }
            match self.get_prototype_of(&current)? {
                Some(prototype) => {
                    self.spend(1)?;
                    current = prototype;
                }
                None => break,
            }
        }
        if let Value::Namespace(_) = receiver {
            return self.set_on_namespace(host, receiver, key, value);
        }
        let Some(id) = self.object_of(receiver)? else {
            // What no object is has no properties to make.
            return if is_object(receiver) { Err(Abrupt::Over) } else { Ok(Err(Refusal::Primitive)) };
        };
        match self.own_property(id, key)? {
            Some(Property { content: Content::Accessor { .. }, .. }) => {
                Ok(Err(Refusal::Receiver(ReceiverHas::Accessor)))
            }
            Some(Property { content: Content::Data { writable: false, .. }, .. }) => {
                Ok(Err(Refusal::Receiver(ReceiverHas::ReadOnly)))
            }
            Some(property) => {
                let content = Content::Data { value, writable: true };
                self.define(id, key.clone(), Property { content, ..property })
            }
            None if self.machine.object(id).extensible => {
                self.define(id, key.clone(), Property::plain(value))
            }
            None => Ok(Err(Refusal::NotExtensible)),
        }
    }

    /// OrdinarySetWithOwnDescriptor, steps 2.c. to 2.e., where the receiver is a namespace and the object is not —
    /// <https://tc39.es/ecma262/#sec-ordinarysetwithowndescriptor>
    fn set_on_namespace(
        &mut self,
        host: &mut dyn Host,
        receiver: &Value,
        key: &Key,
        value: Value,
    ) -> Result<Result<(), Refusal>, Abrupt> {
        if self.has(Quirk::NamespaceReceiverRefuses) {
            return Ok(Err(Refusal::Receiver(ReceiverHas::Unasked)));
        }
        // 2.c. and 2.d.
        let existing = self.get_own_property(host, receiver, key)?;
        if let Some(property) = &existing {
            let Content::Data { writable: true, .. } = property.content else {
                return Ok(Err(Refusal::Receiver(ReceiverHas::ReadOnly)));
            };
        }
        // 2.d.iii. and 2.e.
        let wanted = Descriptor { value: Some(value), ..Descriptor::default() };
        let is_defined = self.define_own_property(host, receiver, key.clone(), wanted)?;
        let refusal = if existing.is_some() { ReceiverHas::Export } else { ReceiverHas::NoExport };
        Ok(if is_defined { Ok(()) } else { Err(Refusal::Receiver(refusal)) })
    }
}
