//! Whether a transcript is one of a program. What the engine made of the program is not judged here.

use crate::{
    program::{Action, Program, Step},
    transcript::{Outcome, Transcript},
};

/// # Errors
/// What the transcript has that no run of the program can bring.
pub(super) fn fits(program: &Program, transcript: &Transcript) -> Result<(), String> {
    let is_module = |name: &String| program.module(name).is_some();
    if let Some(name) = transcript.construct.keys().find(|name| !is_module(name)) {
        return Err(format!("it has a construction of `{name}`, which is no module"));
    }
    let is_cut =
        matches!(transcript.steps.last(), Some(last) if matches!(last.outcome, Outcome::Unmodelled(_)));
    let (wanted, found) = (program.steps.len(), transcript.steps.len());
    if found > wanted || found < wanted && !is_cut {
        return Err(format!("it has {found} steps instead of {wanted}"));
    }
    for (place, (step, record)) in program.steps.iter().zip(&transcript.steps).enumerate() {
        let label = label(program, step);
        if record.step != label {
            return Err(format!("its step {} is `{}` instead of `{label}`", place + 1, record.step));
        }
        let parts: &[Step] = if let Action::Together(parts) = &step.action { parts } else { &[] };
        let found: Vec<&str> = record.together.iter().map(|part| part.step.as_str()).collect();
        let wanted: Vec<String> = parts.iter().map(|part| self::label(program, part)).collect();
        if found != wanted {
            return Err(format!(
                "its step {} holds [{}] instead of [{}]",
                place + 1,
                found.join(", "),
                wanted.join(", ")
            ));
        }
        let expected =
            program.modules.iter().filter(|module| !transcript.construct.contains_key(&module.name));
        let has_all = expected.clone().all(|module| record.status.contains_key(&module.name));
        if !has_all || record.status.len() != expected.count() {
            return Err(format!("its step {} has not the status of each constructed module", place + 1));
        }
        if let Some(name) = record.errors.keys().find(|name| !record.status.contains_key(*name)) {
            return Err(format!("its step {} has an error of `{name}`, which has no status", place + 1));
        }
    }
    Ok(())
}

fn label(program: &Program, step: &Step) -> String {
    step.action.label(|module| program.name(module))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engines::ReferenceEngine,
        generators::{Limits, program, seeded},
        program::{ModuleDefinition, ModuleId},
        reference::ProfileName,
        transcript::{ModuleStatus, StepRecord},
    };

    #[test]
    fn what_the_reference_brings_fits() {
        for n in 0..200 {
            let program = program(&seeded(3, n, Limits::STANDARD.input_length()));
            let transcript = ReferenceEngine::new(ProfileName::Contract).transcript(&program);
            assert_eq!(fits(&program, &transcript), Ok(()));
        }
    }

    #[test]
    fn what_belongs_to_another_program_does_not() {
        let main = ModuleId::new(0);
        let mut program = Program {
            modules: vec![ModuleDefinition::source("main", "")],
            steps: vec![Action::Link(main).into(), Action::Evaluate(main).into()],
            ..Program::default()
        };
        program.steps.push(Action::Together(vec![Action::Link(main).into()]).into());
        let right = ReferenceEngine::new(ProfileName::Contract).transcript(&program);
        assert_eq!(fits(&program, &right), Ok(()));
        let wrong = |change: &dyn Fn(&mut Transcript)| {
            let mut transcript = right.clone();
            change(&mut transcript);
            fits(&program, &transcript).unwrap_err()
        };
        let step = |change: fn(&mut StepRecord)| wrong(&|transcript| change(&mut transcript.steps[0]));
        assert_eq!(wrong(&|transcript| drop(transcript.steps.pop())), "it has 2 steps instead of 3");
        assert_eq!(
            step(|step| "link a".clone_into(&mut step.step)),
            "its step 1 is `link a` instead of `link main`"
        );
        assert_eq!(wrong(&|t| t.steps[2].together.clear()), "its step 3 holds [] instead of [link main]");
        let status = "its step 1 has not the status of each constructed module";
        assert_eq!(step(|step| step.status.clear()), status);
        assert_eq!(step(|step| step.status.extend([("a".to_owned(), ModuleStatus::Linked)])), status);
        assert_eq!(
            wrong(&|t| drop(t.construct.insert("a".to_owned(), Outcome::Pending))),
            "it has a construction of `a`, which is no module"
        );
    }
}
