//! Steps.

use super::Decoder;
use crate::program::{
    Action, Construction, ModuleClass, ModuleId, Query, RequestAnswer, Requests, Step, Value,
    document::{Data, Entry, Fields, Mistake, Node, Span, did_you_mean, list_words, quote},
};

const ACTIONS: [&str; 18] = [
    "link",
    "evaluate",
    "evaluationPromise",
    "evaluationState",
    "namespace",
    "get",
    "error",
    "identifier",
    "hasTopLevelAwait",
    "hasAsyncGraph",
    "moduleRequests",
    "dependencySpecifiers",
    "createCachedData",
    "instantiate",
    "linkRequests",
    "setExport",
    "construct",
    "together",
];

/// The keys of a step.
pub(crate) const KEYS: [&str; 21] = [
    "link",
    "evaluate",
    "evaluationPromise",
    "evaluationState",
    "namespace",
    "get",
    "error",
    "identifier",
    "hasTopLevelAwait",
    "hasAsyncGraph",
    "moduleRequests",
    "dependencySpecifiers",
    "createCachedData",
    "instantiate",
    "linkRequests",
    "setExport",
    "construct",
    "together",
    "linker",
    "expect",
    "under",
];

/// A step, and what stands beside it about expectations, which is not the program's to read.
#[derive(Debug)]
pub(crate) struct DecodedStep<'n> {
    /// The step; `None` when a mistake has been reported.
    pub(crate) step: Option<Step>,
    /// Where it stands.
    pub(crate) span: Span,
    /// `expect`
    pub(crate) expect: Option<&'n Entry>,
    /// `under`
    pub(crate) under: Option<&'n Entry>,
    /// The steps of `together`.
    pub(crate) together: Vec<DecodedStep<'n>>,
}

impl Decoder<'_> {
    /// A step of a program.
    pub(crate) fn step<'n>(&mut self, node: &'n Node) -> DecodedStep<'n> {
        let Some(fields) = self.sink.fields(node, "a step", &KEYS) else {
            return DecodedStep {
                step: None,
                span: node.span,
                expect: None,
                under: None,
                together: Vec::new(),
            };
        };
        let mut together = Vec::new();
        let action = self.action(fields, &mut together);
        let linker = match fields.get("linker") {
            Some(node) => self.linker(node).map(Some),
            None => Some(None),
        };
        DecodedStep {
            step: action.zip(linker).map(|(action, linker)| Step { action, linker }),
            span: fields.span,
            expect: fields.entry("expect"),
            under: fields.entry("under"),
            together,
        }
    }

    /// A step of `together` or `first`, which cannot be `together` itself. `what` names it in messages.
    pub(super) fn inner_step<'n>(&mut self, node: &'n Node, what: &str) -> DecodedStep<'n> {
        let mut step = self.step(node);
        if matches!(step.step, Some(Step { action: Action::Together(_), .. })) {
            self.sink.report(
                Mistake::at(step.span, format!("{what} cannot be `together`"))
                    .help("list the steps one after the other; they are all started before any is awaited"),
            );
            step.step = None;
        }
        step
    }

    fn action<'n>(&mut self, fields: Fields<'n>, together: &mut Vec<DecodedStep<'n>>) -> Option<Action> {
        let mut given = ACTIONS.iter().filter_map(|key| fields.entry(key));
        let Some(entry) = given.next() else {
            if fields.is_misspelt(&ACTIONS) {
                return None;
            }
            self.sink.report(
                Mistake::at(fields.span, "this step does not say what is done")
                    .help("write what is done and to which module: `link: main`, `evaluate: main`, `namespace: main`, …"),
            );
            return None;
        };
        for second in given {
            self.sink.report(
                Mistake::at(second.key.span, "a step does one thing")
                    .label("a second one")
                    .help("make it two steps, or put both into `together: [ … ]`"),
            );
        }
        let node = &entry.value;
        let key = entry.key.text.as_str();
        if let Some(query) = Query::from_name(key) {
            return self.module(node, &format!("`{key}`")).map(|module| Action::Query(query, module));
        }
        match key {
            "link" => self.link(node),
            "evaluate" => self.evaluate(node),
            "get" => self.get(node),
            "construct" => self.construction(node).map(Action::Construct),
            "evaluationPromise" => self.module(node, "`evaluationPromise`").map(Action::EvaluationPromise),
            "evaluationState" => self.module(node, "`evaluationState`").map(Action::EvaluationState),
            "namespace" => self.module(node, "`namespace`").map(Action::Namespace),
            "error" => self.module(node, "`error`").map(Action::Error),
            "instantiate" => self.module(node, "`instantiate`").map(Action::Instantiate),
            "linkRequests" => self.link_requests(node),
            "setExport" => self.set_export(node),
            _ => self.together(node, together),
        }
    }

    /// `link: NAME`, or a map with the `linker` that is none.
    fn link(&mut self, node: &Node) -> Option<Action> {
        if !matches!(node.data, Data::Map(_)) {
            return self.module(node, "`link`").map(Action::Link);
        }
        let (module, linker) = self.with_argument(node, "`link`", &["module", "linker"])?;
        if linker == Value::Function {
            self.sink.report(
                Mistake::at(node.span, "a function in place of a linker is a linker")
                    .help("write `link: NAME`, and what the linker answers beside it, in `linker`"),
            );
            return None;
        }
        Some(Action::LinkWith { module, linker })
    }

    /// `evaluate: NAME`, or a map with the `options` it is given.
    fn evaluate(&mut self, node: &Node) -> Option<Action> {
        if !matches!(node.data, Data::Map(_)) {
            return self.module(node, "`evaluate`").map(Action::Evaluate);
        }
        let (module, options) = self.with_argument(node, "`evaluate`", &["module", "options"])?;
        Some(Action::EvaluateWith { module, options })
    }

    /// A map of a `module` and a value, whose key is the second of `keys`.
    fn with_argument(
        &mut self,
        node: &Node,
        what: &'static str,
        keys: &'static [&'static str; 2],
    ) -> Option<(ModuleId, Value)> {
        let fields = self.sink.fields(node, what, keys)?;
        let module =
            fields.require("module", "main", self.sink).and_then(|node| self.module(node, "`module`"));
        let value = fields.require(keys[1], "null", self.sink).and_then(|node| self.value(node));
        module.zip(value)
    }

    fn get(&mut self, node: &Node) -> Option<Action> {
        let fields = self.sink.fields(node, "`get`", &["module", "export"])?;
        let module =
            fields.require("module", "main", self.sink).and_then(|node| self.module(node, "`module`"));
        let export =
            fields.require("export", "x", self.sink).and_then(|node| self.sink.text(node, "`export`"));
        Some(Action::Get { module: module?, export: export?.to_owned() })
    }

    fn link_requests(&mut self, node: &Node) -> Option<Action> {
        let fields = self.sink.fields(node, "`linkRequests`", &["module", "with"])?;
        let module =
            fields.require("module", "main", self.sink).and_then(|node| self.module(node, "`module`"));
        let with = fields.require("with", "[dep]", self.sink).and_then(|node| self.requests(node));
        let (module, with) = module.zip(with)?;
        let modules = match &with {
            Requests::Value(_) => None,
            Requests::List(items) => items
                .iter()
                .map(|item| match item {
                    RequestAnswer::Module(module) => Some(*module),
                    RequestAnswer::Value(_) => None,
                })
                .collect::<Option<Vec<_>>>(),
        };
        Some(match modules {
            Some(with) => Action::LinkRequests { module, with },
            None => Action::LinkRequestsWith { module, with },
        })
    }

    /// A list of names and of `{ value: VALUE }`, or one `{ value: VALUE }` in place of a list.
    fn requests(&mut self, node: &Node) -> Option<Requests> {
        if let Data::Map(_) = &node.data {
            return self.valued(node, "`with`").map(Requests::Value);
        }
        let items = self.sink.list(node, "`with`")?;
        let answers: Vec<_> = items
            .iter()
            .map(|item| match &item.data {
                Data::Map(_) => self.valued(item, "an item of `with`").map(RequestAnswer::Value),
                _ => self.module(item, "an item of `with`").map(RequestAnswer::Module),
            })
            .collect();
        answers.into_iter().collect::<Option<_>>().map(Requests::List)
    }

    /// `{ value: VALUE }`
    fn valued(&mut self, node: &Node, what: &'static str) -> Option<Value> {
        let fields = self.sink.fields(node, what, &["value"])?;
        fields.require("value", "null", self.sink).and_then(|node| self.value(node))
    }

    fn construction(&mut self, node: &Node) -> Option<Construction> {
        let fields = self.sink.fields(node, "`construct`", &["class", "arguments", "new"])?;
        let class = fields.require("class", "SourceTextModule", self.sink).and_then(|node| {
            let name = self.sink.text(node, "`class`")?;
            let class = ModuleClass::from_name(name);
            if class.is_none() {
                let all = ModuleClass::ALL.map(ModuleClass::name);
                let mut mistake = Mistake::at(node.span, format!("there is no constructor {}", quote(name)));
                if let Some(meant) = did_you_mean(name, all) {
                    mistake = mistake.label(format!("did you mean `{meant}`?"));
                }
                self.sink.report(mistake.help(format!("the constructors are {}", list_words(&all))));
            }
            class
        });
        let arguments = fields.require("arguments", "[5]", self.sink).and_then(|node| {
            let items = self.sink.list(node, "`arguments`")?;
            let values: Vec<_> = items.iter().map(|item| self.value(item)).collect();
            values.into_iter().collect::<Option<Vec<_>>>()
        });
        let with_new = match fields.get("new") {
            None => Some(true),
            Some(Node { data: Data::Bool(with_new), .. }) => Some(*with_new),
            Some(node) => {
                self.sink.wrong_type(node, "`new`", "`true` or `false`");
                None
            }
        };
        Some(Construction { class: class?, arguments: arguments?, with_new: with_new? })
    }

    fn set_export(&mut self, node: &Node) -> Option<Action> {
        let fields = self.sink.fields(node, "`setExport`", &["module", "name", "value"])?;
        let module =
            fields.require("module", "main", self.sink).and_then(|node| self.module(node, "`module`"));
        let name = fields.require("name", "x", self.sink).and_then(|node| self.sink.text(node, "`name`"));
        let value = fields.require("value", "1", self.sink).and_then(|node| self.value(node));
        Some(Action::SetExport { module: module?, name: name?.to_owned(), value: value? })
    }

    fn together<'n>(&mut self, node: &'n Node, together: &mut Vec<DecodedStep<'n>>) -> Option<Action> {
        let items = self.sink.list(node, "`together`")?;
        if items.is_empty() {
            self.sink.report(
                Mistake::at(node.span, "`together` is empty").help("list the steps that are started at once"),
            );
        }
        together.extend(items.iter().map(|item| self.inner_step(item, "a step in `together`")));
        together.iter().map(|step| step.step.clone()).collect::<Option<_>>().map(Action::Together)
    }
}
