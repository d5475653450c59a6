//! A **graph** is a real file and everything it imports, read from disk as a program.
//!
//! ```no_run
//! use std::path::Path;
//! use vmlink::engines::{Engine, ReferenceEngine};
//! use vmlink::graph::{Graph, Options, check};
//! use vmlink::reference::ProfileName;
//!
//! let graph = Graph::read(Path::new("src/main.mjs"), Options::default())?;
//! let transcript = ReferenceEngine::new(ProfileName::Contract).run(&graph.program)?;
//! for difference in check(&graph, &transcript) {
//!     println!("{difference}");
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod compare;
#[cfg(test)]
mod compare_tests;
mod components;
mod content;
mod difference;
mod error;
mod leaves;
mod names;
mod program;
mod read;
#[cfg(test)]
mod read_tests;
mod resolver;
mod run;
mod save;
mod statistics;
#[cfg(test)]
mod testing;

pub use compare::{check, compare};
pub use content::{Content, LeafKind};
pub use difference::Difference;
pub use error::{GraphError, ImportError};
pub use read::Options;
pub use resolver::Resolution;
pub use run::Run;
pub use save::{SaveError, case_file};
pub use statistics::Statistics;

use crate::program::{ModuleId, Program};

/// A file, everything it imports, and the program that links them.
#[derive(Clone, Debug)]
pub struct Graph {
    /// What stands behind each module of [`program`](Self::program), in the same order. The entry is the first; the
    /// others follow in the order in which a search in breadth meets them.
    pub contents: Vec<Content>,
    /// The modules, a linker that answers every request with the module it means, and two steps: `link` of the entry,
    /// then `together` the `namespace` of every module.
    ///
    /// The namespaces are read in one step because the status of every module is recorded after each step. Nothing is
    /// evaluated: the bodies of real modules are arbitrary JavaScript.
    pub program: Program,
}

impl Graph {
    /// The module that the graph was read from.
    pub const ENTRY: usize = 0;

    /// The modules that `module` requests, one for each of its requests, in their order.
    #[must_use]
    pub fn targets(&self, module: ModuleId) -> &[ModuleId] {
        match &self.contents[module.index()] {
            Content::Module { targets, .. } => targets,
            Content::Broken(_) | Content::Leaf { .. } => &[],
        }
    }
}
