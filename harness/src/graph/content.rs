//! What stands behind a module of a graph.

use std::fmt;

use crate::{
    program::ModuleId,
    syntax::{ModuleRecord, SyntaxError},
};

/// What a file turned out to be.
#[derive(Clone, Debug)]
pub enum Content {
    /// An ES module.
    Module {
        /// What its source text says.
        record: ModuleRecord,
        /// The module that each of the record's requests means, in their order.
        targets: Vec<ModuleId>,
    },
    /// An ES module by its name or its package, whose source text does not parse. What it would import is not known.
    Broken(SyntaxError),
    /// Something that imports nothing.
    Leaf {
        /// What it is.
        kind: LeafKind,
        /// The names it exports.
        exports: Vec<String>,
    },
}

/// What a module without a source text of its own stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LeafKind {
    /// A CommonJS file.
    CommonJs,
    /// A JSON file.
    Json,
    /// A module that is a part of the runtime, such as `node:fs`.
    Builtin,
    /// A file that could not be resolved or read, or that is neither JavaScript nor JSON.
    Missing,
}

impl LeafKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::CommonJs, Self::Json, Self::Builtin, Self::Missing];
}

impl fmt::Display for LeafKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CommonJs => "CommonJS",
            Self::Json => "JSON",
            Self::Builtin => "built-in",
            Self::Missing => "missing",
        })
    }
}
