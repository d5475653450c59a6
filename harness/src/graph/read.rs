//! Following imports from file to file.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use super::{
    Content, Graph, GraphError, ImportError, LeafKind, Resolution, leaves, names, program,
    resolver::{Format, Resolved, Resolver},
};
use crate::{
    program::ModuleId,
    syntax::{self, ModuleRecord, TextPosition},
};

/// How a graph is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// How specifiers find their files.
    pub resolution: Resolution,
    /// Whether what cannot be found, read or understood becomes a synthetic module ([`LeafKind::Missing`]) rather than
    /// an error.
    pub allow_missing: bool,
}

/// What makes two requests mean the same module.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    File(PathBuf, String),
    Builtin(String),
    /// A specifier, or, when it is a path, where the path leads.
    Missing(String),
}

/// A module as it was found.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) content: Content,
    /// The source text; empty for a leaf.
    pub(super) text: String,
    key: Key,
}

struct Reader {
    resolver: Resolver,
    modules: Vec<Found>,
    known: HashMap<Key, ModuleId>,
    lost: Vec<ImportError>,
}

impl Graph {
    /// Reads the module in the file `entry` and everything it imports, directly or through others. What is imported by
    /// `import()` is no part of the graph: it is linked when the call is evaluated, if ever.
    ///
    /// A CommonJS file, a JSON file and a built-in module become synthetic modules, whose exports follow what is asked of
    /// them: see [`LeafKind`]. Attributes of imports do not matter: a JSON file is one with `with { type: "json" }` and
    /// without.
    ///
    /// # Errors
    /// When the entry cannot be read or is no ES module, and, unless missing modules are allowed, all imports that lead
    /// nowhere.
    pub fn read(entry: &Path, options: Options) -> Result<Self, GraphError> {
        let wrong = |reason: String| GraphError::Entry { path: entry.to_owned(), reason };
        let path = fs::canonicalize(entry).map_err(|error| wrong(error.to_string()))?;
        if !path.is_file() {
            return Err(wrong("it is not an ordinary file".to_owned()));
        }
        let mut reader = Reader {
            resolver: Resolver::new(options.resolution),
            modules: Vec::new(),
            known: HashMap::new(),
            lost: Vec::new(),
        };
        let folder = path.parent().unwrap_or(&path);
        // A leading `./` keeps the resolver from taking the name for that of a package.
        let name = path.file_name().unwrap_or_default().to_str();
        let name = name.ok_or_else(|| wrong("its name is not UTF-8".to_owned()))?;
        let resolved = reader.resolver.resolve(folder, &format!("./{}", escaped(name))).map_err(wrong)?;
        reader.module(resolved).map_err(wrong)?;
        if let Content::Leaf { kind, .. } = &reader.modules[Self::ENTRY].content {
            let what = if *kind == LeafKind::Json { "a JSON file" } else { "a CommonJS file" };
            return Err(GraphError::NotAModule { path: entry.to_owned(), what });
        }
        let mut next = 0;
        while next < reader.modules.len() {
            reader.follow(next);
            next += 1;
        }
        if !reader.lost.is_empty() && !options.allow_missing {
            return Err(GraphError::Imports(reader.lost));
        }
        let mut modules = reader.modules;
        leaves::give_exports(&mut modules);
        Ok(program::graph_of(modules))
    }
}

impl Reader {
    /// Finds the targets of every request of the module at `index`.
    fn follow(&mut self, index: usize) {
        let Found { content: Content::Module { record, .. }, key: Key::File(path, _), .. } =
            &self.modules[index]
        else {
            return;
        };
        let path = path.clone();
        let folder = path.parent().unwrap_or(&path);
        let specifiers: Vec<_> = record
            .requests
            .iter()
            .map(|request| request.specifier.clone())
            .zip(record.request_offsets.clone())
            .collect();
        let mut found = Vec::with_capacity(specifiers.len());
        for (specifier, offset) in specifiers {
            let module = self.resolver.resolve(folder, &specifier).and_then(|resolved| self.module(resolved));
            found.push(module.unwrap_or_else(|reason| {
                let position = TextPosition::of(&self.modules[index].text, offset);
                let (importer, specifier) = (path.clone(), specifier.to_string());
                let key = missing_key(folder, &specifier);
                self.lost.push(ImportError { importer, position, specifier, reason });
                self.known(&key).unwrap_or_else(|| self.add(key, leaf(LeafKind::Missing), String::new()))
            }));
        }
        if let Content::Module { targets, .. } = &mut self.modules[index].content {
            *targets = found;
        }
    }

    /// The module that `resolved` means, read when it is new; or why it cannot be read.
    fn module(&mut self, resolved: Resolved) -> Result<ModuleId, String> {
        let (path, suffix, format) = match resolved {
            Resolved::Builtin(name) => {
                let key = Key::Builtin(name);
                let known = self.known(&key);
                return Ok(known.unwrap_or_else(|| self.add(key, leaf(LeafKind::Builtin), String::new())));
            }
            Resolved::File { path, suffix, format } => (path, suffix, format),
        };
        let key = Key::File(path.clone(), suffix);
        if let Some(known) = self.known(&key) {
            return Ok(known);
        }
        let (content, text) = match format {
            Format::Foreign => {
                let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
                return Err(format!("a file that ends in `.{ending}` is neither JavaScript nor JSON"));
            }
            Format::CommonJs => (leaf(LeafKind::CommonJs), String::new()),
            Format::Json => (leaf(LeafKind::Json), String::new()),
            Format::Module | Format::ByContent => {
                let text = source_text(&path).map_err(|error| format!("{}: {error}", path.display()))?;
                match syntax::parse_module(&text) {
                    Ok(record) if format == Format::Module || says_module(&text, &record) => {
                        (Content::Module { record, targets: Vec::new() }, text)
                    }
                    Err(error) if format == Format::Module => (Content::Broken(error), text),
                    // What parses as no module is CommonJS, as far as a graph of modules can tell.
                    Ok(_) | Err(_) => (leaf(LeafKind::CommonJs), String::new()),
                }
            }
        };
        Ok(self.add(key, content, text))
    }

    fn known(&self, key: &Key) -> Option<ModuleId> {
        self.known.get(key).copied()
    }

    fn add(&mut self, key: Key, content: Content, text: String) -> ModuleId {
        let id = ModuleId::new(self.modules.len());
        self.known.insert(key.clone(), id);
        self.modules.push(Found { content, text, key });
        id
    }
}

impl Found {
    /// The file behind the module, when there is one.
    pub(super) fn file(&self) -> Option<&Path> {
        match &self.key {
            Key::File(path, _) => Some(path),
            Key::Builtin(_) | Key::Missing(_) => None,
        }
    }

    /// What the module would best be called, when files are named below `root`.
    pub(super) fn wanted_name(&self, root: &Path) -> String {
        match &self.key {
            Key::File(path, suffix) => names::below(path, root) + suffix,
            Key::Builtin(name) => name.clone(),
            Key::Missing(what) => format!("missing {}", names::below(Path::new(what), root)),
        }
    }
}

fn leaf(kind: LeafKind) -> Content {
    Content::Leaf { kind, exports: Vec::new() }
}

/// A relative specifier means another file in every folder; all others mean the same everywhere.
fn missing_key(folder: &Path, specifier: &str) -> Key {
    if !specifier.starts_with("./") && !specifier.starts_with("../") {
        return Key::Missing(specifier.to_owned());
    }
    let mut path = folder.to_owned();
    for part in specifier.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                path.pop();
            }
            part => path.push(part),
        }
    }
    Key::Missing(path.to_string_lossy().into_owned())
}

/// The text of a module as Node decodes it: a byte order mark is dropped, and what is no UTF-8 is replaced.
fn source_text(path: &Path) -> std::io::Result<String> {
    let bytes = fs::read(path)?;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    Ok(String::from_utf8_lossy(bytes).into_owned())
}

/// Whether a text that parses as a module can be nothing else: it imports or exports, or it awaits at its top level.
///
/// Node asks the same of a file that neither its ending nor a package.json speaks for
/// (<https://nodejs.org/api/packages.html#syntax-detection>). `export {}` leaves nothing in the record, so the text is also
/// parsed inside a function, where no import or export can stand.
fn says_module(text: &str, record: &ModuleRecord) -> bool {
    let says = !record.requests.is_empty() || !record.local_exports.is_empty() || record.has_tla;
    says || {
        let body =
            if text.starts_with("#!") { text.split_once('\n').map_or("", |(_, rest)| rest) } else { text };
        syntax::parse_module(&format!("function f() {{{body}\n}}")).is_err()
    }
}

/// A file name as a part of a specifier: the resolver takes `#` for the beginning of a fragment unless a zero byte stands
/// before it. A `?` begins a query always.
fn escaped(name: &str) -> String {
    name.replace('#', "\0#")
}
