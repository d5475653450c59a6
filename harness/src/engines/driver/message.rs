//! The messages of a driver, one a line.

use serde_json::{Map, Value as Json};

use crate::engines::{Notice, NoticeKind, ProtocolError};

/// What a driver says of itself when it is started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hello {
    /// The version of the protocol it speaks.
    pub protocol: u64,
    /// The runtime: `node`.
    pub runtime: String,
    /// The version of the runtime: `24.21.0`.
    pub version: String,
    /// The engine below it and its version: `v8 13.6.233`.
    pub engine: String,
    /// What it can do, beyond constructing modules: the methods its modules have and the forms of import it knows.
    pub capabilities: Vec<String>,
}

/// A message of a driver.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Message {
    /// The first one. Only the version of the protocol is looked at before that is known to be ours.
    Hello(Result<Hello, u64>),
    /// A step of a program begins; only programs that are traced tell.
    Step { run: u64, step: usize },
    /// The process ends in the middle of a program.
    Exit { run: u64, code: Option<i32>, step: Option<usize> },
    /// A program has come to its end.
    Answer { run: u64, answer: Answer },
}

/// What came of a program.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Answer {
    /// The transcript, or why there is none.
    pub(super) transcript: Result<Json, String>,
    pub(super) notices: Vec<Notice>,
}

/// Characters of a line that a message about it shows.
const SHOWN: usize = 120;

impl Message {
    /// # Errors
    /// When `line` is not one of the messages.
    pub(super) fn parse(line: &str) -> Result<Self, ProtocolError> {
        let wrong = |reason: String| ProtocolError::NotAMessage { line: shortened(line), reason };
        let json = serde_json::from_str(line)
            .or_else(|error| match well_formed(line) {
                Some(line) => serde_json::from_str(&line),
                None => Err(error),
            })
            .map_err(|error| wrong(format!("it is not JSON: {error}")))?;
        let Json::Object(mut map) = json else { return Err(wrong("it is not a map".to_owned())) };
        if let Some(hello) = map.remove("hello") {
            return self::hello(&hello).map(Self::Hello).map_err(wrong);
        }
        let run = map.remove("run").and_then(|run| run.as_u64());
        let run = run.ok_or_else(|| wrong("it has no whole number `run`".to_owned()))?;
        let mut rest = Rest(map);
        let notices = rest.notices().map_err(wrong)?;
        let message = if let Some(transcript) = rest.0.remove("transcript") {
            Self::Answer { run, answer: Answer { transcript: Ok(transcript), notices } }
        } else if let Some(failure) = rest.0.remove("failure") {
            let failure = failure.as_str().map_or_else(|| failure.to_string(), str::to_owned);
            Self::Answer { run, answer: Answer { transcript: Err(failure), notices } }
        } else if let Some(code) = rest.0.remove("exit") {
            let code = code.as_i64().and_then(|code| i32::try_from(code).ok());
            Self::Exit { run, code, step: rest.step().map_err(wrong)? }
        } else if let Some(step) = rest.step().map_err(wrong)? {
            Self::Step { run, step }
        } else {
            return Err(wrong("it has none of `transcript`, `failure`, `exit` and `step`".to_owned()));
        };
        match rest.0.keys().next() {
            Some(key) => Err(wrong(format!("it has a key `{key}`, which no message has at its place"))),
            None => Ok(message),
        }
    }
}

/// The keys of a message that have not been read.
struct Rest(Map<String, Json>);

impl Rest {
    fn step(&mut self) -> Result<Option<usize>, String> {
        match self.0.remove("step") {
            None | Some(Json::Null) => Ok(None),
            Some(step) => match step.as_u64().and_then(|step| usize::try_from(step).ok()) {
                Some(step) => Ok(Some(step)),
                None => Err("`step` is not the place of a step".to_owned()),
            },
        }
    }

    fn notices(&mut self) -> Result<Vec<Notice>, String> {
        const FORM: &str = "`notices` is not a list of maps with a text and perhaps a step";
        let Some(notices) = self.0.remove("notices") else { return Ok(Vec::new()) };
        let Json::Array(notices) = notices else { return Err(FORM.to_owned()) };
        let mut read = Vec::new();
        for notice in notices {
            let Json::Object(map) = notice else { return Err(FORM.to_owned()) };
            let mut rest = Self(map);
            let step = rest.step()?;
            let mut entries = rest.0.into_iter();
            let (Some((key, Json::String(text))), None) = (entries.next(), entries.next()) else {
                return Err(FORM.to_owned());
            };
            let kind = NoticeKind::ALL.into_iter().find(|kind| kind.as_str() == key);
            let kind = kind.filter(|kind| *kind != NoticeKind::Disturbed);
            let kind = kind.ok_or_else(|| format!("there is no notice called `{key}`"))?;
            read.push(Notice { kind, step, text });
        }
        Ok(read)
    }
}

fn hello(json: &Json) -> Result<Result<Hello, u64>, String> {
    let protocol = json.get("protocol").and_then(Json::as_u64);
    let protocol = protocol.ok_or("`hello` has no whole number `protocol`")?;
    if protocol != super::PROTOCOL {
        return Ok(Err(protocol));
    }
    let text = |key: &str| {
        let text = json.get(key).and_then(Json::as_str).filter(|text| !text.is_empty());
        text.map(str::to_owned).ok_or_else(|| format!("`hello` has no text `{key}`"))
    };
    let (runtime, version, engine) = (text("runtime")?, text("version")?, text("engine")?);
    let capabilities = json.get("capabilities").and_then(Json::as_array);
    let capabilities = capabilities.and_then(|all| all.iter().map(Json::as_str).collect::<Option<Vec<_>>>());
    let capabilities = capabilities.ok_or("`hello` has no list of texts `capabilities`")?;
    Ok(Ok(Hello {
        protocol,
        runtime,
        version,
        engine,
        capabilities: capabilities.into_iter().map(str::to_owned).collect(),
    }))
}

fn shortened(line: &str) -> String {
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

/// `line` with every escape of half a surrogate pair, which JavaScript writes and no text can hold, replaced by U+FFFD;
/// `None` when there is none.
fn well_formed(line: &str) -> Option<String> {
    let mut whole = String::with_capacity(line.len());
    let (mut rest, mut is_changed) = (line, false);
    while let Some(place) = rest.find('\\') {
        whole.push_str(&rest[..place]);
        rest = &rest[place..];
        let length = match unit(rest) {
            Some(0xD800..=0xDBFF) if matches!(unit(&rest[6..]), Some(0xDC00..=0xDFFF)) => 12,
            Some(0xD800..=0xDFFF) => {
                whole.push('\u{fffd}');
                is_changed = true;
                rest = &rest[6..];
                continue;
            }
            Some(_) => 6,
            // The backslash, and whatever stands behind it.
            None => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
        };
        whole.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    whole.push_str(rest);
    is_changed.then_some(whole)
}

/// The code unit whose escape `text` begins with.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_message_is_known() {
        let parse = |json: Json| Message::parse(&json.to_string()).unwrap();
        let hello =
            json!({ "protocol": 1, "runtime": "r", "version": "v", "engine": "e", "capabilities": ["link"] });
        let Message::Hello(Ok(known)) = parse(json!({ "hello": hello })) else { panic!("a hello") };
        assert_eq!((known.runtime.as_str(), known.capabilities), ("r", vec!["link".to_owned()]));
        assert_eq!(parse(json!({ "hello": { "protocol": 0 } })), Message::Hello(Err(0)));
        assert_eq!(parse(json!({ "run": 2, "step": 1 })), Message::Step { run: 2, step: 1 });
        assert_eq!(
            parse(json!({ "run": 2, "exit": 7, "step": null })),
            Message::Exit { run: 2, code: Some(7), step: None }
        );
        let notice = Notice { kind: NoticeKind::UnhandledRejection, step: Some(3), text: "t".to_owned() };
        assert_eq!(
            parse(
                json!({ "run": 2, "transcript": {}, "notices": [{ "unhandledRejection": "t", "step": 3 }] })
            ),
            Message::Answer { run: 2, answer: Answer { transcript: Ok(json!({})), notices: vec![notice] } }
        );
        assert_eq!(
            parse(json!({ "run": 2, "failure": "why" })),
            Message::Answer { run: 2, answer: Answer { transcript: Err("why".to_owned()), notices: vec![] } }
        );
    }

    #[test]
    fn what_is_no_message_says_why() {
        let cases = [
            ("", "not JSON"),
            ("[]", "not a map"),
            ("{}", "no whole number `run`"),
            (r#"{"run":-1}"#, "no whole number `run`"),
            (r#"{"run":1}"#, "none of `transcript`"),
            (r#"{"run":1,"transcript":{},"steps":[]}"#, "a key `steps`"),
            (r#"{"run":1,"step":"a"}"#, "not the place of a step"),
            (r#"{"run":1,"transcript":{},"notices":[{"disturbed":"x"}]}"#, "no notice called `disturbed`"),
            (r#"{"hello":{}}"#, "no whole number `protocol`"),
            (r#"{"hello":{"protocol":1,"runtime":""}}"#, "no text `runtime`"),
        ];
        for (line, expected) in cases {
            let error = Message::parse(line).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
        let long = Message::parse(&"é".repeat(1_000)).unwrap_err().to_string();
        assert!(long.len() < 400, "{long}");
    }

    #[test]
    fn half_a_surrogate_pair_is_replaced_and_a_whole_one_is_not() {
        let failure = |text: &str| match Message::parse(&format!(r#"{{"run":1,"failure":"{text}"}}"#)) {
            Ok(Message::Answer { answer, .. }) => answer.transcript.unwrap_err(),
            other => panic!("{other:?}"),
        };
        assert_eq!(failure(r"\ud83d\ude00"), "\u{1f600}");
        assert_eq!(failure(r"\ud83d"), "\u{fffd}");
        assert_eq!(failure(r"\ude00\ud83d"), "\u{fffd}\u{fffd}");
        assert_eq!(failure(r"\ud83d\ud83d\ude00é\\ud800\n"), "\u{fffd}\u{1f600}é\\ud800\n");
        assert!(Message::parse(r#"{"run":1,"failure":"\ud8"#).is_err());
        assert!(Message::parse("{\"a\":\"\\é").is_err());
    }
}
