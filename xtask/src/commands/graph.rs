//! `cargo xtask graph`: a real module graph on disk, linked and compared.

use std::{
    fs,
    num::NonZeroUsize,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use clap::{Args, ValueEnum};
use vmlink::{
    corpus,
    engines::{DriverCommand, DriverEngine, DriverOptions, Engine, ReferenceEngine},
    graph::{Graph, Options, Resolution, Run, Statistics, case_file},
    program::document::Format as FileFormat,
    reference::ProfileName,
    report::{write_graph, write_graph_jsonl},
    runtimes::{self, NameError, RuntimeName, find, profile_name},
};

use crate::{
    exit::{Exit, Failure},
    interrupt, output, workspace,
};

/// Link a real module graph on disk, and compare the engines on it.
///
/// The imports of ENTRY are followed from file to file. A CommonJS file, a JSON file and a built-in module become
/// synthetic modules: their exports are `default` and the names that other modules ask of them (a JSON file has `default`
/// alone). The graph is linked by the reference linker and by every runtime, nothing is evaluated, and compared are the
/// requests of each module, the order of the linker calls, the status of each module and the keys of each namespace. A
/// runtime is held against the reference under the runtime's profile; the reference under `contract` against what the texts
/// of the modules say: that all link, that each request is asked once, that what a module exports is in its namespace.
///
/// Printed are counts (a cycle is a set of modules that import each other, directly or through others; the depth is the
/// number of imports between the entry and the module farthest from it), the time of each engine, and the differences in
/// full. Data goes to standard output, all else to standard error.
///
/// Ends with 0 when there is no difference, with 1 when there is one, with 2 when the graph cannot be read or saved, and with
/// 3 when an engine is not there.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The file that the graph begins with: a JavaScript module
    #[arg(value_name = "ENTRY")]
    entry: PathBuf,

    /// A runtime to compare with the reference linker, which always runs: `node@24`, `bun`, `node=PATH`; repeatable
    #[arg(long, value_name = "NAME[@VERSION][=PATH]", default_value = REFERENCE)]
    engine: Vec<String>,

    /// Also write the graph as a case file, `.yaml` or `.json` by its ending, for `cargo xtask conformance --cases FILE`
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,

    /// Put a synthetic module in the place of whatever cannot be resolved or read, or is neither JavaScript nor JSON
    #[arg(long)]
    allow_missing: bool,

    /// How a specifier finds its file
    #[arg(long, value_enum, value_name = "HOW", default_value_t = How::Node)]
    resolution: How,

    /// How results are written
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// How a specifier finds its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum How {
    /// As Node resolves `import`, with the conditions `node`, `import` and `default`
    Node,
    /// As bundlers do: endings and `index` are tried, `module` comes before `main`, and the text of a `.js` file says
    /// whether it is a module
    Bundler,
}

/// How results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a person: counts, a line for each engine, every difference
    Human,
    /// For a program: one JSON object for the graph, one for each engine, one that sums up
    Jsonl,
}

/// The name of the reference linker among the engines.
const REFERENCE: &str = "reference";

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let engines = engines_for(&arguments.engine)?;
    let save =
        arguments.save.as_deref().map(|path| format_of(path).map(|format| (path, format))).transpose()?;
    let options = Options {
        resolution: match arguments.resolution {
            How::Node => Resolution::Node,
            How::Bundler => Resolution::Bundler,
        },
        allow_missing: arguments.allow_missing,
    };
    let started = Instant::now();
    let graph = Graph::read(&arguments.entry, options).map_err(|error| Failure::usage(error.to_string()))?;
    let reading = started.elapsed();
    if let Some((path, format)) = save {
        write_case(&graph, path, format)?;
    }
    let mut runs = vec![Run::of(&graph, &ReferenceEngine::new(ProfileName::Contract), None)];
    for (engine, profile) in &engines {
        let expected = ReferenceEngine::new(*profile).run(&graph.program);
        let expected = expected.map_err(|failure| Failure::new(Exit::HarnessBug, failure.to_string()))?;
        runs.push(Run::of(&graph, engine.as_ref(), Some(&expected)));
    }
    let entry = workspace::shown(&arguments.entry);
    let statistics = Statistics::of(&graph);
    let written = match arguments.format {
        Format::Human => {
            let mut out = output::stdout();
            write_graph(&mut out, &entry, reading, &statistics, &runs)
                .and_then(|()| std::io::Write::flush(&mut out))
        }
        Format::Jsonl => {
            let mut out = output::raw_stdout();
            write_graph_jsonl(&mut out, &entry, reading, &statistics, &runs)
                .and_then(|()| std::io::Write::flush(&mut out))
        }
    };
    written.map_err(|error| Failure::io("The output", &error))?;
    let is_as_expected = runs.iter().all(|run| run.findings() == 0);
    Ok(if is_as_expected { Exit::AsExpected } else { Exit::Findings })
}

/// An engine, and the profile that predicts it.
type Predicted = (Box<dyn Engine>, ProfileName);

/// The engines of these names, in their order, but for the reference, which needs no starting.
fn engines_for(names: &[String]) -> Result<Vec<Predicted>, Failure> {
    names.iter().filter(|name| *name != REFERENCE).map(|name| engine_for(name)).collect()
}

fn engine_for(name: &str) -> Result<Predicted, Failure> {
    let parsed: RuntimeName = name.parse().map_err(|error: NameError| Failure::usage(format!("{error}.")))?;
    let missing = |sentence: String| Failure::new(Exit::EngineMissing, sentence);
    let runtime = find(&workspace::root(), &parsed).map_err(|error| missing(error.to_string()))?;
    let profile = profile_name(runtime.kind, runtime.version).and_then(|name| ProfileName::from_text(&name));
    let profile = profile.ok_or_else(|| {
        missing(format!(
            "There is no profile for {}, so nothing says what to expect of it.",
            runtime.release()
        ))
    })?;
    let command = DriverCommand::runtime(&runtime.path, runtimes::arguments(runtime.kind));
    let options = DriverOptions {
        jobs: NonZeroUsize::MIN,
        timeout: TIMEOUT,
        interrupt: interrupt::handled(),
        ..DriverOptions::default()
    };
    let engine = DriverEngine::start(&command, options).map_err(|error| missing(error.to_string()))?;
    Ok((Box::new(engine), profile))
}

/// How long a runtime may take for a graph. Three thousand modules take some seconds; a machine may be busy.
const TIMEOUT: Duration = Duration::from_mins(2);

fn format_of(path: &Path) -> Result<FileFormat, Failure> {
    FileFormat::of(path).ok_or_else(|| {
        Failure::usage(format!(
            "{} is no name for a case file. Give `--save` a name that ends in `.yaml` or `.json`.",
            path.display()
        ))
    })
}

/// Writes the case file, and reads it again before anybody relies on it.
fn write_case(graph: &Graph, path: &Path, format: FileFormat) -> Result<(), Failure> {
    let entry = &graph.program.modules[Graph::ENTRY].name;
    let text = case_file(graph, entry, format).map_err(|error| Failure::usage(error.to_string()))?;
    fs::write(path, &text).map_err(|error| Failure::io(path.display(), &error))?;
    let cases = corpus::load(&[path])
        .map_err(|error| Failure::rendered(Exit::Usage, error.render(output::stderr_has_colours())))?;
    if !matches!(cases.as_slice(), [case] if case.program == graph.program) {
        return Err(Failure::new(
            Exit::HarnessBug,
            format!("{} does not hold the graph that was written. This is a bug in vmlink.", path.display()),
        ));
    }
    output::say(format_args!(
        "Saved as a case with {} modules in {}, {} bytes.",
        graph.program.modules.len(),
        workspace::shown(path),
        text.len()
    ));
    Ok(())
}
