//! Ctrl-C: the first one ends the work in order, the second ends it at once.

use std::{process, sync::OnceLock};

use vmlink::engines::Interrupt;

use crate::{exit::Exit, output};

/// What is raised when somebody presses Ctrl-C, or ends this process in another way that it can hear of.
///
/// The handler is installed by the first call. Engines end their processes when it is raised, and a run of cases reports
/// what it has.
pub(crate) fn handled() -> Interrupt {
    static INTERRUPT: OnceLock<Interrupt> = OnceLock::new();
    INTERRUPT.get_or_init(install).clone()
}

fn install() -> Interrupt {
    let interrupt = Interrupt::default();
    let raised = interrupt.clone();
    let handled = ctrlc::set_handler(move || {
        if raised.is_raised() {
            process::exit(Exit::Interrupted as i32);
        }
        output::say("Interrupted; ending what is running. Press Ctrl-C again to leave at once.");
        raised.raise();
    });
    if let Err(error) = handled {
        output::say(format_args!("Ctrl-C will not end this in order: {error}."));
    }
    interrupt
}
