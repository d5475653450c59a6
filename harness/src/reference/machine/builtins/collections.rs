//! `Map` and `Set` — <https://tc39.es/ecma262/#sec-map-objects>, <https://tc39.es/ecma262/#sec-set-objects>.

use super::{Intrinsic, Native, call::BuiltinCall};
use crate::reference::{
    Agent, Host, Value, Wording,
    completion::Abrupt,
    machine::{
        ObjectId,
        collections::Collection,
        errors::Quoted,
        heap::{Iterated, Key, Kind, Object},
        objects::is_object,
    },
};

/// What an entry takes, in bytes, with its place among the others.
const ENTRY_BYTES: usize = 4 * size_of::<Value>() + 4 * size_of::<usize>();

impl Agent {
    /// Map ( iterable ), Set ( iterable ) — <https://tc39.es/ecma262/#sec-map-iterable>,
    /// <https://tc39.es/ecma262/#sec-set-iterable>
    pub(super) fn collection_constructor(
        &mut self,
        host: &mut dyn Host,
        native: Native,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        let is_map = native == Native::MapConstructor;
        let (own, prototype, name, adder) = if is_map {
            (Intrinsic::Map, Intrinsic::MapPrototype, "Map", "set")
        } else {
            (Intrinsic::Set, Intrinsic::SetPrototype, "Set", "add")
        };
        // 1.
        let Some(target) = call.new_target else {
            return Err(match self.wording() {
                Wording::V8 => self.throw_type_error(&format!("Constructor {name} requires 'new'")),
                Wording::JavaScriptCore => {
                    self.throw_type_error(&format!("calling {name} constructor without new is invalid"))
                }
            });
        };
        // 2. and 3. An object of a subclass is not modelled.
        if *target != self.intrinsic(own) {
            return Err(Abrupt::Over);
        }
        let prototype = self.intrinsic(prototype);
        let kind = Kind::Collection(Collection::new(is_map));
        let context = self.machine.context;
        let collection = Value::Object(self.machine.add_object(Object::new(kind, Some(prototype), context)));
        // 4.
        let iterable = call.argument(0);
        if matches!(iterable, Value::Undefined | Value::Null) {
            return Ok(collection);
        }
        // 5. and 6.
        let adder = self.get(host, &collection, &Key::text(adder))?;
        // 7. and 8.
        let mut iteration = self.get_iterator(host, &iterable, Quoted::Builtin)?;
        while let Some(item) = self.iterate(host, &mut iteration)? {
            let arguments = if is_map {
                // AddEntriesFromIterable, steps 1.d. to 1.i. What is no entry would close the iterator.
                if !is_object(&item) {
                    return Err(Abrupt::Over);
                }
                vec![self.get(host, &item, &Key::text("0"))?, self.get(host, &item, &Key::text("1"))?]
            } else {
                vec![item]
            };
            self.call(host, &adder, collection.clone(), &arguments)?;
        }
        Ok(collection)
    }

    /// The methods of `Map.prototype` and `Set.prototype`.
    pub(super) fn collection_method(
        &mut self,
        host: &mut dyn Host,
        native: Native,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        let id = self.this_collection(native, call)?;
        let (first, second) = (call.argument(0), call.argument(1));
        if let Value::String(text) = &first {
            // It is looked at as a whole.
            self.spend_on_bytes(text.len())?;
        }
        match native {
            Native::MapGet => Ok(self.collection(id)?.get(&first)?.cloned().unwrap_or(Value::Undefined)),
            Native::MapHas | Native::SetHas => {
                Ok(Value::Boolean(self.collection(id)?.get(&first)?.is_some()))
            }
            Native::MapSet | Native::SetAdd => {
                self.machine.allocate(ENTRY_BYTES)?;
                self.collection_mut(id)?.set(first, second)?;
                Ok(call.this.clone())
            }
            Native::MapDelete | Native::SetDelete => {
                Ok(Value::Boolean(self.collection_mut(id)?.delete(&first)?))
            }
            Native::MapClear | Native::SetClear => {
                self.spend(self.collection(id)?.places())?;
                self.collection_mut(id)?.clear();
                Ok(Value::Undefined)
            }
            #[expect(clippy::cast_precision_loss, reason = "there are fewer than 2^32 entries")]
            Native::MapSize | Native::SetSize => Ok(Value::Number(self.collection(id)?.size() as f64)),
            Native::MapForEach | Native::SetForEach => self.collection_for_each(host, native, id, call),
            Native::MapKeys => Ok(self.collection_iterator(id, Iterated::Keys)),
            Native::MapValues | Native::SetValues => Ok(self.collection_iterator(id, Iterated::Values)),
            Native::MapEntries | Native::SetEntries => Ok(self.collection_iterator(id, Iterated::Entries)),
            _ => Err(Abrupt::Over),
        }
    }

    /// RequireInternalSlot ( `this`, \[\[MapData]] or \[\[SetData]] ). What engines say of another `this` is not modelled.
    fn this_collection(&mut self, native: Native, call: &BuiltinCall<'_>) -> Result<ObjectId, Abrupt> {
        let Value::Object(id) = call.this else { return Err(Abrupt::Over) };
        if self.collection(id)?.is_map == native.is_of_map() { Ok(id) } else { Err(Abrupt::Over) }
    }

    /// Map.prototype.forEach ( callback, thisArg ) — <https://tc39.es/ecma262/#sec-map.prototype.foreach>
    fn collection_for_each(
        &mut self,
        host: &mut dyn Host,
        native: Native,
        id: ObjectId,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        let callback = call.argument(0);
        // 3.
        if self.callable(&callback).is_none() {
            let name = if native.is_of_map() { "Map" } else { "Set" };
            return Err(match self.wording() {
                Wording::V8 => self.not_a_function(&callback),
                Wording::JavaScriptCore => {
                    self.throw_type_error(&format!("{name}.prototype.forEach callback must be a function"))
                }
            });
        }
        // 4.–7. What is added meanwhile is visited, what is deleted is not.
        let mut place = 0;
        while let Some((key, value, next)) = self.next_entry(id, place)? {
            place = next;
            self.call(host, &callback, call.argument(1), &[value, key, call.this.clone()])?;
        }
        Ok(Value::Undefined)
    }

    /// CreateMapIterator, CreateSetIterator — <https://tc39.es/ecma262/#sec-createmapiterator>
    fn collection_iterator(&mut self, collection: ObjectId, kind: Iterated) -> Value {
        let is_map = self.collection(collection).is_ok_and(|collection| collection.is_map);
        let prototype =
            if is_map { Intrinsic::MapIteratorPrototype } else { Intrinsic::SetIteratorPrototype };
        let prototype = self.intrinsic(prototype);
        let kind = Kind::CollectionIterator(Some((collection, 0)), kind);
        let context = self.machine.context;
        Value::Object(self.machine.add_object(Object::new(kind, Some(prototype), context)))
    }

    /// %MapIteratorPrototype%.next ( ) — <https://tc39.es/ecma262/#sec-%25mapiteratorprototype%25.next>
    pub(super) fn collection_iterator_next(&mut self, call: &BuiltinCall<'_>) -> Result<Value, Abrupt> {
        let Value::Object(id) = call.this else { return Err(Abrupt::Over) };
        let Kind::CollectionIterator(state, kind) = &self.machine.object(id).kind else {
            return Err(Abrupt::Over);
        };
        let (state, kind) = (*state, *kind);
        let entry = match state {
            Some((collection, place)) => self.next_entry(collection, place)?,
            None => None,
        };
        let following = state.zip(entry.as_ref()).map(|((collection, _), (.., next))| (collection, *next));
        if let Kind::CollectionIterator(state, _) = &mut self.machine.object_mut(id).kind {
            *state = following;
        }
        let done = entry.is_none();
        let value = match (entry, kind) {
            (None, _) => Value::Undefined,
            (Some((key, ..)), Iterated::Keys) => key,
            (Some((_, value, _)), Iterated::Values) => value,
            (Some((key, value, _)), Iterated::Entries) => self.new_array(vec![key, value])?,
        };
        let result = self.new_object();
        self.define_plain(result, Key::text("value"), value);
        self.define_plain(result, Key::text("done"), Value::Boolean(done));
        Ok(Value::Object(result))
    }

    /// The next entry from a place on, and the place behind it. Places that are empty are work too.
    fn next_entry(
        &mut self,
        collection: ObjectId,
        place: usize,
    ) -> Result<Option<(Value, Value, usize)>, Abrupt> {
        let collection = self.collection(collection)?;
        let (next, places) = (collection.next(place), collection.places());
        let reached = next.as_ref().map_or(places, |(.., next)| *next);
        self.spend(reached.saturating_sub(place).max(1))?;
        Ok(next)
    }

    fn collection(&self, id: ObjectId) -> Result<&Collection, Abrupt> {
        match &self.machine.object(id).kind {
            Kind::Collection(collection) => Ok(collection),
            _ => Err(Abrupt::Over),
        }
    }

    fn collection_mut(&mut self, id: ObjectId) -> Result<&mut Collection, Abrupt> {
        match &mut self.machine.object_mut(id).kind {
            Kind::Collection(collection) => Ok(collection),
            _ => Err(Abrupt::Over),
        }
    }
}
