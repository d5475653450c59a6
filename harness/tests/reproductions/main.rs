//! The reproductions of the whole corpus, on every installed runtime, see what the driver sees.
//!
//! Runtimes are looked for in the folder that the environment variable `VMLINK_RUNTIMES` names, or in `.runtimes/` of the
//! project: packages as npm installs them, below `node_modules/`. Where there is none, nothing is compared, and that is
//! said loudly.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod compare;
mod driver;
mod process;
mod scripts;

use std::path::Path;

use process::Runtime;
use vmlink::corpus;

/// How many differences are shown.
const SHOWN: usize = 20;

#[test]
fn reproductions_see_what_the_driver_sees() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut cases = corpus::load(&[root.join("cases")]).unwrap();
    // To look at a few cases by hand.
    if let Ok(part) = std::env::var("VMLINK_CASES") {
        cases.retain(|case| case.id.to_string().contains(&part));
    }
    let runtimes = Runtime::installed(root);
    if runtimes.is_empty() {
        eprintln!("{}", NOTICE.trim_end());
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let scripts = scripts::write(&cases, folder.path());
    let mut differences = 0;
    for runtime in &runtimes {
        let driven = driver::run(runtime, root, &cases);
        let reproduced = scripts::run(runtime, folder.path(), &scripts);
        let mut same = 0;
        for ((case, driven), reproduced) in cases.iter().zip(&driven).zip(&reproduced) {
            match compare::difference(driven, reproduced) {
                None => same += 1,
                Some(difference) => {
                    differences += 1;
                    if differences <= SHOWN {
                        eprintln!("{} on {}:\n{difference}\n", case.id, runtime.name);
                    }
                }
            }
        }
        eprintln!("{}: {same} of {} cases are seen alike", runtime.name, cases.len());
    }
    assert_eq!(differences, 0, "reproductions see something else than the driver");
}

const NOTICE: &str = "
********************************************************************************
* NOTICE: no runtime is installed, so the reproductions were NOT run. Install the
* pinned runtimes with `cargo xtask runtimes install`, or set VMLINK_RUNTIMES to a
* folder that holds them.
********************************************************************************
";
