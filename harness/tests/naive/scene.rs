//! A program as the naive implementation sees it: records, and whether each module is synthetic.

use vmlink::{
    program::{ModuleKind, Program},
    syntax::{LocalExport, ModuleRecord, Phase, parse_module},
};

use super::resolve::Graph;

/// The records of a program's modules.
#[derive(Clone, Debug)]
pub(crate) struct Scene {
    pub(crate) records: Vec<ModuleRecord>,
    pub(crate) synthetic: Vec<bool>,
}

impl Scene {
    /// `None` when a module of the program does not parse, or imports a source: neither is modelled here.
    pub(crate) fn of(program: &Program) -> Option<Self> {
        let mut records = Vec::new();
        let mut synthetic = Vec::new();
        for module in &program.modules {
            let record = match &module.kind {
                ModuleKind::Source(text) => parse_module(text).ok()?,
                ModuleKind::Synthetic { exports, .. } => {
                    let own = |name: &String| LocalExport {
                        export_name: name.as_str().into(),
                        local_name: name.as_str().into(),
                    };
                    ModuleRecord {
                        local_exports: exports.iter().map(own).collect(),
                        ..ModuleRecord::default()
                    }
                }
            };
            if record.requests.iter().any(|request| request.phase == Phase::Source) {
                return None;
            }
            records.push(record);
            synthetic.push(matches!(module.kind, ModuleKind::Synthetic { .. }));
        }
        Some(Self { records, synthetic })
    }

    /// The graph in which a specifier is answered by the module of that name, or `None` when one names no module.
    pub(crate) fn graph_by_name(&self, program: &Program) -> Option<Graph> {
        let mut edges = Vec::new();
        for record in &self.records {
            let mut targets = Vec::new();
            for request in &record.requests {
                targets.push(program.module(&request.specifier)?.index());
            }
            edges.push(targets);
        }
        Some(Graph { records: self.records.clone(), edges })
    }
}
