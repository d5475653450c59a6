//! Running the bodies of modules.

use std::rc::Rc;

use super::{
    activation::{Activation, Around, Then},
    heap::{Callable, Closure},
    scopes::Environment,
};
use crate::{
    program::{self, ModuleId},
    reference::{Agent, ContextId, Host, Layer, PromiseId, Quirk, Value, completion::Abrupt},
    syntax::{
        TextPosition,
        code::{Code, Function, FunctionKind, Span},
    },
};

impl Agent {
    /// Runs the body of a source text module without top-level await to its end: step 9 of ExecuteModule —
    /// <https://tc39.es/ecma262/#sec-source-text-module-record-execute-module>
    ///
    /// # Errors
    /// What it throws, or that it is not modelled.
    pub(in crate::reference) fn run_module_body(
        &mut self,
        host: &mut dyn Host,
        module: ModuleId,
    ) -> Result<(), Abrupt> {
        if self.body_code(module).operations.is_empty() {
            return Ok(());
        }
        self.push_module(module, None)?;
        self.run_natively(host).map(|_| ())
    }

    /// AsyncBlockStart ( capability, body ) of a module — <https://tc39.es/ecma262/#sec-asyncblockstart>. The capability is
    /// settled when the body ends.
    ///
    /// # Errors
    /// Only that something is not modelled.
    pub(in crate::reference) fn start_async_module_body(
        &mut self,
        host: &mut dyn Host,
        module: ModuleId,
        capability: PromiseId,
    ) -> Result<(), Abrupt> {
        self.push_module(module, Some(capability))?;
        match self.run_natively(host) {
            Ok(_) | Err(Abrupt::Throw(_)) => Ok(()),
            Err(Abrupt::Over) => Err(Abrupt::Over),
        }
    }

    /// The module whose body ran last; the first when none has.
    pub(in crate::reference) fn last_module_run(&self) -> ModuleId {
        self.machine.last_module.unwrap_or(ModuleId::new(0))
    }

    fn push_module(&mut self, module: ModuleId, promise: Option<PromiseId>) -> Result<(), Abrupt> {
        let context = self.module(module).context;
        self.machine.context = context;
        let outermost = self.module_environment(module);
        let pushed = self.push_activation(Activation {
            code: self.body_code(module),
            next: 0,
            stack: Vec::new(),
            outermost,
            scopes: Vec::new(),
            tries: Vec::new(),
            arguments: Vec::new(),
            around: Around::module(module),
            context,
            then: if promise.is_some() { Then::Detached } else { Then::Native },
            promise,
            generator: None,
        });
        if pushed.is_err() {
            // There are too many bodies in each other for one more.
            self.end_unmodelled(module, TextPosition::START);
        }
        pushed
    }

    /// \[\[EvaluationSteps]] of a synthetic module: calls them with a function that sets an export. What they return is a
    /// promise when they are async. A synthetic module's steps belong to the context of whoever made them: the first.
    ///
    /// # Errors
    /// What they throw, or that they are not modelled.
    pub(in crate::reference) fn run_synthetic_body(
        &mut self,
        host: &mut dyn Host,
        module: ModuleId,
    ) -> Result<Value, Abrupt> {
        let record = self.expect_synthetic(module);
        if record.steps.operations.is_empty() && !record.is_async {
            return Ok(Value::Undefined);
        }
        let kind = if record.is_async { FunctionKind::Async } else { FunctionKind::Plain };
        let steps = self.given_function(module, kind, Rc::clone(&record.steps));
        let set_export = self.new_builtin(Callable::SetExport(module), "", 2);
        self.push_call(&steps, Value::Module(module), Value::Undefined, vec![set_export], Then::Native)?;
        let value = self.run_natively(host)?;
        Ok(if kind.is_async() { value } else { Value::Undefined })
    }

    /// A function that was given to the constructor of `module`. Whoever gave it lives in the first context, and its code
    /// runs there.
    pub(super) fn given_function(&mut self, module: ModuleId, kind: FunctionKind, code: Rc<Code>) -> Closure {
        let context = ContextId::default();
        self.machine.context = context;
        let environment = self.machine.add_environment(Environment {
            outer: None,
            bindings: indexmap::IndexMap::default(),
            module: None,
        });
        let function = Function {
            name: "".into(),
            length: 0,
            kind,
            uses_super: false,
            binds_own_name: false,
            span: Span::default(),
            code: Rc::clone(&code),
        };
        let function = Rc::new(function);
        Closure { code, function, environment, context, module, is_given: true, outer: None, home: None }
    }

    /// The name that a body gives to `setExport`, which `vm.SyntheticModule` wants to be a string.
    pub(super) fn export_name(&mut self, host: &mut dyn Host, name: &Value) -> Result<Rc<str>, Abrupt> {
        let given = match name {
            Value::String(name) => return Ok(Rc::clone(name)),
            _ if self.layer() == Layer::Bare => return self.to_text(host, name),
            _ if self.has(Quirk::BodyExportNameCrashes) => {
                self.end_by_crash();
                return Err(Abrupt::Over);
            }
            Value::Undefined => program::Value::Undefined,
            Value::Null => program::Value::Null,
            Value::Boolean(value) => program::Value::Bool(*value),
            Value::Number(number) => program::Value::Number(*number),
            _ => return Err(Abrupt::Over),
        };
        Err(Abrupt::Throw(self.invalid_type("argument", "name", "of type string", &given)))
    }

    /// The method `setExport`, which every synthetic module has from its prototype.
    pub(super) fn set_export_method(&mut self) -> Value {
        if let Some(method) = self.machine.set_export_method {
            return Value::Object(method);
        }
        let method = self.new_builtin(Callable::SetExportMethod, "setExport", 2);
        if let Value::Object(object) = method {
            self.machine.set_export_method = Some(object);
        }
        method
    }

    /// `setExport(name, value)` in the body of a synthetic module.
    pub(super) fn set_export_from_body(
        &mut self,
        module: ModuleId,
        name: &str,
        value: Value,
    ) -> Result<Value, Abrupt> {
        match self.set_export(module, name, value) {
            Ok(()) => Ok(Value::Undefined),
            Err(error) => Err(Abrupt::Throw(error)),
        }
    }
}
