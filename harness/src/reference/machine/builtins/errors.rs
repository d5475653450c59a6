//! `Error` and its kin — <https://tc39.es/ecma262/#sec-error-objects>.

use super::{Intrinsic, call::BuiltinCall};
use crate::reference::{
    Agent, Host, Value,
    completion::Abrupt,
    machine::{
        errors::Quoted,
        heap::{Key, Property},
        objects::is_object,
    },
};

/// The constructors of error objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::reference) enum ErrorType {
    Error,
    AggregateError,
    EvalError,
    RangeError,
    ReferenceError,
    SyntaxError,
    TypeError,
    UriError,
}

impl ErrorType {
    pub(super) const ALL: [Self; 8] = [
        Self::Error,
        Self::AggregateError,
        Self::EvalError,
        Self::RangeError,
        Self::ReferenceError,
        Self::SyntaxError,
        Self::TypeError,
        Self::UriError,
    ];

    pub(in crate::reference::machine) const fn name(self) -> &'static str {
        match self {
            Self::Error => "Error",
            Self::AggregateError => "AggregateError",
            Self::EvalError => "EvalError",
            Self::RangeError => "RangeError",
            Self::ReferenceError => "ReferenceError",
            Self::SyntaxError => "SyntaxError",
            Self::TypeError => "TypeError",
            Self::UriError => "URIError",
        }
    }

    pub(in crate::reference::machine) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl Agent {
    /// Error ( message \[ , options ] ), and AggregateError ( errors, message \[ , options ] )
    pub(super) fn error_constructor(
        &mut self,
        host: &mut dyn Host,
        kind: ErrorType,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        let context = self.machine.context;
        let own = self.intrinsic(Intrinsic::Error(kind));
        let prototype = match call.new_target {
            Some(target) if *target != own => match self.get(host, target, &Key::text("prototype"))? {
                prototype if is_object(&prototype) => prototype,
                _ => return Err(Abrupt::Over),
            },
            _ => self.intrinsic(Intrinsic::ErrorPrototype(kind)),
        };
        let first = usize::from(kind == ErrorType::AggregateError);
        let message = match call.argument(first) {
            Value::Undefined => None,
            other => Some(self.to_text(host, &other)?),
        };
        let error = self.new_error_with(kind, message.as_deref(), Some(prototype), context);
        let Some(object) = self.object_of(&error)? else { return Err(Abrupt::Over) };
        // InstallErrorCause
        let options = call.argument(first + 1);
        if is_object(&options) && self.has_property(host, &options, &Key::text("cause"))? {
            let cause = self.get(host, &options, &Key::text("cause"))?;
            self.machine.object_mut(object).properties.insert(Key::text("cause"), Property::hidden(cause));
        }
        if kind == ErrorType::AggregateError {
            let mut iteration = self.get_iterator(host, &call.argument(0), Quoted::Builtin)?;
            let mut errors = Vec::new();
            while let Some(error) = self.iterate(host, &mut iteration)? {
                errors.push(error);
            }
            let errors = self.new_array(errors)?;
            self.machine.object_mut(object).properties.insert(Key::text("errors"), Property::hidden(errors));
        }
        Ok(error)
    }

    /// Error.prototype.toString ( ) — <https://tc39.es/ecma262/#sec-error.prototype.tostring>
    pub(super) fn error_to_string(&mut self, host: &mut dyn Host, this: &Value) -> Result<Value, Abrupt> {
        if !is_object(this) {
            return Err(Abrupt::Over);
        }
        let name = match self.get(host, this, &Key::text("name"))? {
            Value::Undefined => "Error".into(),
            other => self.to_text(host, &other)?,
        };
        let message = match self.get(host, this, &Key::text("message"))? {
            Value::Undefined => "".into(),
            other => self.to_text(host, &other)?,
        };
        match (&*name, &*message) {
            ("", message) => self.new_text(message),
            (name, "") => self.new_text(name),
            (name, message) => self.new_text(&format!("{name}: {message}")),
        }
    }
}
