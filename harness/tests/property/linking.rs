//! Link and `ResolveExport` of random small graphs, with the linker that answers by name.

use std::cell::Cell;

use proptest::test_runner::TestCaseError;
use vmlink::{
    engines::ReferenceEngine,
    generators::{Limits, Mode, program_with},
    program::{Action, LinkerScript, ModuleId, Program},
    reference::ProfileName,
    syntax::ModuleRecord,
    transcript::{ErrorView, ModuleStatus, Observed, Outcome, Transcript},
};

use super::{Told, check, disagree, error_of};
use crate::naive::{
    link::{Failure, Linked, Reason, Status, link},
    resolve::Graph,
    scene::Scene,
};

#[test]
fn the_reference_links_as_the_naive_implementation_does() {
    let [linked_count, missing, circular, ambiguous] = [const { Cell::new(0_u32) }; 4];
    check(Limits::SMALL, 3_000, 70, |bytes| {
        let mode = if bytes.get(5).is_some_and(|byte| byte % 2 == 1) { Mode::Wild } else { Mode::WellFormed };
        let mut program = program_with(bytes, &Limits::SMALL, mode);
        program.linker = LinkerScript::default();
        for module in &mut program.modules {
            module.context = None;
        }
        let root = bytes.get(6).map_or(0, |byte| usize::from(*byte) % program.modules.len());
        let reads = (0..program.modules.len()).map(|module| Action::Namespace(ModuleId::new(module)).into());
        program.steps = vec![Action::Link(ModuleId::new(root)).into()];
        program.steps.extend(reads);

        let Some(scene) = Scene::of(&program) else { return Ok(Told::Skipped) };
        let Some(graph) = scene.graph_by_name(&program) else { return Ok(Told::Skipped) };
        let linked = link(&graph, &scene.synthetic, root);
        let kind = match &linked.failure {
            None => &linked_count,
            Some(Failure { reason: Reason::Ambiguous, .. }) => &ambiguous,
            Some(Failure { closed_a_circle: true, .. }) => &circular,
            Some(_) => &missing,
        };
        kind.set(kind.get() + 1);
        for profile in ProfileName::STANDARDS {
            let transcript = ReferenceEngine::new(profile).transcript(&program);
            compare(&program, profile, &scene, &graph, root, &linked, &transcript)?;
        }
        Ok(Told::Compared)
    });
    let counts = [&linked_count, &missing, &circular, &ambiguous].map(Cell::get);
    let enough = counts.iter().zip([300, 100, 30, 30]).all(|(count, least)| *count >= least);
    assert!(enough, "too few graphs of a kind: linked, missing, circular, ambiguous are {counts:?}");
}

fn compare(
    program: &Program,
    profile: ProfileName,
    scene: &Scene,
    graph: &Graph,
    root: usize,
    linked: &Linked,
    transcript: &Transcript,
) -> Result<(), TestCaseError> {
    if transcript.steps.len() != program.steps.len() {
        return Err(disagree(program, profile, "number of steps", program.steps.len(), transcript));
    }
    let link = &transcript.steps[0];
    let agrees = match &linked.failure {
        None => matches!(link.outcome, Outcome::Ok(_)),
        Some(failure) => {
            error_of(&link.outcome).is_some_and(|error| speaks_of(&scene.records, failure, error))
        }
    };
    if !agrees {
        return Err(disagree(program, profile, "outcome of link", &linked.failure, &link.outcome));
    }
    for (module, definition) in program.modules.iter().enumerate() {
        // A synthetic module is ready from the start, and has nothing that could fail.
        let expected = if scene.synthetic[module] {
            ModuleStatus::Linked
        } else {
            expected_status(profile, graph, root, linked, module)
        };
        let actual = link.status.get(&definition.name).copied();
        if actual != Some(expected) {
            return Err(disagree(
                program,
                profile,
                &format!("status of {}", definition.name),
                expected,
                actual,
            ));
        }
        let read = &transcript.steps[1 + module].outcome;
        if expected == ModuleStatus::Linked {
            let keys = graph.namespace_keys(module);
            if *read != Outcome::Ok(Observed::Namespace(keys.clone())) {
                return Err(disagree(program, profile, &format!("keys of {}", definition.name), keys, read));
            }
        } else if !matches!(read, Outcome::Error(_)) {
            return Err(disagree(
                program,
                profile,
                &format!("namespace of {}", definition.name),
                "refused",
                read,
            ));
        }
    }
    Ok(())
}

/// `errored` for what depends on the failing module (C5, C9); ECMA-262 puts it back to unlinked.
fn expected_status(
    profile: ProfileName,
    graph: &Graph,
    root: usize,
    linked: &Linked,
    module: usize,
) -> ModuleStatus {
    let was_loaded = reaches(graph, root, module);
    match (&linked.failure, linked.status[module]) {
        (Some(failure), _)
            if profile == ProfileName::Contract && was_loaded && reaches(graph, module, failure.module) =>
        {
            ModuleStatus::Errored
        }
        (_, Status::Linked) => ModuleStatus::Linked,
        (_, Status::Unlinked | Status::Linking) => ModuleStatus::Unlinked,
    }
}

fn reaches(graph: &Graph, from: usize, to: usize) -> bool {
    let mut seen = vec![from];
    let mut next = 0;
    while let Some(module) = seen.get(next).copied() {
        for target in &graph.edges[module] {
            if !seen.contains(target) {
                seen.push(*target);
            }
        }
        next += 1;
    }
    seen.contains(&to)
}

/// Whether the error is the `SyntaxError` that V8 words for such a failure. ECMA-262 says neither which name of a chain
/// of re-exports the message has, nor tells a missing name from a circular one; V8 does, so both are accepted where the
/// resolution went through them.
pub(super) fn speaks_of(records: &[ModuleRecord], failure: &Failure, error: &ErrorView) -> bool {
    let Some((reason, circular, name)) = classify(&error.message) else { return false };
    let at_names = failure.visited.iter().any(|(_, visited)| visited == name);
    let mut specifiers = records.iter().flat_map(|record| &record.requests).map(|request| &request.specifier);
    let names_a_request = specifiers.any(|specifier| error.message.contains(&format!("'{specifier}'")));
    error.name == "SyntaxError"
        && error.code.is_none()
        && reason == failure.reason
        && (!circular || failure.closed_a_circle)
        && at_names
        && names_a_request
}

/// The kind of a message, whether it speaks of a circle, and the name in it.
fn classify(message: &str) -> Option<(Reason, bool, &str)> {
    let kinds = [
        (" does not provide an export named '", Reason::Null, false),
        (" contains conflicting star exports for name '", Reason::Ambiguous, false),
        ("Detected cycle while resolving name '", Reason::Null, true),
    ];
    kinds.into_iter().find_map(|(text, reason, circular)| {
        let name = message.split(text).nth(1)?.split('\'').next()?;
        Some((reason, circular, name))
    })
}
