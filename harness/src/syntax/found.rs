//! The early error that a text is rejected for.

use swc_common::BytePos;

use super::text::offset_of;

/// The error found so far that stands first in the text.
#[derive(Debug, Default)]
pub(super) struct FirstError {
    found: Option<(u32, String)>,
}

impl FirstError {
    /// Notes an error, unless one is known that stands before it or at the same place.
    pub(super) fn report(&mut self, position: BytePos, message: impl FnOnce() -> String) {
        let offset = offset_of(position);
        if self.found.as_ref().is_none_or(|(first, _)| offset < *first) {
            self.found = Some((offset, message()));
        }
    }

    /// Whether no error is known.
    pub(super) const fn is_empty(&self) -> bool {
        self.found.is_none()
    }

    /// The offset in bytes and the message of the first error.
    pub(super) fn into_found(self) -> Option<(u32, String)> {
        self.found
    }
}
