//! Large graphs on a small stack: nothing in the reference recurses over a graph.

use std::{rc::Rc, thread};

use vmlink::{
    program::ModuleId,
    reference::{
        Agent, ContextId, Host, LinkerAnswer, LinkerCall, LinkerCompletion, LinkerHandle, ProfileName,
        PromiseState, Value,
    },
    syntax::{
        ImportEntry, ImportName, IndirectExport, IndirectName, LocalExport, ModuleRecord, ModuleRequest,
        Phase, RequestIndex, StarExport,
    },
};

/// Enough to overflow the stack below many times over if a frame were spent on each module.
const MODULES: usize = 100_000;

/// A stack that ordinary threads have four times over, in bytes.
const STACK: usize = 512 * 1024;

struct ByNumber;

impl Host for ByNumber {
    fn call_linker(&mut self, _: &mut Agent, _: LinkerHandle, call: &LinkerCall<'_>) -> LinkerCompletion {
        let index = call.specifier.parse().expect("specifiers are numbers here");
        LinkerCompletion::Returned(LinkerAnswer::Value(Value::Module(ModuleId::new(index))))
    }
}

fn request(index: usize) -> ModuleRequest {
    ModuleRequest { specifier: Rc::from(index.to_string()), attributes: Vec::new(), phase: Phase::Evaluation }
}

fn import_x(request: u32) -> ImportEntry {
    let import_name = ImportName::Name(Rc::from("x"));
    ImportEntry { request: RequestIndex(request), import_name, local_name: Rc::from("y") }
}

fn local_x() -> LocalExport {
    LocalExport { export_name: Rc::from("x"), local_name: Rc::from("x") }
}

/// Links and evaluates a graph of [`MODULES`] modules under each profile, and says whether link() succeeded.
fn link_all(record: impl Fn(usize) -> ModuleRecord + Send + Copy + 'static) -> Vec<bool> {
    let run = move || {
        let link = |profile| {
            let mut agent = Agent::new(profile);
            for index in 0..MODULES {
                agent.source_text_module("m", ContextId(0), &record(index));
            }
            let linked = agent.link(&mut ByNumber, ModuleId::new(0), LinkerHandle(0));
            agent.run_jobs(&mut ByNumber);
            if let PromiseState::Rejected(_) = agent.promise_state(linked) {
                return false;
            }
            let evaluated = agent.evaluate(&mut ByNumber, ModuleId::new(0));
            for promise in [linked, evaluated] {
                assert_eq!(*agent.promise_state(promise), PromiseState::Fulfilled(Value::Undefined));
            }
            true
        };
        ProfileName::STANDARDS.map(link).to_vec()
    };
    let thread = thread::Builder::new().stack_size(STACK).spawn(run).expect("a thread with a small stack");
    thread.join().expect("no graph overflows it")
}

#[test]
fn a_chain_of_imports() {
    let linked = link_all(|index| {
        let last = index + 1 == MODULES;
        ModuleRecord {
            imported_requests: vec![],
            requests: if last { vec![] } else { vec![request(index + 1)] },
            import_entries: if last { vec![] } else { vec![import_x(0)] },
            local_exports: vec![local_x()],
            ..ModuleRecord::default()
        }
    });
    assert_eq!(linked, [true, true]);
}

#[test]
fn a_chain_of_re_exports_that_ends_nowhere() {
    let linked = link_all(|index| ModuleRecord {
        imported_requests: vec![],
        requests: if index + 1 == MODULES { vec![] } else { vec![request(index + 1)] },
        indirect_exports: if index + 1 == MODULES {
            vec![]
        } else {
            vec![IndirectExport {
                export_name: Rc::from("x"),
                request: RequestIndex(0),
                import_name: IndirectName::Name(Rc::from("x")),
                local_name: None,
            }]
        },
        ..ModuleRecord::default()
    });
    assert_eq!(linked, [false, false]);
}

#[test]
fn a_ladder_of_stars_with_an_import_on_every_rung() {
    let linked = link_all(|index| {
        let next = index / 2 * 2 + 2;
        if next + 1 >= MODULES {
            return ModuleRecord { local_exports: vec![local_x()], ..ModuleRecord::default() };
        }
        // Both modules of a rung lead to the first of the last one alone, or the name would be ambiguous.
        let rung =
            if next + 3 >= MODULES { vec![request(next)] } else { vec![request(next), request(next + 1)] };
        let stars =
            (0..rung.len()).map(|place| StarExport { request: RequestIndex(u32::try_from(place).unwrap()) });
        ModuleRecord {
            star_exports: stars.collect(),
            imported_requests: vec![],
            requests: rung,
            import_entries: vec![import_x(0)],
            ..ModuleRecord::default()
        }
    });
    assert_eq!(linked, [true, true]);
}

#[test]
fn one_single_cycle() {
    let linked = link_all(|index| ModuleRecord {
        imported_requests: vec![],
        requests: vec![request((index + 1) % MODULES)],
        import_entries: vec![import_x(0)],
        local_exports: vec![local_x()],
        ..ModuleRecord::default()
    });
    assert_eq!(linked, [true, true]);
}
