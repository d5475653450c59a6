//! What engines say when a body throws without a `throw`.
//!
//! V8's texts are those of Node 18 to 26 and Deno 2.9, JavaScriptCore's those of Bun 1.4.

use super::Wording::{self, JavaScriptCore, V8};

impl Wording {
    /// A name that is bound nowhere.
    pub(in crate::reference) fn not_defined(self, name: &str) -> String {
        match self {
            V8 | JavaScriptCore => format!("{name} is not defined"),
        }
    }

    /// A binding before its declaration was run.
    pub(in crate::reference) fn uninitialized(self, name: &str) -> String {
        match self {
            V8 => format!("Cannot access '{name}' before initialization"),
            JavaScriptCore => format!("Cannot access '{name}' before initialization."),
        }
    }

    /// An export before its declaration was run, where its property is described and not only read.
    pub(in crate::reference) fn uninitialized_described(self, name: &str) -> String {
        match self {
            V8 => self.not_defined(name),
            JavaScriptCore => self.uninitialized(name),
        }
    }

    /// Assignment to a constant or an import.
    pub(in crate::reference) const fn constant_assigned(self) -> &'static str {
        match self {
            V8 => "Assignment to constant variable.",
            JavaScriptCore => READ_ONLY,
        }
    }

    /// A property that cannot be written. `object` is how the text calls the object.
    pub(in crate::reference) fn read_only(self, key: &str, object: &str) -> String {
        match self {
            V8 => format!("Cannot assign to read only property '{key}' of {object}"),
            JavaScriptCore => READ_ONLY.to_owned(),
        }
    }

    /// A new property of an object that takes none.
    pub(in crate::reference) fn not_extensible(self, key: &str) -> String {
        match self {
            V8 => format!("Cannot add property {key}, object is not extensible"),
            JavaScriptCore => NOT_EXTENSIBLE.to_owned(),
        }
    }

    /// A new property of a namespace object.
    pub(in crate::reference) fn namespace_not_extensible(self, key: &str) -> String {
        match self {
            V8 => self.not_extensible(key),
            JavaScriptCore => READ_ONLY.to_owned(),
        }
    }

    /// A property that has only a getter.
    pub(in crate::reference) fn only_getter(self, key: &str, object: &str) -> String {
        match self {
            V8 => format!("Cannot set property {key} of {object} which has only a getter"),
            JavaScriptCore => READ_ONLY.to_owned(),
        }
    }

    /// A property of a primitive.
    pub(in crate::reference) fn property_of_primitive(self, key: &str, primitive: &str) -> String {
        match self {
            V8 => format!("Cannot create property '{key}' on {primitive}"),
            JavaScriptCore => READ_ONLY.to_owned(),
        }
    }

    /// A property that cannot be deleted.
    pub(in crate::reference) fn not_deleted(self, key: &str, object: &str) -> String {
        match self {
            V8 => format!("Cannot delete property '{key}' of {object}"),
            JavaScriptCore => "Unable to delete property.".to_owned(),
        }
    }

    /// A property of `undefined` or `null` that is read. JavaScriptCore quotes the expression only where errors have a stack,
    /// and the driver lets them have none.
    pub(in crate::reference) fn unreadable(self, nothing: &str, key: &str) -> String {
        match self {
            V8 => format!("Cannot read properties of {nothing} (reading '{key}')"),
            JavaScriptCore => format!("{nothing} is not an object"),
        }
    }

    /// A property of `undefined` or `null` that is written.
    pub(in crate::reference) fn unwritable(self, nothing: &str, key: &str) -> String {
        match self {
            V8 => format!("Cannot set properties of {nothing} (setting '{key}')"),
            JavaScriptCore => self.unreadable(nothing, key),
        }
    }

    /// Something called that is no function. `description` says what it is.
    pub(in crate::reference) fn not_callable(self, callee: &str, call: &str, description: &str) -> String {
        match self {
            V8 => format!("{callee} is not a function"),
            JavaScriptCore => {
                format!("{callee} is not a function. (In '{call}', '{callee}' is {description})")
            }
        }
    }

    /// `new` of something that is no constructor. `new` is empty where there is nothing to quote.
    pub(in crate::reference) fn not_a_constructor(
        self,
        callee: &str,
        new: &str,
        description: &str,
    ) -> String {
        match self {
            V8 => format!("{callee} is not a constructor"),
            JavaScriptCore if new.is_empty() => format!("{description} is not a constructor"),
            JavaScriptCore => format!("{description} is not a constructor (evaluating '{new}')"),
        }
    }

    /// A class called without `new`.
    pub(in crate::reference) fn class_called(self, name: &str) -> String {
        match (self, name) {
            (V8, "") => "Class constructors cannot be invoked without 'new'".to_owned(),
            (V8, name) => format!("Class constructor {name} cannot be invoked without 'new'"),
            (JavaScriptCore, "") => "Cannot call a class constructor without |new|".to_owned(),
            (JavaScriptCore, name) => format!("Cannot call a class constructor {name} without |new|"),
        }
    }

    /// A write to a namespace object, where that has a message of its own.
    pub(in crate::reference) fn namespace_write(key: &str, namespace: &str) -> String {
        format!("Cannot assign to property '{key}' of {namespace}")
    }

    /// An object that becomes no primitive value.
    pub(in crate::reference) const fn no_primitive(self) -> &'static str {
        match self {
            V8 => "Cannot convert object to primitive value",
            JavaScriptCore => "No default value",
        }
    }

    /// A symbol where a text or a number is wanted.
    pub(in crate::reference) fn symbol_to(self, wanted: &str) -> String {
        match self {
            V8 => format!("Cannot convert a Symbol value to a {wanted}"),
            JavaScriptCore => format!("Cannot convert a symbol to a {wanted}"),
        }
    }

    /// A BigInt where a Number is wanted.
    pub(in crate::reference) const fn big_to_number(self) -> &'static str {
        match self {
            V8 => "Cannot convert a BigInt value to a number",
            JavaScriptCore => "Conversion from 'BigInt' to 'number' is not allowed.",
        }
    }

    /// A BigInt and a Number in one operation.
    pub(in crate::reference) fn mixed_big(self, operation: &str) -> String {
        match self {
            V8 => "Cannot mix BigInt and other types, use explicit conversions".to_owned(),
            JavaScriptCore => format!("Invalid mix of BigInt and other type in {operation}."),
        }
    }

    /// A BigInt divided by zero.
    pub(in crate::reference) const fn division_by_zero(self) -> &'static str {
        match self {
            V8 => "Division by zero",
            JavaScriptCore => "0 is an invalid divisor value.",
        }
    }

    /// The right side of `instanceof` is a primitive.
    pub(in crate::reference) const fn instance_of_primitive(self) -> &'static str {
        match self {
            V8 => "Right-hand side of 'instanceof' is not an object",
            JavaScriptCore => "Right hand side of instanceof is not an object",
        }
    }

    /// A promise resolved with itself.
    pub(in crate::reference) const fn promise_of_itself(self) -> &'static str {
        match self {
            V8 => "Chaining cycle detected for promise #<Promise>",
            JavaScriptCore => "Cannot resolve a promise with itself",
        }
    }

    /// `Promise` called without `new`.
    pub(in crate::reference) const fn promise_called(self) -> &'static str {
        match self {
            V8 => "Promise constructor cannot be invoked without 'new'",
            JavaScriptCore => "Cannot call a constructor Promise without |new|",
        }
    }

    /// `new Promise` of something that is no function.
    pub(in crate::reference) fn no_executor(self, description: &str) -> String {
        match self {
            V8 => format!("Promise resolver {description} is not a function"),
            JavaScriptCore => "Promise constructor takes a function argument".to_owned(),
        }
    }

    /// An array reduced to nothing.
    pub(in crate::reference) const fn nothing_to_reduce(self) -> &'static str {
        match self {
            V8 => "Reduce of empty array with no initial value",
            JavaScriptCore => "reduce of empty array with no initial value",
        }
    }

    /// A property that cannot be defined again.
    pub(in crate::reference) fn not_redefined(self, key: &str) -> String {
        match self {
            V8 => format!("Cannot redefine property: {key}"),
            JavaScriptCore => "Attempting to change value of a readonly property.".to_owned(),
        }
    }

    /// An export that is to be frozen.
    pub(in crate::reference) fn export_not_frozen(self, key: &str) -> String {
        match self {
            V8 => self.not_redefined(key),
            JavaScriptCore => {
                "Cannot change module namespace object's binding to non-writable attribute".to_owned()
            }
        }
    }

    /// A property that is defined on an object that takes none.
    pub(in crate::reference) fn not_defined_on(self, key: &str) -> String {
        match self {
            V8 => format!("Cannot define property {key}, object is not extensible"),
            JavaScriptCore => NOT_EXTENSIBLE.to_owned(),
        }
    }
}

const READ_ONLY: &str = "Attempted to assign to readonly property.";
const NOT_EXTENSIBLE: &str = "Attempting to define property on object that is not extensible.";
