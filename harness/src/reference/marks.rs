//! Which numbered steps of which operations a run reached.
//!
//! The table lists every mark of the reference, so that a coverage print can say what is missing. A mark that is not in
//! the table does not compile; a test finds entries of the table that nothing in the reference sets.

mod table;

use std::cell::Cell;

pub use table::OPERATIONS;

/// An operation of ECMA-262 or of `vm.Module`, with the steps of it that are marked.
///
/// A step is marked where something is decided or changed; assertions, and steps that do nothing but name a value, are
/// not.
#[derive(Debug)]
pub struct Operation {
    /// Its name: as the specification spells it, or `vm` and the name of the operation of `vm.Module`.
    pub name: &'static str,
    /// Where it is defined.
    pub address: &'static str,
    /// The marked steps, in order: `9.c.iii.1`, with a word behind the number for a branch that has none of its own.
    pub steps: &'static [&'static str],
    /// Steps that no program can reach, and why.
    pub unreachable: &'static [(&'static str, &'static str)],
}

/// Records that a step was reached: `step!(agent, "Link 3")`.
macro_rules! step {
    ($agent:expr, $id:literal) => {
        $agent.marks.reach(const { $crate::reference::marks::index($id) })
    };
}
pub(super) use step;

/// How many steps the table lists.
pub const STEP_COUNT: usize = {
    let mut count = 0;
    let mut operation = 0;
    while operation < OPERATIONS.len() {
        count += OPERATIONS[operation].steps.len();
        operation += 1;
    }
    count
};

const WORDS: usize = STEP_COUNT.div_ceil(64);

/// A set of steps. Reaching one takes a shared reference, so that a mark can stand where a record is being read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marks([Cell<u64>; WORDS]);

impl Default for Marks {
    fn default() -> Self {
        Self([const { Cell::new(0) }; WORDS])
    }
}

impl Marks {
    pub(super) fn reach(&self, index: usize) {
        let word = &self.0[index / 64];
        word.set(word.get() | 1 << (index % 64));
    }

    /// Adds every step of `other`.
    pub fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter().zip(&other.0) {
            mine.set(mine.get() | theirs.get());
        }
    }

    /// Whether `step` of `operation` was reached; `false` for a step that is not in the table.
    #[must_use]
    pub fn contains(&self, operation: &str, step: &str) -> bool {
        let mut index = 0;
        for entry in OPERATIONS {
            for &listed in entry.steps {
                if entry.name == operation && listed == step {
                    return self.0[index / 64].get() & (1 << (index % 64)) != 0;
                }
                index += 1;
            }
        }
        false
    }
}

/// The place of the step `id` (the operation's name, a space, the step) in the table.
///
/// # Panics
/// When the table does not list it; in a constant that is an error of the compiler.
#[must_use]
pub(super) const fn index(id: &str) -> usize {
    let mut index = 0;
    let mut operation = 0;
    while operation < OPERATIONS.len() {
        let steps = OPERATIONS[operation].steps;
        let mut step = 0;
        while step < steps.len() {
            if is_joined(id.as_bytes(), OPERATIONS[operation].name.as_bytes(), steps[step].as_bytes()) {
                return index;
            }
            index += 1;
            step += 1;
        }
        operation += 1;
    }
    panic!("the step is not in the table of marks")
}

/// Whether `whole` is `left`, a space and `right`.
const fn is_joined(whole: &[u8], left: &[u8], right: &[u8]) -> bool {
    whole.len() == left.len() + 1 + right.len()
        && matches_at(whole, 0, left)
        && whole[left.len()] == b' '
        && matches_at(whole, left.len() + 1, right)
}

const fn matches_at(whole: &[u8], start: usize, part: &[u8]) -> bool {
    let mut index = 0;
    while index < part.len() {
        if whole[start + index] != part[index] {
            return false;
        }
        index += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::*;

    /// Every `"Operation step"` literal of the reference's sources.
    fn marks_in_sources(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                marks_in_sources(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("marks.rs") {
                let text = fs::read_to_string(&path).unwrap();
                for (start, opening) in
                    text.match_indices("step!(").chain(text.match_indices("reach(index(")).collect::<Vec<_>>()
                {
                    let rest = &text[start + opening.len()..];
                    let rest = &rest[rest.find('"').unwrap() + 1..];
                    found.insert(rest[..rest.find('"').unwrap()].to_owned());
                }
            }
        }
    }

    #[test]
    fn table_and_sources_agree() {
        let mut set = BTreeSet::new();
        marks_in_sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/reference"), &mut set);
        let listed: BTreeSet<String> = OPERATIONS
            .iter()
            .flat_map(|operation| operation.steps.iter().map(|step| format!("{} {step}", operation.name)))
            .collect();
        assert_eq!(set, listed);
        assert_eq!(listed.len(), STEP_COUNT, "a step is listed twice");
    }

    #[test]
    fn unreachable_steps_are_not_marked_and_have_a_reason() {
        for operation in OPERATIONS {
            for (step, reason) in operation.unreachable {
                assert!(!operation.steps.contains(step), "{} {step}", operation.name);
                assert!(reason.ends_with('.'), "{} {step}", operation.name);
            }
        }
    }

    #[test]
    fn a_reached_step_is_contained_and_merged() {
        let marks = Marks::default();
        assert!(!marks.contains("Link", "3"));
        marks.reach(index("Link 3"));
        assert!(marks.contains("Link", "3"));
        assert!(!marks.contains("Link", "7"));
        let mut all = Marks::default();
        all.reach(index("Link 7"));
        all.merge(&marks);
        assert!(all.contains("Link", "3") && all.contains("Link", "7"));
        assert!(!all.contains("Link", "none"));
    }
}
