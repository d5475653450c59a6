//! What stands in a script.

use std::{path::PathBuf, sync::Arc};

use super::*;
use crate::{
    generators::{Limits, Mode, program_with, seeded},
    program::{
        self, Program,
        document::{Format, SourceFile},
    },
    reference::ProfileName,
    syntax,
};

fn read(text: &str) -> Program {
    let file = SourceFile::new(PathBuf::from("program.yaml"), Format::Yaml, text.to_owned());
    program::read(Arc::new(file)).unwrap_or_else(|errors| panic!("{}", errors[0].render(false)))
}

fn script(text: &str) -> String {
    reproduction(&Subject::of_program("program.yaml", read(text)), None)
}

/// A script is a module that imports three modules of the runtime and nothing else, whatever its program holds.
#[track_caller]
fn assert_is_module(script: &str) {
    let record = syntax::parse_module(script).unwrap_or_else(|error| panic!("{error} in:\n{script}"));
    let imported: Vec<&str> = record.requests.iter().map(|request| &*request.specifier).collect();
    assert_eq!(imported, ["node:timers/promises", "node:util", "node:vm"]);
    assert!(record.local_exports.is_empty() && record.star_exports.is_empty(), "{script}");
}

#[test]
fn the_script_of_any_program_is_a_module() {
    for number in 0..300 {
        let mode = if number % 2 == 0 { Mode::WellFormed } else { Mode::Wild };
        let bytes = seeded(7, number, Limits::SMALL.input_length());
        let program = program_with(&bytes, &Limits::SMALL, mode);
        assert_is_module(&reproduction(&Subject::of_program("random", program), Some(ProfileName::Bun14)));
    }
}

/// Panics where one of `words` does not stand in `script`.
#[track_caller]
fn assert_has(script: &str, words: &[&str]) {
    for word in words {
        assert!(script.contains(word), "{word} is missing in:\n{script}");
    }
}

#[test]
fn a_small_program_is_a_small_script() {
    let script = script(
        "modules: { main: import x from 'missing'; }\n\
         linker: { missing: { throws: { Error: Cannot find missing } } }\n\
         steps: [{ link: main }]\n",
    );
    assert_has(
        &script,
        &[
            "const main = new vm.SourceTextModule(\"import x from 'missing';\", { identifier: \"main\" });\n",
            "const modules = new Map(Object.entries({ main }));\n",
            "  if (specifier === \"missing\") throw new Error(\"Cannot find missing\");\n",
            "await step(\"link main\", () => main.link(linker), {\n",
            // The contract's clause C1.
            "code: \"ERR_VM_MODULE_LINK_FAILURE\"",
            "  status: { main: \"errored\" },\n",
        ],
    );
    for unneeded in ["after(", "start(", "encode(", "construct(", "synthetic(", "unhandledRejection"] {
        assert!(!script.contains(unneeded), "{unneeded} is not needed:\n{script}");
    }
}

#[test]
fn each_way_to_answer_has_its_form() {
    let script = script(
        "modules: { main: 'import \"a\"; import \"b\"; import \"c\"; import \"d\"; import \"e\";', other: '' }\n\
         linker:\n\
        \x20 a: { module: other, after: 3 }\n\
        \x20 b: { rejects: { TypeError: no } }\n\
        \x20 c: { throws: { value: { undefined: true } }, after: 2 }\n\
        \x20 d: { module: other, thenable: true }\n\
        \x20 e: [{ never: true }, { module: other }]\n\
         steps: [{ link: main }]\n",
    );
    assert_has(
        &script,
        &[
            "return after(3, other);",
            "return Promise.reject(new TypeError(\"no\"));",
            "return failAfter(2, undefined);",
            "return { then: (resolve) => resolve(other) };",
            "let eCalls = 0;",
            "if (eCalls === 1) return new Promise(() => {});",
            "async function after(jobs, value) {",
            "async function failAfter(jobs, error) {",
        ],
    );
}

#[test]
fn no_name_gets_out_of_its_quotes() {
    let hostile = ["*/", "a\nb", "`${x}`", "\\", "\"'", "__proto__", "class", "\u{2028}", "</script>", "vm"];
    let mut program = Program::default();
    for name in hostile {
        program.modules.push(program::ModuleDefinition::source(name, format!("import {name:?};")));
    }
    for index in 0..hostile.len() {
        program.steps.push(program::Action::Link(program::ModuleId::new(index)).into());
    }
    let script =
        reproduction(&Subject::of_program("*/\nconsole.log('out')", program), Some(ProfileName::Node24));
    // A name with a line break in it would begin a line of its own.
    assert!(
        script.lines().all(|line| !line.starts_with("b\"") && !line.starts_with("console.log('out')")),
        "{script}"
    );
    assert!(!script.contains('\u{2028}'), "{script}");
    assert_is_module(&script);
    assert_has(
        &script,
        &["[\"__proto__\"]: m__proto__", "class: class2", "vm: vm2", "\"`${x}`\"", "\"\\\\\""],
    );
}

#[test]
fn the_header_says_what_an_engine_does_instead() {
    let program = read(
        "modules: { main: import x from 'missing'; }\n\
         linker: { missing: { throws: { Error: Cannot find missing } } }\n\
         steps: [{ link: main }]\n",
    );
    let subject = Subject { source: vec!["C1".to_owned()], ..Subject::of_program("program.yaml", program) };
    let script = reproduction(&subject, Some(ProfileName::Node24));
    assert_has(
        &script,
        &[
            "// * C1 of the contract of vm.Module: the linker throws.",
            "// What node-24 does instead:",
            "linker-error-unwrapped",
        ],
    );
}

#[test]
fn the_header_tells_where_the_process_dies() {
    let program = read("modules: { main: import source s from 'main'; }\nsteps: [{ link: main }]\n");
    let script = reproduction(&Subject::of_program("program.yaml", program), Some(ProfileName::Deno29));
    assert_has(&script, &["// * at step 1, link main: the process dies.", "source-request-crashes"]);
}
