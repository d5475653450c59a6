//! Every case of the corpus under every profile as a test of its own, and every snapshot file as a whole.
//!
//! `cargo test --test cases -- linking/` runs the cases whose id holds `linking/`; `contract::` selects a profile.

use std::{
    fmt::Write,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use indexmap::IndexMap;
use libtest_mimic::{Arguments, Failed, Trial};
use vmlink::{
    conformance::judge,
    corpus::{Case, load},
    engines::ReferenceEngine,
    oracles::{
        Finding, Verdict, check_determinism,
        snapshots::{SnapshotFile, Snapshots, assert_file, unreferenced},
    },
    reference::ProfileName,
    transcript::canonical_text,
};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is a folder of the workspace");
    let trials = match load(&[root.join("cases")]) {
        Ok(corpus) => trials(corpus, root.join("snapshots")),
        Err(error) => {
            let message = error.render(false);
            vec![Trial::test("the corpus loads", move || Err(Failed::from(message)))]
        }
    };
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn trials(corpus: Vec<Case>, root: PathBuf) -> Vec<Trial> {
    let snapshots = Arc::new(Snapshots::load(&root, &corpus, &ProfileName::STANDARDS));
    let corpus: Vec<Arc<Case>> = corpus.into_iter().map(Arc::new).collect();
    let mut files: IndexMap<String, Vec<Arc<Case>>> = IndexMap::new();
    for case in &corpus {
        files.entry(case.id.file_id()).or_default().push(Arc::clone(case));
    }
    let mut trials = Vec::new();
    for profile in ProfileName::STANDARDS {
        for case in &corpus {
            let (case, snapshots) = (Arc::clone(case), Arc::clone(&snapshots));
            let name = format!("{profile}::{}", case.id);
            trials.push(Trial::test(name, move || check_case(&case, profile, &snapshots)));
        }
        for (file_id, cases) in &files {
            let (file_id, cases, root) = (file_id.clone(), cases.clone(), root.clone());
            let name = format!("snapshot::{profile}::{file_id}");
            trials.push(Trial::test(name, move || {
                assert_file(&root, profile, &file_id, &file_of(&cases, profile));
                Ok(())
            }));
        }
    }
    trials.push(Trial::test("snapshot::none is unreferenced", move || {
        let corpus: Vec<Case> = corpus.iter().map(|case| (**case).clone()).collect();
        let strangers = unreferenced(&root, &corpus)?;
        if strangers.is_empty() {
            return Ok(());
        }
        let lines: Vec<String> = strangers.iter().map(ToString::to_string).collect();
        Err(Failed::from(lines.join("\n")))
    }));
    trials
}

fn check_case(case: &Case, profile: ProfileName, snapshots: &Snapshots) -> Result<(), Failed> {
    let engine = ReferenceEngine::new(profile);
    let transcript = engine.transcript(&case.program);
    let (verdict, mut findings) = judge(case, profile, &transcript, Some(snapshots));
    let again = check_determinism(&engine, &case.program, &transcript);
    if verdict == Verdict::Pass && again.is_none() {
        return Ok(());
    }
    findings.extend(again);
    let mut message = format!("{}:{}: {verdict:?}\n", case.file.display(), case.line);
    for Finding { oracle, step, expected, actual } in findings {
        let place = step.and_then(|step| transcript.steps.get(step).map(|record| record.step.as_str()));
        let place = place.map(|label| format!(" at `{label}`")).unwrap_or_default();
        let _ = writeln!(message, "{oracle}{place}\n-- expected\n{expected}\n-- actual\n{actual}");
    }
    let _ = write!(message, "-- transcript\n{}", canonical_text(&transcript));
    Err(Failed::from(message))
}

/// What the snapshot file of these cases must hold, all of it.
fn file_of(cases: &[Arc<Case>], profile: ProfileName) -> SnapshotFile {
    let engine = ReferenceEngine::new(profile);
    let mut file = SnapshotFile::default();
    for case in cases {
        file.set(&case.id.id, canonical_text(&engine.transcript(&case.program)));
    }
    file
}
