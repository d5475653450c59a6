//! Steps, as calls of the function that performs them.

use super::{
    answer::literal,
    expected::expected,
    linker::Linkers,
    literal::{Js, call, string},
    names::Variables,
};
use crate::{
    corpus::StepExpectation,
    program::{Action, Construction, ModuleId, ModuleKind, Program, Query, RequestAnswer, Requests, Step},
};

/// The name of a step, as a string.
pub(super) fn label(action: &Action, program: &Program) -> String {
    // Names can hold what ends a line; a label must not.
    let label = action.label(|module| program.name(module));
    let visible = label.chars().map(|char| match char {
        '\'' | '"' | '\\' => char.to_string(),
        char => char.escape_debug().to_string(),
    });
    string(&visible.collect::<String>())
}

/// What a step does, as a function. Errors and namespaces are shown where they are read, because an object with a method
/// `then` would be taken for a promise.
pub(super) fn thunk(action: &Action, linker: &str, linkers: &Linkers<'_>) -> String {
    let variables = &linkers.variables;
    let of = |module| variables.module(module);
    let Some(module) = action.module() else {
        return match action {
            Action::Construct(construction) => constructs(construction, variables),
            // Its parts are written one by one.
            _ => String::new(),
        };
    };
    // Engines tell the expression that failed, which drivers have in this form.
    let (parameter, m) = if may_fail_by_name(action, module, linkers) {
        (format!("m = {}", of(module)), "m")
    } else {
        (String::new(), of(module))
    };
    let flat = |value| literal(value, variables).flat();
    let call = match action {
        Action::Link(_) => format!("{m}.link({linker})"),
        Action::LinkWith { linker, .. } => format!("{m}.link({})", flat(linker)),
        Action::Evaluate(_) => format!("{m}.evaluate()"),
        Action::EvaluateWith { options, .. } => format!("{m}.evaluate({})", flat(options)),
        Action::EvaluationPromise(_) => format!("number({m}.evaluate())"),
        Action::EvaluationState(_) => format!("state({m}.evaluate())"),
        Action::Namespace(_) => format!("names({m}.namespace)"),
        Action::Get { export, .. } => format!("shown({m}.namespace[{}])", string(export)),
        Action::Error(_) => format!("view({m}.error)"),
        Action::Query(Query::Identifier | Query::DependencySpecifiers | Query::ModuleRequests, _) => {
            format!("{m}.{}", action.property())
        }
        Action::Query(Query::CreateCachedData, _) => format!("bytes({m}.createCachedData())"),
        Action::Query(..) | Action::Instantiate(_) => format!("{m}.{}()", action.property()),
        Action::LinkRequests { with, .. } => {
            let with: Vec<&str> = with.iter().map(|module| of(*module)).collect();
            format!("{m}.linkRequests([{}])", with.join(", "))
        }
        Action::LinkRequestsWith { with: Requests::Value(value), .. } => {
            format!("{m}.linkRequests({})", flat(value))
        }
        Action::LinkRequestsWith { with: Requests::List(items), .. } => {
            let items = items.iter().map(|item| match item {
                RequestAnswer::Module(module) => of(*module).to_owned(),
                RequestAnswer::Value(value) => flat(value),
            });
            format!("{m}.linkRequests([{}])", items.collect::<Vec<_>>().join(", "))
        }
        Action::SetExport { name, value, .. } => format!("{m}.setExport({}, {})", string(name), flat(value)),
        Action::Construct(_) | Action::Together(_) => String::new(),
    };
    format!("({parameter}) => {call}")
}

/// A call of a constructor, whose module is dropped.
fn constructs(construction: &Construction, variables: &Variables) -> String {
    let arguments: Vec<String> =
        construction.arguments.iter().map(|argument| literal(argument, variables).flat()).collect();
    let new = if construction.with_new { "new " } else { "" };
    format!("() => void {new}vm.{}({})", construction.class.name(), arguments.join(", "))
}

/// Whether the message of an error can tell what the module is called: it may not be there, or not have the method.
fn may_fail_by_name(action: &Action, module: ModuleId, linkers: &Linkers<'_>) -> bool {
    let is_synthetic = matches!(linkers.program.modules[module.index()].kind, ModuleKind::Synthetic { .. });
    linkers.facts.guarded[module.index()]
        || match action {
            Action::SetExport { .. } => !is_synthetic,
            // No runtime had these from the beginning.
            Action::Instantiate(_) | Action::LinkRequests { .. } | Action::LinkRequestsWith { .. } => true,
            Action::Query(query, _) => query.is_call(),
            _ => false,
        }
}

/// The statements of a step of the program: the linkers it brings, then the step itself.
pub(super) fn statements<'p>(
    step: &'p Step,
    expectation: Option<&StepExpectation>,
    linkers: &mut Linkers<'p>,
) -> Vec<String> {
    let mut out = Vec::new();
    let outer = match &step.linker {
        Some(script) if links(&step.action) => linkers.declare(script, false, &mut out),
        _ => linkers.program_linker.clone(),
    };
    let what = if let Action::Together(parts) = &step.action {
        let parts = parts.iter().map(|part| {
            let linker = match &part.linker {
                Some(script) if links(&part.action) => linkers.declare(script, false, &mut out),
                _ => outer.clone(),
            };
            Js::Array(vec![
                Js::raw(label(&part.action, linkers.program)),
                Js::raw(thunk(&part.action, &linker, linkers)),
            ])
        });
        Js::Array(parts.collect())
    } else {
        Js::raw(thunk(&step.action, &outer, linkers))
    };
    let mut arguments = vec![Js::raw(label(&step.action, linkers.program)), what];
    arguments.extend(expectation.and_then(|expectation| expected(expectation, &step.action, linkers.facts)));
    if !out.is_empty() {
        out.push(String::new());
    }
    out.push(call("await step", &arguments, 0));
    out
}

/// Whether a step hands a linker on that is not its own.
fn links(action: &Action) -> bool {
    match action {
        Action::Link(_) => true,
        Action::Together(parts) => parts.iter().any(|part| part.linker.is_none() && links(&part.action)),
        _ => false,
    }
}

/// Whether any step of `program` uses the program's linker.
pub(super) fn uses_program_linker(program: &Program) -> bool {
    program.steps.iter().any(|step| step.linker.is_none() && links(&step.action))
}
