//! Names: `GetExportedNames` and `ResolveExport`, on lists.

use vmlink::syntax::{ImportName, IndirectName, ModuleRecord};

/// Modules by number, and for each of their requests, in order, the number of the module that answers it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Graph {
    /// The records. A synthetic module is one whose exports are all its own.
    pub(crate) records: Vec<ModuleRecord>,
    /// `edges[module][request]`
    pub(crate) edges: Vec<Vec<usize>>,
}

/// A `ResolvedBinding` Record — <https://tc39.es/ecma262/#resolvedbinding-record>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Binding {
    /// A binding of a module's environment.
    Name(usize, String),
    /// The namespace object of a module.
    Namespace(usize),
}

/// What `ResolveExport` gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Resolution {
    /// A `ResolvedBinding` Record.
    Found(Binding),
    /// null
    Null,
    /// ambiguous
    Ambiguous,
}

/// One (module, name) that a resolution went through.
pub(crate) type Visit = (usize, String);

impl Graph {
    /// `GetExportedNames` — <https://tc39.es/ecma262/#sec-getexportednames>.
    pub(crate) fn exported_names(&self, module: usize, visited: &mut Vec<usize>) -> Vec<String> {
        if visited.contains(&module) {
            return Vec::new();
        }
        visited.push(module);
        let record = &self.records[module];
        let mut names: Vec<String> = Vec::new();
        for export in &record.local_exports {
            names.push(export.export_name.to_string());
        }
        for export in &record.indirect_exports {
            names.push(export.export_name.to_string());
        }
        for export in &record.star_exports {
            let target = self.edges[module][export.request.0 as usize];
            for name in self.exported_names(target, visited) {
                if name != "default" && !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        names
    }

    /// `ResolveExport` — <https://tc39.es/ecma262/#sec-resolveexport>. `resolve_set` ends as every (module, name) that
    /// was looked at.
    pub(crate) fn resolve_export(
        &self,
        module: usize,
        name: &str,
        resolve_set: &mut Vec<Visit>,
    ) -> Resolution {
        if resolve_set.contains(&(module, name.to_owned())) {
            return Resolution::Null;
        }
        resolve_set.push((module, name.to_owned()));
        let record = &self.records[module];
        for export in &record.local_exports {
            if &*export.export_name == name {
                return Resolution::Found(Binding::Name(module, export.local_name.to_string()));
            }
        }
        for export in &record.indirect_exports {
            if &*export.export_name == name {
                let target = self.edges[module][export.request.0 as usize];
                return match &export.import_name {
                    IndirectName::All => Resolution::Found(Binding::Namespace(target)),
                    IndirectName::Name(import_name) => self.resolve_export(target, import_name, resolve_set),
                };
            }
        }
        if name == "default" {
            return Resolution::Null;
        }
        let mut star_resolution: Option<Binding> = None;
        for export in &record.star_exports {
            let target = self.edges[module][export.request.0 as usize];
            match self.resolve_export(target, name, resolve_set) {
                Resolution::Ambiguous => return Resolution::Ambiguous,
                Resolution::Null => {}
                Resolution::Found(binding) => match &star_resolution {
                    None => star_resolution = Some(binding),
                    Some(first) if *first != binding => return Resolution::Ambiguous,
                    Some(_) => {}
                },
            }
        }
        star_resolution.map_or(Resolution::Null, Resolution::Found)
    }

    /// The keys of the namespace of a module — <https://tc39.es/ecma262/#sec-getmodulenamespace> and
    /// <https://tc39.es/ecma262/#sec-modulenamespacecreate>: what resolves, in the order of UTF-16 code units.
    pub(crate) fn namespace_keys(&self, module: usize) -> Vec<String> {
        let mut keys: Vec<String> = self.exported_names(module, &mut Vec::new());
        keys.retain(|name| {
            matches!(self.resolve_export(module, name, &mut Vec::new()), Resolution::Found(_))
        });
        keys.sort_by_key(|name| name.encode_utf16().collect::<Vec<u16>>());
        keys
    }

    /// What an import entry asks for, by name: nothing for a namespace or a source, which need no resolution.
    pub(crate) fn import_name(import_name: &ImportName) -> Option<&str> {
        match import_name {
            ImportName::Name(name) => Some(name),
            ImportName::NamespaceObject | ImportName::Source => None,
        }
    }
}
