//! The errors `vm.Module` makes.

use crate::{
    program::{self, ModuleId},
    reference::{Agent, ErrorObject, Quirk, Value},
    syntax::RequestIndex,
};

impl Agent {
    fn vm_error(
        &mut self,
        name: &'static str,
        code: &'static str,
        message: impl Into<String>,
        cause: Option<Value>,
    ) -> Value {
        self.create_error(ErrorObject { name, code: Some(code), message: message.into(), cause })
    }

    /// The linker failed: C1, C2, C3.
    pub(super) fn link_failure(&mut self, cause: Value) -> Value {
        if self.has(Quirk::LinkerErrorUnwrapped) {
            return cause;
        }
        self.vm_error("Error", "ERR_VM_MODULE_LINK_FAILURE", "Link failure", Some(cause))
    }

    /// The linker answered with a module that is errored: C8.
    pub(super) fn resolved_to_errored(&mut self, specifier: &str, cause: Value) -> Value {
        let noun = if self.has(Quirk::ErroredModuleCutShort) { "mod" } else { "module" };
        let message = format!("request for '{specifier}' resolved to an errored {noun}");
        self.vm_error("Error", "ERR_VM_MODULE_LINK_FAILURE", message, Some(cause))
    }

    /// A module below this one has requests that nothing has answered.
    pub(super) fn request_not_resolved(&mut self, specifier: &str, identifier: &str) -> Value {
        self.native_failure(format!(
            "request for '{specifier}' can not be resolved on module '{identifier}' that is not linked"
        ))
    }

    /// The same, in the words of the engine below `vm.Module`.
    pub(super) fn request_not_answered(&mut self, module: ModuleId, request: RequestIndex) -> Value {
        let specifier = self.text(self.expect_cyclic(module).request(request).specifier);
        if self.has(Quirk::UnansweredIsNotInCache) {
            self.native_failure(format!("request for '{specifier}' is not in cache"))
        } else if self.has(Quirk::UnansweredIsFromUnlinked) {
            self.native_failure(format!("request for '{specifier}' is from a module not been linked"))
        } else {
            let identifier = self.module(module).identifier.clone();
            self.request_not_resolved(&specifier, &identifier)
        }
    }

    /// The promise for the answer to a request is not fulfilled.
    pub(super) fn request_not_fulfilled(&mut self, module: ModuleId, request: RequestIndex) -> Value {
        let specifier = self.text(self.expect_cyclic(module).request(request).specifier);
        self.native_failure(format!("request for '{specifier}' is not yet fulfilled"))
    }

    /// What the engine below `vm.Module` fails with.
    fn native_failure(&mut self, message: impl Into<String>) -> Value {
        let error = self.vm_error("Error", "ERR_VM_MODULE_LINK_FAILURE", message, None);
        self.made_plainly(error)
    }

    fn made_plainly(&mut self, error: Value) -> Value {
        if let Value::Error(id) = error {
            self.plain_errors.insert(id);
        }
        error
    }

    /// The answer is no module, and perhaps not even an object (C8).
    pub(super) fn not_a_module_but(&mut self, value: &Value) -> Value {
        let nothing = match value {
            Value::Undefined => "undefined",
            Value::Plain(value) if **value == program::Value::Null => "null",
            _ => return self.not_a_module(),
        };
        if !self.has(Quirk::NothingIsDereferenced) {
            return self.not_a_module();
        }
        let message = format!("Cannot read properties of {nothing} (reading 'Symbol(kWrap)')");
        self.type_error(message)
    }

    /// Something that looks like a module does not have the fields of one.
    pub(in crate::reference) fn no_private_field(&mut self) -> Value {
        let message = self.wording().no_private_field();
        self.type_error(message)
    }

    /// `vm.Module` makes no module itself.
    pub(super) fn abstract_class(&mut self) -> Value {
        if self.has(Quirk::AbstractModuleMade) {
            let message = "The \"this\" argument must be an vm.SourceTextModule | vm.SyntheticModule. \
                           Received an instance of Module";
            return self.vm_error("TypeError", "ERR_INVALID_ARG_TYPE", message, None);
        }
        self.type_error("Module is not a constructor".to_owned())
    }

    fn type_error(&mut self, message: String) -> Value {
        self.create_error(ErrorObject { name: "TypeError", code: None, message, cause: None })
    }

    /// The same for the module that instantiate() is called on, whichever request it is.
    pub(super) fn requests_not_resolved(&mut self, identifier: &str) -> Value {
        self.native_failure(format!(
            "request can not be resolved on module '{identifier}' that is not linked"
        ))
    }

    /// The module's own requests have not been answered.
    pub(super) fn module_not_linked(&mut self) -> Value {
        self.native_failure("module is not linked")
    }

    /// The linker answered with something else: C8.
    pub(in crate::reference) fn not_a_module(&mut self) -> Value {
        let message = "Provided module is not an instance of Module";
        self.vm_error("Error", "ERR_VM_MODULE_NOT_MODULE", message, None)
    }

    /// A body imports, and its module was constructed without `importModuleDynamically`.
    pub(in crate::reference) fn no_importer(&mut self) -> Value {
        let message = "A dynamic import callback was not specified.";
        let error = self.vm_error("TypeError", "ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING", message, None);
        if self.has(Quirk::PlainImporterError) { self.made_plainly(error) } else { error }
    }

    /// The linker answered with a module of another context: C8.
    pub(super) fn different_context(&mut self) -> Value {
        self.vm_error(
            "Error",
            "ERR_VM_MODULE_DIFFERENT_CONTEXT",
            "Linked modules must use the same context",
            None,
        )
    }

    /// link() on a module that is linked.
    pub(super) fn already_linked(&mut self) -> Value {
        self.vm_error("Error", "ERR_VM_MODULE_ALREADY_LINKED", "Module has already been linked", None)
    }

    /// The operation is not for a module in this status.
    pub(super) fn wrong_status(&mut self, must: &str) -> Value {
        self.vm_error("Error", "ERR_VM_MODULE_STATUS", format!("Module status must {must}"), None)
    }

    /// A module that is linked by now gets the answers to its requests.
    pub(super) fn answers_refused(&mut self) -> Value {
        self.vm_error("Error", "ERR_VM_MODULE_STATUS", "Module must be unlinked before linking", None)
    }

    /// linkRequests() with the wrong number of modules.
    pub(super) fn link_mismatch(&mut self, expected: usize, got: usize) -> Value {
        let message = format!("Expected {expected} modules, got {got}");
        self.vm_error("TypeError", "ERR_MODULE_LINK_MISMATCH", message, None)
    }

    /// linkRequests() with two modules for two phases of one request.
    pub(super) fn link_disagreement(&mut self, specifier: &str, index: usize, earlier: usize) -> Value {
        if self.has(Quirk::DisagreementWithoutPlaces) {
            let message = format!("Different modules linked to the same cache key '{specifier}'");
            return self.vm_error("TypeError", "ERR_MODULE_LINK_MISMATCH", message, None);
        }
        let (index, earlier) =
            if self.has(Quirk::MismatchNamesEarlierFirst) { (earlier, index) } else { (index, earlier) };
        let message = format!(
            "Module request 'ModuleCacheKey(\"{specifier}\")' at index {index} must be linked to the same module \
             requested at index {earlier}"
        );
        self.vm_error("TypeError", "ERR_MODULE_LINK_MISMATCH", message, None)
    }

    /// A method of source text modules called on a synthetic one.
    pub(super) fn no_such_method(&mut self, method: &str) -> Value {
        let message = self.wording().not_a_function(method);
        self.type_error(message)
    }

    /// setExport() with a name the module does not have.
    pub(super) fn export_not_defined(&mut self, name: &str) -> Value {
        let message = format!("Export '{name}' is not defined in module");
        self.create_error(ErrorObject { name: "ReferenceError", code: None, message, cause: None })
    }
}
