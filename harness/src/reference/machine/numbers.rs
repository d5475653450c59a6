//! Numbers as texts, texts as numbers, and the bits of numbers.

use crate::syntax::code::BinaryOperator;

/// Number::toString ( number, 10 ) — <https://tc39.es/ecma262/#sec-numeric-types-number-tostring>
pub(super) fn number_to_text(number: f64) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number == 0.0 {
        return "0".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    // Rust writes the shortest digits that give the number back, which is what the specification asks for.
    let scientific = format!("{:e}", number.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let digits = mantissa.replace('.', "");
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let sign = if number < 0.0 { "-" } else { "" };
    // The specification's n: the decimal point stands behind so many digits.
    let point = exponent + 1;
    let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let text = if (count..=21).contains(&point) {
        let zeros = usize::try_from(point - count).unwrap_or(0);
        format!("{digits}{}", "0".repeat(zeros))
    } else if (1..=21).contains(&point) {
        let (whole, fraction) = digits.split_at(usize::try_from(point).unwrap_or(0));
        format!("{whole}.{fraction}")
    } else if (-5..=0).contains(&point) {
        format!("0.{}{digits}", "0".repeat(usize::try_from(-point).unwrap_or(0)))
    } else {
        let sign = if exponent < 0 { '-' } else { '+' };
        let exponent = exponent.abs();
        if digits.len() == 1 {
            format!("{digits}e{sign}{exponent}")
        } else {
            let (first, rest) = digits.split_at(1);
            format!("{first}.{rest}e{sign}{exponent}")
        }
    };
    format!("{sign}{text}")
}

/// StringToNumber ( text ) — <https://tc39.es/ecma262/#sec-stringtonumber>
pub(super) fn text_to_number(text: &str) -> f64 {
    let text = text.trim_matches(is_space);
    if text.is_empty() {
        return 0.0;
    }
    for (prefixes, bits) in [(["0x", "0X"], 4), (["0o", "0O"], 3), (["0b", "0B"], 1)] {
        if let Some(digits) = prefixes.iter().find_map(|prefix| text.strip_prefix(prefix)) {
            return binary_number(digits, bits).unwrap_or(f64::NAN);
        }
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if unsigned == "Infinity" {
        return if text.starts_with('-') { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    let is_decimal = unsigned.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-'))
        && unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && unsigned.contains(|c: char| c.is_ascii_digit());
    if is_decimal { text.parse().unwrap_or(f64::NAN) } else { f64::NAN }
}

/// The number that digits of so many bits each write, rounded once and at the end — RoundMVResult,
/// <https://tc39.es/ecma262/#sec-roundmvresult>. `None` when they are no digits, or there are none.
fn binary_number(digits: &str, bits: u32) -> Option<f64> {
    if digits.is_empty() {
        return None;
    }
    // The first 64 bits, how many follow, and whether one of those is set.
    let (mut first, mut following, mut sticky) = (0_u64, 0_i32, false);
    for digit in digits.chars() {
        let digit = digit.to_digit(1 << bits)?;
        for place in (0..bits).rev() {
            let bit = digit >> place & 1;
            if first >> 63 == 0 {
                first = first << 1 | u64::from(bit);
            } else {
                following = following.saturating_add(1);
                sticky |= bit == 1;
            }
        }
    }
    // A bit far below those that remain decides between two numbers that are equally near.
    first |= u64::from(sticky);
    #[expect(
        clippy::cast_precision_loss,
        reason = "this is the rounding, to the nearest and then the even number"
    )]
    let rounded = first as f64;
    Some(rounded * 2.0_f64.powi(following))
}

/// White space and line terminators of the language.
pub(super) fn is_space(character: char) -> bool {
    matches!(character, '\t' | '\u{B}' | '\u{C}' | '\u{FEFF}' | '\n' | '\r' | '\u{2028}' | '\u{2029}')
        || (character.is_whitespace() && character != '\u{85}')
}

/// ToInt32 ( number ) — <https://tc39.es/ecma262/#sec-toint32>
pub(super) fn to_int32(number: f64) -> i32 {
    const MODULUS: f64 = 4_294_967_296.0;
    if !number.is_finite() {
        return 0;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is below 2^32")]
    let bits = number.trunc().rem_euclid(MODULUS) as u32;
    bits.cast_signed()
}

/// Number::bitwiseAND and its like, Number::leftShift and its like —
/// <https://tc39.es/ecma262/#sec-numberbitwiseop>, <https://tc39.es/ecma262/#sec-numeric-types-number-leftShift>
pub(super) fn bit_operation(operator: BinaryOperator, left: f64, right: f64) -> f64 {
    let (left, right) = (to_int32(left), to_int32(right));
    let count = right.cast_unsigned() % 32;
    f64::from(match operator {
        BinaryOperator::BitAnd => left & right,
        BinaryOperator::BitOr => left | right,
        BinaryOperator::BitXor => left ^ right,
        BinaryOperator::ShiftLeft => left << count,
        BinaryOperator::ShiftRightUnsigned => return f64::from(left.cast_unsigned() >> count),
        _ => left >> count,
    })
}

/// BigInt::bitwiseAND and its like, BigInt::leftShift, BigInt::signedRightShift —
/// <https://tc39.es/ecma262/#sec-bigintbitwiseop>, <https://tc39.es/ecma262/#sec-numeric-types-bigint-leftShift>. `None` is a
/// number that has no place here.
pub(super) fn big_bit_operation(operator: BinaryOperator, left: i128, right: i128) -> Option<i128> {
    let right = match operator {
        BinaryOperator::BitAnd => return Some(left & right),
        BinaryOperator::BitOr => return Some(left | right),
        BinaryOperator::BitXor => return Some(left ^ right),
        BinaryOperator::ShiftLeft => right,
        _ => right.checked_neg()?,
    };
    if right <= 0 {
        // Rounded down, so that a negative number does not become zero.
        let count = u32::try_from(right.unsigned_abs()).unwrap_or(u32::MAX).min(i128::BITS - 1);
        return Some(left >> count);
    }
    let count = u32::try_from(right).ok().filter(|count| *count < i128::BITS);
    match count {
        _ if left == 0 => Some(0),
        Some(count) => Some(left << count).filter(|shifted| shifted >> count == left),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_shortest_text_that_gives_them_back() {
        for (number, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-Infinity"),
            (123.0, "123"),
            (-1.5, "-1.5"),
            (0.1 + 0.2, "0.30000000000000004"),
            (1e21, "1e+21"),
            (123e18, "123000000000000000000"),
            (1e-6, "0.000001"),
            (1.5e-7, "1.5e-7"),
            (f64::MIN_POSITIVE / 4_503_599_627_370_496.0, "5e-324"),
            (f64::MAX, "1.7976931348623157e+308"),
        ] {
            assert_eq!(number_to_text(number), text);
        }
    }

    #[test]
    fn texts_are_numbers_as_literals_are() {
        for (text, number) in [
            ("", 0.0),
            (" \u{FEFF}\n12 ", 12.0),
            ("+1.5e3", 1500.0),
            (".5", 0.5),
            ("5.", 5.0),
            ("-Infinity", f64::NEG_INFINITY),
            ("0x1F", 31.0),
            ("0O17", 15.0),
            ("0b101", 5.0),
        ] {
            assert!(text_to_number(text).total_cmp(&number).is_eq(), "{text}");
        }
        for text in [
            "x", "1x", ".", "e5", "1e", "--1", "inf", "nan", "infinity", "0x", "0b2", "-0x1", "1_0", "\u{85}",
        ] {
            assert!(text_to_number(text).is_nan(), "{text}");
        }
    }

    #[test]
    fn binary_digits_are_rounded_once() {
        for (text, number) in [
            // A tie goes to the even number, and one bit behind it decides.
            ("0x20000000000001", 9_007_199_254_740_992.0),
            ("0x20000000000003", 9_007_199_254_740_996.0),
            ("0x100000000000008000000", 1_208_925_819_614_629_200_000_000.0),
            ("0x100000000000008000001", 1_208_925_819_614_629_400_000_000.0),
        ] {
            assert!(text_to_number(text).total_cmp(&number).is_eq(), "{text}");
        }
        assert!(text_to_number(&format!("0b1{}", "0".repeat(1024))).is_infinite());
        let most = format!("0b{}{}", "1".repeat(53), "0".repeat(971));
        assert!(text_to_number(&most).total_cmp(&f64::MAX).is_eq());
    }

    #[test]
    fn numbers_have_thirty_two_bits() {
        for (number, bits) in [
            (0.0, 0),
            (-1.9, -1),
            (2_147_483_648.0, i32::MIN),
            (4_294_967_301.0, 5),
            (-4_294_967_297.0, -1),
            (f64::NAN, 0),
            (f64::NEG_INFINITY, 0),
        ] {
            assert_eq!(to_int32(number), bits, "{number}");
        }
        assert!(
            bit_operation(BinaryOperator::ShiftRightUnsigned, -1.0, 32.0).total_cmp(&4_294_967_295.0).is_eq()
        );
    }

    #[test]
    fn shifts_of_big_numbers_round_down_and_end_where_there_is_no_room() {
        let shift = |left, right| big_bit_operation(BinaryOperator::ShiftLeft, left, right);
        assert_eq!(shift(-5, -1), Some(-3));
        assert_eq!(shift(-5, -1000), Some(-1));
        assert_eq!(shift(1, 126), Some(1 << 126));
        assert_eq!(shift(1, 127), None);
        assert_eq!(shift(-1, 127), Some(i128::MIN));
        assert_eq!(shift(1, i128::MAX), None);
        assert_eq!(shift(0, i128::MAX), Some(0));
        assert_eq!(big_bit_operation(BinaryOperator::ShiftRight, 1, i128::MIN), None);
    }
}
