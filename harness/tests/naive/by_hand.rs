//! The naive implementation against graphs worked out by hand, so that what the reference is compared with is itself
//! held to the specification.

use super::{
    link::{Reason, Status, link},
    resolve::{Binding, Graph, Resolution},
    scene::Scene,
};
use vmlink::program::{ModuleDefinition, Program};

fn graph(texts: &[&str]) -> (Graph, Vec<bool>) {
    let modules = texts.iter().enumerate();
    let modules = modules.map(|(index, text)| ModuleDefinition::source(format!("m{index}"), *text)).collect();
    let program = Program { modules, ..Program::default() };
    let scene = Scene::of(&program).expect("the texts parse");
    (scene.graph_by_name(&program).expect("the specifiers name modules"), scene.synthetic)
}

fn resolve(texts: &[&str], name: &str) -> Resolution {
    graph(texts).0.resolve_export(0, name, &mut Vec::new())
}

fn failure(texts: &[&str]) -> (usize, Reason, String, Vec<Status>) {
    let (graph, synthetic) = graph(texts);
    let linked = link(&graph, &synthetic, 0);
    let failure = linked.failure.expect("the graph does not link");
    (failure.module, failure.reason, failure.visited[0].1.clone(), linked.status)
}

#[test]
fn a_star_gives_every_name_but_default() {
    let texts = ["export * from 'm1';", "export let x; export default 1;"];
    assert_eq!(resolve(&texts, "x"), Resolution::Found(Binding::Name(1, "x".to_owned())));
    assert_eq!(resolve(&texts, "default"), Resolution::Null);
    assert_eq!(graph(&texts).0.namespace_keys(0), ["x"]);
}

#[test]
fn an_own_export_hides_a_star() {
    let texts = ["export * from 'm1'; let y; export { y as x };", "export let x;"];
    assert_eq!(resolve(&texts, "x"), Resolution::Found(Binding::Name(0, "y".to_owned())));
}

#[test]
fn two_stars_with_different_bindings_are_ambiguous_and_with_the_same_one_are_not() {
    let different = ["export * from 'm1'; export * from 'm2';", "export let x;", "export let x, y;"];
    assert_eq!(resolve(&different, "x"), Resolution::Ambiguous);
    assert_eq!(graph(&different).0.namespace_keys(0), ["y"]);
    let same = ["export * from 'm1'; export * from 'm2';", "export { x } from 'm2';", "export let x;"];
    assert_eq!(resolve(&same, "x"), Resolution::Found(Binding::Name(2, "x".to_owned())));
}

#[test]
fn the_namespace_of_one_module_is_one_binding_and_of_two_modules_two() {
    let same = [
        "export * from 'm1'; export * from 'm2';",
        "export * as x from 'm3';",
        "export * as x from 'm3';",
        "",
    ];
    assert_eq!(resolve(&same, "x"), Resolution::Found(Binding::Namespace(3)));
    // `import * as` makes a binding of the module's own, so two of them differ.
    let own = "import * as n from 'm3'; export { n as x };";
    assert_eq!(
        resolve(&["export * from 'm1'; export * from 'm2';", own, own, ""], "x"),
        Resolution::Ambiguous
    );
}

#[test]
fn a_circle_of_stars_ends_and_a_circle_of_names_is_null() {
    let stars = ["export * from 'm1';", "export * from 'm0'; export let x;"];
    assert_eq!(resolve(&stars, "x"), Resolution::Found(Binding::Name(1, "x".to_owned())));
    assert_eq!(resolve(&stars, "y"), Resolution::Null);
    assert_eq!(resolve(&["export { x } from 'm0';"], "x"), Resolution::Null);
}

#[test]
fn keys_are_sorted_by_code_units() {
    let text = "let l; export { l as '\u{ff58}', l as '\u{1d4b3}', l as 'b', l as 'a' };";
    assert_eq!(graph(&[text]).0.namespace_keys(0), ["a", "b", "\u{1d4b3}", "\u{ff58}"]);
}

#[test]
fn indirect_exports_are_checked_before_imports() {
    let texts = ["import { a } from 'm1'; export { b } from 'm1';", ""];
    let (module, reason, name, status) = failure(&texts);
    assert_eq!((module, reason, name.as_str()), (0, Reason::Null, "b"));
    assert_eq!(status, [Status::Unlinked, Status::Linked]);
}

#[test]
fn the_deepest_module_fails_first_and_finished_cycles_stay_linked() {
    // m0 -> m1 <-> m2 is finished before m3 fails; m4 is never reached.
    let texts = [
        "import 'm1'; import 'm3'; import 'm4'; import { no } from 'm1';",
        "import 'm2';",
        "import 'm1';",
        "import { gone } from 'm1';",
        "",
    ];
    let (module, reason, name, status) = failure(&texts);
    assert_eq!((module, reason, name.as_str()), (3, Reason::Null, "gone"));
    assert_eq!(
        status,
        [Status::Unlinked, Status::Linked, Status::Linked, Status::Unlinked, Status::Unlinked]
    );
}

#[test]
fn a_failure_inside_a_cycle_takes_the_whole_cycle_back() {
    let (module, reason, _, status) = failure(&[
        "import 'm1'; import { x } from 'm2';",
        "import 'm0';",
        "export * from 'm3'; export * from 'm4';",
        "export let x;",
        "export let x;",
    ]);
    assert_eq!((module, reason), (0, Reason::Ambiguous));
    assert_eq!(status, [Status::Unlinked, Status::Unlinked, Status::Linked, Status::Linked, Status::Linked]);
}
