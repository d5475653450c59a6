//! The constructors of `vm.Module`, as far as they refuse what they are given.

use super::arguments::{Refused, property};
use crate::{
    program::{self, Construction, ModuleClass},
    reference::{Agent, ErrorObject, Layer, Quirk, Value},
    syntax,
};

impl Agent {
    /// Calls a constructor, and drops what it makes.
    ///
    /// # Errors
    /// What the call throws.
    pub fn construct(&mut self, construction: &Construction) -> Result<(), Value> {
        let Construction { class, arguments, with_new } = construction;
        if self.layer() == Layer::Bare {
            return Err(self.bare_unknown(class.name()));
        }
        // 1. Classes cannot be called.
        if !with_new {
            let message = self.wording().class_without_new(class.name());
            return Err(self.create_error(ErrorObject {
                name: "TypeError",
                code: None,
                message,
                cause: None,
            }));
        }
        let argument = |place: usize| arguments.get(place).unwrap_or(&program::Value::Undefined);
        match class {
            ModuleClass::SourceTextModule => self.construct_source_text_module(argument(0), argument(1)),
            ModuleClass::SyntheticModule => {
                self.construct_synthetic_module(argument(0), argument(1), argument(2))
            }
            ModuleClass::Module => Err(self.abstract_class()),
        }
    }

    fn construct_source_text_module(&mut self, text: &program::Value, options: &program::Value) -> Refused {
        // 2. The source text.
        let program::Value::String(text) = text else {
            return Err(self.invalid_type("argument", "sourceText", "of type string", text));
        };
        // 3. The options of source text modules, then those of all modules.
        if *options != program::Value::Undefined {
            self.validate_object("options", options)?;
        }
        for name in ["lineOffset", "columnOffset"] {
            self.validate_offset(name, property(options, name))?;
        }
        for name in ["initializeImportMeta", "importModuleDynamically"] {
            let value = property(options, name);
            if !matches!(value, program::Value::Undefined | program::Value::Function) {
                return Err(self.invalid_type(
                    "property",
                    &format!("options.{name}"),
                    "of type function",
                    value,
                ));
            }
        }
        let cached = property(options, "cachedData");
        if *cached != program::Value::Undefined && !self.has(Quirk::CachedDataUnread) {
            let wanted = "an instance of Buffer, TypedArray, or DataView";
            return Err(self.invalid_type("property", "options.cachedData", wanted, cached));
        }
        self.validate_module_options(options)?;
        if self.has(Quirk::NegativeOffsetRefused) {
            for (place, name) in [(4, "lineOffset"), (5, "columnOffset")] {
                if matches!(property(options, name), program::Value::Number(number) if number.is_sign_negative())
                {
                    let message =
                        format!("Argument {place} ('{name}') to Module.Module must be an instance of number");
                    return Err(self.argument_error("TypeError", "ERR_INVALID_ARG_TYPE", message));
                }
            }
        }
        // 4. The text must parse.
        let message = match syntax::parse_module(text) {
            Err(error) => error.message,
            Ok(record) => match self.does_not_read(&record) {
                None => return Ok(()),
                Some(reason) => reason.to_owned(),
            },
        };
        Err(self.create_error(ErrorObject { name: "SyntaxError", code: None, message, cause: None }))
    }

    /// A number that is a whole one of 32 bits.
    fn validate_offset(&mut self, name: &str, value: &program::Value) -> Refused {
        let name = format!("options.{name}");
        let number = match value {
            program::Value::Undefined => return Ok(()),
            program::Value::Number(number) => *number,
            other => return Err(self.invalid_type("property", &name, "of type number", other)),
        };
        if number.fract() != 0.0 || !number.is_finite() {
            return Err(self.out_of_range(&name, "an integer", number));
        }
        if (f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&number) {
            return Ok(());
        }
        Err(self.out_of_range(&name, ">= -2147483648 && <= 2147483647", number))
    }

    fn construct_synthetic_module(
        &mut self,
        exports: &program::Value,
        callback: &program::Value,
        options: &program::Value,
    ) -> Refused {
        // 2. The names are strings, and each stands there once.
        let names = match exports {
            program::Value::Array(items) => items
                .iter()
                .map(|item| match item {
                    program::Value::String(name) => Some(name.as_str()),
                    _ => None,
                })
                .collect::<Option<Vec<_>>>(),
            _ => None,
        };
        let Some(names) = names else {
            return Err(self.invalid_type("argument", "exportNames", "an Array of unique strings", exports));
        };
        self.check_export_names(names)?;
        // 3. The function that runs when the module is evaluated.
        if *callback != program::Value::Function {
            return Err(self.invalid_type("argument", "evaluateCallback", "of type function", callback));
        }
        // 4.
        if *options != program::Value::Undefined {
            self.validate_object("options", options)?;
        }
        self.validate_module_options(options)
    }

    /// The names of a synthetic module's exports: each stands there once. ECMA-262 does not ask that anybody looks.
    ///
    /// # Errors
    /// What the constructor throws.
    pub fn check_export_names<'n>(&mut self, names: impl IntoIterator<Item = &'n str>) -> Result<(), Value> {
        if self.layer() == Layer::Bare {
            return Ok(());
        }
        let mut seen = std::collections::HashSet::new();
        for name in names {
            if !seen.insert(name) {
                return Err(self.invalid_value(&format!("exportNames.{name}"), "is duplicated", name));
            }
        }
        Ok(())
    }

    /// `context` and `identifier`. No value that a program can write is a context.
    fn validate_module_options(&mut self, options: &program::Value) -> Refused {
        let context = property(options, "context");
        if *context != program::Value::Undefined {
            return Err(self.no_context(context));
        }
        match property(options, "identifier") {
            program::Value::Undefined | program::Value::String(_) => Ok(()),
            other => Err(self.invalid_type("property", "options.identifier", "of type string", other)),
        }
    }

    fn no_context(&mut self, context: &program::Value) -> Value {
        if self.has(Quirk::ContextAsArgument) {
            return match self.validate_object("object", context) {
                Err(error) if !matches!(context, program::Value::Array(_)) => error,
                _ => self.invalid_type("argument", "contextifiedObject", "an vm.Context", context),
            };
        }
        if let Err(error) = self.validate_object("context", context) {
            return error;
        }
        let wanted = if self.has(Quirk::ContextIsAType) { "of type vm.Context" } else { "an vm.Context" };
        self.invalid_type("property", "options.context", wanted, context)
    }
}
