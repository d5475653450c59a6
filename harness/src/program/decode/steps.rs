//! Steps.

use super::Decoder;
use crate::program::{
    Action, Step,
    document::{Entry, Fields, Mistake, Node, Span},
};

const ACTIONS: [&str; 8] =
    ["link", "evaluate", "namespace", "error", "instantiate", "linkRequests", "setExport", "together"];

/// The keys of a step.
pub(crate) const KEYS: [&str; 11] = [
    "link",
    "evaluate",
    "namespace",
    "error",
    "instantiate",
    "linkRequests",
    "setExport",
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
        match key {
            "link" => self.module(node, "`link`").map(Action::Link),
            "evaluate" => self.module(node, "`evaluate`").map(Action::Evaluate),
            "namespace" => self.module(node, "`namespace`").map(Action::Namespace),
            "error" => self.module(node, "`error`").map(Action::Error),
            "instantiate" => self.module(node, "`instantiate`").map(Action::Instantiate),
            "linkRequests" => self.link_requests(node),
            "setExport" => self.set_export(node),
            _ => self.together(node, together),
        }
    }

    fn link_requests(&mut self, node: &Node) -> Option<Action> {
        let fields = self.sink.fields(node, "`linkRequests`", &["module", "with"])?;
        let module =
            fields.require("module", "main", self.sink).and_then(|node| self.module(node, "`module`"));
        let with = fields.require("with", "[dep]", self.sink).and_then(|node| {
            let items = self.sink.list(node, "`with`")?;
            let modules: Vec<_> = items.iter().map(|item| self.module(item, "an item of `with`")).collect();
            modules.into_iter().collect::<Option<Vec<_>>>()
        });
        Some(Action::LinkRequests { module: module?, with: with? })
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
