//! The names a module exports, its own and those its stars bring.

use rustc_hash::FxHashSet;

use super::{
    Agent,
    marks::step,
    names::{Name, Names},
    record::ModuleRecordKind,
};
use crate::program::ModuleId;

impl Agent {
    /// GetExportedNames ( \[ exportStarSet ] ) — <https://tc39.es/ecma262/#sec-getexportednames>, and
    /// <https://tc39.es/ecma262/#sec-smr-getexportednames> for synthetic modules.
    ///
    /// The lists that the specification builds at every star and merges into the one above are one list here: a name
    /// that is in it already is not added again, and nothing but the module itself adds `default`.
    pub(super) fn get_exported_names(&mut self, module: ModuleId) -> Vec<Name> {
        // 2. exportStarSet
        let mut export_star_set: FxHashSet<ModuleId> = FxHashSet::default();
        // 5. exportedNames
        let mut exported_names: Vec<Name> = Vec::new();
        let mut contained: FxHashSet<Name> = FxHashSet::default();
        let mut waiting = vec![module];
        while let Some(current) = waiting.pop() {
            // 3.–4. A circle brings nothing new.
            if !export_star_set.insert(current) {
                step!(self, "GetExportedNames 3.b");
                continue;
            }
            let mut add = |name: Name, names: &mut Vec<Name>| {
                // 8.d.i.
                if (current == module || name != Names::DEFAULT) && contained.insert(name) {
                    names.push(name);
                }
            };
            match &self.modules[current.index()].kind {
                ModuleRecordKind::Synthetic(record) => {
                    step!(self, "GetExportedNames synthetic 1");
                    record.export_names.iter().for_each(|&name| add(name, &mut exported_names));
                }
                ModuleRecordKind::Cyclic(record) => {
                    // 6. Its own names.
                    for &name in &record.local_names {
                        step!(self, "GetExportedNames 6.c");
                        add(name, &mut exported_names);
                    }
                    // 7. Those it re-exports.
                    for &name in &record.indirect_names {
                        step!(self, "GetExportedNames 7.c");
                        add(name, &mut exported_names);
                    }
                    // 8. Those its stars bring; the first star is on top of the stack.
                    for index in (0..record.stars.len()).rev() {
                        let star = self.expect_cyclic(current).stars[index];
                        step!(self, "GetExportedNames 8.c");
                        waiting.push(self.get_imported_module(current, star));
                    }
                }
            }
        }
        // 9.
        exported_names
    }
}
