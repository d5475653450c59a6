//! The modules of a program.

use super::{Decoder, Names};
use crate::program::{
    ModuleDefinition, ModuleKind,
    document::{Data, Entry, Mistake, Node, Sink, quote},
};

/// What a module that is a map can have.
const KEYS: &[&str] = &["source", "synthetic", "identifier", "context", "initializeImportMeta"];

impl Names {
    /// The names under `modules`, whether what stands behind them is right or not.
    pub(crate) fn of_modules(node: &Node, sink: &mut Sink) -> Self {
        let Some(entries) = sink.map(node, "`modules`") else { return Self::default() };
        if entries.is_empty() {
            sink.report(
                Mistake::at(node.span, "`modules` is empty")
                    .help("add a module: `main: export const x = 1;`"),
            );
        }
        for entry in entries {
            check_name(entry, sink);
        }
        Self::new(entries.iter().map(|entry| entry.key.text.clone()))
    }
}

/// Refuses names that could not be told apart from the signs around them in linker keys and reports.
fn check_name(entry: &Entry, sink: &mut Sink) {
    let name = &entry.key.text;
    let problem = if name.is_empty() {
        "is empty"
    } else if name.contains(" -> ") {
        "holds ` -> `, which stands between referrer and specifier in a linker key"
    } else if name.chars().any(char::is_control) {
        "holds a control character"
    } else if name.trim() != name {
        "starts or ends with white space"
    } else {
        return;
    };
    sink.report(
        Mistake::at(entry.key.span, format!("the module name {} {problem}", quote(name)))
            .help("choose another name; the text an import writes can be anything, see `linker`"),
    );
}

impl Decoder<'_> {
    /// The map under `modules`.
    pub(crate) fn modules(&mut self, node: &Node) -> Option<Vec<ModuleDefinition>> {
        let Data::Map(entries) = &node.data else { return None };
        let modules: Vec<_> = entries.iter().map(|entry| self.definition(entry)).collect();
        modules.into_iter().collect()
    }

    fn definition(&mut self, entry: &Entry) -> Option<ModuleDefinition> {
        let name = entry.key.text.clone();
        if let Data::Text(text) = &entry.value.data {
            return Some(ModuleDefinition::source(name, text.clone()));
        }
        if !matches!(entry.value.data, Data::Map(_)) {
            self.sink.wrong_type(&entry.value, "a module", "a text");
            return None;
        }
        let fields = self.sink.fields(&entry.value, "a module", KEYS)?;
        let identifier = self.optional_text(fields.get("identifier"), "`identifier`");
        let context = self.optional_text(fields.get("context"), "`context`");
        let initialize_import_meta = match (fields.get("initializeImportMeta"), fields.get("synthetic")) {
            (Some(initializer), Some(_)) => {
                self.sink.report(
                    Mistake::at(initializer.span, "a synthetic module has no `import.meta`")
                        .help("leave `initializeImportMeta` away, or give the module a `source`"),
                );
                None
            }
            (initializer, _) => self.optional_text(initializer, "`initializeImportMeta`"),
        };
        let kind = match (fields.get("source"), fields.get("synthetic")) {
            (Some(source), None) => {
                self.sink.text(source, "`source`").map(|text| ModuleKind::Source(text.to_owned()))
            }
            (None, Some(synthetic)) => self.synthetic(synthetic),
            (Some(_), Some(second)) => {
                self.sink.report(
                    Mistake::at(second.span, "a module has either `source` or `synthetic`")
                        .help("keep one of the two"),
                );
                None
            }
            (None, None) => {
                fields.require("source", "export const x = 1;", self.sink);
                None
            }
        };
        Some(ModuleDefinition {
            name,
            identifier: identifier?,
            context: context?,
            initialize_import_meta: initialize_import_meta?,
            kind: kind?,
        })
    }

    fn synthetic(&mut self, node: &Node) -> Option<ModuleKind> {
        let fields = self.sink.fields(node, "`synthetic`", &["exports", "body", "async"])?;
        let exports = fields.require("exports", "[names]", self.sink);
        let exports = exports.and_then(|exports| self.sink.texts(exports, "`exports`"));
        let body = self.optional_text(fields.get("body"), "`body`");
        let is_async = match fields.get("async").map(|node| (node, &node.data)) {
            None => Some(false),
            Some((_, Data::Bool(is_async))) => Some(*is_async),
            Some((node, _)) => {
                self.sink.wrong_type(node, "`async`", "`true` or `false`");
                None
            }
        };
        Some(ModuleKind::Synthetic {
            exports: exports?,
            body: body?.unwrap_or_default(),
            is_async: is_async?,
        })
    }

    /// `Some(None)` for a key that is not there, `None` for one that is wrong.
    #[expect(clippy::option_option, reason = "the two levels are told apart by every caller, and only there")]
    fn optional_text(&mut self, node: Option<&Node>, what: &str) -> Option<Option<String>> {
        node.map_or(Some(None), |node| self.sink.text(node, what).map(|text| Some(text.to_owned())))
    }
}
