//! How much of a file is read before it is refused.

/// The largest file that is read, in bytes, when it is YAML. The largest file a person writes is a hundredth of this; a
/// parser reads this much in a fraction of a second.
pub const MAX_FILE_BYTES: u64 = 1024 * 1024;

/// The largest file that is read, in bytes, when it is JSON. Files of this size are written by programs: a graph read from
/// disk holds the text of every file, and the largest package that was tried has ten megabytes. JSON has no nesting
/// without signs and no aliases, so its parser takes linear time.
pub const MAX_JSON_BYTES: u64 = 32 * MAX_FILE_BYTES;

/// How deep lists and maps may be nested. The deepest case form (a step inside a linker inside a step, with a cause of a
/// cause) stays below thirty. Everything that walks a document by recursion relies on this bound.
pub const MAX_DEPTH: usize = 64;

/// How many keys, values, lists and maps a file may hold. A node takes about a hundred bytes, so this bounds a document to some
/// tens of megabytes.
pub const MAX_NODES: usize = 100_000;

/// How many jobs a linker's answer may be late by. Every one of them is run, at every call of the linker; a few tell apart
/// whatever orders answers, and the longest delay that a person has needed is a fiftieth of this.
pub const MAX_DELAY: u32 = 1_000;

/// The product of the modules and the steps of a program, at most. A transcript records the status of every module after
/// every step, which is about a hundred bytes, so this bounds one transcript to some ten megabytes. A hundred modules and a
/// thousand steps are far more than a person follows. However many parts a `together` has, it is one step: its parts are
/// bounded by [`MAX_NODES`].
pub const MAX_STATUSES: usize = 100_000;

/// How many mistakes of one file are shown. Enough to mend a file in one go, and few enough to print a file that is no
/// case file at all.
pub const MAX_MISTAKES: usize = 200;
