//! How much of a file is read before it is refused.

/// The largest file that is read, in bytes. The largest file a person writes is a hundredth of this; a parser reads this
/// much in a fraction of a second.
pub const MAX_FILE_BYTES: u64 = 1024 * 1024;

/// How deep lists and maps may be nested. The deepest case form (a step inside a linker inside a step, with a cause of a
/// cause) stays below thirty. Everything that walks a document by recursion relies on this bound.
pub const MAX_DEPTH: usize = 64;

/// How many keys, values, lists and maps a file may hold. A node takes about a hundred bytes, so this bounds a document to some
/// tens of megabytes.
pub const MAX_NODES: usize = 100_000;

/// How many jobs a linker's answer may be late by. Every one of them is run, at every call of the linker; a few tell apart
/// whatever orders answers, and the longest delay that a person has needed is a fiftieth of this.
pub const MAX_DELAY: u32 = 1_000;

/// The product of the modules and the steps of a program, at most; the parts of `together` are steps too. A transcript
/// records the status of every module after every step, which is about a hundred bytes, so this bounds one transcript to
/// some ten megabytes. A hundred modules and a thousand steps are far more than a person follows.
pub const MAX_STATUSES: usize = 100_000;

/// How many mistakes of one file are shown. Enough to mend a file in one go, and few enough to print a file that is no
/// case file at all.
pub const MAX_MISTAKES: usize = 200;
