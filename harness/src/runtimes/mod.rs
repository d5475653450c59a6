//! A **runtime** is a shipping program that implements `vm.Module`: Node, Bun or Deno, in one version.
//!
//! A list of pinned releases says which ones vmlink is held against. They stand side by side in a folder of the
//! project that git ignores, put there by [`Installer`]; [`find`] gives the binary that a name such as `node@24`
//! selects, and [`InstalledRuntime::command`] starts it on a script so that nothing outside the script has a say.

mod ask;
mod find;
mod install;
mod kind;
mod name;
mod npm;
mod pinned;
mod platform;
mod profile;
mod start;
#[cfg(test)]
mod testing;
mod version;

pub use ask::{ANSWER_LIMIT, AskError, Reported, ask};
pub use find::{InstalledRuntime, RuntimeError, find, installed};
pub use install::{FOLDER, InstallError, Installer, folder};
pub use kind::RuntimeKind;
pub use name::{NameError, RuntimeName};
pub use npm::NpmError;
pub use pinned::{Release, pinned, profile_name, releases_to_install};
pub use platform::Platform;
pub use profile::{RuntimeProfile, profile_for};
pub use start::{arguments, environment};
pub use version::{Version, VersionPattern};
