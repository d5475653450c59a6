//! A program as the text of a case file.

use serde_json::{Map, Value as Json, json};

use crate::program::{
    Action, Answer, Behaviour, Delivery, LinkerEntry, LinkerScript, ModuleDefinition, ModuleKind, Program,
    Step, Thrown, Value,
};

/// A case file, in JSON, whose only case is `program` under the name `id`; nothing is expected of its steps yet.
///
/// Whoever finds a program that goes wrong pastes this into `cases/`, or gives it to `cargo xtask`, as it is. `why` is
/// one sentence, and `id` is made of lower-case letters, digits and `-`.
#[must_use]
pub fn case_file(program: &Program, id: &str, why: &str) -> String {
    let form = Form { program };
    let modules: Map<String, Json> =
        program.modules.iter().map(|module| (module.name.clone(), module_form(module))).collect();
    let mut case = Map::new();
    case.insert("id".to_owned(), id.into());
    case.insert("why".to_owned(), why.into());
    case.insert("source".to_owned(), json!(["C1"]));
    case.insert("modules".to_owned(), modules.into());
    if !program.linker.entries.is_empty() {
        case.insert("linker".to_owned(), form.linker(&program.linker));
    }
    case.insert("steps".to_owned(), program.steps.iter().map(|step| form.step(step)).collect());
    let file = json!({ "about": why, "cases": [case] });
    // Printing a value that holds only maps with text keys, lists and finite numbers cannot fail.
    serde_json::to_string_pretty(&file).expect("a case is plain JSON")
}

fn module_form(module: &ModuleDefinition) -> Json {
    if let (ModuleKind::Source(text), None, None) = (&module.kind, &module.identifier, &module.context) {
        return text.as_str().into();
    }
    let mut form = Map::new();
    match &module.kind {
        ModuleKind::Source(text) => form.insert("source".to_owned(), text.as_str().into()),
        ModuleKind::Synthetic { exports, body } => {
            form.insert("synthetic".to_owned(), json!({ "exports": exports, "body": body }))
        }
    };
    for (key, text) in [("identifier", &module.identifier), ("context", &module.context)] {
        if let Some(text) = text {
            form.insert(key.to_owned(), text.as_str().into());
        }
    }
    form.into()
}

/// Writes what names modules.
struct Form<'p> {
    program: &'p Program,
}

impl Form<'_> {
    fn linker(&self, script: &LinkerScript) -> Json {
        script.entries.iter().map(|entry| self.entry(entry)).collect()
    }

    /// The list form of an entry: its specifier can be any text.
    fn entry(&self, LinkerEntry { key, behaviours }: &LinkerEntry) -> Json {
        let mut form = Map::new();
        form.insert("specifier".to_owned(), key.specifier.as_str().into());
        if let Some(referrer) = key.referrer {
            form.insert("referrer".to_owned(), self.program.name(referrer).into());
        }
        if let Some(attributes) = &key.attributes {
            form.insert("with".to_owned(), json!(attributes));
        }
        let answers: Vec<Json> = behaviours.iter().map(|behaviour| self.behaviour(behaviour)).collect();
        form.insert("answer".to_owned(), answers.into());
        form.into()
    }

    fn behaviour(&self, behaviour: &Behaviour) -> Json {
        let mut form = Map::new();
        let (key, answer) = match &behaviour.answer {
            Answer::Module(module) => ("module", self.program.name(*module).into()),
            Answer::Throws(thrown) => ("throws", self.thrown(thrown)),
            Answer::Rejects(thrown) => ("rejects", self.thrown(thrown)),
            Answer::Returns(value) => ("returns", self.value(value)),
            Answer::Never => ("never", true.into()),
        };
        form.insert(key.to_owned(), answer);
        let delivery = match behaviour.delivery {
            Delivery::Direct => None,
            Delivery::AfterJobs(jobs) => Some(("after", jobs.into())),
            Delivery::Thenable => Some(("thenable", true.into())),
            Delivery::ThenGetter => Some(("thenable", "getter".into())),
        };
        if let Some((key, value)) = delivery {
            form.insert(key.to_owned(), value);
        }
        if !behaviour.first.is_empty() {
            form.insert("first".to_owned(), behaviour.first.iter().map(|step| self.step(step)).collect());
        }
        form.into()
    }

    fn thrown(&self, thrown: &Thrown) -> Json {
        match thrown {
            Thrown::Error(kind, message) => json!({ kind.name(): message }),
            Thrown::Value(value) => json!({ "value": self.value(value) }),
        }
    }

    fn value(&self, value: &Value) -> Json {
        match value {
            Value::Undefined => json!({ "undefined": true }),
            Value::Null => Json::Null,
            Value::Bool(value) => (*value).into(),
            Value::Number(number) => number_form(*number),
            Value::String(text) => text.as_str().into(),
            Value::BigInt(digits) => json!({ "bigint": digits }),
            Value::Symbol(description) => json!({ "symbol": description }),
            Value::Function => json!({ "function": true }),
            Value::Array(items) => items.iter().map(|item| self.value(item)).collect(),
            Value::Object(properties) => {
                let properties: Map<String, Json> =
                    properties.iter().map(|(key, value)| (key.clone(), self.value(value))).collect();
                // Spelled out when the only key could be taken for one of the words above.
                if properties.len() == 1 { json!({ "object": properties }) } else { properties.into() }
            }
            Value::ProxyOf(module) => json!({ "proxyOf": self.program.name(*module) }),
            Value::InheritsFrom(module) => json!({ "inheritsFrom": self.program.name(*module) }),
            Value::NamespaceOf(module) => json!({ "namespaceOf": self.program.name(*module) }),
        }
    }

    fn step(&self, step: &Step) -> Json {
        let name = |module| self.program.name(module);
        let (key, action): (&str, Json) = match &step.action {
            Action::Link(module) => ("link", name(*module).into()),
            Action::Evaluate(module) => ("evaluate", name(*module).into()),
            Action::Namespace(module) => ("namespace", name(*module).into()),
            Action::Error(module) => ("error", name(*module).into()),
            Action::Instantiate(module) => ("instantiate", name(*module).into()),
            Action::LinkRequests { module, with } => {
                let with: Vec<&str> = with.iter().map(|module| name(*module)).collect();
                ("linkRequests", json!({ "module": name(*module), "with": with }))
            }
            Action::SetExport { module, name: export, value } => {
                let value = self.value(value);
                ("setExport", json!({ "module": name(*module), "name": export, "value": value }))
            }
            Action::Together(steps) => ("together", steps.iter().map(|step| self.step(step)).collect()),
        };
        let mut form = Map::new();
        form.insert(key.to_owned(), action);
        if let Some(linker) = &step.linker {
            form.insert("linker".to_owned(), self.linker(linker));
        }
        form.into()
    }
}

/// Numbers that JSON cannot write have a form of their own.
fn number_form(number: f64) -> Json {
    let special = if number.is_nan() {
        "NaN"
    } else if number == f64::INFINITY {
        "Infinity"
    } else if number == f64::NEG_INFINITY {
        "-Infinity"
    } else if number == 0.0 && number.is_sign_negative() {
        "-0"
    } else {
        return number.into();
    };
    json!({ "number": special })
}
