//! The part of a script that watches: what it declares at its beginning, and the functions at its end.

use std::fmt::Write as _;

use super::{
    facts::Facts,
    helpers::{
        AFTER, BYTES, CONSTRUCT, ENCODE, EXACTLY, FAIL_AFTER, FILLER, NAME_OF, NAMES, NUMBER, SAME, SHOWN,
        STATE, STRINGS, SYNTHETIC,
    },
};

/// What must be there before anything runs.
pub(super) fn beginning(facts: &Facts) -> String {
    let mut out = String::from("import { setTimeout } from \"node:timers/promises\";\n");
    let util = if facts.states { "inspect, types" } else { "types" };
    let _ = write!(out, "import {{ {util} }} from \"node:util\";\nimport vm from \"node:vm\";\n\n");
    out.push_str("let failed = false;\n");
    out.push_str("const calls = []; // of the linker, as [specifier, referrer]\n");
    if facts.attributes {
        out.push_str("const attributes = []; // of those calls\n");
    }
    if facts.imports {
        out.push_str("const imports = []; // calls of importModuleDynamically, as [specifier, referrer]\n");
        out.push_str("const importAttributes = []; // of those calls\n");
    }
    if facts.endless {
        out.push_str("let asked = 0; // how often a linker was called; some runtimes call it without end\n");
    }
    if facts.in_flight {
        out.push_str("let waiting = []; // steps that are pending\n");
    }
    if facts.inside {
        out.push_str("const within = []; // steps that the linker started\n");
    }
    if facts.log {
        out.push_str("const lines = []; // logged by modules\n");
    }
    out.push_str("const numbered = []; // every error object that was seen\n");
    for (is_needed, line) in [
        // As drivers have it.
        (facts.messages, "Error.stackTraceLimit = 0; // JavaScriptCore words some messages by the stack"),
        (facts.log, "globalThis.log = (...values) => void lines.push(values.map(String).join(\" \"));"),
        (facts.tick, "globalThis.tick = (jobs) => after(jobs, undefined);"),
        (facts.fail, "globalThis.fail = (reason) => Promise.reject(reason);"),
        (
            facts.rejects,
            "process.on(\"unhandledRejection\", (reason) => console.log(\"  unhandled rejection:\", String(reason)));",
        ),
    ] {
        if is_needed {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// What the last steps are followed by.
pub(super) const VERDICT: &str = "\
console.log(failed ? \"FAIL\" : \"PASS\");
process.exitCode = failed ? 1 : 0;
";

/// The functions that `script` calls, and those that these call.
pub(super) fn end(facts: &Facts, script: &str) -> String {
    let mut out = String::from("\n// What follows only watches.\n\n");
    let constructs = script.contains("construct(");
    out.push_str(&if facts.in_flight { steps_in_flight(facts) } else { one_step(facts, constructs) });
    if facts.in_flight || constructs {
        let _ = writeln!(out, "function report(name, seen, expected) {{\n{REPORT_LINES}}}\n");
    }
    if constructs {
        out.push_str(CONSTRUCT);
    }
    if script.contains("synthetic(") {
        out.push_str(SYNTHETIC);
    }
    if script.contains("names(") {
        out.push_str(NAMES);
    }
    if script.contains("shown(") {
        out.push_str(SHOWN);
    }
    if script.contains("bytes(") {
        out.push_str(BYTES);
    }
    if script.contains(" number(") {
        out.push_str(NUMBER);
    }
    if script.contains(" state(") {
        out.push_str(STATE);
    }
    if script.contains("filler(") {
        out.push_str(FILLER);
    }
    if script.contains("filler(") || facts.identifiers && script.contains("nameOf(") {
        out.push_str(NAME_OF);
    }
    out.push_str(&view(facts));
    if facts.encodes || script.contains("shown(") {
        out.push_str(ENCODE);
    }
    out.push_str(&matches(facts, script));
    for (call, function) in [
        (" after(", AFTER),
        ("failAfter(", FAIL_AFTER),
        ("strings(", STRINGS),
        ("same(", SAME),
        ("exactly(", EXACTLY),
    ] {
        if script.contains(call) || (call == " after(" && facts.tick) {
            out.push_str(function);
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn one_step(facts: &Facts, reports: bool) -> String {
    let report =
        if reports { "  report(name, seen, expected);\n".to_owned() } else { REPORT_LINES.to_owned() };
    format!(
        "\
/** Does one thing, waits until nothing moves any more, and shows what can be seen then. */
async function step(name, action, expected = {{}}) {{
  let seen = {{ pending: true }};
  const run = async () => action();
  run().then(
    (value) => (seen = value === undefined ? {{ ok: true }} : {{ ok: true, value }}),
    (error) => (seen = {{ error: view(error) }}),
  );
  for (let turn = 0; turn < 10 && seen.pending; turn += 1) await setTimeout(1);
{look}{report}}}

",
        look = look(facts)
    )
}

fn steps_in_flight(facts: &Facts) -> String {
    let (several, started, finished) = if facts.together {
        (
            ", or several at once",
            "  const together = Array.isArray(action);\n  const steps = together ? action.map((part) => start(...part)) : [start(name, action)];\n",
            "  const seen = together ? { [steps.some(isPending) ? \"pending\" : \"ok\"]: true } : ending(steps[0]);\n  if (together) seen.together = steps.map(named);\n",
        )
    } else {
        ("", "  const steps = [start(name, action)];\n", "  const seen = ending(steps[0]);\n")
    };
    let (inside, all) = if facts.inside {
        (
            "  const inner = within.splice(0);\n  if (inner.length > 0) seen.inside = inner.map(named);\n",
            "...steps, ...inner",
        )
    } else {
        ("", "...steps")
    };
    format!(
        "\
/** Does one thing{several}, waits until nothing moves any more, and shows what can be seen then. */
async function step(name, action, expected = {{}}) {{
{started}  for (let turn = 0; turn < 10 && steps.some(isPending); turn += 1) await setTimeout(1);
{finished}{inside}  const late = waiting.filter((step) => !isPending(step));
  if (late.length > 0) seen.settled = late.map(named);
  waiting = [...waiting, {all}].filter(isPending);
{look}  report(name, seen, expected);
}}

/** Starts something; how it ends is noted when it does. */
function start(step, action, list = []) {{
  const started = {{ step, outcome: {{ pending: true }} }};
  list.push(started);
  const run = async () => action();
  run().then(
    (value) => (started.outcome = value === undefined ? {{ ok: true }} : {{ ok: true, value }}),
    (error) => (started.outcome = {{ error }}),
  );
  return started;
}}

function isPending(started) {{
  return started.outcome.pending === true;
}}

function ending({{ outcome }}) {{
  return \"error\" in outcome ? {{ error: view(outcome.error) }} : {{ ...outcome }};
}}

function named(started) {{
  return {{ step: started.step, ...ending(started) }};
}}

",
        look = look(facts)
    )
}

/// The lines that add what can be seen of the modules, and what their linker was asked.
fn look(facts: &Facts) -> String {
    let filter = if facts.guarded.contains(&true) { ".filter(([, m]) => m !== undefined)" } else { "" };
    let mut out = format!(
        "  const all = [...modules]{filter};
  const failures = all.filter(([, m]) => m.status === \"errored\");
  seen.status = Object.fromEntries(all.map(([name, m]) => [name, m.status]));
  seen.errors = Object.fromEntries(failures.map(([name, m]) => [name, view(m.error)]));
  seen.calls = calls.splice(0);
"
    );
    if facts.attributes {
        out.push_str("  seen.attributes = attributes.splice(0);\n");
    }
    if facts.imports {
        out.push_str("  if (imports.length > 0) seen.imports = imports.splice(0);\n");
        out.push_str(
            "  if (importAttributes.flat().length > 0) seen.importAttributes = [...importAttributes];\n",
        );
        out.push_str("  importAttributes.length = 0;\n");
    }
    if facts.log {
        out.push_str("  seen.log = lines.splice(0);\n");
    }
    out
}

/// The lines that show what was seen, and compare it with what is expected.
const REPORT_LINES: &str = "  console.log(name);
  for (const [key, fact] of Object.entries(seen)) console.log(`  ${key}: ${JSON.stringify(fact)}`);
  for (const [key, fact] of Object.entries(expected)) {
    if (matches(fact, seen[key])) continue;
    failed = true;
    console.log(`  EXPECTED ${key}: ${JSON.stringify(fact, (_, part) => (part === undefined ? \"none\" : part))}`);
  }
";

fn view(facts: &Facts) -> String {
    let value = if facts.encodes { "encode(error)" } else { "error" };
    let (parameter, limit, deeper) = if facts.deep_causes {
        (", causes = 16", "  if (causes === 0) return { elided: true };\n", ", causes - 1")
    } else {
        ("", "", "")
    };
    let properties = if facts.lacks_methods {
        // Which would tell the call in the words of this script.
        "  const { name, code } = error;
  const message = String(error.message).replace(/^(m\\.\\w+ is not a function)\\. \\(In '.*' is undefined\\)$/s, \"$1\"); // JavaScriptCore quotes the call
"
    } else {
        "  const { name, code, message } = error;\n"
    };
    let mut out = format!(
        "\
/** An error as JSON. Errors are numbered, so that it can be seen which of them are the same object. */
function view(error{parameter}) {{
  if (!types.isNativeError(error)) return {{ value: {value} }};
{limit}  const identity = numbered.indexOf(error) + 1 || numbered.push(error);
{properties}  const cause = Object.hasOwn(error, \"cause\") ? view(error.cause{deeper}) : undefined;
"
    );
    out.push_str(if facts.printed {
        "\
  const seen = { name, code, message, cause, identity };
  return Object.defineProperty(seen, \"printed\", { value: print(error) });
}

/** An error as people read it. */
function print(error) {
  if (!types.isNativeError(error)) return String(error);
  const code = error.code === undefined ? \"\" : ` [${error.code}]`;
  const line = `${error.name}${code}${error.message && `: ${error.message}`}`;
  return Object.hasOwn(error, \"cause\") ? `${line}\\nCaused by: ${print(error.cause)}` : line;
}

"
    } else {
        "  return { name, code, message, cause, identity };\n}\n\n"
    });
    out
}

fn matches(facts: &Facts, script: &str) -> String {
    let number = if script.contains("identity: Number") || script.contains("exactly(") {
        "  if (typeof expected === \"function\") return expected(seen);\n"
    } else {
        ""
    };
    let identical = if facts.identical {
        "  if (typeof expected?.errorOf === \"string\") {
    const m = modules.get(expected.errorOf);
    return m?.status === \"errored\" && numbered.indexOf(m.error) + 1 === seen;
  }
"
    } else {
        ""
    };
    format!(
        "\
/** Whether everything that is expected was seen; more may have been. */
function matches(expected, seen) {{
{identical}{number}  if (typeof expected !== \"object\" || expected === null) return Object.is(expected, seen);
  if (typeof seen !== \"object\" || seen === null) return false;
  if (Array.isArray(expected) && expected.length !== seen.length) return false;
  return Object.keys(expected).every((key) => matches(expected[key], seen[key]));
}}

"
    )
}
