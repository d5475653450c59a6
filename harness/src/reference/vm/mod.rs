//! The operations of `vm.Module`: what a program calls, around the operations of ECMA-262.
//!
//! Each has numbered steps of its own here, since no specification numbers them; what they do follows from the clauses
//! of the contract that they cite.

mod answer;
mod arguments;
mod construct;
mod copies;
mod errors;
mod failure;
mod instantiate;
mod link;
mod link_depth_first;
mod link_each;
mod native;
mod operations;
mod reads;
mod received;
mod status;

pub(super) use link::{LinkOperationId, LinkOperations};
pub(super) use link_depth_first::{Turn, WalkId, Walks};
pub(super) use link_each::{SelfLinkId, SelfLinks};
