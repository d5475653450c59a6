//! The **reference** linker: ECMA-262's linking, step by step, and `vm.Module`'s operations around it.

pub mod marks;
mod profile;

pub use profile::ProfileName;
