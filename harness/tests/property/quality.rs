//! What generated programs are made of: counters over a fixed set of seeds, each with the least share it may fall to.
//!
//! A generator that drifts to trivial programs keeps every property green and makes them worthless; this is the alarm.

use std::collections::BTreeMap;

use vmlink::{
    engines::ReferenceEngine,
    generators::{Limits, Mode, program_with, seeded},
    program::{Action, Answer, Delivery, ModuleKind, Program},
    reference::ProfileName,
    syntax::{ModuleRecord, parse_module},
    transcript::{Outcome, ThrownView, Transcript},
};

const SEED: u64 = 2_026;
const PROGRAMS: u64 = 1_500;

#[test]
fn well_formed_programs_are_mostly_graphs_that_link() {
    let counters = count(Mode::WellFormed);
    at_least(
        &counters,
        &[
            ("first step links", 65),
            ("a cycle of two or more", 15),
            ("export star", 30),
            ("export star as", 25),
            ("string export name", 30),
            ("attributes", 20),
            ("import defer", 20),
            ("synthetic module", 25),
            ("late answer", 30),
            ("together", 25),
            ("evaluated", 25),
            ("linker of a step", 5),
        ],
    );
    assert_eq!(counters.get("a module does not parse"), None, "well-formed programs parse");
}

#[test]
fn wild_programs_fail_in_every_way() {
    let counters = count(Mode::Wild);
    at_least(
        &counters,
        &[
            ("first step links", 8),
            ("first step brings a SyntaxError", 10),
            ("first step is a link failure", 20),
            ("first step is pending", 2),
            ("not a module", 2),
            ("different context", 1),
            ("unknown specifier", 2),
            ("a module does not parse", 3),
            ("a cycle of two or more", 15),
            ("self import", 15),
            ("export star", 40),
            ("late answer", 25),
            ("linker throws", 25),
            ("linker rejects", 20),
            ("linker returns no module", 20),
            ("linker never answers", 10),
            ("linker makes a module ready", 5),
            ("thenable", 15),
            ("first steps", 4),
            ("answers for one referrer", 30),
            ("several behaviours", 50),
            ("missing name", 7),
            ("together", 25),
            ("linkRequests", 15),
            ("instantiate", 15),
        ],
    );
}

/// How many of the programs each label is true of.
fn count(mode: Mode) -> BTreeMap<&'static str, u64> {
    let mut counters = BTreeMap::new();
    for n in 0..PROGRAMS {
        let bytes = seeded(SEED, n, Limits::STANDARD.input_length());
        let program = program_with(&bytes, &Limits::STANDARD, mode);
        let transcript = ReferenceEngine::new(ProfileName::Contract).transcript(&program);
        let mut labels = of_shape(&program);
        labels.extend(of_script(&program));
        labels.extend(of_run(&transcript));
        labels.sort_unstable();
        labels.dedup();
        for label in labels {
            *counters.entry(label).or_insert(0) += 1;
        }
    }
    counters
}

fn at_least(counters: &BTreeMap<&'static str, u64>, shares: &[(&'static str, u64)]) {
    let shortfalls: Vec<String> = shares
        .iter()
        .filter(|(label, share)| counters.get(label).copied().unwrap_or(0) * 100 < PROGRAMS * share)
        .map(|(label, share)| {
            let count = counters.get(label).copied().unwrap_or(0);
            format!("{label}: {count} of {PROGRAMS}, at least {share} in a hundred wanted")
        })
        .collect();
    assert!(shortfalls.is_empty(), "{}\nall counters: {counters:#?}", shortfalls.join("\n"));
}

fn of_shape(program: &Program) -> Vec<&'static str> {
    let mut labels = Vec::new();
    let mut edges: Vec<Vec<usize>> = Vec::new();
    for (index, module) in program.modules.iter().enumerate() {
        let text = match &module.kind {
            ModuleKind::Source(text) => text.as_str(),
            ModuleKind::Synthetic { .. } => {
                labels.push("synthetic module");
                ""
            }
        };
        let Ok(record) = parse_module(text) else {
            labels.push("a module does not parse");
            edges.push(Vec::new());
            continue;
        };
        let texts = [
            ("export star", "export * from"),
            ("export star as", "export * as"),
            ("string export name", "as \""),
            ("attributes", " with {"),
            ("import defer", "import defer"),
        ];
        labels.extend(texts.into_iter().filter(|(_, part)| text.contains(part)).map(|(label, _)| label));
        let targets = targets(program, &record);
        if targets.contains(&index) {
            labels.push("self import");
        }
        edges.push(targets);
    }
    if (0..edges.len()).any(|module| is_in_a_cycle(&edges, module)) {
        labels.push("a cycle of two or more");
    }
    labels
}

fn targets(program: &Program, record: &ModuleRecord) -> Vec<usize> {
    let modules = record.requests.iter().filter_map(|request| program.module(&request.specifier));
    modules.map(vmlink::program::ModuleId::index).collect()
}

/// Whether a path of two edges or more between different modules leads from the module back to it.
fn is_in_a_cycle(edges: &[Vec<usize>], module: usize) -> bool {
    let mut reached: Vec<usize> = edges[module].iter().copied().filter(|target| *target != module).collect();
    let mut next = 0;
    while let Some(at) = reached.get(next).copied() {
        for target in &edges[at] {
            if !reached.contains(target) {
                reached.push(*target);
            }
        }
        next += 1;
    }
    reached.contains(&module)
}

fn of_script(program: &Program) -> Vec<&'static str> {
    let mut labels = Vec::new();
    for entry in &program.linker.entries {
        if entry.key.referrer.is_some() {
            labels.push("answers for one referrer");
        }
        if entry.behaviours.len() > 1 {
            labels.push("several behaviours");
        }
        for behaviour in &entry.behaviours {
            labels.push(match behaviour.answer {
                Answer::Module(_) => "linker answers",
                Answer::Prepared(_) => "linker makes a module ready",
                Answer::Throws(_) => "linker throws",
                Answer::Rejects(_) => "linker rejects",
                Answer::Returns(_) => "linker returns no module",
                Answer::Never => "linker never answers",
            });
            match behaviour.delivery {
                Delivery::Direct => {}
                Delivery::AfterJobs(_) => labels.push("late answer"),
                Delivery::Thenable | Delivery::ThenGetter => labels.push("thenable"),
            }
            if !behaviour.first.is_empty() {
                labels.push("first steps");
            }
        }
    }
    for step in &program.steps {
        if step.linker.is_some() {
            labels.push("linker of a step");
        }
        match step.action {
            Action::Together(_) => labels.push("together"),
            Action::LinkRequests { .. } => labels.push("linkRequests"),
            Action::Instantiate(_) => labels.push("instantiate"),
            _ => {}
        }
    }
    labels
}

fn of_run(transcript: &Transcript) -> Vec<&'static str> {
    let mut labels = Vec::new();
    let evaluated = |step: &vmlink::transcript::StepRecord| {
        step.step.starts_with("evaluate") && matches!(step.outcome, Outcome::Ok(_))
    };
    if transcript.steps.iter().any(evaluated) {
        labels.push("evaluated");
    }
    let Some(first) = transcript.steps.first() else { return labels };
    match &first.outcome {
        Outcome::Ok(_) => labels.push("first step links"),
        Outcome::Pending => labels.push("first step is pending"),
        Outcome::Unmodelled(_) => labels.push("unmodelled"),
        Outcome::Crash => labels.push("crash"),
        Outcome::Error(ThrownView::Error(error)) => {
            labels.extend(match error.code.as_deref() {
                Some("ERR_VM_MODULE_LINK_FAILURE") => Some("first step is a link failure"),
                Some("ERR_VM_MODULE_NOT_MODULE") => Some("not a module"),
                Some("ERR_VM_MODULE_DIFFERENT_CONTEXT") => Some("different context"),
                _ if error.name == "SyntaxError" => Some("first step brings a SyntaxError"),
                _ => None,
            });
            if let Some(ThrownView::Error(cause)) = &error.cause
                && cause.message.starts_with("Unknown specifier")
            {
                labels.push("unknown specifier");
            }
            let messages = [
                ("missing name", "does not provide an export"),
                ("ambiguous name", "conflicting star exports"),
            ];
            labels.extend(
                messages.into_iter().filter(|(_, text)| error.message.contains(text)).map(|(l, _)| l),
            );
        }
        Outcome::Error(_) => {}
    }
    labels
}
