//! Writing a program in the form a case has it in.

use serde_json::{Map, Value as Json, json};

use super::{
    Action, Answer, Behaviour, Construction, Delivery, LinkerEntry, LinkerScript, ModuleDefinition,
    ModuleKind, Preparation, Program, RequestAnswer, Requests, Step, Thrown, Value,
    decode::{RESERVED, WrittenKey},
};

/// The program as a map of `modules`, `linker` (when there is one) and `steps`, as they stand in a case.
///
/// Reading it gives the same program, for every program that can be read at all: the names of its modules are distinct,
/// and so are the keys of a linker and of an object. An answer that never comes has no delivery after some jobs.
#[must_use]
pub fn to_json(program: &Program) -> Json {
    let writer = Writer { program, form: Form::Case };
    let mut map = Map::new();
    let modules: Map<_, _> =
        program.modules.iter().map(|module| (module.name.clone(), definition(module))).collect();
    map.insert("modules".to_owned(), Json::Object(modules));
    if !program.linker.entries.is_empty() {
        map.insert("linker".to_owned(), writer.linker(&program.linker));
    }
    if let Some(importer) = &program.importer {
        map.insert("importModuleDynamically".to_owned(), writer.linker(importer));
    }
    map.insert("steps".to_owned(), writer.steps(&program.steps));
    Json::Object(map)
}

/// The program as drivers get it: lists where a case has maps, because what reads it may not keep the order of keys.
///
/// `modules` is a list of maps with a `name`; a linker is a list of entries with a `specifier`, perhaps a `referrer` and
/// attributes (`with`), and `answers`, which is a list. Steps, answers and values have the form that cases give them.
#[must_use]
pub fn to_wire(program: &Program) -> Json {
    let writer = Writer { program, form: Form::Wire };
    let modules: Vec<_> = program.modules.iter().map(named_definition).collect();
    let mut map = Map::new();
    map.insert("modules".to_owned(), modules.into());
    map.insert("linker".to_owned(), writer.linker(&program.linker));
    if let Some(importer) = &program.importer {
        map.insert("importModuleDynamically".to_owned(), writer.linker(importer));
    }
    map.insert("steps".to_owned(), writer.steps(&program.steps));
    Json::Object(map)
}

fn named_definition(module: &ModuleDefinition) -> Json {
    let mut map = Map::from_iter([("name".to_owned(), json!(module.name))]);
    match definition(module) {
        Json::Object(rest) => map.extend(rest),
        source => map.extend([("source".to_owned(), source)]),
    }
    Json::Object(map)
}

/// The same as YAML.
///
/// # Panics
/// Never: a tree of texts, numbers, lists and maps can always be written.
#[must_use]
pub fn to_yaml(program: &Program) -> String {
    serde_yaml::to_string(&to_json(program)).expect("plain data can be written")
}

fn definition(module: &ModuleDefinition) -> Json {
    let mut map = Map::new();
    match &module.kind {
        ModuleKind::Source(text) if *module == ModuleDefinition::source(&*module.name, &**text) => {
            return Json::String(text.clone());
        }
        ModuleKind::Source(text) => map.insert("source".to_owned(), json!(text)),
        ModuleKind::Synthetic { exports, body, is_async: false } => {
            map.insert("synthetic".to_owned(), json!({ "exports": exports, "body": body }))
        }
        ModuleKind::Synthetic { exports, body, is_async: true } => {
            let synthetic = json!({ "exports": exports, "body": body, "async": true });
            map.insert("synthetic".to_owned(), synthetic)
        }
    };
    if let Some(identifier) = &module.identifier {
        map.insert("identifier".to_owned(), json!(identifier));
    }
    if let Some(context) = &module.context {
        map.insert("context".to_owned(), json!(context));
    }
    if let Some(text) = &module.initialize_import_meta {
        map.insert("initializeImportMeta".to_owned(), json!(text));
    }
    Json::Object(map)
}

/// A map of one entry.
fn one(key: &str, value: impl Into<Json>) -> Json {
    Json::Object(Map::from_iter([(key.to_owned(), value.into())]))
}

/// For whom a program is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// For a person, as a case.
    Case,
    /// For a driver.
    Wire,
}

/// Writes with the names of one program.
struct Writer<'p> {
    program: &'p Program,
    form: Form,
}

impl Writer<'_> {
    fn name(&self, module: super::ModuleId) -> Json {
        Json::String(self.program.name(module).to_owned())
    }

    /// The map form when every key can be written as one, else the list form.
    fn linker(&self, script: &LinkerScript) -> Json {
        let keys: Option<Vec<String>> = script.entries.iter().map(|entry| self.key(entry).write()).collect();
        let Some(keys) = keys.filter(|_| self.form == Form::Case) else {
            return script.entries.iter().map(|entry| self.entry(entry)).collect();
        };
        let answers = script.entries.iter().map(|entry| self.behaviours(&entry.behaviours));
        Json::Object(keys.into_iter().zip(answers).collect())
    }

    fn key<'a>(&'a self, entry: &'a LinkerEntry) -> WrittenKey<'a> {
        let key = &entry.key;
        WrittenKey {
            referrer: key.referrer.map(|module| self.program.name(module)),
            specifier: &key.specifier,
            attributes: key.attributes.clone(),
        }
    }

    fn entry(&self, entry: &LinkerEntry) -> Json {
        let mut map = Map::new();
        map.insert("specifier".to_owned(), json!(entry.key.specifier));
        if let Some(referrer) = entry.key.referrer {
            map.insert("referrer".to_owned(), self.name(referrer));
        }
        if let Some(attributes) = &entry.key.attributes {
            map.insert("with".to_owned(), json!(attributes));
        }
        match self.form {
            Form::Case => map.insert("answer".to_owned(), self.behaviours(&entry.behaviours)),
            Form::Wire => {
                let answers = entry.behaviours.iter().map(|behaviour| self.behaviour(behaviour)).collect();
                map.insert("answers".to_owned(), answers)
            }
        };
        Json::Object(map)
    }

    fn behaviours(&self, behaviours: &[Behaviour]) -> Json {
        match behaviours {
            [only] => self.behaviour(only),
            several => several.iter().map(|behaviour| self.behaviour(behaviour)).collect(),
        }
    }

    fn behaviour(&self, behaviour: &Behaviour) -> Json {
        let mut map = Map::new();
        let (key, answer) = match &behaviour.answer {
            Answer::Module(module) => ("module", self.name(*module)),
            Answer::Throws(thrown) => ("throws", self.thrown(thrown)),
            Answer::Rejects(thrown) => ("rejects", self.thrown(thrown)),
            Answer::Returns(value) => ("returns", self.value(value)),
            Answer::Never => ("never", Json::Bool(true)),
            Answer::Prepared(Preparation { module, evaluates: false, .. }) => ("linked", self.name(*module)),
            Answer::Prepared(Preparation { module, evaluates: true, .. }) => {
                ("evaluated", self.name(*module))
            }
        };
        map.insert(key.to_owned(), answer);
        if matches!(behaviour.answer, Answer::Prepared(Preparation { shared: true, .. })) {
            map.insert("shared".to_owned(), json!(true));
        }
        match behaviour.delivery {
            Delivery::AfterJobs(jobs) if behaviour.answer != Answer::Never => {
                map.insert("after".to_owned(), json!(jobs));
            }
            Delivery::Direct | Delivery::AfterJobs(_) => {}
            Delivery::Thenable => {
                map.insert("thenable".to_owned(), json!(true));
            }
            Delivery::ThenGetter => {
                map.insert("thenable".to_owned(), json!("getter"));
            }
        }
        if !behaviour.first.is_empty() {
            map.insert("first".to_owned(), self.steps(&behaviour.first));
        }
        Json::Object(map)
    }

    fn thrown(&self, thrown: &Thrown) -> Json {
        match thrown {
            Thrown::Error(kind, message) => one(kind.name(), message.as_str()),
            Thrown::Value(value) => one("value", self.value(value)),
        }
    }

    fn steps(&self, steps: &[Step]) -> Json {
        steps.iter().map(|step| self.step(step)).collect()
    }

    fn step(&self, step: &Step) -> Json {
        let (key, value) = match &step.action {
            Action::Link(module) => ("link", self.name(*module)),
            Action::Evaluate(module) => ("evaluate", self.name(*module)),
            Action::EvaluationPromise(module) => ("evaluationPromise", self.name(*module)),
            Action::EvaluationState(module) => ("evaluationState", self.name(*module)),
            Action::Namespace(module) => ("namespace", self.name(*module)),
            Action::Error(module) => ("error", self.name(*module)),
            Action::Instantiate(module) => ("instantiate", self.name(*module)),
            Action::LinkRequests { module, with } => {
                let with: Vec<_> = with.iter().map(|module| self.name(*module)).collect();
                ("linkRequests", json!({ "module": self.name(*module), "with": with }))
            }
            Action::SetExport { module, name, value } => {
                let value = self.value(value);
                ("setExport", json!({ "module": self.name(*module), "name": name, "value": value }))
            }
            Action::Query(query, module) => (query.name(), self.name(*module)),
            Action::Get { module, export } => {
                ("get", json!({ "module": self.name(*module), "export": export }))
            }
            Action::LinkWith { module, linker } => {
                ("link", json!({ "module": self.name(*module), "linker": self.value(linker) }))
            }
            Action::EvaluateWith { module, options } => {
                ("evaluate", json!({ "module": self.name(*module), "options": self.value(options) }))
            }
            Action::LinkRequestsWith { module, with } => {
                ("linkRequests", json!({ "module": self.name(*module), "with": self.requests(with) }))
            }
            Action::Construct(construction) => ("construct", self.construction(construction)),
            Action::Together(steps) => ("together", self.steps(steps)),
        };
        let mut map = Map::from_iter([(key.to_owned(), value)]);
        if let Some(linker) = &step.linker {
            map.insert("linker".to_owned(), self.linker(linker));
        }
        Json::Object(map)
    }

    fn requests(&self, requests: &Requests) -> Json {
        let value = |value| one("value", self.value(value));
        match requests {
            Requests::Value(argument) => value(argument),
            Requests::List(items) => items
                .iter()
                .map(|item| match item {
                    RequestAnswer::Module(module) => self.name(*module),
                    RequestAnswer::Value(item) => value(item),
                })
                .collect(),
        }
    }

    fn construction(&self, construction: &Construction) -> Json {
        let arguments: Vec<_> = construction.arguments.iter().map(|argument| self.value(argument)).collect();
        let mut map = Map::new();
        map.insert("class".to_owned(), construction.class.name().into());
        map.insert("arguments".to_owned(), arguments.into());
        if !construction.with_new {
            map.insert("new".to_owned(), Json::Bool(false));
        }
        Json::Object(map)
    }

    fn value(&self, value: &Value) -> Json {
        match value {
            Value::Undefined => one("undefined", true),
            Value::Null => Json::Null,
            Value::Bool(value) => Json::Bool(*value),
            Value::Number(value) => number(*value),
            Value::String(text) => Json::String(text.clone()),
            Value::BigInt(digits) => one("bigint", digits.as_str()),
            Value::Symbol(description) => one("symbol", description.as_str()),
            Value::Function => one("function", true),
            Value::Array(items) => items.iter().map(|item| self.value(item)).collect(),
            Value::Object(properties) => {
                let map: Map<_, _> =
                    properties.iter().map(|(key, value)| (key.clone(), self.value(value))).collect();
                match properties.as_slice() {
                    [(key, _)] if RESERVED.contains(&key.as_str()) => one("object", Json::Object(map)),
                    _ => Json::Object(map),
                }
            }
            Value::ProxyOf(module) => one("proxyOf", self.name(*module)),
            Value::InheritsFrom(module) => one("inheritsFrom", self.name(*module)),
            Value::NamespaceOf(module) => one("namespaceOf", self.name(*module)),
        }
    }
}

fn number(value: f64) -> Json {
    // The largest magnitude below which every integer is a number of its own.
    const EXACT: f64 = 9_007_199_254_740_991.0;
    if value.is_nan() {
        return one("number", "NaN");
    }
    if value.is_infinite() {
        return one("number", if value > 0.0 { "Infinity" } else { "-Infinity" });
    }
    if value == 0.0 && value.is_sign_negative() {
        return one("number", "-0");
    }
    if value.fract() == 0.0 && value.abs() <= EXACT {
        #[expect(clippy::cast_possible_truncation, reason = "it is whole and small enough")]
        return json!(value as i64);
    }
    json!(value)
}
