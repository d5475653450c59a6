//! The functions of a script that are the same in every script that calls them.

/// Constructs a module, or says that it cannot be.
pub(super) const CONSTRUCT: &str = "\
/** A module, or `undefined` where it cannot be constructed. */
function construct(name, make, expected = { ok: true }) {
  let m;
  let seen = { ok: true };
  try {
    m = make();
  } catch (error) {
    seen = { error: view(error) };
  }
  if (m === undefined || expected.ok === undefined) report(`construct ${name}`, seen, expected);
  return m;
}

";

/// Makes a synthetic module of a text.
pub(super) const SYNTHETIC: &str = "\
/** A synthetic module whose steps are the text of a function. */
function synthetic(exports, text, options, Kind = Function) {
  const body = new Kind(\"setExport\", `\"use strict\"; ${text}`);
  const steps = function () {
    return body.call(this, (name, value) => this.setExport(name, value));
  };
  return new vm.SyntheticModule(exports, steps, options);
}

";

/// Makes an `initializeImportMeta` of a text.
pub(super) const FILLER: &str = "\
/** A function that fills `import.meta`; its text is given the name of the module. */
function filler(text) {
  const fill = new Function(\"meta\", \"name\", `\"use strict\"; ${text}\n`);
  return (meta, module) => void fill(meta, nameOf(module));
}

";

/// Names a module, where its identifier does not.
pub(super) const NAME_OF: &str = "\
function nameOf(module) {
  return [...modules].find(([, m]) => m === module)?.[0];
}

";

/// Shows the value of an export.
pub(super) const SHOWN: &str = "\
function shown(value) {
  if (types.isNativeError(value)) return view(value);
  return value === undefined ? undefined : encode(value);
}

";

/// Tells of cached data only whether there is any.
pub(super) const BYTES: &str = "\
function bytes(data) {
  return ArrayBuffer.isView(data) ? { bytes: data.byteLength > 0 } : data;
}

";

/// Tells what a promise is right after the call that gave it.
pub(super) const STATE: &str = "\
/** What a promise is now, which nothing in the language tells without a job. */
function state(promise) {
  if (!types.isPromise(promise)) return \"none\";
  promise.catch(() => {});
  const text = inspect(promise, { depth: 0, customInspect: false });
  return /^[^{]*\\{\\s*<(pending|rejected)>/.exec(text)?.[1] ?? \"fulfilled\";
}

";

/// Tells promises apart.
pub(super) const NUMBER: &str = "\
/** Counts the promises that evaluate() gives: the same promise, the same number. */
function number(promise) {
  promise.catch(() => {});
  const seen = (number.seen ??= []);
  if (!seen.includes(promise)) seen.push(promise);
  return seen.indexOf(promise) + 1;
}

";

/// Gives the names of a namespace.
pub(super) const NAMES: &str = "\
function names(namespace) {
  return Reflect.ownKeys(namespace).filter((key) => typeof key === \"string\");
}

";

/// Writes values that JSON has no word for.
pub(super) const ENCODE: &str = "\
/** A value as JSON, also where JSON has no word for it. */
function encode(value) {
  if (value === undefined) return { undefined: true };
  if (typeof value === \"bigint\") return { bigint: String(value) };
  if (typeof value === \"symbol\") return { symbol: value.description ?? \"\" };
  if (typeof value === \"function\") return { function: true };
  if (Object.is(value, -0)) return { number: \"-0\" };
  if (typeof value === \"number\" && !Number.isFinite(value)) return { number: String(value) };
  if (typeof value !== \"object\" || value === null) return value;
  if (Array.isArray(value)) return value.map(encode);
  if (Object.prototype.toString.call(value) !== \"[object Object]\") return {};
  const object = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, encode(part)]));
  const words = /^(undefined|bigint|symbol|function|number|object|proxyOf|inheritsFrom|namespaceOf)$/;
  return words.test(Object.keys(object)) ? { object } : object;
}

";

/// Answers later.
pub(super) const AFTER: &str = "\
/** A promise that is fulfilled after so many jobs. */
async function after(jobs, value) {
  for (; jobs > 0; jobs -= 1) await null;
  return value;
}

";

/// Fails later.
pub(super) const FAIL_AFTER: &str = "\
/** A promise that is rejected after so many jobs. */
async function failAfter(jobs, error) {
  for (; jobs > 0; jobs -= 1) await null;
  throw error;
}

";

/// Compares attributes.
pub(super) const SAME: &str = "\
function same(given, wanted) {
  const keys = Object.keys(wanted);
  return keys.length === Object.keys(given).length && keys.every((key) => given[key] === wanted[key]);
}

";

/// Compares a value as a whole.
pub(super) const EXACTLY: &str = "\
function exactly(value) {
  return (seen) => JSON.stringify(seen) === JSON.stringify(value);
}

";

/// Makes strings of attributes.
pub(super) const STRINGS: &str = "\
/** Attributes, all of them as strings: a runtime may give others. */
function strings(attributes = {}) {
  return Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, String(value)]));
}

";
