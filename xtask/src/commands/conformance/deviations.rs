//! The lists of deviations that a run reads and writes.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use vmlink::{
    conformance::CaseResult,
    corpus::{Case, CaseId},
    deviations::{
        self, DeviationError, DeviationKind, DeviationList, Reading, deviations_from, deviations_path, render,
    },
    reference::ProfileName,
    runtimes::{Release, pinned, profile_for},
};

use super::arguments::Run;
use crate::{
    commands::engines::StartedRuntime,
    exit::{Exit, Failure},
    output, workspace,
};

/// The list of each runtime; `None` for one that has no list, because there is no folder of lists or because it is not
/// compared with a runtime's profile.
pub(super) fn load(
    run: &Run,
    corpus: &[Case],
    runtimes: &[StartedRuntime],
) -> Result<Vec<Option<DeviationList>>, Failure> {
    if run.bless_deviations {
        refuse_others(runtimes)?;
    }
    let all = corpus.iter().map(|case| case.id.clone()).collect();
    let read = |runtime: &StartedRuntime| {
        let profile = runtime.profile.name;
        let Some(path) = path(run, profile) else { return Ok(None) };
        let cases = run.has_all_cases.then_some(&all);
        let reading = Reading { profile, cases, is_rewritten: run.bless_deviations };
        deviations_from(&path, reading).map(Some).map_err(refused)
    };
    runtimes.iter().map(read).collect()
}

fn path(run: &Run, profile: ProfileName) -> Option<PathBuf> {
    let is_runtimes = ProfileName::RUNTIMES.contains(&profile);
    run.deviations.as_ref().filter(|_| is_runtimes).map(|folder| folder.join(format!("{profile}.yaml")))
}

/// The table of how the pinned runtimes stand by the lists of the project in `root`.
pub(in crate::commands) fn standings(root: &Path) -> Result<String, Failure> {
    let corpus = super::load(&root.join("cases"))?;
    let all = corpus.iter().map(|case| case.id.clone()).collect();
    let list = |release: &Release| {
        let profile = profile_for(release.kind, release.version).name;
        let reading = Reading { profile, cases: Some(&all), is_rewritten: false };
        let list = deviations_from(&deviations_path(root, profile), reading).map_err(refused)?;
        Ok((*release, list))
    };
    let lists = pinned().iter().map(list).collect::<Result<Vec<_>, Failure>>()?;
    Ok(vmlink::report::standings(corpus.len(), &lists))
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
fn refused(error: DeviationError) -> Failure {
    Failure::rendered(Exit::Usage, error.render(output::stderr_has_colours()))
}

/// A list is measured on releases of its own line, and on one of them.
fn refuse_others(runtimes: &[StartedRuntime]) -> Result<(), Failure> {
    for (place, runtime) in runtimes.iter().enumerate() {
        let profile = runtime.profile.name;
        if runtime.profile.is_nearest {
            return Err(Failure::usage(format!(
                "{} has no profile of its own, and the list of {profile} is not its. Leave it out of \
                 `--bless-deviations`.",
                runtime.name
            )));
        }
        if let Some(other) = runtimes[..place].iter().find(|other| other.profile.name == profile) {
            return Err(Failure::usage(format!(
                "{} and {} have the same list of deviations. Leave one of them out of `--bless-deviations`.",
                other.name, runtime.name
            )));
        }
    }
    Ok(())
}

/// In what each runtime was seen to deviate, case by case.
#[derive(Debug, Default)]
pub(super) struct Seen(HashMap<String, Vec<(CaseId, Vec<DeviationKind>)>>);

impl Seen {
    /// Takes in one result.
    pub(super) fn add(&mut self, result: &CaseResult) {
        if let Some(kinds) = result.standing.and_then(|standing| standing.kinds()) {
            self.0.entry(result.engine.clone()).or_default().push((result.case.clone(), kinds));
        }
    }

    /// Writes the lists of `runtimes` anew. A case in which the harness itself failed says nothing and stays as listed.
    pub(super) fn write(
        &self,
        run: &Run,
        selected: &[&Case],
        runtimes: &[StartedRuntime],
        lists: &[Option<DeviationList>],
    ) -> Result<(), Failure> {
        let cases: HashMap<&CaseId, &Case> = selected.iter().map(|case| (&case.id, *case)).collect();
        for (runtime, list) in runtimes.iter().zip(lists) {
            let profile = runtime.profile.name;
            let (Some(list), Some(path)) = (list, path(run, profile)) else { continue };
            let seen = self.0.get(&runtime.name).map(Vec::as_slice).unwrap_or_default();
            let seen: Vec<deviations::Seen<'_>> = seen
                .iter()
                .filter_map(|(id, kinds)| {
                    Some(deviations::Seen { case: cases.get(id)?, kinds: kinds.clone() })
                })
                .collect();
            let new = deviations::bless(profile, list, &seen);
            let text = render(profile, &new);
            let shown = workspace::shown(&path);
            if fs::read_to_string(&path).is_ok_and(|old| old == text) {
                output::say(format_args!("{shown} was as it should be."));
                continue;
            }
            let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
            folder.and_then(|()| fs::write(&path, text)).map_err(|error| Failure::io(&shown, &error))?;
            output::say(format_args!(
                "Wrote {shown}: {} cases that do not obey the contract, {} that do not obey the specification.",
                new.count(DeviationKind::Contract),
                new.count(DeviationKind::Ecma262)
            ));
        }
        Ok(())
    }
}
