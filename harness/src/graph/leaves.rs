//! What the synthetic modules of a graph export.
//!
//! Node finds the names of a CommonJS file by reading its text with a lexer of its own before it is run
//! (<https://nodejs.org/api/esm.html#commonjs-namespaces>), and those of a built-in module by looking at the module. Neither
//! can be done here, so a graph is generous: a leaf exports `default` and every name that is asked of it. A published package
//! asks for names that are there, so it links; that a name is not there cannot be found out this way.
//!
//! * A name is asked of a leaf when a module imports it or re-exports it from that leaf.
//! * A name can also be asked through `export *`. When no module behind the stars exports it, the first leaf behind them
//!   does, unless one of the leaves exports it already: a second one would make the name ambiguous. So a star brings of a
//!   leaf what is asked for, and no more.
//! * A JSON file exports `default` and nothing else, as in Node.

use std::{collections::BTreeSet, rc::Rc};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Content, LeafKind, read::Found};
use crate::{
    program::ModuleId,
    syntax::{ImportName, IndirectName, ModuleRecord, RequestIndex},
};

/// A name that is asked of a module.
type Demand = (ModuleId, Rc<str>);

/// Gives every leaf of `modules` its exports, sorted.
pub(super) fn give_exports(modules: &mut [Found]) {
    let exports = Demands::of(modules).answered();
    for (module, names) in exports {
        if let Content::Leaf { exports, .. } = &mut modules[module.index()].content {
            *exports = names.into_iter().map(|name| name.to_string()).collect();
        }
    }
}

struct Demands<'m> {
    modules: &'m [Found],
    /// The names that each ES module exports other than by a star.
    own: Vec<FxHashSet<&'m str>>,
    /// What each leaf is to export.
    leaves: FxHashMap<ModuleId, BTreeSet<Rc<str>>>,
    /// What is asked of ES modules that do not export it themselves, in the order it is met.
    through_stars: Vec<Demand>,
}

impl<'m> Demands<'m> {
    fn of(modules: &'m [Found]) -> Self {
        let own = modules.iter().map(|module| own_names(&module.content)).collect();
        let mut demands = Self { modules, own, leaves: FxHashMap::default(), through_stars: Vec::new() };
        for (index, module) in modules.iter().enumerate() {
            match &module.content {
                Content::Leaf { .. } => {
                    demands.leaves.entry(ModuleId::new(index)).or_default().insert(Rc::from("default"));
                }
                Content::Module { record, targets } => {
                    for (request, name) in asked_names(record) {
                        demands.ask(targets[request.0 as usize], name);
                    }
                }
                Content::Broken(_) => {}
            }
        }
        demands
    }

    fn ask(&mut self, module: ModuleId, name: &Rc<str>) {
        match &self.modules[module.index()].content {
            Content::Leaf { kind: LeafKind::Json, .. } | Content::Broken(_) => {}
            Content::Leaf { .. } => {
                self.leaves.entry(module).or_default().insert(name.clone());
            }
            // No star carries a default export.
            Content::Module { .. } if **name == *"default" || self.own[module.index()].contains(&**name) => {}
            Content::Module { .. } => self.through_stars.push((module, name.clone())),
        }
    }

    /// What the leaves export, once all that is asked through stars has been answered.
    fn answered(mut self) -> FxHashMap<ModuleId, BTreeSet<Rc<str>>> {
        let mut asked: FxHashSet<Demand> = FxHashSet::default();
        for demand in std::mem::take(&mut self.through_stars) {
            if asked.insert(demand.clone())
                && let Some(leaf) = self.leaf_for(&demand)
            {
                self.leaves.entry(leaf).or_default().insert(demand.1);
            }
        }
        self.leaves
    }

    /// The leaf that has to export the name, or `None` when something behind the stars exports it already, or nothing can.
    fn leaf_for(&self, (module, name): &Demand) -> Option<ModuleId> {
        let mut first = None;
        let mut seen: FxHashSet<ModuleId> = FxHashSet::default();
        let mut waiting = vec![*module];
        while let Some(current) = waiting.pop() {
            if !seen.insert(current) {
                continue;
            }
            match &self.modules[current.index()].content {
                _ if self.own[current.index()].contains(&**name) => return None,
                Content::Leaf { .. }
                    if self.leaves.get(&current).is_some_and(|names| names.contains(name)) =>
                {
                    return None;
                }
                Content::Leaf { kind: LeafKind::Json, .. } | Content::Broken(_) => {}
                Content::Leaf { .. } => first = first.or(Some(current)),
                Content::Module { record, targets } => {
                    // The first star is on top of the stack.
                    waiting.extend(
                        record.star_exports.iter().rev().map(|star| targets[star.request.0 as usize]),
                    );
                }
            }
        }
        first
    }
}

/// The names that a module exports other than by a star.
pub(super) fn own_names(content: &Content) -> FxHashSet<&str> {
    let Content::Module { record, .. } = content else { return FxHashSet::default() };
    let local = record.local_exports.iter().map(|export| &*export.export_name);
    local.chain(record.indirect_exports.iter().map(|export| &*export.export_name)).collect()
}

/// The names that a module imports and re-exports, with the request each is asked of.
fn asked_names(record: &ModuleRecord) -> impl Iterator<Item = (RequestIndex, &Rc<str>)> {
    let imports = record.import_entries.iter().filter_map(|entry| match &entry.import_name {
        ImportName::Name(name) => Some((entry.request, name)),
        ImportName::NamespaceObject | ImportName::Source => None,
    });
    let indirect = record.indirect_exports.iter().filter_map(|export| match &export.import_name {
        IndirectName::Name(name) => Some((export.request, name)),
        IndirectName::All => None,
    });
    imports.chain(indirect)
}
