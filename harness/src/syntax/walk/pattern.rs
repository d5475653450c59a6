//! Binding patterns, and the assignment patterns that the parser gives the same form.

use swc_atoms::atom;
use swc_ecma_ast::{
    ArrayPat, ImportDecl, ImportSpecifier, ModuleExportName, NamedExport, ObjectPat, ObjectPatProp, Pat,
};

use super::Walk;

impl<'a> Walk<'a, '_> {
    /// The expressions inside a pattern: defaults, computed keys, targets.
    pub(super) fn pattern(&mut self, pattern: &'a Pat) {
        match pattern {
            Pat::Ident(binding) => self.identifier(&binding.id),
            Pat::Array(array) => self.array_pattern(array),
            Pat::Rest(rest) => self.pattern(&rest.arg),
            Pat::Object(object) => self.object_pattern(object),
            Pat::Assign(with_default) => {
                self.pattern(&with_default.left);
                self.expression(&with_default.right);
            }
            Pat::Expr(target) => self.expression(target),
            Pat::Invalid(_) => {}
        }
    }

    pub(super) fn array_pattern(&mut self, array: &'a ArrayPat) {
        for element in array.elems.iter().flatten() {
            self.pattern(element);
        }
    }

    pub(super) fn object_pattern(&mut self, object: &'a ObjectPat) {
        for property in &object.props {
            match property {
                ObjectPatProp::KeyValue(pair) => {
                    self.property_name(&pair.key);
                    self.pattern(&pair.value);
                }
                ObjectPatProp::Assign(short) => {
                    let name = &short.key.id;
                    self.identifier(name);
                    // The parser checks the other forms of targets and bindings.
                    if name.sym == atom!("eval") || name.sym == atom!("arguments") {
                        self.errors.report(name.span.lo, || {
                            format!("{} cannot be bound or assigned to in strict code", name.sym)
                        });
                    }
                    if let Some(default) = &short.value {
                        self.expression(default);
                    }
                }
                ObjectPatProp::Rest(rest) => self.pattern(&rest.arg),
            }
        }
    }

    /// The places in an import declaration where escape sequences are in order.
    pub(super) fn escapable_import(&mut self, import: &'a ImportDecl) {
        for specifier in &import.specifiers {
            self.identifier(specifier.local());
            if let ImportSpecifier::Named(named) = specifier
                && let Some(name) = &named.imported
            {
                self.escapable_name(name);
            }
        }
        self.escapable_at(import.src.span);
        if let Some(with) = &import.with {
            self.object(with);
        }
    }

    /// The same of `export { … }`.
    pub(super) fn escapable_export(&mut self, named: &'a NamedExport) {
        if self.escapable.is_none() {
            return;
        }
        for specifier in &named.specifiers {
            match specifier {
                swc_ecma_ast::ExportSpecifier::Namespace(namespace) => self.escapable_name(&namespace.name),
                swc_ecma_ast::ExportSpecifier::Default(default) => self.escapable_at(default.exported.span),
                swc_ecma_ast::ExportSpecifier::Named(pair) => {
                    self.escapable_name(&pair.orig);
                    if let Some(name) = &pair.exported {
                        self.escapable_name(name);
                    }
                }
            }
        }
        if let Some(specifier) = &named.src {
            self.escapable_at(specifier.span);
        }
        if let Some(with) = &named.with {
            self.object(with);
        }
    }

    fn escapable_name(&mut self, name: &'a ModuleExportName) {
        match name {
            ModuleExportName::Ident(name) => self.identifier_name(&name.sym, name.span),
            ModuleExportName::Str(text) => self.escapable_at(text.span),
        }
    }
}
