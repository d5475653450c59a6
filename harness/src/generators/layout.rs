//! Where in the input the records of a program lie.

use super::{
    Limits, Mode,
    body::body_bytes,
    entropy::Record,
    linker::{ENTRY_BYTES, Scene, push_entry},
    module::{ModulePlan, definitions, module_bytes, module_name},
    statement::Theme,
    steps::{STEP_BYTES, step},
};
use crate::program::{
    Answer, Behaviour, LinkerEntry, LinkerKey, LinkerScript, ModuleId, Preparation, Program,
};

/// How many bytes the head of the input has: how many modules, entries and steps, the mode and the theme. The rest is
/// kept free for what a later version draws, so that old inputs keep their meaning.
const HEAD_BYTES: usize = 8;

/// How many bytes the largest program of these limits reads.
pub(super) const fn input_length(limits: &Limits) -> usize {
    HEAD_BYTES
        + limits.modules * module_bytes(limits)
        + limits.entries * ENTRY_BYTES
        + limits.steps * STEP_BYTES
        + limits.modules * body_bytes(limits)
}

/// The program of these bytes, within [`Limits::STANDARD`]; every byte string has one.
///
/// The fourth byte chooses the mode: three values in eight make a wild program.
#[must_use]
pub fn program(bytes: &[u8]) -> Program {
    let mode = match bytes.get(3) {
        Some(byte) if byte % 8 >= 5 => Mode::Wild,
        _ => Mode::WellFormed,
    };
    program_with(bytes, &Limits::STANDARD, mode)
}

/// The program of these bytes, within `limits`, for the given purpose.
#[must_use]
pub fn program_with(bytes: &[u8], limits: &Limits, mode: Mode) -> Program {
    let mut head = Record::window(bytes, 0, HEAD_BYTES);
    let modules = 1 + head.below(limits.modules.max(1));
    let entries = head.below(limits.entries + 1);
    let steps = 1 + head.below(limits.steps.max(1));
    // The mode, see `program`.
    head.byte();
    let theme = head.byte();

    // Every kind of record has its own region, sized for the largest program: a change of one count moves nothing.
    let module_length = module_bytes(limits);
    let module_at = |index| HEAD_BYTES + index * module_length;
    let entry_at = |index| module_at(limits.modules) + index * ENTRY_BYTES;
    let step_at = |index| entry_at(limits.entries) + index * STEP_BYTES;
    let body_at = |index| step_at(limits.steps) + index * body_bytes(limits);

    let scene = Scene { modules, limits, mode };
    let plans: Vec<ModulePlan> = (0..modules)
        .map(|index| {
            let mut record = Record::window(bytes, module_at(index), module_length);
            ModulePlan::draw(&mut record, modules, limits, mode, Theme::of(theme, index))
        })
        .collect();
    let mut linker = LinkerScript::default();
    for index in 0..entries {
        push_entry(&mut linker, &mut Record::window(bytes, entry_at(index), ENTRY_BYTES), scene);
    }
    let steps = (0..steps)
        .map(|place| step(&mut Record::window(bytes, step_at(place), STEP_BYTES), place, &plans, scene))
        .collect();
    let body = |index| Record::window(bytes, body_at(index), body_bytes(limits));
    let importer = (limits.lines > 0).then(|| importer(modules, head.byte()));
    Program { modules: definitions(&plans, body, limits, mode), linker, importer, steps }
}

/// What `import()` is answered with: the module of that name, linked and evaluated first unless the bit of its place is set.
fn importer(modules: usize, ready: u8) -> LinkerScript {
    let ready = (0..modules).filter(|place| ready >> (place % 8) & 1 == 0).map(|place| LinkerEntry {
        key: LinkerKey { specifier: module_name(place), referrer: None, attributes: None },
        behaviours: vec![Behaviour::direct(Answer::Prepared(Preparation {
            module: ModuleId::new(place),
            evaluates: true,
            shared: false,
        }))],
    });
    LinkerScript { entries: ready.collect() }
}

#[cfg(test)]
mod tests {
    use super::{Limits, Mode, program, program_with};
    use crate::{
        generators::seeded,
        program::{Action, ModuleKind},
    };

    #[test]
    fn no_bytes_make_the_simplest_program() {
        let program = program(&[]);
        assert_eq!(program.modules.len(), 1);
        assert_eq!(program.modules[0].kind, ModuleKind::Source(String::new()));
        assert!(program.linker.entries.is_empty());
        assert_eq!(program.steps.len(), 1);
        assert!(matches!(program.steps[0].action, Action::Link(_)));
    }

    #[test]
    fn bytes_behind_the_last_record_change_nothing() {
        let length = Limits::STANDARD.input_length();
        for n in 0..50 {
            let bytes = seeded(3, n, length + 100);
            assert_eq!(program(&bytes), program(&bytes[..length]));
        }
    }

    #[test]
    fn one_changed_byte_in_a_module_leaves_the_other_modules_edges_alone() {
        for n in 0..200 {
            let mut bytes = seeded(4, n, Limits::STANDARD.input_length());
            bytes[0] = 7;
            let before = program_with(&bytes, &Limits::STANDARD, Mode::WellFormed);
            let at = super::HEAD_BYTES
                + usize::try_from(n).expect("a small number") % super::module_bytes(&Limits::STANDARD);
            bytes[at] ^= 0x55;
            let after = program_with(&bytes, &Limits::STANDARD, Mode::WellFormed);
            assert_eq!(before.linker, after.linker);
            for (old, new) in before.modules.iter().zip(&after.modules).skip(1) {
                assert_eq!(specifiers(&old.kind), specifiers(&new.kind), "byte {at}");
            }
        }
    }

    /// The specifiers of a module's text, line by line.
    fn specifiers(kind: &ModuleKind) -> Vec<Option<String>> {
        match kind {
            ModuleKind::Source(text) => text
                .lines()
                .filter(|line| line.contains("from \"") || line.starts_with("import \""))
                .map(|line| {
                    line.split("\"m").nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned)
                })
                .collect(),
            ModuleKind::Synthetic { .. } => Vec::new(),
        }
    }
}
