//! The script as a whole.

use super::{
    Subject,
    facts::Facts,
    header::header,
    linker::{Linkers, block},
    modules,
    names::Variables,
    steps,
    support::{VERDICT, beginning, end},
};
use crate::reference::ProfileName;

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
            if lines.iter().any(|line| line.contains("return evaluated(")) {
                lines.push(String::new());
                lines.extend(evaluated(&linkers.program_linker));
            }
        }
    }
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

/// How an answer of `import()` is made ready: it is linked, by the program's linker, and evaluated.
fn evaluated(linker: &str) -> Vec<String> {
    let lines = [
        format!("if (m.status === \"unlinked\") await m.link({linker});"),
        "await m.evaluate();".to_owned(),
        "return m;".to_owned(),
    ];
    block("async function evaluated(m)", lines.into())
}
