//! A **builtin** is an object or a function that every context has without a body making it.

mod array;
mod array_texts;
mod call;
mod collections;
mod descriptor;
mod descriptors;
mod errors;
mod functions;
mod intrinsic;
mod json;
mod math;
mod names;
mod object;
mod primitives;
mod reflect;
mod strings;
mod table;
mod tags;

pub(super) use call::BuiltinCall;
pub(super) use descriptor::Descriptor;
pub(in crate::reference) use errors::ErrorType;
pub(super) use intrinsic::Intrinsic;
pub(super) use table::Native;
