//! A part of a transcript that must be there.

use serde_json::{Map, Value as Json};

use super::Complaint;

/// How deep a pattern goes. Those of the suite stay below thirty; it bounds the recursion over what drivers write.
const MAX_DEPTH: usize = 64;

/// What `found` has not of `pattern`, added to `complaints`. `path` is the place of both.
///
/// A map must have the keys that are named, a list must have exactly the items. `{"$somewhere": P}` is satisfied when
/// `found` or anything inside it matches P; `{"$absent": true}` stands for a key that must not be there.
pub(super) fn compare(pattern: &Json, found: &Json, path: &str, complaints: &mut Vec<Complaint>) {
    compare_within(pattern, found, path, complaints, MAX_DEPTH);
}

fn compare_within(pattern: &Json, found: &Json, path: &str, complaints: &mut Vec<Complaint>, depth: usize) {
    let mut complain = || {
        let place = if path.is_empty() { "the transcript" } else { path };
        complaints.push(Complaint {
            place: place.to_owned(),
            expected: pattern.to_string(),
            actual: found.to_string(),
        });
    };
    if depth == 0 {
        return complain();
    }
    match (pattern, found) {
        (Json::Object(keys), _) if keys.len() == 1 && keys.contains_key(SOMEWHERE) => {
            if !is_somewhere(&keys[SOMEWHERE], found, depth) {
                complain();
            }
        }
        (Json::Object(keys), Json::Object(map)) => compare_maps(keys, map, path, complaints, depth),
        (Json::Array(items), Json::Array(all)) if items.len() == all.len() => {
            for (place, (pattern, found)) in items.iter().zip(all).enumerate() {
                compare_within(pattern, found, &format!("{path}[{place}]"), complaints, depth - 1);
            }
        }
        (Json::Number(one), Json::Number(other)) if one.as_f64() == other.as_f64() => {}
        _ if pattern == found && !pattern.is_object() => {}
        _ => complain(),
    }
}

const SOMEWHERE: &str = "$somewhere";
const ABSENT: &str = "$absent";

fn compare_maps(
    keys: &Map<String, Json>,
    map: &Map<String, Json>,
    path: &str,
    complaints: &mut Vec<Complaint>,
    depth: usize,
) {
    for (key, pattern) in keys {
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        let must_be_absent = pattern.get(ABSENT).is_some();
        match map.get(key) {
            Some(found) if !must_be_absent => {
                compare_within(pattern, found, &path, complaints, depth - 1);
            }
            None if must_be_absent => {}
            found => complaints.push(Complaint {
                place: path,
                expected: if must_be_absent { "nothing".to_owned() } else { pattern.to_string() },
                actual: found.map_or_else(|| "nothing".to_owned(), Json::to_string),
            }),
        }
    }
}

fn is_somewhere(pattern: &Json, found: &Json, depth: usize) -> bool {
    let mut complaints = Vec::new();
    compare_within(pattern, found, "", &mut complaints, depth - 1);
    complaints.is_empty()
        || depth > 1
            && match found {
                Json::Array(items) => items.iter().any(|item| is_somewhere(pattern, item, depth - 1)),
                Json::Object(map) => map.values().any(|item| is_somewhere(pattern, item, depth - 1)),
                _ => false,
            }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn complaints(pattern: &Json, found: &Json) -> Vec<String> {
        let mut complaints = Vec::new();
        compare(pattern, found, "", &mut complaints);
        complaints
            .into_iter()
            .map(|Complaint { place, expected, actual }| format!("{place}: {expected} / {actual}"))
            .collect()
    }

    #[test]
    fn only_what_is_named_is_compared() {
        let found = json!({ "a": { "b": [1, { "c": null }], "d": 2 } });
        for pattern in [
            json!({}),
            json!({ "a": {} }),
            json!({ "a": { "b": [1.0, {}] } }),
            json!({ "a": { "e": { "$absent": true } } }),
            json!({ "$somewhere": { "c": null } }),
            json!({ "a": { "$somewhere": 2 } }),
        ] {
            assert_eq!(complaints(&pattern, &found), [""; 0], "{pattern}");
        }
    }

    #[test]
    fn what_is_not_there_is_named_with_its_place() {
        let found = json!({ "a": [1, { "b": "x" }] });
        let cases = [
            (json!({ "a": [1] }), "a: [1] / [1,{\"b\":\"x\"}]"),
            (json!({ "a": [1, { "b": "y" }] }), "a[1].b: \"y\" / \"x\""),
            (json!({ "a": [{}, {}] }), "a[0]: {} / 1"),
            (json!({ "c": 1 }), "c: 1 / nothing"),
            (json!({ "a": { "$absent": true } }), "a: nothing / [1,{\"b\":\"x\"}]"),
            (
                json!({ "$somewhere": "z" }),
                "the transcript: {\"$somewhere\":\"z\"} / {\"a\":[1,{\"b\":\"x\"}]}",
            ),
        ];
        for (pattern, expected) in cases {
            assert_eq!(complaints(&pattern, &found), [expected]);
        }
    }
}
