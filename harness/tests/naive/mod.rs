//! A second implementation of linking, loading and evaluation, written to be plainly right: lists, recursion and copies.
//!
//! It follows ECMA-262 (and, for loading, the clauses C1 to C11 of the contract) and shares nothing with the reference
//! linker but the module record. It may be slow and may recurse, because it only ever sees a handful of modules.

mod by_hand;
pub(crate) mod evaluate;
pub(crate) mod link;
pub(crate) mod load;
pub(crate) mod resolve;
pub(crate) mod scene;
