//! Evaluation of random small graphs with cycles, awaits and throws, by one or two roots at once, again and again.

use std::{cell::Cell, fmt::Write as _};

use proptest::test_runner::TestCaseError;
use vmlink::{
    engines::ReferenceEngine,
    generators::Limits,
    program::{Action, ModuleDefinition, ModuleId, Program, Step},
    reference::ProfileName,
    transcript::{ModuleStatus, Outcome, StepRecord, ThrownView},
};

use super::{Told, check, disagree};
use crate::naive::evaluate::{Module, Part, Settled, Status, World};

/// The modules of a graph have these names, and a body that throws throws an error with its module's name.
const NAMES: [&str; 7] = ["a", "b", "c", "d", "e", "f", "g"];

/// How often something is evaluated in a run.
const ROUNDS: usize = 4;

/// What a round evaluates: one module, or two together.
type Round = (usize, Option<usize>);

#[test]
fn the_reference_evaluates_as_the_naive_implementation_does() {
    let [waited, failed, failed_late, cyclic] = [const { Cell::new(0_u32) }; 4];
    let count = |cell: &Cell<u32>, is: bool| cell.set(cell.get() + u32::from(is));
    check(Limits::SMALL, 100_000, 100, |bytes| {
        let mut bytes = bytes.iter().copied();
        let mut next = || bytes.next().unwrap_or(0);
        let modules = graph(&mut next);
        let rounds = rounds(&mut next, modules.len());
        for profile in ProfileName::STANDARDS {
            compare(profile, &modules, &rounds)?;
        }
        let mut world = World::new(&modules);
        world.evaluate(0);
        let early = world.error(0);
        count(&waited, world.status(0) == Status::EvaluatingAsync);
        world.run_jobs();
        count(&failed, early.is_some());
        count(&failed_late, early.is_none() && world.error(0).is_some());
        count(
            &cyclic,
            modules.iter().enumerate().any(|(module, each)| each.imports.iter().any(|to| *to <= module)),
        );
        Ok(Told::Compared)
    });
    let counts = [&waited, &failed, &failed_late, &cyclic].map(Cell::get);
    assert!(
        counts.iter().all(|count| *count >= 2_000),
        "too few graphs of a kind: waited, failed at once, failed later, cyclic are {counts:?}"
    );
}

/// A graph of one to seven modules. Most imports lead to later modules; some lead back.
fn graph(next: &mut impl FnMut() -> u8) -> Vec<Module> {
    let count = 1 + usize::from(next()) % NAMES.len();
    (0..count)
        .map(|index| {
            let mut module = Module::default();
            for _ in 0..next() % 4 {
                let choice = usize::from(next());
                let to = if choice % 3 == 0 {
                    choice / 3 % count
                } else {
                    (index + 1 + choice % 2).min(count - 1)
                };
                if !module.imports.contains(&to) && to < count {
                    module.imports.push(to);
                }
            }
            for _ in 0..=next() % 3 {
                module.body.push(match next() % 16 {
                    0..8 => Part::Log,
                    8..14 => Part::Await(next() % 4),
                    14 => Part::Throw,
                    _ if next().is_multiple_of(4) => Part::AwaitForEver,
                    _ => Part::Log,
                });
            }
            module
        })
        .collect()
}

fn rounds(next: &mut impl FnMut() -> u8, count: usize) -> Vec<Round> {
    (0..ROUNDS)
        .map(|round| {
            let one = if round == 0 { 0 } else { usize::from(next()) % count };
            let other = usize::from(next());
            (one, (other % 3 == 0).then_some(other / 3 % count))
        })
        .collect()
}

fn text_of(index: usize, module: &Module) -> String {
    let mut text = String::new();
    for to in &module.imports {
        let _ = writeln!(text, "import '{}';", NAMES[*to]);
    }
    for (place, part) in module.body.iter().enumerate() {
        let _ = match part {
            Part::Log => writeln!(text, "log('{} {place}');", NAMES[index]),
            Part::Await(jobs) => writeln!(text, "await tick({jobs});"),
            Part::AwaitForEver => writeln!(text, "await new Promise(() => {{}});"),
            Part::Throw => writeln!(text, "throw new Error('{}');", NAMES[index]),
        };
    }
    text
}

/// The modules are linked, all of them, and then evaluated round by round.
fn program_of(modules: &[Module], rounds: &[Round]) -> Program {
    let mut program = Program::default();
    let texts = modules.iter().enumerate();
    program.modules =
        texts.map(|(index, module)| ModuleDefinition::source(NAMES[index], text_of(index, module))).collect();
    let evaluate = |module: usize| Step::from(Action::Evaluate(ModuleId::new(module)));
    let links = (0..modules.len()).map(|module| Step::from(Action::Link(ModuleId::new(module))));
    let evaluations = rounds.iter().map(|&(one, other)| match other {
        None => evaluate(one),
        Some(other) => Action::Together(vec![evaluate(one), evaluate(other)]).into(),
    });
    program.steps = links.chain(evaluations).collect();
    program
}

fn compare(profile: ProfileName, modules: &[Module], rounds: &[Round]) -> Result<(), TestCaseError> {
    let program = program_of(modules, rounds);
    let transcript = ReferenceEngine::new(profile).transcript(&program);
    if transcript.steps.len() != program.steps.len() {
        return Err(disagree(&program, profile, "number of steps", program.steps.len(), &transcript));
    }
    let mut world = World::new(modules);
    for (record, &(one, other)) in transcript.steps[modules.len()..].iter().zip(rounds) {
        let promises: Vec<usize> =
            [Some(one), other].into_iter().flatten().map(|module| world.evaluate(module)).collect();
        world.run_jobs();
        let log: Vec<String> =
            world.log.drain(..).map(|(module, place)| format!("{} {place}", NAMES[module])).collect();
        if record.log != log {
            return Err(disagree(&program, profile, &record.step, log, &record.log));
        }
        let outcomes: Vec<Settled> = promises.into_iter().map(|promise| world.state(promise)).collect();
        if outcomes_of(record) != outcomes {
            return Err(disagree(&program, profile, &record.step, outcomes, record));
        }
        for (name, status) in &record.status {
            let module = index_of(name);
            let expected = status_of(profile, &world, module);
            if *status != expected {
                return Err(disagree(
                    &program,
                    profile,
                    &format!("{}: {name}", record.step),
                    expected,
                    status,
                ));
            }
        }
    }
    Ok(())
}

fn index_of(name: &str) -> usize {
    NAMES.iter().position(|known| *known == name).expect("errors and modules have these names")
}

/// While a module awaits, `vm.Module` calls it `evaluated`; the specification alone has no word for it but `evaluating`.
fn status_of(profile: ProfileName, world: &World, module: usize) -> ModuleStatus {
    match world.status(module) {
        Status::Linked => ModuleStatus::Linked,
        Status::EvaluatingAsync if profile == ProfileName::Contract => ModuleStatus::Evaluated,
        Status::Evaluating | Status::EvaluatingAsync => ModuleStatus::Evaluating,
        Status::Evaluated if world.error(module).is_some() => ModuleStatus::Errored,
        Status::Evaluated => ModuleStatus::Evaluated,
    }
}

fn outcomes_of(record: &StepRecord) -> Vec<Settled> {
    let settled = |outcome: &Outcome| match outcome {
        Outcome::Ok(_) => Settled::Fulfilled,
        Outcome::Error(ThrownView::Error(error)) => Settled::Rejected(index_of(&error.message)),
        _ => Settled::Pending,
    };
    match &record.together[..] {
        [] => vec![settled(&record.outcome)],
        together => together.iter().map(|step| settled(&step.outcome)).collect(),
    }
}
