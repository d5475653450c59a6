//! Linker functions, written out from their scripts.

use super::{
    facts::Facts,
    literal::{Js, string},
    names::Variables,
    steps::{label, thunk},
};
use crate::program::{Action, Behaviour, LinkerEntry, LinkerScript, Program, Step};

/// How far from the edge a line of a linker ends, for what it is indented by.
pub(super) const MARGIN: usize = 12;

/// What the callback of `import()` is called.
const IMPORTER: &str = "importModuleDynamically";

/// Writes linkers with the names of one program.
pub(super) struct Linkers<'p> {
    pub(super) program: &'p Program,
    pub(super) facts: &'p Facts,
    pub(super) variables: Variables,
    /// What the program's own linker is called, once it has been declared.
    pub(super) program_linker: String,
    /// The linkers that have been written, and the expressions that give them.
    written: Vec<(&'p LinkerScript, String)>,
}

impl<'p> Linkers<'p> {
    pub(super) fn new(program: &'p Program, facts: &'p Facts, variables: Variables) -> Self {
        Self { program, facts, variables, program_linker: String::new(), written: Vec::new() }
    }

    /// Declares the linker of `script` in `out`, if that has not been done, and gives the expression for it.
    ///
    /// With `anew` the expression gives a linker that has not been called yet each time it is evaluated.
    pub(super) fn declare(&mut self, script: &'p LinkerScript, anew: bool, out: &mut Vec<String>) -> String {
        let counts = script.entries.iter().any(|entry| entry.behaviours.len() > 1);
        if !counts && let Some((_, known)) = self.written.iter().find(|(other, _)| *other == script) {
            return known.clone();
        }
        let name = match self.written.len() {
            0 => "linker".to_owned(),
            _ => self.variables.fresh("linker", "linker"),
        };
        let expression = if counts && anew {
            format!("{}()", self.variables.fresh(&format!("make {name}"), "make"))
        } else {
            name.clone()
        };
        self.written.push((script, expression.clone()));
        let mut counters = Vec::new();
        let function = self.function(script, &name, &mut counters, out);
        let mut lines: Vec<String> = counters.iter().map(|counter| format!("let {counter} = 0;")).collect();
        if expression == name {
            lines.extend(function);
        } else {
            lines.extend(as_value(function));
            lines = block(&format!("function {expression}"), lines);
        }
        out.extend(lines);
        expression
    }

    /// Declares in `out` the callback of `import()`, which is called `importModuleDynamically`.
    pub(super) fn declare_importer(&mut self, script: &'p LinkerScript, out: &mut Vec<String>) {
        let mut counters = Vec::new();
        let function = self.function(script, IMPORTER, &mut counters, out);
        out.extend(counters.iter().map(|counter| format!("let {counter} = 0;")));
        out.extend(function);
    }

    fn function(
        &mut self,
        script: &'p LinkerScript,
        name: &str,
        counters: &mut Vec<String>,
        out: &mut Vec<String>,
    ) -> Vec<String> {
        let referrer = if self.facts.identifiers { "nameOf(referrer)" } else { "referrer.identifier" };
        let imports = name == IMPORTER;
        let (calls, attributes, given) = if imports {
            ("imports", "importAttributes", "extra")
        } else {
            ("calls", "attributes", "extra?.attributes")
        };
        // Steps that are started inside the callback link with the linker of the program.
        let name_of_linker = if imports { self.program_linker.clone() } else { name.to_owned() };
        let linker = name_of_linker.as_str();
        let mut body = vec![format!("{calls}.push([specifier, {referrer}]);")];
        let asks_attributes = self.facts.attributes;
        if asks_attributes {
            body.insert(0, format!("const given = strings({given});"));
            body.push(format!("{attributes}.push(Object.entries(given).sort());"));
        }
        if self.facts.endless && !imports {
            // As the driver does, whose transcript would be as long as the memory lasts.
            body.push("if ((asked += 1) > 100_000) {".to_owned());
            body.push(
                "  throw new RangeError(\"vmlink lets a linker be called 100000 times in a run\");"
                    .to_owned(),
            );
            body.push("}".to_owned());
        }
        let mut specifiers: Vec<&str> = Vec::new();
        for entry in &script.entries {
            if !specifiers.contains(&entry.key.specifier.as_str()) {
                specifiers.push(&entry.key.specifier);
            }
        }
        let mut cases = Vec::new();
        for specifier in &specifiers {
            let mut entries: Vec<&'p LinkerEntry> =
                script.entries.iter().filter(|entry| entry.key.specifier == *specifier).collect();
            entries.sort_by_key(|entry| {
                std::cmp::Reverse((entry.key.referrer.is_some(), entry.key.attributes.is_some()))
            });
            cases.push((*specifier, self.case(&entries, linker, counters, out)));
        }
        match cases.as_slice() {
            [] => {}
            [(specifier, (lines, _))] => {
                body.extend(condition(&format!("specifier === {}", string(specifier)), lines.clone()));
            }
            several => {
                let mut lines = Vec::new();
                for (specifier, (case, ends)) in several {
                    let mut case = case.clone();
                    if !ends {
                        case.push("break;".to_owned());
                    }
                    let declares =
                        case.iter().any(|line| line.starts_with("const ") || line.starts_with("let "));
                    if declares {
                        lines.extend(block(&format!("case {}:", string(specifier)), case));
                    } else {
                        lines.push(format!("case {}:", string(specifier)));
                        lines.extend(indented(case));
                    }
                }
                body.extend(block("switch (specifier)", lines));
            }
        }
        let open = cases.iter().filter(|(_, (_, ends))| !ends).map(|(specifier, _)| *specifier).collect();
        if self.falls_back(&specifiers, open) {
            body.push("if (modules.has(specifier)) return modules.get(specifier);".to_owned());
        }
        body.push("throw new Error(`Unknown specifier: ${specifier}`);".to_owned());
        let extra = if asks_attributes { ", extra" } else { "" };
        block(&format!("function {name}(specifier, referrer{extra})"), body)
    }

    /// Whether a specifier that is the name of a module can be asked for that no entry speaks of, or not in every case.
    ///
    /// `open` are those for which no entry may be the one.
    fn falls_back(&self, specifiers: &[&str], open: Vec<&str>) -> bool {
        let is_known = |specifier: &str| specifiers.contains(&specifier);
        let requested =
            self.facts.records.iter().zip(&self.facts.guarded).any(|(record, guarded)| match record {
                Some(record) => record.requests.iter().any(|request| {
                    self.program.module(&request.specifier).is_some() && !is_known(&request.specifier)
                }),
                None => *guarded,
            });
        requested || self.facts.imports || open.into_iter().any(|open| self.program.module(open).is_some())
    }

    /// What is done with a specifier that has these entries, the narrowest first, and whether that is so in every case.
    fn case(
        &mut self,
        entries: &[&'p LinkerEntry],
        linker: &str,
        counters: &mut Vec<String>,
        out: &mut Vec<String>,
    ) -> (Vec<String>, bool) {
        let mut lines = Vec::new();
        for entry in entries {
            let mut conditions = Vec::new();
            if let Some(referrer) = entry.key.referrer {
                conditions.push(format!("referrer === {}", self.variables.module(referrer)));
            }
            if let Some(attributes) = &entry.key.attributes
                && self.facts.attributes
            {
                let wanted = attributes.iter().map(|(key, value)| (key.clone(), Js::string(value)));
                conditions.push(format!("same(given, {})", Js::Object(wanted.collect()).flat()));
            } else if entry.key.attributes.as_ref().is_some_and(|wanted| !wanted.is_empty()) {
                // No request has attributes, so this entry is never the one.
                continue;
            }
            let answers = self.answers(entry, linker, counters, out);
            if conditions.is_empty() {
                lines.extend(answers);
                return (lines, true);
            }
            lines.extend(condition(&conditions.join(" && "), answers));
        }
        (lines, false)
    }

    fn answers(
        &mut self,
        entry: &'p LinkerEntry,
        linker: &str,
        counters: &mut Vec<String>,
        out: &mut Vec<String>,
    ) -> Vec<String> {
        let Some((last, before)) = entry.behaviours.split_last() else { return Vec::new() };
        if before.is_empty() {
            return self.behaviour(last, linker, out);
        }
        let counter = self.variables.fresh(&format!("{} calls", entry.key.specifier), "n");
        let mut lines = vec![format!("{counter} += 1;")];
        for (call, behaviour) in before.iter().enumerate() {
            let answer = self.behaviour(behaviour, linker, out);
            lines.extend(condition(&format!("{counter} === {}", call + 1), answer));
        }
        counters.push(counter);
        lines.extend(self.behaviour(last, linker, out));
        lines
    }

    fn behaviour(&mut self, behaviour: &'p Behaviour, linker: &str, out: &mut Vec<String>) -> Vec<String> {
        let mut lines = Vec::new();
        for step in behaviour.first.iter().flat_map(parts) {
            let linker = match &step.linker {
                Some(script) => self.declare(script, true, out),
                None => linker.to_owned(),
            };
            let action = thunk(&step.action, &linker, self);
            lines.push(format!("start({}, {action}, within);", label(&step.action, self.program)));
        }
        lines.extend(self.answer(behaviour, linker));
        lines
    }
}

/// A function declaration as what another function returns.
fn as_value(mut function: Vec<String>) -> Vec<String> {
    if let Some(first) = function.first_mut() {
        first.insert_str(0, "return ");
    }
    if let Some(last) = function.last_mut() {
        last.push(';');
    }
    function
}

/// A step, or those that it starts together.
fn parts(step: &Step) -> impl Iterator<Item = &Step> {
    match &step.action {
        Action::Together(parts) => parts.as_slice(),
        _ => std::slice::from_ref(step),
    }
    .iter()
}

/// The lines of a statement that does `lines` under `condition`: on one line where that is short.
fn condition(condition: &str, lines: Vec<String>) -> Vec<String> {
    match lines.as_slice() {
        [only]
            if !only.starts_with("const ")
                && !only.starts_with("if ")
                && condition.len() + only.len() < 80 =>
        {
            vec![format!("if ({condition}) {only}")]
        }
        _ => block(&format!("if ({condition})"), lines),
    }
}

/// `head { lines }`
pub(super) fn block(head: &str, lines: Vec<String>) -> Vec<String> {
    let mut block = vec![format!("{head} {{")];
    block.extend(indented(lines));
    block.push("}".to_owned());
    block
}

fn indented(lines: Vec<String>) -> Vec<String> {
    lines.into_iter().map(|line| format!("  {line}")).collect()
}
