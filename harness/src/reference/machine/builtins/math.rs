//! `Math`, as far as its results are the same everywhere — <https://tc39.es/ecma262/#sec-math-object>.

use super::{Native, call::BuiltinCall};
use crate::reference::{Agent, Host, Value, completion::Abrupt};

impl Agent {
    pub(super) fn math_function(
        &mut self,
        host: &mut dyn Host,
        native: Native,
        call: &BuiltinCall<'_>,
    ) -> Result<Value, Abrupt> {
        if matches!(native, Native::MathMax | Native::MathMin) {
            // 1. and 2. All arguments become numbers before any of them is looked at.
            let mut numbers = Vec::with_capacity(call.arguments.len());
            for argument in call.arguments {
                numbers.push(self.to_number(host, argument)?);
            }
            return Ok(Value::Number(if native == Native::MathMax {
                numbers.into_iter().fold(f64::NEG_INFINITY, greater)
            } else {
                -numbers.into_iter().fold(f64::NEG_INFINITY, |least, number| greater(least, -number))
            }));
        }
        let number = self.to_number(host, &call.argument(0))?;
        Ok(Value::Number(match native {
            Native::MathFloor => number.floor(),
            Native::MathCeil => number.ceil(),
            Native::MathTrunc => number.trunc(),
            Native::MathAbs => number.abs(),
            Native::MathSign if number == 0.0 || number.is_nan() => number,
            Native::MathSign => number.signum(),
            _ => return Err(Abrupt::Over),
        }))
    }
}

/// The greater of two numbers: NaN if one of them is, and `+0` is greater than `-0`.
fn greater(one: f64, other: f64) -> f64 {
    if one.is_nan() || other.is_nan() {
        return f64::NAN;
    }
    if one.total_cmp(&other).is_lt() { other } else { one }
}

#[cfg(test)]
mod tests {
    use super::greater;

    #[test]
    fn zero_has_a_sign_and_no_number_is_catching() {
        for (one, other, greatest) in
            [(1.0, 2.0, 2.0), (0.0, -0.0, 0.0), (-0.0, 0.0, 0.0), (-1.0, -0.0, -0.0)]
        {
            assert!(greater(one, other).total_cmp(&greatest).is_eq(), "{one} {other}");
        }
        assert!(greater(f64::NAN, 1.0).is_nan() && greater(1.0, f64::NAN).is_nan());
    }
}
