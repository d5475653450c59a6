//! Programs through a real runtime: a pool of processes, and a process for each program.
//!
//! `VMLINK_NODE` names the Node to ask, with `VMLINK_NODE_ARGUMENTS` in place of the arguments it needs; without it, nothing is
//! measured. What is measured is the time of one program, as seen by a run that has one thread for each processor.
//!
//! `cargo bench --bench driver -- memory` runs two hundred thousand programs and prints the greatest memory of a worker.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot run says so by panicking")]

use std::{
    borrow::Cow,
    env, fs,
    hint::black_box,
    iter,
    num::NonZeroUsize,
    path::Path,
    sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use criterion::{Criterion, Throughput};
use vmlink::{
    engines::{DriverCommand, DriverEngine, DriverOptions, Engine, run_each_tagged},
    program::{Action, ModuleDefinition, Program},
};

/// A diamond: four modules, linked and evaluated.
fn four_modules(number: u64) -> Program {
    let source = |name: &str, text: String| ModuleDefinition::source(name, text);
    let mut program = Program {
        modules: vec![
            source(
                "main",
                format!("import {{ a }} from 'a'; import {{ b }} from 'b'; log(a + b + {number});"),
            ),
            source("a", "import { d } from 'd'; export const a = d + 1;".to_owned()),
            source("b", "import { d } from 'd'; export const b = d + 2;".to_owned()),
            source("d", "export const d = 1;".to_owned()),
        ],
        ..Program::default()
    };
    let main = program.module("main").unwrap();
    program.steps = vec![Action::Link(main).into(), Action::Evaluate(main).into()];
    program
}

fn command() -> Option<DriverCommand> {
    let node = env::var_os("VMLINK_NODE")?;
    let arguments = env::var("VMLINK_NODE_ARGUMENTS")
        .unwrap_or_else(|_| "--experimental-vm-modules --no-warnings".to_owned());
    Some(DriverCommand::runtime(node, arguments.split_whitespace()))
}

fn start(command: &DriverCommand, programs_per_process: Option<usize>) -> DriverEngine {
    let programs_per_process = programs_per_process.and_then(NonZeroUsize::new);
    let options =
        DriverOptions { programs_per_process, timeout: Duration::from_mins(1), ..DriverOptions::default() };
    DriverEngine::start(command, options).unwrap()
}

/// Runs that many programs from as many threads as there are processors.
fn run(engine: &DriverEngine, programs: u64) {
    let next = AtomicU64::new(0);
    let work = || {
        let numbers = iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)));
        let numbers = numbers.take_while(|&number| number < programs);
        let programs = numbers.map(|number| (number, Cow::Owned(four_modules(number))));
        run_each_tagged(engine, programs, |number, _, transcript, _| {
            let transcript = transcript.unwrap();
            assert_eq!(transcript.steps[1].log, [(5 + number).to_string()]);
            black_box(transcript);
        });
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, NonZeroUsize::get) {
            scope.spawn(work);
        }
    });
}

fn throughput(command: &DriverCommand) {
    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("driver");
    for (name, programs_per_process, programs) in
        [("pool", None, 2_000), ("process-per-program", Some(1), 10)]
    {
        let engine = start(command, programs_per_process);
        run(&engine, programs);
        group
            .sample_size(10)
            .measurement_time(Duration::from_secs(5))
            .throughput(Throughput::Elements(programs));
        group.bench_function(name, |bencher| bencher.iter(|| run(&engine, programs)));
    }
    group.finish();
}

/// Kilobytes that the processes started by this one hold together at most, looked at every few milliseconds; Linux only.
fn memory(command: &DriverCommand) {
    const PROGRAMS: u64 = 200_000;
    let engine = start(command, None);
    let (is_over, most, processes) = (AtomicBool::new(false), AtomicUsize::new(0), AtomicUsize::new(0));
    let started = Instant::now();
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut seen = std::collections::HashSet::new();
            while !is_over.load(Ordering::Relaxed) {
                for (number, kilobytes) in children() {
                    seen.insert(number);
                    most.fetch_max(kilobytes, Ordering::Relaxed);
                }
                processes.store(seen.len(), Ordering::Relaxed);
                thread::sleep(Duration::from_millis(20));
            }
        });
        run(&engine, PROGRAMS);
        is_over.store(true, Ordering::Relaxed);
    });
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "{PROGRAMS} programs on {} in {seconds:.1} s; {} processes; the largest held {} MB",
        engine.name(),
        processes.into_inner(),
        most.into_inner() / 1024
    );
}

/// The number and the resident kilobytes of each child of this process.
fn children() -> Vec<(u32, usize)> {
    let me = std::process::id();
    let status = |path: &Path| fs::read_to_string(path.join("status")).ok();
    let field = |status: &str, key: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(key))?;
        line.split_whitespace().next()?.parse::<usize>().ok()
    };
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries
        .filter_map(|entry| {
            let number = entry.file_name().to_str()?.parse().ok()?;
            let status = status(&entry.path())?;
            (field(&status, "PPid:")? == me as usize).then(|| Some((number, field(&status, "VmRSS:")?)))?
        })
        .collect()
}

fn main() {
    let Some(command) = command() else {
        eprintln!("SKIPPED: set VMLINK_NODE to the Node that shall be measured.");
        return;
    };
    if env::args().any(|word| word == "memory") { memory(&command) } else { throughput(&command) }
}
