//! Whether a script printed what the driver saw.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};
use vmlink::transcript::{Transcript, construct_json, step_json};

/// How what the driver saw and what a script printed differ, as text; `None` when they do not. `passes` is whether
/// the expectation oracle is content with what the driver saw, which is also what the script must say.
pub(crate) fn difference(
    driven: Option<&Transcript>,
    passes: Option<bool>,
    reproduced: Option<&Value>,
) -> Option<String> {
    let (driven, reproduced) = match (driven, reproduced) {
        (None, None) => return None,
        (None, Some(_)) => return Some("the driver died, the script did not".to_owned()),
        (Some(_), None) => return Some("the script's process died, the driver did not".to_owned()),
        (Some(driven), Some(reproduced)) => (driven, reproduced),
    };
    if !reproduced["died"].is_null() {
        return Some(format!("the script died: {}", reproduced["died"]));
    }
    let lines: Vec<&str> =
        reproduced["lines"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    let seen = match observations(&lines) {
        Ok(seen) => seen,
        Err(line) => return Some(format!("the script printed a line that cannot be read: {line}")),
    };
    let expected = transcript(driven);
    if seen == expected {
        let verdict = lines.last() == Some(&"PASS");
        return passes
            .is_some_and(|passes| passes != verdict)
            .then(|| format!("  the script ends with PASS: {verdict}, which is wrong"));
    }
    let mut text = String::new();
    for index in 0..seen.len().max(expected.len()) {
        let (left, right) = (expected.get(index), seen.get(index));
        if left != right {
            let show = |value: Option<&Value>| value.map_or_else(|| "nothing".to_owned(), Value::to_string);
            let _ = write!(text, "  driver {}\n  script {}\n", show(left), show(right));
        }
    }
    Some(text)
}

/// What a transcript of the driver says, as scripts see it.
fn transcript(transcript: &Transcript) -> Vec<Value> {
    let mut seen = Vec::new();
    for (name, outcome) in construct_json(transcript).as_object().unwrap() {
        seen.push(json!({ "step": format!("construct {}", visible(name)), "outcome": outcome }));
    }
    for step in &transcript.steps {
        let Value::Object(mut record) = step_json(step) else { panic!("a step is an object") };
        record.insert("step".to_owned(), visible(&step.step).into());
        for list in ["together", "inside", "settled"] {
            for step in record.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
                step["step"] = visible(step["step"].as_str().unwrap()).into();
            }
        }
        seen.push(Value::Object(record));
    }
    seen.iter_mut().for_each(normalise);
    seen
}

/// What a script printed, in the form of a transcript.
fn observations<'l>(lines: &[&'l str]) -> Result<Vec<Value>, &'l str> {
    let mut seen: Vec<Map<String, Value>> = Vec::new();
    for &line in lines {
        let Some(fact) = line.strip_prefix("  ") else {
            seen.push(Map::from_iter([("step".to_owned(), line.into())]));
            continue;
        };
        if fact.starts_with("EXPECTED ") || fact.starts_with("unhandled rejection:") {
            continue;
        }
        let (key, value) = fact.split_once(": ").ok_or(line)?;
        let value: Value = serde_json::from_str(value).map_err(|_| line)?;
        seen.last_mut().ok_or(line)?.insert(key.to_owned(), value);
    }
    // The last line is the verdict.
    let verdict = seen.pop().and_then(|last| last["step"].as_str().map(str::to_owned));
    if !matches!(verdict.as_deref(), Some("PASS" | "FAIL")) {
        return Err("no verdict");
    }
    let mut seen: Vec<Value> = seen.into_iter().map(record).collect();
    // A construction that was expected to fail and did not is shown; a driver says nothing of it.
    seen.retain(|record| {
        !(record["step"].as_str().unwrap().starts_with("construct ")
            && record.get("status").is_none()
            && record["outcome"].get("error").is_none())
    });
    seen.iter_mut().for_each(normalise);
    Ok(seen)
}

/// The facts of a step in the form of a transcript.
fn record(mut seen: Map<String, Value>) -> Value {
    let label = seen["step"].as_str().unwrap().to_owned();
    let outcome = outcome(&label, &mut seen);
    seen.insert("outcome".to_owned(), outcome);
    // A step of that name has statuses behind it.
    if label.starts_with("construct ") && !seen.contains_key("status") {
        return Value::Object(seen);
    }
    for list in ["together", "inside", "settled"] {
        for step in seen.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
            let mut facts = step.as_object().unwrap().clone();
            let label = facts["step"].as_str().unwrap().to_owned();
            let outcome = self::outcome(&label, &mut facts);
            *step = json!({ "step": label, "outcome": outcome });
        }
    }
    for (given, calls) in [("attributes", "calls"), ("importAttributes", "imports")] {
        let Some(Value::Array(attributes)) = seen.remove(given) else { continue };
        for (call, pairs) in seen[calls].as_array_mut().unwrap().iter_mut().zip(attributes) {
            let pairs = pairs
                .as_array()
                .unwrap()
                .iter()
                .map(|pair| (pair[0].as_str().unwrap().to_owned(), pair[1].clone()));
            let attributes: Map<String, Value> = pairs.collect();
            if !attributes.is_empty() {
                call.as_array_mut().unwrap().push(Value::Object(attributes));
            }
        }
    }
    seen.entry("log").or_insert_with(|| json!([]));
    if seen["errors"] == json!({}) {
        seen.remove("errors");
    }
    Value::Object(seen)
}

/// Takes the facts that say how a step ended, and gives them as an outcome.
fn outcome(label: &str, facts: &mut Map<String, Value>) -> Value {
    let (ok, value) = (facts.remove("ok"), facts.remove("value"));
    if facts.remove("pending").is_some() {
        return "pending".into();
    }
    if let Some(error) = facts.remove("error") {
        return json!({ "error": error });
    }
    assert_eq!(ok, Some(true.into()), "{label} ended in no way");
    let undefined = || json!({ "undefined": true });
    let value = value.unwrap_or_else(undefined);
    match label.split(' ').next() {
        Some("namespace") => json!({ "ok": { "keys": value } }),
        Some("error") if value.get("name").is_none() => {
            json!({ "ok": value.get("value").cloned().unwrap_or_else(undefined) })
        }
        _ => json!({ "ok": value }),
    }
}

/// Takes away what the two word differently by their nature.
///
/// An error that is the value `undefined` is written without a value where no other value needs a word of its own. The
/// engines tell of the expression that failed, in which the module is called `m` in the driver and by its name in a
/// script.
fn normalise(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(normalise),
        Value::Object(map) => {
            if let Some(Value::String(message)) = map.get_mut("message") {
                *message = without_variables(message);
            }
            for line in map.get_mut("log").and_then(Value::as_array_mut).into_iter().flatten() {
                *line = line.as_str().map(without_variables).into();
            }
            for (key, item) in map.iter_mut() {
                if ["error", "cause"].contains(&key.as_str()) && *item == json!({}) {
                    *item = json!({ "value": { "undefined": true } });
                }
                normalise(item);
            }
        }
        _ => {}
    }
}

/// A label on one line, as scripts print it.
fn visible(label: &str) -> String {
    let escaped = label.chars().map(|char| match char {
        '\'' | '"' | '\\' => char.to_string(),
        char => char.escape_debug().to_string(),
    });
    escaped.collect()
}

/// A message without the names of variables: what V8 and JavaScriptCore say of a property that is not there.
fn without_variables(message: &str) -> String {
    let tails = [" (evaluating '", ". (In '"];
    tails.iter().fold(message, |text, tail| text.split_once(tail).map_or(text, |(head, _)| head)).to_owned()
}
