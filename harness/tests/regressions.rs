//! Replays the seeds of every fuzz target, and every input it ever crashed on, without a fuzzer.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use vmlink::fuzzing::TARGETS;

fn fuzz_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz")
}

/// The files of a folder, in the order of their names; none when there is no such folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> =
        entries.map(|entry| entry.expect("the folder is readable").path()).collect();
    files.retain(|path| path.is_file() && path.file_name().is_some_and(|name| name != ".gitkeep"));
    files.sort();
    files
}

#[test]
fn every_seed_and_every_regression_passes() {
    for target in TARGETS {
        let seeds = files(&fuzz_folder().join("seeds").join(target.name));
        assert!(!seeds.is_empty(), "fuzz/seeds/{} holds no seeds, so nothing would be replayed", target.name);
        let regressions = files(&fuzz_folder().join("regressions").join(target.name));
        let mut replayed = 0;
        for path in seeds.iter().chain(&regressions) {
            let bytes = fs::read(path).expect("a seed or regression is readable");
            if let Err(objection) = (target.check)(&bytes) {
                panic!("{} on {}:\n{objection}", target.name, path.display());
            }
            replayed += 1;
        }
        assert_eq!(replayed, seeds.len() + regressions.len());
    }
}

#[test]
fn targets_folders_and_files_go_together() {
    let known: BTreeSet<String> = TARGETS.iter().map(|target| target.name.to_owned()).collect();
    let sources = files(&fuzz_folder().join("fuzz_targets"));
    let sources: BTreeSet<String> = sources
        .iter()
        .map(|path| path.file_stem().expect("a file has a name").to_string_lossy().into_owned())
        .collect();
    assert_eq!(sources, known, "every fuzz target is in TARGETS, and the other way round");
    for folder in ["seeds", "regressions"] {
        for entry in fs::read_dir(fuzz_folder().join(folder)).expect("the folder is there") {
            let name = entry.expect("the folder is readable").file_name().to_string_lossy().into_owned();
            assert!(
                known.contains(&name),
                "fuzz/{folder}/{name} belongs to no fuzz target, so nobody replays it"
            );
        }
    }
}
