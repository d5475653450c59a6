//! The texts of error messages, which engines word differently.

mod bodies;
pub(super) mod java_script_core;
pub(super) mod v8;

use super::value::Likeness;

/// Whose texts a profile uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wording {
    /// V8's, which Node and Deno show.
    V8,
    /// JavaScriptCore's, which Bun shows.
    JavaScriptCore,
}

impl Wording {
    /// The message of the `TypeError` for a method that the object does not have.
    pub(super) fn not_a_function(self, method: &str) -> String {
        match self {
            Self::V8 | Self::JavaScriptCore => format!("m.{method} is not a function"),
        }
    }

    /// The message of the `TypeError` for a class that is called without `new`.
    pub(super) fn class_without_new(self, class: &str) -> String {
        match self {
            Self::V8 => format!("Class constructor {class} cannot be invoked without 'new'"),
            Self::JavaScriptCore => format!("Cannot call a class constructor {class} without |new|"),
        }
    }

    /// The message of the `TypeError` for an object that looks like a module that could not be constructed.
    pub(super) fn likeness_of_undefined(self, likeness: Likeness) -> String {
        match (self, likeness) {
            (Self::V8, Likeness::Proxy) => "Cannot create proxy with a non-object as target or handler",
            (Self::V8, Likeness::Inherits) => "Object prototype may only be an Object or null: undefined",
            (Self::JavaScriptCore, Likeness::Proxy) => "A Proxy's 'target' should be an Object",
            (Self::JavaScriptCore, Likeness::Inherits) => "Object prototype may only be an Object or null.",
        }
        .to_owned()
    }

    /// The message of the `TypeError` for a private field that an object does not have.
    pub(super) fn no_private_field(self) -> String {
        match self {
            Self::V8 => "Cannot read private member #error from an object whose class did not declare it",
            Self::JavaScriptCore => "Cannot access invalid private field",
        }
        .to_owned()
    }

    /// The message of the `TypeError` for a second argument of `import()` that is no object.
    pub(super) fn import_options_no_object(self) -> String {
        match self {
            Self::V8 => "The second argument to import() must be an object",
            Self::JavaScriptCore => "dynamic import's options should be an object",
        }
        .to_owned()
    }

    /// The message of the `TypeError` for a `with` of `import()` that is no object.
    pub(super) fn import_attributes_no_object(self) -> String {
        match self {
            Self::V8 => "The 'with' option must be an object",
            Self::JavaScriptCore => "dynamic import's options.with should be an object",
        }
        .to_owned()
    }

    /// The message of the `TypeError` for an attribute of `import()` that is no string.
    pub(super) fn import_attribute_no_string(self) -> String {
        match self {
            Self::V8 => "Import attribute value must be a string",
            Self::JavaScriptCore => "dynamic import's options.with includes non string property",
        }
        .to_owned()
    }

    /// The message of the `TypeError` for a deferred namespace whose module cannot be evaluated without waiting.
    pub(super) fn deferred_not_ready(self) -> String {
        match self {
            Self::V8 => "Deferred module is not ready for sync execution",
            Self::JavaScriptCore => "Unable to synchronously evaluate deferred module",
        }
        .to_owned()
    }

    /// The message of the `TypeError` for a property of a module that could not be constructed.
    pub(super) fn property_of_undefined(self, property: &str) -> String {
        match self {
            Self::V8 => format!("Cannot read properties of undefined (reading '{property}')"),
            Self::JavaScriptCore => "undefined is not an object".to_owned(),
        }
    }
}
