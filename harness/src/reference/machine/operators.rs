//! Operators.

use std::rc::Rc;

use super::{
    conversions::Hint,
    heap::{Callable, Key},
    instructions::to_boolean,
    numbers::{big_bit_operation, bit_operation, to_int32},
    objects::is_object,
};
use crate::{
    reference::{Agent, Host, Value, Wording, completion::Abrupt},
    syntax::code::{BinaryOperator, UnaryOperator},
};

impl Agent {
    /// <https://tc39.es/ecma262/#sec-applystringornumericbinaryoperator>, and the operators of equality and relation
    pub(super) fn binary(
        &mut self,
        host: &mut dyn Host,
        operator: BinaryOperator,
        left: &Value,
        right: &Value,
    ) -> Result<Value, Abrupt> {
        use BinaryOperator as Operator;
        if let (Value::String(left), Value::String(right)) = (left, right) {
            self.spend_on_bytes(left.len().min(right.len()))?;
        }
        Ok(match operator {
            Operator::Add => return self.add(host, left, right),
            Operator::Subtract
            | Operator::Multiply
            | Operator::Divide
            | Operator::Remainder
            | Operator::Exponentiate
            | Operator::BitAnd
            | Operator::BitOr
            | Operator::BitXor
            | Operator::ShiftLeft
            | Operator::ShiftRight
            | Operator::ShiftRightUnsigned => return self.arithmetic(host, operator, left, right),
            Operator::StrictlyEqual => Value::Boolean(is_strictly_equal(left, right)),
            Operator::StrictlyNotEqual => Value::Boolean(!is_strictly_equal(left, right)),
            Operator::Equal => Value::Boolean(self.is_loosely_equal(host, left, right)?),
            Operator::NotEqual => Value::Boolean(!self.is_loosely_equal(host, left, right)?),
            Operator::Less => Value::Boolean(self.is_less(host, left, right, true)? == Some(true)),
            Operator::Greater => Value::Boolean(self.is_less(host, right, left, false)? == Some(true)),
            Operator::LessOrEqual => Value::Boolean(self.is_less(host, right, left, false)? == Some(false)),
            Operator::GreaterOrEqual => Value::Boolean(self.is_less(host, left, right, true)? == Some(false)),
            Operator::In => {
                if !is_object(right) {
                    return Err(self.in_no_object(host, left, right));
                }
                let key = self.to_property_key(host, left)?;
                Value::Boolean(self.has_property(host, right, &key)?)
            }
            Operator::InstanceOf => {
                if self.callable(right).is_none() {
                    return Err(self.no_instance_of(right));
                }
                Value::Boolean(self.ordinary_has_instance(host, right, left)?)
            }
        })
    }

    fn add(&mut self, host: &mut dyn Host, left: &Value, right: &Value) -> Result<Value, Abrupt> {
        let left = self.to_primitive(host, left, Hint::Default)?;
        let right = self.to_primitive(host, right, Hint::Default)?;
        if matches!(left, Value::String(_)) || matches!(right, Value::String(_)) {
            let (left, right) = (self.to_text(host, &left)?, self.to_text(host, &right)?);
            return self.new_text(&format!("{left}{right}"));
        }
        self.arithmetic(host, BinaryOperator::Add, &left, &right)
    }

    fn arithmetic(
        &mut self,
        host: &mut dyn Host,
        operator: BinaryOperator,
        left: &Value,
        right: &Value,
    ) -> Result<Value, Abrupt> {
        let left = self.to_numeric(host, left)?;
        let right = self.to_numeric(host, right)?;
        match (left, right) {
            (Value::Number(left), Value::Number(right)) => Ok(Value::Number(match operator {
                BinaryOperator::Subtract => left - right,
                BinaryOperator::Multiply => left * right,
                BinaryOperator::Divide => left / right,
                BinaryOperator::Remainder => left % right,
                BinaryOperator::Exponentiate => {
                    let power = exponentiate(left, right);
                    if self.wording() == Wording::JavaScriptCore && !is_product(left, right, power) {
                        return Err(Abrupt::Over);
                    }
                    power
                }
                BinaryOperator::Add => left + right,
                _ => bit_operation(operator, left, right),
            })),
            (Value::BigInt(left), Value::BigInt(right)) => {
                let (left, right) = (*left, *right);
                let result = match operator {
                    BinaryOperator::Subtract => left.checked_sub(right),
                    BinaryOperator::Multiply => left.checked_mul(right),
                    BinaryOperator::Divide | BinaryOperator::Remainder if right == 0 => {
                        return Err(self.division_by_zero());
                    }
                    BinaryOperator::Divide => left.checked_div(right),
                    BinaryOperator::Remainder => left.checked_rem(right),
                    BinaryOperator::Exponentiate => {
                        u32::try_from(right).ok().and_then(|right| left.checked_pow(right))
                    }
                    BinaryOperator::Add => left.checked_add(right),
                    BinaryOperator::ShiftRightUnsigned => return Err(self.big_shifted_unsigned()),
                    _ => big_bit_operation(operator, left, right),
                };
                Ok(Value::BigInt(Rc::new(result.ok_or(Abrupt::Over)?)))
            }
            _ => Err(self.mixed_big(operator)),
        }
    }

    pub(super) fn unary(
        &mut self,
        host: &mut dyn Host,
        operator: UnaryOperator,
        operand: &Value,
    ) -> Result<Value, Abrupt> {
        match operator {
            UnaryOperator::Negate => match self.to_numeric(host, operand)? {
                Value::BigInt(number) => {
                    Ok(Value::BigInt(Rc::new(number.checked_neg().ok_or(Abrupt::Over)?)))
                }
                Value::Number(number) => Ok(Value::Number(-number)),
                _ => Err(Abrupt::Over),
            },
            UnaryOperator::Plus => self.to_number(host, operand).map(Value::Number),
            UnaryOperator::BitNot => match self.to_numeric(host, operand)? {
                Value::BigInt(number) => Ok(Value::BigInt(Rc::new(!*number))),
                Value::Number(number) => Ok(Value::Number(f64::from(!to_int32(number)))),
                _ => Err(Abrupt::Over),
            },
            UnaryOperator::Not => Ok(Value::Boolean(!to_boolean(operand))),
            UnaryOperator::Typeof => self.type_of(operand),
            UnaryOperator::Void => Ok(Value::Undefined),
            UnaryOperator::ToNumeric => self.to_numeric(host, operand),
            UnaryOperator::Increment => Self::step_number(operand, 1),
            UnaryOperator::Decrement => Self::step_number(operand, -1),
        }
    }

    /// `++` and `--` of what ToNumeric gave.
    fn step_number(operand: &Value, by: i8) -> Result<Value, Abrupt> {
        match operand {
            Value::Number(number) => Ok(Value::Number(number + f64::from(by))),
            Value::BigInt(number) => {
                let sum = number.checked_add(i128::from(by)).ok_or(Abrupt::Over)?;
                Ok(Value::BigInt(Rc::new(sum)))
            }
            _ => Err(Abrupt::Over),
        }
    }

    /// IsLooselyEqual ( x, y ) — <https://tc39.es/ecma262/#sec-islooselyequal>
    pub(super) fn is_loosely_equal(
        &mut self,
        host: &mut dyn Host,
        left: &Value,
        right: &Value,
    ) -> Result<bool, Abrupt> {
        use Value::{BigInt, Boolean, Null, Number, String, Symbol, Undefined};
        Ok(match (left, right) {
            (Undefined | Null, Undefined | Null) => true,
            (Undefined | Null, _) | (_, Undefined | Null) => false,
            (Number(_), Number(_))
            | (String(_), String(_))
            | (Boolean(_), Boolean(_))
            | (BigInt(_), BigInt(_))
            | (Symbol(_), Symbol(_)) => is_strictly_equal(left, right),
            (left, right) if is_object(left) && is_object(right) => is_strictly_equal(left, right),
            (left, right) if is_object(right) => {
                let left = if matches!(left, Boolean(_)) {
                    Number(self.to_number(host, left)?)
                } else {
                    left.clone()
                };
                let right = self.to_primitive(host, right, Hint::Default)?;
                self.is_loosely_equal(host, &left, &right)?
            }
            (left, right) if is_object(left) => {
                let right = if matches!(right, Boolean(_)) {
                    Number(self.to_number(host, right)?)
                } else {
                    right.clone()
                };
                let left = self.to_primitive(host, left, Hint::Default)?;
                self.is_loosely_equal(host, &left, &right)?
            }
            (Symbol(_), _) | (_, Symbol(_)) => false,
            (BigInt(_), _) | (_, BigInt(_)) => return Err(Abrupt::Over),
            _ => {
                let (left, right) = (self.to_number(host, left)?, self.to_number(host, right)?);
                #[expect(clippy::float_cmp, reason = "the language compares numbers exactly")]
                let is_equal = left == right;
                is_equal
            }
        })
    }

    /// IsLessThan ( x, y, leftFirst ) — <https://tc39.es/ecma262/#sec-islessthan>; `None` is undefined.
    fn is_less(
        &mut self,
        host: &mut dyn Host,
        x: &Value,
        y: &Value,
        left_first: bool,
    ) -> Result<Option<bool>, Abrupt> {
        let (x, y) = if left_first {
            let x = self.to_primitive(host, x, Hint::Number)?;
            (x, self.to_primitive(host, y, Hint::Number)?)
        } else {
            let y = self.to_primitive(host, y, Hint::Number)?;
            (self.to_primitive(host, x, Hint::Number)?, y)
        };
        match (&x, &y) {
            (Value::String(x), Value::String(y)) => Ok(Some(x.encode_utf16().lt(y.encode_utf16()))),
            (Value::BigInt(x), Value::BigInt(y)) => Ok(Some(x < y)),
            (Value::BigInt(_), Value::String(_)) | (Value::String(_), Value::BigInt(_)) => Err(Abrupt::Over),
            _ => {
                let (x, y) = (self.to_numeric(host, &x)?, self.to_numeric(host, &y)?);
                match (x, y) {
                    (Value::Number(x), Value::Number(y)) => {
                        Ok(x.partial_cmp(&y).map(std::cmp::Ordering::is_lt))
                    }
                    (Value::BigInt(x), Value::BigInt(y)) => Ok(Some(x < y)),
                    _ => Err(Abrupt::Over),
                }
            }
        }
    }

    /// OrdinaryHasInstance ( C, O ) — <https://tc39.es/ecma262/#sec-ordinaryhasinstance>
    pub(super) fn ordinary_has_instance(
        &mut self,
        host: &mut dyn Host,
        constructor: &Value,
        value: &Value,
    ) -> Result<bool, Abrupt> {
        let mut constructor = constructor.clone();
        while let Some(Callable::Bound { target, .. }) =
            self.callable(&constructor).map(|callable| &**callable)
        {
            constructor = target.clone();
            self.spend(1)?;
        }
        if !is_object(value) {
            return Ok(false);
        }
        let prototype = self.get(host, &constructor, &Key::text("prototype"))?;
        if !is_object(&prototype) {
            return Err(self.prototype_no_object(&prototype));
        }
        let mut current = self.get_prototype_of(value)?;
        while let Some(ancestor) = current {
            self.spend(1)?;
            if same_value(&ancestor, &prototype) {
                return Ok(true);
            }
            current = self.get_prototype_of(&ancestor)?;
        }
        Ok(false)
    }
}

/// Number::exponentiate, which differs from IEEE where the base is one.
fn exponentiate(base: f64, exponent: f64) -> f64 {
    let is_one = base.abs().total_cmp(&1.0).is_eq();
    if exponent.is_nan() || (is_one && exponent.is_infinite()) { f64::NAN } else { base.powf(exponent) }
}

/// Whether a power by a small whole number is what repeated multiplication gives too, as one engine computes it.
fn is_product(base: f64, exponent: f64, power: f64) -> bool {
    if exponent.fract() != 0.0 || !(0.0..=1000.0).contains(&exponent) {
        return true;
    }
    let (mut product, mut square, mut left) = (1.0, base, exponent);
    while left > 0.0 {
        if left % 2.0 != 0.0 {
            product *= square;
        }
        square *= square;
        left = (left / 2.0).floor();
    }
    same_value(&Value::Number(product), &Value::Number(power))
}

/// IsStrictlyEqual ( x, y ) — <https://tc39.es/ecma262/#sec-isstrictlyequal>
pub(super) fn is_strictly_equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Plain(left), Value::Plain(right)) => Rc::ptr_eq(left, right),
        _ => left == right,
    }
}

/// SameValue ( x, y ) — <https://tc39.es/ecma262/#sec-samevalue>
pub(super) fn same_value(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            left.is_nan() && right.is_nan() || left.to_bits() == right.to_bits()
        }
        _ => is_strictly_equal(left, right),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_power_of_one_to_infinity_is_no_number() {
        for (base, exponent) in
            [(1.0, f64::INFINITY), (-1.0, f64::NEG_INFINITY), (1.0, f64::NAN), (f64::NAN, 1.0)]
        {
            assert!(exponentiate(base, exponent).is_nan(), "{base} ** {exponent}");
        }
        for (base, exponent, power) in [
            (2.0, 10.0, 1024.0),
            (f64::NAN, 0.0, 1.0),
            (0.5, f64::INFINITY, 0.0),
            (-2.0, 3.0, -8.0),
            (4.0, 0.5, 2.0),
        ] {
            assert!(exponentiate(base, exponent).total_cmp(&power).is_eq(), "{base} ** {exponent}");
        }
    }

    #[test]
    fn sameness_and_equality_part_at_zero_and_at_what_is_no_number() {
        let number = Value::Number;
        assert!(same_value(&number(f64::NAN), &number(-f64::NAN)));
        assert!(!is_strictly_equal(&number(f64::NAN), &number(f64::NAN)));
        assert!(!same_value(&number(0.0), &number(-0.0)));
        assert!(is_strictly_equal(&number(0.0), &number(-0.0)));
        let text = |text: &str| Value::String(text.into());
        assert!(same_value(&text("a"), &text("a")));
        assert!(!same_value(&text("1"), &number(1.0)));
        assert!(!same_value(&Value::Null, &Value::Undefined));
        // Equal values of a script are still two objects.
        let plain = || Value::Plain(Rc::new(crate::program::Value::Array(Vec::new())));
        let one = plain();
        assert!(same_value(&one, &one.clone()));
        assert!(!same_value(&one, &plain()));
    }
}
