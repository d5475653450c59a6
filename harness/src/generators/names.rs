//! The names that generated modules export and import.

use std::borrow::Cow;

/// The pool. Few and often repeated, because linking is about names that meet.
///
/// The last two sort one way by code point and the other way by UTF-16 code unit (U+1D4B3 begins with the unit D835),
/// which is how the keys of a namespace are ordered.
pub(super) const EXPORT_NAMES: &[&str] = &["x", "y", "z", "default", "a-b", "\u{ff58}", "\u{1d4b3}"];

/// A name of the first `names` of the pool; the early ones come more often.
pub(super) fn export_name(byte: u8, names: usize) -> &'static str {
    const WEIGHTS: [usize; 16] = [0, 1, 2, 3, 0, 1, 2, 0, 1, 3, 4, 0, 5, 1, 6, 2];
    let names = names.clamp(1, EXPORT_NAMES.len());
    EXPORT_NAMES[WEIGHTS[usize::from(byte) % WEIGHTS.len()] % names]
}

/// Whether a declaration can bind the name: `export let x`.
pub(super) fn can_be_declared(name: &str) -> bool {
    matches!(name, "x" | "y" | "z")
}

/// The name as it stands in an import or export clause: identifiers plain, everything else as a string.
pub(super) fn module_export_name(name: &str) -> Cow<'_, str> {
    if can_be_declared(name) || name == "default" { name.into() } else { format!("\"{name}\"").into() }
}

#[cfg(test)]
mod tests {
    use super::{EXPORT_NAMES, export_name, module_export_name};

    #[test]
    fn every_name_of_the_pool_is_reached() {
        for (index, name) in EXPORT_NAMES.iter().enumerate() {
            assert!((0..=255).any(|byte| export_name(byte, EXPORT_NAMES.len()) == *name), "{name}");
            assert!((0..=255).all(|byte| EXPORT_NAMES[..=index].contains(&export_name(byte, index + 1))));
        }
    }

    #[test]
    fn names_that_are_no_identifiers_are_quoted() {
        assert_eq!(module_export_name("x"), "x");
        assert_eq!(module_export_name("default"), "default");
        assert_eq!(module_export_name("a-b"), "\"a-b\"");
    }
}
