//! Strings and places of a source text.

use std::{
    cell::RefCell,
    hash::{Hash, Hasher},
    rc::Rc,
};

use hstr::wtf8::Wtf8;
use rustc_hash::FxHasher;
use swc_atoms::Atom;
use swc_common::BytePos;

use super::TextPosition;

/// How far above a lone surrogate its stand-in lies: U+D800 becomes U+10F800, U+DFFF becomes U+10FFFF.
const STAND_IN_OFFSET: u32 = 0x10_F800 - 0xD800;

/// The position that swc is told the text begins at. It keeps 0 for nodes that have no place.
pub(super) const TEXT_START: u32 = 1;

/// How many texts [`shared`] remembers on a thread. Modules of one program repeat a few hundred names and specifiers at most.
const REMEMBERED: usize = 512;

/// The longest text in bytes that is remembered, so that a thread holds less than 50 KiB of them.
const LONGEST_REMEMBERED: usize = 48;

thread_local! {
    /// The latest text of each hash.
    static LATEST: RefCell<[Option<Rc<str>>; REMEMBERED]> = const { RefCell::new([const { None }; REMEMBERED]) };
}

/// A text as an `Rc`: the one given out before, when the thread remembers it. One name stands in several places of a record, and
/// the modules of a program share theirs; counting a reference is much cheaper than another allocation.
fn shared(text: &str) -> Rc<str> {
    if text.len() > LONGEST_REMEMBERED {
        return Rc::from(text);
    }
    let mut hasher = FxHasher::default();
    text.hash(&mut hasher);
    let place = usize::try_from(hasher.finish() % REMEMBERED as u64).unwrap_or(0);
    let remembered = LATEST.try_with(|latest| {
        let latest = &mut latest.try_borrow_mut().ok()?[place];
        match latest {
            Some(known) if **known == *text => Some(known.clone()),
            _ => Some(latest.insert(Rc::from(text)).clone()),
        }
    });
    // A thread that is ending remembers nothing.
    remembered.ok().flatten().unwrap_or_else(|| Rc::from(text))
}

/// A JavaScript string as ours. A string without lone surrogates stays as it is. Each lone surrogate U+D800 + n, which
/// `str` cannot hold, becomes the private use character U+10F800 + n, so that texts that differ stay different.
///
/// A text that holds both a lone surrogate and the very private use character that stands for it elsewhere is the one
/// case of two texts that meet; those 2,048 characters have no other use here.
pub(super) fn string_value(value: &Wtf8) -> Rc<str> {
    if let Some(text) = value.as_str() {
        return shared(text);
    }
    let text: String = value
        .code_points()
        .map(|point| {
            point.to_char().or_else(|| char::from_u32(point.to_u32() + STAND_IN_OFFSET)).unwrap_or('\u{FFFD}')
        })
        .collect();
    Rc::from(text)
}

/// An identifier's name as ours.
pub(super) fn name_value(name: &Atom) -> Rc<str> {
    shared(name)
}

/// `default`, the export name of a default export.
pub(super) fn default_name() -> Rc<str> {
    shared("default")
}

/// The empty name of a function that nothing names.
pub(super) fn no_name() -> Rc<str> {
    shared("")
}

/// `*default*`, the local name of a default export without a name of its own.
pub(super) fn default_local_name() -> Rc<str> {
    shared("*default*")
}

/// The offset in bytes of a position that swc reports.
pub(super) fn offset_of(position: BytePos) -> u32 {
    position.0.saturating_sub(TEXT_START)
}

/// The line and column of a byte offset. Line terminators are those of
/// <https://tc39.es/ecma262/#sec-line-terminators>, CR LF counting as one.
pub(super) fn text_position(source: &str, offset: u32) -> TextPosition {
    let end = source.floor_char_boundary(offset as usize);
    let (mut line, mut column) = (1_u32, 1_u32);
    let mut previous = '\0';
    for c in source[..end].chars() {
        match c {
            '\n' if previous == '\r' => {}
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => {
                line += 1;
                column = 1;
            }
            _ => column += 1,
        }
        previous = c;
    }
    TextPosition { line, column }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_every_line_terminator() {
        let source = "a\nb\r\nc\rd\u{2028}e\u{2029}fé𝒳g";
        let at = |c: char| {
            let position = text_position(source, u32::try_from(source.find(c).unwrap()).unwrap());
            (position.line, position.column)
        };
        assert_eq!(at('b'), (2, 1));
        assert_eq!(at('c'), (3, 1));
        assert_eq!(at('d'), (4, 1));
        assert_eq!(at('e'), (5, 1));
        assert_eq!(at('f'), (6, 1));
        assert_eq!(at('g'), (6, 4));
    }

    #[test]
    fn an_offset_inside_a_character_or_behind_the_text_is_moved_back() {
        assert_eq!(text_position("é", 1), TextPosition { line: 1, column: 1 });
        assert_eq!(text_position("ab", 9), TextPosition { line: 1, column: 3 });
    }

    #[test]
    fn a_shared_text_is_the_text_whatever_was_shared_before() {
        let texts: Vec<String> = (0..4 * REMEMBERED).map(|n| "x".repeat(n % 60) + &n.to_string()).collect();
        for text in texts.iter().chain(&texts) {
            assert_eq!(*shared(text), **text);
            assert_eq!(Rc::ptr_eq(&shared(text), &shared(text)), text.len() <= LONGEST_REMEMBERED, "{text}");
        }
    }

    #[test]
    fn lone_surrogates_become_private_use_characters() {
        let value = hstr::wtf8::Wtf8Buf::from_ill_formed_utf16(&[0x61, 0xD800, 0xDFFF, 0xDC00, 0xDFFF]);
        // D800 DFFF is a pair, the two after it are not.
        assert_eq!(&*string_value(&value), "a\u{103FF}\u{10FC00}\u{10FFFF}");
    }
}
