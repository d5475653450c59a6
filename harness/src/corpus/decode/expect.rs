//! What a case expects of a step.

use std::collections::HashSet;

use indexmap::IndexMap;

use crate::{
    corpus::{Expect, SettledExpect, StepExpectation},
    program::{
        Action, LinkerScript, Program, Step,
        decode::{DecodedStep, Decoder},
        document::{Data, Entry, Fields, Mistake, Node, did_you_mean, list_words, quote},
    },
    reference::ProfileName,
    transcript::ModuleStatus,
};

/// The keys that say how a step ends; at most one stands in an expectation.
pub(in crate::corpus) const OUTCOMES: [&str; 6] = ["ok", "value", "keys", "pending", "error", "unmodelled"];

/// All keys of an expectation.
pub(in crate::corpus) const KEYS: [&str; 12] = [
    "ok",
    "value",
    "keys",
    "pending",
    "error",
    "unmodelled",
    "status",
    "log",
    "calls",
    "imports",
    "inside",
    "settled",
];

/// What is expected of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `link` or `evaluate`, which give promises.
    Promise,
    /// `instantiate`, `linkRequests` or `setExport`, which return at once.
    Call,
    /// `namespace`
    Namespace,
    /// `error`
    Error,
    /// `get`, which gives a value or an error object.
    Get,
    /// A property of a module, such as `identifier`.
    Read,
    /// `together`
    Together,
    /// A construction.
    Construct,
    /// A step that the linker starts, of which the expectation does not know what it does.
    Inside,
    /// A step with a mistake in it.
    Unknown,
}

impl Kind {
    fn of(action: &Action) -> Self {
        match action {
            Action::Link(_) | Action::Evaluate(_) | Action::LinkWith { .. } | Action::EvaluateWith { .. } => {
                Self::Promise
            }
            Action::Namespace(_) => Self::Namespace,
            Action::Error(_) => Self::Error,
            Action::Query(query, _) if !query.is_call() => Self::Read,
            Action::Get { .. } => Self::Get,
            Action::EvaluationPromise(_)
            | Action::EvaluationState(_)
            | Action::Instantiate(_)
            | Action::LinkRequests { .. }
            | Action::LinkRequestsWith { .. }
            | Action::SetExport { .. }
            | Action::Query(..)
            | Action::Construct(_) => Self::Call,
            Action::Together(_) => Self::Together,
        }
    }
}

/// Where an expectation stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'l> {
    /// What it is about.
    pub(super) kind: Kind,
    /// Whether only its end can be spoken of.
    outcome_only: bool,
    /// The labels of all steps, when the program is whole.
    labels: Option<&'l HashSet<String>>,
}

impl Place<'_> {
    /// The expectation of a construction.
    pub(super) const fn construct() -> Self {
        Self { kind: Kind::Construct, outcome_only: true, labels: None }
    }
}

/// The labels of all steps of a program, wherever they are started.
pub(super) fn labels(program: &Program) -> HashSet<String> {
    fn of_script(program: &Program, script: &LinkerScript, labels: &mut HashSet<String>) {
        for behaviour in script.entries.iter().flat_map(|entry| &entry.behaviours) {
            of_steps(program, &behaviour.first, labels);
        }
    }
    // The recursion follows the document, whose depth is bounded.
    fn of_steps(program: &Program, steps: &[Step], labels: &mut HashSet<String>) {
        for step in steps {
            labels.insert(step.action.label(|module| program.name(module)));
            if let Action::Together(steps) = &step.action {
                of_steps(program, steps, labels);
            }
            if let Some(script) = &step.linker {
                of_script(program, script, labels);
            }
        }
    }
    let mut labels = HashSet::new();
    of_steps(program, &program.steps, &mut labels);
    of_script(program, &program.linker, &mut labels);
    if let Some(importer) = &program.importer {
        of_script(program, importer, &mut labels);
    }
    labels
}

impl Decoder<'_> {
    /// What is expected of a step; `inner` for a step of `together`.
    pub(super) fn step_expectation(
        &mut self,
        step: &DecodedStep<'_>,
        labels: Option<&HashSet<String>>,
        inner: bool,
    ) -> Option<StepExpectation> {
        let kind = step.step.as_ref().map_or(Kind::Unknown, |step| Kind::of(&step.action));
        let place = Place { kind, outcome_only: inner, labels };
        let contract = match step.expect {
            Some(entry) => self.expect_node(&entry.value, &place),
            None => Some(Expect::default()),
        };
        let under = match step.under {
            Some(entry) => self.step_under(entry, step.expect, contract.as_ref(), &place),
            None => Some(IndexMap::new()),
        };
        let together: Vec<_> =
            step.together.iter().map(|step| self.step_expectation(step, labels, true)).collect();
        let together = together.into_iter().collect::<Option<Vec<_>>>();
        Some(StepExpectation { contract: contract?, under: under?, together: together? })
    }

    fn step_under(
        &mut self,
        under: &Entry,
        expect: Option<&Entry>,
        contract: Option<&Expect>,
        place: &Place<'_>,
    ) -> Option<IndexMap<ProfileName, Expect>> {
        if expect.is_none()
            && let Data::Map(entries) = &under.value.data
        {
            for entry in
                entries.iter().filter(|entry| matches!(&entry.value.data, Data::Text(t) if t == "same"))
            {
                self.sink.report(
                    Mistake::at(entry.value.span, "`same` repeats `expect`, and there is none beside it")
                        .help("add `expect`, or write out what is expected"),
                );
            }
        }
        self.under(&under.value, contract, place)
    }

    /// `under`: expectations for other profiles. `same` repeats the contract's.
    pub(super) fn under(
        &mut self,
        node: &Node,
        contract: Option<&Expect>,
        place: &Place<'_>,
    ) -> Option<IndexMap<ProfileName, Expect>> {
        let entries = self.sink.map(node, "`under`")?;
        let others: Vec<_> = ProfileName::ALL
            .iter()
            .filter(|name| **name != ProfileName::Contract)
            .map(|name| name.as_str())
            .collect();
        let mut under = IndexMap::new();
        for entry in entries {
            let name = entry.key.text.as_str();
            let expect = match &entry.value.data {
                Data::Text(text) if text == "same" => contract.cloned(),
                _ => self.expect_node(&entry.value, place),
            };
            match ProfileName::from_text(name) {
                Some(ProfileName::Contract) => self.sink.report(
                    Mistake::at(entry.key.span, "`under` is for profiles other than `contract`")
                        .help("what is expected under the contract stands in `expect`"),
                ),
                Some(profile) => under.extend(expect.map(|expect| (profile, expect))),
                None => {
                    let mut mistake =
                        Mistake::at(entry.key.span, format!("there is no profile {}", quote(name)));
                    if let Some(meant) = did_you_mean(name, others.iter().copied()) {
                        mistake = mistake.label(format!("did you mean `{meant}`?"));
                    }
                    self.sink.report(mistake.help(format!("the other profiles are {}", list_words(&others))));
                }
            }
        }
        (under.len() == entries.len()).then_some(under)
    }

    fn expect_node(&mut self, node: &Node, place: &Place<'_>) -> Option<Expect> {
        let fields = if place.outcome_only {
            let what = if place.kind == Kind::Construct {
                "the expectation of a construction"
            } else {
                "the expectation of a step in `together`"
            };
            self.sink.fields(node, what, &OUTCOMES)?
        } else {
            self.sink.fields(node, "`expect`", &KEYS)?
        };
        self.expect(fields, place)
    }

    /// EXPECT
    pub(super) fn expect(&mut self, fields: Fields<'_>, place: &Place<'_>) -> Option<Expect> {
        let outcome = self.outcome(fields, place.kind);
        let status = fields.get("status").map_or_else(|| Some(IndexMap::new()), |node| self.status(node));
        let log = optional(fields.get("log"), |node| self.sink.texts(node, "`log`"));
        let calls = optional(fields.get("calls"), |node| self.calls(node, "a linker call"));
        let imports = optional(fields.get("imports"), |node| self.calls(node, "an import call"));
        let inside = optional(fields.get("inside"), |node| {
            let items = self.sink.list(node, "`inside`")?;
            let outcomes: Vec<_> = items.iter().map(|item| self.inside(item)).collect();
            outcomes.into_iter().collect::<Option<Vec<_>>>()
        });
        let settled = optional(fields.get("settled"), |node| {
            let items = self.sink.list(node, "`settled`")?;
            let settled: Vec<_> = items.iter().map(|item| self.settled(item, place)).collect();
            settled.into_iter().collect::<Option<Vec<_>>>()
        });
        let (calls, call_attributes) =
            calls?.map_or((None, None), |(calls, attributes)| (Some(calls), attributes));
        let (imports, import_attributes) =
            imports?.map_or((None, None), |(imports, attributes)| (Some(imports), attributes));
        Some(Expect {
            outcome: outcome?,
            status: status?,
            log: log?,
            calls,
            call_attributes,
            imports,
            import_attributes,
            inside: inside?,
            settled: settled?,
        })
    }

    fn status(&mut self, node: &Node) -> Option<IndexMap<String, ModuleStatus>> {
        let entries = self.sink.map(node, "`status`")?;
        let mut statuses = IndexMap::new();
        for entry in entries {
            let name = Node { span: entry.key.span, data: Data::Null };
            let known = self.known(&entry.key.text, &name);
            let Some(text) = self.sink.text(&entry.value, "a status") else { continue };
            let Some(status) = ModuleStatus::from_text(text) else {
                let all: Vec<_> = ModuleStatus::ALL.iter().map(|status| status.as_str()).collect();
                let mut mistake =
                    Mistake::at(entry.value.span, format!("there is no status {}", quote(text)));
                if let Some(meant) = did_you_mean(text, all.iter().copied()) {
                    mistake = mistake.label(format!("did you mean `{meant}`?"));
                }
                self.sink.report(mistake.help(format!("a module is one of {}", list_words(&all))));
                continue;
            };
            statuses.extend(known.map(|_| (entry.key.text.clone(), status)));
        }
        (statuses.len() == entries.len()).then_some(statuses)
    }

    fn inside(&mut self, node: &Node) -> Option<crate::corpus::ExpectedOutcome> {
        let fields = self.sink.fields(node, "an outcome in `inside`", &OUTCOMES)?;
        let outcome = self.outcome(fields, Kind::Inside)?;
        if outcome.is_none() {
            self.no_outcome(node);
        }
        outcome
    }

    fn settled(&mut self, node: &Node, place: &Place<'_>) -> Option<SettledExpect> {
        const KEYS: [&str; 5] = ["step", "ok", "value", "error", "unmodelled"];
        let fields = self.sink.fields(node, "an item of `settled`", &KEYS)?;
        let outcome = self.outcome(fields, Kind::Promise)?;
        if outcome.is_none() {
            self.no_outcome(node);
        }
        let at = fields.require("step", "link main", self.sink)?;
        let step = self.sink.text(at, "`step`")?;
        if let Some(labels) = place.labels
            && !labels.contains(step)
        {
            let mistake = Mistake::at(at.span, format!("no step of this case is called {}", quote(step)));
            let mut known: Vec<_> = labels.iter().map(String::as_str).collect();
            known.sort_unstable();
            self.sink.report(match did_you_mean(step, known) {
                Some(meant) => mistake.label(format!("did you mean `{meant}`?")),
                None => mistake.help("a step is called by what it does and to which module: `link main`"),
            });
        }
        Some(SettledExpect { step: step.to_owned(), outcome: outcome? })
    }

    fn no_outcome(&mut self, node: &Node) {
        self.sink.report(
            Mistake::at(node.span, "this does not say how the step ends")
                .help("add one of `ok: true`, `value`, `keys`, `pending: true`, `error` and `unmodelled`"),
        );
    }
}

/// `Some(None)` for a key that is not there, `None` for one that is wrong.
#[expect(clippy::option_option, reason = "the two levels are told apart by every caller, and only there")]
fn optional<T>(node: Option<&Node>, read: impl FnOnce(&Node) -> Option<T>) -> Option<Option<T>> {
    node.map_or(Some(None), |node| read(node).map(Some))
}
