//! Searches that know of nothing an earlier one has seen, and end where a name leads nowhere.
//!
//! ECMA-262's ResolveExport answers `null` where a way ends, and goes on with the next star. Engines throw there, or look
//! elsewhere. What they find then depends on where they came from, so answers are not shared between searches as
//! [`resolve`](super::resolve) does it; only what was found is kept, as engines keep it.

use rustc_hash::FxHashSet;

use super::{
    Agent, Quirk,
    names::{Name, Names},
    record::{Export, ModuleRecordKind},
    resolve::{BindingName, Query, Resolution, ResolvedBinding},
};

/// Where a search ended before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DeadEnd {
    /// The module asked through `specifier` has no such export.
    Missing { specifier: Option<Name>, name: Name },
    /// It was asked for that name in this search already.
    Circular { specifier: Option<Name>, name: Name },
    /// Its stars bring different bindings.
    Ambiguous { specifier: Option<Name>, name: Name },
    /// It has no default export, and no star could bring one.
    NoDefault,
}

impl DeadEnd {
    /// The specifier through which the module was asked, and the name, where they matter.
    pub(super) fn place(self) -> Option<(Option<Name>, Name)> {
        match self {
            Self::Missing { specifier, name }
            | Self::Circular { specifier, name }
            | Self::Ambiguous { specifier, name } => Some((specifier, name)),
            Self::NoDefault => None,
        }
    }
}

/// A query, and how it was come to.
#[derive(Clone, Copy, Debug)]
struct Asked {
    query: Query,
    /// The specifier of the request through which it was asked; none for a module's own re-export.
    specifier: Option<Name>,
    /// Whether finding nothing ends the search.
    must_resolve: bool,
}

/// A query that waits for others.
#[derive(Debug)]
struct Frame {
    asked: Asked,
    /// The query behind a re-export, until it has been asked.
    indirect: Option<Asked>,
    /// The next star; none while it is the re-export that is waited for.
    next_star: Option<usize>,
    found: Option<ResolvedBinding>,
}

type Answer = Result<Option<ResolvedBinding>, DeadEnd>;

impl Agent {
    /// Whether this runtime departs from ResolveExport in a way that makes answers depend on where a search began.
    pub(super) fn searches_one_by_one(&self) -> bool {
        self.has(Quirk::DeadReExportEndsSearch)
            || self.has(Quirk::DeadReExportFallsBackToStars)
            || self.has(Quirk::MissingDefaultEndsSearch)
    }

    /// ResolveExport as this runtime has it, of a module that is asked through `specifier`. How it failed is in
    /// [`Search::dead_end`](super::resolve::Search).
    pub(super) fn search_export(&mut self, specifier: Option<Name>, query: Query) -> Resolution {
        self.search.dead_end = None;
        let must_resolve = self.has(Quirk::DeadReExportEndsSearch);
        match self.search_from(Asked { query, specifier, must_resolve }) {
            Ok(Some(binding)) => Resolution::Binding(binding),
            Ok(None) => Resolution::Null,
            Err(dead_end) => {
                self.search.dead_end = Some(dead_end);
                match dead_end {
                    DeadEnd::Ambiguous { .. } => Resolution::Ambiguous,
                    _ => Resolution::Null,
                }
            }
        }
    }

    fn search_from(&mut self, root: Asked) -> Answer {
        let mut visited: FxHashSet<Query> = FxHashSet::default();
        let mut frames: Vec<Frame> = Vec::new();
        let mut answer = self.ask(root, &mut visited, &mut frames)?;
        while let Some(frame) = frames.last_mut() {
            if let Some(found) = answer.take() {
                match frame.found {
                    Some(earlier) if earlier != found => {
                        let Asked { specifier, query: (_, name), .. } = frame.asked;
                        return Err(DeadEnd::Ambiguous { specifier, name });
                    }
                    _ => frame.found = Some(found),
                }
            }
            answer = match self.next_asked(frame) {
                Some(asked) => self.ask(asked, &mut visited, &mut frames)?,
                None => self.end_of_frame(&mut frames)?,
            };
        }
        Ok(answer)
    }

    /// An answer at once, or a frame that waits for it. Nothing is also what a frame brings that has just been made.
    fn ask(&mut self, asked: Asked, visited: &mut FxHashSet<Query>, frames: &mut Vec<Frame>) -> Answer {
        let Asked { query: (module, name), specifier, must_resolve } = asked;
        // Where a dead end has a way out, what was met before is a dead end even if the name is the module's own.
        if self.has(Quirk::DeadReExportFallsBackToStars) && !visited.insert(asked.query) {
            return Ok(None);
        }
        let export = match &self.module(module).kind {
            ModuleRecordKind::Synthetic(record) if record.export_names.contains(&name) => {
                return Ok(Some(ResolvedBinding { module, name: BindingName::Name(name) }));
            }
            ModuleRecordKind::Synthetic(_) => return self.nothing(asked),
            ModuleRecordKind::Cyclic(record) => record.export(name),
        };
        // What engines keep, they look at wherever they are, or only where they begin.
        if (self.has(Quirk::DeadReExportEndsSearch) || frames.is_empty())
            && let Some(binding) = self.search.tables.get(asked.query)
        {
            return Ok(Some(binding));
        }
        let mut frame = Frame { asked, indirect: None, next_star: None, found: None };
        match export {
            Some(Export::Local(local_name)) => {
                return Ok(Some(ResolvedBinding { module, name: BindingName::Name(local_name) }));
            }
            Some(Export::Namespace(_)) if self.has(Quirk::NamespaceReExportIsOwnBinding) => {
                return Ok(Some(ResolvedBinding { module, name: BindingName::OwnNamespace(name) }));
            }
            Some(Export::Namespace(request)) => {
                let module = self.get_imported_module(module, request);
                return Ok(Some(ResolvedBinding { module, name: BindingName::Namespace }));
            }
            Some(Export::Indirect(request, import)) => {
                frame.indirect = Some(Asked {
                    query: (self.get_imported_module(module, request), import),
                    specifier: Some(self.expect_cyclic(module).request(request).specifier),
                    must_resolve: self.has(Quirk::DeadReExportEndsSearch),
                });
            }
            None => frame.next_star = Some(0),
        }
        if !self.has(Quirk::DeadReExportFallsBackToStars) && !visited.insert(asked.query) {
            return if must_resolve { Err(DeadEnd::Circular { specifier, name }) } else { Ok(None) };
        }
        if frame.next_star.is_some() && name == Names::DEFAULT {
            return self.nothing(asked);
        }
        frames.push(frame);
        Ok(None)
    }

    /// What comes of a query for which there is nothing.
    fn nothing(&self, asked: Asked) -> Answer {
        let Asked { query: (_, name), specifier, must_resolve } = asked;
        if name == Names::DEFAULT && self.has(Quirk::MissingDefaultEndsSearch) {
            Err(DeadEnd::NoDefault)
        } else if must_resolve {
            Err(DeadEnd::Missing { specifier, name })
        } else {
            Ok(None)
        }
    }

    /// What the innermost query waits for next.
    fn next_asked(&mut self, frame: &mut Frame) -> Option<Asked> {
        let (module, name) = frame.asked.query;
        let Some(next) = &mut frame.next_star else { return frame.indirect.take() };
        let request = *self.expect_cyclic(module).stars.get(*next)?;
        *next += 1;
        Some(Asked {
            query: (self.get_imported_module(module, request), name),
            specifier: Some(self.expect_cyclic(module).request(request).specifier),
            must_resolve: false,
        })
    }

    /// The innermost query has heard everything.
    fn end_of_frame(&mut self, frames: &mut Vec<Frame>) -> Answer {
        let frame = frames.last_mut().expect("a query is in progress");
        let asked = frame.asked;
        let through_stars = frame.next_star.is_some();
        if frame.found.is_none() && !through_stars && self.has(Quirk::DeadReExportFallsBackToStars) {
            if asked.query.1 == Names::DEFAULT {
                frames.pop();
                return self.nothing(asked);
            }
            frame.next_star = Some(0);
            return Ok(None);
        }
        let found = frame.found;
        frames.pop();
        let Some(binding) = found else { return self.nothing(asked) };
        if self.has(Quirk::DeadReExportEndsSearch) || frames.is_empty() {
            if through_stars {
                self.search.tables.add_from_star(asked.query, binding);
            } else {
                self.search.tables.add(asked.query, binding);
            }
        }
        Ok(Some(binding))
    }
}

#[cfg(test)]
mod tests {
    use crate::reference::{ProfileName, testing::Graph};

    fn link(profile: ProfileName, modules: &[(&'static str, &str)]) -> Result<(), String> {
        Graph::new(profile, modules).link("main")
    }

    #[test]
    fn a_circle_behind_a_star_is_a_dead_end_to_node() {
        let modules = [
            ("main", "import 'early'; export * from 'back'; export * from 'leaf';"),
            ("early", "import { x } from 'main';"),
            ("back", "export { x } from 'main';"),
            ("leaf", "export let x;"),
        ];
        let circle = "Detected cycle while resolving name 'x' in 'main'".to_owned();
        assert_eq!(link(ProfileName::Node26, &modules), Err(circle));
        for profile in [ProfileName::Contract, ProfileName::Bun14, ProfileName::Deno29] {
            assert_eq!(link(profile, &modules), Ok(()), "{profile}");
        }
    }

    #[test]
    fn bun_looks_behind_the_stars_of_the_module() {
        let modules = [
            ("main", "import { x } from 'hub';"),
            ("hub", "export { x } from 'empty'; export * from 'leaf';"),
            ("empty", ""),
            ("leaf", "export let x;"),
        ];
        assert_eq!(link(ProfileName::Bun14, &modules), Ok(()));
        let missing = "The requested module 'empty' does not provide an export named 'x'".to_owned();
        assert_eq!(link(ProfileName::Node24, &modules), Err(missing));
    }

    #[test]
    fn the_first_of_several_mistakes() {
        let modules = [
            ("main", "export { r } from 'dep'; import { z as b, a as c } from 'dep'; export { c };"),
            ("dep", ""),
        ];
        let message =
            |name: &str| format!("The requested module 'dep' does not provide an export named '{name}'");
        assert_eq!(link(ProfileName::Contract, &modules), Err(message("r")));
        assert_eq!(link(ProfileName::Node24, &modules), Err(message("z")));
        assert_eq!(link(ProfileName::Bun14, &modules), Err("export 'r' not found in 'dep'".to_owned()));
    }

    #[test]
    fn two_stars_with_one_namespace() {
        let modules = [
            ("main", "import { z } from 'hub';"),
            ("hub", "export * from 'one'; export * from 'two';"),
            ("one", "export * as z from 'leaf';"),
            ("two", "export * as z from 'leaf';"),
            ("leaf", ""),
        ];
        let conflict = "The requested module 'hub' contains conflicting star exports for name 'z'".to_owned();
        assert_eq!(link(ProfileName::Node25, &modules), Err(conflict));
        for profile in [ProfileName::Node26, ProfileName::Bun14, ProfileName::Ecma262] {
            assert_eq!(link(profile, &modules), Ok(()), "{profile}");
        }
    }
}
