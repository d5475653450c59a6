//! Why a name does not resolve: the facts that error messages are worded from.

use rustc_hash::FxHashSet;

use super::{
    Agent,
    dead_ends::DeadEnd,
    names::{Name, Names},
    record::Export,
    resolve::{BindingName, Query, Resolution, Search},
    wording::java_script_core::{self, Verdict},
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
    /// What the referrer does with it.
    pub(super) used: Use,
}

/// What an import or a re-export is for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Use {
    /// It is imported as this binding.
    Import(Name),
    /// It is re-exported under this name.
    ReExport(Name),
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
        if let Some(dead_end) = self.search.dead_end.take()
            && let Some((specifier, name)) = dead_end.place()
        {
            return self.at_dead_end(&site, dead_end, specifier, name);
        }
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
        let Site { mut referrer, mut request, mut module, mut name, used } = site;
        // A re-export is itself asked for first, so coming back to it is already a cycle.
        let mut met: FxHashSet<Query> = FxHashSet::default();
        if let Use::ReExport(exported) = used {
            met.insert((referrer, exported));
        }
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

    /// What a search that ended before its time met.
    fn at_dead_end(
        &self,
        site: &Site,
        dead_end: DeadEnd,
        specifier: Option<Name>,
        name: Name,
    ) -> Unresolved<'_> {
        let specifier =
            specifier.unwrap_or_else(|| self.expect_cyclic(site.referrer).request(site.request).specifier);
        let (specifier, name): (&str, &str) = (self.names.text(specifier), self.names.text(name));
        match dead_end {
            DeadEnd::Circular { .. } => Unresolved::Circular { specifier, name },
            DeadEnd::Ambiguous { .. } => Unresolved::Ambiguous { specifier, name },
            DeadEnd::Missing { .. } | DeadEnd::NoDefault => Unresolved::Missing { specifier, name },
        }
    }

    /// Why `site` does not resolve, as far as JavaScriptCore tells cases apart.
    pub(super) fn verdict(&self, resolution: Resolution) -> Verdict {
        match (resolution, self.search.dead_end) {
            (Resolution::Ambiguous, _) => Verdict::Ambiguous,
            (_, Some(DeadEnd::NoDefault)) => Verdict::NoDefault,
            _ => Verdict::NotFound,
        }
    }

    /// Whether JavaScriptCore has a guess at what was meant: the default export, when an import that is not found is
    /// called like the binding behind it; or, instead of a default export that is not there, the export that is called
    /// like the import.
    pub(super) fn did_you_mean(&mut self, site: &Site, verdict: Verdict) -> bool {
        let Use::Import(local_name) = site.used else { return false };
        match verdict {
            Verdict::Ambiguous => false,
            Verdict::NotFound => match self.resolve_export(site.module, Names::DEFAULT) {
                Resolution::Binding(binding) => binding.name == BindingName::Name(local_name),
                _ => false,
            },
            Verdict::NoDefault => {
                matches!(self.resolve_export(site.module, local_name), Resolution::Binding(_))
            }
        }
    }

    /// JavaScriptCore's message for `site`.
    pub(super) fn describe(&self, site: &Site, verdict: Verdict, did_you_mean: bool) -> String {
        match site.used {
            Use::Import(local_name) => {
                let hint = did_you_mean.then(|| &**self.names.text(local_name));
                let identifier = &self.module(site.module).identifier;
                java_script_core::unresolved_import(self.names.text(site.name), identifier, verdict, hint)
            }
            Use::ReExport(exported) => {
                let specifier = self.expect_cyclic(site.referrer).request(site.request).specifier;
                let (exported, specifier) = (self.names.text(exported), self.names.text(specifier));
                java_script_core::unresolved_re_export(exported, specifier, verdict)
            }
        }
    }
}
