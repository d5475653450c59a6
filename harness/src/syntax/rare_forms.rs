//! Ways to write imports and exports that the language has and some engines do not read.

use swc_common::Spanned;
use swc_ecma_ast::{
    EsReserved, ExportSpecifier, ImportPhase, ImportSpecifier, Module, ModuleDecl, ModuleExportName,
    ModuleItem, ObjectLit, Str,
};

use super::{RareForms, text::offset_of, trivia::skip_trivia};

/// The rare forms among the imports and exports of a module, with those that were found elsewhere in it.
pub(super) fn rare_forms(source: &str, module: &Module, mut forms: RareForms) -> RareForms {
    for item in &module.body {
        let ModuleItem::ModuleDecl(declaration) = item else { continue };
        let mut name = |name: &ModuleExportName| forms.escaped_keyword |= is_escaped_keyword(source, name);
        let from: Option<(&Str, &Option<Box<ObjectLit>>)> = match declaration {
            ModuleDecl::Import(import) => {
                for specifier in &import.specifiers {
                    if let ImportSpecifier::Named(named) = specifier {
                        named.imported.iter().for_each(&mut name);
                    }
                }
                forms.source_with_clause |= import.phase == ImportPhase::Source && import.with.is_some();
                Some((&import.src, &import.with))
            }
            ModuleDecl::ExportNamed(named) => {
                for specifier in &named.specifiers {
                    match specifier {
                        ExportSpecifier::Namespace(namespace) => name(&namespace.name),
                        ExportSpecifier::Named(pair) => {
                            name(&pair.orig);
                            pair.exported.iter().for_each(&mut name);
                        }
                        ExportSpecifier::Default(_) => {}
                    }
                }
                named.src.as_deref().map(|src| (src, &named.with))
            }
            ModuleDecl::ExportAll(star) => Some((&star.src, &star.with)),
            _ => None,
        };
        if let Some((specifier, Some(_))) = from {
            forms.line_before_with |= line_follows(source, specifier);
        }
    }
    forms
}

fn is_escaped_keyword(source: &str, name: &ModuleExportName) -> bool {
    let ModuleExportName::Ident(ident) = name else { return false };
    let span = ident.span();
    let text = source.get(offset_of(span.lo) as usize..offset_of(span.hi) as usize).unwrap_or_default();
    text.contains('\\') && (ident.sym.is_reserved() || ident.sym.is_reserved_in_strict_mode(true))
}

/// Whether a line ends between a specifier and what follows it.
fn line_follows(source: &str, specifier: &Str) -> bool {
    let rest = source.get(offset_of(specifier.span.hi) as usize..).unwrap_or_default();
    let trivia = &rest[..rest.len() - skip_trivia(rest).len()];
    trivia.contains(['\n', '\r', '\u{2028}', '\u{2029}'])
}

#[cfg(test)]
mod tests {
    use crate::syntax::{RareForms, parse_module};

    fn forms(source: &str) -> RareForms {
        parse_module(source).unwrap().rare_forms
    }

    #[test]
    fn a_keyword_written_with_an_escape() {
        for source in [
            r"let a; export { a as \u0069f };",
            r"export { \u0069f } from 'x';",
            r"import { d\u0065fault as a } from 'x';",
            r"export * as l\u0065t from 'x';",
        ] {
            assert!(forms(source).escaped_keyword, "{source}");
        }
        for source in [r"let a; export { a as if };", r"let a; export { \u0061 as b };", r"'\u0069f';"] {
            assert!(!forms(source).escaped_keyword, "{source}");
        }
    }

    #[test]
    fn calls_with_a_phase() {
        let call = forms("const f = () => [import.defer('x', {}), import('y', {})];");
        assert!(call.defer_call && !call.source_call && !call.source_with_clause);
        let call = forms("class A { static { import.source('x'); } }");
        assert!(call.source_call && !call.defer_call && !call.source_with_clause);
        assert!(forms("import.source('x', {});").source_with_clause);
        assert_eq!(forms("import('x', {});"), RareForms::default());
    }

    #[test]
    fn a_line_that_ends_before_with() {
        for source in
            ["import 'x'\nwith {};", "export * from 'x' /*\n*/ with {};", "export {} from 'x' //\n with {};"]
        {
            assert!(forms(source).line_before_with, "{source}");
        }
        for source in ["import 'x' with\n{};", "import 'x' with {};\nimport 'y';", "import 'x';\nwith_it();"]
        {
            assert!(!forms(source).line_before_with, "{source}");
        }
    }
}
