//! `cargo xtask tidy`: the house rules that a machine can check.

mod rules;
mod tree;

use std::path::PathBuf;

use clap::Args;

use crate::{
    commands::readme,
    exit::{Exit, Failure},
    output, workspace,
};

/// Check the house rules that rustfmt and clippy do not know.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The folder of the project
    #[arg(long, value_name = "PATH", hide = true)]
    root: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let root = arguments.root.clone().unwrap_or_else(workspace::root);
    let files = tree::read(&root)?;
    let mut complaints: Vec<String> = rules::RULES.iter().flat_map(|rule| rule(&files)).collect();
    complaints.extend(readme::complaint(&root)?);
    for complaint in &complaints {
        output::print(complaint).map_err(|error| Failure::io("The output", &error))?;
    }
    output::say(format_args!("{} files checked, {} complaints.", files.len(), complaints.len()));
    Ok(if complaints.is_empty() { Exit::AsExpected } else { Exit::Findings })
}
