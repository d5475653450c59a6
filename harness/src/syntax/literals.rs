//! Early errors inside literals.

use swc_common::BytePos;
use swc_ecma_ast::{Regex, Str};

use super::{found::FirstError, guard::run_parser};

/// The early errors of a regular expression literal — <https://tc39.es/ecma262/#sec-primary-expression-regular-expression-literals-static-semantics-early-errors>:
/// its flags are known, none is given twice or excludes another, and its pattern is one.
pub(super) fn regular_expression_early_errors(regex: &Regex, errors: &mut FirstError) {
    let position = regex.span.lo;
    let flags = &*regex.flags;
    let unknown = flags.chars().any(|flag| !"dgimsuvy".contains(flag));
    let repeated = flags.char_indices().any(|(at, flag)| flags[..at].contains(flag));
    if unknown || repeated || (flags.contains('u') && flags.contains('v')) {
        errors.report(position, || format!("{flags} are not the flags of a regular expression"));
        return;
    }
    let pattern = regex.exp.chars().map(u32::from);
    let parsed = run_parser(|| regress::backends::try_parse(pattern, regress::Flags::from(flags)).map(drop));
    match parsed {
        Ok(Ok(())) => {}
        Ok(Err(error)) => {
            errors
                .report(position, || format!("the pattern of a regular expression is wrong: {}", error.text));
        }
        Err(_) => errors.report(position, || "the pattern of a regular expression cannot be parsed".into()),
    }
}

/// The early errors of a string — <https://tc39.es/ecma262/#sec-string-literals-static-semantics-early-errors>: strict code has no `\8` and
/// `\9`. (The parser finds the octal ones.)
pub(super) fn string_early_errors(text: &Str, errors: &mut FirstError) {
    let Some(raw) = &text.raw else { return };
    let mut escaped = false;
    for (at, byte) in raw.bytes().enumerate() {
        if escaped && (byte == b'8' || byte == b'9') {
            let position = text.span.lo + BytePos(u32::try_from(at).unwrap_or(0).saturating_sub(1));
            errors.report(position, || "strict code has no escape sequences \\8 and \\9".into());
        }
        escaped = !escaped && byte == b'\\';
    }
}
