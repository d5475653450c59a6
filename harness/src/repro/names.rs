//! Variables for the things of a program.

use rustc_hash::FxHashSet;

use super::literal::is_identifier_name;
use crate::program::{ModuleId, Program};

/// What a variable cannot be called: the reserved words of module code, and the names that scripts use themselves.
const TAKEN: &[&str] = &[
    // Reserved words and what strict code keeps to itself.
    "arguments",
    "async",
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "eval",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "from",
    "function",
    "get",
    "if",
    "implements",
    "import",
    "in",
    "instanceof",
    "interface",
    "let",
    "new",
    "null",
    "of",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "set",
    "static",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "undefined",
    "var",
    "void",
    "while",
    "with",
    "yield",
    // What a script uses of the language and of the runtime.
    "Array",
    "BigInt",
    "Error",
    "EvalError",
    "Function",
    "Infinity",
    "JSON",
    "Map",
    "NaN",
    "Number",
    "Object",
    "Promise",
    "Proxy",
    "RangeError",
    "ReferenceError",
    "Reflect",
    "String",
    "Symbol",
    "SyntaxError",
    "TypeError",
    "URIError",
    "console",
    "globalThis",
    "process",
    "setTimeout",
    "types",
    "vm",
    // What a script declares.
    "after",
    "asked",
    "attributes",
    "calls",
    "construct",
    "encode",
    "ending",
    "error",
    "evaluated",
    "expected",
    "extra",
    "fail",
    "failAfter",
    "failed",
    "fill",
    "filler",
    "finish",
    "importModuleDynamically",
    "isPending",
    "known",
    "linked",
    "linker",
    "lines",
    "log",
    "m",
    "matches",
    "modules",
    "nameOf",
    "names",
    "numbered",
    "prepare",
    "print",
    "readable",
    "referrer",
    "report",
    "resolve",
    "reject",
    "same",
    "shared",
    "start",
    "state",
    "step",
    "given",
    "exactly",
    "specifier",
    "strings",
    "synthetic",
    "then",
    "tick",
    "value",
    "view",
    "waiting",
    "within",
];

/// The variables of a script.
pub(super) struct Variables {
    modules: Vec<String>,
    used: FxHashSet<String>,
}

impl Variables {
    /// A variable for each module of `program`, called as the module is where that can be.
    pub(super) fn new(program: &Program) -> Self {
        let mut variables = Self { modules: Vec::new(), used: FxHashSet::default() };
        for module in &program.modules {
            let name = variables.fresh(&module.name, "m");
            variables.modules.push(name);
        }
        variables
    }

    /// The variable of `module`.
    pub(super) fn module(&self, module: ModuleId) -> &str {
        &self.modules[module.index()]
    }

    /// A variable that nothing else has, called like `wanted` as far as that can be, and beginning with `otherwise` where
    /// `wanted` cannot begin a name.
    pub(super) fn fresh(&mut self, wanted: &str, otherwise: &str) -> String {
        let base = identifier(wanted, otherwise);
        let is_free = |name: &str| !self.used.contains(name) && !TAKEN.contains(&name);
        let numbered = (2_u64..).map(|number| format!("{base}{number}"));
        let name = std::iter::once(base.clone()).chain(numbered).find(|name| is_free(name)).unwrap_or(base);
        self.used.insert(name.clone());
        name
    }
}

/// `text` as one word: what cannot stand in a name is left out, and the letter after it is made large.
fn identifier(text: &str, otherwise: &str) -> String {
    let mut name = String::new();
    let mut raise = false;
    for char in text.chars().take(LONGEST) {
        if char.is_ascii_alphanumeric() || char == '_' || char == '$' {
            let large = raise && !name.is_empty();
            name.push(if large { char.to_ascii_uppercase() } else { char });
            raise = false;
        } else {
            raise = true;
        }
    }
    if is_identifier_name(&name) && name != "__proto__" { name } else { format!("{otherwise}{name}") }
}

/// How much of a module's name is taken into a variable's, in characters: more would make lines that nobody reads.
const LONGEST: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::ModuleDefinition;

    #[test]
    fn every_module_has_a_variable_of_its_own() {
        let names = [
            "main",
            "./a.js",
            "a-js",
            "a/js",
            "class",
            "vm",
            "1",
            "",
            "é",
            "__proto__",
            "step",
            "*/",
            "\n",
            "main2",
            "a b",
            "undefined",
            "m",
            "m1",
        ];
        let modules = names.iter().map(|name| ModuleDefinition::source(*name, "")).collect();
        let program = Program { modules, ..Program::default() };
        let variables = Variables::new(&program);
        let given: Vec<&str> = (0..names.len()).map(|index| variables.module(ModuleId::new(index))).collect();
        assert_eq!(
            given,
            // `m` itself is what steps call the module they are about.
            [
                "main",
                "aJs",
                "aJs2",
                "aJs3",
                "class2",
                "vm2",
                "m1",
                "m2",
                "m3",
                "m__proto__",
                "step2",
                "m4",
                "m5",
                "main2",
                "aB",
                "undefined2",
                "m6",
                "m12"
            ]
        );
    }

    #[test]
    fn a_variable_for_something_else_is_nobody_elses() {
        let program =
            Program { modules: vec![ModuleDefinition::source("linker2", "")], ..Program::default() };
        let mut variables = Variables::new(&program);
        assert_eq!(variables.fresh("linker", "l"), "linker3");
        assert_eq!(variables.fresh("dep calls", "n"), "depCalls");
        assert_eq!(variables.fresh("dep calls", "n"), "depCalls2");
    }
}
