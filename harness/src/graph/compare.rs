//! Holding a run of a graph against another, and against what the graph itself says.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::{Content, Difference, Graph, leaves::own_names};
use crate::{
    program::{ModuleId, Value},
    syntax::ModuleRequest,
    transcript::{
        LinkerCall, ModuleStatus, Observed, Outcome, StepRecord, ThrownView, Transcript, outcome_json,
        thrown_json,
    },
};

/// What `actual` shows otherwise than `expected`, both being transcripts of the program of `graph`: constructions, how
/// every step ended, the status and error of every module after it, the linker calls and their order, and the keys of
/// every namespace.
#[must_use]
pub fn compare(graph: &Graph, expected: &Transcript, actual: &Transcript) -> Vec<Difference> {
    let mut differences = Vec::new();
    for module in &graph.program.modules {
        let name_of = |transcript: &Transcript| transcript.construct.get(&module.name).map(error_name);
        let (expected, actual) = (name_of(expected), name_of(actual));
        if expected != actual {
            let module = module.name.clone();
            differences.push(Difference::Construction { module, expected, actual });
        }
    }
    for index in 0..expected.steps.len().max(actual.steps.len()) {
        compare_steps(graph, expected.steps.get(index), actual.steps.get(index), &mut differences);
    }
    differences
}

/// What `transcript`, a run of the program of `graph` on any engine, shows otherwise than the graph itself says: that
/// every module is constructed, that the entry links and every module with it, that the linker is called once for each
/// request of each module in the order of the module's text (C10), and that each namespace has the names that its module
/// exports other than by a star.
///
/// This does not use the reference linker, so it can be asked of the reference linker too. When the link fails, what
/// follows from that is left out.
#[must_use]
pub fn check(graph: &Graph, transcript: &Transcript) -> Vec<Difference> {
    let mut differences = Vec::new();
    for (module, outcome) in &transcript.construct {
        let (module, actual) = (module.clone(), Some(failure(outcome)));
        differences.push(Difference::Construction { module, expected: None, actual });
    }
    let step = graph.program.steps[0].action.label(|module| graph.program.name(module));
    let undefined = Outcome::Ok(Observed::Value(Value::Undefined));
    let Some(link) = transcript.steps.first().filter(|link| link.outcome == undefined) else {
        let actual = ended(transcript.steps.first().map(|link| &link.outcome));
        differences.push(Difference::Outcome { step, expected: ended(Some(&undefined)), actual });
        return differences;
    };
    let linked =
        graph.program.modules.iter().map(|module| (module.name.clone(), ModuleStatus::Linked)).collect();
    compare_statuses(graph, &step, &linked, &link.status, &mut differences);
    let mut requests: HashMap<&str, Vec<String>> = HashMap::new();
    for (index, content) in graph.contents.iter().enumerate() {
        if let Content::Module { record, .. } = content {
            let asked = record.requests.iter().map(request_text).collect();
            requests.insert(graph.program.name(ModuleId::new(index)), asked);
        }
    }
    compare_requests(graph, &requests, &calls_by_referrer(&link.calls), &mut differences);
    check_namespaces(graph, transcript.steps.get(1), &mut differences);
    differences
}

fn check_namespaces(graph: &Graph, step: Option<&StepRecord>, differences: &mut Vec<Difference>) {
    for (index, content) in graph.contents.iter().enumerate() {
        let module = graph.program.name(ModuleId::new(index)).to_owned();
        let outcome = step.and_then(|step| step.together.get(index)).map(|read| &read.outcome);
        let Some(Outcome::Ok(Observed::Namespace(keys))) = outcome else {
            let (step, expected) = (format!("namespace {module}"), "a namespace".to_owned());
            differences.push(Difference::Outcome { step, expected, actual: ended(outcome) });
            continue;
        };
        let (own, has_stars): (HashSet<&str>, bool) = match content {
            Content::Module { record, .. } => {
                (own_names(content).into_iter().collect(), !record.star_exports.is_empty())
            }
            Content::Leaf { exports, .. } => (exports.iter().map(String::as_str).collect(), false),
            Content::Broken(_) => continue,
        };
        let present: HashSet<&str> = keys.iter().map(String::as_str).collect();
        let mut missing: Vec<String> =
            own.iter().filter(|name| !present.contains(*name)).map(|&name| name.to_owned()).collect();
        missing.sort_unstable();
        let is_unexpected = |key: &&String| !has_stars && !own.contains(key.as_str());
        let unexpected: Vec<String> = keys.iter().filter(is_unexpected).cloned().collect();
        if !missing.is_empty() || !unexpected.is_empty() {
            differences.push(Difference::Keys { module, missing, unexpected });
        }
    }
}

fn compare_steps(
    graph: &Graph,
    expected: Option<&StepRecord>,
    actual: Option<&StepRecord>,
    differences: &mut Vec<Difference>,
) {
    let Some(step) = expected.or(actual).map(|record| record.step.clone()) else { return };
    let outcome = |record: Option<&StepRecord>| record.map(|record| record.outcome.clone());
    if outcome(expected) != outcome(actual) {
        let ended = |record: Option<&StepRecord>| ended(record.map(|record| &record.outcome));
        let (expected, actual) = (ended(expected), ended(actual));
        differences.push(Difference::Outcome { step: step.clone(), expected, actual });
    }
    let (Some(expected), Some(actual)) = (expected, actual) else { return };
    compare_statuses(graph, &step, &expected.status, &actual.status, differences);
    for module in &graph.program.modules {
        let (expected, actual) = (expected.errors.get(&module.name), actual.errors.get(&module.name));
        if expected != actual {
            let text = |error: Option<&ThrownView>| {
                error.map_or_else(|| "none".to_owned(), |error| thrown_json(error).to_string())
            };
            let (step, module) = (step.clone(), module.name.clone());
            let (expected, actual) = (text(expected), text(actual));
            differences.push(Difference::Error { step, module, expected, actual });
        }
    }
    compare_calls(graph, &expected.calls, &actual.calls, differences);
    for index in 0..expected.together.len().max(actual.together.len()) {
        let of = |record: &StepRecord| record.together.get(index).map(|part| part.outcome.clone());
        let (wanted, came) = (of(expected), of(actual));
        let part = expected.together.get(index).or_else(|| actual.together.get(index));
        let step = part.map_or_else(String::new, |part| part.step.clone());
        compare_reads(&step, wanted.as_ref(), came.as_ref(), differences);
    }
}

/// Compares two reads of one namespace.
fn compare_reads(
    step: &str,
    expected: Option<&Outcome>,
    actual: Option<&Outcome>,
    differences: &mut Vec<Difference>,
) {
    if expected == actual {
        return;
    }
    let keys = |outcome: Option<&Outcome>| match outcome {
        Some(Outcome::Ok(Observed::Namespace(keys))) => Some(keys.clone()),
        _ => None,
    };
    let (Some(wanted), Some(came)) = (keys(expected), keys(actual)) else {
        let (expected, actual) = (ended(expected), ended(actual));
        differences.push(Difference::Outcome { step: step.to_owned(), expected, actual });
        return;
    };
    let module = step.strip_prefix("namespace ").unwrap_or(step).to_owned();
    let (missing, unexpected) = apart(&wanted, &came);
    differences.push(if missing.is_empty() && unexpected.is_empty() {
        Difference::KeyOrder { module, expected: wanted, actual: came }
    } else {
        Difference::Keys { module, missing, unexpected }
    });
}

fn compare_statuses(
    graph: &Graph,
    step: &str,
    expected: &IndexMap<String, ModuleStatus>,
    actual: &IndexMap<String, ModuleStatus>,
    differences: &mut Vec<Difference>,
) {
    let text = |status: Option<&ModuleStatus>| status.map_or("none", |status| status.as_str());
    let mut groups: IndexMap<(&str, &str), Vec<String>> = IndexMap::new();
    for module in &graph.program.modules {
        let pair = (text(expected.get(&module.name)), text(actual.get(&module.name)));
        if pair.0 != pair.1 {
            groups.entry(pair).or_default().push(module.name.clone());
        }
    }
    differences.extend(groups.into_iter().map(|((expected, actual), modules)| Difference::Status {
        step: step.to_owned(),
        expected: expected.to_owned(),
        actual: actual.to_owned(),
        modules,
    }));
}

/// Tells first which modules are asked for otherwise; only when all are asked for alike, whether the order is another.
fn compare_calls(
    graph: &Graph,
    expected: &[LinkerCall],
    actual: &[LinkerCall],
    differences: &mut Vec<Difference>,
) {
    let before = differences.len();
    compare_requests(graph, &calls_by_referrer(expected), &calls_by_referrer(actual), differences);
    if differences.len() == before
        && let Some(place) = (0..expected.len()).find(|&place| expected.get(place) != actual.get(place))
    {
        let text = |call: &LinkerCall| format!("{} from {}", call_text(call), call.referrer);
        let (expected, actual) = (text(&expected[place]), text(&actual[place]));
        differences.push(Difference::Order { call: place + 1, expected, actual });
    }
}

fn compare_requests(
    graph: &Graph,
    expected: &HashMap<&str, Vec<String>>,
    actual: &HashMap<&str, Vec<String>>,
    differences: &mut Vec<Difference>,
) {
    for module in &graph.program.modules {
        let of =
            |calls: &HashMap<&str, Vec<String>>| calls.get(module.name.as_str()).cloned().unwrap_or_default();
        let (missing, unexpected) = apart(&of(expected), &of(actual));
        if !missing.is_empty() || !unexpected.is_empty() {
            let module = module.name.clone();
            differences.push(Difference::Requests { module, missing, unexpected });
        }
    }
}

fn calls_by_referrer(calls: &[LinkerCall]) -> HashMap<&str, Vec<String>> {
    let mut by_referrer: HashMap<&str, Vec<String>> = HashMap::new();
    for call in calls {
        by_referrer.entry(&call.referrer).or_default().push(call_text(call));
    }
    by_referrer
}

/// What `expected` has and `actual` has not, and the other way round; a text that stands twice counts twice.
fn apart(expected: &[String], actual: &[String]) -> (Vec<String>, Vec<String>) {
    let more = |many: &[String], few: &[String]| {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for text in few {
            *counts.entry(text).or_default() += 1;
        }
        let is_more = |text: &&String| match counts.get_mut(text.as_str()) {
            Some(count @ 1..) => {
                *count -= 1;
                false
            }
            _ => true,
        };
        many.iter().filter(is_more).cloned().collect()
    };
    (more(expected, actual), more(actual, expected))
}

fn call_text(call: &LinkerCall) -> String {
    text_of(&call.specifier, call.attributes.iter().map(|(key, value)| (&**key, &**value)))
}

fn request_text(request: &ModuleRequest) -> String {
    text_of(&request.specifier, request.attributes.iter().map(|(key, value)| (&**key, &**value)))
}

fn text_of<'a>(specifier: &str, attributes: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let attributes: Vec<_> = attributes.map(|(key, value)| format!("{key}={value}")).collect();
    if attributes.is_empty() {
        specifier.to_owned()
    } else {
        format!("{specifier} with {}", attributes.join(", "))
    }
}

fn ended(outcome: Option<&Outcome>) -> String {
    outcome.map_or_else(|| "nothing".to_owned(), |outcome| outcome_json(outcome).to_string())
}

fn error_name(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Error(ThrownView::Error(error)) => error.name.clone(),
        other => ended(Some(other)),
    }
}

/// A failed construction with its message, which is worth reading where it is not compared.
fn failure(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Error(ThrownView::Error(error)) => format!("{}: {}", error.name, error.message),
        other => ended(Some(other)),
    }
}
