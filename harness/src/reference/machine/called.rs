//! What is said of something that is called, or used with `new`, and cannot be.
//!
//! V8 prints what was called again from its tree. JavaScriptCore quotes the call as it stands, and says what it is that was
//! called; it finds that in the text of the call, from its end.

use super::{
    ObjectId,
    builtins::{Intrinsic, Native},
    heap::{Callable, ClassObject, Content, Key, Kind, TO_STRING_TAG},
    objects::is_object,
};
use crate::{
    reference::{Agent, ContextId, Quirk, Value, Wording, completion::Abrupt},
    syntax::code::ClassNaming,
};

/// How much of a description JavaScriptCore lets into a message, in code units.
const MOST_DESCRIBED: usize = 2048;

impl Agent {
    pub(super) fn not_callable(&mut self, function: &Value, place: usize) -> Abrupt {
        let wording = self.wording();
        if wording == Wording::V8 {
            let callee = self.text_at(place);
            // V8 does not quote `super`.
            let printed = if callee.starts_with("super") { None } else { self.printed(&callee) };
            return match printed {
                Some(printed) => self.throw_type_error(&wording.not_callable(&printed, "", "")),
                None => Abrupt::Over,
            };
        }
        let (Some(call), Ok(description)) = (self.call_text(place), self.description_of(function)) else {
            return Abrupt::Over;
        };
        let Some(callee) = callee_of(&call) else {
            return self.throw_type_error(&format!("{description} is not a function (near '...{call}...')"));
        };
        let description = match function {
            Value::Symbol(_) => "a Symbol".to_owned(),
            object if is_object(object) => format!("an instance of {description}"),
            _ => description,
        };
        self.throw_type_error(&wording.not_callable(callee, &call, &description))
    }

    pub(super) fn not_a_constructor(&mut self, constructor: &Value, place: usize) -> Abrupt {
        let wording = self.wording();
        if wording == Wording::V8 {
            return match self.printed(&self.text_at(place)) {
                Some(printed) => self.throw_type_error(&wording.not_a_constructor(&printed, "", "")),
                None => Abrupt::Over,
            };
        }
        let (Some(call), Ok(description)) = (self.call_text(place), self.description_of(constructor)) else {
            return Abrupt::Over;
        };
        // What is built in refuses by itself, where there is no text to quote.
        let call = match self.callable(constructor).map(|callable| &**callable) {
            None | Some(Callable::Closure(_) | Callable::Class(_)) => call,
            Some(_) => String::new(),
        };
        self.throw_type_error(&wording.not_a_constructor("", &call, &description))
    }

    pub(super) fn class_called(&mut self, class: &ClassObject, context: ContextId) -> Abrupt {
        let name = match (self.wording(), class.naming) {
            (Wording::V8, _) | (Wording::JavaScriptCore, ClassNaming::Written) => &*class.name,
            // What it calls the binding of a default export without a name.
            (Wording::JavaScriptCore, ClassNaming::Default) => "starDefault",
            (Wording::JavaScriptCore, ClassNaming::Inferred) => "",
        };
        let message = self.wording().class_called(name);
        self.in_context(context, |agent| agent.throw_type_error(&message))
    }

    /// The text of the whole call, or `new`, whose instruction is at `place`.
    fn call_text(&self, place: usize) -> Option<String> {
        let code = &self.machine.activations.last()?.code;
        Some(code.text_of(code.call_at(place)?).to_owned())
    }

    /// How JavaScriptCore says what a value is.
    pub(super) fn description_of(&mut self, value: &Value) -> Result<String, Abrupt> {
        let description = match value {
            Value::Undefined => "undefined".to_owned(),
            Value::Null => "null".to_owned(),
            Value::Boolean(value) => value.to_string(),
            Value::Number(number) => super::numbers::number_to_text(*number),
            Value::String(text) => format!("\"{text}\""),
            Value::BigInt(number) => number.to_string(),
            Value::Symbol(symbol) => self.key_text(&Key::Symbol(*symbol)),
            Value::Namespace(_) => "Module".to_owned(),
            object => match self.object_of(object)? {
                Some(id) if self.callable(&Value::Object(id)).is_some() => "function".to_owned(),
                Some(id) => self.class_of(id)?,
                None => return Err(Abrupt::Over),
            },
        };
        // Counted in bytes, which are never fewer than code units.
        if description.len() > MOST_DESCRIBED { Err(Abrupt::Over) } else { Ok(description) }
    }

    /// What JavaScriptCore takes for the class of an object: what the constructor is called that it or its prototype has,
    /// or its tag where that is no more than `Object`.
    fn class_of(&mut self, id: ObjectId) -> Result<String, Abrupt> {
        let key = Key::text("constructor");
        let own = self.own_property(id, &key)?.map(|property| property.content);
        let mut name = self.constructor_name(own)?;
        if name.is_none() {
            let inherited = match self.get_prototype_of(&Value::Object(id))? {
                Some(prototype) => self.found_content(prototype, &key)?,
                None => None,
            };
            name = self.constructor_name(inherited)?;
        }
        if let Some(name) = name
            && name != "Object"
        {
            return Ok(name);
        }
        match self.found_content(Value::Object(id), &Key::Symbol(TO_STRING_TAG))? {
            Some(Content::Data { value: Value::String(tag), .. }) => return Ok(tag.to_string()),
            None if self.has(Quirk::ImportMetaTagged) && self.is_import_meta(id) => {
                return Ok("ImportMeta".to_owned());
            }
            _ => {}
        }
        match &self.machine.object(id).kind {
            Kind::Ordinary => Ok("Object".to_owned()),
            Kind::Array(_) => Ok("Array".to_owned()),
            Kind::Error(_) => Ok("Error".to_owned()),
            _ => Err(Abrupt::Over),
        }
    }

    /// The first property of that key from `object` on up.
    fn found_content(&mut self, object: Value, key: &Key) -> Result<Option<Content>, Abrupt> {
        let mut current = Some(object);
        while let Some(value) = current {
            if let Some(id) = self.object_of(&value)?
                && !self.has_no_such_function(id, key)
                && let Some(property) = self.own_property(id, key)?
            {
                return Ok(Some(property.content));
            }
            self.spend(1)?;
            current = self.get_prototype_of(&value)?;
        }
        Ok(None)
    }

    /// Whether it is the prototype of generators, whose `constructor` is an object and no function.
    fn has_no_such_function(&self, id: ObjectId, key: &Key) -> bool {
        let object = self.machine.object(id);
        object.intrinsic == Some(Intrinsic::GeneratorPrototype)
            && key.as_str() == Some("constructor")
            && !object.properties.contains_key(key)
    }

    /// What a function is called where it is written, or by what it was assigned to; nothing for what is no function.
    fn constructor_name(&mut self, content: Option<Content>) -> Result<Option<String>, Abrupt> {
        let Some(Content::Data { value, .. }) = content else { return Ok(None) };
        let Some(callable) = self.callable(&value).cloned() else { return Ok(None) };
        let name = match &*callable {
            Callable::Class(class) if class.naming == ClassNaming::Default => "starDefault".into(),
            Callable::Class(class) => class.name.to_string(),
            Callable::Closure(closure) => closure.function.name.to_string(),
            Callable::Native(Native::Object) => "Object".into(),
            Callable::Native(_) => match self.found_content(value, &Key::text("name"))? {
                Some(Content::Data { value: Value::String(name), .. }) => name.to_string(),
                _ => return Err(Abrupt::Over),
            },
            _ => return Err(Abrupt::Over),
        };
        Ok(Some(name).filter(|name| !name.is_empty()))
    }
}

/// What a call calls, as JavaScriptCore finds it in its text: from the last parenthesis it goes back to the one that is
/// its partner, past comments, but not past strings. `None` where it does not come to one.
pub(super) fn callee_of(call: &str) -> Option<&str> {
    let mut rest = call.strip_suffix(')')?.as_bytes();
    let (mut open, mut in_comment) = (1, false);
    while open > 0 {
        // The first character is of what is called.
        let [_, .., last] = *rest else { return None };
        if rest.ends_with(if in_comment { b"/*" } else { b"*/" }) {
            in_comment = !in_comment;
            rest = &rest[..rest.len() - 2];
            continue;
        }
        match last {
            b'(' if !in_comment => open -= 1,
            b')' if !in_comment => open += 1,
            _ => {}
        }
        rest = &rest[..rest.len() - 1];
    }
    let callee = call.get(..rest.len())?;
    Some(callee.strip_suffix("?.").unwrap_or(callee))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_callee_is_found_from_the_end_of_the_call() {
        for (call, callee) in [
            ("f()", "f"),
            ("(0, o.f)(1)", "(0, o.f)"),
            ("o.f ( g(1) )", "o.f "),
            ("o.f?.()", "o.f"),
            ("o.f?. ()", "o.f?. "),
            ("f(/* ) */)", "f"),
            ("f /* ( */ ()", "f /* ( */ "),
            ("f(() => ({}))", "f"),
            ("f(\"a(b\")", "f(\"a"),
            ("é()", "é"),
        ] {
            assert_eq!(callee_of(call), Some(callee), "{call}");
        }
        for call in ["f", "f`x`", "f(\")\")", "f(')', /* ( */)", "()"] {
            assert_eq!(callee_of(call), None, "{call}");
        }
    }
}
