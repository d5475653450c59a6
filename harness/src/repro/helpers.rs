//! The helpers of reproductions that few of them need, as JavaScript.

pub(super) const AFTER: &str = "\
/** A promise that is fulfilled after so many jobs. */
async function after(jobs, value) {
  for (; jobs > 0; jobs -= 1) await null;
  return value;
}

";

pub(super) const FAIL_AFTER: &str = "\
/** A promise that is rejected after so many jobs. */
async function failAfter(jobs, error) {
  for (; jobs > 0; jobs -= 1) await null;
  throw error;
}

";

pub(super) const SAME: &str = "\
function same(given, wanted) {
  const keys = Object.keys(wanted);
  return keys.length === Object.keys(given).length && keys.every((key) => given[key] === wanted[key]);
}

";

pub(super) const EXACTLY: &str = "\
function exactly(value) {
  return (seen) => JSON.stringify(seen) === JSON.stringify(value);
}

";

pub(super) const STRINGS: &str = "\
/** Attributes, all of them as strings: a runtime may give others. */
function strings(attributes = {}) {
  return Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, String(value)]));
}

";
