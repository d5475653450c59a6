//! `cargo xtask fuzz`: runs the fuzz targets and keeps what they find.

use std::{
    ffi::OsStr,
    fs,
    num::NonZeroUsize,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, SystemTime},
};

use clap::Args;

use crate::{
    duration,
    exit::{Exit, Failure},
    output, workspace,
};

/// Run the fuzz targets with cargo-fuzz on a nightly toolchain.
///
/// An input that crashes a target, or takes too long, is kept below fuzz/regressions, where the tests replay it on
/// the stable toolchain, and the command ends with 1.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The targets to run, one after the other; all of them when none is named
    #[arg(value_name = "TARGET")]
    targets: Vec<String>,

    /// How long each target runs: 60s, 10m, 1h
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = duration::parse)]
    time: Duration,

    /// How many processes fuzz one target at once
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,

    /// Print the names of the targets, one a line, and run nothing
    #[arg(long)]
    list: bool,

    /// The cargo-fuzz folder
    #[arg(long, value_name = "PATH", hide = true)]
    fuzz_dir: Option<PathBuf>,
}

/// Seconds one input may take. Every input is bounded by the generator to a few hundred modules, so that even a
/// slow machine is done in a small part of this.
const INPUT_TIMEOUT: u32 = 10;

/// The prefixes libFuzzer gives to the files of inputs that are findings. A `slow-unit-` is a remark, not a finding.
const FINDINGS: [&str; 4] = ["crash-", "timeout-", "oom-", "leak-"];

pub(crate) fn run(arguments: Arguments) -> Result<Exit, Failure> {
    let folder = arguments.fuzz_dir.unwrap_or_else(|| workspace::root().join("fuzz"));
    let known = targets(&folder)?;
    if let Some(unknown) = arguments.targets.iter().find(|target| !known.contains(target)) {
        return Err(Failure::usage(format!(
            "There is no fuzz target `{unknown}`. The targets are: {}.",
            known.join(", ")
        )));
    }
    let selected = if arguments.targets.is_empty() { known } else { arguments.targets };
    if arguments.list {
        for target in &selected {
            output::print(target).map_err(|error| Failure::io("The output", &error))?;
        }
        return Ok(Exit::AsExpected);
    }
    if selected.is_empty() {
        return Err(Failure::new(
            Exit::NothingSelected,
            format!("There is no fuzz target in {}.", workspace::shown(&folder)),
        ));
    }
    require_tools()?;
    let mut found = 0;
    for target in &selected {
        found += Target { folder: &folder, name: target }.run(arguments.time, arguments.jobs)?;
    }
    Ok(if found == 0 { Exit::AsExpected } else { Exit::Findings })
}

/// The names of the targets, sorted.
fn targets(folder: &Path) -> Result<Vec<String>, Failure> {
    let sources = folder.join("fuzz_targets");
    let entries = fs::read_dir(&sources).map_err(|error| Failure::io(sources.display(), &error))?;
    let mut names = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| Failure::io(sources.display(), &error))?.path();
        if path.extension() == Some(OsStr::new("rs")) {
            names.extend(path.file_stem().map(|stem| stem.to_string_lossy().into_owned()));
        }
    }
    names.sort();
    Ok(names)
}

/// Says what to install where a tool is missing. Everything else of vmlink works on the stable toolchain alone.
fn require_tools() -> Result<(), Failure> {
    if !answers(&["+nightly", "--version"]) {
        return Err(Failure::new(
            Exit::EngineMissing,
            "Fuzzing needs a nightly toolchain, because it instruments the code it runs. \
             Install one with `rustup toolchain install nightly --profile minimal`, then run this command again.",
        ));
    }
    if !answers(&["fuzz", "--version"]) {
        return Err(Failure::new(
            Exit::EngineMissing,
            "Fuzzing needs cargo-fuzz. Install it with `cargo install cargo-fuzz --locked`, then run this command again.",
        ));
    }
    Ok(())
}

fn answers(arguments: &[&str]) -> bool {
    // Without this, some versions of rustup download a missing toolchain as soon as they are asked for it.
    cargo(arguments)
        .env("RUSTUP_AUTO_INSTALL", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The `cargo` of the search path, which is the one that understands `+nightly`; `$CARGO` is that of one toolchain.
fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.args(arguments).env_remove("CARGO").env_remove("RUSTUP_TOOLCHAIN");
    command
}

struct Target<'t> {
    folder: &'t Path,
    name: &'t str,
}

impl Target<'_> {
    /// Fuzzes for `time` and gives how many inputs were kept.
    fn run(&self, time: Duration, jobs: Option<NonZeroUsize>) -> Result<usize, Failure> {
        let name = self.name;
        let built = self.cargo_fuzz("build").arg(name).status();
        if !built.map_err(|error| Failure::io("cargo", &error))?.success() {
            return Err(Failure::new(
                Exit::HarnessBug,
                format!(
                    "The fuzz target `{name}` does not build on the nightly toolchain; see the messages above."
                ),
            ));
        }
        let started = SystemTime::now();
        let succeeded = self.fuzz(time, jobs)?;
        let kept = self.keep_since(started)?;
        for path in &kept {
            let path = workspace::shown(path);
            let found = format!(
                "{name}: found an input, kept as {path}\n  \
                 Replay it with:  cargo +nightly fuzz run -O -s none {name} {path}\n  \
                 The tests replay it too:  cargo test -p vmlink --test regressions"
            );
            output::print(found).map_err(|error| Failure::io("The output", &error))?;
        }
        if kept.is_empty() && !succeeded {
            return Err(Failure::new(
                Exit::HarnessBug,
                format!("The fuzz target `{name}` ended early and left no input; see the messages above."),
            ));
        }
        Ok(kept.len())
    }

    fn fuzz(&self, time: Duration, jobs: Option<NonZeroUsize>) -> Result<bool, Failure> {
        let corpus = self.folder.join("corpus").join(self.name);
        fs::create_dir_all(&corpus).map_err(|error| Failure::io(corpus.display(), &error))?;
        let mut command = self.cargo_fuzz("run");
        if let Some(jobs) = jobs {
            command.arg("--jobs").arg(jobs.to_string());
        }
        command.arg(self.name).arg(&corpus);
        // What is found goes into the first folder; the others are only read.
        for seeds in ["seeds", "regressions"] {
            let seeds = self.folder.join(seeds).join(self.name);
            if seeds.is_dir() {
                command.arg(seeds);
            }
        }
        command.arg("--");
        command.arg(format!("-max_total_time={}", time.as_secs())).arg(format!("-timeout={INPUT_TIMEOUT}"));
        let dictionary = self.folder.join("dictionaries").join(format!("{}.dict", self.name));
        if dictionary.is_file() {
            command.arg(format!("-dict={}", dictionary.display()));
        }
        Ok(command.status().map_err(|error| Failure::io("cargo", &error))?.success())
    }

    /// `cargo +nightly fuzz …`, optimised and without a sanitizer: vmlink has no unsafe code, and without one it runs
    /// five times as many programs a second.
    fn cargo_fuzz(&self, subcommand: &str) -> Command {
        let mut command = cargo(&["+nightly", "fuzz", subcommand, "-O", "-s", "none", "--fuzz-dir"]);
        command.arg(self.folder);
        command
    }

    /// Copies the findings since `started` to the regressions. libFuzzer names a file after the SHA-1 of its content,
    /// so the same input is kept once.
    fn keep_since(&self, started: SystemTime) -> Result<Vec<PathBuf>, Failure> {
        let artifacts = self.folder.join("artifacts").join(self.name);
        let regressions = self.folder.join("regressions").join(self.name);
        let Ok(entries) = fs::read_dir(&artifacts) else { return Ok(Vec::new()) };
        let mut kept = Vec::new();
        for entry in entries.filter_map(Result::ok) {
            let name = entry.file_name();
            let is_finding = FINDINGS.iter().any(|prefix| name.to_string_lossy().starts_with(prefix));
            let changed = entry.metadata().and_then(|metadata| metadata.modified());
            // File systems that count in whole seconds put a new file before the start.
            let is_new = changed.is_ok_and(|changed| changed + Duration::from_secs(1) >= started);
            if is_finding && is_new {
                let copy = regressions.join(&name);
                fs::create_dir_all(&regressions)
                    .and_then(|()| fs::copy(entry.path(), &copy))
                    .map_err(|error| Failure::io(copy.display(), &error))?;
                kept.push(copy);
            }
        }
        kept.sort();
        Ok(kept)
    }
}
