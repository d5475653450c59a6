//! The import and export entries of a module, as its record keeps them.

use super::{
    Agent, Quirk,
    agent::Map,
    names::Name,
    record::{Export, ImportEntry, ImportName},
};
use crate::syntax::{self, IndirectName, ModuleRecord, Phase, RequestIndex};

/// The exports of a module but for its stars.
pub(super) struct ExportEntries {
    /// Sorted by name.
    pub(super) exports: Box<[(Name, Export)]>,
    /// The names of \[\[LocalExportEntries]] and of \[\[IndirectExportEntries]], in source order.
    pub(super) local_names: Box<[Name]>,
    pub(super) indirect_names: Box<[Name]>,
}

impl Agent {
    /// \[\[ImportEntries]], in the order in which the module's environment is made.
    pub(super) fn import_entries(&mut self, record: &ModuleRecord) -> Box<[ImportEntry]> {
        let mut entries: Vec<ImportEntry> = Vec::with_capacity(record.import_entries.len());
        for entry in &record.import_entries {
            let import_name = match &entry.import_name {
                syntax::ImportName::Name(name) => ImportName::Name(self.names.intern(name)),
                syntax::ImportName::NamespaceObject => ImportName::NamespaceObject,
                syntax::ImportName::Source => ImportName::Source,
            };
            let local_name = self.names.intern(&entry.local_name);
            entries.push(ImportEntry { request: entry.request, import_name, local_name });
        }
        if self.has(Quirk::ImportsCheckedByLocalName) {
            entries.sort_by(|a, b| self.names.compare(a.local_name, b.local_name));
        }
        entries.into_boxed_slice()
    }

    /// The other lists of entries.
    pub(super) fn export_entries(&mut self, record: &ModuleRecord) -> ExportEntries {
        let mut exports = Vec::with_capacity(record.local_exports.len() + record.indirect_exports.len());
        let mut local_names = Vec::with_capacity(record.local_exports.len());
        let mut indirect_names = Vec::with_capacity(record.indirect_exports.len());
        let namespaces = if self.has(Quirk::ImportedNamespaceIsReExport) {
            imported_namespaces(record)
        } else {
            Map::default()
        };
        let places = if self.has(Quirk::ImportedReExportsCheckedLast) {
            import_places(record)
        } else {
            Map::default()
        };
        for entry in &record.local_exports {
            let name = self.names.intern(&entry.export_name);
            local_names.push(name);
            let export = match namespaces.get(&*entry.local_name) {
                Some(&request) => Export::Namespace(request),
                None => Export::Local(self.names.intern(&entry.local_name)),
            };
            exports.push((name, export));
        }
        for entry in &record.indirect_exports {
            let name = self.names.intern(&entry.export_name);
            let export = match &entry.import_name {
                IndirectName::Name(import) => Export::Indirect(entry.request, self.names.intern(import)),
                IndirectName::All => Export::Namespace(entry.request),
            };
            let place = entry.local_name.as_ref().and_then(|local_name| places.get(&**local_name));
            indirect_names.push((place.copied(), name));
            exports.push((name, export));
        }
        if self.has(Quirk::ImportedReExportsCheckedLast) {
            indirect_names.sort_by_key(|(place, _)| *place);
        }
        exports.sort_by_key(|(name, _)| *name);
        ExportEntries {
            exports: exports.into_boxed_slice(),
            local_names: local_names.into_boxed_slice(),
            indirect_names: indirect_names.into_iter().map(|(_, name)| name).collect(),
        }
    }
}

/// The requests behind the bindings that hold a namespace object.
fn imported_namespaces(record: &ModuleRecord) -> Map<&str, RequestIndex> {
    let entries = record.import_entries.iter().filter(|entry| {
        let phase = record.requests[entry.request.0 as usize].phase;
        entry.import_name == syntax::ImportName::NamespaceObject && phase == Phase::Evaluation
    });
    entries.map(|entry| (&*entry.local_name, entry.request)).collect()
}

/// The place of each imported binding among all of them. `export … from` has none, which comes first.
fn import_places(record: &ModuleRecord) -> Map<&str, usize> {
    record.import_entries.iter().enumerate().map(|(place, entry)| (&*entry.local_name, place)).collect()
}
