//! The steps of generated programs.

use super::{
    Mode,
    entropy::Record,
    linker::{ENTRY_BYTES, Scene, push_entry},
    module::{ModulePlan, Requested},
    statement::Target,
};
use crate::program::{Action, LinkerScript, ModuleId, Step};

/// How many bytes one action has.
const ACTION_BYTES: usize = 4;

/// The most steps that are started together. Three roots already give every order in which two loads can share a third.
const TOGETHER: usize = 3;

/// How many bytes one step reads: its form, its actions, and the one entry of a linker of its own.
pub(super) const STEP_BYTES: usize = 2 + TOGETHER * ACTION_BYTES + ENTRY_BYTES;

/// Draws a step. The first of a program (`place` 0) links a module, because nothing can be seen before that.
pub(super) fn step(record: &mut Record<'_>, place: usize, plans: &[ModulePlan], scene: Scene<'_>) -> Step {
    let form = record.byte();
    let own_linker = record.chance(24);
    let mut actions: Vec<Record<'_>> = (0..TOGETHER).map(|_| record.part(ACTION_BYTES)).collect();
    let action = if form >= 208 {
        let count = 2 + usize::from(form) % (TOGETHER - 1);
        let parts = actions.iter_mut().take(count);
        Action::Together(parts.map(|part| action(part, place, plans, scene).into()).collect())
    } else {
        action(&mut actions[0], place, plans, scene)
    };
    let linker = own_linker.then(|| {
        let mut script = LinkerScript::default();
        push_entry(&mut script, &mut record.part(ENTRY_BYTES), scene);
        script
    });
    // Only a step that calls a linker has a use for one of its own.
    let links = matches!(action, Action::Link(_) | Action::Together(_));
    Step { action, linker: linker.filter(|_| links) }
}

fn action(record: &mut Record<'_>, place: usize, plans: &[ModulePlan], scene: Scene<'_>) -> Action {
    let kind = record.byte();
    let index = record.byte();
    // Half of the steps speak of the first module, so that what one step did is seen by the next.
    let index = if index < 128 { 0 } else { usize::from(index) % plans.len() };
    let module = ModuleId::new(index);
    let choice = record.byte();
    match kind {
        _ if place == 0 && kind < 224 => Action::Link(module),
        // What bodies do is seen only when they run, and seen in full only when some run twice.
        0..=191 if scene.limits.lines > 0 && kind % 4 != 3 => Action::Evaluate(module),
        0..=63 => Action::Link(module),
        64..=127 => Action::Evaluate(module),
        128..=159 => Action::Namespace(module),
        160..=183 => Action::Error(module),
        184..=215 => Action::LinkRequests { module, with: answers(&plans[index], choice, scene) },
        216.. => Action::Instantiate(module),
    }
}

/// The modules that `linkRequests` gets: one for each request, the one meant by it in a well-formed program.
fn answers(plan: &ModulePlan, choice: u8, scene: Scene<'_>) -> Vec<ModuleId> {
    let meant = |(place, request): (usize, &Requested)| match request.target {
        Target::Module(target) if scene.mode == Mode::WellFormed || choice < 128 => target,
        _ => (usize::from(choice) + place) % scene.modules,
    };
    let mut with: Vec<ModuleId> = plan.requests().iter().enumerate().map(meant).map(ModuleId::new).collect();
    match (scene.mode, choice) {
        (Mode::Wild, 248..) => with.push(ModuleId::new(0)),
        (Mode::Wild, 240..=247) => drop(with.pop()),
        _ => {}
    }
    with
}
