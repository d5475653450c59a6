//! Loading: linker calls, their order, and which error wins, for immediate and for late answers.

use proptest::test_runner::TestCaseError;
use vmlink::{
    engines::ReferenceEngine,
    generators::{Limits, Mode, program_with},
    program::{Action, Answer, ModuleId, Program, Thrown},
    reference::ProfileName,
    transcript::{ErrorView, ModuleStatus, Outcome, StepRecord, ThrownView},
};

use super::{Told, check, disagree, error_of, linking::speaks_of};
use crate::naive::{
    load::{Ending, Loaded, Refusal, Seen, load},
    scene::Scene,
};

#[test]
fn the_reference_loads_as_the_naive_model_of_jobs_does() {
    check(Limits::SMALL, 3_000, 70, |bytes| {
        // Two in three are wild: what is interesting here is what goes wrong.
        let mode = if bytes.get(5).is_some_and(|byte| byte % 3 == 0) { Mode::WellFormed } else { Mode::Wild };
        let mut program = program_with(bytes, &Limits::SMALL, mode);
        for entry in &mut program.linker.entries {
            for behaviour in &mut entry.behaviours {
                behaviour.first.clear();
                // The naive model has no link() in a link(): there such a module is given at once.
                if let Answer::Prepared(preparation) = behaviour.answer {
                    behaviour.answer = Answer::Module(preparation.module);
                }
            }
        }
        let root = bytes.get(6).map_or(0, |byte| usize::from(*byte) % program.modules.len());
        // The second link() shows that a failed module never calls the linker again (C4).
        program.steps =
            vec![Action::Link(ModuleId::new(root)).into(), Action::Link(ModuleId::new(root)).into()];

        let Some(scene) = Scene::of(&program) else { return Ok(Told::Skipped) };
        if scene.synthetic[root] {
            return Ok(Told::Skipped);
        }
        let loaded = load(&program, &scene.records, &scene.synthetic, root);
        for profile in ProfileName::STANDARDS {
            let transcript = ReferenceEngine::new(profile).transcript(&program);
            let Some(first) = transcript.steps.first() else {
                return Err(disagree(&program, profile, "number of steps", program.steps.len(), transcript));
            };
            // ECMA-262 knows no contexts: there the load would go on.
            if profile == ProfileName::Contract || loaded.ending != Ending::Refused(Refusal::OtherContext) {
                compare_calls(&program, profile, &loaded, first)?;
            }
            if profile == ProfileName::Contract {
                compare_outcome(&program, &scene, &loaded, first)?;
                let again = transcript.steps.get(1);
                if !again.is_some_and(|again| refused_again(&loaded, again)) {
                    return Err(disagree(&program, profile, "second link", "refused, no calls", again));
                }
            }
        }
        Ok(Told::Compared)
    });
}

fn compare_calls(
    program: &Program,
    profile: ProfileName,
    loaded: &Loaded,
    step: &StepRecord,
) -> Result<(), TestCaseError> {
    let calls: Vec<(String, String)> = loaded
        .calls
        .iter()
        .map(|(specifier, referrer)| (specifier.clone(), program.modules[*referrer].name.clone()))
        .collect();
    let actual: Vec<(String, String)> =
        step.calls.iter().map(|call| (call.specifier.clone(), call.referrer.clone())).collect();
    if calls == actual { Ok(()) } else { Err(disagree(program, profile, "linker calls", calls, actual)) }
}

fn compare_outcome(
    program: &Program,
    scene: &Scene,
    loaded: &Loaded,
    step: &StepRecord,
) -> Result<(), TestCaseError> {
    let error = error_of(&step.outcome);
    let agrees = match &loaded.ending {
        Ending::Linked => matches!(step.outcome, Outcome::Ok(_)),
        Ending::Pending => step.outcome == Outcome::Pending,
        Ending::Refused(refusal) => error.is_some_and(|error| is_refusal(refusal, error)),
        Ending::Unbound(failure) => error.is_some_and(|error| speaks_of(&scene.records, failure, error)),
    };
    if !agrees {
        return Err(disagree(program, ProfileName::Contract, "outcome", &loaded.ending, &step.outcome));
    }
    for (definition, seen) in program.modules.iter().zip(&loaded.status) {
        let expected = match seen {
            Seen::Unlinked => ModuleStatus::Unlinked,
            Seen::Linking => ModuleStatus::Linking,
            Seen::Linked => ModuleStatus::Linked,
            Seen::Errored => ModuleStatus::Errored,
        };
        let actual = step.status.get(&definition.name).copied();
        if actual != Some(expected) {
            let what = format!("status of {}", definition.name);
            return Err(disagree(program, ProfileName::Contract, &what, expected, actual));
        }
    }
    Ok(())
}

/// C1, C2, C3, C6 and C8.
fn is_refusal(refusal: &Refusal, error: &ErrorView) -> bool {
    let code = error.code.as_deref();
    match refusal {
        Refusal::Thrown(thrown) => {
            is_link_failure(error) && error.cause.as_ref().is_some_and(|cause| is(thrown, cause))
        }
        Refusal::UnknownSpecifier(specifier) => {
            let thrown =
                Thrown::Error(vmlink::program::ErrorKind::Error, format!("Unknown specifier: {specifier}"));
            is_link_failure(error) && error.cause.as_ref().is_some_and(|cause| is(&thrown, cause))
        }
        Refusal::NotAModule => code == Some("ERR_VM_MODULE_NOT_MODULE"),
        Refusal::OtherContext => code == Some("ERR_VM_MODULE_DIFFERENT_CONTEXT"),
    }
}

fn is_link_failure(error: &ErrorView) -> bool {
    error.name == "Error"
        && error.code.as_deref() == Some("ERR_VM_MODULE_LINK_FAILURE")
        && error.message == "Link failure"
}

fn is(thrown: &Thrown, seen: &ThrownView) -> bool {
    match (thrown, seen) {
        (Thrown::Error(kind, message), ThrownView::Error(error)) => {
            error.name == kind.name() && error.message == *message
        }
        (Thrown::Value(value), ThrownView::Value(seen)) => value == seen,
        _ => false,
    }
}

/// A module is linked once: whatever came of it, the second `link()` is refused without a call.
fn refused_again(loaded: &Loaded, step: &StepRecord) -> bool {
    let expected = if loaded.ending == Ending::Linked {
        // Already linked.
        Some("ERR_VM_MODULE_ALREADY_LINKED")
    } else {
        Some("ERR_VM_MODULE_STATUS")
    };
    step.calls.is_empty() && error_of(&step.outcome).is_some_and(|error| error.code.as_deref() == expected)
}
