//! Names as small numbers, so that comparing and hashing them costs nothing.

use std::{cmp::Ordering, rc::Rc};

use rustc_hash::FxHashMap;

/// A name of an [`Agent`](super::Agent): an export, a binding, a specifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Name(u32);

/// All names of an agent, each once.
#[derive(Debug)]
pub(super) struct Names {
    texts: Vec<Rc<str>>,
    by_text: FxHashMap<Rc<str>, Name>,
}

impl Names {
    /// `"default"`, the one name that `export *` does not carry.
    pub(super) const DEFAULT: Name = Name(0);

    pub(super) fn new() -> Self {
        let mut names = Self { texts: Vec::new(), by_text: FxHashMap::default() };
        let default = names.intern(&Rc::from("default"));
        debug_assert_eq!(default, Self::DEFAULT);
        names
    }

    pub(super) fn intern(&mut self, text: &Rc<str>) -> Name {
        if let Some(&name) = self.by_text.get(text) {
            return name;
        }
        let name = Name(u32::try_from(self.texts.len()).expect("a run has fewer than 2^32 names"));
        self.texts.push(Rc::clone(text));
        self.by_text.insert(Rc::clone(text), name);
        name
    }

    /// The order of two names by their UTF-16 code units.
    pub(super) fn compare(&self, one: Name, other: Name) -> Ordering {
        self.text(one).encode_utf16().cmp(self.text(other).encode_utf16())
    }

    pub(super) fn text(&self, name: Name) -> &Rc<str> {
        &self.texts[name.0 as usize]
    }
}
