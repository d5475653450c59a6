//! From a specifier to a file. This is the only file that knows `oxc_resolver`.

use std::path::{Path, PathBuf};

use oxc_resolver::{ModuleType, ResolveError, ResolveOptions};

/// How a specifier finds its file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Resolution {
    /// As Node resolves `import`, with the conditions `node`, `import` and `default`:
    /// <https://nodejs.org/api/esm.html#resolution-algorithm-specification>. Conditions that only some versions of Node
    /// set (`module-sync`) are left out, so that one graph stands for all of them.
    #[default]
    Node,
    /// As bundlers do: the endings `.mjs`, `.js`, `.json` and `.cjs`, and `index` in a folder, are tried; a package without
    /// `exports` is entered by its `module` before its `main`; and a `.js` file is a module when its text says so.
    Bundler,
}

/// What a specifier means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Resolved {
    File {
        path: PathBuf,
        /// Query and fragment, which make one file several modules.
        suffix: String,
        format: Format,
    },
    /// A part of the runtime, by its name with `node:` before it.
    Builtin(String),
}

/// How a file is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Module,
    CommonJs,
    Json,
    /// A module when its text says so, else CommonJS.
    ByContent,
    /// Neither JavaScript nor JSON.
    Foreign,
}

/// Resolves specifiers, and remembers what it saw on disk.
#[derive(Debug)]
pub(super) struct Resolver {
    inner: oxc_resolver::Resolver,
    resolution: Resolution,
}

impl Resolver {
    pub(super) fn new(resolution: Resolution) -> Self {
        let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        let common = ResolveOptions {
            builtin_modules: true,
            module_type: true,
            // The environment of the caller is no part of a graph.
            node_path: false,
            ..ResolveOptions::default()
        };
        let options = match resolution {
            Resolution::Node => ResolveOptions {
                condition_names: texts(&["node", "import", "default"]),
                fully_specified: true,
                ..common
            },
            Resolution::Bundler => ResolveOptions {
                condition_names: texts(&["module", "import", "default"]),
                extensions: texts(&[".mjs", ".js", ".json", ".cjs"]),
                main_fields: texts(&["module", "main"]),
                ..common
            },
        };
        Self { inner: oxc_resolver::Resolver::new(options), resolution }
    }

    /// What `specifier` means in a file in `folder`, or a sentence without a full stop that says why it means nothing.
    pub(super) fn resolve(&self, folder: &Path, specifier: &str) -> Result<Resolved, String> {
        match self.inner.resolve(folder, specifier) {
            Ok(resolution) => {
                let suffix = [resolution.query(), resolution.fragment()].into_iter().flatten().collect();
                let format = self.format(resolution.path(), resolution.module_type());
                Ok(Resolved::File { path: resolution.into_path_buf(), suffix, format })
            }
            Err(ResolveError::Builtin { resolved, .. }) => Ok(Resolved::Builtin(resolved)),
            Err(error) => Err(error.to_string().trim_end_matches('.').to_owned()),
        }
    }

    /// `by_package` is what ending and nearest package.json say.
    fn format(&self, path: &Path, by_package: Option<ModuleType>) -> Format {
        // Compared as written: Node takes `.MJS` for an ending that it does not know.
        match path.extension().map(|ending| ending.to_string_lossy()).as_deref() {
            Some("mjs") => Format::Module,
            Some("cjs") => Format::CommonJs,
            Some("json") => Format::Json,
            Some("js") | None => match by_package {
                Some(ModuleType::Module) if self.resolution == Resolution::Node => Format::Module,
                Some(ModuleType::CommonJs) if self.resolution == Resolution::Node => Format::CommonJs,
                _ => Format::ByContent,
            },
            Some(_) => Format::Foreign,
        }
    }
}
