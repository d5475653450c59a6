//! From a source text to its record.

use rustc_hash::FxHashSet;
use swc_common::{BytePos, Spanned, input::StringInput};
use swc_ecma_ast::{EsVersion, Module, ModuleDecl, ModuleItem};
use swc_ecma_parser::{EsSyntax, Parser, Syntax, error::Error as ParserError, lexer::Lexer};

use super::{
    ModuleRecord, SyntaxError,
    compile::module_code,
    exports::Exports,
    found::FirstError,
    guard::{run_parser, stack_left, with_stack},
    imports::{import_early_errors, import_entries_for_module},
    messages::{is_an_error, message_of},
    nesting::stack_needed,
    rare_forms::rare_forms,
    requests::{Requests, with_clause_early_errors},
    text::{TEXT_START, text_position},
    walk::Walk,
};

/// `ParseModule` — <https://tc39.es/ecma262/#sec-parsemodule>: the record of a module's source text.
///
/// # Errors
/// The first early error of the text, with its position.
pub fn parse_module(source: &str) -> Result<ModuleRecord, SyntaxError> {
    guarded(source, |errors| record_of(source, errors))
        .map_err(|(offset, message)| SyntaxError { message, position: text_position(source, offset) })
}

/// Runs `read`, which parses a text, on a stack that is large enough for it. The error is the first in the text, by its
/// offset in bytes and its message.
pub(super) fn guarded<T>(
    source: &str,
    read: impl FnOnce(&mut FirstError) -> Option<T>,
) -> Result<T, (u32, String)> {
    let mut errors = FirstError::default();
    let found = match stack_needed(source, stack_left()) {
        _ if source.len() > LONGEST_TEXT => {
            errors.report(BytePos(TEXT_START), || "a text of 2 GiB or more cannot be parsed".into());
            None
        }
        Some(stack) => with_stack(stack, || read(&mut errors)),
        None => {
            errors.report(BytePos(TEXT_START), || "the text is nested too deeply to be parsed".into());
            None
        }
    };
    match (errors.into_found(), found) {
        (None, Some(found)) => Ok(found),
        (error, _) => Err(error.unwrap_or_else(|| (0, "the parser failed and gave no reason".into()))),
    }
}

/// The longest text in bytes: the parser counts places with 32 bits.
const LONGEST_TEXT: usize = i32::MAX as usize;

/// Parses the text and reads the record off the tree; the tree is freed before it returns.
fn record_of(source: &str, errors: &mut FirstError) -> Option<ModuleRecord> {
    let module = tree_of(source, errors, Parser::parse_module)?;
    Some(module_record(source, &module, errors))
}

/// The tree of a text and the errors that the parser found.
pub(super) fn tree_of<'s, T>(
    source: &'s str,
    errors: &mut FirstError,
    goal: impl FnOnce(&mut Parser<Lexer<'s>>) -> Result<T, ParserError>,
) -> Option<T> {
    let Ok((tree, parser_errors)) = run_parser(|| parse(source, goal)) else {
        errors.report(BytePos(TEXT_START), || {
            "the parser gave up on this text, which is a fault of the parser".into()
        });
        return None;
    };
    for error in parser_errors.iter().filter(|error| is_an_error(error)) {
        errors.report(error.span().lo, || message_of(error));
    }
    tree
}

/// The language that is parsed: ECMAScript as it stands, without JSX, TypeScript and decorators.
fn language() -> Syntax {
    Syntax::Es(EsSyntax {
        import_attributes: true,
        explicit_resource_management: true,
        ..EsSyntax::default()
    })
}

/// The tree, and every error that the parser found. Most early errors are kept aside by the parser, beside a tree.
fn parse<'s, T>(
    source: &'s str,
    goal: impl FnOnce(&mut Parser<Lexer<'s>>) -> Result<T, ParserError>,
) -> (Option<T>, Vec<ParserError>) {
    let end = u32::try_from(source.len()).unwrap_or(u32::MAX - TEXT_START);
    let input = StringInput::new(source, BytePos(TEXT_START), BytePos(TEXT_START + end));
    let mut parser = Parser::new_from(Lexer::new(language(), EsVersion::latest(), input, None));
    let tree = goal(&mut parser);
    let mut errors = parser.take_errors();
    let tree = tree.map_err(|error| errors.push(error)).ok();
    (tree, errors)
}

fn module_record(source: &str, module: &Module, errors: &mut FirstError) -> ModuleRecord {
    let mut requests = Requests::default();
    let mut imported = FxHashSet::default();
    let mut exports = Exports::of_items(module.body.len());
    let mut record = ModuleRecord::default();
    let mut walk = Walk::new(errors, source);
    walk.scopes.open_module(module.body.len());
    for item in &module.body {
        if let ModuleItem::ModuleDecl(declaration) = item {
            match declaration {
                ModuleDecl::Import(import) => {
                    let with = import.with.as_deref();
                    if let Some(with) = with {
                        with_clause_early_errors(source, &import.src, with, walk.errors);
                    }
                    import_early_errors(source, import, walk.errors);
                    let request = requests.request(&import.src, with, import.phase);
                    if imported.insert(request) {
                        record.imported_requests.push(request);
                    }
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
    walk.stray_escapes(source);
    record.has_tla = walk.has_tla;
    let found = walk.rare_forms;
    (record.requests, record.request_offsets) = requests.into_lists();
    exports.classify(&mut record);
    record.rare_forms = rare_forms(source, module, found);
    // The compiler counts on what the walk looked for.
    if walk.errors.is_empty() {
        record.body = module_code(source, &module.body);
    }
    record
}
