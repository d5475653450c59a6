//! The names of modules, and what decoding carries along.

use indexmap::IndexMap;

use crate::program::{
    ModuleId,
    document::{Mistake, Node, Sink, did_you_mean, quote},
};

/// The modules that can be spoken of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names(IndexMap<String, ModuleId>);

impl Names {
    /// The names of modules in the order they are constructed.
    pub(crate) fn new(names: impl IntoIterator<Item = String>) -> Self {
        Self(names.into_iter().enumerate().map(|(index, name)| (name, ModuleId::new(index))).collect())
    }

    /// The module of that name.
    pub(crate) fn get(&self, name: &str) -> Option<ModuleId> {
        self.0.get(name).copied()
    }

    /// The name of a module.
    pub(crate) fn name(&self, module: ModuleId) -> &str {
        self.0.get_index(module.index()).map_or("", |(name, _)| name.as_str())
    }
}

/// What decoding carries along: where mistakes go, and which names exist.
#[derive(Debug)]
pub(crate) struct Decoder<'s> {
    /// Where mistakes go.
    pub(crate) sink: &'s mut Sink,
    /// Which names exist.
    pub(crate) names: Names,
}

impl Decoder<'_> {
    /// The module that `node` names.
    pub(crate) fn module(&mut self, node: &Node, what: &str) -> Option<ModuleId> {
        let name = self.sink.text(node, what)?;
        self.known(name, node)
    }

    /// The module called `name`, which stands at `node`.
    pub(crate) fn known(&mut self, name: &str, node: &Node) -> Option<ModuleId> {
        let found = self.names.get(name);
        if found.is_none() {
            let mistake = self.dangling(name, node);
            self.sink.report(mistake);
        }
        found
    }

    /// The mistake of naming a module that does not exist.
    pub(crate) fn dangling(&self, name: &str, node: &Node) -> Mistake {
        let mistake = Mistake::at(node.span, format!("no module is called {}", quote(name)));
        let mistake = match did_you_mean(name, self.names.0.keys().map(String::as_str)) {
            Some(meant) => mistake.label(format!("did you mean `{meant}`?")),
            None => mistake,
        };
        mistake.help("a name must stand under `modules` of the same case")
    }
}
