//! Why a name does not resolve: the facts that error messages are worded from.

use rustc_hash::FxHashSet;

use super::{
    Agent,
    names::Name,
    record::Export,
    resolve::{Query, Resolution, Search},
};
use crate::{program::ModuleId, syntax::RequestIndex};

/// An import, or a re-export, of one name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Site {
    /// The module that imports or re-exports.
    pub(super) referrer: ModuleId,
    /// Its request.
    pub(super) request: RequestIndex,
    /// The module that answered the request.
    pub(super) module: ModuleId,
    /// The name asked of that module.
    pub(super) name: Name,
    /// The name under which the referrer re-exports it; `None` for an import.
    pub(super) exported: Option<Name>,
}

/// What is wrong, in the terms of the module that was asked last: its specifier as it was written there.
#[derive(Debug)]
pub(super) enum Unresolved<'a> {
    /// It has no such export.
    Missing { specifier: &'a str, name: &'a str },
    /// Two of its stars bring different bindings.
    Ambiguous { specifier: &'a str, name: &'a str },
    /// It was asked for the name before, on the way here.
    Circular { specifier: &'a str, name: &'a str },
}

impl Agent {
    /// Why `site` does not resolve, when ResolveExport said `resolution`.
    pub(super) fn diagnose(&mut self, site: Site, resolution: Resolution) -> Unresolved<'_> {
        let (specifier, name) = match resolution {
            Resolution::Ambiguous => self.conflicting_stars(site),
            _ => match self.end_of_chain(site) {
                Ok(end) => end,
                Err((specifier, name)) => {
                    return Unresolved::Circular {
                        specifier: self.names.text(specifier),
                        name: self.names.text(name),
                    };
                }
            },
        };
        let (specifier, name): (&str, &str) = (self.names.text(specifier), self.names.text(name));
        if resolution == Resolution::Ambiguous {
            Unresolved::Ambiguous { specifier, name }
        } else {
            Unresolved::Missing { specifier, name }
        }
    }

    /// Follows indirect exports from `site` to the module that has none for the name; `Err` when it comes back to
    /// where it was.
    fn end_of_chain(&mut self, site: Site) -> Result<(Name, Name), (Name, Name)> {
        let Site { mut referrer, mut request, mut module, mut name, exported } = site;
        // A re-export is itself asked for first, so coming back to it is already a cycle.
        let mut met: FxHashSet<Query> = exported.map(|exported| (referrer, exported)).into_iter().collect();
        loop {
            let specifier = self.expect_cyclic(referrer).request(request).specifier;
            if !met.insert((module, name)) {
                return Err((specifier, name));
            }
            let Some(Export::Indirect(next, import)) =
                self.cyclic(module).and_then(|record| record.export(name))
            else {
                return Ok((specifier, name));
            };
            (referrer, request, name) = (module, next, import);
            module = self.get_imported_module(referrer, request);
        }
    }

    /// The module whose own stars disagree, by the specifier it was last asked through, and the name.
    fn conflicting_stars(&mut self, site: Site) -> (Name, Name) {
        // From scratch: what earlier searches left known would end this one before it comes there.
        let mut search = Search::default();
        self.resolve_export_in(&mut search, (site.module, site.name));
        let path: Vec<Query> = search.path().collect();
        let specifier = match *path {
            [.., (asker, asked_name), (module, _)] => self.specifier_between(asker, asked_name, module),
            _ => self.expect_cyclic(site.referrer).request(site.request).specifier,
        };
        (specifier, path.last().map_or(site.name, |&(_, name)| name))
    }

    /// The specifier through which `asker`, looking for `name`, comes to `module`.
    fn specifier_between(&mut self, asker: ModuleId, name: Name, module: ModuleId) -> Name {
        let request = if let Some(Export::Indirect(request, _)) = self.expect_cyclic(asker).export(name) {
            request
        } else {
            let stars: Vec<RequestIndex> = self.expect_cyclic(asker).stars.to_vec();
            let star = stars.into_iter().find(|&star| self.get_imported_module(asker, star) == module);
            star.expect("the search came from the asker to the module")
        };
        self.expect_cyclic(asker).request(request).specifier
    }
}
