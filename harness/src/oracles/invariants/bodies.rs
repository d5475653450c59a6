//! What the texts of modules let one see of their bodies.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    program::{ModuleId, ModuleKind, Program},
    syntax::{
        code::{Code, Constant, Operation},
        parse_import_meta_initializer, parse_module, parse_synthetic_body,
    },
};

/// The bodies of a program.
#[derive(Debug, Default)]
pub(super) struct Bodies {
    markers: FxHashMap<ModuleId, Rc<str>>,
    awaiting: FxHashSet<ModuleId>,
    /// Whether a body can start what no step starts: `import()`.
    pub(super) can_import: bool,
}

impl Bodies {
    /// Reads the modules of `program`. One that does not parse never has a body that runs.
    pub(super) fn of(program: &Program) -> Self {
        let mut awaiting = FxHashSet::default();
        let codes: Vec<Option<Rc<Code>>> = program
            .modules
            .iter()
            .enumerate()
            .map(|(index, module)| match &module.kind {
                ModuleKind::Source(text) => {
                    let record = parse_module(text).ok()?;
                    if record.has_tla {
                        awaiting.insert(ModuleId::new(index));
                    }
                    Some(record.body)
                }
                ModuleKind::Synthetic { body, .. } => parse_synthetic_body(body, false).ok(),
            })
            .collect();
        let mut times: FxHashMap<Rc<str>, usize> = FxHashMap::default();
        let mut can_import = false;
        let initializers = program
            .modules
            .iter()
            .filter_map(|module| parse_import_meta_initializer(module.initialize_import_meta.as_ref()?).ok());
        for code in codes.iter().flatten().cloned().chain(initializers) {
            look_into(&code, &mut times, &mut can_import);
        }
        let markers = codes.iter().enumerate().filter_map(|(index, code)| {
            let text = first_logged(code.as_deref()?)?;
            (times.get(text) == Some(&1)).then(|| (ModuleId::new(index), Rc::clone(text)))
        });
        Self { markers: markers.collect(), awaiting, can_import }
    }

    /// A line that the body of `module` logs before it does anything else, and that nothing else logs.
    pub(super) fn marker(&self, module: ModuleId) -> Option<&str> {
        self.markers.get(&module).map(|text| &**text)
    }

    /// Whether `module` has top-level await.
    pub(super) fn awaits(&self, module: ModuleId) -> bool {
        self.awaiting.contains(&module)
    }

    /// The modules with markers.
    pub(super) fn marked(&self) -> impl Iterator<Item = (ModuleId, &str)> {
        self.markers.iter().map(|(module, text)| (*module, &**text))
    }
}

/// Counts the strings that stand in the body, its functions included.
fn look_into(code: &Code, times: &mut FxHashMap<Rc<str>, usize>, can_import: &mut bool) {
    for constant in &code.constants {
        if let Constant::String(text) = constant {
            *times.entry(Rc::clone(text)).or_default() += 1;
        }
    }
    *can_import |= code.operations.iter().any(|operation| matches!(operation, Operation::ImportCall { .. }));
    for function in &code.functions {
        look_into(&function.code, times, can_import);
    }
}

/// The text of a `log("text")` at the beginning of a body.
fn first_logged(code: &Code) -> Option<&Rc<str>> {
    let [Operation::Load(name), rest @ ..] = &code.operations[..] else { return None };
    let [Operation::Constant(_), Operation::Constant(text), Operation::Call(1), ..] = rest else {
        return None;
    };
    match &code.constants[*text as usize] {
        Constant::String(text) if &**code.name(*name) == "log" => Some(text),
        _ => None,
    }
}
