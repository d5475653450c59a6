//! A linker script as the linker function of a run.

use std::collections::{BTreeMap, HashMap};

use crate::program::{Behaviour, LinkerEntry, LinkerScript, ModuleId};

/// A script, found quickly by specifier, and how often each of its entries has answered.
#[derive(Debug)]
pub(super) struct Linker<'p> {
    script: &'p LinkerScript,
    by_specifier: HashMap<&'p str, Vec<usize>>,
    calls: Vec<usize>,
}

impl<'p> Linker<'p> {
    pub(super) fn new(script: &'p LinkerScript) -> Self {
        let mut by_specifier: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, entry) in script.entries.iter().enumerate() {
            by_specifier.entry(entry.key.specifier.as_str()).or_default().push(index);
        }
        Self { script, by_specifier, calls: vec![0; script.entries.len()] }
    }

    /// What the script says to this call, or `None` when no entry selects it.
    pub(super) fn behaviour(
        &mut self,
        specifier: &str,
        referrer: ModuleId,
        attributes: &[(&str, &str)],
    ) -> Option<&'p Behaviour> {
        let candidates = self.by_specifier.get(specifier)?.iter().copied();
        let selected = candidates
            .filter(|&index| selects(&self.script.entries[index], referrer, attributes))
            .max_by_key(|&index| narrowness(&self.script.entries[index], index))?;
        let behaviours = &self.script.entries[selected].behaviours;
        let call = self.calls[selected].min(behaviours.len() - 1);
        self.calls[selected] += 1;
        Some(&behaviours[call])
    }
}

fn selects(entry: &LinkerEntry, referrer: ModuleId, attributes: &[(&str, &str)]) -> bool {
    let same_attributes = |wanted: &BTreeMap<String, String>| {
        wanted.len() == attributes.len()
            && attributes.iter().all(|&(key, value)| wanted.get(key).is_some_and(|wanted| wanted == value))
    };
    entry.key.referrer.is_none_or(|wanted| wanted == referrer)
        && entry.key.attributes.as_ref().is_none_or(same_attributes)
}

/// A referrer outweighs attributes; of two entries with the same key the first counts.
fn narrowness(entry: &LinkerEntry, index: usize) -> (bool, bool, std::cmp::Reverse<usize>) {
    (entry.key.referrer.is_some(), entry.key.attributes.is_some(), std::cmp::Reverse(index))
}
