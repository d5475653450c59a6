//! `cargo xtask runtimes list`: what is pinned and what is installed.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use comfy_table::{Table, presets};
use serde_json::json;
use vmlink::runtimes::{
    ANSWER_LIMIT, AskError, InstalledRuntime, Release, Reported, RuntimeName, ask, folder, installed, pinned,
    profile_name,
};

use super::unreadable;
use crate::{
    exit::{Exit, Failure},
    output, workspace,
};

/// Show the pinned and the installed runtimes, with the JavaScript engine that each reports
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Which, as `runtimes install` has it [default: all]
    #[arg(value_name = "NAME[@VERSION]")]
    names: Vec<RuntimeName>,

    /// How they are written
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,

    /// The folder of the project
    #[arg(long, value_name = "PATH", hide = true)]
    root: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table
    Human,
    /// One JSON object a line
    Jsonl,
}

/// The spaces before and behind a cell, as in the tables of reports.
const PADDING: (u16, u16) = (0, 2);

/// How many digits of the commit that JavaScriptCore has for a version are shown to people. Git shows as many in a
/// repository of its size.
const COMMIT_DIGITS: usize = 12;

/// A release that is pinned or installed.
struct Row {
    release: Release,
    is_pinned: bool,
    runtime: Option<InstalledRuntime>,
    /// What it says of itself, where it is installed.
    reported: Option<Result<Reported, AskError>>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    if let Some(name) = arguments.names.iter().find(|name| name.path.is_some()) {
        return Err(Failure::usage(format!(
            "{name} is a binary of your own, and only pinned and installed runtimes are listed. \
             Leave out what begins with `=`."
        )));
    }
    let root = arguments.root.clone().unwrap_or_else(workspace::root);
    let mut runtimes: BTreeMap<Release, Option<InstalledRuntime>> =
        pinned().iter().map(|release| (*release, None)).collect();
    let there = installed(&root).map_err(unreadable)?;
    runtimes.extend(there.into_iter().map(|runtime| (runtime.release(), Some(runtime))));
    let is_wanted = |release: Release| {
        arguments.names.is_empty() || arguments.names.iter().any(|name| name.selects(release))
    };
    let rows: Vec<Row> = runtimes
        .into_iter()
        .filter(|(release, _)| is_wanted(*release))
        .map(|(release, runtime)| {
            let reported = runtime.as_ref().map(|runtime| ask(runtime.kind, &runtime.path, ANSWER_LIMIT));
            Row { release, is_pinned: pinned().contains(&release), runtime, reported }
        })
        .collect();
    if rows.is_empty() {
        return Err(Failure::new(
            Exit::NothingSelected,
            "No pinned or installed runtime has this name. `cargo xtask runtimes list` shows all.",
        ));
    }
    let mut out = output::stdout();
    let written = match arguments.format {
        Format::Human => writeln!(out, "{}", table(&rows)),
        Format::Jsonl => rows.iter().try_for_each(|row| line(row, &mut out)),
    };
    written.and_then(|()| out.flush()).map_err(|error| Failure::io("The output", &error))?;
    Ok(end(&rows, &root))
}

/// Says what does not work and what is missing, and how to change that.
fn end(rows: &[Row], root: &Path) -> Exit {
    let mut exit = Exit::AsExpected;
    for row in rows {
        if let Some(Err(error)) = &row.reported {
            let place = folder(root).join(row.release.to_string());
            output::say(format_args!(
                "{0} does not work. {error}\nRemove {1} and run `cargo xtask runtimes install {0}`.",
                row.release,
                workspace::shown(&place)
            ));
            exit = Exit::EngineMissing;
        }
    }
    if rows.iter().any(|row| row.runtime.is_none()) {
        output::say("`cargo xtask runtimes install` installs what is missing.");
    }
    exit
}

fn table(rows: &[Row]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["runtime", "installed", "engine", "profile"]);
    for row in rows {
        let engine = match &row.reported {
            None => "-".to_owned(),
            Some(Ok(reported)) => format!("{} {}", row.release.kind.engine(), short(&reported.engine)),
            Some(Err(_)) => "no answer".to_owned(),
        };
        let is_installed = if row.runtime.is_some() { "yes" } else { "no" };
        let profile = profile(row.release).unwrap_or_else(|| "-".to_owned());
        table.add_row([row.release.to_string(), is_installed.to_owned(), engine, profile]);
    }
    for column in table.column_iter_mut() {
        column.set_padding(PADDING);
    }
    table.trim_fmt()
}

fn profile(release: Release) -> Option<String> {
    profile_name(release.kind, release.version)
}

/// A commit by its first digits, any other version as it is.
fn short(engine: &str) -> &str {
    let is_commit = engine.len() == 40 && engine.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_commit { &engine[..COMMIT_DIGITS] } else { engine }
}

fn line(row: &Row, out: &mut dyn Write) -> io::Result<()> {
    let reported = row.reported.as_ref().and_then(|reported| reported.as_ref().ok());
    let error = row.reported.as_ref().and_then(|reported| reported.as_ref().err());
    let line = json!({
        "runtime": row.release.to_string(),
        "name": row.release.kind.as_str(),
        "version": row.release.version.to_string(),
        "pinned": row.is_pinned,
        "installed": row.runtime.is_some(),
        "path": row.runtime.as_ref().map(|runtime| runtime.path.display().to_string()),
        "engine": row.release.kind.engine(),
        "engineVersion": reported.map(|reported| &reported.engine),
        "error": error.map(ToString::to_string),
        "profile": profile(row.release),
    });
    writeln!(out, "{line}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_commits_are_shortened() {
        assert_eq!(short("d6375c72affe0f70222cdcb45012b10f0bf3a9d5"), "d6375c72affe");
        assert_eq!(short("13.6.233.17-node.53"), "13.6.233.17-node.53");
    }
}
