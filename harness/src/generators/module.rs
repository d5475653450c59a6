//! The modules of a generated program.

use super::{
    Limits, Mode,
    body::write_body,
    entropy::Record,
    names::export_name,
    statement::{Form, STATEMENT_BYTES, Statement, Target, Theme},
};
use crate::program::{ModuleDefinition, ModuleKind};

/// How many bytes the head of a module's record has, before its statements.
const HEAD_BYTES: usize = 4;

/// How many bytes one module reads.
pub(super) const fn module_bytes(limits: &Limits) -> usize {
    HEAD_BYTES + limits.statements * STATEMENT_BYTES
}

/// A module, drawn but not yet written: names can only be chosen once every module's exports are known.
#[derive(Clone, Debug)]
pub(super) struct ModulePlan {
    synthetic: bool,
    context: Option<&'static str>,
    identifier: bool,
    statements: Vec<Statement>,
}

/// A request of a module, as far as the generator needs it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Requested {
    pub(super) target: Target,
    attribute: Option<&'static str>,
    form: Phase,
}

/// Requests that differ only in these are different requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Source,
    Defer,
    Evaluation,
}

/// What the modules of a program export, as far as names are chosen from it.
#[derive(Debug)]
struct Exports {
    /// Names a module exports in its own text, by module.
    explicit: Vec<Vec<&'static str>>,
    /// Those of them that are bindings of its own, or namespaces.
    settled: Vec<Vec<&'static str>>,
    /// Names that come through one `export *`.
    starred: Vec<Vec<&'static str>>,
}

impl ModulePlan {
    /// Draws a module of a program with `modules` modules.
    pub(super) fn draw(
        record: &mut Record<'_>,
        modules: usize,
        limits: &Limits,
        mode: Mode,
        theme: Theme,
    ) -> Self {
        let kind = record.byte();
        let context = record.byte();
        let count = record.below(limits.statements + 1).max(theme.least_statements()).min(limits.statements);
        let identifier = record.byte() >= 224;
        // A synthetic module ends a path, so it must stay rare in a graph that is to have cycles.
        let synthetic = kind >= 224;
        let context = if mode == Mode::Wild && context >= 248 { Some("other") } else { None };
        let mut statements: Vec<Statement> = Vec::with_capacity(count);
        for _ in 0..count {
            let mut part = record.part(STATEMENT_BYTES);
            let mut statement = Statement::draw(&mut part, modules, limits, mode, theme);
            let twice = statement
                .export()
                .is_some_and(|name| statements.iter().any(|earlier| earlier.export() == Some(name)));
            // Exporting a name twice is an early error. Wild programs keep one such statement in 64.
            if twice && (mode == Mode::WellFormed || statement.variant < 252) {
                match free_name(&statements, limits.names) {
                    Some(name) => statement.exported = name,
                    None => statement.form = Form::ImportOnly,
                }
            }
            statements.push(statement);
        }
        Self { synthetic, context, identifier, statements }
    }

    /// The distinct requests of the module, in order of first appearance; none for a synthetic module.
    pub(super) fn requests(&self) -> Vec<Requested> {
        let mut requests = Vec::new();
        for statement in self.statements.iter().filter(|statement| !self.synthetic && statement.requests()) {
            let form = match statement.form {
                Form::ImportSource => Phase::Source,
                Form::ImportDefer => Phase::Defer,
                _ => Phase::Evaluation,
            };
            let request = Requested { target: statement.target, attribute: statement.attribute, form };
            if !requests.contains(&request) {
                requests.push(request);
            }
        }
        requests
    }

    fn exported_names(&self, keep: impl Fn(Form) -> bool) -> Vec<&'static str> {
        let mut names = Vec::new();
        for statement in &self.statements {
            if let Some(name) = statement.export()
                && !names.contains(&name)
                && (self.synthetic || keep(statement.form))
            {
                names.push(name);
            }
        }
        names
    }
}

/// A name that no statement exports yet.
fn free_name(statements: &[Statement], names: usize) -> Option<&'static str> {
    (0..16)
        .map(|byte| export_name(byte, names))
        .find(|name| statements.iter().all(|statement| statement.export() != Some(*name)))
}

impl Exports {
    fn of(plans: &[ModulePlan]) -> Self {
        let explicit = plans.iter().map(|plan| plan.exported_names(|_| true)).collect();
        let settled: Vec<Vec<_>> = plans
            .iter()
            .map(|plan| {
                plan.exported_names(|form| !matches!(form, Form::ExportFrom | Form::ImportThenExport))
            })
            .collect();
        let starred = plans
            .iter()
            .map(|plan| {
                let stars =
                    plan.statements.iter().filter(|star| !plan.synthetic && star.form == Form::ExportStar);
                let targets = stars.filter_map(|star| match star.target {
                    Target::Module(target) => Some(target),
                    Target::Foreign(_) => None,
                });
                targets.flat_map(|target| settled[target].clone()).filter(|name| *name != "default").collect()
            })
            .collect();
        Self { explicit, settled, starred }
    }

    /// The name that `statement` takes from its target in a graph that is to link, or `None` when it has none to give.
    fn name_for(&self, statement: &Statement) -> Option<&'static str> {
        let Target::Module(target) = statement.target else { return None };
        let re_exports = matches!(statement.form, Form::ExportFrom | Form::ImportThenExport);
        // Re-exports take only what ends at once: chains of them easily close a circle, and a circle does not link.
        let own = if re_exports { &self.settled[target] } else { &self.explicit[target] };
        let candidates: Vec<_> = own.iter().chain(&self.starred[target]).copied().collect();
        if candidates.is_empty() {
            return None;
        }
        Some(candidates[usize::from(statement.imported) % candidates.len()])
    }

    /// A name that a module gets through two stars, and does not export itself.
    fn collision(&self, target: Target) -> Option<&'static str> {
        let Target::Module(target) = target else { return None };
        let starred = &self.starred[target];
        let twice = |name: &&&str| starred.iter().filter(|other| other == name).count() > 1;
        starred.iter().filter(twice).find(|name| !self.explicit[target].contains(name)).copied()
    }
}

/// Writes the modules out, in their order. `body` gives the bytes of the body of the module at a place.
pub(super) fn definitions<'b>(
    plans: &[ModulePlan],
    body: impl Fn(usize) -> Record<'b>,
    limits: &Limits,
    mode: Mode,
) -> Vec<ModuleDefinition> {
    let exports = Exports::of(plans);
    plans
        .iter()
        .enumerate()
        .map(|(index, plan)| {
            let name = module_name(index);
            let kind = match kind(plan, &exports, limits.names, mode) {
                (ModuleKind::Source(mut text), locals) => {
                    write_body(&mut text, &mut body(index), &name, &locals, plans.len(), limits);
                    ModuleKind::Source(text)
                }
                (synthetic, _) => synthetic,
            };
            ModuleDefinition {
                identifier: plan.identifier.then(|| format!("file:///{name}.mjs")),
                context: plan.context.map(str::to_owned),
                ..ModuleDefinition::new(name, kind)
            }
        })
        .collect()
}

/// What module `index` is called. The name is also the specifier that requests it.
pub(super) fn module_name(index: usize) -> String {
    format!("m{index}")
}

/// The module without the lines of its body, and the local names that it has.
fn kind(plan: &ModulePlan, exports: &Exports, names: usize, mode: Mode) -> (ModuleKind, Vec<String>) {
    if plan.synthetic {
        let exports = plan.exported_names(|_| true).into_iter().map(str::to_owned).collect();
        let kind = ModuleKind::Synthetic { exports, body: String::new(), is_async: false };
        return (kind, Vec::new());
    }
    let (mut text, mut locals) = (String::new(), Vec::new());
    for (number, statement) in plan.statements.iter().enumerate() {
        let specifier = match statement.target {
            Target::Module(target) => module_name(target),
            Target::Foreign(specifier) => specifier.to_owned(),
        };
        let pooled = export_name(statement.imported, names);
        let found = exports.name_for(statement);
        if mode == Mode::Wild {
            // Most of the names are there to be found, so that a wild program gets far enough to fail late; and a name
            // that two stars bring is taken gladly, because by chance alone it hardly ever is.
            let name = match statement.imported {
                176.. => exports.collision(statement.target).or(found),
                64..=175 => found,
                _ => None,
            };
            let name = name.unwrap_or(pooled);
            statement.write(&mut text, number, name, &specifier);
            locals.extend(statement.locals(number));
            continue;
        }
        let mut statement = statement.clone();
        match (statement.form, found) {
            // What asks for a name that is not there asks for the module only, or exports a binding of its own.
            (Form::ImportNamed, None) => statement.form = Form::ImportOnly,
            (Form::ImportDefault | Form::ImportBoth, _) if !has_default(exports, &statement) => {
                statement.form = Form::ImportNamespace;
            }
            (Form::ImportBoth, None) => statement.form = Form::ImportDefault,
            (Form::ExportFrom, None) => statement.form = Form::ExportStarAs,
            (Form::ImportThenExport, None) => statement.form = Form::NamespaceThenExport,
            _ => {}
        }
        statement.write(&mut text, number, found.unwrap_or(pooled), &specifier);
        locals.extend(statement.locals(number));
    }
    (ModuleKind::Source(text), locals)
}

fn has_default(exports: &Exports, statement: &Statement) -> bool {
    match statement.target {
        Target::Module(target) => exports.explicit[target].contains(&"default"),
        Target::Foreign(_) => false,
    }
}
