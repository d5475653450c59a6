//! Same program, same transcript.

use super::Finding;
use crate::{engines::Engine, program::Program, transcript::Transcript};

/// The name of this oracle in findings.
const ORACLE: &str = "same-program-same-transcript";

/// Runs `program` once more on `engine` and objects when the transcript is not `first`, which is what it brought before.
///
/// ECMA-262 leaves a host no choice in the order of jobs of one realm, and a program's linker is a pure function of the
/// calls made so far; so whatever differs between two runs is state that outlived the first.
#[must_use]
pub fn check_determinism(engine: &dyn Engine, program: &Program, first: &Transcript) -> Option<Finding> {
    match engine.run(program) {
        Ok(second) => compare(first, &second),
        Err(failure) => Some(Finding {
            oracle: ORACLE.to_owned(),
            step: None,
            expected: "the same transcript once more".to_owned(),
            actual: failure.to_string(),
        }),
    }
}

/// The first place at which the two differ. Transcripts are compared by their debug form, in which `NaN` equals `NaN`
/// and `0` differs from `-0`.
fn compare(first: &Transcript, second: &Transcript) -> Option<Finding> {
    let finding = |step, expected, actual| Finding { oracle: ORACLE.to_owned(), step, expected, actual };
    let (left, right) = (format!("{:#?}", first.construct), format!("{:#?}", second.construct));
    if left != right {
        return Some(finding(None, left, right));
    }
    for index in 0..first.steps.len().max(second.steps.len()) {
        let text = |transcript: &Transcript| {
            transcript.steps.get(index).map_or_else(|| "no such step".to_owned(), |step| format!("{step:#?}"))
        };
        let (left, right) = (text(first), text(second));
        if left != right {
            return Some(finding(Some(index), left, right));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engines::RunFailure,
        oracles::invariants::testing::{Run, ok},
        transcript::ModuleStatus,
    };

    /// Answers with its transcript, whatever it was before.
    struct Forgetful(Transcript);

    impl Engine for Forgetful {
        fn name(&self) -> &'static str {
            "forgetful"
        }

        fn run(&self, _program: &Program) -> Result<Transcript, RunFailure> {
            Ok(self.0.clone())
        }
    }

    #[test]
    fn two_equal_runs_are_accepted_and_a_difference_is_found_at_its_step() {
        let mut run = Run::new(&["main"]);
        run.step("link main", ok(), "main linked");
        run.step("evaluate main", ok(), "main evaluated");
        let again = |second: &Transcript| {
            check_determinism(&Forgetful(second.clone()), &run.program, &run.transcript)
        };
        assert_eq!(again(&run.transcript), None);

        let mut other = run.transcript.clone();
        other.steps[1].status.insert("main".to_owned(), ModuleStatus::Linked);
        assert_eq!(again(&other).unwrap().step, Some(1));

        let mut shorter = run.transcript.clone();
        shorter.steps.pop();
        assert_eq!(again(&shorter).unwrap().actual, "no such step");
    }
}
