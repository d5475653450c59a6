//! **Dynamic import**: `import()` from a body, and what the host makes of it.

mod bare;
mod call;
mod host;

pub(super) use host::{ImportId, Imports};
