//! The reproductions of the whole corpus, on every installed runtime, see what the driver sees.
//!
//! Where none of the pinned runtimes is installed, nothing is compared, and that is said loudly.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod compare;
mod driver;
mod process;
mod scripts;

use std::path::Path;

use vmlink::{
    corpus::{self, Case},
    engines::ReferenceEngine,
    oracles::{check_expectations, expects_unmodelled},
    reference::ProfileName,
    runtimes::installed,
    transcript::Transcript,
};

/// How many differences are shown for each runtime.
const SHOWN: usize = 20;

#[test]
fn reproductions_see_what_the_driver_sees() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let cases = corpus::load(&[root.join("cases")]).unwrap();
    let mut runtimes = installed(root).unwrap();
    if runtimes.is_empty() {
        eprintln!("{}", NOTICE.trim_end());
        return;
    }
    // To look at one of them alone.
    if let Ok(wanted) = std::env::var("VMLINK_RUNTIME") {
        runtimes.retain(|runtime| runtime.release().to_string() == wanted);
    }
    let folder = tempfile::tempdir().unwrap();
    let scripts = scripts::write(&cases, folder.path());
    let mut differences = 0;
    for runtime in &runtimes {
        let name = runtime.release();
        let driven = driver::run(runtime, &cases);
        let reproduced = scripts::run(runtime, folder.path(), &scripts);
        let (mut same, mut shown) = (0, 0);
        for ((case, driven), reproduced) in cases.iter().zip(&driven).zip(&reproduced) {
            let passes = driven.as_ref().and_then(|transcript| passes(case, transcript));
            match compare::difference(driven.as_ref(), passes, reproduced.as_ref()) {
                None => same += 1,
                Some(difference) => {
                    differences += 1;
                    shown += 1;
                    if shown <= SHOWN {
                        eprintln!("{} on {}:\n{difference}\n", case.id, name);
                    }
                }
            }
        }
        eprintln!("{}: {same} of {} cases are seen alike", name, cases.len());
    }
    assert_eq!(differences, 0, "reproductions see something else than the driver");
}

/// Whether the expectation oracle is content with `transcript`; `None` where the case expects that the reference cannot
/// say what happens, which a runtime always can.
fn passes(case: &Case, transcript: &Transcript) -> Option<bool> {
    let contract = ProfileName::Contract;
    let predicted = ReferenceEngine::new(contract).transcript(&case.program);
    (!expects_unmodelled(case, contract, &predicted))
        .then(|| check_expectations(case, contract, transcript).is_empty())
}

const NOTICE: &str = "
********************************************************************************
* NOTICE: no runtime is installed, so the reproductions were NOT run. Install the
* pinned runtimes with `cargo xtask runtimes install`.
********************************************************************************
";
