//! The program as a picture in text: each module, what it requests, and what the linker does about that.

use std::fmt::Write as _;

use super::words::{line, quoted};
use crate::{
    program::{
        Action, Answer, Behaviour, Delivery, LinkerEntry, LinkerScript, ModuleDefinition, ModuleId,
        ModuleKind, Preparation, Program, Step, Thrown, Value,
    },
    syntax::{self, ModuleRequest, Phase},
    transcript::value_json,
};

/// The picture, one fact a line.
pub(super) fn picture(program: &Program) -> String {
    let mut out = String::new();
    for (index, module) in program.modules.iter().enumerate() {
        let _ = writeln!(out, "  {}{}", line(&module.name), kind(module));
        match requests(module) {
            Ok(requests) => {
                for request in requests {
                    let answer = answer_to(program, &program.linker, ModuleId::new(index), &request);
                    let _ = writeln!(out, "    ── {} ──► {answer}", edge(&request));
                }
            }
            Err(message) => {
                let _ = writeln!(out, "    does not parse: {}", line(&message));
            }
        }
    }
    for entry in &program.linker.entries {
        if !is_drawn(program, entry) {
            let _ = writeln!(
                out,
                "  The linker, when {}: {}",
                request_of(program, entry),
                behaviours(program, entry)
            );
        }
    }
    if let Some(importer) = &program.importer {
        let _ = writeln!(out, "  What import() is answered with:");
        if importer.entries.is_empty() {
            let _ = writeln!(out, "    modules by their names");
        }
        for entry in &importer.entries {
            let _ = writeln!(out, "    when {}: {}", request_of(program, entry), behaviours(program, entry));
        }
    }
    let steps = program.steps.iter().enumerate();
    for (index, step) in steps {
        for (step, script) in own_linkers(step) {
            let _ = writeln!(
                out,
                "  The linker of step {}, {}:",
                index + 1,
                line(&step.action.label(|id| program.name(id)))
            );
            if script.entries.is_empty() {
                let _ = writeln!(out, "    gives modules by their names");
            }
            for entry in &script.entries {
                let _ =
                    writeln!(out, "    when {}: {}", request_of(program, entry), behaviours(program, entry));
            }
        }
    }
    out
}

fn kind(module: &ModuleDefinition) -> String {
    let mut facts = Vec::new();
    if let ModuleKind::Synthetic { exports, is_async, .. } = &module.kind {
        let names: Vec<String> = exports.iter().map(|name| quoted(name)).collect();
        facts.push(match names.as_slice() {
            [] => "synthetic, without exports".to_owned(),
            names => format!("synthetic, exports {}", names.join(", ")),
        });
        if *is_async {
            facts.push("its body is async".to_owned());
        }
    }
    if let Some(context) = &module.context {
        facts.push(format!("in context {}", quoted(context)));
    }
    if let Some(identifier) = &module.identifier {
        facts.push(format!("identified as {}", quoted(identifier)));
    }
    if let Some(text) = &module.initialize_import_meta {
        facts.push(format!("its import.meta is filled by {}", quoted(text)));
    }
    if facts.is_empty() { String::new() } else { format!(" ({})", facts.join("; ")) }
}

fn requests(module: &ModuleDefinition) -> Result<Vec<ModuleRequest>, String> {
    match &module.kind {
        ModuleKind::Source(text) => {
            syntax::parse_module(text).map(|record| record.requests).map_err(|error| error.to_string())
        }
        ModuleKind::Synthetic { .. } => Ok(Vec::new()),
    }
}

fn edge(request: &ModuleRequest) -> String {
    let phase = match request.phase {
        Phase::Source => "source ",
        Phase::Defer => "defer ",
        Phase::Evaluation => "",
    };
    let attributes: Vec<String> =
        request.attributes.iter().map(|(key, value)| format!("{}={}", line(key), line(value))).collect();
    let with = if attributes.is_empty() { String::new() } else { format!(" with {}", attributes.join(", ")) };
    format!("{phase}{}{with}", quoted(&request.specifier))
}

/// What the linker does when `referrer` makes `request`.
fn answer_to(
    program: &Program,
    script: &LinkerScript,
    referrer: ModuleId,
    request: &ModuleRequest,
) -> String {
    match narrowest(script, referrer, request) {
        Some(entry) => behaviours(program, entry),
        None => match program.module(&request.specifier) {
            Some(module) => line(program.name(module)),
            None => format!("throws Error: {}", quoted(&format!("Unknown specifier: {}", request.specifier))),
        },
    }
}

/// The entry that answers a request; see [`LinkerKey`](crate::program::LinkerKey).
fn narrowest<'s>(
    script: &'s LinkerScript,
    referrer: ModuleId,
    request: &ModuleRequest,
) -> Option<&'s LinkerEntry> {
    let selects = |entry: &&LinkerEntry| {
        let key = &entry.key;
        key.specifier == *request.specifier
            && key.referrer.is_none_or(|wanted| wanted == referrer)
            && key.attributes.as_ref().is_none_or(|wanted| {
                wanted.len() == request.attributes.len()
                    && request
                        .attributes
                        .iter()
                        .all(|(name, value)| wanted.get(&**name).is_some_and(|text| **text == **value))
            })
    };
    // Of equals the first counts, and `max_by_key` gives the last.
    let narrowness = |entry: &&LinkerEntry| (entry.key.referrer.is_some(), entry.key.attributes.is_some());
    script.entries.iter().rev().filter(selects).max_by_key(narrowness)
}

/// Whether the entry stands beside a request in the picture already.
fn is_drawn(program: &Program, entry: &LinkerEntry) -> bool {
    program.modules.iter().enumerate().any(|(index, module)| {
        requests(module).unwrap_or_default().iter().any(|request| {
            narrowest(&program.linker, ModuleId::new(index), request)
                .is_some_and(|found| std::ptr::eq(found, entry))
        })
    })
}

fn request_of(program: &Program, entry: &LinkerEntry) -> String {
    let who = entry.key.referrer.map_or("a module".to_owned(), |module| line(program.name(module)));
    let with = match &entry.key.attributes {
        None => String::new(),
        Some(attributes) if attributes.is_empty() => " without attributes".to_owned(),
        Some(attributes) => {
            let pairs: Vec<String> =
                attributes.iter().map(|(key, value)| format!("{}={}", line(key), line(value))).collect();
            format!(" with {}", pairs.join(", "))
        }
    };
    format!("{who} asks for {}{with}", quoted(&entry.key.specifier))
}

fn behaviours(program: &Program, entry: &LinkerEntry) -> String {
    let texts: Vec<String> = entry.behaviours.iter().map(|one| behaviour(program, one)).collect();
    texts.join(", then ")
}

fn behaviour(program: &Program, behaviour: &Behaviour) -> String {
    let mut text = String::new();
    if !behaviour.first.is_empty() {
        let steps: Vec<String> =
            behaviour.first.iter().map(|step| line(&step.action.label(|id| program.name(id)))).collect();
        let _ = write!(text, "starts {}, then ", steps.join(" and "));
    }
    let answer = match &behaviour.answer {
        Answer::Module(module) => line(program.name(*module)),
        Answer::Throws(what) => format!("throws {}", thrown(what)),
        Answer::Rejects(what) => format!("rejects with {}", thrown(what)),
        Answer::Returns(value) => format!("returns {}", value_text(program, value)),
        Answer::Never => "never answers".to_owned(),
        Answer::Prepared(Preparation { module, evaluates, shared }) => {
            let name = line(program.name(*module));
            let evaluates = if *evaluates { ", evaluates it" } else { "" };
            let shared = if *shared { ", once for all calls" } else { "" };
            format!("links {name} if need be{evaluates} and gives it{shared}")
        }
    };
    text.push_str(&answer);
    match behaviour.delivery {
        Delivery::Direct => {}
        Delivery::AfterJobs(0) => text.push_str(", in a promise"),
        Delivery::AfterJobs(1) => text.push_str(", in a promise, after 1 job"),
        Delivery::AfterJobs(jobs) => {
            let _ = write!(text, ", in a promise, after {jobs} jobs");
        }
        Delivery::Thenable => text.push_str(", by an object with a method `then`"),
        Delivery::ThenGetter => text.push_str(", by an object whose `then` is a getter"),
    }
    text
}

/// A value that is given in place of a module.
fn value_text(program: &Program, value: &Value) -> String {
    match value {
        Value::ProxyOf(module) => format!("a proxy of {}", line(program.name(*module))),
        Value::InheritsFrom(module) => {
            format!("an object that inherits from {}", line(program.name(*module)))
        }
        Value::NamespaceOf(module) => format!("the namespace of {}", line(program.name(*module))),
        Value::Undefined => "undefined".to_owned(),
        Value::Function => "a function".to_owned(),
        value => format!("the value {}", line(&value_json(value).to_string())),
    }
}

fn thrown(thrown: &Thrown) -> String {
    match thrown {
        Thrown::Error(kind, message) => format!("{kind}: {}", quoted(message)),
        Thrown::Value(value) => format!("the value {}", line(&value_json(value).to_string())),
    }
}

/// The steps in `step` that bring a linker of their own, with it.
fn own_linkers(step: &Step) -> Vec<(&Step, &LinkerScript)> {
    let parts: &[Step] = match &step.action {
        Action::Together(parts) => parts,
        _ => &[],
    };
    std::iter::once(step).chain(parts).filter_map(|step| Some((step, step.linker.as_ref()?))).collect()
}
