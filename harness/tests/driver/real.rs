//! Real runtimes: whichever are installed in the project, or named by `VMLINK_NODE`, `VMLINK_BUN` and `VMLINK_DENO`.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    env, fs, iter,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Duration,
};

use libtest_mimic::{Failed, Trial};
use vmlink::{
    corpus::{self, Case},
    engines::{
        DriverCommand, DriverEngine, DriverOptions, Engine, NoticeKind, RunFailure,
        driver::check::{CheckEvent, CheckOutcome, check_driver},
        run_each_tagged,
    },
    generators::SplitMix64,
    program::Program,
    transcript::Transcript,
};
use walkdir::WalkDir;

use crate::support::options;

/// The runtimes, and the arguments that each needs before a script.
const RUNTIMES: [(&str, &str, &[&str]); 3] = [
    ("node", "VMLINK_NODE", &["--experimental-vm-modules", "--no-warnings"]),
    ("bun", "VMLINK_BUN", &["--config=/dev/null", "--no-install"]),
    ("deno", "VMLINK_DENO", &["run", "-A", "--no-config", "--no-lock", "--no-remote", "--no-npm"]),
];

/// A runtime on this machine.
#[derive(Clone)]
struct Runtime {
    name: String,
    path: PathBuf,
    arguments: &'static [&'static str],
}

impl Runtime {
    fn command(&self) -> DriverCommand {
        DriverCommand::runtime(&self.path, self.arguments)
    }

    fn start(&self, options: DriverOptions) -> DriverEngine {
        DriverEngine::start(&self.command(), options).expect("an installed runtime says hello")
    }
}

/// `.runtimes/NAME@VERSION/…/NAME` of the project, and what the environment names.
fn runtimes() -> Vec<Runtime> {
    let mut found = BTreeMap::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.runtimes");
    for (name, variable, arguments) in RUNTIMES {
        let mut add = |label: String, path: PathBuf| {
            found.insert(label.clone(), Runtime { name: label, path, arguments });
        };
        if let Some(path) = env::var_os(variable) {
            add(format!("{name}-of-the-environment"), path.into());
        }
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let label = entry.file_name().to_string_lossy().into_owned();
            if !label.starts_with(&format!("{name}@")) {
                continue;
            }
            let files = WalkDir::new(entry.path()).max_depth(6).into_iter().filter_map(Result::ok);
            let binary = |path: &Path| {
                path.ends_with(Path::new("bin").join(name))
                    || path.ends_with(format!("linux-x64-glibc/{name}"))
            };
            let mut paths = files.map(walkdir::DirEntry::into_path);
            if let Some(path) = paths.find(|path| path.is_file() && binary(path)) {
                add(label, path);
            }
        }
    }
    found.into_values().collect()
}

/// A test of every runtime, and one that says so when there is none.
pub(crate) fn trials() -> Vec<Trial> {
    type Test = fn(&Runtime);
    let tests: [(&str, Test); 5] = [
        ("keeps_to_the_protocol", keeps_to_the_protocol),
        ("the_order_of_cases_changes_no_result", order),
        ("an_exit_is_attributed_to_its_step", exit),
        ("a_loop_without_end_is_a_hang_and_costs_no_other_result", hang),
        ("a_program_finds_nothing_of_another", apart),
    ];
    let runtimes = runtimes();
    if runtimes.is_empty() {
        eprintln!(
            "SKIPPED: no runtime is installed, so the driver is not tested on any. Install them in `.runtimes`, or set \
             VMLINK_NODE, VMLINK_BUN or VMLINK_DENO to a binary."
        );
    }
    let mut trials = Vec::new();
    for runtime in &runtimes {
        for (name, test) in tests {
            let of = runtime.clone();
            trials.push(Trial::test(format!("{}::{name}", runtime.name), move || {
                test(&of);
                Ok::<(), Failed>(())
            }));
        }
        if runtime.name.starts_with("deno") {
            let of = runtime.clone();
            let test = move || {
                crash(&of);
                Ok::<(), Failed>(())
            };
            trials.push(Trial::test(format!("{}::a_crash_is_told_with_its_step", runtime.name), test));
        }
    }
    // One runtime is enough to find out whether the checks find what they are for.
    if let Some(of) = runtimes.iter().rev().find(|runtime| runtime.name.starts_with("node")).cloned() {
        let test = move || {
            mistakes(&of);
            Ok::<(), Failed>(())
        };
        trials.push(Trial::test("check::a_mistake_in_a_driver_is_found_by_its_check", test));
    }
    trials
}

/// The names of the checks that fail.
fn failing_checks(command: &DriverCommand, options: DriverOptions) -> Vec<(String, CheckOutcome)> {
    let mut failing = Vec::new();
    check_driver(command, options, |event| {
        if let CheckEvent::Result(result) = event
            && matches!(result.outcome, CheckOutcome::Failed(_))
        {
            failing.push((result.name.clone(), result.outcome.clone()));
        }
    })
    .expect("a hello");
    failing
}

fn keeps_to_the_protocol(runtime: &Runtime) {
    assert_eq!(failing_checks(&runtime.command(), options(1)), []);
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cases");
    corpus::load(&[folder]).expect("the corpus loads")
}

/// The transcript of each program, run in the order of `order` by two workers at once; `None` where there is none.
/// `is_ahead` says whether programs are sent before the answers to earlier ones are read.
fn transcripts(
    runtime: &Runtime,
    cases: &[Case],
    order: &[usize],
    is_ahead: bool,
) -> Vec<Option<Transcript>> {
    let engine = runtime.start(options(2));
    let next = AtomicUsize::new(0);
    let mut results = vec![None; cases.len()];
    let work = || {
        let mut done = Vec::new();
        let places = iter::from_fn(|| order.get(next.fetch_add(1, Ordering::Relaxed)).copied());
        if is_ahead {
            let programs = places.map(|place| (place, Cow::Borrowed(&cases[place].program)));
            run_each_tagged(&engine, programs, |place, _, transcript, _| {
                done.push((place, transcript.ok()));
            });
        } else {
            done.extend(places.map(|place| (place, engine.run(&cases[place].program).ok())));
        }
        done
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..2).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            for (place, result) in worker.join().expect("no panic") {
                results[place] = result;
            }
        }
    });
    results
}

fn order(runtime: &Runtime) {
    let cases = cases();
    let straight: Vec<usize> = (0..cases.len()).collect();
    let mut shuffled = straight.clone();
    let mut random = SplitMix64::new(20);
    for end in (1..shuffled.len()).rev() {
        let place = usize::try_from(random.next_u64() % (end as u64 + 1)).expect("it is small");
        shuffled.swap(end, place);
    }
    let first = transcripts(runtime, &cases, &straight, false);
    let second = transcripts(runtime, &cases, &shuffled, true);
    assert!(first.iter().flatten().count() * 10 > cases.len() * 9, "most cases bring a transcript");
    for ((case, first), second) in cases.iter().zip(&first).zip(&second) {
        assert_eq!(first, second, "{}", case.id);
    }
}

/// A program of one module that is linked and evaluated.
fn running(source: &str) -> Program {
    let mut program = crate::support::program(source);
    program.steps.push(vmlink::program::Action::Evaluate(vmlink::program::ModuleId::new(0)).into());
    program
}

fn exit(runtime: &Runtime) {
    let engine = runtime.start(options(1));
    let failure = engine.run(&running("log('before'); process.exit(23);")).expect_err("it ends its process");
    let RunFailure::Crash { death } = failure else { panic!("{failure}") };
    assert_eq!((death.code, death.signal, death.step), (Some(23), None, Some(1)));
    assert!(engine.run(&running("log('after');")).is_ok());
}

fn hang(runtime: &Runtime) {
    let engine = runtime.start(DriverOptions { timeout: Duration::from_secs(3), ..options(2) });
    thread::scope(|scope| {
        let hang = scope.spawn(|| engine.run(&running("for (;;);")).expect_err("it does not end"));
        for number in 0..20 {
            let transcript = engine.run(&running(&format!("log({number});"))).expect("a transcript");
            assert_eq!(transcript.steps[1].log, [number.to_string()]);
        }
        let failure = hang.join().expect("no panic");
        assert_eq!(failure, RunFailure::Hang { seconds: Duration::from_secs(3), step: Some(1) });
    });
}

fn apart(runtime: &Runtime) {
    let looks = running(
        "log(typeof left, typeof [].left, Array.isArray === undefined, String(Symbol.left), typeof setTimeout, log.name); \
         log(Object.getOwnPropertyNames(Error.prototype).length, JSON.stringify({ a: 1 }), typeof Promise.prototype.finally);",
    );
    let leaves = [
        "globalThis.left = 1;",
        "Array.prototype.left = 1;",
        "[].constructor.isArray = undefined;",
        "Symbol.left = 1;",
        "Error.prototype.left = 1;",
        "JSON.stringify = () => '{}';",
        "delete Promise.prototype.finally;",
        "try { globalThis.log = 1; } catch {}",
        "Object.setPrototypeOf(Math, null);",
        "(async function* () {}).constructor.prototype.left = 1;",
    ];
    let run = |programs: &[Program]| {
        let engine = runtime.start(options(1));
        let mut ran = Vec::new();
        engine.run_each(&mut programs.iter().map(Cow::Borrowed), &mut |_, transcript, notices| {
            ran.push((transcript, notices));
        });
        let notices: Vec<NoticeKind> =
            ran.iter().flat_map(|(_, notices)| notices.iter().map(|notice| notice.kind)).collect();
        (ran.into_iter().last().expect("a program").0.expect("a transcript"), notices)
    };
    let (alone, _) = run(std::slice::from_ref(&looks));
    for source in leaves {
        let (after, notices) = run(&[running(source), looks.clone()]);
        assert_eq!(after, alone, "{source}");
        assert_eq!(notices.contains(&NoticeKind::LeftBehind), !source.contains("try"), "{source}");
    }
    let (_, notices) = run(&[running("const x = new Error('x'); log([x.message][0], `${typeof x}`);")]);
    assert_eq!(notices, [], "what only looks is not suspected");
}

/// Deno 2.9 cannot link `import source` of a module.
fn crash(runtime: &Runtime) {
    let id = "linking/kept-rules/source-request-is-not-gone-into";
    let case = cases().into_iter().find(|case| case.id.to_string() == id).expect("the case");
    let engine = runtime.start(options(1));
    let failure = engine.run(&case.program).expect_err("it dies");
    let RunFailure::Crash { death } = &failure else { panic!("{failure}") };
    assert_eq!((death.signal, death.step), (Some(11), Some(1)), "{failure}");
}

/// Changes of the driver, each a mistake that somebody who writes one can make, and a check that must find it.
const MISTAKES: [(&str, &str, &str); 22] = [
    ("record.log = this.log;", "record.log = [...this.log].reverse();", "bodies"),
    ("set(failed, definition.name, { error", "set({}, definition.name, { error", "construction-that-fails"),
    ("this.calls.push(call);", "this.calls.unshift(call);", "calls-are-recorded"),
    ("call.push(attributes)", "call.push({})", "attributes-are-recorded"),
    ("!sameAttributes(entry.with, attributes)", "false", "attributes-are-recorded"),
    ("(entry.referrer === undefined ? 0 : 2)", "(entry.referrer === undefined ? 2 : 0)", "linker-entries"),
    ("Math.min(calls, entry.answers.length - 1)", "0", "linker-entries"),
    ("step.linker === undefined ? outerLinker : this.linker(step.linker)", "outerLinker", "linker-entries"),
    ("Unknown specifier: ${specifier}", "Cannot find ${specifier}", "linker-failures"),
    ("left === 0 ? end()", "left >= 0 ? end()", "late-answers"),
    ("this.inside[place] = this.start(step, linker);", "this.start(step, linker);", "steps-inside-a-linker"),
    ("if (late.length > 0)", "if (false)", "pending-steps"),
    ("Object.is(value, -0) ? \"-0\" : String(value)", "String(value)", "values"),
    ("keys.length === 1 && Object.hasOwn(SPECIAL, keys[0]) ? { object } : object", "object", "values"),
    ("isOnlyKeys || Object.hasOwn(shown, \"identity\")", "false", "values"),
    ("this.identities.set(value, identity);", "", "errors"),
    ("if (causes === 0)", "if (causes === 1)", "causes-end"),
    ("typeof key === \"string\"", "key !== \"default\"", "reading"),
    (
        "body.call(this, (name, value) => this.setExport(name, value))",
        "body.call(this, () => {})",
        "synthetic-modules",
    ),
    ("this.contexts.set(name, context);", "", "contexts"),
    ("if (left !== undefined) notice(\"leftBehind\", left);", "", "programs-are-apart"),
    (
        "process.on(\"unhandledRejection\", (reason) => notice(\"unhandledRejection\", reason));",
        "process.on(\"unhandledRejection\", () => {});",
        "unhandled-rejections",
    ),
];

fn mistakes(runtime: &Runtime) {
    let driver = vmlink::engines::driver::DRIVER;
    let folder = tempfile::tempdir().expect("a folder");
    for (place, (right, wrong, check)) in MISTAKES.iter().enumerate() {
        assert!(driver.contains(right), "the driver has no `{right}` any more");
        let path = folder.path().join(format!("{place}.mjs"));
        fs::write(&path, driver.replacen(right, wrong, 1)).expect("a folder to write to");
        let arguments = runtime.arguments.iter().map(Into::into).chain([path.into_os_string()]);
        let command = DriverCommand::custom(&runtime.path, arguments.collect::<Vec<std::ffi::OsString>>());
        let options = DriverOptions { timeout: Duration::from_secs(10), ..options(1) };
        let failing = failing_checks(&command, options);
        let names: Vec<&str> = failing.iter().map(|(name, _)| name.as_str()).collect();
        assert!(names.contains(check), "`{wrong}` in place of `{right}` fails {names:?} and not {check}");
    }
}
