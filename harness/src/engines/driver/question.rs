//! A program as it is sent to a driver.

use std::io::Write;

use crate::program::{ModuleKind, Program, to_wire};

/// A program, written down once, however often it is sent.
#[derive(Debug)]
pub(super) struct Question {
    program: Vec<u8>,
    /// What it leaves in a process, in kilobytes.
    cost: u64,
}

impl Question {
    /// # Panics
    /// Never: plain data can always be written.
    pub(super) fn new(program: &Program) -> Self {
        let written = serde_json::to_vec(&to_wire(program)).expect("plain data can be written");
        Self { program: written, cost: cost(program) }
    }

    /// Bytes of the line, but for the few around the program.
    pub(super) const fn len(&self) -> usize {
        self.program.len()
    }

    /// See the field.
    pub(super) const fn cost(&self) -> u64 {
        self.cost
    }

    /// Adds the line that asks for run number `run` to `lines`.
    pub(super) fn write_line(&self, run: u64, trace: bool, lines: &mut Vec<u8>) {
        let trace = if trace { "\"trace\":true," } else { "" };
        // Writing to memory does not fail.
        let _ = write!(lines, "{{\"run\":{run},{trace}\"program\":");
        lines.extend_from_slice(&self.program);
        lines.extend_from_slice(b"}\n");
    }
}

/// What a program may leave in a process, in kilobytes. Measured where most is kept: Deno 2.9 keeps 8 kilobytes of a program
/// of four modules, Node 18 a hundred of a context. Later releases of Node keep next to nothing.
fn cost(program: &Program) -> u64 {
    const PROGRAM: u64 = 1;
    const MODULE: u64 = 2;
    const CONTEXT: u64 = 100;
    let mut contexts: Vec<&str> =
        program.modules.iter().filter_map(|module| module.context.as_deref()).collect();
    contexts.sort_unstable();
    contexts.dedup();
    let texts = program.modules.iter().map(|module| match &module.kind {
        ModuleKind::Source(text) => text.len(),
        ModuleKind::Synthetic { body, .. } => body.len(),
    });
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    PROGRAM
        + MODULE.saturating_mul(count(program.modules.len()))
        + CONTEXT.saturating_mul(count(contexts.len()))
        + count(texts.sum()) / 256
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::program::{Action, ModuleDefinition, ModuleId};

    #[test]
    fn a_line_has_the_number_and_the_program() {
        let program = Program {
            modules: vec![ModuleDefinition::source("main", "log('\n')")],
            steps: vec![Action::Link(ModuleId::new(0)).into()],
            ..Program::default()
        };
        let question = Question::new(&program);
        let line = |trace| {
            let mut lines = Vec::new();
            question.write_line(7, trace, &mut lines);
            assert_eq!(lines.iter().position(|&byte| byte == b'\n'), Some(lines.len() - 1));
            serde_json::from_slice::<Json>(&lines).unwrap()
        };
        assert_eq!(line(false), json!({ "run": 7, "program": to_wire(&program) }));
        assert_eq!(line(true), json!({ "run": 7, "trace": true, "program": to_wire(&program) }));
    }
}
