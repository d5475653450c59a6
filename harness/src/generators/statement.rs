//! One statement of a generated module: what is drawn, and its text.

use std::fmt::Write;

use super::{
    Limits, Mode,
    entropy::Record,
    names::{can_be_declared, export_name, module_export_name},
};

/// How many bytes one statement reads.
pub(super) const STATEMENT_BYTES: usize = 6;

/// The forms a statement can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// No text at all.
    Nothing,
    /// `import { a as l } from "m";`
    ImportNamed,
    /// `import l from "m";`
    ImportDefault,
    /// `import * as l from "m";`
    ImportNamespace,
    /// `import l, { a as k } from "m";` or `import l, * as k from "m";`
    ImportBoth,
    /// `import "m";`, also as `import {} from "m";` and `export {} from "m";`
    ImportOnly,
    /// `import defer * as l from "m";`
    ImportDefer,
    /// `import source l from "m";`
    ImportSource,
    /// `export * from "m";`
    ExportStar,
    /// `export * as b from "m";`
    ExportStarAs,
    /// `export { a as b } from "m";`
    ExportFrom,
    /// `import { a as l } from "m"; export { l as b };`
    ImportThenExport,
    /// `import * as l from "m"; export { l as b };`
    NamespaceThenExport,
    /// `export let b = 1;` and the other ways to export a binding of the module's own.
    ExportLocal,
    /// `let l;`
    Declare,
    /// Text that does not parse, or an early error.
    Broken,
}

/// How often each form is drawn, by repeating it. The first one is what a byte of zero means.
const WELL_FORMED: &[Form] = &[
    Form::Nothing,
    Form::ExportLocal,
    Form::ImportNamed,
    Form::ExportLocal,
    Form::ExportStar,
    Form::ExportLocal,
    Form::ExportFrom,
    Form::ExportLocal,
    Form::ImportNamed,
    Form::ImportNamespace,
    Form::ExportLocal,
    Form::ImportThenExport,
    Form::ImportOnly,
    Form::ExportStarAs,
    Form::NamespaceThenExport,
    Form::ImportBoth,
    Form::ImportDefault,
    Form::ImportDefer,
    Form::Declare,
];

/// As `WELL_FORMED`, for programs that may do anything.
const WILD: &[Form] = &[
    Form::Nothing,
    Form::ImportNamed,
    Form::ExportLocal,
    Form::ExportStar,
    Form::ExportFrom,
    Form::ImportThenExport,
    Form::ExportLocal,
    Form::ExportStar,
    Form::ImportNamed,
    Form::ExportFrom,
    Form::ImportOnly,
    Form::ImportDefault,
    Form::ExportStarAs,
    Form::ImportNamespace,
    Form::NamespaceThenExport,
    Form::ImportBoth,
    Form::ImportDefer,
    Form::ExportLocal,
    Form::Declare,
    Form::ExportLocal,
    Form::ImportOnly,
    Form::ExportStar,
    Form::ImportNamed,
    Form::ExportFrom,
    Form::ExportLocal,
    Form::ImportDefault,
    Form::ImportThenExport,
    Form::ExportStarAs,
    Form::ExportLocal,
    Form::ImportNamed,
];

/// In a program about star exports: a module that gathers what others export.
const GATHERING: &[Form] = &[
    Form::Nothing,
    Form::ExportStar,
    Form::ImportNamed,
    Form::ExportStar,
    Form::ExportStar,
    Form::ImportNamed,
    Form::ExportStar,
    Form::ExportFrom,
];

/// In a program about star exports: a module that has something to gather, and uses what was gathered.
const GIVING: &[Form] = &[
    Form::Nothing,
    Form::ExportLocal,
    Form::ImportNamed,
    Form::ExportLocal,
    Form::ImportThenExport,
    Form::ImportNamed,
    Form::ExportStarAs,
];

/// What a module is mostly made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Theme {
    /// Everything, as often as is useful.
    All,
    /// Star exports. Two stars that bring the same name from different modules are too rare without.
    Gathering,
    /// Bindings for those stars.
    Giving,
}

impl Theme {
    /// The theme of the module at `index`: three programs in sixteen are about stars.
    pub(super) fn of(program: u8, index: usize) -> Self {
        match (program, index % 2) {
            (0..=207, _) => Self::All,
            (_, 0) => Self::Gathering,
            (_, _) => Self::Giving,
        }
    }

    /// The module that a statement requests: stars lead from gathering to giving modules, which stand at odd places, and
    /// everything else to what was gathered. The one with the place beside it stands in for `target`.
    fn target(self, form: Form, target: usize, modules: usize) -> usize {
        match (self, form) {
            (Self::All, _) => target,
            (_, Form::ExportStar) if (target | 1) < modules => target | 1,
            (_, Form::ExportStar) => target,
            _ => target & !1,
        }
    }

    /// How many statements a module has at least: fewer than three gather and use nothing.
    pub(super) fn least_statements(self) -> usize {
        if self == Self::All { 0 } else { 3 }
    }

    fn forms(self, mode: Mode) -> &'static [Form] {
        match (self, mode) {
            (Self::Gathering, _) => GATHERING,
            (Self::Giving, _) => GIVING,
            (Self::All, Mode::WellFormed) => WELL_FORMED,
            (Self::All, Mode::Wild) => WILD,
        }
    }
}

/// What a request names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A module of the program, by its index.
    Module(usize),
    /// A specifier that is no module's name.
    Foreign(&'static str),
}

/// Specifiers that name no module.
pub(super) const FOREIGN: [&str; 4] = ["missing", "./m0", "", "node:fs"];

/// The values of the attribute `type` that requests carry.
pub(super) const TYPES: [&str; 2] = ["json", "text"];

/// One statement, drawn but not yet written.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    pub(super) form: Form,
    pub(super) target: Target,
    /// The value of the attribute `type`, when the request has one.
    pub(super) attribute: Option<&'static str>,
    /// Chooses the name that is imported: from the pool, or from what the target exports.
    pub(super) imported: u8,
    /// The name that is exported, when the form exports one.
    pub(super) exported: &'static str,
    /// Chooses among the spellings of a form.
    pub(super) variant: u8,
}

impl Statement {
    /// Draws a statement of a program with `modules` modules.
    pub(super) fn draw(
        record: &mut Record<'_>,
        modules: usize,
        limits: &Limits,
        mode: Mode,
        theme: Theme,
    ) -> Self {
        let forms = theme.forms(mode);
        let form_byte = record.byte();
        let form = match (mode, form_byte) {
            // Both end the link of all that depends on them, so a statement in 256 is enough: most programs of eight
            // modules must get further.
            (Mode::Wild, 255) => Form::Broken,
            (Mode::Wild, 254) => Form::ImportSource,
            _ => forms[usize::from(form_byte) % forms.len()],
        };
        let target = record.byte();
        let target = if mode == Mode::Wild && target >= 248 {
            Target::Foreign(FOREIGN[usize::from(target) % FOREIGN.len()])
        } else {
            Target::Module(theme.target(form, usize::from(target) % modules.max(1), modules))
        };
        let imported = record.byte();
        let exported = export_name(record.byte(), limits.names);
        let variant = record.byte();
        let attribute = match record.byte() {
            byte @ 240.. => Some(TYPES[usize::from(byte) % TYPES.len()]),
            _ => None,
        };
        Self { form, target, attribute, imported, exported, variant }
    }

    /// The name the statement exports, if it exports one.
    pub(super) fn export(&self) -> Option<&'static str> {
        match self.form {
            Form::ExportStarAs
            | Form::ExportFrom
            | Form::ImportThenExport
            | Form::NamespaceThenExport
            | Form::ExportLocal => Some(self.exported),
            _ => None,
        }
    }

    /// Whether the statement requests its target.
    pub(super) fn requests(&self) -> bool {
        !matches!(self.form, Form::Nothing | Form::ExportLocal | Form::Declare | Form::Broken)
    }

    /// Writes the statement. `number` makes the local names of the module's statements differ; `imported` is the name
    /// that is taken from the target, which is written `specifier`.
    pub(super) fn write(&self, text: &mut String, number: usize, imported: &str, specifier: &str) {
        let with = match self.attribute {
            Some(value) => format!(" with {{ type: \"{value}\" }}"),
            None => String::new(),
        };
        let from = format!("from \"{specifier}\"{with};");
        let local = format!("l{number}");
        let taken = module_export_name(imported);
        let exported = module_export_name(self.exported);
        let line = match self.form {
            Form::Nothing => return,
            Form::ImportNamed => format!("import {{ {taken} as {local} }} {from}"),
            Form::ImportDefault => format!("import {local} {from}"),
            Form::ImportNamespace => format!("import * as {local} {from}"),
            Form::ImportBoth if self.variant.is_multiple_of(2) => {
                format!("import {local}, {{ {taken} as k{number} }} {from}")
            }
            Form::ImportBoth => format!("import {local}, * as k{number} {from}"),
            Form::ImportOnly => match self.variant % 4 {
                0 | 1 => format!("import \"{specifier}\"{with};"),
                2 => format!("import {{}} {from}"),
                _ => format!("export {{}} {from}"),
            },
            Form::ImportDefer => format!("import defer * as {local} {from}"),
            Form::ImportSource => format!("import source {local} {from}"),
            Form::ExportStar => format!("export * {from}"),
            Form::ExportStarAs => format!("export * as {exported} {from}"),
            Form::ExportFrom => format!("export {{ {taken} as {exported} }} {from}"),
            Form::ImportThenExport => {
                format!("import {{ {taken} as {local} }} {from} export {{ {local} as {exported} }};")
            }
            Form::NamespaceThenExport => {
                format!("import * as {local} {from} export {{ {local} as {exported} }};")
            }
            Form::ExportLocal => self.local_export(number),
            Form::Declare => match self.variant % 3 {
                0 => format!("let {local};"),
                1 => format!("function {local}() {{}}"),
                _ => format!("var {local};"),
            },
            Form::Broken => BROKEN[usize::from(self.variant) % BROKEN.len()].to_owned(),
        };
        let _ = writeln!(text, "{line}");
    }

    fn local_export(&self, number: usize) -> String {
        let name = self.exported;
        match self.variant % 6 {
            0 if can_be_declared(name) => format!("export let {name};"),
            1 if can_be_declared(name) => format!("export const {name} = 1;"),
            2 if can_be_declared(name) => format!("export function {name}() {{}}"),
            3 if can_be_declared(name) => format!("export class {name} {{}}"),
            4 if can_be_declared(name) => format!("export var {name};"),
            0 if name == "default" => "export default 1;".to_owned(),
            1 if name == "default" => "export default function () {}".to_owned(),
            2 if name == "default" => "export default class {}".to_owned(),
            3 if name == "default" => format!("export default function d{number}() {{}}"),
            _ => format!("let d{number}; export {{ d{number} as {} }};", module_export_name(name)),
        }
    }
}

/// Statements that make the construction fail: broken grammar and early errors of module syntax.
const BROKEN: [&str; 6] = [
    "import from;",
    "export { absent };",
    "export let same; export { same };",
    "import { x } from \"m0\"; let x;",
    "let twice; let twice;",
    "export { x as \"\\uD800\" } from \"m0\";",
];
