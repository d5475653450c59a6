//! The linker scripts of generated programs.

use std::collections::BTreeMap;

use super::{
    Limits, Mode,
    entropy::Record,
    module::module_name,
    statement::{FOREIGN, TYPES},
};
use crate::program::{
    Action, Answer, Behaviour, Delivery, ErrorKind, LinkerEntry, LinkerKey, LinkerScript, ModuleId,
    Preparation, Step, Thrown, Value,
};

/// How many bytes the key of an entry has.
const KEY_BYTES: usize = 4;

/// How many bytes one behaviour has.
const BEHAVIOUR_BYTES: usize = 6;

/// The longest list of behaviours. The third call differs from the second only in that the last one repeats.
const BEHAVIOURS: usize = 3;

/// How many bytes one entry reads.
pub(super) const ENTRY_BYTES: usize = KEY_BYTES + BEHAVIOURS * BEHAVIOUR_BYTES;

/// What linker scripts can speak of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scene<'l> {
    pub(super) modules: usize,
    pub(super) limits: &'l Limits,
    pub(super) mode: Mode,
}

/// Draws one entry and adds it, unless its key is there already: a case file cannot write a key twice.
pub(super) fn push_entry(script: &mut LinkerScript, record: &mut Record<'_>, scene: Scene<'_>) {
    let (key, target) = key(&mut record.part(KEY_BYTES), scene);
    let mut behaviours = vec![behaviour(&mut record.part(BEHAVIOUR_BYTES), target, scene)];
    for _ in 1..BEHAVIOURS {
        let mut part = record.part(BEHAVIOUR_BYTES);
        if part.chance(64) {
            behaviours.push(behaviour(&mut part, target, scene));
        }
    }
    if script.entries.iter().all(|entry| entry.key != key) {
        script.entries.push(LinkerEntry { key, behaviours });
    }
}

/// Which requests an entry answers, and the module that is meant by them.
fn key(record: &mut Record<'_>, scene: Scene<'_>) -> (LinkerKey, usize) {
    let specifier = record.byte();
    let target = usize::from(specifier) % scene.modules;
    let specifier = if scene.mode == Mode::Wild && specifier >= 248 {
        FOREIGN[usize::from(specifier) % FOREIGN.len()].to_owned()
    } else {
        module_name(target)
    };
    let referrer = record.byte();
    let referrer = (referrer >= 192).then(|| ModuleId::new(usize::from(referrer) % scene.modules));
    let attributes = match record.byte() {
        byte @ 240.. => {
            let value = TYPES[usize::from(byte) % TYPES.len()];
            Some(BTreeMap::from([("type".to_owned(), value.to_owned())]))
        }
        _ => None,
    };
    (LinkerKey { specifier, referrer, attributes }, target)
}

/// The last part of a behaviour's record chooses what is done first; it comes last so that the answers of old inputs
/// stay what they were when more steps are allowed here.
fn behaviour(record: &mut Record<'_>, target: usize, scene: Scene<'_>) -> Behaviour {
    let (answer, delivery) = answer(record, target, scene);
    let first = first(record, scene);
    Behaviour { first, answer, delivery }
}

fn answer(record: &mut Record<'_>, target: usize, scene: Scene<'_>) -> (Answer, Delivery) {
    let kind = record.byte();
    let choice = record.byte();
    let delivery = record.byte();
    let any_module = ModuleId::new(usize::from(choice) % scene.modules);
    let answer = match (scene.mode, kind) {
        (Mode::WellFormed, _) | (Mode::Wild, 0..=95) => Answer::Module(ModuleId::new(target)),
        (Mode::Wild, 96..=115) => Answer::Module(any_module),
        (Mode::Wild, 116..=127) => {
            let module = ModuleId::new(target);
            let preparation = Preparation { module, evaluates: choice % 2 == 1, shared: choice >= 192 };
            return (Answer::Prepared(preparation), Delivery::Direct);
        }
        (Mode::Wild, 128..=175) => Answer::Throws(thrown(choice)),
        (Mode::Wild, 176..=207) => Answer::Rejects(thrown(choice)),
        (Mode::Wild, 208..=239) => Answer::Returns(not_a_module(choice, any_module)),
        (Mode::Wild, 240..) => Answer::Never,
    };
    let delay = u32::from(delivery) % (scene.limits.delay + 1);
    let delivery = match (&answer, delivery) {
        // A promise that never settles has no number of jobs to settle after.
        (_, 0..=127) | (Answer::Never, 128..=223) => Delivery::Direct,
        (_, 128..=223) => Delivery::AfterJobs(delay),
        (Answer::Throws(_), 248..) => Delivery::ThenGetter,
        (_, 224..) => Delivery::Thenable,
    };
    (answer, delivery)
}

/// What the linker starts before it answers: usually nothing.
fn first(record: &mut Record<'_>, scene: Scene<'_>) -> Vec<Step> {
    let kind = record.byte();
    let module = ModuleId::new(record.below(scene.modules));
    let action = match (scene.mode, kind) {
        (_, 240..=243) => Action::Namespace(module),
        (_, 244..=246) => Action::Error(module),
        (Mode::Wild, 247..=251) => Action::Link(module),
        (Mode::Wild, 252..) => Action::Evaluate(module),
        _ => return Vec::new(),
    };
    vec![action.into()]
}

/// One value of every kind that a linker can throw.
fn thrown(choice: u8) -> Thrown {
    let choice = usize::from(choice);
    if choice < 160 {
        let kind = ErrorKind::ALL[choice % ErrorKind::ALL.len()];
        let message = ["Cannot find missing", "", "two\nlines"][choice % 3];
        return Thrown::Error(kind, message.to_owned());
    }
    Thrown::Value(value(choice))
}

/// One value of every kind that is not a module, those that look like one included.
///
/// The namespace of a module is left out: it must be readable when the linker answers, which bytes cannot promise.
fn not_a_module(choice: u8, module: ModuleId) -> Value {
    match choice {
        0..=31 => Value::ProxyOf(module),
        32..=63 => Value::InheritsFrom(module),
        _ => value(usize::from(choice)),
    }
}

fn value(choice: usize) -> Value {
    match choice % 11 {
        0 => Value::Undefined,
        1 => Value::Null,
        2 => Value::Bool(false),
        3 => Value::Number(0.0),
        4 => Value::Number(-1.5),
        5 => Value::String(String::new()),
        6 => Value::String("text".to_owned()),
        7 => Value::BigInt("9007199254740993".to_owned()),
        8 => Value::Symbol("tag".to_owned()),
        9 => Value::Array(vec![Value::Number(1.0)]),
        _ => Value::Object(vec![("status".to_owned(), Value::String("linked".to_owned()))]),
    }
}
