//! The constructions of a program's modules.

use std::fmt::Write as _;

use super::{
    expected::expected_construction,
    facts::Facts,
    literal::{Js, call, source, string},
    names::Variables,
    subject::Subject,
};
use crate::program::{ModuleDefinition, ModuleId, ModuleKind};

/// The statements that make the contexts, the modules and the map of them.
pub(super) fn statements(subject: &Subject, facts: &Facts, variables: &mut Variables) -> String {
    let mut out = String::new();
    let contexts = contexts(subject, facts, variables, &mut out);
    let mut map = Vec::new();
    for (index, module) in subject.program.modules.iter().enumerate() {
        let variable = variables.module(ModuleId::new(index));
        let context = module.context.as_ref().and_then(|name| {
            contexts.iter().find(|(known, _)| known == name).map(|(_, variable)| variable.as_str())
        });
        let options = Js::Object(options(module, context, facts.imports));
        let construction = if facts.guarded[index] {
            guarded(module, &options, subject, facts)
        } else {
            plain(module, &options)
        };
        let _ = writeln!(out, "const {variable} = {construction}");
        map.push((module.name.clone(), Js::raw(variable)));
    }
    // An object would put names that are numbers first.
    let entries = if map.iter().any(|(name, _)| name.parse::<u32>().is_ok()) {
        Js::Array(map.into_iter().map(|(name, m)| Js::Array(vec![Js::string(&name), m])).collect())
    } else {
        Js::raw(format!("Object.entries({})", Js::Object(map).print(0, 40, 3)))
    };
    out.push_str(&call("const modules = new Map", &[entries], 0));
    out.push('\n');
    out
}

/// Declares the contexts in the order in which modules name them.
fn contexts(
    subject: &Subject,
    facts: &Facts,
    variables: &mut Variables,
    out: &mut String,
) -> Vec<(String, String)> {
    let globals: Vec<(String, Js)> = [("log", facts.log), ("tick", facts.tick), ("fail", facts.fail)]
        .into_iter()
        .filter(|(_, is_used)| *is_used)
        .map(|(name, _)| (name.to_owned(), Js::raw(format!("globalThis.{name}"))))
        .collect();
    let globals = Js::Object(globals).flat();
    let mut known: Vec<(String, String)> = Vec::new();
    for name in subject.program.modules.iter().filter_map(|module| module.context.as_ref()) {
        if known.iter().all(|(other, _)| other != name) {
            let variable = variables.fresh(name, "context");
            let _ = writeln!(out, "const {variable} = vm.createContext({globals});");
            known.push((name.clone(), variable));
        }
    }
    known
}

fn options(module: &ModuleDefinition, context: Option<&str>, imports: bool) -> Vec<(String, Js)> {
    let identifier = module.identifier.as_ref().unwrap_or(&module.name);
    let mut options = vec![("identifier".to_owned(), Js::string(identifier))];
    if let Some(context) = context {
        options.push(("context".to_owned(), Js::raw(context)));
    }
    if imports && matches!(&module.kind, ModuleKind::Source(_)) {
        options.push(("importModuleDynamically".to_owned(), Js::raw("importModuleDynamically")));
    }
    if let Some(text) = &module.initialize_import_meta {
        options.push(("initializeImportMeta".to_owned(), Js::raw(format!("filler({})", source(text)))));
    }
    options
}

/// A construction that every runtime does.
fn plain(module: &ModuleDefinition, options: &Js) -> String {
    match &module.kind {
        ModuleKind::Source(text) => {
            call("new vm.SourceTextModule", &[Js::raw(source(text)), options.clone()], 0)
        }
        ModuleKind::Synthetic { exports, body, .. } => {
            let statements = inline_body(body).unwrap_or_default();
            let steps = if statements.is_empty() {
                "() => {}".to_owned()
            } else {
                let lines: Vec<String> = statements.iter().map(|line| format!("    {line}\n")).collect();
                format!("function () {{\n{}  }}", lines.concat())
            };
            call("new vm.SyntheticModule", &[names(exports), Js::raw(steps), options.clone()], 0)
        }
    }
}

/// A construction that some runtime may refuse.
fn guarded(module: &ModuleDefinition, options: &Js, subject: &Subject, facts: &Facts) -> String {
    let make = match &module.kind {
        ModuleKind::Source(text) => {
            format!("() => new vm.SourceTextModule({}, {})", source(text), options.flat())
        }
        ModuleKind::Synthetic { exports, body, is_async } => {
            let kind = if *is_async { ", (async () => {}).constructor" } else { "" };
            format!("() => synthetic({}, {}, {}{kind})", names(exports).flat(), source(body), options.flat())
        }
    };
    let mut arguments = vec![Js::raw(string(&visible(&module.name))), Js::raw(make)];
    if let Some(expectation) = subject.expectations.construct.get(&module.name) {
        arguments.push(expected_construction(expectation, facts));
    }
    call("construct", &arguments, 0)
}

/// A name on one line.
fn visible(name: &str) -> String {
    name.chars()
        .map(|char| match char {
            '\'' | '"' | '\\' => char.to_string(),
            char => char.escape_debug().to_string(),
        })
        .collect()
}

fn names(names: &[String]) -> Js {
    Js::Array(names.iter().map(|name| Js::string(name)).collect())
}

/// The statements of a synthetic module's `body` when it does nothing but set exports to literals, which can stand in a
/// script as they are; `None` for every other text.
pub(super) fn inline_body(body: &str) -> Option<Vec<String>> {
    let statements = body.split([';', '\n']).map(str::trim).filter(|statement| !statement.is_empty());
    statements
        .map(|statement| {
            let arguments = statement.strip_prefix("setExport(")?.strip_suffix(')')?;
            let (name, value) = arguments.split_once(',')?;
            let (name, value) = (name.trim(), value.trim());
            let is_literal = is_simple_string(value)
                || ["true", "false", "null", "undefined"].contains(&value)
                || !value.is_empty()
                    && value.len() < 16
                    && value.bytes().all(|byte| byte.is_ascii_digit())
                    && (value == "0" || !value.starts_with('0'));
            (is_simple_string(name) && is_literal).then(|| format!("this.setExport({name}, {value});"))
        })
        .collect()
}

/// Whether `text` is a string literal without escapes.
fn is_simple_string(text: &str) -> bool {
    ['"', '\''].into_iter().any(|quote| {
        let inner = text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
        inner.is_some_and(|inner| {
            inner.chars().all(|char| {
                char.is_ascii_graphic() && char != quote && char != '\\' && char != ',' && char != ';'
                    || char == ' '
            })
        })
    })
}
