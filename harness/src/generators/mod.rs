//! A **generator** makes programs from bytes: the same grammar for proptest, cargo-fuzz and seeds.
