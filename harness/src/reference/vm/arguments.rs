//! What `vm.Module` makes of arguments that it cannot use, as Node documents it.

use super::received::{quoted, received_number};
use crate::{
    program::{self, ModuleId, Requests},
    reference::{Agent, ErrorObject, Layer, PromiseId, Quirk, Value},
    transcript::ModuleStatus,
};

/// A value that is wrong: the error object.
pub(super) type Refused = Result<(), Value>;

impl Agent {
    /// `module.link(linker)`, where `linker` is no function: a promise.
    pub fn link_with(&mut self, module: ModuleId, linker: &program::Value) -> PromiseId {
        let refused = match self.layer() {
            Layer::Bare => Err(self.bare_unknown("link")),
            // A synthetic module has nothing to link, and does not look at the linker.
            Layer::Vm if self.cyclic(module).is_none() && !self.has(Quirk::SyntheticNeedsLink) => Ok(()),
            Layer::Vm => Err(self.invalid_type("argument", "linker", "of type function", linker)),
        };
        self.settled(refused.map(|()| Value::Undefined))
    }

    /// `module.evaluate(options)`: what is wrong with the options, before anything is done.
    ///
    /// # Errors
    /// What the call rejects with.
    pub fn check_evaluate_options(&mut self, options: &program::Value) -> Result<(), Value> {
        if self.layer() == Layer::Bare || *options == program::Value::Undefined {
            return Ok(());
        }
        self.validate_object("options", options)?;
        if self.has(Quirk::EvaluateOptionsUnread) {
            return Ok(());
        }
        let timeout = property(options, "timeout");
        match timeout {
            program::Value::Undefined => {}
            program::Value::Number(milliseconds) => self.validate_timeout(*milliseconds)?,
            other => return Err(self.invalid_type("property", "options.timeout", "of type number", other)),
        }
        match property(options, "breakOnSigint") {
            program::Value::Undefined | program::Value::Bool(_) => Ok(()),
            other => Err(self.invalid_type("property", "options.breakOnSigint", "of type boolean", other)),
        }
    }

    fn validate_timeout(&mut self, milliseconds: f64) -> Refused {
        let range = if milliseconds.fract() != 0.0 || !milliseconds.is_finite() {
            "an integer"
        } else if (1.0..=f64::from(u32::MAX)).contains(&milliseconds) {
            return Ok(());
        } else {
            ">= 1 && <= 4294967295"
        };
        Err(self.out_of_range("options.timeout", range, milliseconds))
    }

    /// `module.linkRequests(with)`, where `with` may be anything. A `None` of `modules` stands for what is no module.
    ///
    /// # Errors
    /// What the call throws.
    pub fn link_requests_with(
        &mut self,
        module: ModuleId,
        with: &Requests,
        modules: &[Option<ModuleId>],
    ) -> Result<(), Value> {
        let argument = match with {
            Requests::List(_) => return self.link_requests(module, modules),
            Requests::Value(program::Value::Array(items)) => {
                return self.link_requests(module, &vec![None; items.len()]);
            }
            Requests::Value(value) => value,
        };
        if self.layer() == Layer::Bare {
            return Err(self.bare_unknown("linkRequests"));
        }
        if self.cyclic(module).is_none() || self.has(Quirk::NoSynchronousLinking) {
            return Err(self.no_such_method("linkRequests"));
        }
        if self.vm_status(module) != ModuleStatus::Unlinked {
            return Err(self.wrong_status("be unlinked"));
        }
        Err(self.invalid_type("argument", "modules", "an instance of Array", argument))
    }

    /// Refuses what is no object, and arrays.
    pub(super) fn validate_object(&mut self, name: &str, value: &program::Value) -> Refused {
        let is_object = !matches!(
            value,
            program::Value::Undefined
                | program::Value::Null
                | program::Value::Bool(_)
                | program::Value::Number(_)
                | program::Value::String(_)
                | program::Value::BigInt(_)
                | program::Value::Symbol(_)
                | program::Value::Function
                | program::Value::Array(_)
        );
        if is_object { Ok(()) } else { Err(self.invalid_type("argument", name, "of type object", value)) }
    }

    /// `ERR_INVALID_ARG_TYPE`; `kind` is `argument` or `property`, `wanted` what comes after "must be".
    pub(in crate::reference) fn invalid_type(
        &mut self,
        kind: &str,
        name: &str,
        wanted: &str,
        value: &program::Value,
    ) -> Value {
        let message = format!("The \"{name}\" {kind} must be {wanted}. {}", self.received(value));
        self.argument_error("TypeError", "ERR_INVALID_ARG_TYPE", message)
    }

    /// `ERR_INVALID_ARG_VALUE` for the string `value` of a property.
    pub(super) fn invalid_value(&mut self, name: &str, reason: &str, value: &str) -> Value {
        let message = format!("The property '{name}' {reason}. Received {}", quoted(value));
        self.argument_error("TypeError", "ERR_INVALID_ARG_VALUE", message)
    }

    /// `ERR_OUT_OF_RANGE`
    pub(super) fn out_of_range(&mut self, name: &str, range: &str, number: f64) -> Value {
        let received = received_number(number);
        let message =
            format!("The value of \"{name}\" is out of range. It must be {range}. Received {received}");
        self.argument_error("RangeError", "ERR_OUT_OF_RANGE", message)
    }

    pub(super) fn argument_error(
        &mut self,
        name: &'static str,
        code: &'static str,
        message: String,
    ) -> Value {
        self.create_error(ErrorObject { name, code: Some(code), message, cause: None })
    }
}

/// A property of a value; `undefined` where it has none of that name.
pub(super) fn property<'v>(value: &'v program::Value, name: &str) -> &'v program::Value {
    const UNDEFINED: &program::Value = &program::Value::Undefined;
    match value {
        // Of two properties of one name, the later is kept.
        program::Value::Object(properties) => {
            properties.iter().rev().find(|(key, _)| key == name).map_or(UNDEFINED, |(_, value)| value)
        }
        _ => UNDEFINED,
    }
}
