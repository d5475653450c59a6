//! The bindings an engine has found, kept in a table of each module.

use rustc_hash::FxHashSet;

use super::{
    Agent, Status,
    agent::Map,
    names::{Name, Names},
    record::ModuleRecordKind,
    resolve::{Query, Resolution, ResolvedBinding},
};
use crate::program::ModuleId;

/// The tables of all modules.
#[derive(Debug, Default)]
pub(super) struct Tables {
    found: Map<Query, ResolvedBinding>,
    /// The names that came into a module's table from its stars, in the order they came.
    from_stars: Map<ModuleId, Vec<Name>>,
}

impl Tables {
    pub(super) fn get(&self, query: Query) -> Option<ResolvedBinding> {
        self.found.get(&query).copied()
    }

    /// Keeps what a re-export leads to.
    pub(super) fn add(&mut self, query: Query, binding: ResolvedBinding) {
        self.found.insert(query, binding);
    }

    /// Keeps what the stars of a module bring. What is there already stays.
    pub(super) fn add_from_star(&mut self, query: Query, binding: ResolvedBinding) {
        if self.found.insert(query, binding).is_none() {
            self.from_stars.entry(query.0).or_default().push(query.1);
        }
    }

    fn forget(&mut self, forgotten: impl Fn(ModuleId) -> bool) {
        self.found.retain(|&(module, _), _| !forgotten(module));
        self.from_stars.retain(|&module, _| !forgotten(module));
    }
}

/// A module whose stars are being gone through.
struct Frame {
    module: ModuleId,
    next_star: usize,
    /// The module behind the star before that one, whose table has not been looked at yet.
    behind: Option<ModuleId>,
    /// What its stars bring, in order; `None` for a name they disagree on.
    brought: Vec<Name>,
    bindings: Map<Name, Option<ResolvedBinding>>,
}

impl Agent {
    /// Forgets what was found, but for the tables of linked modules.
    pub(super) fn forget_searches(&mut self) {
        let search = std::mem::take(&mut self.search);
        self.search.tables = search.tables;
        self.forget_tables_of_unlinked();
    }

    /// A failed Link leaves the tables of linked modules only.
    pub(super) fn forget_tables_of_unlinked(&mut self) {
        let mut tables = std::mem::take(&mut self.search.tables);
        tables.forget(|module| {
            let status = self.cyclic(module).map(|record| record.status);
            matches!(status, Some(Status::New | Status::Unlinked | Status::Linking))
        });
        self.search.tables = tables;
    }

    /// The names in the table of `root`, after everything its stars bring was put there, and into the tables of the modules
    /// on the way.
    ///
    /// A module that is met again on the way to itself brings what its table has by then. This is where the result depends
    /// on the module that was asked first.
    pub(super) fn fill_table(&mut self, root: ModuleId) -> Vec<Name> {
        let mut visited: FxHashSet<ModuleId> = FxHashSet::default();
        let mut frames = Vec::new();
        self.enter_table(root, &mut visited, &mut frames);
        while let Some(frame) = frames.last_mut() {
            if let Some(behind) = frame.behind.take() {
                self.take_table(frame, behind);
            }
            let module = frame.module;
            if let Some(&star) = self.expect_cyclic(module).stars.get(frame.next_star) {
                frame.next_star += 1;
                let requested = self.get_imported_module(module, star);
                frame.behind = Some(requested);
                self.enter_table(requested, &mut visited, &mut frames);
                continue;
            }
            for &name in &frame.brought {
                if let Some(binding) = frame.bindings[&name] {
                    self.search.tables.add_from_star((module, name), binding);
                }
            }
            frames.pop();
        }
        self.table_names(root)
    }

    fn enter_table(&self, module: ModuleId, visited: &mut FxHashSet<ModuleId>, frames: &mut Vec<Frame>) {
        // A table is complete once the namespace object was made of it.
        let complete = self.cyclic(module).is_none() || self.module(module).namespace.is_some();
        if !complete && visited.insert(module) {
            let (brought, bindings) = (Vec::new(), Map::default());
            frames.push(Frame { module, next_star: 0, behind: None, brought, bindings });
        }
    }

    /// What the table of a module behind a star has and that of the module itself has not.
    fn take_table(&mut self, frame: &mut Frame, behind: ModuleId) {
        for name in self.table_names(behind) {
            let known = self.expect_cyclic(frame.module).export(name).is_some()
                || self.search.tables.get((frame.module, name)).is_some();
            if name == Names::DEFAULT || known {
                continue;
            }
            let Resolution::Binding(binding) = self.table_entry((behind, name)) else { continue };
            match frame.bindings.get_mut(&name) {
                None => {
                    frame.brought.push(name);
                    frame.bindings.insert(name, Some(binding));
                }
                Some(earlier) if *earlier != Some(binding) => *earlier = None,
                Some(_) => {}
            }
        }
    }

    fn table_entry(&mut self, query: Query) -> Resolution {
        match self.search.tables.get(query) {
            Some(binding) => Resolution::Binding(binding),
            None => self.resolve_export(query.0, query.1),
        }
    }

    /// The names in a module's table: its own, those it re-exports, and those that stars have brought so far.
    fn table_names(&self, module: ModuleId) -> Vec<Name> {
        match &self.module(module).kind {
            ModuleRecordKind::Synthetic(record) => record.export_names.to_vec(),
            ModuleRecordKind::Cyclic(record) => {
                let from_stars = self.search.tables.from_stars.get(&module).map_or(&[][..], Vec::as_slice);
                [&*record.local_names, &*record.indirect_names, from_stars].concat()
            }
        }
    }
}
