//! The errors `vm.Module` makes.

use crate::reference::{Agent, ErrorObject, Value};

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
        self.vm_error("Error", "ERR_VM_MODULE_LINK_FAILURE", "Link failure", Some(cause))
    }

    /// The linker answered with a module that is errored: C8.
    pub(super) fn resolved_to_errored(&mut self, specifier: &str, cause: Value) -> Value {
        let message = format!("request for '{specifier}' resolved to an errored module");
        self.vm_error("Error", "ERR_VM_MODULE_LINK_FAILURE", message, Some(cause))
    }

    /// A module below this one has requests that nothing has answered.
    pub(super) fn request_not_resolved(&mut self, specifier: &str, identifier: &str) -> Value {
        let message = format!(
            "request for '{specifier}' can not be resolved on module '{identifier}' that is not linked"
        );
        self.vm_error("Error", "ERR_VM_MODULE_LINK_FAILURE", message, None)
    }

    /// The module's own requests have not been answered.
    pub(super) fn module_not_linked(&mut self) -> Value {
        self.vm_error("Error", "ERR_VM_MODULE_LINK_FAILURE", "module is not linked", None)
    }

    /// The linker answered with something else: C8.
    pub(super) fn not_a_module(&mut self) -> Value {
        let message = "Provided module is not an instance of Module";
        self.vm_error("Error", "ERR_VM_MODULE_NOT_MODULE", message, None)
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

    /// linkRequests() with the wrong number of modules.
    pub(super) fn link_mismatch(&mut self, expected: usize, got: usize) -> Value {
        let message = format!("Expected {expected} modules, got {got}");
        self.vm_error("TypeError", "ERR_MODULE_LINK_MISMATCH", message, None)
    }

    /// linkRequests() with two modules for two phases of one request.
    pub(super) fn link_disagreement(&mut self, specifier: &str, index: usize, earlier: usize) -> Value {
        let message = format!(
            "Module request 'ModuleCacheKey(\"{specifier}\")' at index {index} must be linked to the same module \
             requested at index {earlier}"
        );
        self.vm_error("TypeError", "ERR_MODULE_LINK_MISMATCH", message, None)
    }

    /// A method of source text modules called on a synthetic one.
    pub(super) fn no_such_method(&mut self, method: &str) -> Value {
        let message = self.wording().not_a_function(method);
        self.create_error(ErrorObject { name: "TypeError", code: None, message, cause: None })
    }

    /// setExport() with a name the module does not have.
    pub(super) fn export_not_defined(&mut self, name: &str) -> Value {
        let message = format!("Export '{name}' is not defined in module");
        self.create_error(ErrorObject { name: "ReferenceError", code: None, message, cause: None })
    }
}
