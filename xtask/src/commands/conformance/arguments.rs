//! The command line of `cargo xtask conformance`, and what it means.

use std::{
    env,
    num::NonZeroUsize,
    path::{Path, PathBuf},
    time::Duration,
};

use clap::{Args, ValueEnum};
use vmlink::{
    conformance::{Selection, Shard},
    corpus::is_whole_corpus,
    engines::Interrupt,
    oracles::snapshots::refuses_to_bless,
    reference::ProfileName,
    report::Rerun,
    runtimes::RuntimeName,
};

use crate::{
    commands::engines::{EngineName, REFERENCE, StartOptions, engine_name},
    exit::Failure,
    workspace,
};

/// Judge the cases of the corpus.
///
/// Every selected case is run by each engine under each profile and held against its expectations, the invariants and
/// its snapshot. Data goes to standard output, all else to standard error.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct Arguments {
    /// Which cases: a full id, the `<topic>/<file>` of a case file, a part of an id, or a pattern with `*`; a case is
    /// judged when any of them selects it
    #[arg(value_name = "FILTER")]
    filters: Vec<String>,

    /// The case file or folder to read [default: cases/ of the project]
    #[arg(long, value_name = "PATH")]
    cases: Option<PathBuf>,

    /// The profile to judge under, or `all`
    ///
    /// The expectations of a case speak for `contract` unless they stand below `under:`. Without this option every
    /// profile of the reference is judged, `contract` first, and each is reported apart.
    #[arg(long, value_name = "NAME|all", value_parser = profiles)]
    profile: Option<Profiles>,

    /// The engine to ask: `reference`, or a runtime as `node`, `node@24`, `bun`, `deno` or `node=PATH`; can be repeated
    ///
    /// A runtime is judged twice, and the two are reported apart: whether its profile predicts it exactly, and whether
    /// it obeys the contract and the specification. With `--profile` it is compared with that profile instead.
    #[arg(long, value_name = "NAME[@VERSION][=PATH]", default_value = REFERENCE, value_parser = engine_name)]
    engine: Vec<EngineName>,

    /// How long a runtime may take for one case, in seconds [default: 10]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=3600))]
    timeout: Option<u64>,

    /// The folder of the lists of deviations [default: harness/deviations/ of the project for its own cases, none for
    /// others]
    #[arg(long, value_name = "PATH")]
    deviations: Option<PathBuf>,

    /// Bring the lists of deviations up to what the runtimes of this run do; cases that are not run stay as listed
    #[arg(long, conflicts_with_all = ["list", "shard", "fail_fast", "bless"])]
    bless_deviations: bool,

    /// The folder of the snapshots [default: snapshots/ of the project for its own cases, none for others]
    #[arg(long, value_name = "PATH")]
    snapshots: Option<PathBuf>,

    /// Print the full id of each selected case, one a line, and judge nothing
    #[arg(long)]
    list: bool,

    /// Accept the transcripts of this run as the snapshots of its cases; those of other cases stay as they are
    #[arg(long, conflicts_with_all = ["list", "shard", "fail_fast"])]
    bless: bool,

    /// Also print which numbered steps of the specification the run reached, by operation
    #[arg(long, conflicts_with = "list")]
    coverage: bool,

    /// Stop at the first result that is not a pass
    #[arg(long)]
    fail_fast: bool,

    /// How many cases are judged at once; four for each processor at most [default: one for each processor]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,

    /// Judge only part K of N equal parts of the corpus, counted from 1
    #[arg(long, value_name = "K/N")]
    shard: Option<Shard>,

    /// How results are written
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// How results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For a person: failures in full, a table by topic, one line that sums up
    Human,
    /// For a program: one JSON object for each case, engine and profile, then one that sums up
    Jsonl,
}

#[derive(Clone, Copy, Debug)]
enum Profiles {
    All,
    One(ProfileName),
}

fn profiles(text: &str) -> Result<Profiles, String> {
    if text == "all" {
        return Ok(Profiles::All);
    }
    ProfileName::from_text(text).map(Profiles::One).ok_or_else(|| {
        let names = ProfileName::ALL.map(ProfileName::as_str).join(", ");
        format!("the profiles are {names}; `all` is all of them")
    })
}

/// What is to be done.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(super) struct Run {
    /// The file or folder of the cases.
    pub(super) cases: PathBuf,
    /// Which of them.
    pub(super) selection: Selection,
    /// The profiles the reference is judged under, in the order they are reported; none when it is not asked.
    pub(super) profiles: Vec<ProfileName>,
    /// The runtimes that are asked.
    pub(super) runtimes: Vec<RuntimeName>,
    /// How they are started.
    pub(super) start: StartOptions,
    /// The folder of the lists of deviations, when there is one.
    pub(super) deviations: Option<PathBuf>,
    /// Whether the cases are all that the lists can speak of.
    pub(super) has_all_cases: bool,
    /// The folder of the snapshots, when there are any to compare with or to write.
    pub(super) snapshots: Option<PathBuf>,
    /// Whether the cases are all that the snapshots can belong to, and all are judged.
    pub(super) is_whole: bool,
    /// How a command that repeats a part of this run is worded.
    pub(super) rerun: Rerun,
    /// See [`Arguments`], as for all below.
    pub(super) list: bool,
    pub(super) bless: bool,
    pub(super) bless_deviations: bool,
    pub(super) coverage: bool,
    pub(super) fail_fast: bool,
    pub(super) jobs: Option<NonZeroUsize>,
    pub(super) format: Format,
}

impl Run {
    /// # Errors
    /// When the arguments contradict each other, or ask for an engine that is not there.
    pub(super) fn new(arguments: Arguments) -> Result<Self, Failure> {
        let runtimes: Vec<RuntimeName> = arguments
            .engine
            .iter()
            .filter_map(|engine| match engine {
                EngineName::Runtime(name) => Some(name.clone()),
                EngineName::Reference => None,
            })
            .collect();
        let asks_reference = arguments.engine.contains(&EngineName::Reference);
        check_engines(&arguments, !runtimes.is_empty(), asks_reference)?;
        if arguments.coverage && arguments.format == Format::Jsonl {
            return Err(Failure::usage(
                "`--coverage` prints a table for people, which is not JSON. Leave out one of `--coverage` and \
                 `--format jsonl`.",
            ));
        }
        let mut rerun = rerun(&arguments);
        let own = workspace::cases();
        let cases = arguments.cases.unwrap_or_else(|| workspace::relative(&own));
        let (own, canonical) = (own.canonicalize().ok(), cases.canonicalize().ok());
        let is_own = own.is_some()
            && canonical.as_ref().zip(own.as_ref()).is_some_and(|(path, own)| path.starts_with(own));
        let snapshots =
            arguments.snapshots.or_else(|| is_own.then(|| workspace::relative(&workspace::snapshots())));
        rerun.can_bless = snapshots.is_some();
        let deviations =
            arguments.deviations.or_else(|| is_own.then(|| workspace::relative(&workspace::deviations())));
        rerun.can_list = deviations.is_some();
        if arguments.bless {
            may_bless("--bless", "--snapshots", "snapshots", snapshots.as_deref())?;
        }
        if arguments.bless_deviations {
            may_bless("--bless-deviations", "--deviations", "lists of deviations", deviations.as_deref())?;
        }
        let profile = match arguments.profile {
            Some(Profiles::One(profile)) => Some(profile),
            _ => None,
        };
        let start = StartOptions {
            jobs: arguments.jobs,
            timeout: arguments.timeout.map(Duration::from_secs),
            profile,
            interrupt: Interrupt::default(),
        };
        let has_all_cases = is_whole_corpus(&cases);
        Ok(Self {
            is_whole: asks_reference && has_all_cases && arguments.filters.is_empty() && !arguments.fail_fast,
            cases,
            selection: Selection { filters: arguments.filters, shard: arguments.shard },
            profiles: match arguments.profile {
                _ if !asks_reference => Vec::new(),
                Some(Profiles::One(profile)) => vec![profile],
                Some(Profiles::All) => ProfileName::ALL.to_vec(),
                None => ProfileName::STANDARDS.to_vec(),
            },
            runtimes,
            start,
            deviations,
            has_all_cases,
            snapshots,
            rerun,
            list: arguments.list,
            bless: arguments.bless,
            bless_deviations: arguments.bless_deviations,
            coverage: arguments.coverage,
            fail_fast: arguments.fail_fast,
            jobs: arguments.jobs,
            format: arguments.format,
        })
    }
}

/// What the engines and the other options have to do with each other.
fn check_engines(arguments: &Arguments, asks_runtimes: bool, asks_reference: bool) -> Result<(), Failure> {
    let wrong = if arguments.bless && !asks_reference {
        "`--bless` accepts what the reference does, which is not asked. `--bless-deviations` accepts what runtimes do."
    } else if arguments.bless_deviations && !asks_runtimes {
        "`--bless-deviations` accepts what runtimes do, and none is asked. Name some with `--engine`."
    } else if arguments.coverage && !asks_reference {
        "`--coverage` shows what the reference reaches, which is not asked. Add `--engine reference`."
    } else if arguments.timeout.is_some() && !asks_runtimes {
        "`--timeout` is for runtimes, and none is asked. Name some with `--engine`."
    } else if asks_runtimes && matches!(arguments.profile, Some(Profiles::All)) {
        "A runtime is compared with one profile. Name it with `--profile`, or leave that out for the runtime's own."
    } else if arguments.bless_deviations && arguments.profile.is_some() {
        "The lists of deviations belong to the runtimes' own profiles. Leave out `--profile`."
    } else {
        return Ok(());
    };
    Err(Failure::usage(wrong))
}

fn may_bless(option: &str, place: &str, what: &str, folder: Option<&Path>) -> Result<(), Failure> {
    if refuses_to_bless(env::var_os("CI").as_deref()) {
        return Err(Failure::usage(format!(
            "`{option}` is refused under CI, where nobody reads what would be accepted. Bless on your own machine, \
             read the difference, and commit it."
        )));
    }
    if folder.is_none() {
        return Err(Failure::usage(format!(
            "These cases are not the project's own, so it is not known where their {what} belong. Say it with \
             `{place} PATH`."
        )));
    }
    Ok(())
}

fn rerun(arguments: &Arguments) -> Rerun {
    let options = [
        ("--cases", &arguments.cases),
        ("--snapshots", &arguments.snapshots),
        ("--deviations", &arguments.deviations),
    ];
    let given = options.into_iter().filter_map(|(option, path)| Some((option, path.as_ref()?)));
    let mut words: Vec<String> =
        given.flat_map(|(option, path)| [option.to_owned(), path.display().to_string()]).collect();
    if let Some(seconds) = arguments.timeout {
        words.extend(["--timeout".to_owned(), seconds.to_string()]);
    }
    Rerun { arguments: words, ..Rerun::default() }
}
