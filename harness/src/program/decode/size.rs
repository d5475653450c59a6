//! How much a program may ask for as a whole.

use super::Decoder;
use crate::program::{
    ModuleDefinition, Step,
    document::{MAX_STATUSES, Mistake, Span},
};

impl Decoder<'_> {
    /// Reports, at `span`, a program with more modules and steps than a transcript can record; whether it is small
    /// enough.
    pub(crate) fn check_size(&mut self, modules: &[ModuleDefinition], steps: &[Step], span: Span) -> bool {
        let count = steps.len();
        let is_small = modules.len().saturating_mul(count) <= MAX_STATUSES;
        if !is_small {
            let message = format!(
                "{} modules times {count} steps is more than {MAX_STATUSES}, which is the limit",
                modules.len()
            );
            self.sink.report(Mistake::at(span, message).help(
                "the status of every module is recorded after every step; divide the steps, or the modules, among \
                 several cases",
            ));
        }
        is_small
    }
}
