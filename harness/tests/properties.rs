//! The reference linker against the naive implementation, and what holds of every program there is.
//!
//! The runs are the same every time. `VMLINK_PROPERTY_CASES` multiplies the number of cases of each property:
//! `VMLINK_PROPERTY_CASES=100 cargo test -p vmlink --release --test properties`.

mod naive;
mod property;
