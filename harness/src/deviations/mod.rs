//! A **deviation** is a case in which a runtime does not do what a standard asks of it, or brings nothing at all.
//!
//! Deviations are expected: no runtime obeys the whole contract. Each runtime's are listed in a file with a reason and a
//! link, and a run objects to what is not listed and to what is listed and no longer there.

mod ask;
mod bless;
mod decode;
mod entry;
mod explain;
mod list;
mod render;

pub use ask::check_standard;
pub use bless::{Seen, bless};
pub use decode::{DeviationError, Reading, deviations_from};
pub use entry::{Deviation, DeviationKind, Link};
pub use explain::{Explanation, explain};
pub use list::{DeviationList, deviations_path};
pub use render::render;
