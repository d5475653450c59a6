//! V8's texts, which Node and Deno show. They are the same in all versions from Node 18 to Node 26.

use crate::reference::diagnosis::Unresolved;

/// The message of the `SyntaxError` for a binding that does not resolve.
pub(in crate::reference) fn unresolved(why: &Unresolved<'_>) -> String {
    match why {
        Unresolved::Missing { specifier, name } => {
            format!("The requested module '{specifier}' does not provide an export named '{name}'")
        }
        Unresolved::Ambiguous { specifier, name } => {
            format!("The requested module '{specifier}' contains conflicting star exports for name '{name}'")
        }
        Unresolved::Circular { specifier, name } => {
            format!("Detected cycle while resolving name '{name}' in '{specifier}'")
        }
    }
}
