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
