//! The answers of linkers, and the values in them, written out.

use super::{
    facts::can_throw,
    linker::{Linkers, MARGIN, block},
    literal::{Js, string},
    names::Variables,
};
use crate::program::{Answer, Behaviour, Delivery, Preparation, Thrown, Value};

impl Linkers<'_> {
    /// The statements that give the answer of `behaviour`, in a function that links with `linker`.
    pub(super) fn answer(&self, behaviour: &Behaviour, linker: &str) -> Vec<String> {
        let one = |line: String| vec![line];
        let is_thenable = matches!(behaviour.delivery, Delivery::Thenable | Delivery::ThenGetter);
        match (&behaviour.answer, behaviour.delivery) {
            (Answer::Never, _) if is_thenable => one("return { then() {} };".to_owned()),
            (Answer::Never, _) => one("return new Promise(() => {});".to_owned()),
            (Answer::Prepared(preparation), _) => one(self.prepared(*preparation, linker)),
            (Answer::Module(module), delivery) => one(Self::gives(self.variables.module(*module), delivery)),
            (Answer::Returns(value), delivery) => self.returns(value, delivery),
            (Answer::Throws(thrown), Delivery::Direct) => one(format!("throw {};", self.thrown(thrown))),
            (Answer::Rejects(thrown), Delivery::Direct) => {
                one(format!("return Promise.reject({});", self.thrown(thrown)))
            }
            (Answer::Throws(thrown) | Answer::Rejects(thrown), Delivery::AfterJobs(jobs)) => {
                one(format!("return failAfter({jobs}, {});", self.thrown(thrown)))
            }
            (Answer::Throws(thrown) | Answer::Rejects(thrown), delivery) => {
                let rejects = matches!(behaviour.answer, Answer::Rejects(_));
                vec![format!("const error = {};", self.thrown(thrown)), failing_thenable(delivery, rejects)]
            }
        }
    }

    /// Gives the promise of a module that is made ready with `linker`.
    fn prepared(&self, preparation: Preparation, linker: &str) -> String {
        let Preparation { module, evaluates, shared } = preparation;
        let (module, word) = (self.variables.module(module), if evaluates { "evaluated" } else { "linked" });
        if shared {
            format!("return shared({word}, {module}, {linker});")
        } else {
            format!("return {word}({module}, {linker});")
        }
    }

    /// Gives `value`, an expression that cannot fail.
    fn gives(value: &str, delivery: Delivery) -> String {
        match delivery {
            Delivery::Direct => format!("return {value};"),
            Delivery::AfterJobs(jobs) => format!("return after({jobs}, {value});"),
            Delivery::Thenable | Delivery::ThenGetter => {
                format!("return {{ then: (resolve) => resolve({value}) }};")
            }
        }
    }

    fn returns(&self, value: &Value, delivery: Delivery) -> Vec<String> {
        let js = literal(value, &self.variables);
        let fails = match delivery {
            Delivery::Direct => return vec![format!("return {};", js.print(0, MARGIN, 1))],
            Delivery::AfterJobs(jobs) => format!("return failAfter({jobs}, error);"),
            Delivery::Thenable | Delivery::ThenGetter => failing_thenable(delivery, false),
        };
        // The value is made when the linker is called, not when the answer arrives.
        let mut lines =
            vec![format!("const value = {};", js.print(0, MARGIN, 1)), Self::gives("value", delivery)];
        if can_throw(value) {
            lines = block("try", lines);
            let last = lines.pop().unwrap_or_default();
            lines.extend(block(&format!("{last} catch (error)"), vec![fails]));
        }
        lines.iter().flat_map(|line| line.split('\n')).map(str::to_owned).collect()
    }

    fn thrown(&self, thrown: &Thrown) -> String {
        match thrown {
            Thrown::Error(kind, message) => format!("new {kind}({})", string(message)),
            Thrown::Value(value) => literal(value, &self.variables).flat(),
        }
    }
}

fn failing_thenable(delivery: Delivery, rejects: bool) -> String {
    match delivery {
        Delivery::ThenGetter => "return { get then() { throw error; } };".to_owned(),
        _ if rejects => "return { then: (_, reject) => reject(error) };".to_owned(),
        _ => "return { then() { throw error; } };".to_owned(),
    }
}

/// A value as an expression. It recurses as deep as the value, which the reader of programs bounds.
pub(super) fn literal(value: &Value, variables: &Variables) -> Js {
    Js::raw(match value {
        Value::Undefined => "undefined".to_owned(),
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) if *number == 0.0 && number.is_sign_negative() => "-0".to_owned(),
        Value::Number(number) if number.is_finite() => Js::json(&crate::transcript::value_json(value)).flat(),
        Value::Number(_) => value.to_string(),
        Value::String(text) => string(text),
        Value::BigInt(digits) => format!("{digits}n"),
        Value::Symbol(description) => format!("Symbol({})", string(description)),
        Value::Function => "function () {}".to_owned(),
        Value::Array(items) => return Js::Array(items.iter().map(|item| literal(item, variables)).collect()),
        Value::Object(properties) => {
            let entries = properties.iter().map(|(key, item)| (key.clone(), literal(item, variables)));
            return Js::Object(entries.collect());
        }
        Value::ProxyOf(module) => format!("new Proxy({}, {{}})", variables.module(*module)),
        Value::InheritsFrom(module) => format!("Object.create({})", variables.module(*module)),
        Value::NamespaceOf(module) => format!("{}.namespace", variables.module(*module)),
    })
}
