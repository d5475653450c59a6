//! `Link` of a whole graph, by recursion.

use super::resolve::{Graph, Resolution, Visit};

/// \[\[Status]] of a module, as far as linking moves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Unlinked,
    Linking,
    Linked,
}

/// Why a name could not be bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// Nothing exports it, or what does leads back to itself: `ResolveExport` gave null.
    Null,
    /// Two stars export it.
    Ambiguous,
}

/// The first `SyntaxError` of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// The module whose environment could not be made.
    pub(crate) module: usize,
    pub(crate) reason: Reason,
    /// Every (module, name) that the failing resolution looked at. Engines name one of them in the message.
    pub(crate) visited: Vec<Visit>,
    /// Whether the resolution met a (module, name) for a second time.
    pub(crate) closed_a_circle: bool,
}

/// What `Link` left behind.
#[derive(Clone, Debug)]
pub(crate) struct Linked {
    pub(crate) failure: Option<Failure>,
    pub(crate) status: Vec<Status>,
}

/// What the modules and the walk over them know of each module.
struct Walk<'g> {
    graph: &'g Graph,
    status: Vec<Status>,
    dfs_index: Vec<usize>,
    dfs_ancestor_index: Vec<usize>,
    stack: Vec<usize>,
}

/// `Link` of `root`, all modules being unlinked — <https://tc39.es/ecma262/#sec-moduledeclarationlinking>.
///
/// `synthetic` tells which modules are not cyclic module records: they have no status and their own `Link` cannot fail.
pub(crate) fn link(graph: &Graph, synthetic: &[bool], root: usize) -> Linked {
    let count = graph.records.len();
    let mut walk = Walk {
        graph,
        status: vec![Status::Unlinked; count],
        dfs_index: vec![0; count],
        dfs_ancestor_index: vec![0; count],
        stack: Vec::new(),
    };
    match inner_module_linking(&mut walk, synthetic, root, 0) {
        Ok(_) => {
            assert!(walk.stack.is_empty());
            Linked { failure: None, status: walk.status }
        }
        Err(failure) => {
            for module in &walk.stack {
                assert_eq!(walk.status[*module], Status::Linking);
                walk.status[*module] = Status::Unlinked;
            }
            Linked { failure: Some(failure), status: walk.status }
        }
    }
}

/// `InnerModuleLinking` — <https://tc39.es/ecma262/#sec-InnerModuleLinking>.
fn inner_module_linking(
    walk: &mut Walk<'_>,
    synthetic: &[bool],
    module: usize,
    mut index: usize,
) -> Result<usize, Failure> {
    if synthetic[module] {
        walk.status[module] = Status::Linked;
        return Ok(index);
    }
    if walk.status[module] != Status::Unlinked {
        return Ok(index);
    }
    walk.status[module] = Status::Linking;
    walk.dfs_index[module] = index;
    walk.dfs_ancestor_index[module] = index;
    index += 1;
    walk.stack.push(module);
    for required in walk.graph.edges[module].clone() {
        index = inner_module_linking(walk, synthetic, required, index)?;
        if !synthetic[required] && walk.status[required] == Status::Linking {
            assert!(walk.stack.contains(&required));
            walk.dfs_ancestor_index[module] =
                walk.dfs_ancestor_index[module].min(walk.dfs_ancestor_index[required]);
        }
    }
    initialize_environment(walk.graph, module)?;
    if walk.dfs_ancestor_index[module] == walk.dfs_index[module] {
        loop {
            let done = walk.stack.pop().expect("the module itself is on the stack");
            walk.status[done] = Status::Linked;
            if done == module {
                break;
            }
        }
    }
    Ok(index)
}

/// `InitializeEnvironment`, as far as it can fail —
/// <https://tc39.es/ecma262/#sec-source-text-module-record-initialize-environment>: first every indirect export, then
/// every import entry, each in source order.
fn initialize_environment(graph: &Graph, module: usize) -> Result<(), Failure> {
    let record = &graph.records[module];
    for export in &record.indirect_exports {
        must_resolve(graph, module, module, &export.export_name)?;
    }
    for import in &record.import_entries {
        let imported = graph.edges[module][import.request.0 as usize];
        if let Some(name) = Graph::import_name(&import.import_name) {
            must_resolve(graph, module, imported, name)?;
        }
    }
    Ok(())
}

fn must_resolve(graph: &Graph, module: usize, asked: usize, name: &str) -> Result<(), Failure> {
    let mut visited = Vec::new();
    let reason = match graph.resolve_export(asked, name, &mut visited) {
        Resolution::Found(_) => return Ok(()),
        Resolution::Null => Reason::Null,
        Resolution::Ambiguous => Reason::Ambiguous,
    };
    let closed_a_circle = meets_itself(graph, asked, name, &mut Vec::new());
    Err(Failure { module, reason, visited, closed_a_circle })
}

/// Whether a resolution that follows every path from (module, name) comes back to where it was.
fn meets_itself(graph: &Graph, module: usize, name: &str, path: &mut Vec<Visit>) -> bool {
    use vmlink::syntax::IndirectName;
    let visit = (module, name.to_owned());
    if path.contains(&visit) {
        return true;
    }
    let record = &graph.records[module];
    if record.local_exports.iter().any(|export| &*export.export_name == name) {
        return false;
    }
    path.push(visit);
    let indirect = record.indirect_exports.iter().find(|export| &*export.export_name == name);
    let found = if let Some(export) = indirect {
        let target = graph.edges[module][export.request.0 as usize];
        match &export.import_name {
            IndirectName::All => false,
            IndirectName::Name(import_name) => meets_itself(graph, target, import_name, path),
        }
    } else {
        name != "default"
            && record.star_exports.iter().any(|export| {
                let target = graph.edges[module][export.request.0 as usize];
                meets_itself(graph, target, name, path)
            })
    };
    path.pop();
    found
}
