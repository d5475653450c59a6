//! The names that a declaration binds.

use swc_atoms::Atom;
use swc_common::BytePos;
use swc_ecma_ast::{Decl, ObjectPatProp, Pat, VarDeclarator};

/// `BoundNames` — <https://tc39.es/ecma262/#sec-static-semantics-boundnames> — of a binding pattern, each with its place, in
/// source order.
pub(super) fn bound_names<'a>(pattern: &'a Pat, found: &mut impl FnMut(&'a Atom, BytePos)) {
    match pattern {
        Pat::Ident(binding) => found(&binding.id.sym, binding.id.span.lo),
        Pat::Array(array) => {
            for element in array.elems.iter().flatten() {
                bound_names(element, found);
            }
        }
        Pat::Rest(rest) => bound_names(&rest.arg, found),
        Pat::Object(object) => {
            for property in &object.props {
                match property {
                    ObjectPatProp::KeyValue(pair) => bound_names(&pair.value, found),
                    ObjectPatProp::Assign(short) => found(&short.key.id.sym, short.key.id.span.lo),
                    ObjectPatProp::Rest(rest) => bound_names(&rest.arg, found),
                }
            }
        }
        Pat::Assign(with_default) => bound_names(&with_default.left, found),
        Pat::Invalid(_) | Pat::Expr(_) => {}
    }
}

/// `BoundNames` of the declarators of a `var`, `let`, `const` or `using` declaration.
pub(super) fn bound_names_of_declarators<'a>(
    declarators: &'a [VarDeclarator],
    found: &mut impl FnMut(&'a Atom, BytePos),
) {
    for declarator in declarators {
        bound_names(&declarator.name, found);
    }
}

/// `BoundNames` of a declaration.
pub(super) fn bound_names_of_declaration<'a>(
    declaration: &'a Decl,
    found: &mut impl FnMut(&'a Atom, BytePos),
) {
    match declaration {
        Decl::Class(class) => found(&class.ident.sym, class.ident.span.lo),
        Decl::Fn(function) => found(&function.ident.sym, function.ident.span.lo),
        Decl::Var(variables) => bound_names_of_declarators(&variables.decls, found),
        Decl::Using(using) => bound_names_of_declarators(&using.decls, found),
        _ => {}
    }
}
