//! Finding the case files.

use std::{
    fs,
    path::{Path, PathBuf},
};

use walkdir::{DirEntry, WalkDir};

use crate::{
    corpus::decode::{FileNames, is_id},
    program::document::{Diagnostic, Format, quote},
};

/// The folder that holds a corpus, by name.
const CORPUS: &str = "cases";

/// The description of the case form, which stands in the corpus folder beside the topics.
const SCHEMA: &str = "schema.json";

/// How deep folders may be nested below a root. Topics are one or two deep; this bounds what a hostile tree costs.
const MAX_FOLDERS: usize = 16;

/// A file that is to be read.
#[derive(Debug)]
pub(super) struct CaseFile {
    /// Where it is, as it is shown.
    pub(super) path: PathBuf,
    /// The same without links and detours.
    pub(super) canonical: PathBuf,
    /// What it is written in.
    pub(super) format: Format,
    /// What its cases are called.
    pub(super) names: FileNames,
}

/// Adds the case files at or below `root`.
pub(super) fn find(root: &Path, files: &mut Vec<CaseFile>, diagnostics: &mut Vec<Diagnostic>) {
    let found = fs::metadata(root).and_then(|metadata| Ok((metadata, root.canonicalize()?)));
    match found {
        Ok((metadata, canonical)) if metadata.is_dir() => in_folder(root, &canonical, files, diagnostics),
        Ok((_, canonical)) => single_file(root, canonical, files, diagnostics),
        Err(error) => diagnostics.push(
            Diagnostic::of_file(root, format!("this cannot be read: {error}"))
                .with_help("name a case file, or a folder of case files"),
        ),
    }
}

/// A file that was asked for by name. It may be called anything and lie anywhere.
fn single_file(
    root: &Path,
    canonical: PathBuf,
    files: &mut Vec<CaseFile>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(format) = Format::of(root) else {
        diagnostics.push(wrong_ending(root));
        return;
    };
    let parent = canonical.parent().unwrap_or(Path::new(""));
    let corpus = parent.ancestors().find(|folder| folder.file_name().is_some_and(|name| name == CORPUS));
    let topic = corpus.map_or_else(String::new, |corpus| below(parent, corpus));
    let stem = root.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    files.push(CaseFile { path: root.to_owned(), canonical, format, names: FileNames { topic, stem } });
}

fn in_folder(root: &Path, canonical: &Path, files: &mut Vec<CaseFile>, diagnostics: &mut Vec<Diagnostic>) {
    let corpus = corpus_of(canonical);
    let prefix = below(canonical, corpus);
    let walk = WalkDir::new(root).follow_links(false).max_depth(MAX_FOLDERS).sort_by_file_name();
    // Links are not followed, but the root itself may be one.
    for entry in walk.into_iter().filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry)) {
        match entry {
            Ok(entry) if entry.depth() > 0 => in_entry(&entry, root, &prefix, files, diagnostics),
            Ok(_) => {}
            Err(error) => {
                let path = error.path().unwrap_or(root).to_owned();
                let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                diagnostics.push(
                    Diagnostic::of_file(&path, format!("this cannot be read: {reason}"))
                        .with_help("check that you may read it, or take it out of the folder"),
                );
            }
        }
    }
}

fn in_entry(
    entry: &DirEntry,
    root: &Path,
    prefix: &str,
    files: &mut Vec<CaseFile>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let path = entry.path();
    let name = entry.file_name().to_string_lossy();
    let file_type = entry.file_type();
    if file_type.is_symlink() {
        diagnostics.push(
            Diagnostic::of_file(path, "symbolic links inside a corpus are not followed".to_owned())
                .with_help("put the file itself here, or name the link on the command line"),
        );
        return;
    }
    if file_type.is_dir() {
        if !is_id(&name) {
            diagnostics.push(wrong_name(path, &name));
        } else if entry.depth() == MAX_FOLDERS {
            let message = format!("folders are nested deeper than {MAX_FOLDERS} levels");
            diagnostics.push(Diagnostic::of_file(path, message).with_help("move the files further up"));
        }
        return;
    }
    let is_schema = name == SCHEMA && entry.depth() == 1 && prefix.is_empty();
    if name == "README.md" || is_schema {
        return;
    }
    let Some(format) = Format::of(path) else {
        diagnostics.push(wrong_ending(path));
        return;
    };
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    if !is_id(&stem) {
        diagnostics.push(wrong_name(path, &stem));
    }
    let folder = below(path.parent().unwrap_or(root), root);
    let topic = [prefix, &folder].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
    match path.canonicalize() {
        Ok(canonical) => {
            files.push(CaseFile {
                path: path.to_owned(),
                canonical,
                format,
                names: FileNames { topic, stem },
            });
        }
        Err(error) => {
            diagnostics.push(Diagnostic::of_file(path, format!("this file cannot be read: {error}")));
        }
    }
}

/// The corpus that `folder` is a part of, or `folder` itself. A corpus is a folder called `cases` that holds the schema;
/// by its name alone any folder far above could be taken for one.
fn corpus_of(folder: &Path) -> &Path {
    let is_corpus =
        |at: &&Path| at.file_name().is_some_and(|name| name == CORPUS) && at.join(SCHEMA).is_file();
    folder.ancestors().find(is_corpus).unwrap_or(folder)
}

/// Whether `path` is a folder with a whole corpus in it: neither one file, nor a part of a larger corpus, nor nothing.
#[must_use]
pub fn is_whole_corpus(path: &Path) -> bool {
    path.canonicalize().is_ok_and(|folder| folder.is_dir() && corpus_of(&folder) == folder)
}

/// The path of `path` below `base`, with `/` between its parts.
fn below(path: &Path, base: &Path) -> String {
    let parts = path.strip_prefix(base).map(Path::components).into_iter().flatten();
    parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect::<Vec<_>>().join("/")
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with('.')
}

fn wrong_ending(path: &Path) -> Diagnostic {
    Diagnostic::of_file(
        path,
        "this is no case file: its name ends neither in `.yaml` nor in `.json`".to_owned(),
    )
    .with_help(
        "rename it, or take it out of the folder; `README.md` and names with a leading dot are passed over",
    )
}

fn wrong_name(path: &Path, name: &str) -> Diagnostic {
    Diagnostic::of_file(path, format!("{} cannot be part of an id", quote(name))).with_help(
        "name it with lower-case letters, digits and `-`, starting with a letter or a digit; the id of a case is made of \
         folder, file name and `id`",
    )
}
