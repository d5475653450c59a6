//! Turning a document into cases: the program by way of [`program`](crate::program), the expectations here.

mod case;
mod expect;
mod file;
mod outcome;
mod source;

pub(super) use file::{FileNames, cases, is_id, sentence};
