//! A **snapshot** is the text of a transcript as a person last approved it; the oracle objects to any other.
//!
//! There is one file for each case file and profile, `<profile>/<topic>/<file>.snap` below the folder of snapshots. It
//! is in insta's format, read and written by insta; its contents are one section for each case, in the order of the
//! corpus: the line `## <id>`, then the [canonical text](crate::transcript::canonical_text) of the transcript.

mod bless;
mod file;
mod store;
mod unreferenced;
mod writer;

pub use bless::{Bless, BlessError, BlessedFile, refuses_to_bless};
pub use file::SnapshotFile;
pub use store::{SnapshotError, Snapshots, snapshot_path};
pub use unreferenced::{Unreferenced, unreferenced};
pub use writer::{assert_file, write_requested};
