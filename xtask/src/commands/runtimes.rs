//! `cargo xtask runtimes`: the shipping runtimes that programs are run on.

mod list;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use vmlink::runtimes::{
    InstallError, Installer, NpmError, Release, RuntimeError, RuntimeName, folder, releases_to_install,
};

use crate::{
    exit::{Exit, Failure},
    output, workspace,
};

/// Install and list the runtimes to judge: Node, Bun and Deno, in pinned versions.
///
/// They are kept in `.runtimes/` of the project, each beside the others, and nothing else on the machine is changed.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Install runtimes with npm, with the scripts of packages disabled; what is there already is left alone
    Install {
        /// Which: `node` for all its pinned versions, `node@24` for the pinned one of that line, `node@24.1.0` for
        /// exactly that one [default: all pinned ones]
        #[arg(value_name = "NAME[@VERSION]")]
        names: Vec<RuntimeName>,

        /// The folder of the project
        #[arg(long, value_name = "PATH", hide = true)]
        root: Option<PathBuf>,
    },
    List(list::Arguments),
}

pub(crate) fn run(arguments: Arguments) -> Result<Exit, Failure> {
    match arguments.command {
        Command::Install { names, root } => install(&names, &root.unwrap_or_else(workspace::root)),
        Command::List(arguments) => list::run(&arguments),
    }
}

fn install(names: &[RuntimeName], root: &Path) -> Result<Exit, Failure> {
    let releases = releases_to_install(names).map_err(refused)?;
    let installer =
        Installer::new(root, || output::say("Another process is installing; this one waits for its end."))
            .map_err(refused)?;
    let mut not_published = None;
    for release in releases {
        if installer.has(release) {
            output::say(format_args!("{release} is installed already."));
            continue;
        }
        output::say(format_args!("Installing {release} …"));
        match installer.install(release) {
            Ok(()) => output::say(format_args!("{release} is installed.")),
            // This says nothing about the others, which any other failure does.
            Err(error @ InstallError::Npm(NpmError::NotPublished { .. })) => {
                output::say(&error);
                not_published.get_or_insert(release);
            }
            Err(error) => return Err(refused(error)),
        }
    }
    not_published.map_or(Ok(Exit::AsExpected), |release| Err(without(release, root)))
}

/// Everything else was installed.
fn without(release: Release, root: &Path) -> Failure {
    Failure::new(
        Exit::EngineMissing,
        format!(
            "{release} is not installed; see above. What is installed in {} can be used. \
             `cargo xtask runtimes list` shows it.",
            workspace::shown(&folder(root))
        ),
    )
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
fn refused(error: InstallError) -> Failure {
    let exit = match &error {
        InstallError::NotPinned { .. } | InstallError::NamesBinary { .. } | InstallError::Io { .. } => {
            Exit::Usage
        }
        InstallError::Platform
        | InstallError::Npm(_)
        | InstallError::NoBinary { .. }
        | InstallError::DoesNotRun { .. }
        | InstallError::OtherVersion { .. } => Exit::EngineMissing,
    };
    Failure::new(exit, error.to_string())
}

/// The folder of the runtimes cannot be read, which is the only way in which listing them can fail.
#[expect(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
fn unreadable(error: RuntimeError) -> Failure {
    Failure::usage(error.to_string())
}
