// The driver: runs programs on the runtime it is started by, one JSON line in, one JSON line out.
//
// PROTOCOL.md beside this file describes the lines. Everything below is plain JavaScript without dependencies, so that
// one file serves every runtime. Lines are read synchronously: between two programs there is nothing else to do.
//
// Programs run in the realm of the driver, because a realm of its own costs a program five times its time. So after each
// program whose texts could have changed that realm it is looked over, and the harness is told what is not as it was.

import fs from "node:fs";
import process from "node:process";
import { setImmediate, setTimeout } from "node:timers";
import { inspect, types } from "node:util";
import v8 from "node:v8";
import vm from "node:vm";

const PROTOCOL = 1;

/** How often linkers are called in a run before every further call throws, as in the reference. */
const MAX_CALLS = 100_000;

/** How many causes of an error are shown, as in the reference. */
const MAX_CAUSES = 16;

/** How deep a value is shown. */
const MAX_DEPTH = 100;

// A body may change these. It harms only its own transcript when it changes what else the driver uses, but without these
// there would be none.
const { parse, stringify } = JSON;

// Nobody reads a stack, and making one costs more than all else about an error.
Error.stackTraceLimit = 0;

// No text is compiled twice. What Node keeps of each for that case costs a fifth of all time, and holds on to every module and
// context for as long as the process lives.
if (!globalThis.Bun && !globalThis.Deno) v8.setFlagsFromString("--no-compilation-cache");

// ---------------------------------------------------------------------------------------------------------------------
// Values

/** The maps of one key that write down what JSON has no word for, and how the value is made. */
const SPECIAL = {
  undefined: () => undefined,
  number: (text) => Number(text),
  bigint: (digits) => BigInt(digits),
  symbol: (description) => Symbol(description),
  function: () => function () {},
  object: (properties, run) => plainObject(properties, run),
  proxyOf: (name, run) => run.standIn("proxyOf", name, new Proxy(run.module(name), {})),
  inheritsFrom: (name, run) => run.standIn("inheritsFrom", name, Object.create(run.module(name))),
  namespaceOf: (name, run) => run.standIn("namespaceOf", name, run.module(name).namespace),
};

/** The JavaScript value that `json` writes down. */
function decodeValue(json, run) {
  if (json === null || typeof json !== "object") return json;
  if (Array.isArray(json)) return json.map((item) => decodeValue(item, run));
  const keys = Object.keys(json);
  if (keys.length === 1 && Object.hasOwn(SPECIAL, keys[0])) return SPECIAL[keys[0]](json[keys[0]], run);
  return plainObject(json, run);
}

function plainObject(json, run) {
  const object = {};
  for (const key of Object.keys(json)) set(object, key, decodeValue(json[key], run));
  return object;
}

/** Sets a property that may be called `__proto__`. */
function set(object, key, value) {
  if (key === "__proto__") {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    object[key] = value;
  }
}

/** `String(value)`, also for an object that refuses to become a text. */
function textOf(value) {
  try {
    return String(value);
  } catch {
    return "(an object without a text)";
  }
}

/** How a transcript shows a value that is not an error. */
function encodeValue(value, run, depth = 0) {
  if (depth > MAX_DEPTH) return { elided: true };
  switch (typeof value) {
    case "undefined":
      return { undefined: true };
    case "number":
      if (Number.isFinite(value) && !Object.is(value, -0)) return value;
      return { number: Object.is(value, -0) ? "-0" : String(value) };
    case "bigint":
      return { bigint: String(value) };
    case "symbol":
      return { symbol: value.description ?? "" };
    case "function":
      return { function: true };
    case "object": {
      if (value === null) return null;
      const standIn = run.standIns.get(value);
      if (standIn !== undefined) return standIn;
      if (Array.isArray(value)) return value.map((item) => encodeValue(item, run, depth + 1));
      // A module, a namespace or another exotic object is of no further interest: like any object without properties.
      if (Object.prototype.toString.call(value) !== "[object Object]") return {};
      const object = {};
      const keys = Object.keys(value);
      for (const key of keys) set(object, key, encodeValue(value[key], run, depth + 1));
      return keys.length === 1 && Object.hasOwn(SPECIAL, keys[0]) ? { object } : object;
    }
    default:
      return value;
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// One run

class Run {
  modules = new Map();
  names = new Map();
  contexts = new Map();
  calls = [];
  callsMade = 0;
  imports = [];
  log = [];
  inside = [];
  pending = [];
  identities = new Map();
  /** The promises of evaluate() whose identity was looked at. */
  promises = [];
  standIns = new Map();
  /** The promises of modules that are made ready once for all calls. */
  shared = new Map();
  notices = [];
  step = null;
  /** Whether there may be an error that a module gives: something has failed, or may still fail. */
  isTroubled = !isErrorHidden;

  constructor(number, program, isTraced) {
    this.number = number;
    this.program = program;
    this.isTraced = isTraced;
    this.places = new Map(program.modules.map((definition, place) => [definition.name, place]));
    // Identifiers are unique over all programs of this process: some runtimes slow down when they repeat.
    this.prefix = `vmlink-run-${number}:`;
  }

  /** The module of that name; `undefined` when its construction failed. */
  module(name) {
    return this.modules.get(name);
  }

  /** Remembers whose stand-in `object` is: some runtimes take it for the module, and give it to linkers as referrer. */
  standIn(kind, name, object) {
    this.names.set(object, name);
    this.standIns.set(object, { [kind]: this.places.get(name) });
    return object;
  }

  async perform() {
    this.programLinker = this.linker(this.program.linker);
    const { importModuleDynamically } = this.program;
    if (importModuleDynamically !== undefined) this.importer = this.importCallback(importModuleDynamically);
    // Promises bring it, and a body may have given all other objects a `then`.
    const transcript = Object.assign(Object.create(null), { construct: this.construct(), steps: [] });
    const linker = this.programLinker;
    for (const [index, step] of this.program.steps.entries()) {
      this.step = index;
      if (this.isTraced) write({ run: this.number, step: index });
      const started = this.start(step, linker);
      // What a body or a linker does takes no longer than the jobs do, and those have run when the next turn comes.
      await turn();
      if (isPending(started)) {
        await timer();
        await turn();
      }
      transcript.steps.push(this.record(started));
    }
    return transcript;
  }

  construct() {
    const failed = {};
    for (const definition of this.program.modules) {
      try {
        const m = this.create(definition);
        this.modules.set(definition.name, m);
        this.names.set(m, definition.name);
      } catch (error) {
        set(failed, definition.name, { error: this.thrown(error) });
      }
    }
    return failed;
  }

  create({ name, identifier = name, context, initializeImportMeta, source, synthetic }) {
    const options = { identifier: this.prefix + identifier };
    if (context !== undefined) options.context = this.context(context);
    if (synthetic === undefined) {
      if (initializeImportMeta !== undefined) {
        const initialize = new Function("meta", "name", `"use strict"; ${initializeImportMeta}\n`);
        options.initializeImportMeta = (meta, m) => void initialize(meta, this.names.get(m));
      }
      if (this.importer !== undefined) options.importModuleDynamically = this.importer;
      return new vm.SourceTextModule(source, options);
    }
    const body = new (synthetic.async === true ? AsyncFunction : Function)("setExport", `"use strict"; ${synthetic.body}`);
    const steps = function () {
      const done = body.call(this, (name, value) => this.setExport(name, value));
      if (synthetic.async === true) return done;
    };
    return new vm.SyntheticModule(synthetic.exports, steps, options);
  }

  context(name) {
    let context = this.contexts.get(name);
    if (context === undefined) {
      context = vm.createContext({ ...builtins });
      this.contexts.set(name, context);
    }
    return context;
  }

  /** The promise of a module that is made ready before it is given. */
  ready({ linked, evaluated, shared }, linker) {
    const prepare = async (m) => {
      if (m.status === "unlinked") await m.link(linker);
      if (evaluated !== undefined) await m.evaluate();
      return m;
    };
    const key = JSON.stringify({ linked, evaluated });
    let promise = shared ? this.shared.get(key) : undefined;
    if (promise === undefined) {
      promise = prepare(this.module(linked ?? evaluated));
      if (shared) this.shared.set(key, promise);
    }
    return promise;
  }

  /** Starts a step; what comes back changes when the step's promise settles. */
  start(step, outerLinker) {
    const linker = step.linker === undefined ? outerLinker : this.linker(step.linker);
    const [action, argument] = Object.entries(step).find(([key]) => key !== "linker");
    if (action === "together") {
      return { label: "together", together: argument.map((part) => this.start(part, linker)) };
    }
    const name = typeof argument === "string" ? argument : argument.module;
    const label = labelOf(action, name, argument);
    const started = { label, outcome: "pending" };
    const fulfilled = (value) => {
      started.outcome = { ok: this.observed(value) };
    };
    const failed = (error) => {
      this.isTroubled = true;
      started.outcome = { thrown: error };
    };
    try {
      if (action === "construct") {
        started.outcome = { ok: this.construction(argument) };
        return started;
      }
      const m = this.module(name);
      switch (action) {
        case "link":
          settle(m.link("linker" in Object(argument) ? decodeValue(argument.linker, this) : linker), fulfilled, failed);
          break;
        case "evaluate":
          if (typeof argument === "string") settle(m.evaluate(), fulfilled, failed);
          else settle(m.evaluate(decodeValue(argument.options, this)), fulfilled, failed);
          break;
        case "evaluationPromise": {
          const promise = m.evaluate();
          // What it settles with is another step's to see.
          if (types.isPromise(promise)) Reflect.apply(then, promise, [undefined, () => {}]);
          if (!this.promises.includes(promise)) this.promises.push(promise);
          fulfilled(this.promises.indexOf(promise) + 1);
          break;
        }
        case "evaluationState": {
          const promise = m.evaluate();
          const state = stateOf(promise);
          if (types.isPromise(promise)) Reflect.apply(then, promise, [undefined, () => {}]);
          fulfilled(state);
          break;
        }
        case "get":
          started.outcome = { read: m.namespace[argument.export] };
          break;
        case "identifier":
          fulfilled(this.withoutDriver(m.identifier));
          break;
        case "moduleRequests":
        case "dependencySpecifiers":
          fulfilled(m[action]);
          break;
        // One by one, because an engine tells in its message which expression is no function.
        case "hasTopLevelAwait":
          fulfilled(m.hasTopLevelAwait());
          break;
        case "hasAsyncGraph":
          fulfilled(m.hasAsyncGraph());
          break;
        case "createCachedData":
          fulfilled(bytesOf(m.createCachedData()));
          break;
        case "namespace":
          started.outcome = { ok: { keys: namespaceKeys(m.namespace) } };
          break;
        case "error":
          started.outcome = { read: m.error };
          break;
        case "instantiate":
          fulfilled(m.instantiate());
          break;
        case "linkRequests":
          fulfilled(m.linkRequests(this.requests(argument.with)));
          break;
        case "setExport":
          fulfilled(m.setExport(argument.name, decodeValue(argument.value, this)));
          break;
        default:
          throw new Error(`The driver knows no step ${action}`);
      }
    } catch (error) {
      failed(error);
    }
    return started;
  }

  /** Calls a constructor, and drops what it makes. */
  construction({ class: name, arguments: values, new: isNew = true }) {
    const made = values.map((value) => decodeValue(value, this));
    if (isNew) new vm[name](...made);
    else vm[name](...made);
    return { undefined: true };
  }

  /** The argument of linkRequests(). */
  requests(json) {
    const item = (json) => (typeof json === "string" ? this.module(json) : decodeValue(json.value, this));
    return Array.isArray(json) ? json.map(item) : item(json);
  }

  record(started) {
    const record = { step: started.label, outcome: this.outcome(started) };
    record.status = {};
    if (started.together !== undefined) record.together = this.settled(started.together);
    const inside = this.inside;
    if (inside.length > 0) record.inside = this.settled(inside);
    const late = this.pending.filter((earlier) => !isPending(earlier));
    if (late.length > 0) record.settled = this.settled(late);
    this.pending = this.pending.filter(isPending);
    this.pending.push(...stillPending(started), ...inside.flatMap(stillPending));
    for (const [name, m] of this.modules) {
      const { status } = m;
      this.isTroubled ||= status === "errored";
      set(record.status, name, status);
    }
    this.isTroubled ||= this.pending.length > 0;
    const errors = {};
    for (const [name, m] of this.isTroubled ? this.modules : []) {
      let error;
      try {
        error = m.error;
      } catch {
        continue;
      }
      set(errors, name, this.thrown(error));
    }
    if (Object.keys(errors).length > 0) record.errors = errors;
    record.calls = this.calls;
    if (this.imports.length > 0) record.imports = this.imports;
    record.log = this.log;
    this.calls = [];
    this.imports = [];
    this.log = [];
    this.inside = [];
    return record;
  }

  settled(steps) {
    return steps.map((started) => ({ step: started.label, outcome: this.outcome(started) }));
  }

  outcome(started) {
    if (isPending(started)) return "pending";
    if (started.together !== undefined) return { ok: { undefined: true } };
    const { outcome } = started;
    if ("thrown" in outcome) return { error: this.thrown(outcome.thrown) };
    if ("read" in outcome) {
      const { read } = outcome;
      return { ok: types.isNativeError(read) ? this.thrown(read) : this.observed(read) };
    }
    return outcome;
  }

  /** A value that a step gave. One that could be taken for a namespace or an error is told apart by a key of its own. */
  observed(value) {
    const shown = encodeValue(value, this);
    if (typeof shown !== "object" || shown === null || Array.isArray(shown)) return shown;
    const isOnlyKeys = Object.hasOwn(shown, "keys") && Object.keys(shown).length === 1;
    return isOnlyKeys || Object.hasOwn(shown, "identity") ? { object: shown } : shown;
  }

  /** How a transcript shows what was thrown. Error objects are numbered in the order they are first shown. */
  thrown(value, causes = MAX_CAUSES) {
    if (!types.isNativeError(value)) return { value: encodeValue(value, this) };
    if (causes === 0) return { elided: true };
    let identity = this.identities.get(value);
    if (identity === undefined) {
      identity = this.identities.size + 1;
      this.identities.set(value, identity);
    }
    const view = { name: textOf(value.name) };
    if (value.code !== undefined) view.code = textOf(value.code);
    view.message = this.withoutDriver(textOf(value.message));
    if (Object.hasOwn(value, "cause")) view.cause = this.thrown(value.cause, causes - 1);
    view.identity = identity;
    return view;
  }

  /** A message without what it says of the driver: JavaScriptCore quotes the call that failed. */
  withoutDriver(message) {
    return message.replaceAll(this.prefix, "").replace(DRIVER_CALL, "$1");
  }

  // -------------------------------------------------------------------------------------------------------------------
  // The linker function

  linker(script) {
    const answers = this.answers(script);
    const linker = (specifier, referrer, extra) => {
      const call = this.callOf(specifier, referrer, extra?.attributes);
      this.calls.push(call);
      if (this.callsMade === MAX_CALLS) {
        this.isTroubled = true;
        throw new RangeError(`vmlink lets a linker be called ${MAX_CALLS} times in a run`);
      }
      this.callsMade += 1;
      return answers(call, linker);
    };
    return linker;
  }

  /** The callback of import(), of which the steps that it starts are linked with the linker of the program. */
  importCallback(script) {
    const answers = this.answers(script);
    return (specifier, referrer, attributes) => {
      const call = this.callOf(specifier, referrer, attributes);
      this.imports.push(call);
      // The body may catch what comes of it.
      this.isTroubled = true;
      return answers(call, this.programLinker);
    };
  }

  /** `[specifier, referrer]`, with the attributes when there are some. */
  callOf(specifier, referrer, given) {
    const attributes = {};
    // A runtime may hand over what is not a string; a transcript shows strings.
    for (const [key, value] of Object.entries(given ?? {})) set(attributes, key, String(value));
    const call = [specifier, this.names.get(referrer) ?? "(no module of the program)"];
    if (Object.keys(attributes).length > 0) call.push(attributes);
    return call;
  }

  /** The function that answers calls as `script` says; the steps that it starts are linked with `linker`. */
  answers(script) {
    const entries = bySpecifier(script);
    const answered = new Map();
    return ([specifier, referrer, attributes = {}], linker) => {
      const entry = narrowest(entries.get(specifier) ?? [], referrer, attributes);
      if (entry === undefined) {
        if (this.places.has(specifier)) return this.module(specifier);
        this.isTroubled = true;
        throw new Error(`Unknown specifier: ${specifier}`);
      }
      const calls = answered.get(entry) ?? 0;
      answered.set(entry, calls + 1);
      const behaviour = entry.answers[Math.min(calls, entry.answers.length - 1)];
      for (const step of behaviour.first ?? []) {
        // Its place is taken before it is started, because its linker may start steps too.
        const place = this.inside.length;
        this.inside.push(undefined);
        this.inside[place] = this.start(step, linker);
      }
      return this.complete(behaviour, linker);
    };
  }

  /** Answers as `behaviour` says. */
  complete(behaviour, linker) {
    if ("linked" in behaviour || "evaluated" in behaviour) return this.ready(behaviour, linker);
    const answer = this.answer(behaviour);
    this.isTroubled ||= !("value" in answer);
    const { after, thenable } = behaviour;
    if (thenable !== undefined) {
      if (thenable === "getter" && "failure" in answer) {
        return {
          get then() {
            throw answer.failure;
          },
        };
      }
      return {
        then(resolve, reject) {
          if ("value" in answer) resolve(answer.value);
          else if ("rejects" in behaviour) reject(answer.failure);
          else if ("failure" in answer) throw answer.failure;
        },
      };
    }
    if ("never" in answer) return new Promise(() => {});
    if (after !== undefined) return settledAfter(after, answer);
    if ("value" in answer) return answer.value;
    if ("rejects" in behaviour) return Promise.reject(answer.failure);
    throw answer.failure;
  }

  /** The value of an answer, or what it throws or rejects with. */
  answer(behaviour) {
    if ("module" in behaviour) return { value: this.module(behaviour.module) };
    if ("never" in behaviour) return { never: true };
    if ("returns" in behaviour) {
      try {
        return { value: decodeValue(behaviour.returns, this) };
      } catch (failure) {
        return { failure };
      }
    }
    const [[kind, text]] = Object.entries(behaviour.throws ?? behaviour.rejects);
    return { failure: kind === "value" ? decodeValue(text, this) : new ERRORS[kind](text) };
  }
}

const ERRORS = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

/** How JavaScriptCore speaks of a method that the driver calls and a module does not have. */
const DRIVER_CALL =
  /^(m\.(?:link|evaluate|instantiate|linkRequests|hasTopLevelAwait|hasAsyncGraph|createCachedData|setExport) is not a function)\. \(In 'm\..*' is undefined\)$/s;

const AsyncFunction = (async () => {}).constructor;

/** How transcripts name a step. */
function labelOf(action, name, argument) {
  if (action === "setExport") return `setExport ${name}.${argument.name}`;
  if (action === "get") return `get ${name}.${argument.export}`;
  return `${action} ${action === "construct" ? argument.class : name}`;
}

/** Of cached data only whether there is any: the bytes are the engine's own. */
function bytesOf(data) {
  return ArrayBuffer.isView(data) ? { bytes: data.byteLength > 0 } : data;
}

function bySpecifier(script) {
  const groups = new Map();
  for (const entry of script) {
    if (!groups.has(entry.specifier)) groups.set(entry.specifier, []);
    groups.get(entry.specifier).push(entry);
  }
  return groups;
}

/** A referrer outweighs attributes; of two entries with the same key the first counts. */
function narrowest(entries, referrer, attributes) {
  let best;
  let bestWeight = -1;
  for (const entry of entries) {
    if (entry.referrer !== undefined && entry.referrer !== referrer) continue;
    if (entry.with !== undefined && !sameAttributes(entry.with, attributes)) continue;
    const weight = (entry.referrer === undefined ? 0 : 2) + (entry.with === undefined ? 0 : 1);
    if (weight > bestWeight) [best, bestWeight] = [entry, weight];
  }
  return best;
}

function sameAttributes(wanted, attributes) {
  const keys = Object.keys(wanted);
  return keys.length === Object.keys(attributes).length && keys.every((key) => wanted[key] === attributes[key]);
}

/** A promise that settles after as many jobs. */
function settledAfter(jobs, answer) {
  return new Promise((resolve, reject) => {
    const end = () => ("failure" in answer ? reject(answer.failure) : resolve(answer.value));
    const next = (left) => (left === 0 ? end() : Promise.resolve().then(() => next(left - 1)));
    next(jobs);
  });
}

// ---------------------------------------------------------------------------------------------------------------------
// Steps

function isPending(started) {
  return started.together === undefined ? started.outcome === "pending" : started.together.some(isPending);
}

/** The steps to look at again after each later step: each by itself, also when it was started together with others. */
function stillPending(started) {
  if (started.together !== undefined) return started.together.flatMap(stillPending);
  return isPending(started) ? [started] : [];
}

function settle(result, fulfilled, failed) {
  if (types.isPromise(result)) Reflect.apply(then, result, [fulfilled, failed]);
  else fulfilled(result);
}

/** What a promise is now. Nothing in the language tells that without a job. */
function stateOf(promise) {
  if (!types.isPromise(promise)) return "none";
  const text = inspect(promise, { depth: 0, customInspect: false });
  // A promise may have a tag, which stands before the brace.
  if (!text.startsWith("Promise")) throw new Error(`The runtime shows a promise as ${text}.`);
  return /^[^{]*\{\s*<(pending|rejected)>/.exec(text)?.[1] ?? "fulfilled";
}

/** A body may replace it. */
const { then } = Promise.prototype;

function namespaceKeys(namespace) {
  return Reflect.ownKeys(namespace).filter((key) => typeof key === "string");
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const timer = () => new Promise((resolve) => setTimeout(resolve, 0));

// ---------------------------------------------------------------------------------------------------------------------
// What module bodies can call

/** See `hidesErrors`. */
let isErrorHidden = false;

/** The run that is going on. */
let current = null;

const builtins = {
  log: (...values) => void current?.log.push(current.withoutDriver(values.map(String).join(" "))),
  tick: (jobs) => settledAfter(jobs, { value: undefined }),
  fail: (reason) => Promise.reject(reason),
};
for (const [name, value] of Object.entries(builtins)) {
  Object.defineProperty(globalThis, name, { value: Object.freeze(value), enumerable: true });
}

// With a timer a body could go on while another program runs.
for (const name of ["setTimeout", "setInterval", "setImmediate"]) delete globalThis[name];

// Standard output belongs to the protocol.
const toStandardError = (...values) => void fs.writeSync(2, `${values.map(textOf).join(" ")}\n`);
for (const name of Object.keys(console)) {
  if (typeof console[name] === "function") console[name] = toStandardError;
}
Object.defineProperty(process, "stdout", { get: () => process.stderr, configurable: true });

// ---------------------------------------------------------------------------------------------------------------------
// What programs could leave behind

/** The globals of ECMA-262 that are objects of more than one use. */
const INTRINSICS = (
  "Object Function Array String Number Boolean Symbol BigInt Promise Proxy Reflect JSON Math Date RegExp Map Set WeakMap " +
  "WeakSet WeakRef Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError ArrayBuffer " +
  "DataView Uint8Array Iterator Intl"
).split(" ");

/**
 * The properties of the global object that are compared. Of all others only the names are: what a runtime adds to the
 * language is no part of what programs are written in, and some of it is made only when it is looked at.
 */
const COMPARED = new Set([
  ...INTRINSICS,
  ...Object.keys(builtins),
  ..."globalThis eval isFinite isNaN parseFloat parseInt decodeURI decodeURIComponent encodeURI encodeURIComponent".split(" "),
]);

/** The objects of the realm that every program can reach, by the path to each. */
function reachable() {
  const found = new Map([["globalThis", globalThis]]);
  const add = (path, object) => {
    if ((typeof object === "object" && object !== null) || typeof object === "function") found.set(path, object);
  };
  for (const name of INTRINSICS) {
    add(name, globalThis[name]);
    add(`${name}.prototype`, globalThis[name]?.prototype);
  }
  const prototypeOf = Object.getPrototypeOf;
  add("%TypedArray%", prototypeOf(Uint8Array));
  add("%TypedArray%.prototype", prototypeOf(Uint8Array.prototype));
  add("%IteratorPrototype%", prototypeOf(prototypeOf([][Symbol.iterator]())));
  add("%ArrayIteratorPrototype%", prototypeOf([][Symbol.iterator]()));
  const functions = [function* () {}, async function () {}, async function* () {}];
  for (const each of functions) {
    const prototype = prototypeOf(each);
    const name = prototype[Symbol.toStringTag];
    add(`%${name}%`, prototype.constructor);
    add(`%${name}.prototype%`, prototype);
    add(`%${name}.prototype.prototype%`, prototype.prototype);
    if (prototype.prototype) add(`%${name} parent%`, prototypeOf(prototype.prototype));
  }
  return found;
}

/** What can be seen of an object without running any code of it. */
function looks(object) {
  const properties = new Map();
  for (const key of Reflect.ownKeys(object)) {
    const isCompared = object !== globalThis || COMPARED.has(key);
    properties.set(key, isCompared ? Object.getOwnPropertyDescriptor(object, key) : {});
  }
  return { properties, prototype: Object.getPrototypeOf(object), isExtensible: Object.isExtensible(object) };
}

function sameProperty(one, other) {
  return (
    Object.is(one.value, other.value) &&
    one.get === other.get &&
    one.set === other.set &&
    one.writable === other.writable &&
    one.enumerable === other.enumerable &&
    one.configurable === other.configurable
  );
}

/** The path of the first thing that is not as it was, or `undefined`. */
function changed() {
  for (const [path, { object, before }] of realm) {
    const now = looks(object);
    for (const [key, property] of now.properties) {
      const known = before.properties.get(key);
      if (known === undefined || !sameProperty(known, property)) return `${path}.${String(key)}`;
    }
    if (now.properties.size !== before.properties.size) return `${path}, which has lost a property`;
    if (now.prototype !== before.prototype || now.isExtensible !== before.isExtensible) return path;
  }
  return undefined;
}

/** What programs find, by the path to each object. It is looked at when the driver itself has done all that changes it. */
let realm;

/** Names with which a text can go on after its program, or reach what cannot be looked over. */
const OUTSIDE =
  /\b(?:process|Bun|Deno|require|fetch|Worker|SharedWorker|WebSocket|EventSource|BroadcastChannel|MessageChannel|MessagePort|WebAssembly|FinalizationRegistry|Atomics|AbortSignal)\b/;

/**
 * What a text must have to change anything that the next program sees: the name of a global, a way from a value to what
 * made it, a computed property, or an escape in which each of these could hide.
 */
const SUSPICIOUS = (() => {
  const harmless = new Set([...Object.keys(builtins), "undefined", "NaN", "Infinity"]);
  const names = Object.getOwnPropertyNames(globalThis).filter((name) => /^[A-Za-z]\w*$/.test(name) && !harmless.has(name));
  return new RegExp(`\\b(?:${names.join("|")}|constructor|__proto__|meta)\\b|[\\w$)\\]"'\`]\\s*\\[|\\\\u`);
})();

/** What the program has left behind, as a text, or `undefined`. */
function leftBehind(program) {
  let isSuspicious = false;
  for (const { source, synthetic, initializeImportMeta = "" } of program.modules) {
    const text = `${source ?? synthetic.body}\n${initializeImportMeta}`;
    const outside = OUTSIDE.exec(text);
    if (outside !== null) return `what ${outside[0]} has done cannot be looked over`;
    isSuspicious ||= SUSPICIOUS.test(text);
  }
  return isSuspicious ? changed() : undefined;
}

// ---------------------------------------------------------------------------------------------------------------------
// Lines

function* lines() {
  const chunk = Buffer.allocUnsafe(1 << 16);
  let parts = [];
  for (;;) {
    const length = again(() => fs.readSync(0, chunk, 0, chunk.length, null));
    if (length === 0) return;
    let from = 0;
    for (let end; (end = chunk.indexOf(10, from)) !== -1 && end < length; from = end + 1) {
      if (parts.length === 0) {
        yield chunk.toString("utf8", from, end);
        continue;
      }
      parts.push(chunk.subarray(from, end));
      yield Buffer.concat(parts).toString();
      parts = [];
    }
    parts.push(Buffer.from(chunk.subarray(from, length)));
  }
}

function write(message) {
  const bytes = Buffer.from(`${stringify(message)}\n`);
  for (let from = 0; from < bytes.length; ) from += again(() => fs.writeSync(1, bytes, from));
}

/** Does `io`, again while the other side is not ready. */
function again(io) {
  for (;;) {
    try {
      return io();
    } catch (error) {
      if (error.code === "EOF") return 0;
      if (error.code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// The conversation

function hello() {
  const { versions } = process;
  const [runtime, version, engine] = globalThis.Deno
    ? ["deno", Deno.version.deno, `v8 ${Deno.version.v8}`]
    : globalThis.Bun
      ? ["bun", Bun.version, `javascriptcore ${versions.webkit}`]
      : ["node", versions.node, `v8 ${versions.v8}`];
  return { hello: { protocol: PROTOCOL, runtime, version, engine, capabilities: capabilities() } };
}

function capabilities() {
  if (vm.SourceTextModule === undefined) return [];
  const methods = "link evaluate linkRequests instantiate hasTopLevelAwait hasAsyncGraph createCachedData".split(" ");
  const found = methods.filter((method) => typeof vm.SourceTextModule.prototype[method] === "function");
  const forms = {
    "import-attributes": "import 'x' with { type: 'json' };",
    "import-defer": "import defer * as x from 'x';",
    "import-source": "import source x from 'x';",
  };
  for (const [capability, source] of Object.entries(forms)) {
    try {
      new vm.SourceTextModule(source, { identifier: `vmlink-probe:${capability}` });
      found.push(capability);
    } catch {
      // The runtime does not know the form.
    }
  }
  return found;
}

/**
 * Whether `error` of a module throws in every state of a module that has not failed. Then it is read only where something
 * may have failed: an error that is thrown and caught is the most costly thing that a record could have.
 */
async function hidesErrors() {
  const isHidden = (m) => {
    try {
      void m.error;
      return false;
    } catch {
      return true;
    }
  };
  const start = (promise) => void Promise.resolve(promise).catch(() => {});
  try {
    const options = (place) => ({ identifier: `vmlink-probe:${place}` });
    const sources = ["", "await new Promise(() => {});", "import 'x';"];
    const modules = sources.map((source, place) => new vm.SourceTextModule(source, options(place)));
    modules.unshift(new vm.SyntheticModule(["x"], () => {}, options("synthetic")));
    const isUnlinkedHidden = modules.every(isHidden);
    for (const m of modules) start(m.link(() => new Promise(() => {})));
    await turn();
    const isLinkedHidden = modules.every(isHidden);
    for (const m of modules.slice(0, -1)) start(m.evaluate());
    await turn();
    return isUnlinkedHidden && isLinkedHidden && modules.every(isHidden);
  } catch {
    return false;
  }
}

function notice(kind, reason) {
  const text = types.isNativeError(reason) ? `${textOf(reason.name)}: ${textOf(reason.message)}` : textOf(reason);
  current?.notices.push({ [kind]: text.replaceAll(current.prefix, ""), step: current.step });
}

process.on("unhandledRejection", (reason) => notice("unhandledRejection", reason));
process.on("uncaughtException", (error) => notice("uncaughtException", error));
process.on("exit", (code) => {
  if (current !== null) write({ run: current.number, exit: code, step: current.step });
});

async function main() {
  write(hello());
  isErrorHidden = await hidesErrors();
  realm = new Map([...reachable()].map(([path, object]) => [path, { object, before: looks(object) }]));
  for (const line of lines()) {
    const { run, program, trace } = parse(line);
    current = new Run(run, program, trace === true);
    const answer = { run };
    try {
      answer.transcript = await current.perform();
    } catch (error) {
      delete answer.transcript;
      answer.failure = textOf(error);
    }
    const left = leftBehind(program);
    if (left !== undefined) notice("leftBehind", left);
    if (current.notices.length > 0) answer.notices = current.notices;
    current = null;
    write(answer);
  }
}

await main();
