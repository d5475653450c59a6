//! Engines behind the driver protocol: what they make of drivers that lie, stall, flood or die, and of real runtimes.
//!
//! The drivers of these tests are this very program, started with an argument (see `fake`), so that they need nothing
//! but a Rust toolchain.

mod ahead;
mod failures;
mod fake;
mod pool;
mod real;
mod support;

use std::process::ExitCode;

use libtest_mimic::Arguments;

fn main() -> ExitCode {
    if let Some(manner) =
        std::env::args().find_map(|word| word.strip_prefix(fake::ARGUMENT).map(str::to_owned))
    {
        return fake::run(&manner);
    }
    let arguments = Arguments::from_args();
    let trials = failures::trials()
        .into_iter()
        .chain(pool::trials())
        .chain(ahead::trials())
        .chain(real::trials())
        .collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}
