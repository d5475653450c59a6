//! Files on disk for tests of graphs.

use std::{fs, path::PathBuf};

use tempfile::TempDir;

use super::{Content, Graph, GraphError, LeafKind, Options};
use crate::{
    engines::{Engine, ReferenceEngine},
    reference::ProfileName,
    transcript::{Observed, Outcome, Transcript},
};

/// A folder of files.
pub(super) struct Files {
    folder: TempDir,
}

impl Files {
    /// Files of these names and texts.
    pub(super) fn new(files: &[(&str, &str)]) -> Self {
        let made = Self { folder: tempfile::tempdir().unwrap() };
        for (name, text) in files {
            made.write(name, text.as_bytes());
        }
        made
    }

    pub(super) fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().canonicalize().unwrap().join(name)
    }

    pub(super) fn graph(&self, entry: &str) -> Graph {
        self.read(entry, Options::default()).unwrap()
    }

    pub(super) fn read(&self, entry: &str, options: Options) -> Result<Graph, GraphError> {
        Graph::read(&self.path(entry), options)
    }
}

/// The names of the modules of `graph`.
pub(super) fn names(graph: &Graph) -> Vec<&str> {
    graph.program.modules.iter().map(|module| module.name.as_str()).collect()
}

/// What each module imports, by name.
pub(super) fn imports<'g>(graph: &'g Graph, module: &str) -> Vec<&'g str> {
    let id = graph.program.module(module).unwrap();
    graph.targets(id).iter().map(|&target| graph.program.name(target)).collect()
}

/// Kind and exports of the leaf called `module`.
pub(super) fn leaf<'g>(graph: &'g Graph, module: &str) -> (LeafKind, Vec<&'g str>) {
    match &graph.contents[graph.program.module(module).unwrap().index()] {
        Content::Leaf { kind, exports } => (*kind, exports.iter().map(String::as_str).collect()),
        other => panic!("{module} is no leaf but {other:?}"),
    }
}

/// What the reference does with `graph`.
pub(super) fn transcript(graph: &Graph) -> Transcript {
    ReferenceEngine::new(ProfileName::Contract).run(&graph.program).unwrap()
}

/// The keys of the namespace of `module`.
pub(super) fn keys(graph: &Graph, transcript: &Transcript, module: &str) -> Vec<String> {
    let index = graph.program.module(module).unwrap().index();
    match &transcript.steps[1].together[index].outcome {
        Outcome::Ok(Observed::Namespace(keys)) => keys.clone(),
        other => panic!("the namespace of {module} cannot be read: {other:?}"),
    }
}
