//! The checks, as they stand in `suite.yaml`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value as Json;

use crate::program::{
    Program,
    document::{Format, SourceFile},
    read,
};

const SUITE: &str = include_str!("suite.yaml");

/// Something a driver must do.
#[derive(Debug)]
pub(super) struct Check {
    pub(super) name: String,
    /// One sentence.
    pub(super) why: String,
    /// The capabilities of an engine without which it cannot be seen.
    pub(super) needs: Vec<String>,
    pub(super) questions: Vec<Question>,
}

/// A program, and the part of its transcript that must come back.
#[derive(Debug)]
pub(super) struct Question {
    pub(super) program: Program,
    pub(super) expect: Json,
    /// The notices that must come with it, as the driver writes them.
    pub(super) notices: Option<Json>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCheck {
    name: String,
    why: String,
    #[serde(default)]
    needs: Vec<String>,
    programs: Vec<WrittenQuestion>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenQuestion {
    program: BTreeMap<String, serde_yaml::Value>,
    expect: Json,
    notices: Option<Json>,
}

/// Every check, in order.
///
/// # Panics
/// Never: a test reads the same text.
pub(super) fn suite() -> Vec<Check> {
    load().expect("the suite is part of this program")
}

fn load() -> Result<Vec<Check>, String> {
    let mut document: serde_yaml::Value = serde_yaml::from_str(SUITE).map_err(|error| error.to_string())?;
    document.apply_merge().map_err(|error| error.to_string())?;
    let written: Vec<WrittenCheck> = serde_yaml::from_value(document).map_err(|error| error.to_string())?;
    written.into_iter().map(WrittenCheck::decode).collect()
}

impl WrittenCheck {
    fn decode(self) -> Result<Check, String> {
        let Self { name, why, needs, programs } = self;
        let questions: Result<_, String> = programs.into_iter().map(|one| one.decode(&name)).collect();
        Ok(Check { questions: questions?, name, why, needs })
    }
}

impl WrittenQuestion {
    fn decode(self, name: &str) -> Result<Question, String> {
        let text = serde_json::to_string(&self.program).map_err(|error| format!("{name}: {error}"))?;
        let source = SourceFile::new("suite.yaml".into(), Format::Json, text);
        let program = read(source.into()).map_err(|mistakes| {
            let mistakes: Vec<String> = mistakes.iter().map(|mistake| mistake.render(false)).collect();
            format!("{name}: {}", mistakes.join("\n"))
        })?;
        Ok(Question { program, expect: self.expect, notices: self.notices })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_suite_loads_and_every_check_has_a_name_of_its_own() {
        let suite = load().unwrap();
        let mut names: Vec<&str> = suite.iter().map(|check| check.name.as_str()).collect();
        assert!(names.len() >= 20, "{names:?}");
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), suite.len());
        for check in &suite {
            assert!(check.why.ends_with('.') && !check.questions.is_empty(), "{}", check.name);
            for question in &check.questions {
                let steps = question.expect["steps"].as_array().map(Vec::len);
                assert_eq!(steps, Some(question.program.steps.len()), "{}", check.name);
            }
        }
    }
}
