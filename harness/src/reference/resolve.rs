//! Finding the binding behind an exported name.

use std::collections::hash_map::Entry;

use super::{
    Agent, Quirk,
    agent::Map,
    dead_ends::DeadEnd,
    marks::step,
    names::{Name, Names},
    record::{Export, ModuleRecordKind},
    tables::Tables,
};
use crate::program::ModuleId;

/// What ResolveExport returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Resolution {
    Binding(ResolvedBinding),
    /// Not exported, or only in a circle.
    Null,
    Ambiguous,
}

/// A ResolvedBinding Record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ResolvedBinding {
    pub(super) module: ModuleId,
    pub(super) name: BindingName,
}

/// \[\[BindingName]] of a ResolvedBinding Record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BindingName {
    Name(Name),
    Namespace,
    /// A binding of the module's own that holds another module's namespace object, by its export name:
    /// [`Quirk::NamespaceReExportIsOwnBinding`].
    OwnNamespace(Name),
}

/// A module and a name that is asked of it.
pub(super) type Query = (ModuleId, Name);

/// What is known of a query that goes through other modules; a module's own exports are found at once.
#[derive(Clone, Copy, Debug)]
enum Known {
    /// It was met, as the one at this place of [`Search::open`]: it is in resolveSet.
    Met(usize),
    /// The answer, for good.
    Answer(Resolution),
}

/// A query that waits for the answers of others: the one behind its indirect export, or one behind each star.
#[derive(Debug)]
struct Frame {
    query: Query,
    waits_for: WaitsFor,
    /// starResolution, or what the indirect export gave.
    resolution: Resolution,
    /// The query's place in [`Search::open`].
    index: usize,
    /// The place of the earliest query that this one is known to lead back to.
    ancestor_index: usize,
}

#[derive(Debug)]
enum WaitsFor {
    /// The answer of this query, or nothing more.
    Indirect(Option<Query>),
    /// The answers of the module's star exports from this one on.
    Stars(usize),
}

/// The memory of ResolveExport. It outlasts a call: an answer, once it is final, holds for all later ones.
#[derive(Debug, Default)]
pub(super) struct Search {
    known: Map<Query, Known>,
    /// What engines keep in a table of each module.
    pub(super) tables: Tables,
    /// How the last search failed, when it was made one by one.
    pub(super) dead_end: Option<DeadEnd>,
    /// The queries in progress, outermost first.
    frames: Vec<Frame>,
    /// The queries whose answers are not final, in the order they were met.
    open: Vec<Query>,
}

impl Search {
    /// The queries in progress, outermost first. After an ambiguous answer the last one is where two stars met.
    pub(super) fn path(&self) -> impl Iterator<Item = Query> {
        self.frames.iter().map(|frame| frame.query)
    }
}

impl Agent {
    /// ResolveExport ( exportName \[ , resolveSet ] ) — <https://tc39.es/ecma262/#sec-resolveexport>, and
    /// <https://tc39.es/ecma262/#sec-smr-resolveexport> for synthetic modules.
    ///
    /// The specification asks every module behind a star at most once in one call, because resolveSet only grows, so
    /// what it finds is the set of bindings that can be reached. That set is the same for all queries that lead to each
    /// other; an answer is kept as soon as the whole group is known (the groups are strongly connected components, found
    /// as Link finds them). A later call stops where an earlier one has been, and the work for a whole graph is linear in
    /// what is reachable.
    pub(super) fn resolve_export(&mut self, module: ModuleId, export_name: Name) -> Resolution {
        if self.searches_one_by_one() {
            return self.search_export(None, (module, export_name));
        }
        let mut search = std::mem::take(&mut self.search);
        let resolution = self.resolve_export_in(&mut search, (module, export_name));
        search.frames.clear();
        self.search = search;
        resolution
    }

    /// [`resolve_export`](Self::resolve_export) with a search whose end can be looked at. The specification's recursion
    /// is a stack of frames.
    pub(super) fn resolve_export_in(&mut self, search: &mut Search, query: Query) -> Resolution {
        let mut answer = self.begin_query(search, query);
        while !search.frames.is_empty() {
            if let Some(resolution) = answer.take()
                && !self.take_answer(search, resolution)
            {
                return Self::all_ambiguous(search);
            }
            answer = match self.next_query(search) {
                Some(query) => self.begin_query(search, query),
                None => Some(self.finish_query(search)),
            };
        }
        answer.expect("a search without a query in progress has an answer")
    }

    /// Steps 1 to 8 of ResolveExport: an answer, or a query in progress.
    fn begin_query(&mut self, search: &mut Search, query: Query) -> Option<Resolution> {
        let (module, export_name) = query;
        let waits_for = match &self.modules[module.index()].kind {
            // The method of Synthetic Module Records.
            ModuleRecordKind::Synthetic(record) => {
                return Some(if record.export_names.contains(&export_name) {
                    step!(self, "ResolveExport synthetic 2");
                    Resolution::Binding(ResolvedBinding { module, name: BindingName::Name(export_name) })
                } else {
                    step!(self, "ResolveExport synthetic 1");
                    Resolution::Null
                });
            }
            ModuleRecordKind::Cyclic(record) => match record.export(export_name) {
                // 5.a. The module's own binding.
                Some(Export::Local(local_name)) => {
                    step!(self, "ResolveExport 5.a.ii");
                    let name = BindingName::Name(local_name);
                    return Some(Resolution::Binding(ResolvedBinding { module, name }));
                }
                // 6.a.iii. Another module's namespace object.
                Some(Export::Namespace(_)) if self.has(Quirk::NamespaceReExportIsOwnBinding) => {
                    let name = BindingName::OwnNamespace(export_name);
                    return Some(Resolution::Binding(ResolvedBinding { module, name }));
                }
                Some(Export::Namespace(request)) => {
                    let imported = self.get_imported_module(module, request);
                    step!(self, "ResolveExport 6.a.iii.2");
                    return Some(Resolution::Binding(ResolvedBinding {
                        module: imported,
                        name: BindingName::Namespace,
                    }));
                }
                // 6.a.iv. Another module's export.
                Some(Export::Indirect(request, import_name)) => {
                    let imported = self.get_imported_module(module, request);
                    step!(self, "ResolveExport 6.a.iv.3");
                    WaitsFor::Indirect(Some((imported, import_name)))
                }
                // 7. No star carries a default export.
                None if export_name == Names::DEFAULT => {
                    step!(self, "ResolveExport 7.b");
                    return Some(Resolution::Null);
                }
                // 10. Without a star there is nothing to wait for, and to ask again costs no more than to remember: a graph
                // whose stars meet thousands of such modules asks each of them for thousands of names.
                None if record.stars.is_empty() => {
                    step!(self, "ResolveExport 10");
                    return Some(Resolution::Null);
                }
                // 8. What the stars bring.
                None => {
                    if let Some(binding) = search.tables.get(query) {
                        return Some(Resolution::Binding(binding));
                    }
                    WaitsFor::Stars(0)
                }
            },
        };
        let index = search.open.len();
        match search.known.entry(query) {
            Entry::Occupied(known) => match *known.get() {
                Known::Answer(resolution) => return Some(resolution),
                // 3. A query that was met before is a circle, or was counted already.
                Known::Met(met) => {
                    step!(self, "ResolveExport 3.a.ii");
                    if let Some(frame) = search.frames.last_mut() {
                        frame.ancestor_index = frame.ancestor_index.min(met);
                    }
                    return Some(Resolution::Null);
                }
            },
            // 4.
            Entry::Vacant(unknown) => unknown.insert(Known::Met(index)),
        };
        search.open.push(query);
        let resolution = Resolution::Null;
        search.frames.push(Frame { query, waits_for, resolution, index, ancestor_index: index });
        None
    }

    /// The query whose answer the innermost one waits for next.
    fn next_query(&mut self, search: &mut Search) -> Option<Query> {
        let frame = search.frames.last_mut()?;
        let (module, export_name) = frame.query;
        match &mut frame.waits_for {
            WaitsFor::Indirect(query) => query.take(),
            // 9. Every star, in the order of the list.
            WaitsFor::Stars(next) => {
                let request = *self.expect_cyclic(module).stars.get(*next)?;
                *next += 1;
                // 9.b.–9.c.
                step!(self, "ResolveExport 9.c");
                Some((self.get_imported_module(module, request), export_name))
            }
        }
    }

    /// Steps 9.d and 9.e of ResolveExport, and the end of step 6.a.iv.3. `false` when the query is ambiguous.
    fn take_answer(&mut self, search: &mut Search, resolution: Resolution) -> bool {
        let frame = search.frames.last_mut().expect("somebody asked");
        match (frame.resolution, resolution) {
            // 9.d.
            (_, Resolution::Ambiguous) => {
                step!(self, "ResolveExport 9.d");
                return false;
            }
            (_, Resolution::Null) => {}
            // 9.e.ii.1.
            (_, first) if frame.resolution == Resolution::Null => {
                if matches!(frame.waits_for, WaitsFor::Stars(_)) {
                    step!(self, "ResolveExport 9.e.ii.1");
                }
                frame.resolution = first;
            }
            (Resolution::Binding(one), Resolution::Binding(other)) if one.module != other.module => {
                // 9.e.iii.2.
                step!(self, "ResolveExport 9.e.iii.2");
                return false;
            }
            (Resolution::Binding(one), Resolution::Binding(other)) => match (one.name, other.name) {
                (BindingName::Namespace, BindingName::Name(_))
                | (BindingName::Name(_), BindingName::Namespace) => {
                    // 9.e.iii.3.
                    step!(self, "ResolveExport 9.e.iii.3");
                    return false;
                }
                (one, other) if one != other => {
                    // 9.e.iii.4.
                    step!(self, "ResolveExport 9.e.iii.4");
                    return false;
                }
                // Two stars that lead to one binding agree.
                _ => step!(self, "ResolveExport 9.e.iii same"),
            },
            _ => unreachable!("a query in progress is never ambiguous"),
        }
        true
    }

    /// Step 10 of ResolveExport: the innermost query has heard everything. Its answer is final when it leads back to no
    /// query before it, and then it is the answer of all that lead back to it.
    fn finish_query(&mut self, search: &mut Search) -> Resolution {
        step!(self, "ResolveExport 10");
        let frame = search.frames.pop().expect("a query is in progress");
        if let (Resolution::Binding(binding), WaitsFor::Stars(_)) = (frame.resolution, &frame.waits_for)
            && self.has(Quirk::NamespaceCutAtStarCycle)
        {
            search.tables.add_from_star(frame.query, binding);
        }
        if frame.ancestor_index == frame.index {
            for member in search.open.drain(frame.index..) {
                search.known.insert(member, Known::Answer(frame.resolution));
            }
        } else if let Some(asker) = search.frames.last_mut() {
            asker.ancestor_index = asker.ancestor_index.min(frame.ancestor_index);
        }
        frame.resolution
    }

    /// Every query that is open leads to the ambiguity. The frames stay as they are, for whoever asks where it arose.
    fn all_ambiguous(search: &mut Search) -> Resolution {
        for query in search.open.drain(..) {
            search.known.insert(query, Known::Answer(Resolution::Ambiguous));
        }
        Resolution::Ambiguous
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::{ProfileName, testing::Graph};

    /// Where `x` of module `from` resolves to, after `from` is linked.
    fn resolve(from: &str, modules: &[(&'static str, &str)]) -> Resolution {
        let mut graph = Graph::new(ProfileName::Ecma262, modules);
        graph.link(from).unwrap();
        let name = graph.agent.names.intern(&"x".into());
        graph.agent.resolve_export(graph.id(from), name)
    }

    #[test]
    fn a_diamond_of_stars_is_one_binding() {
        let modules = [
            ("top", "export * from 'left'; export * from 'right';"),
            ("left", "export * from 'end';"),
            ("right", "export * from 'end';"),
            ("end", "export let x;"),
        ];
        let Resolution::Binding(binding) = resolve("top", &modules) else { panic!("not resolved") };
        assert_eq!(binding.module, ModuleId::new(3));
    }

    #[test]
    fn a_circle_of_stars_has_one_answer_for_all_its_modules() {
        let modules = [
            ("a", "export * from 'b';"),
            ("b", "export * from 'c';"),
            ("c", "export * from 'a'; export * from 'one'; export * from 'two';"),
            ("one", "export let x;"),
            ("two", "export let x;"),
        ];
        for from in ["a", "b", "c"] {
            assert_eq!(resolve(from, &modules), Resolution::Ambiguous, "{from}");
        }
        let without_two =
            [modules[0], modules[1], ("c", "export * from 'a'; export * from 'one';"), modules[3]];
        for from in ["a", "b", "c"] {
            let Resolution::Binding(binding) = resolve(from, &without_two) else { panic!("{from}") };
            assert_eq!(binding.module, ModuleId::new(3));
        }
    }

    #[test]
    fn what_one_search_learned_is_right_for_the_next() {
        // The search from `a` meets `b` before it knows that `b` leads back to it.
        let modules = [
            ("a", "export * from 'b'; export * from 'end';"),
            ("b", "export * from 'a';"),
            ("end", "export let x;"),
        ];
        let mut graph = Graph::new(ProfileName::Ecma262, &modules);
        graph.link("a").unwrap();
        let name = graph.agent.names.intern(&"x".into());
        for module in ["a", "b", "a"] {
            let Resolution::Binding(binding) = graph.agent.resolve_export(graph.id(module), name) else {
                panic!("{module}")
            };
            assert_eq!(binding.module, graph.id("end"));
        }
    }
}
