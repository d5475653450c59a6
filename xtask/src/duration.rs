//! Lengths of time on the command line.

use std::time::Duration;

/// Reads `60s`, `10m`, `1h`, or `60`, which is seconds too.
///
/// # Errors
/// A sentence about what is wrong with `text`.
pub(crate) fn parse(text: &str) -> Result<Duration, String> {
    let wrong = || {
        format!(
            "`{text}` is not a length of time; write a whole number of seconds, or one with a unit: 60s, 10m or 1h"
        )
    };
    let digits = text.trim_end_matches(|character: char| !character.is_ascii_digit());
    let seconds = match &text[digits.len()..] {
        "s" | "" => 1,
        "m" => 60,
        "h" => 60 * 60,
        _ => return Err(wrong()),
    };
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    let count: u64 = digits.parse().map_err(|_| wrong())?;
    match count.checked_mul(seconds) {
        Some(0) => Err("a length of time of nothing leaves no time to run".to_owned()),
        Some(seconds) if seconds <= LONGEST => Ok(Duration::from_secs(seconds)),
        _ => Err(format!("`{text}` is longer than a week; run the command again instead")),
    }
}

/// A week, in seconds. libFuzzer counts its time in a 32-bit integer of seconds, and nobody waits longer.
const LONGEST: u64 = 7 * 24 * 60 * 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units() {
        assert_eq!(parse("60s"), Ok(Duration::from_mins(1)));
        assert_eq!(parse("60"), Ok(Duration::from_mins(1)));
        assert_eq!(parse("10m"), Ok(Duration::from_mins(10)));
        assert_eq!(parse("1h"), Ok(Duration::from_hours(1)));
    }

    #[test]
    fn everything_else_is_refused() {
        for text in
            ["", "s", "1.5h", "-1s", "+1s", "1 m", "1d", "1ms", "0s", "99999999999999999999s", "9999h"]
        {
            assert!(parse(text).is_err(), "{text}");
        }
        assert!(parse("18446744073709551615h").is_err(), "an overflow is refused");
        assert!(parse("1\u{3bc}s").is_err(), "not ASCII");
    }
}
