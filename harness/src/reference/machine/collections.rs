//! What a `Map` or a `Set` holds — <https://tc39.es/ecma262/#sec-keyed-collections>.

use std::rc::Rc;

use super::{ObjectId, SymbolId};
use crate::{
    program::ModuleId,
    reference::{ErrorId, NamespaceId, PromiseId, Value, agent::Map, completion::Abrupt},
};

/// The entries of a `Map`, and the values of a `Set`, each of which is its own key.
#[derive(Debug, Default)]
pub(super) struct Collection {
    pub(super) is_map: bool,
    /// In the order they were added; what was deleted leaves its place empty, so that who iterates is not led astray.
    entries: Vec<Option<(Value, Value)>>,
    places: Map<Same, usize>,
}

/// A value as SameValueZero sees it — <https://tc39.es/ecma262/#sec-samevaluezero>.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Same {
    Undefined,
    Null,
    Boolean(bool),
    /// The bits of a number, which is `-0` never and `NaN` in one way only.
    Number(u64),
    String(Rc<str>),
    BigInt(i128),
    Symbol(SymbolId),
    Promise(PromiseId),
    Namespace(NamespaceId),
    Object(ObjectId),
    Module(ModuleId),
    Error(ErrorId),
}

impl Same {
    /// # Errors
    /// For an object that no body can see.
    fn of(value: &Value) -> Result<Self, Abrupt> {
        Ok(match value {
            Value::Undefined => Self::Undefined,
            Value::Null => Self::Null,
            Value::Boolean(value) => Self::Boolean(*value),
            Value::Number(number) if number.is_nan() => Self::Number(f64::NAN.to_bits()),
            Value::Number(number) => Self::Number((number + 0.0).to_bits()),
            Value::String(text) => Self::String(Rc::clone(text)),
            Value::BigInt(number) => Self::BigInt(**number),
            Value::Symbol(symbol) => Self::Symbol(*symbol),
            Value::Promise(promise) => Self::Promise(*promise),
            Value::Namespace(namespace) => Self::Namespace(*namespace),
            Value::Object(object) => Self::Object(*object),
            Value::Module(module) => Self::Module(*module),
            Value::Error(error) => Self::Error(*error),
            Value::Like(..) | Value::Plain(_) => return Err(Abrupt::Over),
        })
    }
}

impl Collection {
    pub(super) fn new(is_map: bool) -> Self {
        Self { is_map, ..Self::default() }
    }

    /// How many entries there are.
    pub(super) fn size(&self) -> usize {
        self.places.len()
    }

    /// The value under a key.
    pub(super) fn get(&self, key: &Value) -> Result<Option<&Value>, Abrupt> {
        let place = self.places.get(&Same::of(key)?);
        Ok(place.and_then(|&place| self.entries[place].as_ref()).map(|(_, value)| value))
    }

    /// Puts a value under a key, which keeps its place if it is there.
    pub(super) fn set(&mut self, key: Value, value: Value) -> Result<(), Abrupt> {
        let same = Same::of(&key)?;
        if let Some(&place) = self.places.get(&same) {
            if let Some(entry) = self.entries[place].as_mut().filter(|_| self.is_map) {
                entry.1 = value;
            }
            return Ok(());
        }
        // CanonicalizeKeyedCollectionKey ( key ) — https://tc39.es/ecma262/#sec-canonicalizekeyedcollectionkey
        let key = match key {
            Value::Number(number) => Value::Number(number + 0.0),
            key => key,
        };
        let value = if self.is_map { value } else { key.clone() };
        self.places.insert(same, self.entries.len());
        self.entries.push(Some((key, value)));
        Ok(())
    }

    /// Deletes a key, and tells whether it was there.
    pub(super) fn delete(&mut self, key: &Value) -> Result<bool, Abrupt> {
        let place = self.places.remove(&Same::of(key)?);
        if let Some(place) = place {
            self.entries[place] = None;
        }
        Ok(place.is_some())
    }

    /// How many places there are, empty ones included.
    pub(super) fn places(&self) -> usize {
        self.entries.len()
    }

    /// Empties every place.
    pub(super) fn clear(&mut self) {
        self.places.clear();
        self.entries.fill(None);
    }

    /// The first entry at `place` or behind it, and the place behind that.
    pub(super) fn next(&self, place: usize) -> Option<(Value, Value, usize)> {
        let rest = self.entries.get(place..)?;
        let (skipped, entry) = rest
            .iter()
            .enumerate()
            .find_map(|(skipped, entry)| entry.as_ref().map(|entry| (skipped, entry)))?;
        Some((entry.0.clone(), entry.1.clone(), place + skipped + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_are_one_key_and_what_is_no_number_is_one() {
        let mut set = Collection::new(false);
        for number in [-0.0, 0.0, f64::NAN, -f64::NAN] {
            set.set(Value::Number(number), Value::Undefined).unwrap();
        }
        assert_eq!(set.size(), 2);
        let (key, value, next) = set.next(0).unwrap();
        assert!(
            matches!((key, value), (Value::Number(a), Value::Number(b)) if a.to_bits() == 0 && b.to_bits() == 0)
        );
        assert!(set.next(next).is_some() && set.next(2).is_none());
    }

    #[test]
    fn what_is_deleted_and_added_again_comes_last() {
        let mut map = Collection::new(true);
        let text = |text: &str| Value::String(text.into());
        for key in ["a", "b"] {
            map.set(text(key), Value::Null).unwrap();
        }
        assert!(map.delete(&text("a")).unwrap() && !map.delete(&text("a")).unwrap());
        map.set(text("a"), Value::Undefined).unwrap();
        let (first, _, next) = map.next(0).unwrap();
        assert_eq!((first, map.next(next).map(|entry| entry.0), map.size()), (text("b"), Some(text("a")), 2));
        map.clear();
        assert_eq!((map.size(), map.places()), (0, 3));
    }
}
