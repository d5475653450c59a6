//! What a module exports.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};
use swc_atoms::Atom;
use swc_common::{BytePos, Spanned};
use swc_ecma_ast::{Decl, DefaultDecl, ExportSpecifier, ModuleDecl, ModuleExportName, NamedExport};

use super::{
    ImportEntry, ImportName, IndirectExport, IndirectName, LocalExport, ModuleRecord, RequestIndex,
    StarExport,
    bound_names::{bound_names_of_declaration, bound_names_of_declarators},
    found::FirstError,
    imports::module_export_name_early_errors,
    text::{default_local_name, default_name, name_value, string_value},
};

/// From this many names on, one among them is found by hashing rather than by comparing with each.
const HASH_FROM: usize = 16;

/// An export entry as the text has it, before [`classify`] tells the kinds apart.
#[derive(Debug)]
pub(super) struct ExportEntry {
    export_name: Option<Rc<str>>,
    source: ExportSource,
    position: BytePos,
}

/// Where an export comes from.
#[derive(Debug)]
enum ExportSource {
    /// A binding of this module, by its local name.
    Local(Rc<str>),
    /// Another module's export.
    Request(RequestIndex, IndirectName),
    /// Every export of another module.
    Star(RequestIndex),
}

/// A name that `export { name }` refers to.
#[derive(Debug)]
pub(super) struct ReferencedBinding<'a> {
    /// The name.
    pub(super) name: &'a Atom,
    /// Where it stands.
    pub(super) position: BytePos,
}

/// The exports of a module, collected declaration by declaration.
#[derive(Debug, Default)]
pub(super) struct Exports<'a> {
    entries: Vec<ExportEntry>,
    /// `ReferencedBindings` — <https://tc39.es/ecma262/#sec-static-semantics-referencedbindings>: the names that must be
    /// declared, of every `export { … }` without `from`.
    pub(super) referenced: Vec<ReferencedBinding<'a>>,
}

impl<'a> Exports<'a> {
    /// No exports yet, of a module whose body has so many items.
    pub(super) fn of_items(items: usize) -> Self {
        // Most export declarations give one entry.
        Self { entries: Vec::with_capacity(items), referenced: Vec::new() }
    }

    /// `ExportEntries` — <https://tc39.es/ecma262/#sec-static-semantics-exportentries>, of one export declaration;
    /// `request` is the one its `from` clause makes.
    pub(super) fn export_entries(
        &mut self,
        declaration: &'a ModuleDecl,
        request: Option<RequestIndex>,
        errors: &mut FirstError,
    ) {
        match declaration {
            ModuleDecl::ExportAll(star) => {
                // ExportFromClause `*`: an entry whose import name is all-but-default.
                if let Some(request) = request {
                    self.push(None, ExportSource::Star(request), star.span.lo);
                }
            }
            ModuleDecl::ExportNamed(named) => self.export_entries_for_module(named, request, errors),
            // `export` VariableStatement and `export` Declaration: each bound name under its own name.
            ModuleDecl::ExportDecl(export) => {
                let mut own = |name: &Atom, position| {
                    let name = name_value(name);
                    self.push(Some(name.clone()), ExportSource::Local(name), position);
                };
                match &export.decl {
                    Decl::Var(variables) => bound_names_of_declarators(&variables.decls, &mut own),
                    declaration => bound_names_of_declaration(declaration, &mut own),
                }
            }
            // `export default`: the declaration's name, or `*default*` when it has none.
            ModuleDecl::ExportDefaultDecl(export) => {
                let name = match &export.decl {
                    DefaultDecl::Class(class) => class.ident.as_ref(),
                    DefaultDecl::Fn(function) => function.ident.as_ref(),
                    DefaultDecl::TsInterfaceDecl(_) => None,
                };
                let local = name.map_or_else(default_local_name, |name| name_value(&name.sym));
                self.push(Some(default_name()), ExportSource::Local(local), export.span.lo);
            }
            ModuleDecl::ExportDefaultExpr(export) => {
                let local = ExportSource::Local(default_local_name());
                self.push(Some(default_name()), local, export.span.lo);
            }
            _ => {}
        }
    }

    /// `ExportEntriesForModule` — <https://tc39.es/ecma262/#sec-static-semantics-exportentriesformodule>, of
    /// `export { … }`, `export { … } from` and `export * as name from`.
    fn export_entries_for_module(
        &mut self,
        named: &'a NamedExport,
        request: Option<RequestIndex>,
        errors: &mut FirstError,
    ) {
        for specifier in &named.specifiers {
            match specifier {
                ExportSpecifier::Namespace(namespace) => {
                    module_export_name_early_errors(&namespace.name, errors);
                    if let Some(request) = request {
                        let source = ExportSource::Request(request, IndirectName::All);
                        self.push(Some(export_name(&namespace.name)), source, namespace.name.span().lo);
                    }
                }
                ExportSpecifier::Named(pair) => {
                    module_export_name_early_errors(&pair.orig, errors);
                    let exported = pair.exported.as_ref();
                    if let Some(name) = exported {
                        module_export_name_early_errors(name, errors);
                    }
                    let source_name = export_name(&pair.orig);
                    let name = exported.map_or_else(|| source_name.clone(), export_name);
                    let source = if let Some(request) = request {
                        ExportSource::Request(request, IndirectName::Name(source_name))
                    } else {
                        if let ModuleExportName::Ident(local) = &pair.orig {
                            self.referenced
                                .push(ReferencedBinding { name: &local.sym, position: local.span.lo });
                        }
                        ExportSource::Local(source_name)
                    };
                    self.push(Some(name), source, exported.unwrap_or(&pair.orig).span().lo);
                }
                // `export name from` is not in the language and not asked for from the parser.
                ExportSpecifier::Default(_) => {}
            }
        }
    }

    fn push(&mut self, export_name: Option<Rc<str>>, source: ExportSource, position: BytePos) {
        self.entries.push(ExportEntry { export_name, source, position });
    }

    /// The rule that `ExportedNames` — <https://tc39.es/ecma262/#sec-static-semantics-exportednames> — of a module has no
    /// name twice.
    pub(super) fn exported_names_are_unique(&self, errors: &mut FirstError) {
        let hashed = self.entries.len() >= HASH_FROM;
        let mut known: FxHashSet<&str> = FxHashSet::default();
        if hashed {
            known.reserve(self.entries.len());
        }
        for (place, entry) in self.entries.iter().enumerate() {
            let Some(name) = &entry.export_name else { continue };
            let is_new = if hashed {
                known.insert(name)
            } else {
                self.entries[..place].iter().all(|before| before.export_name.as_ref() != Some(name))
            };
            if !is_new {
                errors.report(entry.position, || format!("the name {name} is exported twice"));
            }
        }
    }

    /// `ParseModule` — <https://tc39.es/ecma262/#sec-parsemodule>, steps 5 to 10: local, indirect and star exports are told
    /// apart and put into the record, whose import entries are complete.
    pub(super) fn classify(self, record: &mut ModuleRecord) {
        let imports = ImportedNames::new(&record.import_entries);
        // Step 9 - for each export entry,
        for entry in self.entries {
            let Some(export_name) = entry.export_name else {
                // step 9.b.i - `export * from` is a star export;
                if let ExportSource::Star(request) = entry.source {
                    record.star_exports.push(StarExport { request });
                }
                continue;
            };
            match entry.source {
                // step 9.a - without a request,
                ExportSource::Local(local_name) => match imports.find(&local_name) {
                    // step 9.a.ii.3 - a name that was imported from another module is re-exported from there,
                    Some((request, import_name)) => {
                        record.indirect_exports.push(IndirectExport {
                            export_name,
                            request,
                            import_name: IndirectName::Name(import_name),
                            local_name: Some(local_name),
                        });
                    }
                    // steps 9.a.i and 9.a.ii.2 - a binding of the module's own, or an imported namespace, is local;
                    None => record.local_exports.push(LocalExport { export_name, local_name }),
                },
                // step 9.c - the rest is indirect.
                ExportSource::Request(request, import_name) => {
                    let local_name = None;
                    record.indirect_exports.push(IndirectExport {
                        export_name,
                        request,
                        import_name,
                        local_name,
                    });
                }
                ExportSource::Star(_) => {}
            }
        }
    }
}

/// The imported bindings by their local names.
struct ImportedNames<'r> {
    entries: &'r [ImportEntry],
    /// Filled from [`HASH_FROM`] entries on.
    by_name: FxHashMap<&'r str, &'r ImportEntry>,
}

impl<'r> ImportedNames<'r> {
    fn new(entries: &'r [ImportEntry]) -> Self {
        let mut by_name = FxHashMap::default();
        if entries.len() >= HASH_FROM {
            by_name.extend(entries.iter().map(|entry| (&*entry.local_name, entry)));
        }
        Self { entries, by_name }
    }

    /// Request and import name behind a local name that was imported by name; `None` for a binding of the module's own, for
    /// a namespace and for a module's source.
    fn find(&self, local_name: &Rc<str>) -> Option<(RequestIndex, Rc<str>)> {
        let entry = if self.by_name.is_empty() {
            self.entries.iter().find(|entry| entry.local_name == *local_name)?
        } else {
            self.by_name.get(&**local_name)?
        };
        match &entry.import_name {
            ImportName::Name(name) => Some((entry.request, name.clone())),
            ImportName::NamespaceObject | ImportName::Source => None,
        }
    }
}

fn export_name(name: &ModuleExportName) -> Rc<str> {
    match name {
        ModuleExportName::Ident(name) => name_value(&name.sym),
        ModuleExportName::Str(text) => string_value(&text.value),
    }
}
