//! Time to evaluate linked graphs of 1,000 to 1,000,000 modules, per module, with and without top-level await.
//!
//! Each shape is evaluated at every size in one run, so that the last column compares like with like: what a module
//! costs in a large graph against what it costs in a small one. The clock covers evaluate() and its jobs; constructing
//! and linking the modules is not part of it. Run with `cargo bench --bench evaluation`.

use std::{
    hint::black_box,
    rc::Rc,
    time::{Duration, Instant},
};

use comfy_table::{CellAlignment, Table, presets};
use vmlink::{
    program::ModuleId,
    reference::{
        Agent, ContextId, Host, LinkerAnswer, LinkerCall, LinkerCompletion, LinkerHandle, ProfileName,
        PromiseState, Value,
    },
    syntax::{ModuleRecord, ModuleRequest, Phase, parse_module},
};

/// The sizes a shape is evaluated at.
const SIZES: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];

/// How long a size is repeated for at least, so that the fastest run is not an accident of the first.
const REPEAT_FOR: Duration = Duration::from_secs(2);

/// A graph: which modules module `index` of `count` imports.
type Shape = fn(index: usize, count: usize) -> Vec<usize>;

/// Which modules await.
type Awaits = fn(index: usize, count: usize) -> bool;

/// Answers a request for `7` with the seventh module.
struct ByNumber;

impl Host for ByNumber {
    fn call_linker(&mut self, _: &mut Agent, _: LinkerHandle, call: &LinkerCall<'_>) -> LinkerCompletion {
        let index = call.specifier.parse().expect("specifiers of the benchmark are numbers");
        LinkerCompletion::Returned(LinkerAnswer::Value(Value::Module(ModuleId::new(index))))
    }
}

/// Every module imports the next.
fn chain(index: usize, count: usize) -> Vec<usize> {
    (index + 1..count).take(1).collect()
}

/// The first module imports every other.
fn wide(index: usize, count: usize) -> Vec<usize> {
    if index == 0 { (1..count).collect() } else { Vec::new() }
}

/// Rungs of two modules, each of which imports both modules of the next rung.
fn ladder(index: usize, count: usize) -> Vec<usize> {
    let next_rung = index / 2 * 2 + 2;
    (next_rung..count).take(2).collect()
}

/// Every module imports the next, and the last one the first.
fn cycle(index: usize, count: usize) -> Vec<usize> {
    vec![(index + 1) % count]
}

/// A module of a graph: it exports something, and awaits or does not.
fn record(texts: &[ModuleRecord; 2], requests: Vec<usize>, awaits: bool) -> ModuleRecord {
    let mut record = texts[usize::from(awaits)].clone();
    record.requests = requests
        .into_iter()
        .map(|to| ModuleRequest {
            specifier: Rc::from(to.to_string()),
            attributes: Vec::new(),
            phase: Phase::Evaluation,
        })
        .collect();
    record
}

/// The time of one evaluate() of a fresh graph.
fn evaluate_once(texts: &[ModuleRecord; 2], shape: Shape, awaits: Awaits, count: usize) -> Duration {
    let mut agent = Agent::new(ProfileName::Contract);
    for index in 0..count {
        let record = record(texts, shape(index, count), awaits(index, count));
        agent.source_text_module("m", ContextId(0), &record);
    }
    agent.link(&mut ByNumber, ModuleId::new(0), LinkerHandle(0));
    agent.run_jobs(&mut ByNumber);
    let start = Instant::now();
    let evaluated = agent.evaluate(&mut ByNumber, ModuleId::new(0));
    agent.run_jobs(&mut ByNumber);
    let elapsed = start.elapsed();
    assert_eq!(*agent.promise_state(evaluated), PromiseState::Fulfilled(Value::Undefined));
    black_box(agent);
    elapsed
}

#[expect(clippy::cast_precision_loss, reason = "a million modules are exact in a double")]
fn nanoseconds_per_module(texts: &[ModuleRecord; 2], shape: Shape, awaits: Awaits, count: usize) -> f64 {
    let start = Instant::now();
    let mut fastest = evaluate_once(texts, shape, awaits, count);
    while start.elapsed() < REPEAT_FOR {
        fastest = fastest.min(evaluate_once(texts, shape, awaits, count));
    }
    fastest.as_nanos() as f64 / count as f64
}

fn main() {
    let texts = ["export let x = 1;", "export let x = await 1;"]
        .map(|text| parse_module(text).expect("the benchmark's modules are well formed"));
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["graph", "awaits", "modules", "ns per module", "against 1,000 modules"]);
    let shapes: [(&str, Shape); 4] = [("chain", chain), ("wide", wide), ("ladder", ladder), ("cycle", cycle)];
    let awaits: [(&str, Awaits); 3] =
        [("none", |_, _| false), ("the last", |index, count| index + 1 == count), ("all", |_, _| true)];
    for (name, shape) in shapes {
        for (who, awaits) in awaits {
            let mut smallest = None;
            for count in SIZES {
                let cost = nanoseconds_per_module(&texts, shape, awaits, count);
                let smallest = *smallest.get_or_insert(cost);
                table.add_row([
                    name.to_owned(),
                    who.to_owned(),
                    count.to_string(),
                    format!("{cost:.0}"),
                    format!("{:.2}", cost / smallest),
                ]);
            }
        }
    }
    for column in 2..5 {
        table
            .column_mut(column)
            .expect("the table has five columns")
            .set_cell_alignment(CellAlignment::Right);
    }
    println!("{table}");
}
