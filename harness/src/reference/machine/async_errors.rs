//! The errors of async iteration.

use super::{errors::Quoted, quoted::is_plain};
use crate::{
    reference::{Agent, Value, Wording, completion::Abrupt},
    syntax::code::Operation,
};

impl Agent {
    /// `for await` or `yield*` over something that is neither async iterable nor iterable.
    pub(super) fn not_async_iterable(&mut self, value: &Value, place: usize) -> Abrupt {
        let wording = self.wording();
        if let Some(nothing) = super::errors::nothing(value) {
            return self.throw_type_error(&wording.unreadable(nothing, "Symbol(Symbol.asyncIterator)"));
        }
        if wording == Wording::JavaScriptCore {
            return self.throw_type_error("iterable should have an iterator symbol");
        }
        let next = self.machine.activations.last().and_then(|top| top.code.operations.get(place + 1));
        if !matches!(next, Some(Operation::EnterTry { .. })) {
            return self.throw_type_error("undefined is not a function");
        }
        let text = self.text_at(place);
        if text.starts_with("import.")
            || !(is_plain(&text) || &*text == "{}")
            || matches!(value, Value::Plain(_))
        {
            return Abrupt::Over;
        }
        self.throw_type_error(&format!("{text} is not async iterable"))
    }

    pub(super) fn async_iterator_no_object(&mut self) -> Abrupt {
        self.throw_type_error(match self.wording() {
            Wording::V8 => "Result of the Symbol.asyncIterator method is not an object",
            Wording::JavaScriptCore => "Iterator result interface is not an object.",
        })
    }

    pub(super) fn iterator_no_object(&mut self, quoted: Quoted) -> Abrupt {
        self.throw_type_error(match (self.wording(), quoted) {
            (Wording::V8, _) => "Result of the Symbol.iterator method is not an object",
            (Wording::JavaScriptCore, Quoted::Awaited(_)) => "iterator method should return an object",
            (Wording::JavaScriptCore, _) => "Iterator result interface is not an object.",
        })
    }

    /// The iterator of `yield*` cannot be told about an exception.
    pub(super) fn no_throw_method(&mut self) -> Abrupt {
        self.throw_type_error(match self.wording() {
            Wording::V8 => NO_THROW_METHOD,
            Wording::JavaScriptCore => {
                "The iterator, to which yield* delegated iteration, does not have a 'throw' method."
            }
        })
    }

    /// What a sync iterator without a method `throw` gives when it is closed.
    pub(super) fn sync_return_no_object(&mut self, result: &Value) -> Abrupt {
        match self.wording() {
            Wording::V8 => self.throw_type_error("return called on non-object"),
            Wording::JavaScriptCore => self.iterator_result_no_object(result),
        }
    }

    /// The same of the sync iterator in an async-from-sync iterator.
    pub(super) fn no_sync_throw_method(&mut self) -> Abrupt {
        self.throw_type_error(match self.wording() {
            Wording::V8 => NO_THROW_METHOD,
            Wording::JavaScriptCore => "Iterator does not provide a throw method.",
        })
    }
}

const NO_THROW_METHOD: &str = "The iterator does not provide a 'throw' method.";
