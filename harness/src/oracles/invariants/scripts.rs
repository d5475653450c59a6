//! What the linkers of a program can answer, whichever of them is asked and however often.

use rustc_hash::FxHashMap;

use super::RequestKey;
use crate::program::{
    Action, Answer, LinkerEntry, LinkerScript, ModuleId, Preparation, Program, Step, Thrown, Value,
};

/// The linkers of a program: its own and those of single steps, also of steps that a linker starts.
pub(super) struct Scripts<'p> {
    program: &'p Program,
    linkers: Vec<&'p LinkerScript>,
    /// For each linker, its entries by specifier.
    entries: Vec<FxHashMap<&'p str, Vec<&'p LinkerEntry>>>,
    link_requests: FxHashMap<ModuleId, Vec<ModuleId>>,
    names: FxHashMap<&'p str, ModuleId>,
}

impl<'p> Scripts<'p> {
    /// Collects them.
    pub(super) fn of(program: &'p Program) -> Self {
        let mut linkers = Vec::new();
        let mut link_requests: FxHashMap<_, Vec<_>> = FxHashMap::default();
        let mut open: Vec<&Step> = program.steps.iter().collect();
        let mut add = |script: &'p LinkerScript, open: &mut Vec<&'p Step>| {
            let behaviours = script.entries.iter().flat_map(|entry| &entry.behaviours);
            open.extend(behaviours.flat_map(|behaviour| &behaviour.first));
            linkers.push(script);
        };
        add(&program.linker, &mut open);
        // What import() is answered with is no answer to a request, but the steps that are started there are steps.
        let importers = program.importer.iter().flat_map(|script| &script.entries);
        let imports = importers.flat_map(|entry| &entry.behaviours);
        open.extend(imports.flat_map(|behaviour| &behaviour.first));
        while let Some(step) = open.pop() {
            if let Some(script) = &step.linker {
                add(script, &mut open);
            }
            match &step.action {
                Action::Together(steps) => open.extend(steps),
                Action::LinkRequests { module, with } => {
                    link_requests.entry(*module).or_default().extend(with);
                }
                _ => {}
            }
        }
        let names = program
            .modules
            .iter()
            .enumerate()
            .map(|(index, module)| (module.name.as_str(), ModuleId::new(index)))
            .collect();
        let entries = linkers.iter().map(|linker| {
            let mut by_specifier: FxHashMap<_, Vec<_>> = FxHashMap::default();
            for entry in &linker.entries {
                by_specifier.entry(entry.key.specifier.as_str()).or_default().push(entry);
            }
            by_specifier
        });
        Self { program, entries: entries.collect(), linkers, link_requests, names }
    }

    /// Everything a linker throws or rejects with.
    pub(super) fn thrown(&self) -> impl Iterator<Item = &'p Thrown> + '_ {
        self.answers().filter_map(|answer| match answer {
            Answer::Throws(thrown) | Answer::Rejects(thrown) => Some(thrown),
            _ => None,
        })
    }

    /// Whether a linker can answer with a namespace. Reading one can throw, and a namespace with an export called `then`
    /// can do anything when it is awaited.
    pub(super) fn answers_with_a_namespace(&self) -> bool {
        self.answers().any(|answer| matches!(answer, Answer::Returns(Value::NamespaceOf(_))))
    }

    /// Whether a linker can link or evaluate a module by itself before it gives it. How that ended is told nowhere: what it
    /// failed with may be a cause, or the error of a module.
    pub(super) fn prepares(&self) -> bool {
        self.answers().any(|answer| matches!(answer, Answer::Prepared(_)))
    }

    fn answers(&self) -> impl Iterator<Item = &'p Answer> + '_ {
        let entries = self.linkers.iter().flat_map(|linker| &linker.entries);
        entries.flat_map(|entry| &entry.behaviours).map(|behaviour| &behaviour.answer)
    }

    /// The one module that every linker answers this request with at every call; `None` when there is a choice, or when the
    /// module's requests may also have been answered by `linkRequests`.
    pub(super) fn only_answer(&self, referrer: ModuleId, request: &RequestKey) -> Option<ModuleId> {
        if self.link_requests.contains_key(&referrer) {
            return None;
        }
        let mut only = None;
        for entries in &self.entries {
            let entries = entries.get(request.specifier.as_str()).map_or(&[][..], Vec::as_slice);
            match select(entries, referrer, request) {
                None => agree(&mut only, *self.names.get(request.specifier.as_str())?)?,
                Some(entry) => {
                    for behaviour in &entry.behaviours {
                        let Answer::Module(module) = behaviour.answer else { return None };
                        agree(&mut only, module)?;
                    }
                }
            }
        }
        only
    }

    /// Every module that a request of `referrer` may lead to. Without knowledge of its requests that is every module.
    pub(super) fn possible_targets(
        &self,
        referrer: ModuleId,
        requests: Option<&[RequestKey]>,
    ) -> Vec<ModuleId> {
        let Some(requests) = requests else {
            return (0..self.program.modules.len()).map(ModuleId::new).collect();
        };
        let mut targets = self.link_requests.get(&referrer).cloned().unwrap_or_default();
        for request in requests {
            let specifier = request.specifier.as_str();
            targets.extend(self.names.get(specifier));
            let selected = self.entries.iter().filter_map(|entries| entries.get(specifier)).flatten();
            targets.extend(selected.flat_map(|entry| &entry.behaviours).filter_map(|behaviour| {
                match behaviour.answer {
                    Answer::Module(module) | Answer::Prepared(Preparation { module, .. }) => Some(module),
                    _ => None,
                }
            }));
        }
        targets
    }
}

/// Notes one more answer; `None` when it differs from those before.
fn agree(only: &mut Option<ModuleId>, module: ModuleId) -> Option<()> {
    (*only.get_or_insert(module) == module).then_some(())
}

/// The narrowest of the entries for the request's specifier that selects it.
fn select<'p>(
    entries: &[&'p LinkerEntry],
    referrer: ModuleId,
    request: &RequestKey,
) -> Option<&'p LinkerEntry> {
    let selects = |entry: &&&LinkerEntry| {
        let key = &entry.key;
        key.referrer.is_none_or(|wanted| wanted == referrer)
            && key
                .attributes
                .as_ref()
                .is_none_or(|wanted| wanted.iter().eq(request.attributes.iter().map(|(k, v)| (k, v))))
    };
    let narrowness = |entry: &&LinkerEntry| (entry.key.referrer.is_some(), entry.key.attributes.is_some());
    entries.iter().filter(selects).copied().max_by_key(narrowness)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        oracles::invariants::testing::Run,
        program::{Behaviour, ErrorKind, LinkerKey},
    };

    #[test]
    fn a_linker_that_makes_a_module_ready_does_what_no_record_tells() {
        let mut run = Run::new(&["main", "a", "b"]);
        let [main, b] = ["main", "b"].map(|name| run.id(name));
        assert!(!Scripts::of(&run.program).prepares());
        let preparation = Preparation { module: b, evaluates: false, shared: false };
        run.program.linker.entries.push(LinkerEntry {
            key: LinkerKey { specifier: "a".into(), referrer: None, attributes: None },
            behaviours: vec![Behaviour::direct(Answer::Prepared(preparation))],
        });
        let scripts = Scripts::of(&run.program);
        assert!(scripts.prepares());
        assert!(scripts.possible_targets(main, Some(&[RequestKey::plain("a")])).contains(&b));
        assert_eq!(scripts.only_answer(main, &RequestKey::plain("a")), None);
    }

    #[test]
    fn the_narrowest_entry_answers_and_a_choice_is_no_answer() {
        let mut run = Run::new(&["main", "a", "b"]);
        let [main, a, b] = ["main", "a", "b"].map(|name| run.id(name));
        let mut entry = |referrer, answers: Vec<Answer>| {
            let key = LinkerKey { specifier: "a".into(), referrer, attributes: None };
            let behaviours = answers.into_iter().map(Behaviour::direct).collect();
            run.program.linker.entries.push(LinkerEntry { key, behaviours });
            Scripts::of(&run.program).only_answer(main, &RequestKey::plain("a"))
        };
        assert_eq!(entry(Some(b), vec![Answer::Never]), Some(a), "the default, by name");
        assert_eq!(entry(None, vec![Answer::Module(b)]), Some(b));
        assert_eq!(entry(Some(main), vec![Answer::Module(a)]), Some(a));
        run.program.linker.entries[2].behaviours.push(Behaviour::direct(Answer::Module(b)));
        assert_eq!(Scripts::of(&run.program).only_answer(main, &RequestKey::plain("a")), None);
        let mut targets = Scripts::of(&run.program).possible_targets(main, Some(&[RequestKey::plain("a")]));
        targets.sort();
        targets.dedup();
        assert_eq!(targets, [a, b]);
    }

    #[test]
    fn linkers_of_steps_inside_linkers_are_found() {
        let mut run = Run::new(&["main"]);
        let thrown = Thrown::Error(ErrorKind::Error, "deep".into());
        let inner = LinkerScript {
            entries: vec![LinkerEntry {
                key: LinkerKey { specifier: "x".into(), referrer: None, attributes: None },
                behaviours: vec![Behaviour::direct(Answer::Throws(thrown.clone()))],
            }],
        };
        let step = Step { action: Action::Link(run.id("main")), linker: Some(inner) };
        let mut outer = Behaviour::direct(Answer::Never);
        outer.first.push(Action::Together(vec![step]).into());
        run.program.linker.entries.push(LinkerEntry {
            key: LinkerKey { specifier: "y".into(), referrer: None, attributes: None },
            behaviours: vec![outer],
        });
        assert_eq!(Scripts::of(&run.program).thrown().collect::<Vec<_>>(), [&thrown]);
    }
}
