//! Reading a program that is not a case.

use std::sync::Arc;

use super::{
    LinkerScript, Program,
    decode::{Decoder, Names},
    document::{Diagnostic, Mistake, Sink, SourceFile, parse},
};

/// The program in `source`: a map of `modules`, `linker`, `importModuleDynamically` and `steps`, as they stand in a case and as
/// [`to_yaml`](super::to_yaml) writes them.
///
/// # Errors
/// All mistakes, by line and column. An expectation is one of them: only cases have them.
pub fn read(source: Arc<SourceFile>) -> Result<Program, Vec<Diagnostic>> {
    let mut sink = Sink::new(source);
    let program = decode(&mut sink);
    let mut diagnostics = sink.finish();
    diagnostics.sort_by(Diagnostic::order);
    match program {
        Some(program) if diagnostics.is_empty() => Ok(program),
        _ => Err(diagnostics),
    }
}

fn decode(sink: &mut Sink) -> Option<Program> {
    let root = parse(sink)?;
    let fields =
        sink.fields(&root, "a program", &["modules", "linker", "importModuleDynamically", "steps"])?;
    let modules = fields.require("modules", "{ main: export const x = 1; }", sink);
    let steps = fields.require("steps", "[{ link: main }]", sink).and_then(|node| sink.list(node, "`steps`"));
    let names = modules.map(|node| Names::of_modules(node, sink)).unwrap_or_default();
    let mut decoder = Decoder { sink, names };
    let modules = modules.and_then(|node| decoder.modules(node));
    let linker = match fields.get("linker") {
        Some(node) => decoder.linker(node),
        None => Some(LinkerScript::default()),
    };
    let importer = match fields.get("importModuleDynamically") {
        Some(node) => decoder.linker(node).map(Some),
        None => Some(None),
    };
    let steps: Vec<_> = steps.unwrap_or_default().iter().map(|node| decoder.step(node)).collect();
    for entry in steps.iter().flat_map(|step| std::iter::once(step).chain(&step.together)) {
        if let Some(entry) = entry.expect.or(entry.under) {
            decoder.sink.report(
                Mistake::at(entry.key.span, "a step of a program has no expectations")
                    .help("only a case has them"),
            );
        }
    }
    let steps = steps.into_iter().map(|step| step.step).collect::<Option<Vec<_>>>();
    let program = Program { modules: modules?, linker: linker?, importer: importer?, steps: steps? };
    let span = fields.entry("steps").map_or(fields.span, |entry| entry.key.span);
    decoder.check_size(&program.modules, &program.steps, span).then_some(program)
}
