//! Any text ends in a module record or a placed syntax error: [`source_to_record`].

#![cfg_attr(fuzzing, no_main)]

use vmlink::fuzzing::{abort_unless_passed, source_to_record, watch_panics};

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(init: watch_panics(), |bytes: &[u8]| abort_unless_passed(source_to_record, bytes));

/// Without a fuzzer the target runs once on standard input, so that it builds and can be tried on a stable toolchain.
#[cfg(not(fuzzing))]
fn main() -> std::io::Result<()> {
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut std::io::stdin(), &mut bytes)?;
    watch_panics();
    abort_unless_passed(source_to_record, &bytes);
    Ok(())
}
