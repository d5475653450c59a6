//! One case of a file.

use std::{collections::HashMap, path::Path};

use indexmap::IndexMap;

use super::{FileNames, expect::Place, file, source};
use crate::{
    corpus::{Case, Expectations, StepExpectation},
    program::{
        LinkerScript, Program,
        decode::{DecodedStep, Decoder, Names},
        document::{Data, Fields, Mistake, Node, Sink},
    },
};

/// The keys of a case. The last two have been read, and taken out with what they stand for, before a case gets here.
pub(in crate::corpus) const KEYS: [&str; 10] = [
    "id",
    "why",
    "source",
    "modules",
    "construct",
    "linker",
    "importModuleDynamically",
    "steps",
    "matrix",
    "except",
];

/// The case at `node`, or `None` when a mistake was found in it.
pub(super) fn case(
    node: &Node,
    sink: &mut Sink,
    names: &FileNames,
    path: &Path,
    ids: &mut HashMap<String, usize>,
) -> Option<Case> {
    let before = sink.count();
    let fields = sink.fields(node, "a case", &KEYS)?;
    let id = fields.require("id", "what-happens", sink);
    let line = id.map_or(1, |id| sink.source().position(id.span.start).line);
    let id = id.and_then(|id| file::id(id, sink, ids));
    let why = fields.require("why", "One sentence that says what a reader learns from the case.", sink);
    let why = why.and_then(|why| file::sentence(why, "`why`", sink));
    let sources = fields.require("source", "[C1]", sink).and_then(|node| source::source(node, sink));
    let modules = fields.require("modules", "{ main: export const x = 1; }", sink);
    let steps = fields.require("steps", "[{ link: main }]", sink);
    let names_of_modules = modules.map(|node| Names::of_modules(node, sink)).unwrap_or_default();
    let mut decoder = Decoder { names: names_of_modules, sink };
    let program = decode_program(&mut decoder, fields, modules, steps);
    let (program, expectations) = program?;
    (sink.count() == before).then_some(())?;
    Some(Case {
        id: names.case_id(&id?),
        why: why?,
        source: sources?,
        file: path.to_owned(),
        line,
        program,
        expectations,
    })
}

fn decode_program(
    decoder: &mut Decoder<'_>,
    fields: Fields<'_>,
    modules: Option<&Node>,
    steps: Option<&Node>,
) -> Option<(Program, Expectations)> {
    let definitions = modules.and_then(|node| decoder.modules(node));
    let linker = match fields.get("linker") {
        Some(node) => decoder.linker(node),
        None => Some(LinkerScript::default()),
    };
    let importer = match fields.get("importModuleDynamically") {
        Some(node) => decoder.linker(node).map(Some),
        None => Some(None),
    };
    let construct = match fields.get("construct") {
        Some(node) => construct(decoder, node),
        None => Some(IndexMap::new()),
    };
    let nodes = steps.and_then(|node| step_nodes(decoder.sink, node, fields.get("construct").is_some()));
    let steps: Vec<DecodedStep<'_>> =
        nodes.unwrap_or_default().iter().map(|node| decoder.step(node)).collect();
    let parts = steps.iter().map(|step| step.step.clone()).collect::<Option<Vec<_>>>();
    let whole = definitions.zip(linker.zip(importer)).zip(parts).filter(|((modules, _), steps)| {
        let span = fields.entry("steps").map_or(fields.span, |entry| entry.key.span);
        decoder.check_size(modules, steps, span)
    });
    let program =
        whole.map(|((modules, (linker, importer)), steps)| Program { modules, linker, importer, steps });
    // Labels can be checked only against a program that is whole.
    let labels = program.as_ref().map(super::expect::labels);
    let expectations: Vec<_> =
        steps.iter().map(|step| decoder.step_expectation(step, labels.as_ref(), false)).collect();
    let expectations = expectations.into_iter().collect::<Option<Vec<_>>>();
    nodes?;
    Some((program?, Expectations { construct: construct?, steps: expectations? }))
}

/// The list under `steps`, which may be empty only when the case is about a construction.
fn step_nodes<'n>(sink: &mut Sink, node: &'n Node, has_construct: bool) -> Option<&'n [Node]> {
    let items = match &node.data {
        Data::Null => &[],
        _ => sink.list(node, "`steps`")?,
    };
    if items.is_empty() && !has_construct {
        sink.report(
            Mistake::at(node.span, "this case does nothing: `steps` is empty")
                .help("add a step, such as `- link: main`; only a case with `construct` can do without"),
        );
        return None;
    }
    Some(items)
}

/// `construct`: the constructions that fail.
fn construct(decoder: &mut Decoder<'_>, node: &Node) -> Option<IndexMap<String, StepExpectation>> {
    let entries = decoder.sink.map(node, "`construct`")?;
    if entries.is_empty() {
        decoder.sink.report(
            Mistake::at(node.span, "`construct` is empty")
                .help("leave it out when every module is constructed without an error"),
        );
    }
    let expectations: Vec<_> = entries
        .iter()
        .map(|entry| {
            let name = Node { span: entry.key.span, data: Data::Null };
            let known = decoder.known(&entry.key.text, &name);
            let expectation = decoder.construct_expectation(&entry.value);
            Some((known.map(|_| entry.key.text.clone())?, expectation?))
        })
        .collect();
    expectations.into_iter().collect()
}

impl Decoder<'_> {
    /// What is expected of a construction: an EXPECT in which `under` may stand.
    fn construct_expectation(&mut self, node: &Node) -> Option<StepExpectation> {
        let fields =
            self.sink.fields(node, "the expectation of a construction", &["error", "unmodelled", "under"])?;
        let contract = self.expect(fields, &Place::construct());
        let says = ["error", "unmodelled", "under"].iter().any(|key| fields.get(key).is_some());
        if !says && !fields.has_unknown() {
            self.sink.report(
                Mistake::at(fields.span, "this does not say how the construction fails")
                    .help("write `{ error: { name: SyntaxError } }`"),
            );
        }
        let under = match fields.get("under") {
            Some(node) => self.under(node, contract.as_ref(), &Place::construct()),
            None => Some(IndexMap::new()),
        };
        Some(StepExpectation { contract: contract?, under: under?, together: Vec::new() })
    }
}
