//! `cargo xtask conformance`: judges the cases.

mod arguments;
mod deviations;

use std::{
    env,
    io::{self, IsTerminal, Write},
    path::Path,
    process::Command,
    time::Instant,
};

pub(crate) use arguments::Arguments;
use arguments::{Format, Run};
pub(super) use deviations::standings;
use vmlink::{
    conformance::{self, Assignment, CaseResult, Measure, Options, RunSummary, RuntimeAssignment},
    corpus::{self, Case},
    oracles::{
        Verdict,
        snapshots::{Bless, Snapshots, unreferenced},
    },
    reference::ProfileName,
    report::{Human, Jsonl, Progress, Reporter, Rerun},
};

use crate::{
    commands::{
        engines::{self, StartOptions, StartedRuntime},
        write_snapshots,
    },
    exit::{Exit, Failure},
    interrupt, output, workspace,
};

pub(crate) fn run(arguments: Arguments) -> Result<Exit, Failure> {
    let run = Run::new(arguments)?;
    let corpus = load(&run.cases)?;
    let selected = run.selection.select(&corpus);
    if selected.is_empty() {
        let sentence = if run.selection.is_everything() {
            format!("There is no case in {}.", workspace::shown(&run.cases))
        } else {
            format!(
                "Nothing in {} is selected; the number of cases there is {}. \
                 `cargo xtask conformance --list` prints the id of every case.",
                workspace::shown(&run.cases),
                corpus.len()
            )
        };
        return Err(Failure::new(Exit::NothingSelected, sentence));
    }
    if run.list {
        let mut out = output::stdout();
        let listed = selected.iter().try_for_each(|case| writeln!(out, "{}", case.id));
        return listed.and_then(|()| out.flush()).map(|()| Exit::AsExpected).map_err(broken_output);
    }
    match run.format {
        Format::Human => {
            judge(&run, &corpus, &selected, &|rerun| Box::new(Human::new(output::stdout(), rerun)))
        }
        Format::Jsonl => judge(&run, &corpus, &selected, &|_| Box::new(Jsonl::new(output::raw_stdout()))),
    }
}

/// Writes what `cargo xtask conformance` prints in the project `root`, whatever the current folder is.
pub(super) fn capture(root: &Path, out: &mut dyn Write) -> Result<(), Failure> {
    let corpus = load_below(root, "cases")?;
    let snapshots = Snapshots::load(&root.join("snapshots"), &corpus, &ProfileName::STANDARDS);
    let rerun = Rerun { can_bless: true, ..Rerun::default() };
    capture_of(&corpus, Some(&snapshots), &ProfileName::STANDARDS, rerun, out)
}

/// Writes what `cargo xtask conformance --profile contract --cases PATH` prints in the project `root`.
pub(super) fn capture_cases(root: &Path, cases: &str, out: &mut dyn Write) -> Result<(), Failure> {
    let corpus = load_below(root, cases)?;
    let rerun = Rerun { arguments: vec!["--cases".to_owned(), cases.to_owned()], ..Rerun::default() };
    capture_of(&corpus, None, &[ProfileName::Contract], rerun, out)
}

fn capture_of(
    corpus: &[Case],
    snapshots: Option<&Snapshots>,
    profiles: &[ProfileName],
    rerun: Rerun,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let selected: Vec<&Case> = corpus.iter().collect();
    let options = Options { snapshots, ..Options::default() };
    let plan: Vec<Assignment<'_>> = profiles.iter().copied().map(Assignment::reference).collect();
    report(&plan, &selected, &options, &mut Human::new(out, rerun), &Progress::hidden(), |_| {}).map(drop)
}

/// The cases of `below` in `root`, their files named as they are for somebody who stands in `root`.
fn load_below(root: &Path, below: &str) -> Result<Vec<Case>, Failure> {
    let mut corpus = load(&root.join(below))?;
    for case in &mut corpus {
        if let Ok(file) = case.file.strip_prefix(root) {
            case.file = file.to_path_buf();
        }
    }
    Ok(corpus)
}

fn load(path: &Path) -> Result<Vec<Case>, Failure> {
    corpus::load(&[path])
        .map_err(|error| Failure::rendered(Exit::Usage, error.render(output::stderr_has_colours())))
}

/// Judges `selected`, which is a part of `corpus`, and does what the command line wants done with the results.
fn judge(
    run: &Run,
    corpus: &[Case],
    selected: &[&Case],
    reporter: &dyn Fn(Rerun) -> Box<dyn Reporter>,
) -> Result<Exit, Failure> {
    // What is about to be blessed is not held against what was blessed before.
    let compared = run.snapshots.as_deref().filter(|_| !run.bless);
    let interrupt = interrupt::handled();
    let start = StartOptions { interrupt: interrupt.clone(), ..run.start.clone() };
    let runtimes = engines::start(&workspace::root(), &run.runtimes, &start)?;
    let lists = deviations::load(run, corpus, &runtimes)?;
    let snapshots = compared.map(|root| Snapshots::load(root, selected.iter().copied(), &run.profiles));
    let options = Options {
        jobs: run.jobs,
        fail_fast: run.fail_fast,
        coverage: run.coverage,
        snapshots: snapshots.as_ref(),
        interrupt: Some(&interrupt),
    };
    let started = Instant::now();
    // A bar between lines of JSON would help nobody.
    let progress = if run.format == Format::Jsonl && io::stdout().is_terminal() {
        Progress::hidden()
    } else {
        Progress::new(selected.len() * (run.profiles.len() + runtimes.len()))
    };
    let mut plan: Vec<Assignment<'_>> = run.profiles.iter().copied().map(Assignment::reference).collect();
    plan.extend(runtimes.iter().zip(&lists).map(|(runtime, list)| {
        // What is about to be listed is not held against what was listed before.
        let deviations = list.as_ref().filter(|_| !run.bless_deviations);
        Assignment::runtime(RuntimeAssignment {
            name: &runtime.name,
            engine: &runtime.engine,
            measure: Measure { profile: runtime.profile.name, deviations },
            is_nearest: runtime.profile.is_nearest,
        })
    }));
    let mut bless = Bless::default();
    let mut seen = deviations::Seen::default();
    let mut reporter = reporter(Rerun { engines: given(&runtimes), ..run.rerun.clone() });
    let summary = report(&plan, selected, &options, reporter.as_mut(), &progress, |result| {
        seen.add(result);
        // A transcript that a panic cut short is nobody's to approve.
        if run.bless && result.verdict != Verdict::Crash && result.standing.is_none() {
            bless.add(&result.case, result.profile, &result.transcript);
        }
    })?;
    output::say(format_args!("Judged in {:.2} s.", started.elapsed().as_secs_f64()));
    for bug in &summary.bugs {
        output::say(format_args!(
            "vmlink itself failed on {} under {}: {}. This is a bug in vmlink; please report it with the case.",
            bug.case, bug.profile, bug.message
        ));
    }
    if let (true, Some(root)) = (run.bless, &run.snapshots) {
        write_blessed(&bless, root, corpus)?;
    }
    if run.bless_deviations && !summary.interrupted {
        seen.write(run, selected, &runtimes, &lists)?;
    }
    let strangers = match &run.snapshots {
        Some(root) if run.is_whole && !summary.interrupted => {
            unreferenced(root, corpus).map_err(|error| Failure::io(root.display(), &error))?
        }
        _ => Vec::new(),
    };
    for stranger in &strangers {
        output::say(stranger);
    }
    Ok(if !summary.bugs.is_empty() {
        Exit::HarnessBug
    } else if summary.interrupted {
        Exit::Interrupted
    } else if summary.is_clean() && strangers.is_empty() {
        Exit::AsExpected
    } else {
        Exit::Findings
    })
}

/// What reports call each runtime, and what was written for it.
fn given(runtimes: &[StartedRuntime]) -> Vec<(String, String)> {
    runtimes.iter().map(|runtime| (runtime.name.clone(), runtime.given.clone())).collect()
}

/// Runs `selected` by `plan` and reports it. `each` sees every result before it is reported.
fn report(
    plan: &[Assignment<'_>],
    selected: &[&Case],
    options: &Options<'_>,
    reporter: &mut dyn Reporter,
    progress: &Progress,
    mut each: impl FnMut(&CaseResult),
) -> Result<RunSummary, Failure> {
    let mut written = Ok(());
    let summary = conformance::run(selected, plan, options, |case, result| {
        each(result);
        progress.advance();
        if written.is_ok() {
            let mut show = || reporter.result(case, result);
            written = if result.is_as_expected() { show() } else { progress.aside(show) };
        }
    })
    .map_err(|error| Failure::usage(error.to_string()))?;
    progress.clear();
    written.and_then(|()| reporter.finish(&summary)).map_err(broken_output)?;
    Ok(summary)
}

/// Approves what a run brought.
fn write_blessed(bless: &Bless, root: &Path, corpus: &[Case]) -> Result<(), Failure> {
    let this = env::current_exe().map_err(|error| Failure::io("The program of this command", &error))?;
    let mut writer = Command::new(this);
    writer.arg(write_snapshots::NAME);
    let blessed = bless.write(root, corpus, writer).map_err(|error| Failure::usage(error.to_string()))?;
    for file in blessed.iter().filter(|file| file.changed > 0) {
        let path = workspace::shown(&file.path);
        let sections = if file.changed == 1 { "section" } else { "sections" };
        output::say(format_args!("Blessed {} {sections} of {path}.", file.changed));
    }
    if blessed.iter().all(|file| file.changed == 0) {
        output::say("Every snapshot was as it should be; none was changed.");
    }
    Ok(())
}

#[expect(clippy::needless_pass_by_value, reason = "it is used as a function of `map_err`")]
fn broken_output(error: io::Error) -> Failure {
    Failure::io("The output", &error)
}
