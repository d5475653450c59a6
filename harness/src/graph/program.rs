//! From files to a program.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    Content, Graph,
    names::{Names, common_root},
    read::Found,
};
use crate::program::{
    Action, Answer, Behaviour, LinkerEntry, LinkerKey, LinkerScript, ModuleDefinition, ModuleId, ModuleKind,
    Program,
};

/// The graph of `modules`, of which the first is the entry.
pub(super) fn graph_of(modules: Vec<Found>) -> Graph {
    let root = common_root(modules.iter().filter_map(Found::file));
    let linker = linker_of(&modules);
    let mut names = Names::default();
    let mut definitions = Vec::with_capacity(modules.len());
    let mut contents = Vec::with_capacity(modules.len());
    for module in modules {
        let name = names.unique(&module.wanted_name(&root));
        let kind = match &module.content {
            Content::Module { .. } | Content::Broken(_) => ModuleKind::Source(module.text),
            Content::Leaf { exports, .. } => {
                ModuleKind::Synthetic { exports: exports.clone(), body: String::new(), is_async: false }
            }
        };
        definitions.push(ModuleDefinition::new(name, kind));
        contents.push(module.content);
    }
    let entry = ModuleId::new(Graph::ENTRY);
    let namespaces = (0..definitions.len()).map(|index| Action::Namespace(ModuleId::new(index)).into());
    let steps = vec![Action::Link(entry).into(), Action::Together(namespaces.collect()).into()];
    Graph { contents, program: Program { modules: definitions, linker, importer: None, steps } }
}

/// One entry for each specifier that means the same module wherever it stands, and for every other specifier one for each
/// module that requests it. Attributes select nothing: a specifier in a module means one file whatever stands behind it.
fn linker_of(modules: &[Found]) -> LinkerScript {
    let requests = || {
        modules.iter().enumerate().flat_map(|(index, module)| {
            let requests = match &module.content {
                Content::Module { record, targets } => record.requests.iter().zip(targets),
                Content::Broken(_) | Content::Leaf { .. } => [].iter().zip(&[]),
            };
            requests.map(move |(request, &target)| (ModuleId::new(index), &*request.specifier, target))
        })
    };
    // `None` for a specifier that means several modules.
    let mut meanings: FxHashMap<&str, Option<ModuleId>> = FxHashMap::default();
    for (_, specifier, target) in requests() {
        let meaning = meanings.entry(specifier).or_insert(Some(target));
        if *meaning != Some(target) {
            *meaning = None;
        }
    }
    let mut places: FxHashSet<(&str, Option<ModuleId>)> = FxHashSet::default();
    let mut entries = Vec::new();
    for (referrer, specifier, target) in requests() {
        let referrer = if meanings[specifier].is_some() { None } else { Some(referrer) };
        // A specifier stands in a module again with other attributes, or for another phase.
        if places.insert((specifier, referrer)) {
            entries.push(LinkerEntry {
                key: LinkerKey { specifier: specifier.to_owned(), referrer, attributes: None },
                behaviours: vec![Behaviour::direct(Answer::Module(target))],
            });
        }
    }
    LinkerScript { entries }
}
