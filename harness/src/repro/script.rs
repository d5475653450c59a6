//! The script as a whole.

use super::{
    Subject,
    facts::{Facts, all_behaviours},
    header::header,
    linker::{Linkers, block},
    modules,
    names::Variables,
    steps,
    support::{VERDICT, beginning, end},
};
use crate::{
    program::{Answer, Preparation, Program},
    reference::ProfileName,
};

/// The script that does what the program of `subject` says.
///
/// Its header says what `engine` does instead of what is expected, when an engine is given. The same subject and engine
/// give the same script, whatever they hold: nothing in a program can end a string or a comment of the script.
#[must_use]
pub fn reproduction(subject: &Subject, engine: Option<ProfileName>) -> String {
    let facts = Facts::of(subject);
    let program = &subject.program;
    let mut variables = Variables::new(program);
    let mut body = modules::statements(subject, &facts, &mut variables);
    let mut linkers = Linkers::new(program, &facts, variables);
    let mut lines = Vec::new();
    if facts.imports || steps::uses_program_linker(program) {
        lines.push(String::new());
        linkers.program_linker = linkers.declare(&program.linker, false, &mut lines);
        if let Some(importer) = &program.importer {
            lines.push(String::new());
            linkers.declare_importer(importer, &mut lines);
        }
    }
    lines.extend(preparations(program));
    lines.push(String::new());
    for (index, step) in program.steps.iter().enumerate() {
        let statements = steps::statements(step, subject.step(index), &mut linkers);
        if statements.len() > 1 && lines.last().is_some_and(|line| !line.is_empty()) {
            lines.push(String::new());
        }
        lines.extend(statements);
    }
    for line in lines {
        body.push_str(&line);
        body.push('\n');
    }
    let watching = end(&facts, &body);
    format!("{}\n{}\n{body}{VERDICT}{watching}", header(subject, engine), beginning(&facts))
}

/// The functions that make modules ready before they are given, as far as a linker of the program does that.
fn preparations(program: &Program) -> Vec<String> {
    let all: Vec<Preparation> = all_behaviours(program)
        .into_iter()
        .filter_map(|behaviour| match behaviour.answer {
            Answer::Prepared(preparation) => Some(preparation),
            _ => None,
        })
        .collect();
    let link = "if (m.status === \"unlinked\") await m.link(linker);".to_owned();
    let mut lines = Vec::new();
    if all.iter().any(|preparation| !preparation.evaluates) {
        let body = vec![link.clone(), "return m;".to_owned()];
        lines.push(String::new());
        lines.extend(block("async function linked(m, linker)", body));
    }
    if all.iter().any(|preparation| preparation.evaluates) {
        let body = vec![link, "await m.evaluate();".to_owned(), "return m;".to_owned()];
        lines.push(String::new());
        lines.extend(block("async function evaluated(m, linker)", body));
    }
    if all.iter().any(|preparation| preparation.shared) {
        let body = vec![
            "const known = (prepare.known ??= new Map());".to_owned(),
            "if (!known.has(m)) known.set(m, prepare(m, linker));".to_owned(),
            "return known.get(m);".to_owned(),
        ];
        lines.push(String::new());
        lines.extend(block("function shared(prepare, m, linker)", body));
    }
    lines
}
