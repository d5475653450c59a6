//! The functions that a program gives to constructors: the steps of synthetic modules, and what fills `import.meta`.

use std::rc::Rc;

use swc_common::Spanned;
use swc_ecma_ast::{Expr, Function, Script, Stmt};
use swc_ecma_parser::Parser;

use super::{
    SyntaxError,
    code::Code,
    compile::function_code,
    found::FirstError,
    parse::{guarded, tree_of},
    text::{TEXT_START, text_position},
    walk::Walk,
};

/// What stands before the body of a synthetic module that is not async.
const STEPS: &str = "(function (setExport) {\"use strict\"; ";

/// What stands before the body of an async synthetic module.
const ASYNC_STEPS: &str = "(async function (setExport) {\"use strict\"; ";

/// What stands before the text of an `initializeImportMeta`.
const INITIALIZER: &str = "(function (meta, name) {\"use strict\"; ";

/// What stands behind: the line ends first, for the body may end in a comment.
const BEHIND: &str = "\n})";

/// The code of a synthetic module's body: of the function that `new Function("setExport", text)` makes, or the same with
/// the constructor of async functions, in strict mode. Places are those in `text` —
/// <https://tc39.es/ecma262/#sec-createdynamicfunction>.
///
/// # Errors
/// The first early error of the text, with its position.
pub fn parse_synthetic_body(text: &str, is_async: bool) -> Result<Rc<Code>, SyntaxError> {
    function_body(text, if is_async { ASYNC_STEPS } else { STEPS })
}

/// The code of an `initializeImportMeta`, which has the parameters `meta` and `name` — see
/// [`ModuleDefinition::initialize_import_meta`](crate::program::ModuleDefinition::initialize_import_meta).
///
/// # Errors
/// The first early error of the text, with its position.
pub fn parse_import_meta_initializer(text: &str) -> Result<Rc<Code>, SyntaxError> {
    function_body(text, INITIALIZER)
}

fn function_body(text: &str, before: &str) -> Result<Rc<Code>, SyntaxError> {
    let whole = format!("{before}{text}{BEHIND}");
    let base = u32::try_from(before.len()).unwrap_or(0);
    guarded(&whole, |errors| code_of(&whole, text, base, errors)).map_err(|(offset, message)| SyntaxError {
        message,
        position: text_position(text, offset.saturating_sub(base)),
    })
}

fn code_of(whole: &str, text: &str, base: u32, errors: &mut FirstError) -> Option<Rc<Code>> {
    let script = tree_of(whole, errors, Parser::parse_script)?;
    let Some(function) = only_function(&script, whole) else {
        let start = swc_common::BytePos(TEXT_START + base);
        errors.report(start, || "the text is not the body of a function: a brace closes it too early".into());
        return None;
    };
    let mut walk = Walk::new(errors, whole);
    walk.scopes.open_module(script.body.len());
    for statement in &script.body {
        walk.script_statement(statement);
    }
    walk.stray_escapes(whole);
    errors.is_empty().then(|| function_code(text, base, function))
}

/// The function around the body, when it is all that the script consists of.
fn only_function<'a>(script: &'a Script, whole: &str) -> Option<&'a Function> {
    let [Stmt::Expr(statement)] = &*script.body else { return None };
    let Expr::Paren(parentheses) = &*statement.expr else { return None };
    let Expr::Fn(function) = &*parentheses.expr else { return None };
    let span = function.span();
    let is_whole = span.lo.0 == TEXT_START + 1 && span.hi.0 as usize == TEXT_START as usize + whole.len() - 1;
    is_whole.then_some(&*function.function)
}
