//! A graph in numbers.

use super::{
    Content, Graph, LeafKind,
    components::{component_sizes, depth},
};
use crate::program::ModuleId;

/// How large a graph is, and of what form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// All modules.
    pub modules: usize,
    /// ES modules, those that do not parse among them.
    pub source: usize,
    /// ES modules that do not parse.
    pub broken: usize,
    /// CommonJS files.
    pub common_js: usize,
    /// JSON files.
    pub json: usize,
    /// Built-in modules.
    pub builtin: usize,
    /// What stands for files that are not there.
    pub missing: usize,
    /// The requests of all modules, each as often as modules make it; two of one module that differ in their attributes
    /// or their phase are two.
    pub requests: usize,
    /// The pairs of a module and another that it imports, by however many requests.
    pub edges: usize,
    /// `export * from`
    pub star_exports: usize,
    /// The strongly connected components of more than one module.
    pub cycles: usize,
    /// The number of modules in the largest of them; 0 when there is none.
    pub largest_cycle: usize,
    /// The number of imports on the way from the entry to the module that is farthest from it, by the shortest way.
    pub depth: usize,
}

impl Statistics {
    /// Counts `graph`.
    #[must_use]
    pub fn of(graph: &Graph) -> Self {
        let mut statistics = Self { modules: graph.contents.len(), ..Self::default() };
        let mut targets = Vec::with_capacity(graph.contents.len());
        for (index, content) in graph.contents.iter().enumerate() {
            statistics.count(content);
            let mut of_module: Vec<usize> =
                graph.targets(ModuleId::new(index)).iter().map(|target| target.index()).collect();
            of_module.sort_unstable();
            of_module.dedup();
            statistics.edges += of_module.len();
            targets.push(of_module);
        }
        let cycles: Vec<usize> = component_sizes(&targets).into_iter().filter(|size| *size > 1).collect();
        statistics.cycles = cycles.len();
        statistics.largest_cycle = cycles.into_iter().max().unwrap_or(0);
        statistics.depth = depth(&targets);
        statistics
    }

    fn count(&mut self, content: &Content) {
        match content {
            Content::Module { record, .. } => {
                self.source += 1;
                self.requests += record.requests.len();
                self.star_exports += record.star_exports.len();
            }
            Content::Broken(_) => {
                self.source += 1;
                self.broken += 1;
            }
            Content::Leaf { kind, .. } => {
                *match kind {
                    LeafKind::CommonJs => &mut self.common_js,
                    LeafKind::Json => &mut self.json,
                    LeafKind::Builtin => &mut self.builtin,
                    LeafKind::Missing => &mut self.missing,
                } += 1;
            }
        }
    }
}
