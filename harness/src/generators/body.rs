//! What the bodies of generated modules do beside importing and exporting.

use std::fmt::Write;

use super::{
    Limits,
    entropy::Record,
    names::can_be_declared,
    statement::{self, Statement},
};

/// How many bytes one line of a body reads.
const LINE_BYTES: usize = 4;

/// How many bytes one body reads.
pub(super) const fn body_bytes(limits: &Limits) -> usize {
    limits.lines * LINE_BYTES
}

/// What a line of a body does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// No text at all.
    Nothing,
    /// Logs where it stands.
    Log,
    /// Logs the type of a binding, or the error of reading it.
    Typeof,
    /// Logs what a binding holds, or the error of reading it.
    Read,
    /// Assigns to a binding, or logs the error of that.
    Assign,
    /// Assigns to a property of what a binding holds, or logs the error of that.
    AssignProperty,
    /// Waits some jobs.
    Await,
    /// Waits for a promise that is rejected, and catches that or does not.
    AwaitRejected,
    /// Waits some jobs in an async function for which nobody waits.
    AsyncFunction,
    /// Loops over an iterable and waits for it.
    ForAwait,
    /// Loops over an async generator, which reads a binding, and leaves it or not.
    ForAwaitGenerator,
    /// Asks an async generator for several things at once, for which nobody waits.
    Requests,
    /// Imports a module and logs what came of it, later.
    Import,
    /// Imports a module and waits for it.
    AwaitImport,
    /// Gives members to what a binding holds, as the constructor of a derived class does, or logs the error of that.
    Stamp,
    /// Takes apart what a binding holds, or logs the error of that.
    TakeApart,
    /// Throws.
    Throw,
}

/// How often each form is drawn, by repeating it. The first one is what a byte of zero means.
const FORMS: &[Form] = &[
    Form::Nothing,
    Form::Log,
    Form::Read,
    Form::Await,
    Form::Log,
    Form::Read,
    Form::Typeof,
    Form::Await,
    Form::Assign,
    Form::Log,
    Form::Import,
    Form::Read,
    Form::AsyncFunction,
    Form::Await,
    Form::AssignProperty,
    Form::AwaitRejected,
    Form::Assign,
    Form::Log,
    Form::AwaitImport,
    Form::ForAwait,
    Form::ForAwaitGenerator,
    Form::Requests,
    Form::Stamp,
    Form::TakeApart,
];

/// Writes the lines of a body behind the statements of module `name`, which has these local names, in a program of
/// `modules` modules.
pub(super) fn write_body(
    text: &mut String,
    record: &mut Record<'_>,
    name: &str,
    locals: &[String],
    modules: usize,
    limits: &Limits,
) {
    for number in 0..limits.lines {
        let mut line = record.part(LINE_BYTES);
        let form = match line.byte() {
            // One body in a dozen throws, so that most graphs fail in no more than one place.
            255 | 254 => Form::Throw,
            byte => FORMS[usize::from(byte) % FORMS.len()],
        };
        let local = locals.get(usize::from(line.byte()) % locals.len().max(1));
        let number_of_jobs = line.below(4);
        let other = format!("m{}", usize::from(line.byte()) % modules.max(1));
        let at = format!("{name}:{number}");
        let line = match (form, local) {
            (Form::Nothing, _) => continue,
            (Form::Log, _)
            | (
                Form::Typeof
                | Form::Read
                | Form::Assign
                | Form::AssignProperty
                | Form::Stamp
                | Form::TakeApart,
                None,
            ) => {
                format!("log(\"{at}\");")
            }
            (Form::Typeof, Some(local)) => tried(&at, &format!("log(\"{at}\", typeof {local});")),
            (Form::Read, Some(local)) => tried(
                &at,
                &format!(
                    "log(\"{at}\", typeof {local} === \"object\" ? Object.keys({local}) : \
                     typeof {local} === \"function\" ? {local}.name : {local});"
                ),
            ),
            (Form::Assign, Some(local)) => tried(&at, &format!("{local} = \"{at}\";")),
            (Form::AssignProperty, Some(local)) => tried(&at, &format!("{local}.x = \"{at}\";")),
            (Form::Stamp, Some(local)) => tried(
                &at,
                &format!(
                    "class A {{ constructor() {{ return {local}; }} }} class B extends A {{ #p = log(\"{at}\"); x = 1; }} new B();"
                ),
            ),
            (Form::TakeApart, Some(local)) => {
                tried(&at, &format!("const [x, ...y] = {local}; log(\"{at}\", x, y.length);"))
            }
            (Form::Await, _) => format!("await tick({number_of_jobs});"),
            (Form::AwaitRejected, _) if number_of_jobs == 0 => format!("await fail(\"{at}\");"),
            (Form::AwaitRejected, _) => tried(&at, &format!("await fail(new Error(\"{at}\"));")),
            (Form::AsyncFunction, _) => {
                format!("(async () => {{ await tick({number_of_jobs}); log(\"{at}\"); }})();")
            }
            (Form::ForAwait, _) => tried(
                &at,
                &format!("for await (const x of {}) log(\"{at}\", x);", iterable(&at, number_of_jobs)),
            ),
            (Form::ForAwaitGenerator, local) => {
                let read = local.map_or("\"no name\"".to_owned(), |local| format!("typeof {local}"));
                let leaves = ["", " break;", " throw x;", " continue;"][number_of_jobs % 4];
                tried(
                    &at,
                    &format!(
                        "for await (const x of (async function* () {{ try {{ yield {read}; yield* [tick(1)]; }} \
                         finally {{ await 0; log(\"{at}\", \"left\"); }} }})()) {{ log(\"{at}\", x);{leaves} }}"
                    ),
                )
            }
            (Form::Requests, _) => format!(
                "{{ const g = (async function* () {{ try {{ yield 1; }} finally {{ await tick({number_of_jobs}); \
                 yield 2; }} }})(); for (const ask of [g.next(), g.{}(\"{at}\"), g.next()]) ask.then((r) => \
                 log(\"{at}\", r.value, r.done), (e) => log(\"{at}\", String(e))); }}",
                if number_of_jobs.is_multiple_of(2) { "return" } else { "throw" }
            ),
            (Form::Import, _) => format!(
                "import(\"{other}\").then((ns) => log(\"{at}\", Object.keys(ns)), (e) => log(\"{at}\", String(e)));"
            ),
            (Form::AwaitImport, _) => {
                tried(&at, &format!("log(\"{at}\", Object.keys(await import(\"{other}\")));"))
            }
            (Form::Throw, _) => format!("throw new Error(\"{at}\");"),
        };
        let _ = writeln!(text, "{line}");
    }
}

/// Something to loop over: sync and async iterators of both kinds, one of which fails.
fn iterable(at: &str, number: usize) -> String {
    match number {
        0 => "[\"a\", tick(2), \"b\"]".to_owned(),
        1 => format!("[\"a\", fail(\"{at}\")]"),
        2 => "(function* () { yield \"a\"; return \"b\"; })()".to_owned(),
        _ => "{ [Symbol.asyncIterator]: () => ({ n: 0, next() { return { value: this.n, done: this.n++ > 1 }; } }) }"
            .to_owned(),
    }
}

fn tried(at: &str, statement: &str) -> String {
    format!("try {{ {statement} }} catch (e) {{ log(\"{at}\", String(e)); }}")
}

impl Statement {
    /// The local names that [`write`](Statement::write) declares.
    pub(super) fn locals(&self, number: usize) -> Vec<String> {
        let local = format!("l{number}");
        match self.form {
            statement::Form::ImportNamed
            | statement::Form::ImportDefault
            | statement::Form::ImportNamespace
            | statement::Form::ImportDefer
            | statement::Form::ImportThenExport
            | statement::Form::NamespaceThenExport
            | statement::Form::Declare => vec![local],
            statement::Form::ImportBoth => vec![local, format!("k{number}")],
            statement::Form::ExportLocal => match self.variant % 6 {
                0..=4 if can_be_declared(self.exported) => vec![self.exported.to_owned()],
                0..=2 if self.exported == "default" => Vec::new(),
                _ => vec![format!("d{number}")],
            },
            statement::Form::Nothing
            | statement::Form::ImportOnly
            | statement::Form::ImportSource
            | statement::Form::ExportStar
            | statement::Form::ExportStarAs
            | statement::Form::ExportFrom
            | statement::Form::Broken => Vec::new(),
        }
    }
}
