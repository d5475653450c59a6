//! JavaScriptCore's texts as Bun 1.4 shows them.
//!
//! For an import they name the module that was asked, by its identifier; for a re-export the request, by its specifier,
//! and the name it would have been exported under.

/// Why a name does not resolve, as far as JavaScriptCore tells cases apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::reference) enum Verdict {
    /// It leads nowhere.
    NotFound,
    /// It leads to different bindings.
    Ambiguous,
    /// It leads to a default export that is not there.
    NoDefault,
}

/// The message for `import { name } from` a module of that identifier. `local_name` is the imported binding, when it is
/// also a guess at what was meant.
pub(in crate::reference) fn unresolved_import(
    name: &str,
    identifier: &str,
    verdict: Verdict,
    local_name: Option<&str>,
) -> String {
    match (verdict, local_name) {
        (Verdict::NotFound, None) => format!("Export named '{name}' not found in module '{identifier}'."),
        (Verdict::NotFound, Some(_)) => {
            format!(
                "Export named '{name}' not found in module '{identifier}'. Did you mean to import default?"
            )
        }
        (Verdict::Ambiguous, _) => format!(
            "Export named '{name}' cannot be resolved due to ambiguous multiple bindings in module '{identifier}'."
        ),
        (Verdict::NoDefault, None) => format!("Missing 'default' export in module '{identifier}'."),
        (Verdict::NoDefault, Some(local_name)) => format!(
            "module '{identifier}' does not have an export named 'default'. Did you mean '{local_name}'?"
        ),
    }
}

/// The message for a re-export.
pub(in crate::reference) fn unresolved_re_export(
    exported: &str,
    specifier: &str,
    verdict: Verdict,
) -> String {
    match verdict {
        Verdict::NotFound => format!("export '{exported}' not found in '{specifier}'"),
        Verdict::Ambiguous => format!("Cannot export '{exported}' multiple times in '{specifier}'"),
        Verdict::NoDefault => "export default cannot be used with export *".to_owned(),
    }
}

/// The message for an exported name that leads nowhere while the namespace object is made.
pub(in crate::reference) fn unresolved_in_namespace(name: &str, verdict: Verdict) -> String {
    match verdict {
        Verdict::NoDefault => {
            "Exported binding name 'default' cannot be resolved by star export entries.".to_owned()
        }
        Verdict::NotFound | Verdict::Ambiguous => format!("Exported binding name '{name}' is not found."),
    }
}

#[cfg(test)]
mod tests {
    use crate::reference::{ProfileName, testing::Graph};

    /// The message with which linking `main` fails in Bun; `dep` is the one module beside it.
    fn message(main: &str, dep: &str) -> String {
        let mut graph =
            Graph::new(ProfileName::Bun14, &[("main", main), ("dep", dep), ("one", ONE), ("two", ONE)]);
        graph.link("main").unwrap_err()
    }

    const ONE: &str = "export let x;";
    const AMBIGUOUS: &str = "export * from 'one'; export * from 'two';";

    #[test]
    fn imports_name_the_module_and_re_exports_the_request() {
        for (main, dep, expected) in [
            ("import { x } from 'dep';", "", "Export named 'x' not found in module 'dep'."),
            ("export { x as y } from 'dep';", "", "export 'y' not found in 'dep'"),
            ("import { x as a } from 'dep'; export { a as y };", "", "export 'y' not found in 'dep'"),
            ("import d from 'dep';", "", "Missing 'default' export in module 'dep'."),
            ("export { default } from 'dep';", "", "export default cannot be used with export *"),
            ("export { x as y } from 'dep';", AMBIGUOUS, "Cannot export 'y' multiple times in 'dep'"),
            (
                "import { x as y } from 'dep';",
                AMBIGUOUS,
                "Export named 'x' cannot be resolved due to ambiguous multiple bindings in module 'dep'.",
            ),
        ] {
            assert_eq!(message(main, dep), expected, "{main}");
        }
    }

    #[test]
    fn guesses_at_what_was_meant() {
        for (main, dep, expected) in [
            (
                "import { Foo } from 'dep';",
                "export default class Foo {}",
                "Export named 'Foo' not found in module 'dep'. Did you mean to import default?",
            ),
            (
                "import Foo from 'dep';",
                "export let Foo;",
                "module 'dep' does not have an export named 'default'. Did you mean 'Foo'?",
            ),
            (
                "import { Bar } from 'dep';",
                "let Foo; export default Foo;",
                "Export named 'Bar' not found in module 'dep'.",
            ),
        ] {
            assert_eq!(message(main, dep), expected, "{main}");
        }
    }

    #[test]
    fn a_namespace_of_a_module_that_does_not_link() {
        let modules = [
            ("main", "import 'part'; export { x } from 'dep';"),
            ("part", "import * as all from 'main';"),
            ("dep", ""),
        ];
        let mut graph = Graph::new(ProfileName::Bun14, &modules);
        assert_eq!(graph.link("main").unwrap_err(), "Exported binding name 'x' is not found.");
    }
}
