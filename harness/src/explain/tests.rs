//! What stands in an explanation.

use std::{path::PathBuf, sync::Arc};

use super::*;
use crate::program::{
    self, Program,
    document::{Format, SourceFile},
};

fn read(text: &str) -> Program {
    let file = SourceFile::new(PathBuf::from("program.yaml"), Format::Yaml, text.to_owned());
    program::read(Arc::new(file)).unwrap_or_else(|errors| panic!("{}", errors[0].render(false)))
}

#[test]
fn the_picture_shows_modules_edges_and_answers() {
    let program = read(
        "modules:\n\
        \x20 main: 'import \"a\"; import defer * as d from \"d\"; import j from \"j\" with { type: \"json\" }; import \"no\";'\n\
        \x20 a: ''\n\
        \x20 d: { source: '', context: 'els\\newhere', identifier: 'file:d' }\n\
        \x20 s: { synthetic: { exports: [x], body: '' } }\n\
        \x20 bad: import\n\
         linker:\n\
        \x20 j with type=json: [{ throws: { TypeError: no } }, { module: s, after: 2 }]\n\
        \x20 main -> d: { returns: { proxyOf: a }, first: [{ link: a }] }\n\
        \x20 a -> unasked: { never: true }\n\
         steps: [{ link: main }, { link: main, linker: { a: { rejects: { value: 1 } } } }]\n",
    );
    let expected = "  main
    ── \"a\" ──► a
    ── defer \"d\" ──► starts link a, then returns a proxy of a
    ── \"j\" with type=json ──► throws TypeError: \"no\", then s, in a promise, after 2 jobs
    ── \"no\" ──► throws Error: \"Unknown specifier: no\"
  a
  d (in context \"els\\newhere\"; identified as \"file:d\")
  s (synthetic, exports \"x\")
  bad
";
    let picture = picture::picture(&program);
    assert!(picture.starts_with(expected), "{picture}");
    let rest: Vec<&str> = picture[expected.len()..].lines().collect();
    assert!(rest[0].starts_with("    does not parse: "), "{picture}");
    assert_eq!(
        rest[1..],
        [
            "  The linker, when a asks for \"unasked\": never answers",
            "  The linker of step 2, link main:",
            "    when a module asks for \"a\": rejects with the value 1",
        ]
    );
}

#[test]
fn what_differs_stands_side_by_side_with_the_quirks_behind_it() {
    let program = read("modules: { main: import \"missing\"; }\nsteps: [{ link: main }]\n");
    let text = explain(&Subject::of_program("program.yaml", program), &[]);
    // C1 is kept by the contract alone; no runtime wraps what a linker throws.
    for part in [
        "Error [ERR_VM_MODULE_LINK_FAILURE]: Link failure",
        "+ fails: Error: Unknown specifier: missing",
        "+ is what a column has and contract has not",
        "linker-error-unwrapped (node-18 … node-26, bun-1.4, deno-2.9)",
    ] {
        assert!(text.contains(part), "{part} is missing in:\n{text}");
    }
}

#[test]
fn where_nobody_differs_there_is_one_column() {
    let program = read("modules: { main: '' }\nsteps: [{ link: main }]\n");
    let text = explain(&Subject::of_program("program.yaml", program), &[]);
    assert!(text.contains("contract, ecma262, node-18 … node-26, bun-1.4, deno-2.9"), "{text}");
    assert!(text.ends_with("All of them do the same.\n"), "{text}");
}

/// An engine that dies.
struct Dying;

impl Engine for Dying {
    fn name(&self) -> &'static str {
        "dying"
    }

    fn run(&self, _: &Program) -> Result<crate::transcript::Transcript, crate::engines::RunFailure> {
        Err(crate::engines::RunFailure::Interrupted)
    }
}

#[test]
fn an_engine_that_brings_nothing_has_a_column_that_says_so() {
    let program = read("modules: { main: '' }\nsteps: [{ link: main }]\n");
    let text = explain(&Subject::of_program("program.yaml", program), &[&Dying]);
    assert!(text.contains("dying (run)") && text.contains("The run was interrupted."), "{text}");
}
