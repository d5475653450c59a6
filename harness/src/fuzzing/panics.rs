//! Panics under a fuzzer: the parser's own are caught where it is called, all others are findings.

use std::{
    cell::RefCell,
    panic::{self, AssertUnwindSafe},
    process,
};

thread_local! {
    /// What the last panic of this thread said, and where.
    static LAST: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Makes panics silent and remembers the last one.
///
/// libFuzzer's runtime aborts the process in the panic hook, before anything can be caught; but `syntax` catches the
/// parser's panics and makes errors of them, which are no findings. Call this when a target starts, and run the target
/// through [`abort_unless_passed`], which reports what nobody caught.
pub fn watch_panics() {
    panic::set_hook(Box::new(|panic| LAST.with_borrow_mut(|last| *last = panic.to_string())));
}

/// Runs `check` on `bytes`; ends the process with an abort, which fuzzers take as a crash, when it objects or panics.
pub fn abort_unless_passed(check: fn(&[u8]) -> Result<(), String>, bytes: &[u8]) {
    // The process ends when something was caught, so nobody sees what a panic left half done.
    let objection = match panic::catch_unwind(AssertUnwindSafe(|| check(bytes))) {
        Ok(Ok(())) => return,
        Ok(Err(objection)) => objection,
        Err(_) => LAST.with_borrow(Clone::clone),
    };
    eprintln!("{objection}");
    process::abort();
}
