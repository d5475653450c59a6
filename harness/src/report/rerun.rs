//! The commands that a failure ends with.

use crate::{conformance::CaseResult, oracles::Verdict};

/// How the commands that a failure ends with are worded: everything of this run's command line that selects where
/// cases and snapshots are read from, and what is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rerun {
    /// Further arguments, each as it was given: `--cases`, `other/cases`.
    pub arguments: Vec<String>,
    /// Whether the run has a folder of snapshots, without which nothing can be blessed.
    pub can_bless: bool,
    /// Whether the run has lists of deviations to write to.
    pub can_list: bool,
    /// The runtimes of the run: what reports call each, and what selects it behind `--engine`.
    pub engines: Vec<(String, String)>,
}

impl Rerun {
    /// The command that judges only the case of `result`, on its runtime only, or under its profile only.
    #[must_use]
    pub fn command(&self, result: &CaseResult) -> String {
        let case = result.case.to_string();
        let selects = match self.engine(result) {
            Some(engine) => ["--engine", engine],
            None => ["--profile", result.profile.as_str()],
        };
        let words = ["cargo", "xtask", "conformance", case.as_str()].into_iter().chain(selects);
        let words = words.chain(self.arguments.iter().map(String::as_str));
        words.map(quoted).collect::<Vec<_>>().join(" ")
    }

    /// The command that accepts what came as the snapshot of that case; `None` when there is nowhere to put it, or
    /// when the run did not come to an end. What a runtime brings is nobody's snapshot.
    #[must_use]
    pub fn bless(&self, result: &CaseResult) -> Option<String> {
        let is_whole = !matches!(result.verdict, Verdict::Crash | Verdict::Hang);
        (self.can_bless && is_whole && result.standing.is_none())
            .then(|| format!("{} --bless", self.command(result)))
    }

    /// The command that brings the list of deviations up to what came, of a runtime that has a list.
    #[must_use]
    pub fn list(&self, result: &CaseResult) -> Option<String> {
        let is_about_list = result.verdict != Verdict::Fail
            || result.findings.iter().any(|finding| finding.oracle.starts_with("deviation-"));
        (self.can_list && result.standing.is_some() && is_about_list)
            .then(|| format!("{} --bless-deviations", self.command(result)))
    }

    /// The command that writes the case as a script for the runtime alone.
    #[must_use]
    pub fn script(&self, result: &CaseResult) -> Option<String> {
        let case = result.case.to_string();
        let words = ["cargo", "xtask", "repro", case.as_str(), "--engine", self.engine(result)?];
        let cases = self.arguments.windows(2).find(|pair| pair[0] == "--cases");
        let words = words.into_iter().chain(cases.into_iter().flatten().map(String::as_str));
        Some(words.map(quoted).collect::<Vec<_>>().join(" "))
    }

    /// What selects the runtime of `result`, when it is one.
    fn engine<'s>(&'s self, result: &'s CaseResult) -> Option<&'s str> {
        result.standing?;
        let given = self.engines.iter().find(|(name, _)| *name == result.engine);
        Some(given.map_or(result.engine.as_str(), |(_, given)| given.as_str()))
    }
}

/// `word` as a POSIX shell reads it back.
#[must_use]
pub fn quoted(word: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./=:,@+%".contains(&byte);
    if !word.is_empty() && word.bytes().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::{super::test_support, *};
    use crate::conformance::Standing;

    #[test]
    fn words_are_quoted_for_the_shell() {
        assert_eq!(quoted("a/b-c"), "a/b-c");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted(""), "''");
    }

    #[test]
    fn a_runtime_is_selected_as_it_was_given() {
        let mut result = test_support::failure();
        result.engine = "node@27.0.0".to_owned();
        result.standing = Some(Standing {
            is_predicted: Some(false),
            contract: Some(false),
            ecma262: Some(false),
            failure: None,
            is_excused: false,
        });
        let rerun = Rerun {
            arguments: vec!["--cases".to_owned(), "more".to_owned(), "--timeout".to_owned(), "2".to_owned()],
            can_bless: true,
            can_list: true,
            engines: vec![("node@27.0.0".to_owned(), "node=./my node".to_owned())],
        };
        let case = "linking/linker-failure/throws";
        assert_eq!(
            rerun.command(&result),
            format!("cargo xtask conformance {case} --engine 'node=./my node' --cases more --timeout 2")
        );
        assert_eq!(
            rerun.script(&result).unwrap(),
            format!("cargo xtask repro {case} --engine 'node=./my node' --cases more")
        );
        assert_eq!(rerun.bless(&result), None);
        assert_eq!(rerun.list(&result), None, "a finding of another oracle is not listed away");
        result.findings[0].oracle = "deviation-gone/contract".to_owned();
        assert!(rerun.list(&result).unwrap().ends_with(" --timeout 2 --bless-deviations"));
        result.standing = None;
        assert_eq!(rerun.script(&result), None, "the reference is no runtime");
    }
}
