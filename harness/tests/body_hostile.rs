//! Bodies made to overflow the stack, to take all memory, or never to end: each ends, normally or as unmodelled.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use vmlink::{
    engines::ReferenceEngine,
    program::{Action, ModuleDefinition, Program},
    reference::ProfileName,
    transcript::Outcome,
};

/// How the evaluation of a body ends.
fn outcome(body: &str) -> Outcome {
    let mut program = Program::default();
    program.modules.push(ModuleDefinition::source("main", body));
    let main = program.module("main").unwrap();
    program.steps.push(Action::Link(main).into());
    program.steps.push(Action::Evaluate(main).into());
    let transcript = ReferenceEngine::new(ProfileName::Contract).transcript(&program);
    transcript.steps.last().unwrap().outcome.clone()
}

fn is_unmodelled(body: &str) {
    let outcome = outcome(body);
    assert!(matches!(outcome, Outcome::Unmodelled(_)), "{outcome:?} of {body:.200}");
}

fn ends_normally(body: &str) {
    let outcome = outcome(body);
    assert!(matches!(outcome, Outcome::Ok(_)), "{outcome:?} of {body:.200}");
}

/// `first` … of so many names.
fn names(count: usize, of: impl Fn(usize) -> String) -> String {
    (0..count).map(of).collect::<Vec<_>>().concat()
}

#[test]
fn builtins_that_call_builtins_do_not_overflow_the_stack() {
    for body in [
        "let a = []; for (let i = 0; i < 50000; i++) a = [a]; String(a);",
        "const o = {}; o.toString = String.bind(null, o); String(o);",
        "const o = {}; Object.defineProperty(o, 'x', { get: Reflect.get.bind(null, o, 'x') }); o.x;",
        "let g = () => 1; for (let i = 0; i < 20000; i++) g = Reflect.apply.bind(null, g, null, []); g();",
        "const o = {}; o.toString = JSON.stringify.bind(null, { toJSON() { return String(o); } }); String(o);",
        "function f() { [1].map(f); } f();",
        "class C { x = new C(); } new C();",
        "const o = { [Symbol.toPrimitive]() { return `${o}`; } }; String(o);",
        "const o = {}; o[Symbol.toPrimitive] = String.bind(null, o); String(o);",
        "const s = new Set([1]); s.forEach(s.forEach.bind(s, () => f())); function f() { s.forEach(f); }",
        "const o = {}; Object.defineProperty(o, 'x', { set: Reflect.set.bind(null, o, 'x') }); o.x = 1;",
        "let f = Object; for (let i = 0; i < 20000; i++) f = Reflect.construct.bind(null, f, []); f();",
    ] {
        is_unmodelled(body);
    }
    ends_normally("let a = []; for (let i = 0; i < 50; i++) a = [a]; String(a);");
    ends_normally(
        "let g = () => 1; for (let i = 0; i < 50; i++) g = Reflect.apply.bind(null, g, null, []); g();",
    );
    ends_normally("let g = () => 1; for (let i = 0; i < 2000; i++) g = g.bind(null); g();");
}

#[test]
fn jobs_end() {
    is_unmodelled("const l = []; const o = { then: l.forEach.bind(l) }; l.push(o); await o;");
    is_unmodelled("const f = () => Promise.resolve().then(f); await f();");
    is_unmodelled("while (true) await 0;");
    ends_normally("for (let i = 0; i < 10000; i++) await 0;");
    ends_normally("await tick(100000);");
}

#[test]
fn async_generators_end() {
    const BROKEN: &str =
        "const p = Promise.resolve(); Object.defineProperty(p, 'constructor', { get() { throw 1; } });";
    is_unmodelled("for await (const x of (async function* () { while (true) yield 1; })()) ;");
    is_unmodelled("for await (const x of (function* () { while (true) yield 1; })()) ;");
    is_unmodelled("for await (const x of { [Symbol.asyncIterator]: () => ({ next: () => ({}) }) }) ;");
    is_unmodelled("const g = (async function* () {})(); while (true) g.next();");
    is_unmodelled(
        "const g = (async function* () { await new Promise(() => {}); })(); while (true) g.next();",
    );
    is_unmodelled("const f = async function* () { yield* f(); }; await f().next();");
    is_unmodelled("async function* f(n) { if (n) yield* f(n - 1); else yield 1; } await f(2000).next();");
    is_unmodelled(
        "async function* g() { try { yield 1; } finally { while (true) yield 2; } } for await (const x of g()) for await (const y of g()) while (true) for await (const z of g()) break;",
    );
    ends_normally(
        "async function* f(n) { if (n) yield* f(n - 1); else yield 1; } for await (const x of f(20)) ;",
    );
    ends_normally(
        "for await (const x of (async function* () { for (let i = 0; i < 10000; i++) yield i; })()) ;",
    );
    // What is left in the queue is answered one after another, not one inside the other.
    ends_normally(&format!(
        "{BROKEN} const g = (async function* () {{}})(); for (let i = 0; i < 20000; i++) g.return(p).catch(() => {{}});"
    ));
    ends_normally("const g = (async function* () { await 0; })(); for (let i = 0; i < 20000; i++) g.next();");
}

#[test]
fn loops_of_a_hundred_thousand_turns_run() {
    ends_normally("let s = 0; for (let i = 0; i < 100000; i++) s += i;");
    ends_normally(
        "const a = []; for (let i = 0; i < 100000; i++) a.push(i); let s = 0; for (const x of a) s += x;",
    );
    ends_normally("const o = {}; for (let i = 0; i < 100000; i++) o.last = { i };");
    ends_normally("const f = (x) => x + 1; let s = 0; while (s < 100000) s = f(s);");
}

#[test]
fn loops_without_end_end() {
    for body in [
        "while (true);",
        "for (;;) ({});",
        "const a = []; for (;;) a.push(a);",
        "const a = [1]; for (const x of a) a.push(x);",
        "[...{ [Symbol.iterator]() { return this; }, next() { return { value: 1, done: false }; } }];",
        "function f() { f(); } f();",
        "let s = 'x'; for (;;) s += s;",
        "for (;;) try { null.x; } catch {}",
        "for (;;) Promise.resolve();",
        "for (;;) Symbol();",
        "const m = new Map(); for (let i = 0; ; i++) { m.set(i); m.delete(i); }",
        "const s = new Set([1]); for (const x of s) s.add(x + 1);",
        "const s = new Set([1]); s.forEach((x) => { s.delete(x); s.add(x + 1); });",
        "const o = { [Symbol.toPrimitive]: () => 1 }; for (;;) +o;",
        "for (;;) log.bind``;",
    ] {
        is_unmodelled(body);
    }
}

#[test]
fn work_inside_an_instruction_counts() {
    let variables = names(1000, |i| format!("{}a{i}", if i == 0 { "" } else { "," }));
    let functions = names(300, |i| format!("function f{i}() {{}} "));
    for body in [
        format!("function f() {{ var {variables}; }} for (let i = 0; i < 100000; i++) f();"),
        format!("function f() {{ {functions} }} for (let i = 0; i < 100000; i++) f();"),
        format!("for (let i = 0; i < 100000; i++) {{ let {variables}; }}"),
        "const o = {}; for (let i = 0; i < 10000; i++) o['k' + i] = i; for (let i = 0; i < 100000; i++) ({ ...o });"
            .to_owned(),
        "const o = {}; for (let i = 0; i < 10000; i++) o['k' + i] = i; for (;;) Object.keys(o);".to_owned(),
        "const o = {}; for (let i = 0; i < 10000; i++) o['k' + i] = i; for (;;) Object.freeze(o);".to_owned(),
    ] {
        is_unmodelled(&body);
    }
    for body in [
        "const a = [...'x'.repeat(900000)]; function f() { return f.apply(null, a); } f();",
        "const a = [...'x'.repeat(500000)]; let g; function f() { return g(); } g = f.bind(null, ...a); g();",
        "const a = [...'x'.repeat(900000)]; for (let i = 0; i < 100000; i++) a.includes(1);",
        "const a = [...'x'.repeat(900000)]; for (let i = 0; i < 100000; i++) { a.unshift(1); a.shift(); }",
        "const a = [...'x'.repeat(900000)]; for (let i = 0; i < 100000; i++) a.join();",
        "const s = 'x'.repeat(1000000); for (let i = 0; i < 100000; i++) s.length;",
        "const s = 'x'.repeat(1000000); for (let i = 0; i < 100000; i++) s[i];",
        "const s = 'x'.repeat(1000000), t = 'x' + s.slice(1); for (let i = 0; i < 100000; i++) s === t;",
        "const s = 'x'.repeat(1000000), o = {}; for (let i = 0; i < 100000; i++) o[s] = i;",
        "const s = 'x'.repeat(1000000); const a = []; for (let i = 0; i < 100000; i++) a.push(s); a.sort();",
        "const s = 'x'.repeat(1000000); const a = []; for (let i = 0; i < 100000; i++) a.push(s); String(a);",
        "const s = 'x'.repeat(1000000); const a = []; for (let i = 0; i < 100000; i++) a.push(s); log(...a);",
        "const s = 'x'.repeat(1000000); const a = []; for (let i = 0; i < 100000; i++) a.push(s); JSON.stringify(a);",
        "const s = 'x'.repeat(1000000); for (let i = 0; i < 100000; i++) s.split('');",
        "const s = '0'.repeat(1000000); for (let i = 0; i < 100000; i++) +s;",
        "const s = 'x'.repeat(1000000), m = new Map(); for (let i = 0; i < 100000; i++) m.has(s);",
        "const s = new Set([...'x'.repeat(9)]); for (let i = 0; i < 90000; i++) { s.add(i); s.delete(i); } for (;;) [...s];",
        "const a = [...'x'.repeat(900000)]; function f() { arguments.length; } for (let i = 0; i < 100000; i++) f(...a);",
        "let o = {}; for (let i = 0; i < 90000; i++) o = { __proto__: o }; for (let i = 0; i < 100000; i++) ({ __proto__: o }).x = i;",
        "let o = {}; for (let i = 0; i < 90000; i++) o = Object.create(o); for (let i = 0; i < 100000; i++) o.x;",
        "let o = {}; for (let i = 0; i < 90000; i++) o = Object.create(o); for (let i = 0; i < 100000; i++) 'x' in o;",
        "let g = () => 1; for (let i = 0; i < 20000; i++) g = g.bind(); for (let i = 0; i < 100000; i++) g();",
    ] {
        is_unmodelled(body);
    }
}

#[test]
fn values_whose_parts_are_shared_are_not_written_out() {
    for body in [
        "let o = {}; for (let i = 0; i < 40; i++) o = { a: o, b: o }; throw o;",
        "let o = []; for (let i = 0; i < 40; i++) o = [o, o]; throw o;",
        "let o = []; for (let i = 0; i < 40; i++) o = [o, o]; String(o);",
        "let o = []; for (let i = 0; i < 40; i++) o = [o, o]; JSON.stringify(o);",
        "let o = []; for (let i = 0; i < 40; i++) o = [o, o]; const e = new Error(); e.message = o; throw e;",
        "const s = 'x'.repeat(1000000), a = []; for (let i = 0; i < 1000; i++) a.push(s); throw a;",
    ] {
        is_unmodelled(body);
    }
    let small = outcome("let o = {}; for (let i = 0; i < 5; i++) o = { a: o, b: o }; throw o;");
    assert!(matches!(small, Outcome::Error(_)), "{small:?}");
}
