//! Every quirk, and what is known of it.

use super::{Breaks, QuirkFacts};
use crate::reference::ProfileName::{self, Bun14, Deno29, Node18, Node20, Node22, Node24, Node25, Node26};

/// The runtimes by what they have in common.
const ALL: &[ProfileName] = &[Node18, Node20, Node22, Node24, Node25, Node26, Bun14, Deno29];
const NODE: &[ProfileName] = &[Node18, Node20, Node22, Node24, Node25, Node26];
const NODE_AND_BUN: &[ProfileName] = &[Node18, Node20, Node22, Node24, Node25, Node26, Bun14];
const NODE_20_AND_BUN: &[ProfileName] = &[Node20, Node22, Node24, Node25, Node26, Bun14];
const BEFORE_NODE_22: &[ProfileName] = &[Node18, Node20];
const V8: &[ProfileName] = &[Node18, Node20, Node22, Node24, Node25, Node26, Deno29];

/// Declares the quirks and their facts. The doc comment of a quirk is also its sentence.
macro_rules! quirks {
    ($(
        $(#[doc = $sentence:literal])+
        $quirk:ident = $name:literal {
            profiles: $profiles:expr,
            case: $case:literal,
            upstream: $upstream:expr,
            breaks: $breaks:ident,
        }
    )+) => {
        /// One way in which runtimes depart from the contract.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Quirk {
            $(
                $(#[doc = $sentence])+
                $quirk,
            )+
        }

        impl Quirk {
            /// Every quirk, in the order of tables.
            pub const ALL: &[Self] = &[$(Self::$quirk),+];

            /// What is known of it.
            #[must_use]
            pub const fn facts(self) -> &'static QuirkFacts {
                match self {
                    $(Self::$quirk => const { &QuirkFacts {
                        quirk: Self::$quirk,
                        name: $name,
                        sentence: concat!($($sentence),+).trim_ascii_start(),
                        profiles: $profiles,
                        case: $case,
                        upstream: $upstream,
                        breaks: Breaks::$breaks,
                    } },)+
                }
            }
        }
    };
}

quirks! {
    /// A failed link() rejects with what the linker threw or rejected with, not with an error that has it as cause.
    LinkerErrorUnwrapped = "linker-error-unwrapped" {
        profiles: ALL,
        case: "linking/failures/throws-direct-error",
        upstream: None,
        breaks: Contract,
    }
}
