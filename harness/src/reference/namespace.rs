//! Module namespace objects.

use super::{
    Agent, Quirk, Status, Value,
    marks::step,
    names::Name,
    resolve::Resolution,
    wording::java_script_core::{self, Verdict},
};
use crate::{program::ModuleId, syntax::TextPosition};

/// A Module Namespace Object of an [`Agent`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NamespaceId(u32);

/// The namespace objects of an agent.
#[derive(Debug, Default)]
pub(super) struct Namespaces(Vec<NamespaceObject>);

/// What a namespace object holds.
#[derive(Debug)]
pub(super) struct NamespaceObject {
    /// \[\[Module]]
    pub(super) module: ModuleId,
    /// \[\[Exports]], sorted.
    pub(super) exports: Box<[Name]>,
    /// \[\[Deferred]] — <https://tc39.es/proposal-defer-import-eval/>
    pub(super) is_deferred: bool,
    /// Whether a link made it, which only [`Quirk::NamespaceHasPrototype`] looks at.
    pub(super) made_while_linking: bool,
}

impl Namespaces {
    pub(super) fn get(&self, id: NamespaceId) -> &NamespaceObject {
        &self.0[id.0 as usize]
    }

    pub(super) fn get_mut(&mut self, id: NamespaceId) -> &mut NamespaceObject {
        &mut self.0[id.0 as usize]
    }

    pub(super) fn add(&mut self, namespace: NamespaceObject) -> NamespaceId {
        let id = NamespaceId(u32::try_from(self.0.len()).expect("fewer than 2^32 namespaces"));
        self.0.push(namespace);
        id
    }
}

impl Agent {
    /// [`get_module_namespace`](Self::get_module_namespace) while the module is being linked, where this runtime may
    /// refuse to make the object.
    ///
    /// # Errors
    /// A `SyntaxError` under [`Quirk::NamespaceFailsOnUnresolved`].
    pub(super) fn link_module_namespace(&mut self, module: ModuleId) -> Result<NamespaceId, Value> {
        if self.has(Quirk::NamespaceFailsOnUnresolved) && self.module(module).namespace.is_none() {
            let mut names = self.get_exported_names(module);
            names.sort_by(|a, b| self.names.compare(*a, *b));
            let mut refusals: Vec<(Name, Verdict)> = Vec::new();
            for name in names {
                if self.resolve_export(module, name) == Resolution::Null {
                    refusals.push((name, self.verdict(Resolution::Null)));
                }
            }
            if let Some(&(name, verdict)) = refusals.first() {
                let message = java_script_core::unresolved_in_namespace(self.names.text(name), verdict);
                // Which of them it names depends on how the engine hashes their texts, unless it says the same of all.
                let is_known = refusals.iter().all(|&(other, verdict)| {
                    java_script_core::unresolved_in_namespace(self.names.text(other), verdict) == message
                });
                if !is_known {
                    self.end_unmodelled(module, TextPosition::START);
                }
                return Err(self.syntax_error(None, message));
            }
        }
        let is_new = self.module(module).namespace.is_none();
        let namespace = self.get_module_namespace(module);
        self.namespaces.get_mut(namespace).made_while_linking |= is_new;
        Ok(namespace)
    }

    /// GetModuleNamespace ( module ) — <https://tc39.es/ecma262/#sec-getmodulenamespace>
    pub(super) fn get_module_namespace(&mut self, module: ModuleId) -> NamespaceId {
        // 1. The specification also says that the module is not `unlinked`. That does not hold in a cycle: a module can
        // import, through another's `export * as ns from`, the namespace of one that Link has not visited yet.
        debug_assert!(
            self.cyclic(module).is_none_or(|record| record.status != Status::New),
            "GetModuleNamespace 1"
        );
        // 2. It is made once.
        if let Some(namespace) = self.module(module).namespace {
            step!(self, "GetModuleNamespace 4");
            return namespace;
        }
        if self.has(Quirk::NamespaceCutAtStarCycle) && self.cyclic(module).is_some() {
            let names = self.fill_table(module);
            return self.module_namespace_create(module, names);
        }
        // 3.a.–3.c. Names that do not resolve are left out.
        let mut unambiguous_names = self.get_exported_names(module);
        unambiguous_names.retain(|&name| {
            let resolution = self.resolve_export(module, name);
            if matches!(resolution, Resolution::Binding(_)) {
                step!(self, "GetModuleNamespace 3.c.ii");
                true
            } else {
                step!(self, "GetModuleNamespace 3.c.ii else");
                false
            }
        });
        // 3.d.
        step!(self, "GetModuleNamespace 3.d");
        self.module_namespace_create(module, unambiguous_names)
    }

    /// ModuleNamespaceCreate ( module, exports ) — <https://tc39.es/ecma262/#sec-modulenamespacecreate>
    fn module_namespace_create(&mut self, module: ModuleId, mut exports: Vec<Name>) -> NamespaceId {
        // 1.
        debug_assert!(self.module(module).namespace.is_none(), "ModuleNamespaceCreate 1");
        // 6. In the order of their UTF-16 code units.
        step!(self, "ModuleNamespaceCreate 6");
        exports.sort_by(|a, b| self.names.compare(*a, *b));
        if self.has(Quirk::ArrayIndicesFirst) {
            exports.sort_by_key(|name| array_index(self.names.text(*name)).unwrap_or(u32::MAX));
        }
        let exports = exports.into_boxed_slice();
        let id = self.namespaces.add(NamespaceObject {
            module,
            exports,
            is_deferred: false,
            made_while_linking: false,
        });
        // 9. The module keeps it.
        self.module_mut(module).namespace = Some(id);
        id
    }

    /// The keys of a namespace object, in their order.
    #[must_use]
    pub fn namespace_keys(&self, namespace: NamespaceId) -> Vec<String> {
        let exports = &self.namespaces.get(namespace).exports;
        exports.iter().map(|&name| self.names.text(name).to_string()).collect()
    }
}

/// The array index — <https://tc39.es/ecma262/#sec-object-type> — that a property name is; `None` for other names.
fn array_index(name: &str) -> Option<u32> {
    let canonical = name == "0" || (name.starts_with(|c: char| ('1'..='9').contains(&c)));
    let digits = name.bytes().all(|byte| byte.is_ascii_digit());
    // 2^32 - 1 is the length of the longest array, and no index.
    name.parse().ok().filter(|&index| canonical && digits && index != u32::MAX)
}

#[cfg(test)]
mod tests {
    use crate::reference::{ProfileName, testing::Graph};

    #[test]
    fn keys_are_in_code_unit_order_and_without_ambiguous_names() {
        // U+FB01 is one code unit, above the two that U+1D400 is written with.
        let source = "let a; export { a as '\u{FB01}', a as '\u{1D400}', a as default, a as Z };
                      export * from 'one'; export * from 'two';";
        let modules = [("main", source), ("one", "export let x, y;"), ("two", "export let x;")];
        let mut graph = Graph::new(ProfileName::Contract, &modules);
        graph.link("main").unwrap();
        assert_eq!(graph.keys("main"), ["Z", "default", "y", "\u{1D400}", "\u{FB01}"]);
    }

    #[test]
    fn v8_has_array_indices_first() {
        let source = "let a; export { a as '10', a as '9', a as '09', a as '4294967294', a as '4294967295', a as '0', a as '-1' };";
        let keys = |profile| {
            let mut graph = Graph::new(profile, &[("main", source)]);
            graph.link("main").unwrap();
            graph.keys("main")
        };
        assert_eq!(keys(ProfileName::Node24), ["0", "9", "10", "4294967294", "-1", "09", "4294967295"]);
        assert_eq!(keys(ProfileName::Bun14), ["-1", "0", "09", "10", "4294967294", "4294967295", "9"]);
    }
}
