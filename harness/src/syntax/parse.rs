//! From a source text to its record.

use swc_common::{BytePos, Spanned, input::StringInput};
use swc_ecma_ast::{EsVersion, Module, ModuleDecl, ModuleItem};
use swc_ecma_parser::{EsSyntax, Parser, Syntax, lexer::Lexer};

use super::{
    Body, ModuleRecord, SyntaxError,
    body::first_observable_construct,
    exports::Exports,
    found::FirstError,
    imports::{import_early_errors, import_entries_for_module},
    requests::{Requests, with_clause_early_errors},
    text::{TEXT_START, offset_of, text_position},
    walk::Walk,
};

/// `ParseModule` — <https://tc39.es/ecma262/#sec-parsemodule>: the record of a module's source text.
///
/// # Errors
/// The first early error of the text, with its position.
pub fn parse_module(source: &str) -> Result<ModuleRecord, SyntaxError> {
    let mut errors = FirstError::default();
    let record = parse(source, &mut errors).map(|module| module_record(source, &module, &mut errors));
    match (errors.into_found(), record) {
        (None, Some(record)) => Ok(record),
        (Some((offset, message)), _) => Err(SyntaxError { message, position: text_position(source, offset) }),
        (None, None) => Err(SyntaxError { message: "gave up".into(), position: text_position(source, 0) }),
    }
}

/// The language that is parsed: ECMAScript as it stands, without JSX, TypeScript and decorators.
fn language() -> Syntax {
    Syntax::Es(EsSyntax {
        import_attributes: true,
        explicit_resource_management: true,
        ..EsSyntax::default()
    })
}

fn parse(source: &str, errors: &mut FirstError) -> Option<Module> {
    let end = u32::try_from(source.len()).unwrap_or(u32::MAX);
    let input = StringInput::new(source, BytePos(TEXT_START), BytePos(TEXT_START + end));
    let mut parser = Parser::new_from(Lexer::new(language(), EsVersion::latest(), input, None));
    let module = parser.parse_module();
    // Most early errors are kept aside by the parser and come only when asked for.
    for error in parser.take_errors() {
        errors.report(error.span().lo, || error.kind().msg().into_owned());
    }
    match module {
        Ok(module) => Some(module),
        Err(error) => {
            errors.report(error.span().lo, || error.kind().msg().into_owned());
            None
        }
    }
}

fn module_record(source: &str, module: &Module, errors: &mut FirstError) -> ModuleRecord {
    let mut requests = Requests::default();
    let mut exports = Exports::default();
    let mut record = ModuleRecord::default();
    let mut walk = Walk::new(errors, source.contains('\\'));
    let _module_scope = walk.scopes.open_function();
    for item in &module.body {
        if let ModuleItem::ModuleDecl(declaration) = item {
            match declaration {
                ModuleDecl::Import(import) => {
                    let with = import.with.as_deref();
                    if let Some(with) = with {
                        with_clause_early_errors(source, &import.src, with, walk.errors);
                    }
                    import_early_errors(import, walk.errors);
                    let request = requests.request(&import.src, with, import.phase);
                    import_entries_for_module(import, request, &mut record.import_entries);
                }
                export => {
                    let from = match export {
                        ModuleDecl::ExportNamed(named) => named.src.as_ref().map(|src| (src, &named.with)),
                        ModuleDecl::ExportAll(star) => Some((&star.src, &star.with)),
                        _ => None,
                    };
                    let request = from.map(|(specifier, with)| {
                        if let Some(with) = with {
                            with_clause_early_errors(source, specifier, with, walk.errors);
                        }
                        requests.request(specifier, with.as_deref(), swc_ecma_ast::ImportPhase::Evaluation)
                    });
                    exports.export_entries(export, request, walk.errors);
                }
            }
        }
        walk.module_item(item);
    }
    exports.exported_names_are_unique(walk.errors);
    for binding in &exports.referenced {
        if !walk.scopes.is_declared(binding.name) {
            walk.errors
                .report(binding.position, || format!("the exported name {} is not declared", binding.name));
        }
    }
    record.has_tla = walk.has_tla;
    record.requests = requests.into_list();
    exports.classify(&mut record);
    record.body = match first_observable_construct(&module.body) {
        None => Body::Declarations,
        Some(position) => Body::Unmodelled(text_position(source, offset_of(position))),
    };
    record
}
