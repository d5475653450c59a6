//! Numbers as texts and texts as numbers.

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
    for (prefixes, radix) in [(["0x", "0X"], 16_u32), (["0o", "0O"], 8), (["0b", "0B"], 2)] {
        if let Some(digits) = prefixes.iter().find_map(|prefix| text.strip_prefix(prefix)) {
            if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
                return f64::NAN;
            }
            let value = |sum: f64, digit: char| {
                sum * f64::from(radix) + f64::from(digit.to_digit(radix).unwrap_or(0))
            };
            return digits.chars().fold(0.0, value);
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

/// White space and line terminators of the language.
pub(super) fn is_space(character: char) -> bool {
    matches!(character, '\t' | '\u{B}' | '\u{C}' | '\u{FEFF}' | '\n' | '\r' | '\u{2028}' | '\u{2029}')
        || (character.is_whitespace() && character != '\u{85}')
}
