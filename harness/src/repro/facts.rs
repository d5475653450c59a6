//! What a program asks of its script, so that a script has nothing that its program does not need.

use super::{modules::inline_body, subject::Subject};
use crate::{
    corpus::{ErrorExpect, Expect, ExpectedOutcome, Presence, StepExpectation, ThrownExpect},
    engines::ReferenceEngine,
    program::{
        Action, Answer, Behaviour, LinkerScript, ModuleDefinition, ModuleKind, Program, Step, Thrown, Value,
        decode::RESERVED,
    },
    reference::ProfileName,
    syntax::{self, ModuleRecord, Phase},
    transcript::{Outcome, Transcript, canonical_text},
};

/// What a script needs.
#[expect(clippy::struct_excessive_bools, reason = "each is a part of a script that is there or is not")]
pub(super) struct Facts {
    /// What the source text of each module says; `None` for a synthetic module and for a text that does not parse.
    pub(super) records: Vec<Option<ModuleRecord>>,
    /// Which modules some runtime may refuse to construct.
    pub(super) guarded: Vec<bool>,
    /// Steps can be in flight beside the one that is being performed: started together, by a linker, or pending.
    pub(super) in_flight: bool,
    /// Steps are started by linkers.
    pub(super) inside: bool,
    /// Steps are started together.
    pub(super) together: bool,
    /// Requests can have attributes.
    pub(super) attributes: bool,
    /// A referrer cannot be told by its `identifier`.
    pub(super) identifiers: bool,
    /// A linker can be called without end: by the steps that it starts, or for an answer that looks like a module.
    pub(super) endless: bool,
    /// Values are seen that JSON has no word for.
    pub(super) encodes: bool,
    /// Promises can be rejected that nobody waits for.
    pub(super) rejects: bool,
    /// An expectation speaks of how an error is printed.
    pub(super) printed: bool,
    /// An expectation says which error object something is.
    pub(super) identical: bool,
    /// Causes go so deep that they are not all shown.
    pub(super) deep_causes: bool,
    /// A step may call a method that its module has not.
    pub(super) lacks_methods: bool,
    /// A step looks at the state of a promise.
    pub(super) states: bool,
    /// Module bodies call `log`, `tick` or `fail`.
    pub(super) log: bool,
    pub(super) tick: bool,
    pub(super) fail: bool,
    /// Module bodies look at the messages of errors, or fail with one that the engine words.
    pub(super) messages: bool,
    /// A module body may call `import()`, and there is a callback for it.
    pub(super) imports: bool,
}

impl Facts {
    pub(super) fn of(subject: &Subject) -> Self {
        let program = &subject.program;
        let records: Vec<Option<ModuleRecord>> = program.modules.iter().map(record).collect();
        let behaviours: Vec<&Behaviour> = all_behaviours(program);
        let transcripts: Vec<Transcript> = ProfileName::ALL
            .iter()
            .map(|&profile| ReferenceEngine::new(profile).transcript(program))
            .collect();
        let expected: Vec<&Expect> = subject.expects().collect();
        let errors: Vec<&ErrorExpect> = expected.iter().flat_map(|expect| error_expects(expect)).collect();
        let texts = || {
            program.modules.iter().flat_map(|module| {
                std::iter::once(body_text(&module.kind)).chain(module.initialize_import_meta.as_deref())
            })
        };
        let says = |word: &str| texts().any(|text| has_word(text, word));
        let inside = behaviours.iter().any(|behaviour| !behaviour.first.is_empty());
        let together = program.steps.iter().any(|step| matches!(step.action, Action::Together(_)));
        let pending = transcripts.iter().any(has_pending)
            || behaviours.iter().any(|behaviour| behaviour.answer == Answer::Never);
        let may_import = texts().any(imports);
        let imports = program.importer.is_some();
        let thrown = behaviours.iter().filter_map(|behaviour| match &behaviour.answer {
            Answer::Throws(Thrown::Value(value)) | Answer::Rejects(Thrown::Value(value)) => Some(value),
            _ => None,
        });
        let throws_anything =
            texts().any(|text| ["throw", "reject", "fail"].iter().any(|word| has_word(text, word)));
        Self {
            guarded: program
                .modules
                .iter()
                .zip(&records)
                .map(|(module, record)| {
                    guarded(module, record.as_ref())
                        || subject.expectations.construct.contains_key(&module.name)
                })
                .collect(),
            in_flight: inside || together || pending,
            inside,
            together,
            attributes: imports
                || records
                    .iter()
                    .zip(&program.modules)
                    .any(|(record, module)| has_attributes(record.as_ref(), module)),
            endless: inside
                || behaviours
                    .iter()
                    .any(|behaviour| matches!(&behaviour.answer, Answer::Returns(value) if can_throw(value))),
            identifiers: program.modules.iter().any(|module| module.identifier.is_some()),
            encodes: throws_anything
                || thrown.into_iter().any(|value| !is_plain(value))
                || expected
                    .iter()
                    .flat_map(|expect| values(expect))
                    .any(|value| *value != Value::Undefined && !is_plain(value)),
            rejects: may_import
                || throws_anything
                || inside
                || together
                || behaviours.iter().any(|behaviour| {
                    !matches!(behaviour.answer, Answer::Module(_) | Answer::Never)
                        && (behaviour.delivery != crate::program::Delivery::Direct
                            || matches!(behaviour.answer, Answer::Rejects(_)))
                }),
            printed: errors.iter().any(|error| error.printed.is_some()),
            identical: errors.iter().any(|error| error.identical_to.is_some()),
            messages: says("message")
                || says("String")
                || transcripts.iter().any(|run| canonical_text(run).contains("fails: TypeError: ")),
            deep_causes: says("cause")
                || transcripts.iter().any(|run| canonical_text(run).contains("causes that are not shown")),
            lacks_methods: program.steps.iter().any(may_lack_method)
                || behaviours.iter().flat_map(|behaviour| &behaviour.first).any(may_lack_method),
            states: program.steps.iter().any(looks_at_state)
                || behaviours.iter().flat_map(|behaviour| &behaviour.first).any(looks_at_state),
            log: says("log"),
            tick: says("tick"),
            fail: says("fail"),
            imports,
            records,
        }
    }
}

fn record(module: &ModuleDefinition) -> Option<ModuleRecord> {
    match &module.kind {
        ModuleKind::Source(text) => syntax::parse_module(text).ok(),
        ModuleKind::Synthetic { .. } => None,
    }
}

/// The text that runs when a module is evaluated.
fn body_text(kind: &ModuleKind) -> &str {
    match kind {
        ModuleKind::Source(text) => text,
        ModuleKind::Synthetic { body, .. } => body,
    }
}

/// Whether a body with this text may call `import()`. A comment between the words is not seen through.
pub(super) fn imports(text: &str) -> bool {
    text.match_indices("import")
        .any(|(at, word)| text[at + word.len()..].trim_start().starts_with(['(', '.', '/']))
}

/// Whether `word` stands in `text` as a word.
fn has_word(text: &str, word: &str) -> bool {
    let is_part = |char: char| char.is_alphanumeric() || char == '_' || char == '$';
    text.match_indices(word)
        .any(|(at, _)| !text[..at].ends_with(is_part) && !text[at + word.len()..].starts_with(is_part))
}

/// Whether a construction can fail on a runtime: what the reference cannot parse, what is younger than the oldest runtime,
/// and what parsers are known to differ about.
fn guarded(module: &ModuleDefinition, record: Option<&ModuleRecord>) -> bool {
    match (&module.kind, record) {
        (ModuleKind::Source(_), None) => true,
        (ModuleKind::Source(text), Some(record)) => {
            text.contains("\\u")
                || module
                    .initialize_import_meta
                    .as_deref()
                    .is_some_and(|text| syntax::parse_import_meta_initializer(text).is_err())
                || record.body.first_observable().is_some()
                || record
                    .requests
                    .iter()
                    .any(|request| !request.attributes.is_empty() || request.phase != Phase::Evaluation)
        }
        (ModuleKind::Synthetic { exports, body, is_async }, _) => {
            *is_async
                || inline_body(body).is_none()
                || (1..exports.len()).any(|at| exports[..at].contains(&exports[at]))
        }
    }
}

fn has_attributes(record: Option<&ModuleRecord>, module: &ModuleDefinition) -> bool {
    match (record, &module.kind) {
        (Some(record), _) => record.requests.iter().any(|request| !request.attributes.is_empty()),
        (None, ModuleKind::Source(_)) => true,
        (None, ModuleKind::Synthetic { .. }) => false,
    }
}

/// Every behaviour of every linker of `program`, those inside other behaviours too.
pub(super) fn all_behaviours(program: &Program) -> Vec<&Behaviour> {
    let mut found = Vec::new();
    let mut scripts: Vec<&LinkerScript> = vec![&program.linker];
    scripts.extend(&program.importer);
    let mut steps: Vec<&Step> = program.steps.iter().collect();
    loop {
        if let Some(script) = scripts.pop() {
            for behaviour in script.entries.iter().flat_map(|entry| &entry.behaviours) {
                steps.extend(&behaviour.first);
                found.push(behaviour);
            }
        } else if let Some(step) = steps.pop() {
            scripts.extend(&step.linker);
            if let Action::Together(parts) = &step.action {
                steps.extend(parts);
            }
        } else {
            return found;
        }
    }
}

fn may_lack_method(step: &Step) -> bool {
    match &step.action {
        Action::SetExport { .. }
        | Action::Instantiate(_)
        | Action::LinkRequests { .. }
        | Action::LinkRequestsWith { .. } => true,
        Action::Query(query, _) => query.is_call(),
        Action::Together(parts) => parts.iter().any(may_lack_method),
        _ => false,
    }
}

fn looks_at_state(step: &Step) -> bool {
    match &step.action {
        Action::EvaluationState(_) => true,
        Action::Together(parts) => parts.iter().any(looks_at_state),
        _ => false,
    }
}

fn has_pending(transcript: &Transcript) -> bool {
    transcript.steps.iter().any(|record| {
        let parts = record.together.iter().chain(&record.inside).map(|settled| &settled.outcome);
        !record.settled.is_empty()
            || std::iter::once(&record.outcome).chain(parts).any(|outcome| *outcome == Outcome::Pending)
    })
}

fn outcomes(expect: &Expect) -> impl Iterator<Item = &ExpectedOutcome> {
    let settled = expect.settled.iter().flatten().map(|settled| &settled.outcome);
    expect.outcome.iter().chain(expect.inside.iter().flatten()).chain(settled)
}

fn thrown_expects(expect: &Expect) -> impl Iterator<Item = &ThrownExpect> {
    outcomes(expect).filter_map(|outcome| match outcome {
        ExpectedOutcome::Thrown(thrown) | ExpectedOutcome::Error(thrown) => Some(thrown),
        _ => None,
    })
}

/// Every error that is expected, with the causes that are.
fn error_expects(expect: &Expect) -> Vec<&ErrorExpect> {
    chain(expect)
        .into_iter()
        .filter_map(|thrown| match thrown {
            ThrownExpect::Error(error) => Some(&**error),
            ThrownExpect::Value(_) => None,
        })
        .collect()
}

/// Everything that is expected to be thrown, each followed by the causes that are expected of it.
fn chain(expect: &Expect) -> Vec<&ThrownExpect> {
    let mut found: Vec<&ThrownExpect> = Vec::new();
    for thrown in thrown_expects(expect) {
        found.push(thrown);
        while let Some(ThrownExpect::Error(error)) = found.last()
            && let Some(Presence::Present(cause)) = &error.cause
        {
            found.push(cause);
        }
    }
    found
}

fn values(expect: &Expect) -> Vec<&Value> {
    let thrown = chain(expect).into_iter().filter_map(|thrown| match thrown {
        ThrownExpect::Value(value) => Some(value),
        ThrownExpect::Error(_) => None,
    });
    let given = outcomes(expect).filter_map(|outcome| match outcome {
        ExpectedOutcome::Value(value) => Some(value),
        _ => None,
    });
    thrown.chain(given).collect()
}

/// Whether JSON writes `value` as it is.
pub(super) fn is_plain(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => true,
        Value::Number(number) => number.is_finite() && !(*number == 0.0 && number.is_sign_negative()),
        Value::Array(items) => items.iter().all(is_plain),
        Value::Object(properties) => {
            properties.iter().all(|(_, item)| is_plain(item))
                && !matches!(properties.as_slice(), [(key, _)] if RESERVED.contains(&key.as_str()))
        }
        _ => false,
    }
}

/// Whether making `value` can fail: it takes something from a module.
pub(super) fn can_throw(value: &Value) -> bool {
    match value {
        Value::NamespaceOf(_) | Value::ProxyOf(_) | Value::InheritsFrom(_) => true,
        Value::Array(items) => items.iter().any(can_throw),
        Value::Object(properties) => properties.iter().any(|(_, item)| can_throw(item)),
        _ => false,
    }
}

/// The expectations of one step, together with those of its parts.
pub(super) fn with_parts(expectation: &StepExpectation) -> impl Iterator<Item = &Expect> {
    std::iter::once(&expectation.contract).chain(expectation.together.iter().map(|part| &part.contract))
}
