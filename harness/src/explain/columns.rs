//! What is compared: the transcripts of profiles and engines, equal ones together.

use super::words::line;
use crate::{
    engines::{Engine, ReferenceEngine},
    program::Program,
    reference::ProfileName,
    transcript::{Transcript, canonical_text},
};

/// Some who do the same, and what they do.
#[derive(Debug)]
pub(super) struct Column {
    /// Their names, in the order in which they were asked.
    names: Vec<String>,
    /// `Err` says in a sentence why an engine brought none.
    transcript: Result<Transcript, String>,
}

impl Column {
    /// The first of them.
    pub(super) fn leader(&self) -> &str {
        self.names.first().map_or("", String::as_str)
    }

    /// All of them, in few words.
    pub(super) fn title(&self) -> String {
        names(&self.names)
    }

    /// What they do, step by step: the name of the step and the lines below it.
    pub(super) fn steps(&self) -> Vec<(String, Vec<String>)> {
        let transcript = match &self.transcript {
            Ok(transcript) => transcript,
            Err(sentence) => return vec![(line(sentence), Vec::new())],
        };
        let mut steps: Vec<(String, Vec<String>)> = Vec::new();
        for line in canonical_text(transcript).lines() {
            match (line.strip_prefix("  "), steps.last_mut()) {
                (Some(fact), Some((_, facts))) => facts.push(fact.to_owned()),
                _ => steps.push((line.to_owned(), Vec::new())),
            }
        }
        steps
    }
}

/// A column for each behaviour: first that of the contract, then those of the specification, the runtimes' profiles and
/// `engines` as far as they differ from every one before.
pub(super) fn columns(program: &Program, engines: &[&dyn Engine]) -> Vec<Column> {
    let profiles = ProfileName::ALL
        .iter()
        .map(|&profile| (profile.as_str().to_owned(), Ok(ReferenceEngine::new(profile).transcript(program))));
    let engines = engines.iter().map(|engine| {
        let transcript = engine.run(program).map_err(|failure| format!("{failure}."));
        (format!("{} (run)", engine.name()), transcript)
    });
    let mut columns: Vec<Column> = Vec::new();
    for (name, transcript) in profiles.chain(engines) {
        match columns.iter_mut().find(|column| column.transcript == transcript) {
            Some(column) => column.names.push(name),
            None => columns.push(Column { names: vec![name], transcript }),
        }
    }
    columns
}

/// `names` with three or more releases of a runtime that follow each other as `first … last`.
pub(super) fn names(names: &[String]) -> String {
    let place = |name: &String| ProfileName::RUNTIMES.iter().position(|profile| profile.as_str() == name);
    let runtime = |name: &String| name.split_once('-').map(|(runtime, _)| runtime.to_owned());
    let mut shown = Vec::new();
    let mut rest = names;
    while let Some(first) = rest.first() {
        let follows = |(offset, name): &(usize, &String)| {
            place(first).is_some_and(|start| place(name) == Some(start + offset))
                && runtime(name) == runtime(first)
        };
        let length = rest.iter().enumerate().take_while(follows).count().max(1);
        let (run, after) = rest.split_at(length);
        match run {
            [first, .., last] if length > 2 => shown.push(format!("{first} … {last}")),
            few => shown.extend(few.iter().cloned()),
        }
        rest = after;
    }
    shown.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_that_follow_each_other_are_named_by_the_first_and_the_last() {
        let text = |list: &[&str]| names(&list.iter().map(|&name| name.to_owned()).collect::<Vec<_>>());
        assert_eq!(text(&["contract"]), "contract");
        assert_eq!(
            text(&["ecma262", "node-18", "node-20", "node-22", "bun-1.4"]),
            "ecma262, node-18 … node-22, bun-1.4"
        );
        assert_eq!(
            text(&["node-18", "node-20", "node-24", "node-25", "node-26", "bun-1.4", "deno-2.9"]),
            "node-18, node-20, node-24 … node-26, bun-1.4, deno-2.9"
        );
        assert_eq!(text(&["node-26", "bun-1.4", "deno-2.9"]), "node-26, bun-1.4, deno-2.9");
        assert_eq!(text(&["node-18", "node-22", "node-24"]), "node-18, node-22, node-24");
        assert_eq!(text(&[]), "");
    }
}
