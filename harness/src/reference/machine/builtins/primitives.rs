//! Numbers, booleans, symbols, BigInts and their methods.

use super::{Native, call::BuiltinCall};
use crate::reference::{
    Agent, Host, Value,
    completion::Abrupt,
    machine::{conversions::Hint, numbers::number_to_text},
};

impl Agent {
    pub(super) fn number_constructor(
        &mut self,
        host: &mut dyn Host,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        if call.new_target.is_some() {
            return Err(Abrupt::Over);
        }
        let Some(value) = call.arguments.first() else { return Ok(Value::Number(0.0)) };
        match self.to_primitive(host, value, Hint::Number)? {
            #[expect(
                clippy::cast_precision_loss,
                reason = "rounding to the nearest is what the language does"
            )]
            Value::BigInt(number) => Ok(Value::Number(*number as f64)),
            other => self.to_number(host, &other).map(Value::Number),
        }
    }

    pub(super) fn primitive_method(
        &mut self,
        host: &mut dyn Host,
        native: Native,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        match (native, &call.this) {
            (Native::NumberIsInteger, _) => {
                let integer =
                    matches!(call.argument(0), Value::Number(n) if n.is_finite() && n.fract() == 0.0);
                Ok(Value::Boolean(integer))
            }
            (Native::NumberIsNaN, _) => {
                Ok(Value::Boolean(matches!(call.argument(0), Value::Number(n) if n.is_nan())))
            }
            (Native::IsNaN, _) => Ok(Value::Boolean(self.to_number(host, &call.argument(0))?.is_nan())),
            (Native::IsFinite, _) => Ok(Value::Boolean(self.to_number(host, &call.argument(0))?.is_finite())),
            (Native::NumberToString, Value::Number(number)) if call.argument(0) == Value::Undefined => {
                self.new_text(&number_to_text(*number))
            }
            (Native::BooleanToString, Value::Boolean(value)) => self.new_text(&value.to_string()),
            (Native::BigIntToString, Value::BigInt(number)) if call.argument(0) == Value::Undefined => {
                self.new_text(&number.to_string())
            }
            (Native::SymbolToString, Value::Symbol(_)) => {
                Ok(Value::String(self.text_of_value(host, &call.this)?))
            }
            (Native::SymbolDescription, Value::Symbol(symbol)) => {
                Ok(self.machine.description(*symbol).map_or(Value::Undefined, Value::String))
            }
            (Native::NumberValueOf, Value::Number(_))
            | (Native::BooleanValueOf, Value::Boolean(_))
            | (Native::SymbolValueOf, Value::Symbol(_)) => Ok(call.this.clone()),
            _ => Err(Abrupt::Over),
        }
    }
}
