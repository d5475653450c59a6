//! Time to link graphs of 1,000 to 1,000,000 modules, per module.
//!
//! Each shape is linked at every size in one run, so that the last column compares like with like: what a module costs
//! in a large graph against what it costs in a small one. The clock covers link() and its jobs, asking the linker for
//! every request included; constructing the modules is not part of it. Run with `cargo bench --bench linking`.

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
    syntax::{
        ImportEntry, ImportName, LocalExport, ModuleRecord, ModuleRequest, Phase, RequestIndex, StarExport,
    },
};

/// The sizes a shape is linked at.
const SIZES: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];

/// How long a size is repeated for at least, so that the fastest run is not an accident of the first.
const REPEAT_FOR: Duration = Duration::from_secs(2);

/// A graph: the record of module `index` of `count`, whose requests name other modules by number.
type Shape = fn(index: usize, count: usize) -> ModuleRecord;

/// Answers a request for `7` with the seventh module.
struct ByNumber;

impl Host for ByNumber {
    fn call_linker(&mut self, _: &mut Agent, _: LinkerHandle, call: &LinkerCall<'_>) -> LinkerCompletion {
        let index = call.specifier.parse().expect("specifiers of the benchmark are numbers");
        LinkerCompletion::Returned(LinkerAnswer::Value(Value::Module(ModuleId::new(index))))
    }
}

fn request(record: &mut ModuleRecord, index: usize) -> RequestIndex {
    let place =
        RequestIndex(u32::try_from(record.requests.len()).expect("a benchmark graph has fewer requests"));
    let specifier = Rc::from(index.to_string());
    record.requests.push(ModuleRequest { specifier, attributes: Vec::new(), phase: Phase::Evaluation });
    place
}

fn import_x(record: &mut ModuleRecord, from: usize) {
    let request = request(record, from);
    let entry =
        ImportEntry { request, import_name: ImportName::Name(Rc::from("x")), local_name: Rc::from("y") };
    record.import_entries.push(entry);
}

fn export_x(record: &mut ModuleRecord) {
    record.local_exports.push(LocalExport { export_name: Rc::from("x"), local_name: Rc::from("x") });
}

/// Every module imports a binding of the next.
fn chain(index: usize, count: usize) -> ModuleRecord {
    let mut record = ModuleRecord::default();
    export_x(&mut record);
    if index + 1 < count {
        import_x(&mut record, index + 1);
    }
    record
}

/// The first module imports a binding of every other.
fn wide(index: usize, count: usize) -> ModuleRecord {
    let mut record = ModuleRecord::default();
    if index == 0 {
        (1..count).for_each(|other| import_x(&mut record, other));
    } else {
        export_x(&mut record);
    }
    record
}

/// Rungs of two modules, each with a star export of both modules of the next rung and an import through it. The number
/// of paths to the binding at the end doubles with every rung.
fn star_ladder(index: usize, count: usize) -> ModuleRecord {
    let mut record = ModuleRecord::default();
    let next_rung = index / 2 * 2 + 2;
    if next_rung + 1 < count {
        for next in [next_rung, next_rung + 1] {
            let request = request(&mut record, next);
            record.star_exports.push(StarExport { request });
        }
        let import_name = ImportName::Name(Rc::from("x"));
        record.import_entries.push(ImportEntry {
            request: RequestIndex(0),
            import_name,
            local_name: Rc::from("y"),
        });
    } else if index.is_multiple_of(2) {
        export_x(&mut record);
    } else {
        let request = request(&mut record, index - 1);
        record.star_exports.push(StarExport { request });
    }
    record
}

/// Every module imports a binding of the next, and the last one of the first.
fn cycle(index: usize, count: usize) -> ModuleRecord {
    let mut record = ModuleRecord::default();
    export_x(&mut record);
    import_x(&mut record, (index + 1) % count);
    record
}

/// The time of one link() of a fresh graph.
fn link_once(shape: Shape, count: usize) -> Duration {
    let mut agent = Agent::new(ProfileName::Contract);
    for index in 0..count {
        agent.source_text_module("m", ContextId(0), &shape(index, count));
    }
    let start = Instant::now();
    let linked = agent.link(&mut ByNumber, ModuleId::new(0), LinkerHandle(0));
    agent.run_jobs(&mut ByNumber);
    let elapsed = start.elapsed();
    assert_eq!(*agent.promise_state(linked), PromiseState::Fulfilled(Value::Undefined));
    black_box(agent);
    elapsed
}

#[expect(clippy::cast_precision_loss, reason = "a million modules are exact in a double")]
fn nanoseconds_per_module(shape: Shape, count: usize) -> f64 {
    let start = Instant::now();
    let mut fastest = link_once(shape, count);
    while start.elapsed() < REPEAT_FOR {
        fastest = fastest.min(link_once(shape, count));
    }
    fastest.as_nanos() as f64 / count as f64
}

fn main() {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["graph", "modules", "ns per module", "against 1,000 modules"]);
    let shapes: [(&str, Shape); 4] =
        [("chain", chain), ("wide", wide), ("star ladder", star_ladder), ("cycle", cycle)];
    for (name, shape) in shapes {
        let mut smallest = None;
        for count in SIZES {
            let cost = nanoseconds_per_module(shape, count);
            let smallest = *smallest.get_or_insert(cost);
            table.add_row([
                name.to_owned(),
                count.to_string(),
                format!("{cost:.0}"),
                format!("{:.2}", cost / smallest),
            ]);
        }
    }
    for column in 1..4 {
        table
            .column_mut(column)
            .expect("the table has four columns")
            .set_cell_alignment(CellAlignment::Right);
    }
    println!("{table}");
}
