//! The names in scope while a text is walked, and the rules on declaring one twice.
//!
//! `LexicallyDeclaredNames` — <https://tc39.es/ecma262/#sec-static-semantics-lexicallydeclarednames> — and `VarDeclaredNames`
//! — <https://tc39.es/ecma262/#sec-static-semantics-vardeclarednames> — are not built as lists: one table holds, per name, its
//! innermost lexical declaration and its latest `var`, and every declaration is judged against it when it is
//! met. A log takes back what a scope declared when the scope ends, so the work is linear in the number of names.

use rustc_hash::FxHashMap;
use swc_atoms::Atom;
use swc_common::BytePos;

use super::found::FirstError;

/// A scope, numbered in the order of opening. A scope's number is greater than those of all scopes around it.
type ScopeNumber = u32;

/// What is known of a name at a point of the text. Zero means that there is none.
#[derive(Clone, Copy, Debug, Default)]
struct Declared {
    /// The innermost open scope with a lexical declaration of the name.
    lexical: ScopeNumber,
    /// The innermost open scope with a catch parameter of that name which is a plain identifier.
    catch: ScopeNumber,
    /// The latest `var`, parameter or function-level function of the name in the open function, counted from 1.
    var: u32,
}

#[derive(Debug)]
struct Scope {
    number: ScopeNumber,
    /// How many `var`s had been met when the scope was opened.
    vars_before: u32,
    lexical_log: usize,
}

/// What a function remembers of the code around it.
#[derive(Debug)]
pub(super) struct OuterFunction {
    function_scope: ScopeNumber,
    var_log: usize,
}

/// The table of declared names.
#[derive(Debug, Default)]
pub(super) struct Scopes<'a> {
    table: FxHashMap<&'a Atom, Declared>,
    open: Vec<Scope>,
    lexical_log: Vec<(&'a Atom, Declared)>,
    var_log: Vec<(&'a Atom, u32)>,
    /// How many names the table gets room for when the first is declared: a guess that spares small modules any growth.
    expected_names: usize,
    opened_so_far: ScopeNumber,
    vars_met: u32,
    /// The scope of the innermost function, or of the module.
    function_scope: ScopeNumber,
}

impl<'a> Scopes<'a> {
    /// Opens a block scope.
    pub(super) fn open(&mut self) {
        self.opened_so_far += 1;
        self.open.push(Scope {
            number: self.opened_so_far,
            vars_before: self.vars_met,
            lexical_log: self.lexical_log.len(),
        });
    }

    /// Ends the innermost block scope.
    pub(super) fn close(&mut self) {
        let Some(scope) = self.open.pop() else { return };
        for (name, before) in self.lexical_log.drain(scope.lexical_log..).rev() {
            if let Some(declared) = self.table.get_mut(name) {
                declared.lexical = before.lexical;
                declared.catch = before.catch;
            }
        }
    }

    /// Opens the scope of a module whose body has so many items. It is the first and stays open.
    pub(super) fn open_module(&mut self, items: usize) {
        self.expected_names = items + items / 2;
        self.open_function();
    }

    /// Whether what is declared now is ever taken back, so that it belongs into a log.
    fn is_taken_back(&self) -> bool {
        self.open.len() > 1
    }

    /// Opens the scope of a function or a static block.
    pub(super) fn open_function(&mut self) -> OuterFunction {
        self.open();
        let outer = OuterFunction { function_scope: self.function_scope, var_log: self.var_log.len() };
        self.function_scope = self.opened_so_far;
        outer
    }

    /// Ends the scope that gave `outer`.
    pub(super) fn close_function(&mut self, outer: &OuterFunction) {
        self.close();
        for (name, before) in self.var_log.drain(outer.var_log..).rev() {
            if let Some(declared) = self.table.get_mut(name) {
                declared.var = before;
            }
        }
        self.function_scope = outer.function_scope;
    }

    /// A `let`, `const`, `class`, import or block-level function. It must not share a scope with another lexical
    /// declaration, with a catch parameter, or with a `var` written inside the scope.
    pub(super) fn declare_lexical(&mut self, name: &'a Atom, position: BytePos, errors: &mut FirstError) {
        let taken_back = self.is_taken_back();
        let Some(scope) = self.open.last() else { return };
        if self.table.capacity() == 0 {
            self.table.reserve(self.expected_names);
        }
        let declared = self.table.entry(name).or_default();
        if declared.lexical == scope.number
            || declared.catch == scope.number
            || declared.var > scope.vars_before
        {
            errors.report(position, || format!("the name {name} is declared twice"));
        }
        if taken_back {
            self.lexical_log.push((name, *declared));
        }
        declared.lexical = scope.number;
    }

    /// The parameter of a `catch` clause when it is a plain identifier. A `var` of the block may share its name —
    /// <https://tc39.es/ecma262/#sec-variablestatements-in-catch-blocks>.
    pub(super) fn declare_catch_parameter(&mut self, name: &'a Atom) {
        let Some(scope) = self.open.last() else { return };
        let declared = self.table.entry(name).or_default();
        self.lexical_log.push((name, *declared));
        declared.catch = scope.number;
    }

    /// A `var`, or a function at the top level of a function. Up to the function's scope there must be no lexical
    /// declaration of the name.
    pub(super) fn declare_var(&mut self, name: &'a Atom, position: BytePos, errors: &mut FirstError) {
        let declared = self.table.entry(name).or_default();
        if declared.lexical >= self.function_scope && declared.lexical != 0 {
            errors.report(position, || format!("the name {name} is declared twice"));
        }
        self.vars_met += 1;
        self.var_log.push((name, declared.var));
        declared.var = self.vars_met;
    }

    /// A parameter: it behaves like a `var` of the function, but no other parameter may have its name, for module code is
    /// strict — <https://tc39.es/ecma262/#sec-function-definitions-static-semantics-early-errors>.
    pub(super) fn declare_parameter(&mut self, name: &'a Atom, position: BytePos, errors: &mut FirstError) {
        let Some(scope) = self.open.last() else { return };
        let vars_before = scope.vars_before;
        if self.table.get(name).is_some_and(|declared| declared.var > vars_before) {
            errors.report(position, || format!("the parameter {name} is declared twice"));
        }
        self.declare_var(name, position, errors);
    }

    /// Whether the innermost scope, or the function it belongs to, declares the name. Asked for the module's
    /// scope before it ends.
    pub(super) fn is_declared(&self, name: &Atom) -> bool {
        self.table.get(name).is_some_and(|declared| declared.lexical != 0 || declared.var != 0)
    }
}
