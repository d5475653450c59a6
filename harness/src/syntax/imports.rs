//! What a module imports.

use swc_atoms::atom;
use swc_ecma_ast::{EsReserved, ImportDecl, ImportPhase, ImportSpecifier, ModuleExportName};

use super::{
    ImportEntry, ImportName, RequestIndex,
    found::FirstError,
    text::{default_name, name_value, offset_of, string_value},
    trivia::statement_may_end,
};

/// `ImportEntriesForModule` — <https://tc39.es/ecma262/#sec-static-semantics-importentriesformodule>: the entries of
/// one import declaration, whose request is known, are put behind `entries`.
pub(super) fn import_entries_for_module(
    declaration: &ImportDecl,
    request: RequestIndex,
    entries: &mut Vec<ImportEntry>,
) {
    entries.extend(declaration.specifiers.iter().map(|specifier| {
        let import_name = match specifier {
            // ImportedDefaultBinding: step 2. With the phase `source` the binding is the module's source.
            ImportSpecifier::Default(_) if declaration.phase == ImportPhase::Source => ImportName::Source,
            ImportSpecifier::Default(_) => ImportName::Name(default_name()),
            // NameSpaceImport: step 2.
            ImportSpecifier::Namespace(_) => ImportName::NamespaceObject,
            // ImportSpecifier: step 2 (one name) and step 3 (a name and a binding).
            ImportSpecifier::Named(named) => ImportName::Name(match &named.imported {
                None => name_value(&named.local.sym),
                Some(ModuleExportName::Ident(name)) => name_value(&name.sym),
                Some(ModuleExportName::Str(text)) => string_value(&text.value),
            }),
        };
        ImportEntry { request, import_name, local_name: name_value(&specifier.local().sym) }
    }));
}

/// The early errors of an import declaration beside those of its scope and its `with` clause —
/// <https://tc39.es/ecma262/#sec-imports-static-semantics-early-errors> and
/// <https://tc39.es/ecma262/#sec-identifiers-static-semantics-early-errors>.
pub(super) fn import_early_errors(source: &str, declaration: &ImportDecl, errors: &mut FirstError) {
    if declaration.specifiers.is_empty() {
        // The parser lets anything follow `import "x"`.
        let end = declaration.with.as_ref().map_or(declaration.src.span.hi, |with| with.span.hi);
        if !statement_may_end(source.get(offset_of(end) as usize..).unwrap_or_default()) {
            errors.report(end, || "a semicolon or a new line is missing behind an import".into());
        }
    }
    for specifier in &declaration.specifiers {
        let local = specifier.local();
        if local.sym == atom!("eval") || local.sym == atom!("arguments") {
            errors.report(local.span.lo, || {
                format!(
                    "{} cannot be the name of a binding in strict code, and modules are strict",
                    local.sym
                )
            });
        }
        if local.sym.is_reserved() || local.sym.is_reserved_in_strict_mode(true) {
            errors.report(local.span.lo, || format!("{} is a reserved word, not a name", local.sym));
        }
        if let ImportSpecifier::Named(named) = specifier
            && let Some(name) = &named.imported
        {
            module_export_name_early_errors(name, errors);
        }
    }
}

/// The early errors of a `ModuleExportName` — <https://tc39.es/ecma262/#sec-module-semantics-static-semantics-early-errors>:
/// a string name must satisfy `IsStringWellFormedUnicode`.
pub(super) fn module_export_name_early_errors(name: &ModuleExportName, errors: &mut FirstError) {
    if let ModuleExportName::Str(text) = name
        && text.value.as_str().is_none()
    {
        errors.report(text.span.lo, || "a name of an import or export holds a lone surrogate".into());
    }
}
