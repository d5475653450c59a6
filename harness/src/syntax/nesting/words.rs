//! Words: what they cost, and what can stand behind them.

use super::{NESTED_COST, OPERATOR_COST};

const OTHER: u8 = 0;
pub(super) const WORD: u8 = 1;

/// Which bytes make up words. Bytes outside ASCII count as such.
pub(super) static CLASS: [u8; 256] = {
    let mut class = [OTHER; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "the loop ends at 255")]
        let c = byte as u8;
        if c.is_ascii_alphanumeric() || c == b'_' || c == b'$' || c == b'\\' || c >= 0x80 {
            class[byte] = WORD;
        }
        byte += 1;
    }
    class
};

/// What stood before, as far as it decides how a slash is read and where a statement ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
    /// An operator, an opening bracket, a separator, or the beginning: a slash begins a regular expression.
    Operator,
    /// The end of an operand, or of a declaration: a slash divides, but at the beginning of a line it can begin a statement.
    Operand,
    /// A string: the same, and a word behind it mostly begins a statement.
    Text,
    /// A number: the same, but a slash divides wherever it stands.
    Number,
    /// A dot, or the sign of a private name: the word behind it is a name, unless the dot ends a number.
    Dot,
    /// A closing brace: what a slash means is unclear, and a word behind it mostly begins a statement or a member.
    Brace,
    /// A word such as `if` and the parenthesis behind it, and whatever is none of the others: either.
    Unclear,
}

/// What a word can cost: more when it begins a statement, a function or a class inside another without a bracket, less when it is a
/// prefix operator or stands before an expression.
pub(super) fn cost_of(word: &[u8]) -> u64 {
    match word {
        b"async" | b"class" | b"do" | b"else" | b"extends" | b"for" | b"function" | b"if" | b"new"
        | b"switch" | b"try" | b"while" | b"with" => NESTED_COST,
        b"await" | b"case" | b"delete" | b"export" | b"return" | b"throw" | b"typeof" | b"void"
        | b"yield" => OPERATOR_COST,
        _ => 0,
    }
}

/// What stands behind a word that `before` stands before. Behind a dot every word is a name. A word whose characters are not
/// all plain may be a word and a space.
pub(super) fn behind(before: Before, word: &[u8]) -> Before {
    match word {
        [b'0'..=b'9', ..] => Before::Number,
        _ if !word.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$')) => {
            Before::Unclear
        }
        _ if before == Before::Dot => Before::Operand,
        b"case" | b"default" | b"delete" | b"do" | b"else" | b"extends" | b"in" | b"instanceof" | b"new"
        | b"return" | b"throw" | b"typeof" | b"void" | b"yield" => Before::Operator,
        b"await" | b"for" | b"if" | b"of" | b"while" | b"with" => Before::Unclear,
        _ => Before::Operand,
    }
}

/// Whether a word goes on with what stands before it, behind a semicolon, a string or a closing brace. A word whose
/// characters are not all plain may be a space and a word.
pub(super) fn continues(word: &[u8]) -> bool {
    word.iter().any(|byte| *byte >= 0x80)
        || matches!(
            word,
            b"else"
                | b"while"
                | b"catch"
                | b"finally"
                | b"in"
                | b"instanceof"
                | b"of"
                | b"as"
                | b"from"
                | b"with"
                | b"assert"
        )
}

/// The word that begins at a place; empty when none does.
pub(super) fn word_at(text: &[u8], at: usize) -> &[u8] {
    let rest = text.get(at..).unwrap_or_default();
    let length = rest.iter().position(|byte| CLASS[*byte as usize] != WORD).unwrap_or(rest.len());
    &rest[..length]
}
